//! Which paragraphs and clauses of two versions are the same.
//!
//! List items and articles begin and end alike, so chars alone cannot tell which of them went. Here whole
//! paragraphs that are equal are paired first, then paragraphs that share most of their text, then equal
//! clauses between them. What they leave open is aligned char by char (`align`).
//!
//! Pairs never cross: a paragraph that moved is found by its words, not here.

use std::collections::HashMap;
use std::ops::Range;

use super::FoldedText;

/// Cells of the largest table that compares the paragraphs or clauses between two pairs.
const CELLS: usize = 40_000;

/// Share of the longer of two paragraphs that must be common to pair them, in percent.
const ALIKE: usize = 60;

/// Clauses that are shorter say little about where they belong. Chars.
const TELLING: usize = 4;

/// A text cut into units: the chars of each, in order, without gaps.
pub(crate) struct Units<'a> {
    chars: &'a [char],
    pub(crate) ranges: Vec<Range<usize>>,
}

/// Units of the old text with their partners in the new text; both ascend.
pub(crate) type UnitPairs = Vec<(usize, usize)>;

impl<'a> Units<'a> {
    /// Cuts a text into its paragraphs.
    pub(crate) fn paragraphs(text: &FoldedText, chars: &'a [char]) -> Self {
        Self::cut(chars, 0..chars.len(), |at| {
            text.origin[at - 1].0 != text.origin[at].0
        })
    }

    /// Cuts a stretch behind its marks, and at everything that the fold left out: more marks, white space, ends of
    /// paragraphs.
    pub(crate) fn clauses(text: &FoldedText, chars: &'a [char], within: Range<usize>) -> Self {
        Self::cut(chars, within, |at| {
            let (a, b) = (text.origin[at - 1], text.origin[at]);
            let behind_mark = !chars[at - 1].is_alphanumeric() && chars[at].is_alphanumeric();
            a.0 != b.0 || a.1 + 1 < b.1 || behind_mark
        })
    }

    fn cut(chars: &'a [char], within: Range<usize>, apart: impl Fn(usize) -> bool) -> Self {
        let mut ranges = Vec::new();
        let mut start = within.start;
        for at in within.start + 1..within.end {
            if apart(at) {
                ranges.push(start..at);
                start = at;
            }
        }
        if start < within.end {
            ranges.push(start..within.end);
        }
        Units { chars, ranges }
    }

    fn text(&self, unit: usize) -> &'a [char] {
        &self.chars[self.ranges[unit].clone()]
    }

    /// The chars of a run of units; an empty run is the place between its neighbours.
    pub(crate) fn span(&self, units: &Range<usize>) -> Range<usize> {
        match (self.ranges.get(units.start), units.is_empty()) {
            (Some(first), false) => first.start..self.ranges[units.end - 1].end,
            (Some(next), true) => next.start..next.start,
            (None, _) => {
                let end = self.ranges.last().map_or(0, |r| r.end);
                end..end
            }
        }
    }
}

/// Pairs the equal units of two texts.
pub(crate) fn equal_units(old: &Units<'_>, new: &Units<'_>, telling: Telling) -> UnitPairs {
    let mut pairs = Vec::new();
    let whole = (0..old.ranges.len(), 0..new.ranges.len());
    match_gap(old, new, whole, telling, &mut pairs);
    pairs.sort_unstable();
    pairs
}

/// Pairs the units that are once in either text and not among these pairs; a single char does not tell.
pub(crate) fn moved_units(old: &Units<'_>, new: &Units<'_>, kept: &UnitPairs) -> UnitPairs {
    let whole = (&(0..old.ranges.len()), &(0..new.ranges.len()));
    let unique = unique_pairs(old, new, whole, Telling::All).into_iter();
    unique
        .filter(|(_, _, length)| *length > 1)
        .map(|(x, y, _)| (x, y))
        .filter(|pair| kept.binary_search(pair).is_err())
        .collect()
}

/// Which units may be paired by being equal alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// All of them: paragraphs.
    All,
    /// Those with enough chars: clauses.
    Long,
}

type Gap = (Range<usize>, Range<usize>);

fn match_gap(old: &Units<'_>, new: &Units<'_>, gap: Gap, telling: Telling, pairs: &mut UnitPairs) {
    let (mut a, mut b) = gap;
    while !a.is_empty() && !b.is_empty() && old.text(a.start) == new.text(b.start) {
        pairs.push((a.start, b.start));
        (a.start, b.start) = (a.start + 1, b.start + 1);
    }
    while !a.is_empty() && !b.is_empty() && old.text(a.end - 1) == new.text(b.end - 1) {
        (a.end, b.end) = (a.end - 1, b.end - 1);
        pairs.push((a.end, b.end));
    }
    if a.is_empty() || b.is_empty() {
        return;
    }
    let pivots = heaviest_chain(&unique_pairs(old, new, (&a, &b), telling));
    if pivots.is_empty() {
        return common_units(old, new, (a, b), telling, pairs);
    }
    let (mut x, mut y) = (a.start, b.start);
    for (to_x, to_y) in pivots {
        match_gap(old, new, (x..to_x, y..to_y), telling, pairs);
        pairs.push((to_x, to_y));
        (x, y) = (to_x + 1, to_y + 1);
    }
    match_gap(old, new, (x..a.end, y..b.end), telling, pairs);
}

