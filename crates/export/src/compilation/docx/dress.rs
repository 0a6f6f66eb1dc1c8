//! How each role looks in each layout.
//!
//! 公文版式 after GB/T 9704—2012: body 3号仿宋 on a fixed line of 28.95 pt (§5.2.2, 5.2.3), title 2号小标宋
//! (§7.3.1), levels 黑体, 楷体, 仿宋 (§7.3.3). 书册版式: 小四宋体, one and a half lines.

use yandu_document::BlockKind;

use super::super::Layout;
use super::super::pieces::Role;
use crate::word::faces::{FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG};
use crate::word::{Align, Face, Indent, Line, Paragraph, ParagraphLook, RunLook};

/// A line of the official layout in twips: 22 of them fill 225 mm.
pub(super) const OFFICIAL_LINE: i32 = 579;

/// Twips of a char of the official body: 28 of them are as wide as the type area (8845 twips).
pub(super) const OFFICIAL_CHAR: i32 = 316;

/// The looks of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dress {
    face: Face,
    /// Half points.
    size: u32,
    bold: bool,
    side: Align,
    /// Chars before the first line.
    indent: i32,
    /// Chars before and behind the paragraph.
    inset: (i32, i32),
    /// 1 to 9; 0: no heading.
    outline: usize,
    /// Twips above and below.
    space: (i32, i32),
    layout: Layout,
}

impl Dress {
    /// The looks of the body.
    pub(super) fn body(layout: Layout) -> Self {
        let (face, size) = match layout {
            Layout::Official => (FANGSONG, 32),
            Layout::Booklet => (SONGTI, 24),
        };
        Dress {
            face,
            size,
            bold: false,
            side: Align::Both,
            indent: 2,
            inset: (0, 0),
            outline: 0,
            space: (0, 0),
            layout,
        }
    }

    pub(super) fn face(self, face: Face) -> Self {
        Dress { face, ..self }
    }

    pub(super) fn size(self, size: u32) -> Self {
        Dress { size, ..self }
    }

    fn bold(self) -> Self {
        Dress { bold: true, ..self }
    }

    pub(super) fn side(self, side: Align) -> Self {
        Dress {
            side,
            indent: 0,
            ..self
        }
    }

    fn inset(self, before: i32, behind: i32) -> Self {
        Dress {
            inset: (before, behind),
            ..self
        }
    }

    pub(super) fn outline(self, outline: usize) -> Self {
        Dress { outline, ..self }
    }

    fn space(self, above: i32, below: i32) -> Self {
        Dress {
            space: (above, below),
            ..self
        }
    }

    /// Twips of a char.
    fn char_width(&self) -> i32 {
        match (self.layout, self.size) {
            (Layout::Official, 32) => OFFICIAL_CHAR,
            _ => self.size as i32 * 10,
        }
    }

    /// How a paragraph of it looks.
    pub(super) fn paragraph(&self) -> ParagraphLook {
        let wide = self.char_width();
        // LibreOffice takes no notice of chars, Word's dialog shows them: both units are given.
        let indent = Indent {
            left: self.inset.0 * wide,
            right: self.inset.1 * wide,
            first: self.indent * wide,
            first_chars: self.indent * 100,
        };
        let official = self.layout == Layout::Official;
        ParagraphLook {
            style: (self.outline > 0).then(|| format!("Heading{}", self.outline)),
            keep_next: self.outline > 0,
            // The standard fills its pages: a line of a paragraph may stand alone.
            lone_lines: official,
            // LibreOffice gives a line of 22 pt two lines of the grid; exact lines of its pitch need none.
            off_grid: official,
            tight_scripts: official,
            space: self.space,
            line: Some(match self.layout {
                Layout::Official => Line::Exact(OFFICIAL_LINE),
                Layout::Booklet => Line::Multiple(360),
            }),
            indent,
            align: self.side,
            ..ParagraphLook::default()
        }
    }

    /// How its text looks.
    pub(super) fn run(&self) -> RunLook {
        // 28 chars of 16 pt are wider than 156 mm: each gives up 0.25 pt. With 0.2 pt LibreOffice sets 27.
        let narrow = self.layout == Layout::Official && self.size == 32;
        RunLook {
            bold: self.bold,
            spacing: if narrow { -5 } else { 0 },
            ..RunLook::of(self.face, self.size)
        }
    }
}

