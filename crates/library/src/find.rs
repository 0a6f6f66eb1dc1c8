//! 查找 inside one text: every place of a text or of the texts of a query, across paragraphs, with the
//! folds of the library search.

use serde::Serialize;
use yandu_document::{FoldedText, TextPositionSelector};
use yandu_search::{Borders, fold, fold_with_origin, parse_query};

use crate::annotations::texts_of;
use crate::{Library, LibraryError};

/// A place in a text.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundPlace {
    /// Its first block.
    pub block: u32,
    /// Chars before it in that block.
    pub start: u32,
    /// Its last block.
    pub end_block: u32,
    /// One past its last char, in its last block.
    pub end: u32,
}

impl Library {
    /// Every place of `text`; none for a text of marks and white space only.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn find_in_document(&self, id: &str, text: &str) -> Result<Vec<FoundPlace>, LibraryError> {
        let blocks = texts_of(&self.connection, self.row_of(id)?)?;
        let folded = folded_text(blocks.iter().map(String::as_str));
        Ok(places_of(&folded, &blocks, text))
    }

    /// Every place of the texts that a query asks for, in the order of the text.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`], [`LibraryError::Query`].
    pub fn find_query_in_document(
        &self,
        id: &str,
        query: &str,
    ) -> Result<Vec<FoundPlace>, LibraryError> {
        let parsed = parse_query(query)?;
        let blocks = texts_of(&self.connection, self.row_of(id)?)?;
        let text = folded_text(blocks.iter().map(String::as_str));
        let mut found: Vec<FoundPlace> = parsed
            .query
            .segments()
            .into_iter()
            .flat_map(|s| places_of(&text, &blocks, &s.raw))
            .collect();
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

impl FoundPlace {
    pub(crate) fn position(&self) -> TextPositionSelector {
        TextPositionSelector {
            block: self.block,
            start: self.start,
            end_block: self.end_block,
            end: self.end,
        }
    }
}

/// The fold of a search over all blocks, each char with where it comes from.
pub(crate) fn folded_text<'a>(blocks: impl Iterator<Item = &'a str>) -> FoldedText {
    let mut folded = FoldedText::default();
    for (n, block) in blocks.enumerate() {
        let part = fold_with_origin(block);
        folded.text.push_str(&part.text);
        folded
            .origin
            .extend(part.origin.into_iter().map(|at| (n as u32, at)));
    }
    folded
}

/// Every place of a text as it was typed: words of an alphabet keep their borders.
fn places_of(text: &FoldedText, blocks: &[String], typed: &str) -> Vec<FoundPlace> {
    let needle = fold(typed);
    let mut hits = hits(&text.text, &needle);
    if let Some(borders) = Borders::of(typed).filter(|_| !hits.is_empty()) {
        borders.keep(&blocks.join("\n"), &mut hits);
    }
    places_at(text, &hits, needle.chars().count())
}

/// Every place of a folded text, none for an empty one.
pub(crate) fn places(text: &FoldedText, needle: &str) -> Vec<FoundPlace> {
    places_at(text, &hits(&text.text, needle), needle.chars().count())
}

/// Where a folded text stands in another, in chars.
fn hits(text: &str, needle: &str) -> Vec<usize> {
    if needle.is_empty() {
        return Vec::new();
    }
    // One walk turns byte positions into char positions.
    let (mut byte, mut char) = (0, 0);
    let position = |(at, _): (usize, &str)| {
        char += text[byte..at].chars().count();
        byte = at;
        char
    };
    text.match_indices(needle).map(position).collect()
}

fn places_at(text: &FoldedText, hits: &[usize], chars: usize) -> Vec<FoundPlace> {
    let place = |at: &usize| {
        let ((block, start), (end_block, last)) = (text.origin[*at], text.origin[at + chars - 1]);
        FoundPlace {
            block,
            start,
            end_block,
            end: last + 1,
        }
    };
    hits.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn across_marks_paragraphs_and_beyond_the_bmp() {
        let text = folded_text(["𠮷祥的“两张", "皮”问题，两张皮。"].into_iter());
        let place = |block, start, end_block, end| FoundPlace {
            block,
            start,
            end_block,
            end,
        };
        assert_eq!(
            places(&text, &fold("两张皮")),
            [place(0, 4, 1, 1), place(1, 5, 1, 8)]
        );
        assert!(places(&text, &fold("“”")).is_empty());
    }
}