/// Equal units that occur once in either gap, with their lengths, in the order of the old text.
fn unique_pairs(
    old: &Units<'_>,
    new: &Units<'_>,
    (a, b): (&Range<usize>, &Range<usize>),
    telling: Telling,
) -> Vec<(usize, usize, usize)> {
    let often = occurrences(old, new, (a, b));
    let places = |units: &Units<'_>, range: &Range<usize>| -> HashMap<Vec<char>, usize> {
        let single = |unit: &usize| often.get(units.text(*unit)) == Some(&[1, 1]);
        let place = |unit: usize| (units.text(unit).to_vec(), unit);
        range.clone().filter(single).map(place).collect()
    };
    let there = places(new, b);
    let mut pairs: Vec<_> = places(old, a)
        .into_iter()
        .filter(|(text, _)| telling == Telling::All || text.len() >= TELLING)
        .filter_map(|(text, x)| Some((x, *there.get(&text)?, text.len())))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// The rising run of pairs with the most chars, by a tree of prefix maxima over the new units.
fn heaviest_chain(pairs: &[(usize, usize, usize)]) -> UnitPairs {
    let width = pairs.iter().map(|p| p.1 + 1).max().unwrap_or(0);
    // For each node the weight of the best run that ends in its part, and the pair that ends it.
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); width + 1];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let mut top: (usize, Option<usize>) = (0, None);
    for (n, (_, y, length)) in pairs.iter().enumerate() {
        let mut run = (0, None);
        let mut node = *y;
        while node > 0 {
            run = if best[node].0 > run.0 {
                best[node]
            } else {
                run
            };
            node &= node - 1;
        }
        before.push(run.1);
        let weight = run.0 + length;
        let mut node = y + 1;
        while node <= width {
            if weight > best[node].0 {
                best[node] = (weight, Some(n));
            }
            node += node & node.wrapping_neg();
        }
        if weight > top.0 {
            top = (weight, Some(n));
        }
    }
    let mut chain = Vec::new();
    let mut next = top.1;
    while let Some(n) = next {
        chain.push((pairs[n].0, pairs[n].1));
        next = before[n];
    }
    chain.reverse();
    chain
}

/// Units that repeat, but as often before as after: the longest common subsequence by chars, if the gap is small
/// enough. Of those that became more or fewer nobody can tell which is which by being equal.
fn common_units(
    old: &Units<'_>,
    new: &Units<'_>,
    gap: Gap,
    telling: Telling,
    pairs: &mut UnitPairs,
) {
    let often = occurrences(old, new, (&gap.0, &gap.1));
    let worth = |x: usize, y: usize| {
        let text = old.text(x);
        let telling = telling == Telling::All || text.len() >= TELLING;
        let steady = often.get(text).is_some_and(|n| n[0] == n[1]);
        if telling && steady && text == new.text(y) {
            text.len()
        } else {
            0
        }
    };
    best_pairs(gap, worth, pairs);
}

/// How often each unit occurs on either side of a gap.
fn occurrences<'a>(
    old: &Units<'a>,
    new: &Units<'a>,
    (a, b): (&Range<usize>, &Range<usize>),
) -> HashMap<&'a [char], [u32; 2]> {
    let mut often: HashMap<&[char], [u32; 2]> = HashMap::new();
    for (side, units, range) in [(0, old, a), (1, new, b)] {
        for unit in range.clone() {
            often.entry(units.text(unit)).or_default()[side] += 1;
        }
    }
    often
}

/// Pairs the paragraphs of a gap that share most of their text.
pub(crate) fn alike_units(
    old: &Units<'_>,
    new: &Units<'_>,
    gap: (Range<usize>, Range<usize>),
) -> UnitPairs {
    let mut pairs = Vec::new();
    let grams = |units: &Units<'_>, range: &Range<usize>| {
        let of = |unit| bigrams(units.text(unit));
        range.clone().map(of).collect::<Vec<_>>()
    };
    if gap.0.len().saturating_mul(gap.1.len()) > CELLS {
        return pairs;
    }
    let (left, right) = (grams(old, &gap.0), grams(new, &gap.1));
    let (a, b) = (gap.0.start, gap.1.start);
    let worth = |x: usize, y: usize| {
        let common = shared(&left[x - a], &right[y - b]);
        let longer = left[x - a].len().max(right[y - b].len());
        if longer > 0 && common * 100 >= longer * ALIKE {
            common
        } else {
            0
        }
    };
    best_pairs(gap, worth, &mut pairs);
    pairs.sort_unstable();
    pairs
}

