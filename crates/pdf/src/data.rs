//! The compilation as the template reads it.

use serde_json::{Value, json};
use yandu_document::BlockKind;
use yandu_export::{Compilation, Layout, Piece, Role, column_shares};

use crate::fonts::Fonts;

/// The file `/compilation.json`.
pub(crate) fn data(
    compilation: &Compilation,
    layout: Layout,
    pieces: &[Piece],
    fonts: &Fonts,
) -> Vec<u8> {
    let begin = pieces.iter().position(|p| p.role == Role::TextBegin);
    let (front, texts) = pieces.split_at(begin.unwrap_or(pieces.len()));
    let mut entries = Vec::new();
    for (n, text) in texts
        .split(|p| p.role == Role::TextBegin)
        .skip(1)
        .enumerate()
    {
        let title = compilation.entries().nth(n).map(|e| e.title.as_str());
        entries.push(json!({"n": n, "title": title.unwrap_or_default(), "pieces": list(text)}));
    }
    let contents = match compilation.list && compilation.has_texts() {
        true => contents(compilation),
        false => Vec::new(),
    };
    let data = json!({
        "title": compilation.title,
        "author": compilation.author,
        "date": compilation.date,
        "layout": layout.name(),
        "faces": fonts.faces(),
        "front": list(front),
        "contents": contents,
        "entries": entries,
    });
    data.to_string().into_bytes()
}

fn contents(compilation: &Compilation) -> Vec<Value> {
    let mut lines = Vec::new();
    let mut number = 0;
    for section in &compilation.sections {
        if !section.title.is_empty() && !section.entries.is_empty() {
            lines.push(json!({"entry": null, "title": section.title}));
        }
        for entry in &section.entries {
            // Where there is no title in the text, there is nothing to lead to.
            let titled = entry.missing.is_some()
                || entry.passage.is_some()
                || entry.blocks.iter().any(|b| b.kind == BlockKind::Title);
            if titled {
                lines.push(json!({"entry": number, "title": entry.title}));
            }
            number += 1;
        }
    }
    lines
}

/// The pieces, rows of a table together.
fn list(pieces: &[Piece]) -> Vec<Value> {
    let is_row = |p: &Piece| matches!(p.role, Role::Text(BlockKind::TableRow, _));
    let mut list = Vec::new();
    let mut titled = None;
    for group in pieces.chunk_by(|a, b| is_row(a) && is_row(b)) {
        if is_row(&group[0]) {
            list.push(table(group));
            continue;
        }
        for p in group {
            let title = matches!(p.role, Role::Text(BlockKind::Title, _));
            // A second title of the same text is no place to lead to.
            let label = title.then(|| {
                let first = titled.replace(p.entry) != Some(p.entry);
                first.then_some(p.entry).flatten()
            });
            list.push(piece(p, label.flatten()));
        }
    }
    list
}

fn piece(piece: &Piece, label: Option<usize>) -> Value {
    let (kind, level) = match piece.role {
        Role::Text(kind, level) => (serde_json::to_value(kind).unwrap_or_default(), level),
        _ => (Value::Null, 0),
    };
    json!({
        "role": piece.role.name(),
        "kind": kind,
        "level": level,
        "entry": label,
        "runs": runs(piece),
    })
}

/// The text, cut at the marks of its footnotes.
fn runs(piece: &Piece) -> Value {
    if piece.footnotes.is_empty() {
        return piece.text.as_str().into();
    }
    let stretches = piece.stretches();
    let runs = stretches.iter();
    let runs = runs.map(|(text, note)| json!({"text": text, "note": note}));
    Value::Array(runs.collect())
}

fn table(rows: &[Piece]) -> Value {
    let rows: Vec<Vec<&str>> = rows.iter().map(|r| r.text.split('\t').collect()).collect();
    let shares = column_shares(&rows);
    let rows: Vec<Vec<&str>> = rows
        .into_iter()
        .map(|mut row| {
            row.resize(shares.len(), "");
            row
        })
        .collect();
    json!({"role": "table", "columns": shares, "rows": rows})
}
