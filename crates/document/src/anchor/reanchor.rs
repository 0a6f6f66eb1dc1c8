//! Anchors of one version of a text in the next one.

use std::ops::Range;
use std::sync::OnceLock;

use super::CONTEXT;
use super::align::{Alignment, align};
use super::exact::Occurrences;
use super::fuzzy::{Fit, Pairs, likeness};
use super::selector::{FoldedText, TextPositionSelector};
use super::words::with_marks;

/// From this likeness on a place is taken silently (docs/decisions, measured on unseen documents).
const SILENT: f32 = 0.75;

/// From this likeness on a place is worth a look.
const ASK: f32 = 0.5;

/// A text of so many chars that stands exactly once is itself, wherever it went.
const ALONE: usize = 10;

/// Chars beside a stretch that are the same before and after show that it is the same stretch.
const BESIDE: usize = 8;

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
    /// Paragraphs that stayed, and those that moved, with where they are now.
    kept: Vec<(Range<usize>, usize)>,
    moved: Vec<(Range<usize>, usize)>,
    /// For each char of the new text the char of the old one that it was.
    inverse: Vec<Option<u32>>,
    pairs: OnceLock<Pairs>,
    occurrences: Occurrences,
}

impl<'a> Reanchoring<'a> {
    /// Aligns them; nearly linear in their length.
    pub fn new(old: &'a FoldedText, new: &'a FoldedText) -> Self {
        let (old_chars, new_chars): (Vec<char>, Vec<char>) =
            (old.text.chars().collect(), new.text.chars().collect());
        let Alignment { map, kept, moved } = align((old, &old_chars), (new, &new_chars));
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
            kept,
            moved,
            inverse,
            pairs: OnceLock::new(),
            occurrences: Occurrences::new(new),
        }
    }

    /// What became of the stretch at `anchor` of the old text.
    pub fn place(&self, anchor: &TextPositionSelector) -> Placement {
        let range = self.old.range_of(anchor);
        if range.is_empty() {
            return self.mark_only(anchor, &range);
        }
        let exact = self.exact(&range);
        if let Some((to, Certainty::Sure)) = &exact {
            return self.answer(&whole(to), Placement::Found);
        }
        let local = self.projected(&range);
        if let Some((fit, around)) = &local
            && exact.is_none()
            && fit.score > ASK
            && (fit.score + around) / 2.0 >= SILENT
        {
            return self.answer(fit, Placement::Found);
        }
        if let Some((to, _)) = &exact {
            return self.answer(&whole(to), Placement::Moved);
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

    /// Where the very words of a stretch are now: where the alignment puts them, else the one place that can be meant.
    /// `None` if they are nowhere, or only where the words of another stretch are.
    fn exact(&self, range: &Range<usize>) -> Option<(Range<usize>, Certainty)> {
        let unsure = |to| Some((to, Certainty::Unsure));
        let sure = |to| Some((to, Certainty::Sure));
        if let Some(to) = within(&self.kept, range).or_else(|| within(&self.moved, range)) {
            return sure(to);
        }
        let straight = self.straight(range);
        if let Some(to) = &straight
            && (self.around(range, to) >= ASK || self.beside(range, to))
        {
            return sure(to.clone());
        }
        let pattern = &self.old_chars[range.clone()];
        let places = self.occurrences.of(pattern);
        let free: Vec<Range<usize>> = places
            .iter()
            .map(|at| *at..*at + pattern.len())
            .filter(|to| !self.claimed(range, to))
            .collect();
        let window = self.window(range);
        let inside = |to: &&Range<usize>| window.start <= to.start && to.end <= window.end;
        let mut near = free.iter().filter(inside);
        let only_near = near.next().filter(|_| near.next().is_none());
        if let Some(to) = only_near
            && (self.around(range, to) >= ASK && pattern.len() >= BESIDE || self.beside(range, to))
        {
            return sure(to.clone());
        }
        let mut known = free.iter().filter(|to| self.beside(range, to));
        if let (Some(to), None) = (known.next(), known.next()) {
            return sure(to.clone());
        }
        if let [to] = &free[..]
            && places.len() == 1
            && pattern.len() >= ALONE
        {
            return sure(to.clone());
        }
        let best = only_near.or_else(|| free.first()).cloned();
        best.or(straight).and_then(unsure)
    }

    /// The place to which the alignment takes all chars of a stretch, side by side.
    fn straight(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let start = self.map[range.start]? as usize;
        let mut chars = self.map[range.clone()].iter().enumerate();
        chars
            .all(|(n, to)| *to == Some((start + n) as u32))
            .then(|| start..start + range.len())
    }

    /// What lies between the images of the chars before and behind a stretch.
    fn window(&self, range: &Range<usize>) -> Range<usize> {
        let mapped = |n: usize| self.map[n].map(|to| to as usize);
        let low = (0..range.start).rev().find_map(mapped).map_or(0, |n| n + 1);
        let high = (range.end..self.map.len()).find_map(mapped);
        low..high.unwrap_or(self.new_chars.len())
    }

    /// Are the chars right before or right behind two stretches the same? At an end of the text it is the other side.
    fn beside(&self, old: &Range<usize>, new: &Range<usize>) -> bool {
        let before =
            |chars: &[char], at: usize| at.checked_sub(BESIDE).map(|from| chars[from..at].to_vec());
        let behind = |chars: &[char], at: usize| chars.get(at..at + BESIDE).map(<[char]>::to_vec);
        let same = |a: Option<Vec<char>>, b: Option<Vec<char>>| a.is_some() && a == b;
        same(
            before(&self.old_chars, old.start),
            before(&self.new_chars, new.start),
        ) || same(
            behind(&self.old_chars, old.end),
            behind(&self.new_chars, new.end),
        )
    }

    /// An anchor on marks alone: between the same two chars it is found, else it goes where the char before it went.
    fn mark_only(&self, anchor: &TextPositionSelector, range: &Range<usize>) -> Placement {
        let mapped = |at: usize| self.map.get(at).copied().flatten().map(|to| to as usize);
        let Some(before) = range.start.checked_sub(1) else {
            return Placement::Gone;
        };
        let Some(to) = mapped(before) else {
            return Placement::Gone;
        };
        let place = |text: &FoldedText, at: usize| text.origin.get(at).copied().unwrap_or_default();
        let (old, new) = (place(self.old, before), place(self.new, to));
        let (old_next, new_next) = (place(self.old, range.start), place(self.new, to + 1));
        let inside = anchor.block == old.0 && anchor.end_block == old_next.0 && old.0 == old_next.0;
        if inside
            && mapped(range.start) == Some(to + 1)
            && new.0 == new_next.0
            && new_next.1 - new.1 == old_next.1 - old.1
        {
            let position = TextPositionSelector {
                block: new.0,
                start: new.1 + anchor.start - old.1,
                end_block: new.0,
                end: new.1 + anchor.end - old.1,
            };
            return Placement::Found(Candidate {
                position,
                score: 1.0,
            });
        }
        let (score, range) = (ASK, to..to + 1);
        self.answer(&Fit { range, score }, Placement::Moved)
    }

    /// The place of an anchor with the marks that it had at its ends, if they are there still.
    pub fn with_marks(
        &self,
        anchor: &TextPositionSelector,
        (old, new): (&[&str], &[&str]),
        found: &TextPositionSelector,
    ) -> TextPositionSelector {
        match self.old.position_of(&self.old.range_of(anchor)) {
            Some(inner) => with_marks((old, anchor, &inner), (new, found)),
            None => *found,
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
        let Range {
            start: low,
            end: high,
        } = self.window(range);
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

/// Can a place be meant by an anchor alone, or does a person have to say so?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    Sure,
    Unsure,
}

/// The place of a stretch that lies inside of one of these paragraphs, which ascend.
fn within(paragraphs: &[(Range<usize>, usize)], range: &Range<usize>) -> Option<Range<usize>> {
    let at = paragraphs.partition_point(|(from, _)| from.end < range.end);
    let (from, to) = paragraphs.get(at)?;
    let start = to + range.start.checked_sub(from.start)?;
    Some(start..start + range.len())
}

fn whole(range: &Range<usize>) -> Fit {
    Fit {
        range: range.clone(),
        score: 1.0,
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

    /// Marks are left out, as the fold does.
    fn marked(block: &str) -> FoldedText {
        let mut folded = FoldedText::default();
        for (at, c) in block.chars().enumerate() {
            if !"，。".contains(c) {
                folded.text.push(c);
                folded.origin.push((0, at as u32));
            }
        }
        folded
    }

    #[test]
    fn items_of_one_sentence_are_told_apart() {
        let old = marked(
            "罗组长说要核实，又说罗组长已经派人去核实。春季亩产300公斤，夏季亩产300公斤，秋季亩产300公斤。",
        );
        let new =
            marked("罗组长说要核实，又说李组长已经派人去核实。春季亩产300公斤，秋季亩产300公斤。");
        let versions = Reanchoring::new(&old, &new);
        assert_eq!(found(versions.place(&at(0, 21, 30))), at(0, 21, 30));
        assert_eq!(found(versions.place(&at(0, 41, 50))), at(0, 31, 40));
        let deleted = versions.place(&at(0, 31, 40));
        assert!(!matches!(deleted, Placement::Found(_)), "{deleted:?}");
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
