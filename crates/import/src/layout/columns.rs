//! Pages in two columns whose lines the file writes across: each column is read down before the next.
//!
//! It must not take a table of two columns for them. Columns of text are of one width, their lines are as long as the
//! column almost everywhere, and nothing lies upon the gap between them.

use super::lines::Piece;

/// Lines that each column must have.
const FEWEST: usize = 5;
/// Share of the lines of a column that must fill it; the last lines of paragraphs do not.
const FULL: f32 = 0.6;
/// How much of a column a line must cover to fill it.
const FILLS: f32 = 0.85;
/// The narrower column against the wider one.
const ALIKE: f32 = 0.8;
/// Lines of one column are no further apart, in heights of the font.
const LEADING: f32 = 2.5;
/// Chars of a line below which it is a cell.
const SHORT: usize = 8;

/// The pieces of a page of two columns, in parts to be read one after the other: what is above, left, right, what is
/// below; `None` for other pages, and for those that the file writes column by column.
pub(super) fn by_columns(pieces: &[Piece], width: f32) -> Option<Vec<Vec<Piece>>> {
    let gap = gap(pieces, width)?;
    let inside: Vec<bool> = pieces
        .iter()
        .map(|p| p.right <= gap || p.left >= gap)
        .collect();
    let (top, bottom) = extent(pieces, gap)?;
    let is_column = |n: usize| inside[n] && (top..=bottom).contains(&pieces[n].y);
    let of = |left: bool| -> Vec<&Piece> {
        let ours = (0..pieces.len()).filter(|n| is_column(*n));
        ours.map(|n| &pieces[n])
            .filter(|p| (p.right <= gap) == left)
            .collect()
    };
    let (left, right) = (of(true), of(false));
    if !is_text(&left) || !is_text(&right) || !are_alike(&left, &right) || !is_across(pieces, gap) {
        return None;
    }
    let mut parts = vec![Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for (n, piece) in pieces.iter().enumerate() {
        let part = match (is_column(n), piece.right <= gap, piece.y < top) {
            (true, true, _) => 1,
            (true, false, _) => 2,
            (false, _, true) => 0,
            (false, _, false) => 3,
        };
        parts[part].push(piece.clone());
    }
    for part in &mut parts {
        part.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    }
    Some(parts)
}

/// The middle of the widest gap near the middle of the page that most lines keep free.
fn gap(pieces: &[Piece], width: f32) -> Option<f32> {
    if pieces.len() < 2 * FEWEST {
        return None;
    }
    let middle = (0.35 * width)..(0.65 * width);
    let mut ends: Vec<f32> = pieces
        .iter()
        .map(|p| p.right)
        .filter(|x| middle.contains(x))
        .collect();
    ends.sort_by(f32::total_cmp);
    let end = *ends.last()?;
    let starts = pieces.iter().map(|p| p.left).filter(|x| *x > end);
    let start = starts.fold(f32::MAX, f32::min);
    (start < 0.75 * width).then_some((end + start) / 2.0)
}

/// From the first to the last height at which both columns have a line.
fn extent(pieces: &[Piece], gap: f32) -> Option<(f32, f32)> {
    let both =
        |p: &&Piece| p.right <= gap && pieces.iter().any(|q| q.left >= gap && q.is_on_line_of(p));
    let heights = pieces.iter().filter(both).map(|p| p.y);
    let (top, bottom) = heights.fold((f32::MAX, f32::MIN), |(t, b), y| (t.min(y), b.max(y)));
    let size = pieces.iter().map(|p| p.size).fold(0.0, f32::max);
    // The longer column goes on below, line by line.
    let within = |p: &&Piece| p.right <= gap || p.left >= gap;
    let mut below: Vec<f32> = pieces
        .iter()
        .filter(within)
        .map(|p| p.y)
        .filter(|y| *y > bottom)
        .collect();
    below.sort_by(f32::total_cmp);
    let bottom = below.into_iter().fold(
        bottom,
        |end, y| if y - end < LEADING * size { y } else { end },
    );
    (top <= bottom).then_some((top - 0.5 * size, bottom + 0.5 * size))
}

fn edges(column: &[&Piece]) -> (f32, f32) {
    let left = column.iter().map(|p| p.left).fold(f32::MAX, f32::min);
    let right = column.iter().map(|p| p.right).fold(f32::MIN, f32::max);
    (left, right)
}

fn is_text(column: &[&Piece]) -> bool {
    let (left, right) = edges(column);
    let full = column
        .iter()
        .filter(|p| p.right - p.left >= FILLS * (right - left) && p.glyphs.len() >= SHORT)
        .count();
    column.len() >= FEWEST && full as f32 >= FULL * column.len() as f32
}

fn are_alike(left: &[&Piece], right: &[&Piece]) -> bool {
    let wide = |column: &[&Piece]| {
        let (left, right) = edges(column);
        right - left
    };
    let (a, b) = (wide(left), wide(right));
    a.min(b) >= ALIKE * a.max(b)
}

/// True if the file goes from column to column with almost every line.
fn is_across(pieces: &[Piece], gap: f32) -> bool {
    let sides: Vec<bool> = pieces.iter().map(|p| p.right <= gap).collect();
    let changes = sides.windows(2).filter(|pair| pair[0] != pair[1]).count();
    changes * 2 > pieces.len()
}
