//! Edits between texts: a char more, a char less, another char, two neighbours exchanged.
//!
//! Exchanged neighbours are one edit (Damerau, 1964; the variant in which no char is edited twice),
//! because that is one slip of a typist. [`nearest`] finds a text in a longer one (Sellers, 1980).

use std::ops::Range;

/// A stretch of two aligned texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Items of the first text.
    pub left: Range<usize>,
    /// Items of the second text.
    pub right: Range<usize>,
    /// True if both are the same.
    pub equal: bool,
}

/// Two texts beside each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// In order; equal and unequal stretches alternate.
    pub stretches: Vec<Stretch>,
    /// The number of edits.
    pub edits: u32,
}

/// Cells of the table above which two texts are not compared item by item.
const MOST_CELLS: usize = 16_000_000;

/// Aligns two texts with the fewest edits; `None` if they are too long for that (4,000 items each, when
/// they have neither beginning nor end in common).
pub fn align<T: PartialEq>(left: &[T], right: &[T]) -> Option<Alignment> {
    let short = left.len().min(right.len());
    let head = (0..short).take_while(|n| left[*n] == right[*n]).count();
    let (a, b) = (&left[head..], &right[head..]);
    let short = a.len().min(b.len());
    let tail = (1..=short)
        .take_while(|n| a[a.len() - n] == b[b.len() - n])
        .count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    if (a.len() + 1) * (b.len() + 1) > MOST_CELLS {
        return None;
    }
    let table = Table::of(a, b);
    let mut stretches = Stretches::default();
    stretches.put(head, head, true);
    for (a, b, equal) in table.back(a, b) {
        stretches.put(a, b, equal);
    }
    stretches.put(tail, tail, true);
    Some(Alignment {
        stretches: stretches.list,
        edits: table.cost(a.len(), b.len()),
    })
}

#[derive(Default)]
struct Stretches {
    list: Vec<Stretch>,
    left: usize,
    right: usize,
}

impl Stretches {
    fn put(&mut self, left: usize, right: usize, equal: bool) {
        if left == 0 && right == 0 {
            return;
        }
        let start = (self.left, self.right);
        self.left += left;
        self.right += right;
        match self.list.last_mut().filter(|last| last.equal == equal) {
            Some(last) => {
                last.left.end = self.left;
                last.right.end = self.right;
            }
            None => self.list.push(Stretch {
                left: start.0..self.left,
                right: start.1..self.right,
                equal,
            }),
        }
    }
}

/// The fewest edits between every beginning of one text and every beginning of the other.
struct Table {
    costs: Vec<u32>,
    width: usize,
}

impl Table {
    fn of<T: PartialEq>(a: &[T], b: &[T]) -> Self {
        let width = b.len() + 1;
        let mut table = Table {
            costs: vec![0; (a.len() + 1) * width],
            width,
        };
        for n in 0..=a.len() {
            for m in 0..=b.len() {
                let cost = steps(a, b, n, m)
                    .into_iter()
                    .flatten()
                    .map(|(i, j, cost)| table.cost(n - i, m - j) + cost);
                table.costs[n * width + m] = cost.min().unwrap_or(0);
            }
        }
        table
    }

    fn cost(&self, n: usize, m: usize) -> u32 {
        self.costs[n * self.width + m]
    }

    /// The steps of a cheapest way, first one first: items of each text, and whether they are equal.
    fn back<T: PartialEq>(&self, a: &[T], b: &[T]) -> Vec<(usize, usize, bool)> {
        let (mut n, mut m) = (a.len(), b.len());
        let mut way = Vec::new();
        while n > 0 || m > 0 {
            let taken = steps(a, b, n, m)
                .into_iter()
                .flatten()
                .find(|(i, j, cost)| self.cost(n - i, m - j) + cost == self.cost(n, m));
            let Some((i, j, cost)) = taken else { break };
            way.push((i, j, cost == 0));
            (n, m) = (n - i, m - j);
        }
        way.reverse();
        way
    }
}

/// What can have been the last step before `n` items of one and `m` of the other, and its cost.
fn steps<T: PartialEq>(a: &[T], b: &[T], n: usize, m: usize) -> [Option<(usize, usize, u32)>; 4] {
    let same = |i: usize, j: usize| a[n - i] == b[m - j];
    let both = n > 0 && m > 0;
    let exchanged = n > 1 && m > 1 && same(1, 2) && same(2, 1) && !same(1, 1);
    [
        both.then(|| (1, 1, u32::from(!same(1, 1)))),
        exchanged.then_some((2, 2, 1)),
        (n > 0).then_some((1, 0, 1)),
        (m > 0).then_some((0, 1, 1)),
    ]
}

