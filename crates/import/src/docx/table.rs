//! Tables: rows of cells, cells that cover others, rows that are a table's head.

use std::collections::HashMap;

use yandu_document::{LineRole, MergedCell, SourceLine};

use crate::marks::{Shelf, row_mark};

/// Columns of one table.
const WIDEST: u32 = 200;

/// How a cell stands to those above it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Vertical {
    #[default]
    Alone,
    /// Covers the cells below that go on.
    Begins,
    /// Is covered.
    GoesOn,
}

/// A cell that is open or done.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) lines: Vec<SourceLine>,
    pub(super) columns: u32,
    pub(super) vertical: Vertical,
}

/// A row that is open.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Columns left free before the first cell.
    pub(super) before: u32,
    pub(super) is_head: bool,
    pub(super) deleted: bool,
}

/// A table that is open.
#[derive(Debug, Default)]
struct Table {
    number: usize,
    rows: u32,
    /// Cells that cover others, by their column.
    covering: HashMap<u32, MergedCell>,
}

/// The open tables and rows, outermost first.
#[derive(Debug, Default)]
pub(super) struct Tables {
    open: Vec<Table>,
    pub(super) rows: Vec<Row>,
}

impl Tables {
    pub(super) fn begin(&mut self, shelf: &mut Shelf) {
        self.open.push(Table {
            number: shelf.table(),
            ..Table::default()
        });
    }

    pub(super) fn end(&mut self, shelf: &mut Shelf) {
        if let Some(table) = self.open.pop() {
            for cell in table.covering.into_values() {
                shelf.merged(table.number, cell);
            }
        }
    }

    pub(super) fn begin_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(Cell {
                lines: Vec::new(),
                columns: 1,
                vertical: Vertical::Alone,
            });
        }
    }

    /// The open cell.
    pub(super) fn cell(&mut self) -> Option<&mut Cell> {
        self.rows.last_mut()?.cells.last_mut()
    }

    /// Ends the innermost row and returns its lines. A row of one cell is layout; its paragraphs stay paragraphs.
    pub(super) fn end_row(&mut self, shelf: &mut Shelf) -> Vec<SourceLine> {
        let Some(row) = self.rows.pop().filter(|row| !row.deleted) else {
            return Vec::new();
        };
        let mut mark = String::new();
        if let Some(table) = self.open.last_mut() {
            mark = row_mark(table.number);
            if row.is_head {
                shelf.head_row(table.number);
            }
            table.note_covering(&row, shelf);
            table.rows += 1;
        }
        let mut lines = if row.cells.len() == 1 {
            row.cells.into_iter().flat_map(|cell| cell.lines).collect()
        } else {
            vec![SourceLine {
                text: row_text(&row),
                role: LineRole::TableRow,
            }]
        };
        if let Some(first) = lines.first_mut() {
            first.text.insert_str(0, &mark);
        }
        lines
    }
}

/// The cells parted by tabs; columns that a cell covers are empty.
fn row_text(row: &Row) -> String {
    let mut text = "\t".repeat(row.before.min(WIDEST) as usize);
    for (n, cell) in row.cells.iter().enumerate() {
        if n > 0 {
            text.push('\t');
        }
        let lines = cell.lines.iter().map(|l| l.text.trim());
        let lines: Vec<&str> = lines.filter(|l| !l.is_empty()).collect();
        text.push_str(&lines.join(" ").replace('\t', " "));
        text.push_str(&"\t".repeat(cell.columns.saturating_sub(1) as usize));
    }
    text
}

impl Table {
    fn note_covering(&mut self, row: &Row, shelf: &mut Shelf) {
        let mut column = row.before;
        for cell in &row.cells {
            let here = MergedCell {
                row: self.rows,
                column,
                rows: 1,
                columns: cell.columns,
            };
            match cell.vertical {
                Vertical::GoesOn => {
                    if let Some(above) = self.covering.get_mut(&column) {
                        above.rows = self.rows + 1 - above.row;
                    }
                }
                Vertical::Begins => {
                    if let Some(before) = self.covering.insert(column, here) {
                        shelf.merged(self.number, before);
                    }
                }
                Vertical::Alone => shelf.merged(self.number, here),
            }
            column = column.saturating_add(cell.columns);
        }
    }
}

/// Columns of a cell as the file says them, within reason.
pub(super) fn columns(value: Option<String>) -> u32 {
    let said = value.and_then(|v| v.parse().ok());
    said.unwrap_or(1).clamp(1, WIDEST)
}
