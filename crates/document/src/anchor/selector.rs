//! The two selectors of an anchor, and the folded text on which anchors are compared.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{char_len, slice_chars};

/// Chars of context that a quote keeps on either side.
pub const CONTEXT: usize = 32;

/// A stretch of a document's text. The W3C counts from the start of the whole text; we count from the
/// start of a block, because blocks are what a reader sees. [`TextPositionSelector::of_text`] and
/// [`TextPositionSelector::in_text`] convert: the whole text is the blocks joined by line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TextPositionSelector {
    /// The block in which it begins.
    pub block: u32,
    /// Chars before it in that block.
    pub start: u32,
    /// The block in which it ends.
    pub end_block: u32,
    /// One past its last char, in that block.
    pub end: u32,
}

/// The text of the stretch with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TextQuoteSelector {
    /// The text itself, blocks joined by line breaks.
    pub exact: String,
    /// At most [`CONTEXT`] chars before it.
    pub prefix: String,
    /// At most [`CONTEXT`] chars behind it.
    pub suffix: String,
}

impl TextPositionSelector {
    /// The stretch inside these blocks, in order and not empty; `None` if nothing is left of it.
    pub fn within(self, blocks: &[&str]) -> Option<Self> {
        let last = u32::try_from(blocks.len()).ok()?.checked_sub(1)?;
        let length = |block: u32| char_len(blocks[block as usize]);
        let (mut first, mut second) = ((self.block, self.start), (self.end_block, self.end));
        if first > second {
            (first, second) = (second, first);
        }
        let clamp = |(block, char): (u32, u32)| {
            if block > last {
                (last, length(last))
            } else {
                (block, char.min(length(block)))
            }
        };
        let (mut first, mut second) = (clamp(first), clamp(second));
        // A selection that ends before the first char of a block ends with the block before.
        while second.1 == 0 && second.0 > first.0 {
            second = (second.0 - 1, length(second.0 - 1));
        }
        while first.0 < second.0 && first.1 == length(first.0) {
            first = (first.0 + 1, 0);
        }
        let position = TextPositionSelector {
            block: first.0,
            start: first.1,
            end_block: second.0,
            end: second.1,
        };
        (first < second).then_some(position)
    }

    /// Start and end in the whole text, as the W3C counts. Chars.
    pub fn in_text(&self, blocks: &[&str]) -> (u32, u32) {
        let before = |block: u32| -> u32 {
            let blocks = blocks.iter().take(block as usize);
            blocks.map(|b| char_len(b) + 1).sum()
        };
        (
            before(self.block) + self.start,
            before(self.end_block) + self.end,
        )
    }

    /// From start and end in the whole text.
    pub fn of_text(blocks: &[&str], start: u32, end: u32) -> Option<Self> {
        let place = |at: u32| {
            let mut rest = at;
            for (n, block) in blocks.iter().enumerate() {
                let length = char_len(block);
                if rest <= length {
                    return Some((n as u32, rest));
                }
                rest -= length + 1;
            }
            None
        };
        let (block, start) = place(start)?;
        let (end_block, end) = place(end)?;
        TextPositionSelector {
            block,
            start,
            end_block,
            end,
        }
        .within(blocks)
    }
}

impl TextQuoteSelector {
    /// The quote of a stretch that lies within these blocks.
    pub fn of(blocks: &[&str], at: &TextPositionSelector) -> Self {
        let text = |n: u32| blocks.get(n as usize).copied().unwrap_or_default();
        let exact = if at.block == at.end_block {
            slice_chars(text(at.block), at.start, at.end).to_owned()
        } else {
            let mut exact = slice_chars(text(at.block), at.start, u32::MAX).to_owned();
            for n in at.block + 1..at.end_block {
                exact.push('\n');
                exact.push_str(text(n));
            }
            exact.push('\n');
            exact.push_str(slice_chars(text(at.end_block), 0, at.end));
            exact
        };
        TextQuoteSelector {
            exact,
            prefix: prefix(blocks, at),
            suffix: suffix(blocks, at),
        }
    }
}

