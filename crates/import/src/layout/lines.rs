//! Glyphs to lines, and lines to rows with cells.

use serde::{Deserialize, Serialize};

use super::columns::by_columns;
use super::{Glyph, Page, Turn};

/// Baselines that differ by less, in heights of the font, are one line.
const SAME_LINE: f32 = 0.35;
/// The same for raised and lowered small chars.
const RAISED: f32 = 0.6;
/// A gap of so many heights between Chinese chars is a space.
const SPACE: f32 = 0.6;
/// The same between other chars, whose spaces are narrow.
const NARROW_SPACE: f32 = 0.2;
/// A gap of so many heights begins another cell.
const CELL: f32 = 1.5;
/// A cell of the same row may begin so many heights above the one before.
const ROW: f32 = 8.0;

/// How a line belongs to its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Bearing {
    /// It runs as most of the page does.
    Along,
    /// It is turned by a quarter or half against the page: the head of a tall column, a note in the margin.
    Turned,
    /// It runs across the page: a label of a drawing, or a watermark.
    Slanted,
}

/// A line of text on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    /// A row of a table: its cells are separated by tabs, and it is never joined to another line.
    pub(super) row: bool,
    pub(super) bearing: Bearing,
}

/// The lines of one page in reading order; those that run in other directions come last.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LaidPage {
    pub(super) number: u32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) lines: Vec<Line>,
}

/// Makes lines of a page.
pub(super) fn lay(page: &Page) -> LaidPage {
    let mut views = page.views().into_iter();
    let mut laid = LaidPage {
        number: page.number,
        width: page.width,
        height: page.height,
        lines: Vec::new(),
    };
    let Some(main) = views.next() else {
        return laid;
    };
    (laid.width, laid.height) = (main.width, main.height);
    laid.lines = lines(main.glyphs, main.width, page.mixed);
    for view in views {
        let bearing = match view.turn {
            Turn::Slanted(_) => Bearing::Slanted,
            _ => Bearing::Turned,
        };
        let beside = lines(view.glyphs, view.width, true);
        laid.lines.extend(beside.into_iter().map(|line| Line {
            bearing,
            row: false,
            ..line
        }));
    }
    laid
}

/// Lines of glyphs that run left to right; `mixed` says that their order means nothing.
fn lines(glyphs: Vec<Glyph>, width: f32, mixed: bool) -> Vec<Line> {
    let mut pieces = straighten(pieces(glyphs));
    if let Some(columns) = by_columns(&pieces, width) {
        return columns.into_iter().flat_map(|c| flatten(rows(c))).collect();
    }
    if mixed || is_chaotic(&pieces) {
        sort_by_place(&mut pieces);
    }
    flatten(rows(pieces))
}

/// Glyphs on one line, beside each other.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) y: f32,
    pub(super) size: f32,
}

impl Piece {
    fn new(glyph: Glyph) -> Self {
        Piece {
            glyphs: vec![glyph],
            left: glyph.x,
            right: glyph.x + glyph.advance,
            y: glyph.y,
            size: glyph.size,
        }
    }

    fn continues(&self, glyph: &Glyph) -> bool {
        let size = self.size.max(glyph.size);
        let small = self.size.min(glyph.size) < 0.75 * size;
        let apart = (self.y - glyph.y).abs();
        let gap = glyph.x - self.right;
        let near = size * if small { RAISED } else { SAME_LINE };
        apart <= near && gap > -0.5 * size && gap <= CELL * size
    }

    fn push(&mut self, glyph: Glyph) {
        self.left = self.left.min(glyph.x);
        self.right = self.right.max(glyph.x + glyph.advance);
        // A raised mark does not move the line.
        if glyph.size > self.size {
            (self.size, self.y) = (glyph.size, glyph.y);
        }
        self.glyphs.push(glyph);
    }

    pub(super) fn is_on_line_of(&self, other: &Piece) -> bool {
        (self.y - other.y).abs() <= SAME_LINE * self.size.max(other.size)
    }

    /// True if most chars of one lie upon chars of the other: two texts, not parts of one line.
    fn collides(&self, other: &Piece) -> bool {
        let (few, many) = if self.glyphs.len() < other.glyphs.len() {
            (self, other)
        } else {
            (other, self)
        };
        let upon = |a: &Glyph| {
            let near = |b: &&Glyph| (a.x - b.x).abs() < 0.5 * a.size.min(b.size);
            many.glyphs.iter().find(near).is_some_and(|b| a.c != b.c)
        };
        let lie = few
            .glyphs
            .iter()
            .filter(|g| !g.c.is_whitespace() && upon(g))
            .count();
        2 * lie > few.glyphs.len()
    }

