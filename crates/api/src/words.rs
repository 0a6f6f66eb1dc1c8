//! 用户词典 and 新词发现.

use serde::Serialize;

use crate::exports::WorkProgress;
use crate::{ApiError, Session};

/// Terms that are proposed at once.
const PROPOSED: usize = 60;

/// A term that the dictionary lacks.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ProposedTermRow {
    /// The term.
    pub text: String,
    /// Occurrences.
    pub occurrences: u32,
    /// Documents that have it.
    pub documents: u32,
}

impl Session {
    /// New terms of the library; none if it was stopped.
    ///
    /// # Errors
    /// What the store says.
    pub fn propose_terms(
        &self,
        tell: &mut dyn FnMut(WorkProgress),
    ) -> Result<Option<Vec<ProposedTermRow>>, ApiError> {
        let mut progress = self.work.begin(tell);
        let terms = self.with(|library| library.propose_terms(PROPOSED, &mut progress))?;
        let row = |term: yandu::ProposedTerm| ProposedTermRow {
            text: term.text,
            occurrences: term.occurrences,
            documents: term.documents,
        };
        Ok(terms.map(|terms| terms.into_iter().map(row).collect()))
    }

    /// The words of the user dictionary.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_words(&self) -> Result<Vec<String>, ApiError> {
        self.with(|library| library.list_user_words())
    }

    /// Adds words; related texts are ranked by them at once.
    ///
    /// # Errors
    /// What the store says.
    pub fn add_words(&self, words: &[String]) -> Result<(), ApiError> {
        self.with(|library| library.add_user_words(words))
    }

    /// Takes a word out.
    ///
    /// # Errors
    /// No such word.
    pub fn remove_word(&self, word: String) -> Result<(), ApiError> {
        self.with(|library| library.remove_user_words(&[word]))
    }
}
