//! Texts that the library has saved and the index has not yet committed: searched in memory, so a
//! saved text is found at once although a commit takes 100–250 ms.

use std::collections::BTreeMap;

use memchr::memmem;

use crate::IndexedText;

/// The pending overlay.
#[derive(Default)]
pub struct Pending {
    texts: BTreeMap<u64, IndexedText>,
}

impl Pending {
    /// Adds a text; it hides what the index holds for the same document.
    pub fn put(&mut self, text: IndexedText) {
        self.texts.insert(text.document, text);
    }

    /// Forgets everything, after a commit.
    pub fn clear(&mut self) {
        self.texts.clear();
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// True without texts.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The texts, by document.
    pub fn texts(&self) -> impl Iterator<Item = &IndexedText> {
        self.texts.values()
    }

    pub(crate) fn get(&self, document: u64) -> Option<&IndexedText> {
        self.texts.get(&document)
    }
}

/// Positions (folded chars) at which `needle` begins in the document's own text, overlaps included.
pub(crate) fn positions(text: &IndexedText, needle: &str, limit: usize) -> Vec<u32> {
    let finder = memmem::Finder::new(needle);
    let step = needle.chars().next().map_or(1, char::len_utf8);
    let (mut found, mut byte, mut chars, mut counted) = (Vec::new(), 0, 0_u32, 0);
    while let Some(at) = finder
        .find(&text.text.as_bytes()[byte..])
        .map(|at| at + byte)
    {
        chars += text.text[counted..at].chars().count() as u32;
        counted = at;
        if chars >= text.own || found.len() >= limit {
            break;
        }
        found.push(chars);
        byte = at + step;
    }
    found
}
