//! Where a text stands best in another one, with some chars changed.

use std::collections::HashMap;
use std::ops::Range;

/// A place and how alike the text there is, 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fit {
    pub(crate) range: Range<usize>,
    pub(crate) score: f32,
}

/// The place in `text` that takes the fewest edits to become `pattern` (Sellers, 1980).
pub(crate) fn best_fit(pattern: &[char], text: &[char]) -> Option<Fit> {
    let mut costs: Vec<(u32, u32)> = (0..=text.len()).map(|at| (0, at as u32)).collect();
    for (n, wanted) in pattern.iter().enumerate() {
        let mut diagonal = costs[0];
        costs[0] = (n as u32 + 1, 0);
        for at in 1..=text.len() {
            let change = (diagonal.0 + u32::from(*wanted != text[at - 1]), diagonal.1);
            let remove = (costs[at].0 + 1, costs[at].1);
            let insert = (costs[at - 1].0 + 1, costs[at - 1].1);
            diagonal = costs[at];
            costs[at] = [change, remove, insert]
                .into_iter()
                .min_by_key(|c| c.0)
                .unwrap_or(change);
        }
    }
    let (end, (cost, start)) = costs.iter().enumerate().min_by_key(|(_, c)| c.0)?;
    let length = pattern.len().max(end - *start as usize).max(1);
    Some(Fit {
        range: *start as usize..end,
        score: 1.0 - *cost as f32 / length as f32,
    })
}

/// How alike two short texts are, 0 to 1, by their longest common subsequence.
pub(crate) fn likeness(a: &[char], b: &[char]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return if a.len() == b.len() { 1.0 } else { 0.0 };
    }
    let mut row = vec![0_u32; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for at in 1..=b.len() {
            let here = row[at];
            row[at] = if *x == b[at - 1] {
                diagonal + 1
            } else {
                here.max(row[at - 1])
            };
            diagonal = here;
        }
    }
    row[b.len()] as f32 / a.len().max(b.len()) as f32
}

/// Every place of each pair of chars of a text.
pub(crate) struct Pairs(HashMap<[char; 2], Vec<u32>>);

/// Places that are looked at in full.
const LOOKED_AT: usize = 12;

/// A pair of chars that stands more often says little about where.
const FREQUENT: usize = 400;

impl Pairs {
    pub(crate) fn new(text: &[char]) -> Self {
        let mut pairs: HashMap<[char; 2], Vec<u32>> = HashMap::new();
        for (n, pair) in text.windows(2).enumerate() {
            pairs.entry([pair[0], pair[1]]).or_default().push(n as u32);
        }
        Pairs(pairs)
    }

    /// The places of `text` where most pairs of `pattern` stand at their distance, best fit first.
    pub(crate) fn fits(&self, text: &[char], pattern: &[char]) -> Vec<Fit> {
        let slack = pattern.len() / 4 + 2;
        let mut votes: HashMap<u32, u32> = HashMap::new();
        for (n, pair) in pattern.windows(2).enumerate() {
            let Some(places) = self.0.get(&[pair[0], pair[1]]) else {
                continue;
            };
            for at in places.iter().take(FREQUENT) {
                let start = (*at as usize + slack).saturating_sub(n) / slack;
                *votes.entry(start as u32).or_default() += 1;
            }
        }
        let mut ranked: Vec<(u32, u32)> = votes.into_iter().map(|(b, v)| (v, b)).collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut fits: Vec<Fit> = Vec::new();
        for (_, bucket) in ranked.into_iter().take(LOOKED_AT) {
            let start = (bucket as usize * slack).saturating_sub(3 * slack);
            let end = (start + pattern.len() + 6 * slack).min(text.len());
            let Some(fit) = best_fit(pattern, &text[start.min(end)..end]) else {
                continue;
            };
            let range = fit.range.start + start..fit.range.end + start;
            let known = fits
                .iter()
                .any(|f| f.range.start < range.end && range.start < f.range.end);
            if !known && !range.is_empty() {
                fits.push(Fit {
                    range,
                    score: fit.score,
                });
            }
        }
        fits.sort_by(|a, b| b.score.total_cmp(&a.score));
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_place_with_the_fewest_edits() {
        let fit = best_fit(&chars("调查研究"), &chars("要深入调察研究问题")).unwrap();
        assert_eq!((fit.range, fit.score), (3..7, 0.75));
        assert_eq!(likeness(&chars("甲乙丙丁"), &chars("甲丙丁")), 0.75);
        assert_eq!(likeness(&[], &[]), 1.0);
    }

    #[test]
    fn the_best_of_several_places_comes_first() {
        let text = chars("开展创先争优活动。深入开展创先争忧活动，持续开展活动。");
        let fits = Pairs::new(&text).fits(&text, &chars("深入开展创先争优活动"));
        assert_eq!(fits[0].range, 9..19);
    }
}
