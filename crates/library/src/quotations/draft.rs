//! A draft: a file of any kind that can be imported, or pasted text.

use std::path::Path;

use yandu_import::{Limits, Options, TextEncoding, decode, import, read_file};

use crate::LibraryError;

/// A draft in its paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The paragraphs, as they stand.
    pub paragraphs: Vec<String>,
}

impl Draft {
    /// Of pasted text.
    pub fn of_text(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        Draft {
            paragraphs: lines.map(str::to_owned).collect(),
        }
    }

    /// Of a file. Text and Markdown keep their signs: > says what is a block quote.
    ///
    /// # Errors
    /// [`LibraryError::Import`] for a file that cannot be read; [`LibraryError::EmptyDraft`].
    pub fn of_file(path: &Path) -> Result<Self, LibraryError> {
        let limits = Limits::default();
        let bytes = read_file(path, &limits)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        let draft = if ending == "md" || ending == "txt" || ending == "markdown" {
            let decoded = decode(&bytes, None::<TextEncoding>)?;
            Draft::of_text(&decoded.text)
        } else {
            let imported = import(&bytes, &name, &Options::default())?;
            let lines = imported.source.lines.into_iter().map(|line| line.text);
            Draft {
                paragraphs: lines.filter(|line| !line.trim().is_empty()).collect(),
            }
        };
        if draft.paragraphs.is_empty() {
            return Err(LibraryError::EmptyDraft);
        }
        Ok(draft)
    }
}
