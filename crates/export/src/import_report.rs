//! The report of an import as CSV, a row a file.

use crate::{ExportError, escape, sheet};

/// A line of the report.
#[derive(Debug, Clone, Default)]
pub struct ExportedImportLine {
    /// The file.
    pub path: String,
    /// What happened, in Chinese.
    pub status: String,
    /// 标题
    pub title: String,
    /// Why, or what is doubtful.
    pub reason: String,
    /// The next step.
    pub hint: String,
}

/// Writes a report as CSV.
///
/// # Errors
/// What the writer says.
pub fn write_import_report_csv(lines: &[ExportedImportLine]) -> Result<Vec<u8>, ExportError> {
    let headings = ["文件", "结果", "标题", "原因", "建议"].map(str::to_owned);
    let rows = lines.iter().map(|line| {
        let cells = [
            &line.path,
            &line.status,
            &line.title,
            &line.reason,
            &line.hint,
        ];
        cells.map(|cell| escape::cell(cell)).into_iter()
    });
    sheet::write_csv(&headings, rows)
}