/// The pairs of rising order that are worth most together; a pair that is worth nothing is never taken.
fn best_pairs((a, b): Gap, worth: impl Fn(usize, usize) -> usize, pairs: &mut UnitPairs) {
    let (height, width) = (a.len() + 1, b.len() + 1);
    if height.saturating_mul(width) > CELLS {
        return;
    }
    let mut values = vec![0_usize; height * width];
    let mut sums = vec![0_usize; height * width];
    for x in 1..height {
        for y in 1..width {
            let value = worth(a.start + x - 1, b.start + y - 1);
            let paired = if value > 0 {
                sums[(x - 1) * width + y - 1] + value
            } else {
                0
            };
            values[x * width + y] = value;
            let skipped = sums[(x - 1) * width + y].max(sums[x * width + y - 1]);
            sums[x * width + y] = paired.max(skipped);
        }
    }
    let (mut x, mut y) = (height - 1, width - 1);
    while x > 0 && y > 0 {
        let (here, value) = (sums[x * width + y], values[x * width + y]);
        if here == sums[(x - 1) * width + y] {
            x -= 1;
        } else if here == sums[x * width + y - 1] {
            y -= 1;
        } else if value > 0 {
            (x, y) = (x - 1, y - 1);
            pairs.push((a.start + x, b.start + y));
        } else {
            break;
        }
    }
}

/// Pairs of neighbouring chars, sorted.
fn bigrams(text: &[char]) -> Vec<[char; 2]> {
    let mut grams: Vec<[char; 2]> = text.windows(2).map(|w| [w[0], w[1]]).collect();
    grams.sort_unstable();
    grams
}

/// Number of common elements of two sorted lists, each counted as often as it is in both.
fn shared(a: &[[char; 2]], b: &[[char; 2]]) -> usize {
    let (mut x, mut y, mut common) = (0, 0, 0);
    while x < a.len() && y < b.len() {
        match a[x].cmp(&b[y]) {
            std::cmp::Ordering::Less => x += 1,
            std::cmp::Ordering::Greater => y += 1,
            std::cmp::Ordering::Equal => (x, y, common) = (x + 1, y + 1, common + 1),
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(blocks: &[&str]) -> (FoldedText, Vec<char>) {
        let mut folded = FoldedText::default();
        for (n, block) in blocks.iter().enumerate() {
            for (at, c) in block.chars().enumerate() {
                if !"，。 ".contains(c) {
                    folded.text.push(c);
                    folded.origin.push((n as u32, at as u32));
                }
            }
        }
        let chars = folded.text.chars().collect();
        (folded, chars)
    }

    fn paired(old: &[&str], new: &[&str]) -> UnitPairs {
        let ((a, a_chars), (b, b_chars)) = (text(old), text(new));
        let (old, new) = (
            Units::paragraphs(&a, &a_chars),
            Units::paragraphs(&b, &b_chars),
        );
        equal_units(&old, &new, Telling::All)
    }

    #[test]
    fn items_that_begin_and_end_alike_are_told_apart() {
        let old = [
            "要抓产业，常抓不懈。",
            "要抓教育，常抓不懈。",
            "要抓卫生，常抓不懈。",
        ];
        assert_eq!(paired(&old, &[old[0], old[2]]), [(0, 0), (2, 1)]);
        assert_eq!(paired(&[old[2]], &old), [(0, 2)]);
    }

    #[test]
    fn equal_paragraphs_keep_their_order() {
        let old = ["（略）", "甲事", "（略）", "乙事", "（略）"];
        assert_eq!(paired(&old, &old[1..]), [(1, 0), (2, 1), (3, 2), (4, 3)]);
        // The longer one stays where two were exchanged.
        assert_eq!(paired(&["甲", "一大段话"], &["一大段话", "甲"]), [(1, 0)]);
    }

    #[test]
    fn renumbered_articles_are_paired_by_what_they_say() {
        let old = [
            "第八条 村民委员会应当协助工作。",
            "第九条 违反规定的给予处分。",
        ];
        let new = ["第八条 违反规定的给予处分。"];
        let ((a, a_chars), (b, b_chars)) = (text(&old), text(&new));
        let (left, right) = (
            Units::paragraphs(&a, &a_chars),
            Units::paragraphs(&b, &b_chars),
        );
        assert_eq!(alike_units(&left, &right, (0..2, 0..1)), [(1, 0)]);
        let clauses = Units::clauses(&a, &a_chars, 0..a_chars.len());
        assert_eq!(clauses.ranges.len(), 4);
    }
}
