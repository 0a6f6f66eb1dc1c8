//! 查找 inside one text: every place of a text or of the texts of a query, across paragraphs, with the
//! folds of the library search.

use serde::Serialize;
use yandu_search::{fold, fold_with_origin, parse_query};

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
        let blocks = self.blocks_of(self.row_of(id)?)?;
        let blocks: Vec<&str> = blocks.iter().map(|b| b.text.as_str()).collect();
        Ok(FoldedText::new(&blocks).places(&fold(text)))
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
        let blocks = self.blocks_of(self.row_of(id)?)?;
        let blocks: Vec<&str> = blocks.iter().map(|b| b.text.as_str()).collect();
        let text = FoldedText::new(&blocks);
        let mut places: Vec<FoundPlace> = parsed
            .query
            .segments()
            .into_iter()
            .flat_map(|s| text.places(&s.folded))
            .collect();
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }
}

/// A text without its marks; each folded char knows its block and char.
struct FoldedText {
    text: String,
    origin: Vec<(u32, u32)>,
}

impl FoldedText {
    fn new(blocks: &[&str]) -> Self {
        let mut folded = FoldedText {
            text: String::new(),
            origin: Vec::new(),
        };
        for (n, block) in blocks.iter().enumerate() {
            let part = fold_with_origin(block);
            folded.text.push_str(&part.text);
            folded
                .origin
                .extend(part.origin.into_iter().map(|at| (n as u32, at)));
        }
        folded
    }

    fn places(&self, needle: &str) -> Vec<FoundPlace> {
        let chars = needle.chars().count();
        if chars == 0 {
            return Vec::new();
        }
        // One walk turns byte positions into char positions.
        let (mut byte, mut char) = (0, 0);
        let place = |(at, _): (usize, &str)| {
            char += self.text[byte..at].chars().count();
            byte = at;
            let ((block, start), (end_block, last)) =
                (self.origin[char], self.origin[char + chars - 1]);
            FoundPlace {
                block,
                start,
                end_block,
                end: last + 1,
            }
        };
        self.text.match_indices(needle).map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn across_marks_paragraphs_and_beyond_the_bmp() {
        let text = FoldedText::new(&["𠮷祥的“两张", "皮”问题，两张皮。"]);
        let place = |block, start, end_block, end| FoundPlace {
            block,
            start,
            end_block,
            end,
        };
        assert_eq!(
            text.places(&fold("两张皮")),
            [place(0, 4, 1, 1), place(1, 5, 1, 8)]
        );
        assert!(text.places(&fold("“”")).is_empty());
    }
}
