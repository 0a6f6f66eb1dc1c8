//! A query to the documents that fulfil it, with exact counts and scores.

use tantivy::Searcher;

use crate::catalogue::{Catalogue, Column};
use crate::engine::Texts;
use crate::index::Fields;
use crate::parts::{change_each, each, threads_for};
use crate::pending::{self, Pending};
use crate::scan::Scan;
use crate::{Borders, Filter, Query, SearchError, Segment, literal_key};

/// Where a document stands in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address {
    /// `u32::MAX` for a pending text or one that no text condition looked at.
    pub(crate) segment: u32,
    pub(crate) doc: u32,
}

pub(crate) const NOWHERE: Address = Address {
    segment: u32::MAX,
    doc: u32::MAX,
};

/// One document that fulfils a (part of a) query.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match {
    pub(crate) ordinal: u32,
    pub(crate) hits: u32,
    pub(crate) score: f32,
    pub(crate) address: Address,
}

/// Everything that evaluation looks at.
pub(crate) struct Evaluator<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) fields: Fields,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) pending: &'a Pending,
    pub(crate) texts: &'a dyn Texts,
}

impl Evaluator<'_> {
    /// The documents that fulfil `query`, in parts and in any order: to put those of one text side by side and in order
    /// costs as much as finding them.
    pub(crate) fn parts(&self, query: &Query) -> Result<Vec<Vec<Match>>, SearchError> {
        match query {
            Query::Text(segment) => self.text(segment),
            other => Ok(vec![self.run(other)?]),
        }
    }

    /// The documents that fulfil `query`, by ascending ordinal.
    pub(crate) fn run(&self, query: &Query) -> Result<Vec<Match>, SearchError> {
        match query {
            Query::All => Ok(self.all(|_| true)),
            Query::Text(segment) => Ok(self.by_ordinal(self.text(segment)?.concat())),
            Query::Near(a, b, distance) => crate::locate::near(self, a, b, *distance),
            Query::Filter(filter) => Ok(self.all(self.fulfils(filter))),
            Query::Not(part) => {
                let without = self.run(part)?;
                Ok(self.all(|ordinal| {
                    without
                        .binary_search_by_key(&ordinal, |m| m.ordinal)
                        .is_err()
                }))
            }
            Query::Or(parts) => parts
                .iter()
                .try_fold(Vec::new(), |all, part| Ok(union(all, self.run(part)?))),
            Query::And(parts) => self.and(parts),
        }
    }

    /// Conditions on texts first: they are the narrow ones.
    fn and(&self, parts: &[Query]) -> Result<Vec<Match>, SearchError> {
        let mut found: Option<Vec<Match>> = None;
        let (cheap, texts): (Vec<&Query>, Vec<&Query>) = parts
            .iter()
            .partition(|p| matches!(p, Query::Filter(_) | Query::Not(_) | Query::All));
        for part in texts {
            let next = self.run(part)?;
            found = Some(match found {
                Some(found) => intersection(found, &next),
                None => next,
            });
        }
        let mut found = found.unwrap_or_else(|| self.all(|_| true));
        for part in cheap {
            match part {
                Query::Filter(filter) => {
                    let fulfils = self.fulfils(filter);
                    found.retain(|m| fulfils(m.ordinal));
                }
                Query::Not(inner) => {
                    let without = self.run(inner)?;
                    found.retain(|m| {
                        without
                            .binary_search_by_key(&m.ordinal, |w| w.ordinal)
                            .is_err()
                    });
                }
                _ => {}
            }
        }
        Ok(found)
    }

    fn all(&self, keep: impl Fn(u32) -> bool) -> Vec<Match> {
        let ordinals = self.catalogue.all().filter(|o| keep(*o));
        ordinals
            .map(|ordinal| Match {
                ordinal,
                hits: 0,
                score: 0.0,
                address: NOWHERE,
            })
            .collect()
    }

    /// Tells of each ordinal whether it fulfils a filter.
    fn fulfils<'b>(&'b self, filter: &'b Filter) -> Box<dyn Fn(u32) -> bool + 'b> {
        let catalogue = self.catalogue;
        let holds = |column, value: &'b str| Box::new(catalogue.holds(column, value));
        match filter {
            Filter::Title(value) => holds(Column::Title, value),
            Filter::Number(value) => holds(Column::Number, value),
            Filter::Issuer(value) => holds(Column::Issuer, value),
            Filter::Speaker(value) => holds(Column::Speaker, value),
            Filter::Occasion(value) => holds(Column::Occasion, value),
            Filter::Tag(value) => Box::new(catalogue.tagged(value)),
            Filter::Collection(value) => Box::new(catalogue.collected(value)),
            Filter::Kind(kind) => Box::new(|ordinal| catalogue.kind(ordinal) == *kind),
            Filter::Date(from, to) => Box::new(|ordinal| {
                let date = catalogue.date(ordinal);
                date > 0 && (*from..=*to).contains(&date)
            }),
        }
    }

    /// What looks through the segments.
    pub(crate) fn scan(&self) -> Scan<'_> {
        Scan {
            fields: self.fields,
            catalogue: self.catalogue,
            pending: self.pending,
        }
    }

    fn text(&self, segment: &Segment) -> Result<Vec<Vec<Match>>, SearchError> {
        let mut parts = self.substring(&segment.folded)?;
        let borders = Borders::of(&segment.raw);
        if segment.literal {
            for part in &mut parts {
                self.keep_literal(part, &segment.raw)?;
            }
        } else if let Some(borders) = &borders {
            self.keep_bordered(&mut parts, &segment.folded, borders)?;
        }
        self.score(&mut parts, &segment.folded);
        self.typed_first(&mut parts, &segment.raw, borders.as_ref())?;
        Ok(parts)
    }

    /// The documents that hold a folded text, in parts and in any order, not scored.
    pub(crate) fn substring(&self, folded: &str) -> Result<Vec<Vec<Match>>, SearchError> {
        let scan = self.scan();
        let pieces = scan.pieces(self.searcher.segment_readers(), folded)?;
        let threads = threads_for(self.searcher.num_docs());
        let parts = each(&pieces, threads, |piece| scan.piece(piece, folded));
        let mut parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        parts.push(self.waiting(folded));
        Ok(parts)
    }

    /// The texts that wait to be indexed and hold `needle`.
    fn waiting(&self, needle: &str) -> Vec<Match> {
        let mut found = Vec::new();
        for text in self.pending.texts() {
            let hits = pending::positions(text, needle, usize::MAX).len() as u32;
            if let (Some(ordinal), true) = (self.catalogue.ordinal(text.document), hits > 0) {
                found.push(Match {
                    ordinal,
                    hits,
                    score: 0.0,
                    address: NOWHERE,
                });
            }
        }
        found
    }

    /// In the order of ordinals. Of many each is put at its place, which is several times as quick as comparing them.
    fn by_ordinal(&self, mut found: Vec<Match>) -> Vec<Match> {
        let places = self.catalogue.ordinals();
        if found.is_sorted_by_key(|m| m.ordinal) {
            return found;
        }
        if found.len() * 16 < places {
            found.sort_unstable_by_key(|m| m.ordinal);
            return found;
        }
        let mut placed = vec![0_u32; places];
        for (m, number) in found.iter().zip(1..) {
            placed[m.ordinal as usize] = number;
        }
        let numbers = placed
            .into_iter()
            .filter_map(|number| number.checked_sub(1));
        numbers.map(|number| found[number as usize]).collect()
    }

    /// Keeps the documents whose original holds `raw` with its marks, and counts it there.
    fn keep_literal(&self, found: &mut Vec<Match>, raw: &str) -> Result<(), SearchError> {
        let key = literal_key(raw);
        let mut kept = Vec::with_capacity(found.len());
        for m in found.drain(..) {
            let text = self
                .texts
                .original(self.catalogue.document(m.ordinal))
                .map_err(SearchError::Text)?;
            let hits = literal_key(&text).matches(&key).count() as u32;
            if hits > 0 {
                kept.push(Match { hits, ..m });
            }
        }
        *found = kept;
        Ok(())
    }

    /// BM25 with the exact length of each document, and a bonus for the title.
    fn score(&self, parts: &mut [Vec<Match>], needle: &str) {
        const K1: f32 = 1.2;
        const B: f32 = 0.75;
        const TITLE: f32 = 3.0;
        let catalogue = self.catalogue;
        let found: usize = parts.iter().map(Vec::len).sum();
        let (all, with) = (catalogue.len() as f32, found as f32);
        let idf = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        let average = catalogue.average_chars();
        let in_title = catalogue.holds(Column::Title, needle);
        change_each(parts, threads_for(found as u64), |part| {
            for m in part {
                let hits = m.hits as f32;
                let length = catalogue.chars(m.ordinal) as f32 / average;
                m.score = idf * hits * (K1 + 1.0) / (hits + K1 * (1.0 - B + B * length));
                if in_title(m.ordinal) {
                    m.score += TITLE * (1.0 + idf);
                }
            }
        });
    }
}

fn merge(a: Match, b: &Match) -> Match {
    let address = if a.address == NOWHERE {
        b.address
    } else {
        a.address
    };
    Match {
        ordinal: a.ordinal,
        hits: a.hits + b.hits,
        score: a.score + b.score,
        address,
    }
}

fn intersection(a: Vec<Match>, b: &[Match]) -> Vec<Match> {
    let mut at = 0;
    let mut both = Vec::new();
    for m in a {
        while at < b.len() && b[at].ordinal < m.ordinal {
            at += 1;
        }
        if let Some(other) = b.get(at).filter(|o| o.ordinal == m.ordinal) {
            both.push(merge(m, other));
        }
    }
    both
}

fn union(a: Vec<Match>, b: Vec<Match>) -> Vec<Match> {
    let mut all: Vec<Match> = a.into_iter().chain(b).collect();
    all.sort_by_key(|m| m.ordinal);
    let mut merged: Vec<Match> = Vec::with_capacity(all.len());
    for m in all {
        match merged.last_mut() {
            Some(last) if last.ordinal == m.ordinal => *last = merge(*last, &m),
            _ => merged.push(m),
        }
    }
    merged
}
