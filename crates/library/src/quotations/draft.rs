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
            match ending == "txt" {
                true => Draft::of_text(&decoded.text),
                false => Draft::of_text(&with_marks(decoded.text)),
            }
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

/// Quotation marks that are written as entities, which Markdown allows.
const ENTITIES: [(&str, &str); 12] = [
    ("&ldquo;", "“"),
    ("&rdquo;", "”"),
    ("&lsquo;", "‘"),
    ("&rsquo;", "’"),
    ("&quot;", "\""),
    ("&laquo;", "«"),
    ("&raquo;", "»"),
    ("&nbsp;", " "),
    ("&#8220;", "“"),
    ("&#8221;", "”"),
    ("&#8216;", "‘"),
    ("&#8217;", "’"),
];

fn with_marks(text: String) -> String {
    if !text.contains('&') {
        return text;
    }
    let replaced = |text: String, (entity, mark): (&str, &str)| text.replace(entity, mark);
    ENTITIES.into_iter().fold(text, replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_markdown_are_marks() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("稿.md");
        std::fs::write(&file, "他说：&ldquo;好&#8221;。\n\n> 引文\n").unwrap();
        let draft = Draft::of_file(&file).unwrap();
        assert_eq!(draft.paragraphs, ["他说：“好”。", "> 引文"]);
    }
}
