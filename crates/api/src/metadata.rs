//! 待处理: metadata to confirm or correct, files that could not be imported.

use serde::{Deserialize, Serialize};
use yandu::{Correction, LibraryError, MetadataField};

use crate::{ApiError, Session};

/// A value that a person set.
#[derive(Debug, Clone, Deserialize, specta::Type)]
pub struct FieldValue {
    /// `title`, `kind`, `date`, `speaker`, `issuer`, `document_number`, `occasion`.
    pub field: String,
    /// As typed; empty: there is none.
    pub value: String,
}

/// A value that the parser was not sure of.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DoubtRow {
    /// Id of the document.
    pub id: String,
    /// 标题 of the document.
    pub title: String,
    /// Its field.
    pub field: String,
    /// What the parser read.
    pub value: Option<String>,
    /// Percent, below 70.
    pub confidence: u32,
}

/// A file that could not be imported.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ProblemRow {
    /// The file.
    pub path: String,
    /// `refused` or `failed`.
    pub status: String,
    /// Why.
    pub reason: Option<String>,
    /// When, UTC.
    pub at: String,
}

impl Session {
    /// Sets fields of a document.
    ///
    /// # Errors
    /// Not found; a value that the field cannot have.
    pub fn correct_metadata(&self, id: &str, values: &[FieldValue]) -> Result<(), ApiError> {
        self.with(|library| {
            let corrections = values
                .iter()
                .map(|v| match MetadataField::from_name(&v.field) {
                    Some(field) => Ok(Correction {
                        field,
                        value: v.value.clone(),
                    }),
                    None => Err(LibraryError::NoSuchName(v.field.clone())),
                })
                .collect::<Result<Vec<_>, _>>()?;
            library.correct_metadata(id, &corrections)
        })
        .map(|_| ())
    }

    /// Says that what the parser read of these documents is right.
    ///
    /// # Errors
    /// Not found.
    pub fn confirm_metadata(&self, ids: &[String]) -> Result<(), ApiError> {
        self.with(|library| library.confirm_metadata(ids))
            .map(|_| ())
    }

    /// What the parser was not sure of.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_doubts(&self) -> Result<Vec<DoubtRow>, ApiError> {
        let doubts = self.with(|library| library.list_doubts())?;
        let row = |d: yandu::Doubt| DoubtRow {
            id: d.id,
            title: d.title,
            field: d.field.name().to_owned(),
            value: d.value,
            confidence: crate::reader::percent(d.confidence),
        };
        Ok(doubts.into_iter().map(row).collect())
    }

    /// The files that could not be imported.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_import_problems(&self) -> Result<Vec<ProblemRow>, ApiError> {
        let problems = self.with(|library| library.list_import_problems())?;
        let row = |p: yandu::ImportProblem| ProblemRow {
            path: p.path,
            status: p.status,
            reason: p.reason,
            at: p.at,
        };
        Ok(problems.into_iter().map(row).collect())
    }

    /// Takes files off that list.
    ///
    /// # Errors
    /// What the store says.
    pub fn dismiss_import_problems(&self, paths: &[String]) -> Result<(), ApiError> {
        self.with(|library| library.dismiss_import_problems(paths))
            .map(|_| ())
    }
}
