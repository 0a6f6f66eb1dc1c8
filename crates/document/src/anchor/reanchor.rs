//! Anchors of one version of a text in the next one.

use std::ops::Range;
use std::sync::OnceLock;

use super::CONTEXT;
use super::align::align;
use super::fuzzy::{Fit, Pairs, likeness};
use super::selector::{FoldedText, TextPositionSelector};

/// From this likeness on a place is taken silently (docs/decisions, measured on unseen documents).
const SILENT: f32 = 0.75;

/// From this likeness on a place is worth a look.
const ASK: f32 = 0.5;

/// A text of so many chars that stands exactly once is itself, wherever it went.
const ALONE: usize = 10;

/// So many chars at an end may have been replaced by others; more is text that went. Chars.
const REPLACED: usize = 3;

/// Longer patterns are placed by the alignment only. Chars.
const LONGEST: usize = 4000;

/// A place that could be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Where.
    pub position: TextPositionSelector,
    /// How alike, 0 to 1.
    pub score: f32,
}

/// What became of an anchor.
#[derive(Debug, Clone, PartialEq)]
pub enum Placement {
    /// It stands here; nobody needs to be asked.
    Found(Candidate),
    /// It may stand here; a person should look.
    Moved(Candidate),
    /// The new version does not have it.
    Gone,
}

/// Two versions of a text, aligned.
pub struct Reanchoring<'a> {
    old: &'a FoldedText,
    new: &'a FoldedText,
    old_chars: Vec<char>,
    new_chars: Vec<char>,
    map: Vec<Option<u32>>,
    /// For each char of the new text the char of the old one that it was.
    inverse: Vec<Option<u32>>,
    pairs: OnceLock<Pairs>,
}

impl<'a> Reanchoring<'a> {
    /// Aligns them; nearly linear in their length.
    pub fn new(old: &'a FoldedText, new: &'a FoldedText) -> Self {
        let (old_chars, new_chars): (Vec<char>, Vec<char>) =
            (old.text.chars().collect(), new.text.chars().collect());
        let map = align(&old_chars, &new_chars);
        let mut inverse = vec![None; new_chars.len()];
        for (from, to) in map.iter().enumerate() {
            if let Some(to) = to {
                inverse[*to as usize] = Some(from as u32);
            }
        }
        Reanchoring {
            old,
            new,
            old_chars,
            new_chars,
            map,
            inverse,
            pairs: OnceLock::new(),
        }
    }

    /// What became of the stretch at `anchor` of the old text.
    pub fn place(&self, anchor: &TextPositionSelector) -> Placement {
        let range = self.old.range_of(anchor);
        if range.is_empty() {
            return self.mark_only(&range);
        }
        let local = self.projected(&range);
        if let Some((fit, around)) = &local
            && fit.score > ASK
            && (fit.score + around) / 2.0 >= SILENT
        {
            return self.answer(fit, Placement::Found);
        }
        let mut far = self.elsewhere(&range);
        if let Some((local, _)) = &local {
            far.retain(|(fit, _)| !overlap(&fit.range, &local.range));
        }
        if let Some((fit, sure)) = far.first()
            && *sure
        {
            return self.answer(fit, Placement::Found);
        }
        let local = local.map(|(fit, _)| fit).filter(|fit| fit.score >= ASK);
        let best = local.into_iter().chain(far.into_iter().map(|(fit, _)| fit));
        match best.max_by(|a, b| a.score.total_cmp(&b.score)) {
            Some(fit) if fit.score >= ASK => self.answer(&fit, Placement::Moved),
            _ => Placement::Gone,
        }
    }

    /// The places of the new text that a person could mean for an anchor, best first, at most `limit`.
    pub fn candidates(&self, anchor: &TextPositionSelector, limit: usize) -> Vec<Candidate> {
        let range = self.old.range_of(anchor);
        let local = self.projected(&range).map(|(fit, _)| fit);
        let mut fits: Vec<Fit> = local
            .into_iter()
            .chain(self.elsewhere(&range).into_iter().map(|(fit, _)| fit))
            .filter(|fit| fit.score >= ASK)
            .collect();
        fits.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut kept: Vec<Fit> = Vec::new();
        for fit in fits {
            if kept.iter().all(|k| !overlap(&k.range, &fit.range)) {
                kept.push(fit);
            }
        }
        kept.truncate(limit);
        kept.iter().filter_map(|fit| self.candidate(fit)).collect()
    }

