//! Which chars of two versions of a text are the same.
//!
//! Paragraphs and clauses that are equal are paired first (`units`); what they leave open is aligned here.
//! First stretches that stand once in either text and in the same order (the idea of patience diff, on
//! n-grams instead of lines), longer ones first and shorter ones between them; what is left between
//! two such stretches is aligned char by char. So the work is nearly linear in the length, and only
//! a rewritten stretch of thousands of chars stays without an answer.

use std::collections::HashMap;
use std::ops::Range;

use super::FoldedText;
use super::units::{Telling, Units, alike_units, equal_units, moved_units};

/// Lengths of the n-grams, one pass each.
const GRAMS: [usize; 5] = [16, 8, 5, 3, 2];

/// Cells of the largest table for a char-by-char alignment.
const CELLS: usize = 250_000;

/// A text and its chars.
pub(crate) type Chars<'a> = (&'a FoldedText, &'a [char]);

/// What two versions of a text have in common.
pub(crate) struct Alignment {
    /// For each char of the old text its char in the new one, `None` where it has none. The answers ascend.
    pub(crate) map: Vec<Option<u32>>,
    /// Stretches of the old text that stayed as they were, paragraph by paragraph, with their place in the new one.
    pub(crate) kept: Vec<(Range<usize>, usize)>,
    /// Paragraphs that are elsewhere now, each once in either text, in the order of the old one.
    pub(crate) moved: Vec<(Range<usize>, usize)>,
}

/// Aligns two texts.
pub(crate) fn align(old: Chars<'_>, new: Chars<'_>) -> Alignment {
    let mut map = vec![None; old.1.len()];
    let (before, after) = (
        Units::paragraphs(old.0, old.1),
        Units::paragraphs(new.0, new.1),
    );
    let equal = equal_units(&before, &after, Telling::All);
    for (x, y) in &equal {
        join(&before.ranges[*x], &after.ranges[*y], &mut map);
    }
    let counts = (before.ranges.len(), after.ranges.len());
    for gap in gaps(&equal, counts) {
        let alike = alike_units(&before, &after, gap.clone());
        for (x, y) in &alike {
            let pair = (before.ranges[*x].clone(), after.ranges[*y].clone());
            align_clauses(old, new, pair, &mut map);
        }
        if alike.is_empty() {
            let spans = (before.span(&gap.0), after.span(&gap.1));
            align_clauses(old, new, spans, &mut map);
        }
    }
    fill(old.1, new.1, &mut map);
    let place = |(x, y): (usize, usize)| (before.ranges[x].clone(), after.ranges[y].start);
    let moved: Vec<_> = moved_units(&before, &after, &equal);
    let moved: Vec<_> = moved.into_iter().map(place).collect();
    // What went elsewhere as a whole is not what stands in its place now.
    let taken: Vec<Range<usize>> = moved.iter().map(|(r, to)| *to..*to + r.len()).collect();
    for to in &mut map {
        if to.is_some_and(|to| taken.iter().any(|r| r.contains(&(to as usize)))) {
            *to = None;
        }
    }
    for (range, _) in &moved {
        map[range.clone()].fill(None);
    }
    Alignment {
        map,
        kept: equal.into_iter().map(place).collect(),
        moved,
    }
}

/// Aligns char by char what is still open.
fn fill(old: &[char], new: &[char], map: &mut [Option<u32>]) {
    let fixed = map.iter().enumerate();
    let fixed: Vec<_> = fixed
        .filter_map(|(x, y)| Some((x, (*y)? as usize)))
        .collect();
    for gap in gaps(&fixed, (old.len(), new.len())) {
        between(old, new, gap, 0, map);
    }
}

/// Pairs the equal clauses of two stretches.
fn align_clauses(old: Chars<'_>, new: Chars<'_>, (a, b): Gap, map: &mut [Option<u32>]) {
    let (before, after) = (
        Units::clauses(old.0, old.1, a),
        Units::clauses(new.0, new.1, b),
    );
    for (x, y) in equal_units(&before, &after, Telling::Long) {
        join(&before.ranges[x], &after.ranges[y], map);
    }
}

fn join(old: &Range<usize>, new: &Range<usize>, map: &mut [Option<u32>]) {
    for (from, to) in old.clone().zip(new.clone()) {
        map[from] = Some(to as u32);
    }
}

/// What lies between rising pairs, where both sides have something.
fn gaps(pairs: &[(usize, usize)], (old, new): (usize, usize)) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let (mut x, mut y) = (0, 0);
    for (to_x, to_y) in pairs.iter().copied().chain([(old, new)]) {
        if x < to_x && y < to_y {
            gaps.push((x..to_x, y..to_y));
        }
        (x, y) = (to_x + 1, to_y + 1);
    }
    gaps
}

type Gap = (Range<usize>, Range<usize>);

fn between(old: &[char], new: &[char], gap: Gap, pass: usize, map: &mut [Option<u32>]) {
    let (mut a, mut b) = gap;
    while !a.is_empty() && !b.is_empty() && old[a.start] == new[b.start] {
        map[a.start] = Some(b.start as u32);
        a.start += 1;
        b.start += 1;
    }
    while !a.is_empty() && !b.is_empty() && old[a.end - 1] == new[b.end - 1] {
        a.end -= 1;
        b.end -= 1;
        map[a.end] = Some(b.end as u32);
    }
    if a.is_empty() || b.is_empty() {
        return;
    }
    let Some(gram) = GRAMS.get(pass) else {
        return char_by_char(old, new, (a, b), map);
    };
    if a.len().min(b.len()) < *gram {
        return between(old, new, (a, b), pass + 1, map);
    }
    let pairs = rising(unique_pairs(&old[a.clone()], &new[b.clone()], *gram));
    let (mut from, mut to) = (a.start, b.start);
    for (x, y) in pairs {
        let (x, y) = (x + a.start, y + b.start);
        if x < from || y < to {
            continue;
        }
        between(old, new, (from..x, to..y), pass + 1, map);
        (from, to) = (x, y);
        while from < a.end && to < b.end && old[from] == new[to] {
            map[from] = Some(to as u32);
            from += 1;
            to += 1;
        }
    }
    between(old, new, (from..a.end, to..b.end), pass + 1, map);
}

