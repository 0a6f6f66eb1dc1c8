//! Which pages have a text that can be trusted, and which need to be read from their picture.

use serde::{Deserialize, Serialize};

use super::lines::{LaidPage, lay};
use super::{Bookmark, Flow, Glyph, Page, flow};
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
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Legible {
    /// Pages with text, and empty ones, as lines.
    pages: Vec<LaidPage>,
    /// Numbers of the pages that only their picture can tell.
    pub(crate) unread: Vec<u32>,
    /// Some of these have chars that cannot be known.
    garbled: bool,
    /// Chars that can be read.
    chars: usize,
    /// Chars on the pages with text that cannot.
    odd: usize,
}

fn is_char(glyph: &Glyph) -> bool {
    !glyph.c.is_whitespace() && glyph.c != GETA
}

impl Legible {
    /// Takes a page; what is kept of it are its lines.
    pub(crate) fn add(&mut self, page: &Page) {
        let chars = page.glyphs.iter().filter(|g| is_char(g)).count();
        let all = chars + page.unreadable;
        let broken = page.unreadable * 100 > UNREADABLE * all
            && (page.unreadable > ODD || page.unreadable >= chars);
        if broken || page.picture >= WHOLE_PAGE && chars < FEW {
            self.garbled |= broken;
            self.unread.push(page.number);
        } else {
            self.chars += chars;
            self.odd += page.unreadable;
            self.pages.push(lay(page));
        }
    }

    /// Takes a page that was recognised from its picture.
    pub(crate) fn add_recognized(&mut self, page: &Page) {
        self.unread.retain(|n| *n != page.number);
        self.chars += page.glyphs.len();
        let at = self.pages.partition_point(|p| p.number < page.number);
        self.pages.insert(at, lay(page));
    }

    /// Makes paragraphs of the pages.
    ///
    /// # Errors
    /// [`ImportError::NeedsOcr`] where no page at all can be read.
    pub(crate) fn flow(&mut self, bookmarks: &[Bookmark]) -> Result<Flow, ImportError> {
        if self.chars == 0 && !self.unread.is_empty() {
            return Err(ImportError::NeedsOcr {
                pages: self.unread.len(),
                garbled: self.garbled,
            });
        }
        Ok(flow(std::mem::take(&mut self.pages), bookmarks))
    }

    /// What to tell the user about what could not be read.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let odd = self.odd;
        let odd = (odd > 0).then(|| format!("有 {odd} 个字无法识别，正文中以〓代替"));
        self.left_out().into_iter().chain(odd).collect()
    }

    fn left_out(&self) -> Option<String> {
        let numbers: Vec<String> = self.unread.iter().take(12).map(u32::to_string).collect();
        let count = self.unread.len();
        let more = if count > numbers.len() {
            format!("等 {count} 页")
        } else {
            String::new()
        };
        let pages = numbers.join("、");
        (count > 0).then(|| {
            format!("第 {pages} 页{more}没有可用的文字层，需要文字识别（OCR），未收入正文")
        })
    }
}
