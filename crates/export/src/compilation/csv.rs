//! CSV: UTF-8 with a byte order mark, because Excel reads it as GBK without one.

use super::Compilation;
use super::table::{Cell, HEADINGS, rows};
use crate::{ExportError, escape};

/// Writes the list as CSV, a row an entry.
///
/// # Errors
/// What the writer says.
pub fn write_compilation_csv(compilation: &Compilation) -> Result<Vec<u8>, ExportError> {
    let rows = rows(compilation);
    let rows = rows.iter().map(|row| {
        row.iter().map(|cell| match cell {
            Cell::Text(text) => escape::cell(text),
            Cell::Number(number) => number.to_string(),
            // Spreadsheets read this form as a day in every language.
            Cell::Day(day) => day.map(|day| day.to_string()).unwrap_or_default(),
        })
    });
    let headings = HEADINGS.map(str::to_owned);
    crate::sheet::write_csv(&headings, rows)
}
