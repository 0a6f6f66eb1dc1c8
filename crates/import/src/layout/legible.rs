//! Which pages have a text that can be trusted, and which need to be read from their picture.

use super::{Glyph, Page};
use crate::ImportError;

/// Unreadable chars of a hundred above which a page's text is no text.
const UNREADABLE: usize = 3;

/// So many unreadable chars are signs that a font draws, not a garbled page, if others can be read.
const ODD: usize = 3;

/// Stands for a char that cannot be read, as in print.
pub(crate) const GETA: char = '〓';

/// Chars below which a page that is a picture is a scan: a stamp, a number.
const FEW: usize = 20;

/// Share of the page that a picture must cover for the page to be one.
pub(crate) const WHOLE_PAGE: f32 = 0.5;

/// Private use: a converter's own numbers of glyphs, no chars.
pub(crate) fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}' | '\u{fffd}')
}

/// What can be read of a file.
#[derive(Debug, Default)]
pub(crate) struct Legible {
    /// Pages with text, and empty ones.
    pub(crate) pages: Vec<Page>,
    /// Numbers of the pages that only their picture can tell.
    pub(crate) unread: Vec<u32>,
    /// Some of these have chars that cannot be known.
    pub(crate) garbled: bool,
}

/// Takes the pages apart.
pub(crate) fn take_apart(pages: Vec<Page>) -> Legible {
    let mut legible = Legible::default();
    for page in pages {
        let chars = page.glyphs.iter().filter(|g| is_char(g)).count();
        let all = chars + page.unreadable;
        let broken = page.unreadable * 100 > UNREADABLE * all
            && (page.unreadable > ODD || page.unreadable >= chars);
        if broken || page.picture >= WHOLE_PAGE && chars < FEW {
            legible.garbled |= broken;
            legible.unread.push(page.number);
        } else {
            legible.pages.push(page);
        }
    }
    legible
}

fn is_char(glyph: &Glyph) -> bool {
    !glyph.c.is_whitespace() && glyph.c != GETA
}

impl Legible {
    /// # Errors
    /// [`ImportError::NeedsOcr`] where no page at all can be read.
    pub(crate) fn check(&self) -> Result<(), ImportError> {
        let text = self.pages.iter().any(|p| p.glyphs.iter().any(is_char));
        if text || self.unread.is_empty() {
            return Ok(());
        }
        Err(ImportError::NeedsOcr {
            pages: self.unread.len(),
            garbled: self.garbled,
        })
    }

    /// Takes the pages that were recognised from their pictures.
    pub(crate) fn add_recognized(&mut self, pages: Vec<Page>) {
        self.unread.retain(|n| pages.iter().all(|p| p.number != *n));
        self.pages.extend(pages);
        self.pages.sort_by_key(|p| p.number);
    }

    /// What to tell the user about what could not be read.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let odd: usize = self.pages.iter().map(|p| p.unreadable).sum();
        let odd = (odd > 0).then(|| format!("有 {odd} 个字无法识别，正文中以〓代替"));
        self.left_out().into_iter().chain(odd).collect()
    }

    fn left_out(&self) -> Option<String> {
        let numbers: Vec<String> = self.unread.iter().take(12).map(u32::to_string).collect();
        let more = if self.unread.len() > numbers.len() {
            "等"
        } else {
            ""
        };
        let count = self.unread.len();
        let pages = numbers.join("、");
        (count > 0).then(|| {
            format!("第 {pages} 页{more}（共 {count} 页）没有可用的文字层，需要文字识别（OCR），未收入正文")
        })
    }
}
