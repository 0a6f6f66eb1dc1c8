//! Tables: rows whose cells are parted by tabs, as wide as the type area and no wider.

use docx_rs::{
    AlignmentType, LineSpacing, Paragraph, Run, Table, TableCell, TableLayoutType, TableRow,
    WidthType,
};
use yandu_document::BlockKind;

use super::super::Layout;
use super::super::pieces::{Piece, Role, column_shares};
use super::dress::{FANGSONG, SONGTI, fonts};

/// How many pieces from the first on are rows of one table.
pub(super) fn rows(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .take_while(|p| matches!(p.role, Role::Text(BlockKind::TableRow, _)))
        .count()
}

/// The table of some rows; columns share the width by what they hold.
pub(super) fn table(rows: &[Piece], layout: Layout) -> Table {
    let (width, face, size) = match layout {
        Layout::Official => (8845, FANGSONG, 24),
        Layout::Booklet => (8950, SONGTI, 21),
    };
    let cells: Vec<Vec<&str>> = rows.iter().map(|r| r.text.split('\t').collect()).collect();
    let widths = widths(&cells, width);
    let cell = |(n, width): (usize, &usize), row: &[&str]| {
        let text = row.get(n).copied().unwrap_or_default();
        let run = Run::new().fonts(fonts(face)).size(size).add_text(text);
        let paragraph = Paragraph::new()
            .align(AlignmentType::Left)
            .line_spacing(LineSpacing::new().line(300))
            .add_run(run);
        TableCell::new()
            .width(*width, WidthType::Dxa)
            .add_paragraph(paragraph)
    };
    let rows = cells.iter().map(|row| {
        let cells = widths.iter().enumerate().map(|at| cell(at, row));
        TableRow::new(cells.collect())
    });
    Table::new(rows.collect())
        .set_grid(widths.clone())
        .layout(TableLayoutType::Fixed)
        .width(width, WidthType::Dxa)
}

fn widths(cells: &[Vec<&str>], width: usize) -> Vec<usize> {
    let shares = column_shares(cells);
    let all: u32 = shares.iter().sum();
    shares
        .iter()
        .map(|share| *share as usize * width / all as usize)
        .collect()
}
