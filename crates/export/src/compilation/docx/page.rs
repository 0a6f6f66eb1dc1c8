//! Pages: margins, grid, page numbers, running heads.

use super::super::{Compilation, Layout};
use super::dress::OFFICIAL_LINE;
use crate::word::{
    Align, Defaults, Face, Indent, Line, Package, PageSetup, Paragraph, ParagraphLook, RunLook,
    Running, faces, mm,
};

/// An empty document with the pages of a layout.
pub(super) fn package(layout: Layout, compilation: &Compilation) -> Package {
    let (face, size, page) = match layout {
        Layout::Official => (faces::FANGSONG, 32, official()),
        Layout::Booklet => (faces::SONGTI, 24, booklet(&compilation.title)),
    };
    let defaults = Defaults { face, size };
    Package::new(&compilation.title, &compilation.author, defaults, page)
}

/// GB/T 9704—2012 §5: margins 37, 35, 28, 26 mm; §7.5: page numbers outside, 7 mm below the type area.
fn official() -> PageSetup {
    PageSetup {
        margins: [mm(37.0), mm(26.0), mm(35.0), mm(28.0)],
        header: mm(15.0),
        // The rule of the number is 1.9 mm above the lower edge of its line and has a line of 20 pt.
        footer: mm(FOOTER),
        grid: Some(OFFICIAL_LINE),
        footers: Running {
            odd: Some(number(Align::Right)),
            even: Some(number(Align::Left)),
            first: None,
        },
        ..PageSetup::default()
    }
}

/// From the lower edge of the paper to that of the number's line, so that the upper edge of its 一字线 is
/// 7 mm below the type area: measured in LibreOffice.
const FOOTER: f64 = 25.1;

/// — 1 —, 4号宋体, one char away from the edge of the type area.
fn number(side: Align) -> Paragraph {
    let run = RunLook::of(faces::SONGTI, 28);
    let (left, right) = match side {
        Align::Right => (0, 280),
        _ => (280, 0),
    };
    let look = ParagraphLook {
        align: side,
        indent: Indent {
            left,
            right,
            ..Indent::default()
        },
        line: Some(Line::Exact(400)),
        off_grid: true,
        tight_scripts: true,
        ..ParagraphLook::default()
    };
    Paragraph::new(look)
        .text("— ", &run)
        .field("PAGE", "1", &run)
        .text(" —", &run)
}

/// The title of the book on even pages, that of the text on odd ones; none on the cover.
fn booklet(title: &str) -> PageSetup {
    const FACE: (Face, u32) = (faces::SONGTI, 18);
    let run = RunLook::of(FACE.0, FACE.1);
    let line = |align| {
        Paragraph::new(ParagraphLook {
            align,
            ..ParagraphLook::default()
        })
    };
    // Who does not know STYLEREF shows what stands in the field: the title of the book.
    let odd = line(Align::Right).field("STYLEREF \"heading 1\"", title, &run);
    let number = || Some(line(Align::Centre).field("PAGE", "1", &run));
    PageSetup {
        margins: [mm(28.0), mm(25.0), mm(25.0), mm(27.0)],
        header: mm(15.0),
        footer: mm(14.0),
        grid: None,
        first_differs: true,
        headers: Running {
            odd: Some(odd),
            even: Some(line(Align::Left).text(title, &run)),
            first: Some(line(Align::Left)),
        },
        footers: Running {
            odd: number(),
            even: number(),
            first: Some(line(Align::Left)),
        },
    }
}
