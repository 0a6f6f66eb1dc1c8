//! The query as it was typed against what the fold made equal to it: borders of words that the original must have, and
//! documents that hold the query only by the fold, which come last.

use rustc_hash::FxHashSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use crate::evaluate::{Address, Evaluator, Match, NOWHERE};
use crate::forms::{self, Typed};
use crate::{Borders, SearchError};

/// What the score of a document is multiplied by that holds a query only by the fold: less than the best and the worst
/// score of one query differ by, so that it comes after all others.
const BY_FOLD_ONLY: f32 = 1e-4;

/// Documents that have a term.
struct Having {
    indexed: FxHashSet<(u32, u32)>,
    term: String,
}

impl Having {
    fn has(&self, evaluator: &Evaluator<'_>, m: &Match) -> bool {
        let Address { segment, doc } = m.address;
        if m.address != NOWHERE {
            return self.indexed.contains(&(segment, doc));
        }
        let text = evaluator
            .pending
            .get(evaluator.catalogue.document(m.ordinal));
        text.is_some_and(|text| text.forms.binary_search(&self.term).is_ok())
    }
}

impl Evaluator<'_> {
    fn having(&self, term: String) -> Result<Having, SearchError> {
        let mut indexed = FxHashSet::default();
        let key = Term::from_field_text(self.fields.forms, &term);
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = reader.inverted_index(self.fields.forms)?;
            let postings = inverted.read_postings(&key, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else {
                continue;
            };
            while postings.doc() != TERMINATED {
                indexed.insert((segment, postings.doc()));
                postings.advance();
            }
        }
        Ok(Having { indexed, term })
    }

    /// Keeps the documents whose original has the words of the query, not only its letters, and counts it there. Only
    /// where a blank can be in between is the original read.
    pub(crate) fn keep_bordered(
        &self,
        parts: &mut [Vec<Match>],
        needle: &str,
        borders: &Borders,
    ) -> Result<(), SearchError> {
        let mut doubtful = Vec::new();
        for pair in &borders.joined {
            doubtful.push(self.having(forms::border(*pair))?);
        }
        for part in parts {
            let mut kept = Vec::with_capacity(part.len());
            for m in part.drain(..) {
                if !borders.has_blank() && !doubtful.iter().any(|term| term.has(self, &m)) {
                    kept.push(m);
                    continue;
                }
                let document = self.catalogue.document(m.ordinal);
                let original = self.texts.original(document).map_err(SearchError::Text)?;
                let hits = borders.count(&original, needle);
                kept.extend((hits > 0).then_some(Match { hits, ..m }));
            }
            *part = kept;
        }
        Ok(())
    }

    /// Puts the documents that hold the query as it was typed before those that hold it only by the fold: in the other
    /// script, as a variant, inside a longer word.
    pub(crate) fn typed_first(
        &self,
        parts: &mut [Vec<Match>],
        raw: &str,
        borders: Option<&Borders>,
    ) -> Result<(), SearchError> {
        let words = borders.map_or(&[][..], |b| &b.words);
        let typed = Typed::of(raw, words);
        if typed.is_empty() || parts.iter().all(Vec::is_empty) {
            return Ok(());
        }
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for term in typed.with {
            with.push(self.having(term)?);
        }
        for term in typed.without {
            let having = self.having(term)?;
            if !having.indexed.is_empty() || !self.pending.is_empty() {
                without.push(having);
            }
        }
        if with.is_empty() && without.is_empty() {
            return Ok(());
        }
        for m in parts.iter_mut().flatten() {
            let lacks = with.iter().any(|term| !term.has(self, m));
            if lacks || without.iter().any(|term| term.has(self, m)) {
                m.score *= BY_FOLD_ONLY;
            }
        }
        Ok(())
    }
}