    fn into_line(self) -> Line {
        Line {
            text: text(self.glyphs),
            left: self.left,
            right: self.right,
            y: self.y,
            size: self.size,
            row: false,
            bearing: Bearing::Along,
        }
    }
}

/// Runs of glyphs that stand one beside the other, in the order of the file. White space is kept inside of them only.
fn pieces(glyphs: Vec<Glyph>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for glyph in glyphs {
        match pieces.last_mut().filter(|p| p.continues(&glyph)) {
            Some(piece) if glyph.c.is_whitespace() => piece.glyphs.push(glyph),
            Some(piece) => piece.push(glyph),
            None if glyph.c.is_whitespace() => {}
            None => pieces.push(Piece::new(glyph)),
        }
    }
    pieces
}

/// Puts runs that follow each other on one line in order and parts them where cells are: a producer writes the
/// chars of another font, as quotation marks, before or after the rest of their line.
fn straighten(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut straight = Vec::with_capacity(pieces.len());
    let mut strip: Vec<Piece> = Vec::new();
    for piece in pieces {
        if strip
            .first()
            .is_some_and(|first| !piece.is_on_line_of(first))
        {
            straight.append(&mut part(std::mem::take(&mut strip)));
        }
        strip.push(piece);
    }
    straight.append(&mut part(strip));
    straight
}

/// The runs of one line from left to right, joined where nothing parts them.
fn part(mut strip: Vec<Piece>) -> Vec<Piece> {
    // In the file's order they are cells that it goes through, not parts of each other.
    let apart = |a: &Piece, b: &Piece| a.right <= b.left || b.right <= a.left;
    let inside = strip
        .iter()
        .enumerate()
        .any(|(n, a)| strip[..n].iter().any(|b| !apart(a, b)));
    let back = strip.windows(2).any(|pair| pair[1].left < pair[0].left);
    if !inside && !back {
        return strip;
    }
    strip.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut parted: Vec<Piece> = Vec::new();
    for piece in strip {
        match parted.last_mut() {
            Some(last)
                if piece.left - last.right <= CELL * last.size.max(piece.size)
                    && !last.collides(&piece) =>
            {
                piece.glyphs.into_iter().for_each(|g| last.push(g));
            }
            _ => parted.push(piece),
        }
    }
    parted
}

/// The text of glyphs on one line: bold that is printed twice once, gaps as spaces.
fn text(mut glyphs: Vec<Glyph>) -> String {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    glyphs.dedup_by(|next, kept| {
        let near = 0.3 * next.size.min(kept.advance.max(0.1));
        next.c == kept.c && (next.x - kept.x).abs() < near
    });
    let spread = spread(&glyphs);
    let mut text = String::new();
    let mut before: Option<Glyph> = None;
    for glyph in glyphs {
        if glyph.c.is_whitespace() {
            push_space(&mut text);
            continue;
        }
        let narrow = |c: char| c.is_ascii_graphic();
        let apart = before.is_some_and(|b| {
            let both = narrow(b.c) && narrow(glyph.c);
            let space = if both { NARROW_SPACE } else { SPACE };
            glyph.x - b.x - b.advance > f32::max(space * glyph.size, 1.6 * spread)
        });
        if apart {
            push_space(&mut text);
        }
        text.push(glyph.c);
        before = Some(glyph);
    }
    text.truncate(text.trim_end().len());
    text
}

/// The usual gap of a line whose chars are set apart for looks.
fn spread(glyphs: &[Glyph]) -> f32 {
    let gap = |pair: &[Glyph]| pair[1].x - pair[0].x - pair[0].advance;
    let solid = |pair: &&[Glyph]| pair.iter().all(|g| !g.c.is_whitespace() && !g.c.is_ascii());
    let mut gaps: Vec<f32> = glyphs.windows(2).filter(solid).map(gap).collect();
    if gaps.len() < 6 {
        return 0.0;
    }
    gaps.sort_by(f32::total_cmp);
    // What at least three of four gaps have.
    gaps[gaps.len() / 4].max(0.0)
}

