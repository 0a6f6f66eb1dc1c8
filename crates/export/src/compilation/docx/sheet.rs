//! The texts of the official layout: items on the grid of 22 lines.

use yandu_document::BlockKind;

use super::super::Layout;
use super::super::official::{ImprintRow, LINE_HALVES, Lead, LeadFace, OfficialItem, numbering};
use super::super::pieces::{Piece, Role};
use super::super::title::title_lines;
use super::Paper;
use super::dress::{Dress, OFFICIAL_CHAR, dress};
use super::table::is_row;
use crate::word::{
    Align, Border, Foot, Indent, Line, Paragraph, ParagraphLook, RunLook, Tab, TabKind, faces,
};

/// The width of the type area in twips.
pub(super) const WIDTH: i32 = 8845;

/// Halves of a char that a title of 22 pt has on a line.
const TITLE_HALVES: u32 = 40;

/// Twips of halves of a char.
fn halves(count: u32) -> i32 {
    count as i32 * WIDTH / LINE_HALVES as i32
}

impl Paper {
    pub(super) fn sheet(&mut self, items: &[OfficialItem]) {
        let mut rest = items;
        while let Some(item) = rest.first() {
            let row = |item: &&OfficialItem| matches!(item, OfficialItem::Piece { piece, .. } if is_row(piece));
            let rows = rest.iter().take_while(row).filter_map(|item| match item {
                OfficialItem::Piece { piece, .. } => Some(piece),
                _ => None,
            });
            let rows: Vec<&Piece> = rows.collect();
            if !rows.is_empty() {
                self.table(&rows);
                rest = &rest[rows.len()..];
                continue;
            }
            self.item(item);
            rest = &rest[1..];
        }
    }

    fn item(&mut self, item: &OfficialItem) {
        let body = Dress::body(self.layout);
        match item {
            OfficialItem::NewPage => self.fresh_page = true,
            OfficialItem::Blank { lines, keep } => {
                for _ in 0..*lines {
                    let mut look = body.paragraph();
                    look.keep_next = *keep;
                    self.add(Paragraph::new(look));
                }
            }
            OfficialItem::Head(head) => self.head(head),
            OfficialItem::Piece { piece, lead, keep } => self.official_piece(piece, *lead, *keep),
            OfficialItem::AttachmentLine {
                piece,
                left,
                hang,
                keep,
            } => {
                let mut look = body.side(Align::Both).paragraph();
                look.keep_next = *keep;
                look.indent = Indent {
                    left: halves(*hang),
                    first: -halves(hang - left),
                    ..Indent::default()
                };
                self.set(look, piece, &body);
            }
            OfficialItem::Signed { piece, left, keep } => {
                let mut look = body.side(Align::Left).paragraph();
                look.keep_next = *keep;
                look.keep_lines = true;
                match left {
                    Some(left) => {
                        look.indent.left = halves(*left);
                        // Wide digits of another font may use the margin, but never another line.
                        look.indent.right = -halves(4);
                    }
                    None => {
                        look.align = Align::Right;
                        look.indent.right = 2 * OFFICIAL_CHAR;
                    }
                }
                self.set(look, piece, &body);
            }
            OfficialItem::Imprint(rows) => self.imprint(rows),
        }
    }

    fn set(&mut self, look: ParagraphLook, piece: &Piece, dress: &Dress) {
        let paragraph = self.runs(Paragraph::new(look), piece, dress, None);
        self.add(paragraph);
    }

