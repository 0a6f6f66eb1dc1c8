//! How each role looks in each layout.
//!
//! 公文版式 after GB/T 9704—2012: body 3号仿宋 on a fixed line of 28.95 pt (§5.2.2, 5.2.3), title 2号小标宋
//! (§7.3.1), levels 黑体, 楷体, 仿宋 (§7.3.3). 书册版式: 小四宋体, one and a half lines.

use docx_rs::{
    AlignmentType, BreakType, LineSpacing, LineSpacingType, Paragraph, Run, RunFonts,
    SpecialIndentType,
};
use yandu_document::BlockKind;

use super::super::Layout;
use super::super::pieces::Role;

/// A line of the official layout in twips: 22 of them fill 225 mm.
pub(super) const OFFICIAL_LINE: i32 = 579;

/// A face by its name in Chinese Windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Face(&'static str);

/// 小标宋, of titles
pub(super) const XIAOBIAOSONG: Face = Face("方正小标宋简体");
/// 仿宋, of official text
pub(super) const FANGSONG: Face = Face("仿宋_GB2312");
/// 楷体
pub(super) const KAITI: Face = Face("楷体_GB2312");
/// 黑体
pub(super) const HEITI: Face = Face("黑体");
/// 宋体
pub(super) const SONGTI: Face = Face("宋体");

/// Stands for the number of a footnote until the package is written; private use, so no text has it.
pub(super) const FOOTNOTE_NUMBER: &str = "\u{f8f0}";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Left,
    Centre,
    Right,
}

/// The looks of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dress {
    face: Face,
    /// Half points.
    size: usize,
    bold: bool,
    /// 发文机关标志 is red (§7.2.4).
    red: bool,
    side: Side,
    /// Chars before the first line.
    indent: i32,
    /// Chars before and behind the paragraph.
    inset: (i32, i32),
    /// 1 to 9; 0: no heading.
    outline: usize,
    /// Twips above and below.
    space: (u32, u32),
    layout: Layout,
}

impl Dress {
    fn body(layout: Layout) -> Self {
        let (face, size) = match layout {
            Layout::Official => (FANGSONG, 32),
            Layout::Booklet => (SONGTI, 24),
        };
        Dress {
            face,
            size,
            bold: false,
            red: false,
            side: Side::Both,
            indent: 2,
            inset: (0, 0),
            outline: 0,
            space: (0, 0),
            layout,
        }
    }

    fn face(self, face: Face) -> Self {
        Dress { face, ..self }
    }

    fn size(self, size: usize) -> Self {
        Dress { size, ..self }
    }

    fn bold(self) -> Self {
        Dress { bold: true, ..self }
    }

    fn red(self) -> Self {
        Dress { red: true, ..self }
    }

    fn side(self, side: Side) -> Self {
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

    fn outline(self, outline: usize) -> Self {
        Dress { outline, ..self }
    }

    fn space(self, above: u32, below: u32) -> Self {
        Dress {
            space: (above, below),
            ..self
        }
    }

    /// Twips of a char.
    fn char_width(&self) -> i32 {
        self.size as i32 * 10
    }

    /// An empty paragraph that looks so.
    pub(super) fn paragraph(&self) -> Paragraph {
        let spacing = LineSpacing::new().before(self.space.0).after(self.space.1);
        let spacing = match self.layout {
            Layout::Official => spacing
                .line_rule(LineSpacingType::Exact)
                .line(OFFICIAL_LINE),
            Layout::Booklet => spacing.line_rule(LineSpacingType::Auto).line(360),
        };
        let (before, behind) = (
            self.inset.0 * self.char_width(),
            self.inset.1 * self.char_width(),
        );
        // LibreOffice takes no notice of chars: both units are given.
        let first = (self.indent > 0)
            .then(|| SpecialIndentType::FirstLine(self.indent * self.char_width()));
        let mut paragraph = Paragraph::new()
            .line_spacing(spacing)
            .indent(Some(before), first, Some(behind), None)
            .align(match self.side {
                Side::Both => AlignmentType::Both,
                Side::Left => AlignmentType::Left,
                Side::Centre => AlignmentType::Center,
                Side::Right => AlignmentType::Right,
            });
        if self.indent > 0 {
            paragraph = paragraph.first_line_chars(self.indent * 100);
        }
        if self.outline > 0 {
            let style = format!("Heading{}", self.outline);
            paragraph = paragraph.style(&style).keep_next(true);
        }
        paragraph
    }

    /// A run that looks so.
    pub(super) fn run(&self, text: &str) -> Run {
        let mut run = Run::new().fonts(fonts(self.face)).size(self.size);
        if self.bold {
            run = run.bold();
        }
        if self.red {
            run = run.color("FF0000");
        }
        // 28 chars of 16 pt are wider than 156 mm: each gives up 0.2 pt.
        if self.layout == Layout::Official && self.size == 32 {
            run = run.character_spacing(-4);
        }
        run.add_text(text)
    }

    /// Text with its line breaks.
    pub(super) fn lines(&self, mut paragraph: Paragraph, text: &str) -> Paragraph {
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                paragraph = paragraph.add_run(Run::new().add_break(BreakType::TextWrapping));
            }
            if !line.is_empty() {
                paragraph = paragraph.add_run(self.run(line));
            }
        }
        paragraph
    }

    /// What a footnote says, 小五.
    pub(super) fn footnote(&self, text: &str) -> Paragraph {
        let small = Dress {
            face: SONGTI,
            size: 18,
            bold: false,
            layout: Layout::Booklet,
            ..*self
        };
        Paragraph::new()
            .add_run(Run::new().size(18).add_text(FOOTNOTE_NUMBER))
            .add_run(small.run(&format!(" {text}")))
    }
}

