//! A document's file in another encoding.

use serde::Serialize;
use yandu::ImportOptions;

use crate::{ApiError, Session};

/// How a text would look in an encoding.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct EncodingRow {
    /// Its name.
    pub encoding: String,
    /// The first chars; `None` if the bytes are no text in it.
    pub text: Option<String>,
    /// It is the one in which the document was read.
    pub current: bool,
}

impl Session {
    /// The beginning of a document's file in every encoding; nothing for a format that says its own.
    ///
    /// # Errors
    /// It is not there; its original cannot be read.
    pub fn encoding_previews(&self, document: &str) -> Result<Vec<EncodingRow>, ApiError> {
        let previews = self.with(|library| library.encoding_previews(document))?;
        let row = |p: yandu::EncodingPreview| EncodingRow {
            encoding: p.encoding.to_owned(),
            text: p.text,
            current: p.current,
        };
        Ok(previews.into_iter().map(row).collect())
    }

    /// Reads a document's file in another encoding; answers with its title then.
    ///
    /// # Errors
    /// The bytes are no text in it.
    pub fn read_in_encoding(&self, document: &str, encoding: &str) -> Result<String, ApiError> {
        let mut options = ImportOptions::default();
        options.set_encoding(encoding)?;
        let item = self.with(|library| library.read_again(document, &options))?;
        Ok(item.title.unwrap_or_default())
    }
}
