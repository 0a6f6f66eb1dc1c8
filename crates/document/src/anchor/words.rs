//! The marks at the ends of a stretch, and whether two quotations say the same.
//!
//! The alignment sees no marks and no white space. A quotation that begins with a bracket or ends with a full
//! stop has to keep them, and one that lost a mark inside is another quotation.

use crate::TextPositionSelector;

/// Are these the same words with the same marks? White space, line breaks and the width of marks do not count.
pub fn same_words(a: &str, b: &str) -> bool {
    words(a).eq(words(b))
}

fn words(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !is_blank(*c)).map(narrow)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        other => other,
    }
}

/// Widens a stretch of the new text by the marks that the old stretch has beyond its first and last word.
/// `inner` is the old stretch without them.
pub(crate) fn with_marks(
    (old, at, inner): (&[&str], &TextPositionSelector, &TextPositionSelector),
    (new, found): (&[&str], &TextPositionSelector),
) -> TextPositionSelector {
    let lead = stretch(old, (at.block, at.start), (inner.block, inner.start));
    let trail = stretch(old, (inner.end_block, inner.end), (at.end_block, at.end));
    let lead: Vec<char> = lead.into_iter().rev().map(|c| c.1).collect();
    let trail: Vec<char> = trail.into_iter().map(|c| c.1).collect();
    let start = stretch(
        new,
        (found.block.saturating_sub(1), 0),
        (found.block, found.start),
    );
    let next = (found.end_block + 1).min(new.len().saturating_sub(1) as u32);
    let end = stretch(new, (found.end_block, found.end), (next, u32::MAX));
    let mut wide = *found;
    if let Some((block, char)) = follow(&lead, start.into_iter().rev()) {
        (wide.block, wide.start) = (block, char);
    }
    if let Some((block, char)) = follow(&trail, end.into_iter()) {
        (wide.end_block, wide.end) = (block, char + 1);
    }
    wide
}

/// A char and where it is.
type Placed = ((u32, u32), char);

/// The place of the last of these marks, as far as they are there in the same order. White space may have come or gone.
fn follow(marks: &[char], there: impl Iterator<Item = Placed>) -> Option<(u32, u32)> {
    let mut there = there.peekable();
    let mut last = None;
    for mark in marks {
        if is_blank(*mark) {
            last = there
                .next_if(|(_, c)| is_blank(*c))
                .map_or(last, |(at, _)| Some(at));
            continue;
        }
        while there.next_if(|(_, c)| is_blank(*c)).is_some() {}
        match there.next() {
            Some((at, c)) if narrow(c) == narrow(*mark) => last = Some(at),
            _ => break,
        }
    }
    last
}

/// The chars from one place to another.
fn stretch(blocks: &[&str], from: (u32, u32), to: (u32, u32)) -> Vec<Placed> {
    let mut chars = Vec::new();
    for n in from.0..=to.0 {
        let Some(block) = blocks.get(n as usize) else {
            break;
        };
        let start = if n == from.0 { from.1 } else { 0 };
        let end = if n == to.0 { to.1 } else { u32::MAX };
        let placed = block.chars().enumerate().map(|(at, c)| ((n, at as u32), c));
        chars.extend(placed.filter(|((_, at), _)| (start..end).contains(at)));
    }
    chars
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(block: u32, start: u32, end_block: u32, end: u32) -> TextPositionSelector {
        TextPositionSelector {
            block,
            start,
            end_block,
            end,
        }
    }

    #[test]
    fn marks_count_and_their_width_does_not() {
        assert!(same_words("要抓，（常）抓。\n", "要抓,(常) 抓。"));
        assert!(!same_words("要抓，常抓。", "要抓常抓。"));
        assert!(!same_words("第九条 违反", "第八条 违反"));
    }

    #[test]
    fn a_stretch_keeps_the_marks_at_its_ends() {
        let (old, new) = (["前。", "（“甲乙”）。"], ["新。", "前。", "（“甲乙”）。"]);
        let wide = with_marks(
            (&old, &at(1, 0, 1, 7), &at(1, 2, 1, 4)),
            (&new, &at(2, 2, 2, 4)),
        );
        assert_eq!(wide, at(2, 0, 2, 7));
        // A mark that is not there any more is not taken from elsewhere.
        let wide = with_marks(
            (&old, &at(1, 1, 1, 7), &at(1, 2, 1, 4)),
            (&["甲乙，后”"], &at(0, 0, 0, 2)),
        );
        assert_eq!(wide, at(0, 0, 0, 2));
    }
}
