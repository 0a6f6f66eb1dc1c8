//! Footnotes and endnotes, by id.

use std::collections::HashMap;

use super::NAME;
use crate::ImportError;
use crate::xml::{Node, attribute, events};

/// Reads footnotes.xml or endnotes.xml; `element` is `footnote` or `endnote`.
pub(super) fn read(
    xml: &str,
    element: &'static str,
) -> Result<HashMap<(&'static str, String), String>, ImportError> {
    let mut notes = HashMap::new();
    let mut current: Option<(String, String)> = None;
    let mut in_text = false;
    events(NAME, xml, |node| match node {
        Node::Open(e) if e.local_name().as_ref() == element => {
            // Separators are notes of their own type.
            let real = attribute(e, "type").is_none_or(|t| t == "normal");
            current = attribute(e, "id")
                .filter(|_| real)
                .map(|id| (id, String::new()));
        }
        Node::Open(e) => in_text = e.local_name().as_ref() == "t",
        Node::Text(text) if in_text => {
            if let Some((_, note)) = &mut current {
                note.push_str(text);
            }
        }
        Node::Close(name) if name == element => {
            if let Some((id, note)) = current.take().filter(|(_, n)| !n.trim().is_empty()) {
                notes.insert((element, id), note.trim().to_owned());
            }
        }
        Node::Close("t") => in_text = false,
        _ => {}
    })?;
    Ok(notes)
}
