//! Annotations whose place a person should look at, and the one-click answers.

use serde::Serialize;
use yandu_document::{Reanchoring, TextPositionSelector, TextQuoteSelector, slice_chars};

use super::add::{quote_places, read_position, texts_of};
use super::change::place;
use super::follow::version_text;
use super::{AnchorState, AnnotationView};
use crate::find::folded_text;
use crate::{Library, LibraryError};

/// Places that are offered.
const OFFERED: usize = 3;

/// A place that could be meant.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct CandidateView {
    /// Where.
    pub at: TextPositionSelector,
    /// 地址 of its first block.
    pub address: String,
    /// The text there.
    pub text: String,
    /// How alike it is, in percent.
    pub percent: u32,
}

/// What a person says about a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// It is right as it is.
    Confirm,
    /// It belongs to the earlier version only.
    Keep,
    /// It belongs here.
    Place(TextPositionSelector),
}

impl Library {
    /// The places that may be meant by an annotation, best first.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn annotation_candidates(&self, id: &str) -> Result<Vec<CandidateView>, LibraryError> {
        let view = self.get_annotation(id)?;
        let document = self.row_of(&view.document)?;
        let blocks = texts_of(&self.connection, document)?;
        let earlier = version_text(&self.connection, document, i64::from(view.version))?;
        let found = match earlier {
            Some(old) if gone(view.state) => candidates(&old, &blocks, view.position()),
            _ => self.candidates_of_quote(document, &view, &blocks)?,
        };
        found
            .into_iter()
            .map(|(at, score)| self.candidate(document, &blocks, at, score))
            .collect()
    }

    /// Of an annotation that waits for a look: from the version in which it was marked.
    fn candidates_of_quote(
        &self,
        document: i64,
        view: &AnnotationView,
        blocks: &[String],
    ) -> Result<Vec<(TextPositionSelector, f32)>, LibraryError> {
        let sql = "SELECT version, block, start, end_block, \"end\" FROM earlier_anchor e
                   WHERE annotation = (SELECT id FROM annotation WHERE uid = ?1) ORDER BY version DESC LIMIT 1";
        let place = self
            .connection
            .prepare_cached(sql)?
            .query_row([&view.id], |row| {
                let at = read_position(row, 1)?;
                Ok((row.get::<_, i64>(0)?, at))
            });
        if let Ok((version, at)) = place
            && let Some(old) = version_text(&self.connection, document, version)?
        {
            return Ok(candidates(&old, blocks, at));
        }
        let quote = TextQuoteSelector {
            exact: view.exact.clone(),
            ..TextQuoteSelector::default()
        };
        let found = quote_places(blocks, &quote).into_iter().take(OFFERED);
        Ok(found.map(|at| (at, 1.0)).collect())
    }

    fn candidate(
        &self,
        document: i64,
        blocks: &[String],
        at: TextPositionSelector,
        score: f32,
    ) -> Result<CandidateView, LibraryError> {
        let address = self.block_text(document, at.block)?.map(|b| b.1);
        let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let text = TextQuoteSelector::of(&texts, &at).exact;
        Ok(CandidateView {
            at,
            address: address.unwrap_or_default(),
            text: slice_chars(&text, 0, 200).to_owned(),
            percent: (score * 100.0).round() as u32,
        })
    }

    /// Settles the place of an annotation.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::EmptySelection`].
    pub fn settle_annotation(
        &mut self,
        id: &str,
        settlement: Settlement,
    ) -> Result<AnnotationView, LibraryError> {
        let view = self.get_annotation(id)?;
        let key = self.annotation_row(id)?;
        let act = self.on_row(
            "核对批注位置",
            "SELECT exact FROM annotation WHERE id = ?1",
            key,
        )?;
        self.transact(act, |connection| match settlement {
            Settlement::Confirm if gone(view.state) => {
                Err(LibraryError::EmptySelection)
            }
            Settlement::Confirm => place(connection, key, view.position()),
            Settlement::Place(at) => place(connection, key, at),
            // A person has looked: it is no longer asked about, and stays with its quotation.
            Settlement::Keep => {
                let sql = "UPDATE annotation SET state = 'kept', block = e.block, start = e.start,
                     end_block = e.end_block, \"end\" = e.\"end\", version = e.version
                   FROM (SELECT * FROM earlier_anchor WHERE annotation = ?1 ORDER BY version DESC LIMIT 1) e
                   WHERE annotation.id = ?1";
                if gone(view.state) || connection.execute(sql, [key])? == 0 {
                    connection.execute("UPDATE annotation SET state = 'kept' WHERE id = ?1", [key])?;
                }
                Ok(())
            }
        })?;
        self.annotation_by_key(key)
    }
}

fn candidates(
    old: &[String],
    new: &[String],
    at: TextPositionSelector,
) -> Vec<(TextPositionSelector, f32)> {
    let (old, new) = (
        folded_text(old.iter().map(String::as_str)),
        folded_text(new.iter().map(String::as_str)),
    );
    let found = Reanchoring::new(&old, &new).candidates(&at, OFFERED);
    found.into_iter().map(|c| (c.position, c.score)).collect()
}

fn gone(state: AnchorState) -> bool {
    matches!(state, AnchorState::Earlier | AnchorState::Kept)
}
