//! Tables: rows whose cells are parted by tabs, as wide as the type area and no wider.

use yandu_document::BlockKind;

use super::super::Layout;
use super::super::pieces::{Piece, Role, column_shares};
use super::Paper;
use crate::word::{
    Align, Border, Cell, Line, Paragraph, ParagraphLook, RunLook, Table, TableLook, faces,
};

/// True for a row of a table.
pub(super) fn is_row(piece: &Piece) -> bool {
    matches!(piece.role, Role::Text(BlockKind::TableRow, _))
}

impl Paper {
    /// Adds the table of some rows; columns share the width by what they hold.
    pub(super) fn table(&mut self, rows: &[&Piece]) {
        let (width, run) = match self.layout {
            Layout::Official => (8845, RunLook::of(faces::FANGSONG, 24)),
            Layout::Booklet => (8950, RunLook::of(faces::SONGTI, 21)),
        };
        let cells: Vec<Vec<&str>> = rows.iter().map(|r| r.text.split('\t').collect()).collect();
        let mut table = Table::new(TableLook {
            columns: widths(&cells, width),
            rule: Border {
                width: 4,
                colour: "000000",
            },
        });
        for (n, (row, piece)) in cells.iter().zip(rows).enumerate() {
            let mut cells: Vec<Cell> = row.iter().map(|text| cell(text, &run)).collect();
            // A footnote of a row stands in its last cell.
            if let Some(last) = cells.last_mut() {
                for note in &piece.footnotes {
                    let paragraph = std::mem::take(&mut last.paragraphs[0]);
                    last.paragraphs[0] = self.footnote(paragraph, &note.text);
                }
            }
            table.row(&cells, n == 0 && rows.len() > 1);
        }
        self.package.table(&table);
    }
}

fn cell(text: &str, run: &RunLook) -> Cell {
    let look = ParagraphLook {
        align: Align::Left,
        line: Some(Line::Multiple(300)),
        off_grid: true,
        ..ParagraphLook::default()
    };
    Cell {
        paragraphs: vec![Paragraph::new(look).text(text, run)],
    }
}

fn widths(cells: &[Vec<&str>], width: u32) -> Vec<i32> {
    let shares = column_shares(cells);
    let all: u32 = shares.iter().sum();
    let share = |share: &u32| (share * width / all) as i32;
    shares.iter().map(share).collect()
}