    fn official_piece(&mut self, piece: &Piece, lead: Option<Lead>, keep: bool) {
        let mut dress = dress(piece.role, self.layout);
        let heading = matches!(piece.role, Role::Text(BlockKind::Heading, _));
        // The face is that of the numbering, at whatever depth a text begins to count.
        match numbering(&piece.text).filter(|_| heading) {
            Some(LeadFace::Hei) => dress = dress.face(faces::HEITI),
            Some(LeadFace::Kai) => dress = dress.face(faces::KAITI),
            None if heading && lead.is_some() => dress = dress.face(faces::FANGSONG),
            None => {}
        }
        let mut look = dress.paragraph();
        look.keep_next |= keep;
        let lead = lead.map(|lead| {
            let face = match lead.face {
                LeadFace::Hei => faces::HEITI,
                LeadFace::Kai => faces::KAITI,
            };
            (lead.chars, dress.face(face).run())
        });
        let mut piece = piece.clone();
        let title = matches!(piece.role, Role::Title | Role::Text(BlockKind::Title, _));
        if title && piece.footnotes.is_empty() {
            piece.text = title_lines(&piece.text, TITLE_HALVES).join("\n");
        }
        let paragraph = Paragraph::new(look);
        let paragraph = self.titled(&piece, paragraph, |paper, paragraph| {
            paper.runs(paragraph, &piece, &dress, lead)
        });
        self.add(paragraph);
    }

    /// §7.4: 4号仿宋, one char from both edges, first and last rule 0.35 mm, others 0.25 mm.
    fn imprint(&mut self, rows: &[ImprintRow]) {
        let mut paragraphs = Vec::new();
        let mut height = 0;
        for (n, row) in rows.iter().enumerate() {
            paragraphs.push(rule(if n == 0 { STRONG } else { FINE }, false));
            paragraphs.push(imprint_row(row));
            let wide = row.left.chars().count() + row.right.chars().count() + 2;
            let room = (WIDTH - 2 * SMALL - hang_of(row)) / SMALL;
            let lines = (wide as u32).div_ceil(room.max(1) as u32);
            height += RULE + IMPRINT_LINE * lines as i32;
        }
        paragraphs.push(rule(STRONG, true));
        self.boxes += 1;
        self.package.foot(&Foot {
            width: WIDTH,
            height: height + 3 * RULE / 2,
            paragraphs,
            id: self.boxes,
            name: "版记",
        });
    }
}

/// Twips of a char of 14 pt.
const SMALL: i32 = 280;

/// Twips of a line of 版记.
const IMPRINT_LINE: i32 = 500;

/// Twips of a paragraph with a rule: a point for itself, a point for the rule.
const RULE: i32 = 40;

/// Eighths of a point: 0.35 mm and 0.25 mm.
const STRONG: u32 = 8;
const FINE: u32 = 6;

/// A paragraph that is nothing but a rule over the whole width.
fn rule(width: u32, below: bool) -> Paragraph {
    let border = Border {
        width,
        colour: "000000",
    };
    Paragraph::new(ParagraphLook {
        rule_above: Some(border).filter(|_| !below),
        rule_below: Some(border).filter(|_| below),
        ..space(1.0)
    })
}

/// Twips before its other lines.
fn hang_of(row: &ImprintRow) -> i32 {
    row.hang as i32 * SMALL / 2
}

fn imprint_row(row: &ImprintRow) -> Paragraph {
    let hang = hang_of(row);
    let look = ParagraphLook {
        line: Some(Line::Exact(IMPRINT_LINE)),
        off_grid: true,
        tight_scripts: true,
        align: Align::Left,
        tabs: vec![Tab {
            kind: TabKind::Right,
            at: WIDTH - SMALL,
        }],
        indent: Indent {
            left: SMALL + hang,
            right: SMALL,
            first: -hang,
            first_chars: 0,
        },
        ..ParagraphLook::default()
    };
    let run = RunLook::of(faces::FANGSONG, 28);
    let paragraph = Paragraph::new(look).text(&row.left, &run);
    match row.right.as_str() {
        "" => paragraph,
        right => paragraph.text(&format!("\t{right}"), &run),
    }
}

/// Twips of points.
pub(super) fn twips(points: f64) -> i32 {
    (points * 20.0).round() as i32
}

/// A paragraph of a fixed height, with or without a rule.
pub(super) fn space(points: f64) -> ParagraphLook {
    ParagraphLook {
        line: Some(Line::Exact(twips(points).max(20))),
        off_grid: true,
        ..Dress::body(Layout::Official).side(Align::Left).paragraph()
    }
}
