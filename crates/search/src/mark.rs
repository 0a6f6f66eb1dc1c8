//! From a folded place to chars of the original: every mark is checked against the text that is shown.

use crate::{fold_with_origin, trailing_marks};

/// A verified hit in original blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// Chars before the hit in its first block.
    pub start: u32,
    /// Blocks behind the first one into which the hit runs.
    pub blocks: u32,
    /// One past its last char, in its last block.
    pub end: u32,
}

/// Places `needle` (folded) at `offset` folded chars of the first block; `block(n)` gives the nth
/// block's original text from there on, until `None`. `None` if the text does not stand there.
pub fn place_in_blocks<'a>(
    needle: &str,
    offset: u32,
    mut block: impl FnMut(u32) -> Option<&'a str>,
) -> Option<Marked> {
    let mut rest = needle.chars();
    let mut want = rest.next();
    let mut start = None;
    let mut number = 0;
    while want.is_some() {
        let text = block(number)?;
        let folded = fold_with_origin(text);
        let skip = if number == 0 { offset as usize } else { 0 };
        for (c, origin) in folded.text.chars().zip(&folded.origin).skip(skip) {
            if Some(c) != want {
                return None;
            }
            start.get_or_insert((number, *origin));
            want = rest.next();
            if want.is_none() {
                let (first, at) = start?;
                let end = origin + 1;
                let behind = text.char_indices().nth(end as usize);
                // A hit begins in the block that was asked for.
                return (first == 0).then_some(Marked {
                    start: at,
                    blocks: number,
                    end: end + behind.map_or(0, |(at, _)| trailing_marks(&text[at..])),
                });
            }
        }
        number += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn across_marks_and_blocks() {
        let blocks = ["推进“一带", "——", "一路”倡议。"];
        let get = |n: u32| blocks.get(n as usize).copied();
        assert_eq!(
            place_in_blocks("一带一路", 2, get),
            Some(Marked {
                start: 3,
                blocks: 2,
                end: 2
            })
        );
        assert_eq!(place_in_blocks("一带一路", 1, get), None);
        let mark = |start, end| {
            Some(Marked {
                start,
                blocks: 0,
                end,
            })
        };
        // One char folds to several, several to one, and a variation selector belongs to its char.
        assert_eq!(place_in_blocks("2", 2, |_| Some("约㎡")), mark(1, 2));
        assert_eq!(place_in_blocks("m2", 1, |_| Some("约㎡")), mark(1, 2));
        assert_eq!(
            place_in_blocks(&crate::fold("ガ"), 1, |_| Some("甲ｶﾞ乙")),
            mark(1, 3)
        );
        assert_eq!(
            place_in_blocks("赞❤", 1, |_| Some("点赞❤\u{fe0f}超")),
            mark(1, 4)
        );
        assert_eq!(place_in_blocks("一带一路倡议书", 2, get), None);
    }
}
