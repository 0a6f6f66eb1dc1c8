//! Chars on pages to paragraphs, for the formats that know only places: PDF and OFD.
//!
//! [`glyph`] is what a reader hands over; [`lines`] makes lines and table cells of it, [`furniture`] takes page
//! numbers and running heads away, [`reflow`] joins lines into paragraphs. All lengths are in one unit of
//! the page's own, y grows downwards. It assumes that most producers write in reading order, and sorts by
//! place only where a page's order jumps about.

mod beside;
mod columns;
mod furniture;
mod glyph;
mod legible;
mod lines;
mod matrix;
mod reflow;

pub(crate) use glyph::{Glyph, Page, Turn};
pub(crate) use legible::{GETA, Legible, is_private};
pub(crate) use matrix::Matrix;

use serde::{Deserialize, Serialize};
use yandu_document::{PageStart, SourceLine};

/// A heading that the file names beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bookmark {
    /// The words of the heading.
    pub(crate) title: String,
    /// Depth, from 1.
    pub(crate) level: u8,
}

/// Paragraphs, and where the pages begin.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) lines: Vec<SourceLine>,
    pub(crate) pages: Vec<PageStart>,
    /// What was left out.
    pub(crate) warnings: Vec<String>,
}

/// Makes paragraphs of pages.
fn flow(mut pages: Vec<lines::LaidPage>, bookmarks: &[Bookmark]) -> Flow {
    let marks = beside::settle(&mut pages);
    furniture::remove(&mut pages);
    let mut flow = reflow::paragraphs(&pages, bookmarks);
    flow.warnings.extend(marks);
    flow
}

#[cfg(test)]
mod tests;
