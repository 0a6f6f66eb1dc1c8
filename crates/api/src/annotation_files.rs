//! Annotations as files: written where the dialog says, read from where it says.

use std::path::Path;

use serde::Serialize;
use yandu::{AnnotationFile, AnnotationFilter, AnnotationFormat, LibraryError, write_beside};

use crate::{ApiError, ApiErrorCode, Session};

/// What an import of annotations came to.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct AnnotationImport {
    /// For undoing.
    pub batch: u32,
    /// New.
    pub added: u32,
    /// Newer than those here.
    pub updated: u32,
    /// Here already.
    pub duplicates: u32,
    /// Not taken.
    pub refused: u32,
    /// What a person should know, a line each, at most 50.
    pub reasons: Vec<String>,
}

impl Session {
    /// Writes the annotations of a document, or of the library, into a file whose ending says the form.
    ///
    /// # Errors
    /// An unknown ending, what the disk says.
    pub fn export_annotations(&self, document: Option<&str>, path: &Path) -> Result<(), ApiError> {
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        let format = ending
            .as_deref()
            .and_then(AnnotationFormat::from_ending)
            .ok_or_else(|| {
                ApiError::new(
                    ApiErrorCode::Usage,
                    "不知道用什么格式保存",
                    "文件名请以 .docx、.md、.html、.csv 或 .jsonld 结尾",
                )
            })?;
        let filter = AnnotationFilter {
            document: document.map(str::to_owned),
            ..AnnotationFilter::default()
        };
        let bytes = self.with(|library| library.export_annotations(&filter, format))?;
        Ok(write_beside(path, &bytes)?)
    }

    /// Imports a file of annotations.
    ///
    /// # Errors
    /// Not a file of annotations, what the disk says.
    pub fn import_annotations(&self, path: &Path) -> Result<AnnotationImport, ApiError> {
        let bytes = std::fs::read(path).map_err(|source| {
            ApiError::from(LibraryError::Io {
                operation: "读取文件",
                path: path.to_owned(),
                source,
            })
        })?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        let file = AnnotationFile {
            name: name.unwrap_or_default(),
            bytes: &bytes,
            document: None,
        };
        let report = self.with(|library| library.import_annotations(&file))?;
        let reason = |item: &yandu::ExchangeItem| {
            item.reason
                .as_ref()
                .map(|reason| format!("“{}”：{reason}", item.words))
        };
        Ok(AnnotationImport {
            batch: u32::try_from(report.batch).unwrap_or(u32::MAX),
            added: report.added,
            updated: report.updated,
            duplicates: report.duplicates,
            refused: report.refused,
            reasons: report.items.iter().filter_map(reason).take(50).collect(),
        })
    }
}
