//! Tables of fixed columns (ECMA-376, 17.4).

use super::look::Border;
use super::paragraph::Paragraph;
use super::xml::{element, flag};

/// A cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    /// Its paragraphs; an empty cell gets an empty one.
    pub(crate) paragraphs: Vec<Paragraph>,
}

/// How a table looks.
#[derive(Debug, Clone)]
pub(crate) struct TableLook {
    /// Twips of each column.
    pub(crate) columns: Vec<i32>,
    /// The rules around and between cells.
    pub(crate) rule: Border,
}

/// A table under construction.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    look: TableLook,
    rows: String,
}

impl Table {
    /// One without rows.
    pub(crate) fn new(look: TableLook) -> Self {
        Table {
            look,
            rows: String::new(),
        }
    }

    /// Adds a row; cells that it lacks are empty.
    pub(crate) fn row(&mut self, cells: &[Cell], heading: bool) {
        let mut row = element(
            "w:trPr",
            &[],
            &(flag("w:cantSplit", true) + &flag("w:tblHeader", heading)),
        );
        for (n, width) in self.look.columns.iter().enumerate() {
            let width = width.to_string();
            let width = element("w:tcW", &[("w:w", &width), ("w:type", "dxa")], "");
            let paragraphs = cells.get(n).map(|cell| cell.paragraphs.as_slice());
            let mut content: String = paragraphs
                .unwrap_or_default()
                .iter()
                .map(Paragraph::xml)
                .collect();
            if content.is_empty() {
                content.push_str("<w:p/>");
            }
            row.push_str(&element(
                "w:tc",
                &[],
                &(element("w:tcPr", &[], &width) + &content),
            ));
        }
        self.rows.push_str(&element("w:tr", &[], &row));
    }

    pub(super) fn xml(&self) -> String {
        let width: i32 = self.look.columns.iter().sum();
        let sides = [
            "w:top",
            "w:left",
            "w:bottom",
            "w:right",
            "w:insideH",
            "w:insideV",
        ];
        let borders: String = sides.iter().map(|side| self.look.rule.xml(side)).collect();
        let properties = [
            element(
                "w:tblW",
                &[("w:w", &width.to_string()), ("w:type", "dxa")],
                "",
            ),
            element("w:tblBorders", &[], &borders),
            element("w:tblLayout", &[("w:type", "fixed")], ""),
        ];
        let column = |width: &i32| element("w:gridCol", &[("w:w", &width.to_string())], "");
        let grid: String = self.look.columns.iter().map(column).collect();
        let content = [
            element("w:tblPr", &[], &properties.concat()),
            element("w:tblGrid", &[], &grid),
            self.rows.clone(),
        ];
        element("w:tbl", &[], &content.concat())
    }
}
