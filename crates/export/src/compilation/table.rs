//! The list as a table: a row an entry, the same for CSV and XLSX.

use yandu_document::Date;

use super::{Compilation, CompiledEntry};

/// Headings of the columns.
pub(super) const HEADINGS: [&str; 16] = [
    "序号",
    "部分",
    "题目",
    "节选",
    "附件",
    "来源",
    "日期",
    "文号",
    "要求",
    "期限",
    "字数",
    "分钟",
    "导读",
    "思考题",
    "批注",
    "出处",
];

/// A cell.
pub(super) enum Cell {
    /// Words
    Text(String),
    /// A number
    Number(u32),
    /// A day; `None` leaves the cell empty.
    Day(Option<Date>),
}

/// The rows.
pub(super) fn rows(compilation: &Compilation) -> Vec<[Cell; 16]> {
    let mut number = 0;
    let mut rows = Vec::new();
    for section in &compilation.sections {
        for entry in &section.entries {
            number += 1;
            rows.push(row(number, &section.title, entry));
        }
    }
    rows
}

fn row(number: u32, section: &str, entry: &CompiledEntry) -> [Cell; 16] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let known = |value: &Option<String>| Cell::Text(value.clone().unwrap_or_default());
    let annotations = entry.attachments.iter().flat_map(|a| &a.annotations);
    let annotations: Vec<String> = entry
        .annotations
        .iter()
        .chain(annotations)
        .map(|a| format!("“{}”{}（{}）", a.quote.exact, a.comment, a.author))
        .collect();
    let attached: Vec<&str> = entry.attachments.iter().map(|a| a.title.as_str()).collect();
    [
        Cell::Number(number),
        text(section),
        text(&entry.title),
        known(&entry.passage),
        Cell::Text(attached.join("\n")),
        known(&entry.source),
        Cell::Day(entry.date),
        known(&entry.number),
        known(&entry.requirement),
        Cell::Day(entry.due),
        Cell::Number(entry.chars),
        Cell::Number(entry.minutes),
        text(&entry.guide),
        Cell::Text(entry.questions.join("\n")),
        Cell::Text(annotations.join("\n")),
        text(&entry.citation),
    ]
}
