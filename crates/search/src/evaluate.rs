//! A query to the documents that fulfil it, with exact counts and scores.

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED};

use crate::catalogue::{Catalogue, Column};
use crate::engine::Texts;
use crate::index::{DOCUMENT, Fields};
use crate::pending::{self, Pending};
use crate::substring::SubstringScan;
use crate::{Filter, Query, SearchError, Segment, literal_key};

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
    /// The documents that fulfil `query`, by ascending ordinal.
    pub(crate) fn run(&self, query: &Query) -> Result<Vec<Match>, SearchError> {
        match query {
            Query::All => Ok(self.all(|_| true)),
            Query::Text(segment) => self.text(segment),
            Query::Near(a, b, distance) => crate::locate::near(self, a, b, *distance),
            Query::Filter(filter) => Ok(self.all(|ordinal| self.fulfils(ordinal, filter))),
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
                Query::Filter(filter) => found.retain(|m| self.fulfils(m.ordinal, filter)),
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

    fn fulfils(&self, ordinal: u32, filter: &Filter) -> bool {
        let entry = self.catalogue.entry(ordinal);
        let column = |column, value: &str| self.catalogue.contains(ordinal, column, value);
        match filter {
            Filter::Title(value) => column(Column::Title, value),
            Filter::Number(value) => column(Column::Number, value),
            Filter::Issuer(value) => column(Column::Issuer, value),
            Filter::Speaker(value) => column(Column::Speaker, value),
            Filter::Occasion(value) => column(Column::Occasion, value),
            Filter::Tag(value) => entry.tags.contains(value),
            Filter::Collection(value) => entry.about.is_in(value),
            Filter::Kind(kind) => entry.about.kind() == *kind,
            Filter::Date(from, to) => entry.date > 0 && (*from..=*to).contains(&entry.date),
        }
    }

    fn text(&self, segment: &Segment) -> Result<Vec<Match>, SearchError> {
        let mut found = Vec::new();
        for (number, reader) in self.searcher.segment_readers().iter().enumerate() {
            self.segment_text(number as u32, reader, &segment.folded, &mut found)?;
        }
        for text in self.pending.texts() {
            let hits = pending::positions(text, &segment.folded, usize::MAX).len() as u32;
            if let (Some(ordinal), true) = (self.catalogue.ordinal(text.document), hits > 0) {
                found.push(Match {
                    ordinal,
                    hits,
                    score: 0.0,
                    address: NOWHERE,
                });
            }
        }
        if segment.literal {
            self.keep_literal(&mut found, &segment.raw)?;
        }
        if !found.is_sorted_by_key(|m| m.ordinal) {
            found.sort_unstable_by_key(|m| m.ordinal);
        }
        self.score(&mut found, &segment.folded);
        Ok(found)
    }

    fn segment_text(
        &self,
        number: u32,
        reader: &SegmentReader,
        needle: &str,
        found: &mut Vec<Match>,
    ) -> Result<(), SearchError> {
        let documents = reader.fast_fields().u64(DOCUMENT)?;
        let alive = reader.alive_bitset();
        let mut take = |doc: u32, hits: u32| {
            if alive.is_some_and(|a| !a.is_alive(doc)) {
                return;
            }
            let Some(document) = documents.first(doc) else {
                return;
            };
            if !self.pending.is_empty() && self.pending.get(document).is_some() {
                return;
            }
            if let Some(ordinal) = self.catalogue.ordinal(document) {
                let address = Address {
                    segment: number,
                    doc,
                };
                found.push(Match {
                    ordinal,
                    hits,
                    score: 0.0,
                    address,
                });
            }
        };
        if needle.chars().nth(1).is_none() {
            return self.single_character(reader, needle, &mut take);
        }
        if let Some(mut scan) = SubstringScan::open(reader, self.fields.grams, needle)? {
            scan.for_each(take);
        }
        Ok(())
    }

    /// One character begins exactly one bigram wherever it stands.
    fn single_character(
        &self,
        reader: &SegmentReader,
        needle: &str,
        take: &mut dyn FnMut(u32, u32),
    ) -> Result<(), SearchError> {
        let inverted = reader.inverted_index(self.fields.grams)?;
        let own = reader.fast_fields().u64(crate::index::OWN)?;
        let has_tails = own.min_value() != u64::from(u32::MAX);
        let option = if has_tails {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let mut counts = vec![0_u32; reader.max_doc() as usize];
        let mut positions = Vec::new();
        let mut terms = inverted
            .terms()
            .range()
            .ge(needle.as_bytes())
            .lt(next_prefix(needle))
            .into_stream()?;
        while terms.advance() {
            let mut postings = inverted.read_postings_from_terminfo(terms.value(), option)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                let limit = if has_tails {
                    own.first(doc).unwrap_or(u64::MAX)
                } else {
                    u64::MAX
                };
                counts[doc as usize] += if limit < u64::from(u32::MAX) {
                    postings.positions(&mut positions);
                    positions.iter().filter(|p| u64::from(**p) < limit).count() as u32
                } else {
                    postings.term_freq()
                };
                doc = postings.advance();
            }
        }
        for (doc, count) in counts.into_iter().enumerate().filter(|(_, n)| *n > 0) {
            take(doc as u32, count);
        }
        Ok(())
    }

    /// Keeps the documents whose original holds `raw` with its marks, and counts it there.
    fn keep_literal(&self, found: &mut Vec<Match>, raw: &str) -> Result<(), SearchError> {
        let key = literal_key(raw);
        let mut kept = Vec::with_capacity(found.len());
        for m in found.drain(..) {
            let text = self
                .texts
                .original(self.catalogue.entry(m.ordinal).document)
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
    fn score(&self, found: &mut [Match], needle: &str) {
        const K1: f32 = 1.2;
        const B: f32 = 0.75;
        const TITLE: f32 = 3.0;
        let (all, with) = (self.catalogue.len() as f32, found.len() as f32);
        let idf = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        let average = self.catalogue.average_chars();
        for m in found {
            let hits = m.hits as f32;
            let length = self.catalogue.entry(m.ordinal).chars as f32 / average;
            m.score = idf * hits * (K1 + 1.0) / (hits + K1 * (1.0 - B + B * length));
            if self.catalogue.contains(m.ordinal, Column::Title, needle) {
                m.score += TITLE * (1.0 + idf);
            }
        }
    }
}

/// The smallest string above all that begin with `prefix`.
fn next_prefix(prefix: &str) -> Vec<u8> {
    let mut bytes = prefix.as_bytes().to_vec();
    if let Some(last) = bytes.last_mut() {
        *last += 1;
    }
    bytes
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