/// An empty footnote.
pub(super) fn footnote() -> Paragraph {
    Paragraph::new(ParagraphLook {
        style: Some("FootnoteText".to_owned()),
        align: Align::Left,
        ..ParagraphLook::default()
    })
}

/// The looks of a role.
pub(super) fn dress(role: Role, layout: Layout) -> Dress {
    let body = Dress::body(layout);
    match layout {
        Layout::Official => official(role, body),
        Layout::Booklet => booklet(role, body),
    }
}

fn official(role: Role, body: Dress) -> Dress {
    match role {
        Role::Title => body.face(XIAOBIAOSONG).size(44).side(Align::Centre),
        Role::Byline => body.face(KAITI).side(Align::Centre),
        Role::Label | Role::NoteTitle | Role::Section => body.face(HEITI),
        Role::Guide | Role::Quotation => body.face(KAITI),
        Role::Particulars => body.size(28),
        Role::Source => body.face(KAITI).size(28).side(Align::Right),
        Role::Text(kind, level) => official_text(kind, level, body),
        _ => body,
    }
}

fn official_text(kind: BlockKind, level: u8, body: Dress) -> Dress {
    match (kind, level) {
        (BlockKind::Title, _) => body
            .face(XIAOBIAOSONG)
            .size(44)
            .side(Align::Centre)
            .outline(1),
        (BlockKind::IssuerMark, _) => body.face(XIAOBIAOSONG).size(44).side(Align::Centre),
        (BlockKind::Subtitle | BlockKind::DateLine | BlockKind::Speaker, _) => {
            body.face(KAITI).side(Align::Centre)
        }
        (BlockKind::Adoption, _) => body.face(KAITI).side(Align::Centre).inset(2, 2),
        (BlockKind::Number, _) => body.side(Align::Centre),
        (BlockKind::Marking, _) => body.face(HEITI).side(Align::Left),
        (BlockKind::Recipients | BlockKind::Salutation, _) => body.side(Align::Left),
        (BlockKind::Footnote | BlockKind::Aside, _) => body.size(24),
        (BlockKind::Heading, 1) => body.face(HEITI).outline(2),
        (BlockKind::Heading, 2) => body.face(KAITI).outline(3),
        (BlockKind::Heading, level) => body.outline(level.clamp(3, 8) as usize + 1),
        _ => body,
    }
}

fn booklet(role: Role, body: Dress) -> Dress {
    match role {
        Role::Title => body.face(HEITI).size(36).side(Align::Centre),
        Role::Byline => body.side(Align::Centre),
        Role::Section => body.face(HEITI).size(30).side(Align::Left).space(240, 120),
        Role::Label | Role::NoteTitle => body.face(HEITI).side(Align::Left).space(160, 60),
        Role::Entry => body.bold().side(Align::Left).space(80, 0),
        Role::Particulars => body.size(21).side(Align::Left).inset(2, 0),
        Role::Guide | Role::Quotation => body.face(KAITI),
        Role::Source => body.face(KAITI).size(21).side(Align::Right).space(120, 120),
        Role::Text(kind, level) => booklet_text(kind, level, body),
        _ => body,
    }
}

fn booklet_text(kind: BlockKind, level: u8, body: Dress) -> Dress {
    match (kind, level) {
        (BlockKind::Title, _) => body
            .face(HEITI)
            .size(36)
            .side(Align::Centre)
            .space(240, 240)
            .outline(1),
        (
            BlockKind::Subtitle
            | BlockKind::DateLine
            | BlockKind::Speaker
            | BlockKind::Number
            | BlockKind::IssuerMark
            | BlockKind::Adoption,
            _,
        ) => body.face(KAITI).side(Align::Centre),
        (BlockKind::Marking | BlockKind::Recipients | BlockKind::Salutation, _) => {
            body.side(Align::Left)
        }
        (BlockKind::Signature | BlockKind::IssueDate, _) => body.side(Align::Right).inset(0, 2),
        (BlockKind::Imprint | BlockKind::Footnote | BlockKind::Aside, _) => body.size(21),
        (BlockKind::Heading, 1) => body.face(HEITI).size(28).space(160, 80).outline(2),
        (BlockKind::Heading, 2) => body.face(HEITI).outline(3),
        (BlockKind::Heading, level) => body.bold().outline(level.clamp(3, 8) as usize + 1),
        _ => body,
    }
}
