//! 新词发现: terms of the library that the dictionary lacks, proposed for the user dictionary.
//!
//! It reads the texts once, at most [`MOST_TEXTS`] of them, spread over the whole library.

use serde::Serialize;
use yandu_search::{TermCounts, fold, unfold};

use crate::annotations::texts_of;
use crate::{Library, LibraryError};

/// Texts that are read; more say little new.
const MOST_TEXTS: usize = 4000;

/// A term that could go into the user dictionary.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProposedTerm {
    /// The term, simplified and without marks.
    pub text: String,
    /// Occurrences in the texts that were read.
    pub occurrences: u32,
    /// Documents among them that have it.
    pub documents: u32,
    /// How firmly it holds together, bits.
    pub cohesion: f64,
    /// How freely it stands between others, bits.
    pub freedom: f64,
}

impl Library {
    /// Proposes up to `limit` terms; `None` if it was stopped. `progress` is called with texts done and in
    /// all; an answer of false stops it.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn propose_terms(
        &self,
        limit: usize,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Option<Vec<ProposedTerm>>, LibraryError> {
        let texts = self.texts_to_read()?;
        let mut counts = TermCounts::default();
        for (done, key) in texts.iter().enumerate() {
            if !progress(done, texts.len()) {
                return Ok(None);
            }
            counts.count(&self.folded_own(*key)?);
        }
        progress(texts.len(), texts.len());
        let known = self.list_user_words()?;
        let mut proposals = counts.candidates().proposals(limit + known.len());
        proposals.retain(|term| !known.iter().any(|word| fold(word) == term.text));
        proposals.truncate(limit);
        let proposed = proposals.into_iter().map(|term| ProposedTerm {
            text: unfold(&term.text),
            occurrences: term.occurrences,
            documents: term.documents,
            cohesion: term.cohesion,
            freedom: term.freedom,
        });
        Ok(Some(proposed.collect()))
    }

    /// Every document, or every so-manieth of a large library.
    fn texts_to_read(&self) -> Result<Vec<i64>, LibraryError> {
        let sql = "SELECT id FROM document WHERE trashed_at IS NULL ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let keys = statement.query_map([], |row| row.get(0))?;
        let keys: Vec<i64> = keys.collect::<Result<_, _>>()?;
        let step = keys.len().div_ceil(MOST_TEXTS).max(1);
        Ok(keys.into_iter().step_by(step).collect())
    }

    fn folded_own(&self, key: i64) -> Result<String, LibraryError> {
        Ok(fold(&texts_of(&self.connection, key)?.join("。")))
    }
}
