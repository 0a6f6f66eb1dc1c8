//! What the dictionary of bigrams says: which pairs of characters stand in the texts, what follows a
//! character, and whether pieces stand at their distances.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::{InvertedIndexReader, SegmentReader, Term};

use crate::SearchError;
use crate::cover::{Cover, covering_grams};
use crate::evaluate::Evaluator;
use crate::substring::SubstringScan;

/// Terms of the dictionary that are read one after the other in the time of one look-up.
const TERMS_A_LOOKUP: u64 = 16;

/// Documents that a scan passes in the time of one look-up.
const DOCUMENTS_A_LOOKUP: u64 = 8;

/// The bigrams of all segments. Deleted texts still count: whoever asks searches for what is found.
pub(super) struct Grams<'a> {
    evaluator: &'a Evaluator<'a>,
    segments: Vec<(&'a SegmentReader, Arc<InvertedIndexReader>)>,
    following: HashMap<char, Vec<(char, u32)>>,
    /// Work done, in look-ups of the dictionary.
    work: Cell<u64>,
}

impl<'a> Grams<'a> {
    pub(super) fn new(evaluator: &'a Evaluator<'a>) -> Result<Self, SearchError> {
        let readers = evaluator.searcher.segment_readers().iter();
        let segments = readers
            .map(|r| Ok((r, r.inverted_index(evaluator.fields.grams)?)))
            .collect::<Result<_, SearchError>>()?;
        Ok(Grams {
            evaluator,
            segments,
            following: HashMap::new(),
            work: Cell::new(0),
        })
    }

    /// Work done so far, in look-ups of the dictionary: the same on every machine, idle or busy.
    pub(super) fn work(&self) -> u64 {
        self.work.get()
    }

    fn worked(&self, lookups: u64) {
        self.work.set(self.work.get() + lookups);
    }

    /// Documents in which a pair stands.
    pub(super) fn documents(&self, a: char, b: char) -> Result<u32, SearchError> {
        let gram: String = [a, b].iter().collect();
        let term = Term::from_field_text(self.evaluator.fields.grams, &gram);
        let mut documents = 0;
        self.worked(self.segments.len() as u64);
        for (_, inverted) in &self.segments {
            documents += inverted.doc_freq(&term)?;
        }
        Ok(documents)
    }

    /// The characters that follow `c` somewhere, and in how many documents.
    pub(super) fn following(&mut self, c: char) -> Result<&[(char, u32)], SearchError> {
        if !self.following.contains_key(&c) {
            let mut counts: HashMap<char, u32> = HashMap::new();
            let mut terms_read = 0;
            let prefix = c.to_string();
            for (_, inverted) in &self.segments {
                let mut terms = inverted.terms().range().ge(&prefix).into_stream()?;
                while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
                    terms_read += 1;
                    let second = std::str::from_utf8(terms.key()).unwrap_or_default();
                    if let Some(second) = second.chars().nth(1) {
                        *counts.entry(second).or_default() += terms.value().doc_freq;
                    }
                }
            }
            self.worked(1 + terms_read / TERMS_A_LOOKUP);
            self.following.insert(c, counts.into_iter().collect());
        }
        Ok(self.following.get(&c).map_or(&[], Vec::as_slice))
    }

    /// True if the pieces stand somewhere, each so many chars after the start. A piece of one char is
    /// taken as standing: no bigram tells.
    pub(super) fn stand(&self, pieces: &[(&[char], usize)]) -> Result<bool, SearchError> {
        let grams: Vec<(String, u32)> = pieces
            .iter()
            .filter(|(piece, _)| piece.len() > 1)
            .flat_map(|(piece, at)| covering_grams(piece, *at as u32))
            .collect();
        if grams.is_empty() {
            return Ok(true);
        }
        let field = self.evaluator.fields.grams;
        for (reader, _) in &self.segments {
            self.worked(grams.len() as u64);
            let Some(cover) = Cover::of_grams(reader, field, &grams)? else {
                continue;
            };
            let rarest = cover.grams.first().map_or(0, |(info, _)| info.doc_freq);
            self.worked(u64::from(rarest) / DOCUMENTS_A_LOOKUP);
            if SubstringScan::of(reader, field, cover)?.stands(0..u32::MAX, |_| true) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
