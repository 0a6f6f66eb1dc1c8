//! 模板: what a note begins with. Four come with the program; a note tagged 模板 is one too.

use serde::Serialize;

use super::{NoteFilter, TEMPLATE_TAG};
use crate::{Library, LibraryError};

/// A template.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct NoteTemplate {
    /// Its name.
    pub name: String,
    /// Markdown, with `{日期}`, `{题目}` and `{发言人}` to be filled in.
    pub body: String,
}

const SHIPPED: [(&str, &str); 4] = [
    (
        "学习心得",
        include_str!("../../../../assets/templates/reflection.md"),
    ),
    (
        "研讨记录",
        include_str!("../../../../assets/templates/discussion.md"),
    ),
    (
        "精读提纲",
        include_str!("../../../../assets/templates/close-reading.md"),
    ),
    (
        "摘抄",
        include_str!("../../../../assets/templates/excerpts.md"),
    ),
];

impl Library {
    /// All templates, the user's own first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_templates(&self) -> Result<Vec<NoteTemplate>, LibraryError> {
        let filter = NoteFilter {
            tag: Some(TEMPLATE_TAG.to_owned()),
            ..NoteFilter::default()
        };
        let mut templates = Vec::new();
        for note in self.list_notes(&filter)?.items {
            templates.push(NoteTemplate {
                name: note.title,
                body: self.get_note(&note.id)?.body,
            });
        }
        templates.extend(SHIPPED.iter().map(|(name, body)| NoteTemplate {
            name: (*name).to_owned(),
            body: (*body).to_owned(),
        }));
        Ok(templates)
    }

    /// A template filled in for a document, or for none.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] for an unknown document.
    pub fn fill_template(
        &self,
        body: &str,
        document: Option<&str>,
    ) -> Result<String, LibraryError> {
        let today = crate::store::now();
        let (title, speaker) = match document {
            Some(id) => {
                let view = self.get_document(id)?;
                (
                    format!("[[{}]]", view.title),
                    view.speaker.or(view.issuer).unwrap_or_default(),
                )
            }
            None => (String::new(), String::new()),
        };
        Ok(body
            .replace("{日期}", today.get(..10).unwrap_or_default())
            .replace("{题目}", &title)
            .replace("{发言人}", &speaker))
    }
}
