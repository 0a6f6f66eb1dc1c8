//! Titles and speakers that a pattern fits, the best ones first: while somebody types, in a library of any size.

use std::borrow::Cow;
use std::time::Instant;

use super::Catalogue;
use crate::parts::in_parts;
use crate::title::{Reach, TitleMatcher};
use crate::{fold_loose, is_clause_mark};

/// Titles between two looks at the clock.
const STRIDE: usize = 256;

/// How well a text fits: whole ones first, then early and short ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(u32);

impl Rank {
    /// The rank of a stretch that begins after `before` chars in a text of so many.
    pub fn of(before: usize, fits: usize, chars: usize) -> Rank {
        match before == 0 && fits == chars {
            true => Rank(0),
            false => Rank((before * 1000 + chars) as u32),
        }
    }
}

impl TitleMatcher {
    fn rank(&self, folded: &str, reach: Reach) -> Option<Rank> {
        let text: Cow<'_, str> = match folded.chars().any(is_clause_mark) {
            true => fold_loose(folded).into(),
            false => folded.into(),
        };
        let (from, to) = self.place(&text, reach)?;
        let chars = |text: &str| text.chars().count();
        Some(Rank::of(
            chars(&text[..from]),
            chars(&text[from..to]),
            chars(&text),
        ))
    }
}

impl Catalogue {
    /// The ordinals of the best `limit` titles, those that came last first. Characters and initials of all titles are
    /// looked at on all cores, whole readings after that; what time does not allow is left out.
    pub fn titles_like(
        &self,
        matcher: &TitleMatcher,
        limit: usize,
        until: Instant,
    ) -> Vec<(Rank, u32)> {
        let all: Vec<u32> = (0..self.rows.len() as u32)
            .rev()
            .filter(|ordinal| self.is_alive(*ordinal))
            .collect();
        let rank = |ordinal: &u32, reach| {
            let folded = self.stretch(self.about(*ordinal).folded_title);
            Some((matcher.rank(folded, reach)?, *ordinal))
        };
        let letters = in_parts(&all, |part| -> Vec<_> {
            let part = while_time(part.iter(), until);
            part.filter_map(|ordinal| rank(ordinal, Reach::Letters))
                .collect()
        });
        let mut found = letters.concat();
        if matcher.wants_readings(found.len(), limit) {
            let known: Vec<u32> = found.iter().map(|(_, ordinal)| *ordinal).collect();
            let more = while_time(all.iter(), until).filter_map(|o| rank(o, Reach::Readings));
            found.extend(more.filter(|(_, ordinal)| !known.contains(ordinal)));
        }
        best(found, limit)
    }

    /// The best `limit` speakers, likewise.
    pub fn speakers_like(
        &self,
        matcher: &TitleMatcher,
        limit: usize,
        until: Instant,
    ) -> Vec<(Rank, &str)> {
        let mut found = Vec::new();
        for reach in [Reach::Letters, Reach::Readings] {
            if reach == Reach::Readings && !matcher.wants_readings(found.len(), limit) {
                break;
            }
            let ranked = while_time(self.speakers.all(), until)
                .filter_map(|(shown, folded)| Some((matcher.rank(folded, reach)?, shown)));
            let known: Vec<&str> = found.iter().map(|(_, shown)| *shown).collect();
            found.extend(ranked.filter(|(_, shown)| !known.contains(shown)));
        }
        best(found, limit)
    }
}

fn while_time<T>(all: impl Iterator<Item = T>, until: Instant) -> impl Iterator<Item = T> {
    all.enumerate()
        .take_while(move |(n, _)| n % STRIDE != STRIDE - 1 || Instant::now() < until)
        .map(|(_, one)| one)
}

fn best<T: Ord + Copy>(mut found: Vec<(Rank, T)>, limit: usize) -> Vec<(Rank, T)> {
    if found.len() > limit && limit > 0 {
        found.select_nth_unstable(limit - 1);
        found.truncate(limit);
    }
    found.sort_unstable();
    found
}