fn prefix(blocks: &[&str], at: &TextPositionSelector) -> String {
    let own = blocks.get(at.block as usize).copied().unwrap_or_default();
    let mut reversed: Vec<char> = slice_chars(own, 0, at.start).chars().rev().collect();
    for block in blocks.iter().take(at.block as usize).rev() {
        if reversed.len() >= CONTEXT {
            break;
        }
        reversed.push('\n');
        reversed.extend(block.chars().rev());
    }
    reversed.truncate(CONTEXT);
    reversed.into_iter().rev().collect()
}

fn suffix(blocks: &[&str], at: &TextPositionSelector) -> String {
    let own = blocks
        .get(at.end_block as usize)
        .copied()
        .unwrap_or_default();
    let mut chars: Vec<char> = slice_chars(own, at.end, u32::MAX).chars().collect();
    for block in blocks.iter().skip(at.end_block as usize + 1) {
        if chars.len() >= CONTEXT {
            break;
        }
        chars.push('\n');
        chars.extend(block.chars());
    }
    chars.truncate(CONTEXT);
    chars.into_iter().collect()
}

/// A text without its marks; each folded char knows the block and the char that it comes from.
#[derive(Debug, Clone, Default)]
pub struct FoldedText {
    /// The folded text of all blocks.
    pub text: String,
    /// For each folded char its block and its char in that block, ascending.
    pub origin: Vec<(u32, u32)>,
}

impl FoldedText {
    /// The folded chars that lie in a stretch.
    pub fn range_of(&self, at: &TextPositionSelector) -> Range<usize> {
        let before = |place: (u32, u32)| self.origin.partition_point(|origin| *origin < place);
        before((at.block, at.start))..before((at.end_block, at.end))
    }

    /// The stretch of the original that folded chars come from; `None` for an empty range.
    pub fn position_of(&self, range: &Range<usize>) -> Option<TextPositionSelector> {
        let (block, start) = *self.origin.get(range.start)?;
        let (end_block, last) = *self.origin.get(range.end.checked_sub(1)?)?;
        (range.start < range.end).then_some(TextPositionSelector {
            block,
            start,
            end_block,
            end: last + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCKS: [&str; 3] = ["𠮷祥如意", "", "第二段的文字"];

    fn at(block: u32, start: u32, end_block: u32, end: u32) -> TextPositionSelector {
        TextPositionSelector {
            block,
            start,
            end_block,
            end,
        }
    }

    #[test]
    fn a_stretch_is_put_in_order_and_within_the_text() {
        assert_eq!(at(2, 3, 0, 1).within(&BLOCKS), Some(at(0, 1, 2, 3)));
        assert_eq!(at(0, 1, 9, 9).within(&BLOCKS), Some(at(0, 1, 2, 6)));
        assert_eq!(at(0, 1, 2, 0).within(&BLOCKS), Some(at(0, 1, 0, 4)));
        assert_eq!(at(0, 4, 2, 1).within(&BLOCKS), Some(at(2, 0, 2, 1)));
        assert_eq!(at(0, 2, 0, 2).within(&BLOCKS), None);
        assert_eq!(at(0, 0, 0, 1).within(&[]), None);
    }

    #[test]
    fn a_quote_runs_over_blocks_and_counts_chars() {
        let quote = TextQuoteSelector::of(&BLOCKS, &at(0, 1, 2, 2));
        assert_eq!(quote.exact, "祥如意\n\n第二");
        assert_eq!(
            (quote.prefix.as_str(), quote.suffix.as_str()),
            ("𠮷", "段的文字")
        );
        let quote = TextQuoteSelector::of(&BLOCKS, &at(2, 0, 2, 1));
        assert_eq!(quote.prefix, "𠮷祥如意\n\n");
    }

    #[test]
    fn positions_in_the_whole_text_and_back() {
        let stretch = at(0, 1, 2, 2);
        assert_eq!(stretch.in_text(&BLOCKS), (1, 8));
        assert_eq!(TextPositionSelector::of_text(&BLOCKS, 1, 8), Some(stretch));
        assert_eq!(TextPositionSelector::of_text(&BLOCKS, 1, 99), None);
    }
}
