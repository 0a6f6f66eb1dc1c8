//! CSV for spreadsheets: UTF-8 with a byte order mark, because Excel reads it as GBK without one.
//! A cell that would be a formula gets an apostrophe in front.

use super::{AnnotationExport, day};
use crate::ExportError;

const HEADINGS: [&str; 12] = [
    "资料", "来源", "日期", "地址", "原文", "种类", "颜色", "批注", "标签", "作者", "时间", "回复",
];

/// Writes annotations as CSV, a row each.
///
/// # Errors
/// What the writer says.
pub fn write_csv(export: &AnnotationExport) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let failed = |e: csv::Error| ExportError::of("CSV")(&e);
    writer.write_record(HEADINGS).map_err(failed)?;
    for document in &export.documents {
        for annotation in &document.annotations {
            let replies: Vec<String> = annotation
                .replies
                .iter()
                .map(|r| format!("{}：{}", r.author, r.comment))
                .collect();
            let row = [
                &document.title,
                document.source.as_deref().unwrap_or_default(),
                document.date.as_deref().unwrap_or_default(),
                &annotation.address,
                &annotation.quote.exact,
                &annotation.kind_name,
                &annotation.colour_name,
                &annotation.comment,
                &annotation.tags.join("、"),
                &annotation.author,
                day(&annotation.created),
                &replies.join("\n"),
            ];
            writer.write_record(row.map(cell)).map_err(failed)?;
        }
    }
    writer.into_inner().map_err(|e| ExportError::of("CSV")(&e))
}

fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("一、二"), "一、二");
    }
}
