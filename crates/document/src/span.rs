//! Positions in a block's text. One unit everywhere: Unicode scalar values (chars).

use serde::{Deserialize, Serialize};

/// A half-open range of chars, `start..end`, in the text of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First char, counted from 0.
    pub start: u32,
    /// One past the last char.
    pub end: u32,
}

impl Span {
    /// The span of the bytes `start..end` of `text`; both must lie on char borders.
    pub(crate) fn of_bytes(text: &str, start: usize, end: usize) -> Self {
        let first = char_len(&text[..start]);
        Span {
            start: first,
            end: first + char_len(&text[start..end]),
        }
    }
}

/// Length in chars.
pub fn char_len(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// The chars `start..end` of `text`; what lies beyond its end is left out.
pub fn slice_chars(text: &str, start: u32, end: u32) -> &str {
    let byte = |n: u32| {
        text.char_indices()
            .nth(n as usize)
            .map_or(text.len(), |(at, _)| at)
    };
    let (from, to) = (byte(start), byte(end));
    if from <= to { &text[from..to] } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chars_beyond_the_bmp_count_once() {
        assert_eq!(char_len("𠮷野家"), 3);
        assert_eq!(slice_chars("𠮷野家", 1, 2), "野");
        assert_eq!(slice_chars("短", 1, 9), "");
    }

    #[test]
    fn bytes_become_chars() {
        assert_eq!(Span::of_bytes("一二三", 3, 9), Span { start: 1, end: 3 });
    }
}