    /// An anchor on marks alone goes where the char before it went.
    fn mark_only(&self, range: &Range<usize>) -> Placement {
        let before = range.start.checked_sub(1);
        let to = before.and_then(|at| self.map.get(at).copied().flatten());
        match to {
            Some(to) => {
                let (score, range) = (ASK, to as usize..to as usize + 1);
                self.answer(&Fit { range, score }, Placement::Moved)
            }
            None => Placement::Gone,
        }
    }

    fn answer(&self, fit: &Fit, placement: fn(Candidate) -> Placement) -> Placement {
        self.candidate(fit).map_or(Placement::Gone, placement)
    }

    fn candidate(&self, fit: &Fit) -> Option<Candidate> {
        Some(Candidate {
            position: self.new.position_of(&fit.range)?,
            score: fit.score,
        })
    }

    /// Where the alignment puts a stretch, how alike the text there is, and how much of the text around
    /// it stands around it there.
    fn projected(&self, range: &Range<usize>) -> Option<(Fit, f32)> {
        let mapped = |n: usize| self.map[n].map(|to| to as usize);
        let first = range.clone().find(|n| self.map[*n].is_some())?;
        let last = range.clone().rfind(|n| self.map[*n].is_some())?;
        let (to_first, to_last) = (mapped(first)?, mapped(last)?);
        let low = (0..range.start).rev().find_map(mapped).map_or(0, |n| n + 1);
        let high = (range.end..self.map.len())
            .find_map(mapped)
            .unwrap_or(self.new_chars.len());
        let replaced = |lost: usize, room: usize| if lost > REPLACED { 0 } else { lost.min(room) };
        let start = to_first - replaced(first - range.start, to_first - low);
        let end = to_last + 1 + replaced(range.end - 1 - last, high - 1 - to_last);
        let same = range.clone().filter(|n| self.map[*n].is_some()).count() as f32;
        // The mean of what stayed of the old stretch and what the new one consists of: words that were
        // put into a quotation make it longer, not another one.
        let stayed = same / range.len() as f32;
        let score = (stayed + same / (end - start) as f32) / 2.0;
        // Where most of it went, what is left is no answer that needs no look.
        let score = if stayed < ASK { score.min(ASK) } else { score };
        let range = (start..end, range);
        let around = self.around(range.1, &range.0);
        Some((
            Fit {
                range: range.0,
                score,
            },
            around,
        ))
    }

    /// Share of the chars beside the old stretch that the alignment puts beside the new one.
    fn around(&self, old: &Range<usize>, new: &Range<usize>) -> f32 {
        let before = old.start.saturating_sub(CONTEXT)..old.start;
        let behind = old.end..(old.end + CONTEXT).min(self.map.len());
        let near_start = new.start.saturating_sub(2 * CONTEXT)..new.start;
        let near_end = new.end..new.end + 2 * CONTEXT;
        let stays = |n: &usize, near: &Range<usize>| {
            self.map[*n].is_some_and(|to| near.contains(&(to as usize)))
        };
        let share = |side: Range<usize>, near: &Range<usize>| {
            let all = side.len().max(1) as f32;
            side.filter(|n| stays(n, near)).count() as f32 / all
        };
        // The better side counts: at an edge of the text, or beside a sentence that went, there is one.
        share(before, &near_start).max(share(behind, &near_end))
    }

    /// Places anywhere in the new text, best first, and whether each can mean nothing else.
    fn elsewhere(&self, range: &Range<usize>) -> Vec<(Fit, bool)> {
        let pattern = &self.old_chars[range.clone()];
        if pattern.len() < 2 || pattern.len() > LONGEST {
            return Vec::new();
        }
        let pairs = self.pairs.get_or_init(|| Pairs::new(&self.new_chars));
        let mut fits: Vec<(Fit, f32)> = pairs
            .fits(&self.new_chars, pattern)
            .into_iter()
            .filter(|fit| fit.score >= ASK && !self.claimed(range, &fit.range))
            .map(|fit| {
                let whole = fit.score / 2.0 + self.context(range, &fit.range) / 2.0;
                (fit, whole)
            })
            .collect();
        fits.sort_by(|a, b| b.1.total_cmp(&a.1));
        let next = fits.get(1).map_or(0.0, |f| f.1);
        let rivals = fits.iter().filter(|(fit, _)| fit.score > 0.9).count();
        let sure = |n: usize, fit: &Fit, whole: f32| {
            let alone = fit.score >= 1.0 && rivals == 1 && pattern.len() >= ALONE;
            let fits = fit.score >= SILENT && whole >= SILENT && whole - next >= 0.1;
            n == 0 && (alone || fits)
        };
        let answer = fits.iter().enumerate();
        answer
            .map(|(n, (fit, whole))| (fit.clone(), sure(n, fit, *whole)))
            .collect()
    }

