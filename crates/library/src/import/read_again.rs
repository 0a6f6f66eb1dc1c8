//! The same file read otherwise: in another encoding, or with OCR. The original is kept, so no path is needed.

use serde::Serialize;
use yandu_import::{TextEncoding, decode};

use super::prepare::{Candidate, Reading, prepare_bytes};
use super::{ImportItem, ImportOptions};
use crate::store::now;
use crate::{Library, LibraryError};

/// Chars that a preview shows.
const PREVIEW: usize = 400;

/// How a text would look in an encoding.
#[derive(Debug, Clone, Serialize)]
pub struct EncodingPreview {
    /// Name of the encoding.
    pub encoding: &'static str,
    /// The first chars; `None` if the bytes are no text in it.
    pub text: Option<String>,
    /// It is the one in which the document was read.
    pub current: bool,
}

impl Library {
    /// The beginning of a document's file in every encoding; nothing for a format that says its own.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; the original cannot be read.
    pub fn encoding_previews(&self, document: &str) -> Result<Vec<EncodingPreview>, LibraryError> {
        let file = self.file_of(document)?;
        let Some(current) = file.encoding else {
            return Ok(Vec::new());
        };
        let bytes = self.original(&file.sha256)?;
        let preview = |encoding: TextEncoding| EncodingPreview {
            encoding: encoding.name(),
            text: decode(&bytes, Some(encoding))
                .ok()
                .map(|d| d.text.chars().take(PREVIEW).collect()),
            current: encoding.name() == current,
        };
        Ok(TextEncoding::ALL.into_iter().map(preview).collect())
    }

    /// Reads a document's file once more, with other options; what comes out is its new version.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; the file cannot be read so; the database or the disk.
    pub fn read_again(
        &mut self,
        document: &str,
        options: &ImportOptions,
    ) -> Result<ImportItem, LibraryError> {
        let file = self.file_of(document)?;
        let bytes = self.original(&file.sha256)?;
        let options = ImportOptions {
            replaces: Some(file.uid),
            allow_classified: true,
            ..options.clone()
        };
        let reading = Reading {
            options: &options,
            recognition: None,
        };
        let (path, prepared): Candidate = prepare_bytes(file.path, bytes, &reading);
        let prepared = prepared?;
        let batch = self.start_batch()?;
        let items = self.store(vec![(path, Ok(prepared))], &options, Some(batch), 0)?;
        let sql = "UPDATE batch SET finished_at = ?2 WHERE id = ?1";
        self.connection.execute(sql, (batch, now()))?;
        self.flush_index()?;
        let none = || LibraryError::Content("导入没有结果".into());
        items.into_iter().next().ok_or_else(none)
    }

    fn file_of(&self, document: &str) -> Result<File, LibraryError> {
        let key = self.row_of(document)?;
        let sql = "SELECT uid, path, encoding, sha256 FROM document
                   WHERE id = (SELECT coalesce(parent, id) FROM document WHERE id = ?1)";
        let file = self.connection.query_row(sql, [key], |r| {
            Ok(File {
                uid: r.get(0)?,
                path: r.get(1)?,
                encoding: r.get(2)?,
                sha256: r.get(3)?,
            })
        })?;
        Ok(file)
    }
}

/// The file of a document.
struct File {
    uid: String,
    path: String,
    encoding: Option<String>,
    sha256: String,
}
