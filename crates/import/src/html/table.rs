//! The cells of a table on a grid: what covers several rows or columns, and which rows are its head.

use dom_query::NodeRef;
use yandu_document::MergedCell;

/// Columns and rows that one cell may cover (HTML, 4.9.11).
const MOST: usize = 1000;
/// Columns of a row; behind them cells are put without gaps.
const WIDEST: usize = 500;

/// A table's rows; a place that another cell covers is `None`.
pub(super) struct Grid<'a> {
    pub(super) rows: Vec<Vec<Option<NodeRef<'a>>>>,
    pub(super) merged: Vec<MergedCell>,
    pub(super) header_rows: u32,
}

impl<'a> Grid<'a> {
    pub(super) fn read(table: &NodeRef<'a>) -> Self {
        let mut grid = Grid {
            rows: Vec::new(),
            merged: Vec::new(),
            header_rows: 0,
        };
        // Rows that a cell above still covers, by column.
        let mut covered: Vec<usize> = Vec::new();
        for row in table.descendants_it().filter(|n| n.has_name("tr")) {
            let cells = row
                .children_it(false)
                .filter(|n| n.has_name("td") || n.has_name("th"));
            grid.add(cells, &mut covered);
            let is_head = row.parent().is_some_and(|p| p.has_name("thead"));
            if is_head && grid.header_rows as usize + 1 == grid.rows.len() {
                grid.header_rows += 1;
            }
        }
        if grid.header_rows == 0 {
            let first = grid.rows.first().map(|row| row.iter().flatten());
            let only_heads = first.is_some_and(|mut cells| cells.all(|c| c.has_name("th")));
            grid.header_rows = u32::from(only_heads && grid.rows.len() > 1);
        }
        grid
    }

    fn add(&mut self, cells: impl Iterator<Item = NodeRef<'a>>, covered: &mut Vec<usize>) {
        let number = self.rows.len() as u32;
        let mut row: Vec<Option<NodeRef<'a>>> = Vec::new();
        for cell in cells {
            while covered.get(row.len()).is_some_and(|rows| *rows > 0) {
                row.push(None);
            }
            let room = WIDEST.saturating_sub(row.len()).max(1);
            let (rows, columns) = (span(&cell, "rowspan"), span(&cell, "colspan").min(room));
            if rows > 1 || columns > 1 {
                self.merged.push(MergedCell {
                    row: number,
                    column: row.len() as u32,
                    rows: rows as u32,
                    columns: columns as u32,
                });
            }
            covered.resize(covered.len().max(row.len() + columns), 0);
            for place in &mut covered[row.len()..row.len() + columns] {
                // This row is one of them; it is counted off below.
                *place = rows;
            }
            row.push(Some(cell));
            row.extend(std::iter::repeat_n(None, columns - 1));
        }
        while covered.get(row.len()).is_some_and(|rows| *rows > 0) {
            row.push(None);
        }
        covered
            .iter_mut()
            .for_each(|rows| *rows = rows.saturating_sub(1));
        self.rows.push(row);
    }
}

fn span(cell: &NodeRef<'_>, name: &str) -> usize {
    let said = cell.attr(name).and_then(|v| v.trim().parse().ok());
    said.unwrap_or(1).clamp(1, MOST)
}
