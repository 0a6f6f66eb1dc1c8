//! CSV for spreadsheets: UTF-8 with a byte order mark, because Excel reads it as GBK without one.
//! A cell that would be a formula gets an apostrophe in front.

use super::{AnnotationExport, day};
use crate::{ExportError, escape, sheet};

const HEADINGS: [&str; 12] = [
    "资料", "来源", "日期", "地址", "原文", "种类", "颜色", "批注", "标签", "作者", "时间", "回复",
];

/// Writes annotations as CSV, a row each.
///
/// # Errors
/// What the writer says.
pub fn write_csv(export: &AnnotationExport) -> Result<Vec<u8>, ExportError> {
    let mut rows = Vec::new();
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
                day(&annotation.local_time),
                &replies.join("\n"),
            ];
            rows.push(row.map(escape::cell).into_iter());
        }
    }
    sheet::write_csv(&HEADINGS.map(str::to_owned), rows.into_iter())
}