/// Edits and where the text that they were counted over begins.
type Cost = (u32, u32);

/// The place in `text` that takes the fewest edits to become `pattern`, and how many.
pub fn nearest(pattern: &[char], text: &[char]) -> Option<(Range<usize>, u32)> {
    let mut before: Vec<Cost> = Vec::new();
    let mut costs: Vec<Cost> = (0..=text.len()).map(|at| (0, at as u32)).collect();
    for (n, wanted) in pattern.iter().enumerate() {
        let mut row: Vec<Cost> = Vec::with_capacity(costs.len());
        row.push((n as u32 + 1, 0));
        for at in 1..=text.len() {
            let more = |cost: Cost, edits: u32| (cost.0 + edits, cost.1);
            let mut best = more(costs[at - 1], u32::from(*wanted != text[at - 1]));
            let exchanged = n > 0
                && at > 1
                && *wanted == text[at - 2]
                && pattern[n - 1] == text[at - 1]
                && *wanted != text[at - 1];
            let exchange = exchanged.then(|| more(before[at - 2], 1));
            let others = [more(costs[at], 1), more(row[at - 1], 1)];
            for cost in exchange.into_iter().chain(others) {
                if cost.0 < best.0 {
                    best = cost;
                }
            }
            row.push(best);
        }
        before = std::mem::replace(&mut costs, row);
    }
    // Of equal places the one that is as long as the pattern.
    let odd = |end: usize, start: u32| (end - start as usize).abs_diff(pattern.len());
    let places = costs.iter().enumerate();
    let (end, (edits, start)) = places.min_by_key(|(end, cost)| (cost.0, odd(*end, cost.1)))?;
    let range = *start as usize..end;
    (!range.is_empty()).then_some((range, *edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn edits(a: &str, b: &str) -> u32 {
        align(&chars(a), &chars(b)).unwrap().edits
    }

    #[test]
    fn exchanged_neighbours_are_one_edit() {
        assert_eq!(edits("读书贵坚在持", "读书贵在坚持"), 1);
        assert_eq!(edits("读书贵在坚", "读书贵在坚持"), 1);
        assert_eq!(edits("读书贵在在坚持", "读书贵在坚持"), 1);
        assert_eq!(edits("读书贱在坚持", "读书贵在坚持"), 1);
        assert_eq!(edits("甲乙丙", "丙乙甲"), 2);
        assert_eq!(edits("", "甲"), 1);
        assert_eq!(edits("", ""), 0);
    }

    #[test]
    fn stretches_cover_both_texts() {
        let found = align(&chars("他说读书贵坚在持好"), &chars("读书贵在坚持好啊")).unwrap();
        let shown: Vec<_> = found
            .stretches
            .iter()
            .map(|s| (s.left.clone(), s.right.clone(), s.equal))
            .collect();
        assert_eq!(
            shown,
            [
                (0..2, 0..0, false),
                (2..5, 0..3, true),
                (5..7, 3..5, false),
                (7..9, 5..7, true),
                (9..9, 7..8, false)
            ]
        );
        assert_eq!(found.edits, 4);
    }

    #[test]
    fn both_tables_agree() {
        // A text is nearest to itself in itself: the edits of both ways are the same where nothing stands around.
        let words = [
            "甲乙丙丁",
            "乙甲丙丁",
            "甲丙乙丁戊",
            "丁丙乙甲",
            "甲甲乙",
            "丙丁乙",
        ];
        for a in words {
            for b in words {
                let (range, found) = nearest(&chars(a), &chars(b)).unwrap_or((0..0, 9));
                assert!(found <= edits(a, b), "{a} {b}");
                let part: String = chars(b)[range].iter().collect();
                if found < 9 {
                    assert_eq!(edits(a, &part), found, "{a} {b}");
                }
            }
        }
    }

    #[test]
    fn the_place_with_the_fewest_edits() {
        let text = chars("要深入调察研究问题，调研查究");
        assert_eq!(nearest(&chars("调查研究"), &text), Some((3..7, 1)));
        assert_eq!(nearest(&chars("研究题问"), &text), Some((5..9, 1)));
        assert_eq!(nearest(&chars("甲"), &[]), None);
    }
}