/// Starts of the n-grams that stand exactly once in either stretch, in the order of the old one.
fn unique_pairs(old: &[char], new: &[char], gram: usize) -> Vec<(usize, usize)> {
    const MANY: u32 = u32::MAX;
    let mut seen: HashMap<&[char], (u32, u32)> = HashMap::with_capacity(old.len());
    for (n, window) in old.windows(gram).enumerate() {
        let entry = seen.entry(window).or_insert((n as u32, MANY));
        if entry.0 != n as u32 {
            entry.0 = MANY;
        }
    }
    let mut twice: Vec<bool> = vec![false; old.len()];
    for (n, window) in new.windows(gram).enumerate() {
        if let Some((at, other)) = seen.get_mut(window)
            && *at != MANY
        {
            twice[*at as usize] |= *other != MANY;
            *other = n as u32;
        }
    }
    let mut pairs: Vec<(usize, usize)> = seen
        .into_values()
        .filter(|(x, y)| *x != MANY && *y != MANY && !twice[*x as usize])
        .map(|(x, y)| (x as usize, y as usize))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// The longest run of pairs that rises in both texts.
fn rising(pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (n, (_, y)) in pairs.iter().enumerate() {
        let at = tails.partition_point(|t| pairs[*t].1 < *y);
        before.push(at.checked_sub(1).map(|b| tails[b]));
        if at == tails.len() {
            tails.push(n);
        } else {
            tails[at] = n;
        }
    }
    let mut run = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(n) = next {
        run.push(pairs[n]);
        next = before[n];
    }
    run.reverse();
    run
}

/// In gaps of so many chars a single equal char counts.
const SHORT: usize = 6;

/// What a char that is another one costs, and one that is missing: two replaced chars cost more than
/// one missing on either side, so chars that stay are not given up for shorter paths.
const REPLACED: u32 = 3;
const MISSING: u32 = 2;

/// Edit distance with its path; only equal chars are answers.
fn char_by_char(old: &[char], new: &[char], (a, b): Gap, map: &mut [Option<u32>]) {
    let (height, width) = (a.len() + 1, b.len() + 1);
    if height.saturating_mul(width) > CELLS {
        return;
    }
    let mut cost = vec![0_u32; height * width];
    for x in 0..height {
        for y in 0..width {
            cost[x * width + y] = match (x, y) {
                (0, y) => MISSING * y as u32,
                (x, 0) => MISSING * x as u32,
                _ => {
                    let differs =
                        REPLACED * u32::from(old[a.start + x - 1] != new[b.start + y - 1]);
                    let change = cost[(x - 1) * width + y - 1] + differs;
                    let remove = cost[(x - 1) * width + y] + MISSING;
                    let insert = cost[x * width + y - 1] + MISSING;
                    change.min(remove).min(insert)
                }
            };
        }
    }
    let mut same = Vec::new();
    let (mut x, mut y) = (height - 1, width - 1);
    while x > 0 && y > 0 {
        let here = cost[x * width + y];
        let equal = old[a.start + x - 1] == new[b.start + y - 1];
        if here == cost[(x - 1) * width + y - 1] + REPLACED * u32::from(!equal) {
            (x, y) = (x - 1, y - 1);
            same.extend(equal.then_some((a.start + x, b.start + y)));
        } else if here == cost[(x - 1) * width + y] + MISSING {
            x -= 1;
        } else {
            y -= 1;
        }
    }
    // Two sentences about different things still share a 的 and a 。: that is no correspondence.
    let shorter = a.len().min(b.len());
    if shorter <= SHORT || same.len() * 3 >= shorter {
        for (from, to) in same {
            map[from] = Some(to as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(old: &str, new: &str) -> Vec<Option<u32>> {
        let text = |t: &str| FoldedText {
            text: t.to_owned(),
            origin: (0..t.chars().count() as u32).map(|n| (0, n)).collect(),
        };
        let chars = |t: &str| t.chars().collect::<Vec<_>>();
        let (before, after) = (text(old), text(new));
        align((&before, &chars(old)), (&after, &chars(new))).map
    }

    #[test]
    fn chars_that_stay_are_found_around_those_that_do_not() {
        assert_eq!(aligned("甲乙丙", "甲乙丙"), [Some(0), Some(1), Some(2)]);
        assert_eq!(aligned("甲乙丙", "甲丁丙"), [Some(0), None, Some(2)]);
        assert_eq!(aligned("甲乙丙", "丁甲丙戊"), [Some(1), None, Some(2)]);
        assert_eq!(aligned("甲", ""), [None]);
    }

    #[test]
    fn answers_ascend_whatever_is_moved() {
        let old = "坚持问题导向，深入基层调查研究。推动高质量发展，办好民生实事。";
        let new = "推动高质量发展，办好民生实事。坚持问题导向，深入基层调查研究。";
        let map: Vec<u32> = aligned(old, new).into_iter().flatten().collect();
        assert!(map.is_sorted());
        assert!(map.len() >= 15);
    }
}