    /// Does the text there come from another stretch of the old text?
    fn claimed(&self, old: &Range<usize>, new: &Range<usize>) -> bool {
        let others = self.inverse[new.clone()]
            .iter()
            .flatten()
            .filter(|from| !old.contains(&(**from as usize)));
        others.count() * 10 > new.len() * 4
    }

    /// How alike the text around two stretches is: the better of both sides counts, because a
    /// sentence that was moved brings only its own words along.
    fn context(&self, old: &Range<usize>, new: &Range<usize>) -> f32 {
        let before = |chars: &[char], at: usize| chars[at.saturating_sub(CONTEXT / 2)..at].to_vec();
        let behind =
            |chars: &[char], at: usize| chars[at..(at + CONTEXT / 2).min(chars.len())].to_vec();
        let left = likeness(
            &before(&self.old_chars, old.start),
            &before(&self.new_chars, new.start),
        );
        let right = likeness(
            &behind(&self.old_chars, old.end),
            &behind(&self.new_chars, new.end),
        );
        left.max(right)
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(blocks: &[&str]) -> FoldedText {
        let mut folded = FoldedText::default();
        for (n, block) in blocks.iter().enumerate() {
            for (at, c) in block.chars().enumerate() {
                folded.text.push(c);
                folded.origin.push((n as u32, at as u32));
            }
        }
        folded
    }

    fn at(block: u32, start: u32, end: u32) -> TextPositionSelector {
        TextPositionSelector {
            block,
            start,
            end_block: block,
            end,
        }
    }

    const OLD: [&str; 3] = [
        "学习的目的全在于运用，要把学到的道理用到工作中去。",
        "调查研究是谋事之基、成事之道，没有调查就没有发言权。",
        "各级党组织要把学习成果转化为解决问题的本领，推动工作落实。",
    ];

    fn place(new: &[&str], anchor: TextPositionSelector) -> Placement {
        let (old, new) = (text(&OLD), text(new));
        Reanchoring::new(&old, &new).place(&anchor)
    }

    fn found(placement: Placement) -> TextPositionSelector {
        match placement {
            Placement::Found(candidate) => candidate.position,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_same_text_keeps_every_anchor() {
        for (block, start, end) in [(0, 0, 3), (1, 5, 20), (2, 26, 28), (0, 24, 25)] {
            assert_eq!(
                found(place(&OLD, at(block, start, end))),
                at(block, start, end)
            );
        }
    }

    #[test]
    fn edited_text_is_followed() {
        let new = [
            "新加的一段。",
            OLD[0],
            "调查研究是谋事的基础、成事之道，没有调查就没有发言权。",
            OLD[2],
        ];
        assert_eq!(found(place(&new, at(1, 0, 13))), at(2, 0, 14));
    }

    #[test]
    fn a_moved_paragraph_is_found_where_it_went() {
        let new = [OLD[1], OLD[2], OLD[0]];
        assert_eq!(found(place(&new, at(0, 2, 10))), at(2, 2, 10));
    }

    #[test]
    fn deleted_text_is_not_placed_elsewhere() {
        let new = [OLD[0], OLD[2]];
        assert_eq!(place(&new, at(1, 0, 13)), Placement::Gone);
        assert!(!matches!(place(&new, at(1, 16, 20)), Placement::Found(_)));
    }

    #[test]
    fn a_rewritten_text_is_asked_about() {
        let new = [
            OLD[0],
            "调研是谋划工作的基础，是成就事业的办法，不调研就不要发言。",
            OLD[2],
        ];
        let placement = place(&new, at(1, 0, 13));
        assert!(!matches!(placement, Placement::Found(_)), "{placement:?}");
    }
}