/// One face for all chars, and a hint for those that two scripts share.
pub(super) fn fonts(face: Face) -> RunFonts {
    RunFonts::new()
        .ascii(face.0)
        .hi_ansi(face.0)
        .east_asia(face.0)
        .cs(face.0)
        .hint("eastAsia")
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
        Role::Title => body.face(XIAOBIAOSONG).size(44).side(Side::Centre),
        Role::Byline => body.face(KAITI).side(Side::Centre),
        Role::Label | Role::NoteTitle | Role::Section => body.face(HEITI),
        Role::Guide | Role::Quotation => body.face(KAITI),
        Role::Particulars => body.size(28),
        Role::Source => body.face(KAITI).size(28).side(Side::Right),
        Role::Text(kind, level) => official_text(kind, level, body),
        _ => body,
    }
}

fn official_text(kind: BlockKind, level: u8, body: Dress) -> Dress {
    match (kind, level) {
        (BlockKind::Title, _) => body
            .face(XIAOBIAOSONG)
            .size(44)
            .side(Side::Centre)
            .outline(1),
        (BlockKind::IssuerMark, _) => body.face(XIAOBIAOSONG).size(44).red().side(Side::Centre),
        (BlockKind::Subtitle | BlockKind::DateLine | BlockKind::Speaker, _) => {
            body.face(KAITI).side(Side::Centre)
        }
        (BlockKind::Adoption, _) => body.face(KAITI).side(Side::Centre).inset(2, 2),
        (BlockKind::Number, _) => body.side(Side::Centre),
        (BlockKind::Marking, _) => body.face(HEITI).side(Side::Left),
        (BlockKind::Recipients | BlockKind::Salutation, _) => body.side(Side::Left),
        (BlockKind::Signature, _) => body.side(Side::Right).inset(0, 2),
        (BlockKind::IssueDate, _) => body.side(Side::Right).inset(0, 4),
        (BlockKind::Imprint, _) => body.size(28).side(Side::Left).inset(1, 1),
        (BlockKind::Footnote | BlockKind::Aside, _) => body.size(24),
        (BlockKind::Heading, 1) => body.face(HEITI).outline(2),
        (BlockKind::Heading, 2) => body.face(KAITI).outline(3),
        (BlockKind::Heading, level) => body.outline(level.clamp(3, 8) as usize + 1),
        _ => body,
    }
}

fn booklet(role: Role, body: Dress) -> Dress {
    match role {
        Role::Title => body.face(HEITI).size(36).side(Side::Centre),
        Role::Byline => body.side(Side::Centre),
        Role::Section => body.face(HEITI).size(30).side(Side::Left).space(240, 120),
        Role::Label | Role::NoteTitle => body.face(HEITI).side(Side::Left).space(160, 60),
        Role::Entry => body.bold().side(Side::Left).space(80, 0),
        Role::Particulars => body.size(21).side(Side::Left).inset(2, 0),
        Role::Guide | Role::Quotation => body.face(KAITI),
        Role::Source => body.face(KAITI).size(21).side(Side::Right).space(120, 120),
        Role::Text(kind, level) => booklet_text(kind, level, body),
        _ => body,
    }
}

fn booklet_text(kind: BlockKind, level: u8, body: Dress) -> Dress {
    match (kind, level) {
        (BlockKind::Title, _) => body
            .face(HEITI)
            .size(36)
            .side(Side::Centre)
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
        ) => body.face(KAITI).side(Side::Centre),
        (BlockKind::Marking | BlockKind::Recipients | BlockKind::Salutation, _) => {
            body.side(Side::Left)
        }
        (BlockKind::Signature | BlockKind::IssueDate, _) => body.side(Side::Right).inset(0, 2),
        (BlockKind::Imprint | BlockKind::Footnote | BlockKind::Aside, _) => body.size(21),
        (BlockKind::Heading, 1) => body.face(HEITI).size(28).space(160, 80).outline(2),
        (BlockKind::Heading, 2) => body.face(HEITI).outline(3),
        (BlockKind::Heading, level) => body.bold().outline(level.clamp(3, 8) as usize + 1),
        _ => body,
    }
}