fn push_space(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// True if the order of the file often goes back up over what it has written.
fn is_chaotic(pieces: &[Piece]) -> bool {
    let back = |pair: &&[Piece]| {
        let (before, next) = (&pair[0], &pair[1]);
        let over = next.left < before.right && before.left < next.right;
        let up = over && next.y < before.y - 0.5 * next.size;
        let left = next.is_on_line_of(before) && next.right <= before.left + 0.1 * next.size;
        up || left
    };
    pieces.windows(2).filter(back).count() * 5 > pieces.len()
}

/// Top to bottom, and each line left to right.
fn sort_by_place(pieces: &mut [Piece]) {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut from = 0;
    while from < pieces.len() {
        let line = pieces[from..].iter();
        let len = line
            .take_while(|p| p.is_on_line_of(&pieces[from]))
            .count()
            .max(1);
        pieces[from..from + len].sort_by(|a, b| a.left.total_cmp(&b.left));
        from += len;
    }
}

/// Cells beside each other, each with its lines.
type Row = Vec<Vec<Piece>>;

fn rows(pieces: Vec<Piece>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for piece in pieces {
        let above = rows
            .len()
            .checked_sub(2)
            .map_or(f32::MIN, |n| lowest(&rows[n]));
        let place = rows
            .last()
            .map_or(Place::Row, |row| place(row, &piece, above));
        let cell = rows.last_mut().and_then(|row| row.last_mut());
        match (place, cell) {
            (Place::Line, Some(cell)) => {
                if let Some(line) = cell.last_mut() {
                    piece.glyphs.into_iter().for_each(|g| line.push(g));
                }
            }
            (Place::Below, Some(cell)) => cell.push(piece),
            (Place::Cell, Some(_)) => rows
                .last_mut()
                .into_iter()
                .for_each(|r| r.push(vec![piece.clone()])),
            _ => rows.push(vec![vec![piece]]),
        }
    }
    rows
}

fn lowest(row: &Row) -> f32 {
    row.iter().flatten().map(|p| p.y).fold(f32::MIN, f32::max)
}

enum Place {
    /// On the last line, at its end or between its chars.
    Line,
    /// Begins the next cell of the row.
    Cell,
    /// The next line of the last cell.
    Below,
    /// Begins a row.
    Row,
}

/// Where a piece belongs; `above` is where the row before the last one ends.
fn place(row: &Row, piece: &Piece, above: f32) -> Place {
    let (Some(first), Some(cell)) = (row.first().and_then(|c| c.first()), row.last()) else {
        return Place::Row;
    };
    let Some(last) = cell.last() else {
        return Place::Row;
    };
    let size = last.size.max(piece.size);
    if piece.is_on_line_of(last) {
        return match (piece.left - last.right, last.left - piece.right) {
            (gap, _) if gap > CELL * size => Place::Cell,
            (_, gap) if gap > CELL * size => Place::Row,
            _ if piece.collides(last) => Place::Row,
            _ => Place::Line,
        };
    }
    let right = cell.iter().map(|l| l.right).fold(f32::MIN, f32::max);
    let left = cell.iter().map(|l| l.left).fold(f32::MAX, f32::min);
    let top = (first.y.min(cell[0].y) - ROW * size).max(above + 0.5 * size);
    if piece.left > right - 0.3 * size && piece.y < last.y && piece.y > top {
        return Place::Cell;
    }
    let below = piece.y > last.y && piece.y - last.y < 2.2 * size;
    if row.len() > 1 && below && piece.left > left - 0.5 * size {
        return Place::Below;
    }
    Place::Row
}

/// Rows to lines: a row of one cell is lines of text, others are rows of a table.
fn flatten(rows: Vec<Row>) -> Vec<Line> {
    let several: Vec<bool> = rows.iter().map(|row| row.len() > 1).collect();
    let mut lines = Vec::new();
    for (n, row) in rows.into_iter().enumerate() {
        if row.len() == 1 {
            lines.extend(row.into_iter().flatten().map(Piece::into_line));
            continue;
        }
        let beside = |at: usize| several.get(at).copied().unwrap_or(false);
        let table = beside(n + 1) || n > 0 && beside(n - 1) || row.iter().any(|c| c.len() > 1);
        // Single chars far apart are a title that is set wide.
        let wide = row.len() > 2 && row.iter().flatten().all(|p| p.glyphs.len() == 1);
        lines.extend(join_cells(row, table && !wide));
    }
    lines
}

fn join_cells(row: Row, table: bool) -> Option<Line> {
    let apart = if table { "\t" } else { "  " };
    let cells = row.into_iter().filter_map(|cell| {
        cell.into_iter()
            .map(Piece::into_line)
            .reduce(|mut cell, next| {
                join_text(&mut cell.text, &next.text);
                cell.right = cell.right.max(next.right);
                cell
            })
    });
    let line = cells.reduce(|mut line, cell| {
        line.text.push_str(apart);
        line.text.push_str(&cell.text);
        line.right = line.right.max(cell.right);
        line.y = line.y.max(cell.y);
        line
    });
    line.map(|line| Line { row: table, ..line })
}

/// Joins what a line break had parted: words of letters with a space, Chinese without.
pub(super) fn join_text(text: &mut String, next: &str) {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, ',' | ';' | '.' | ')');
    let before = text.chars().next_back().is_some_and(word);
    let after = next
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '(');
    if before && after {
        text.push(' ');
    }
    text.push_str(next);
}
