//! 语境 of a term as CSV: left, term, right, and where it stands.

use crate::{ExportError, escape, sheet};

/// A line of a concordance.
#[derive(Debug, Clone, Default)]
pub struct ExportedConcordanceLine {
    /// What stands before the term.
    pub left: String,
    /// The term as it stands.
    pub term: String,
    /// What stands behind it.
    pub right: String,
    /// 标题
    pub title: String,
    /// 日期
    pub date: String,
    /// 地址
    pub address: String,
}

/// Writes a concordance as CSV, a row a line.
///
/// # Errors
/// What the writer says.
pub fn write_concordance_csv(lines: &[ExportedConcordanceLine]) -> Result<Vec<u8>, ExportError> {
    let headings = ["前文", "提法", "后文", "资料", "日期", "地址"].map(str::to_owned);
    let rows = lines.iter().map(|line| {
        [
            &line.left,
            &line.term,
            &line.right,
            &line.title,
            &line.date,
            &line.address,
        ]
        .map(|cell| escape::cell(cell))
        .into_iter()
    });
    sheet::write_csv(&headings, rows)
}
