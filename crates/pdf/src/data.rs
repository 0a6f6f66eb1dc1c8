//! The compilation as the template reads it.

use serde_json::{Value, json};
use yandu_document::BlockKind;
use yandu_export::{
    Compilation, HALF_POINTS, LINE_POINTS, Layout, Lead, LeadFace, OfficialHead, OfficialItem,
    Piece, Role, column_shares, joined_title, official, title_lines,
};

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
        let pieces = sheet(text, layout);
        entries.push(json!({"n": n, "title": title.unwrap_or_default(), "pieces": pieces}));
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
        "front": sheet(front, layout),
        "line": LINE_POINTS,
        "half": HALF_POINTS,
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

/// Halves of a char that a title of 22 pt has on a line.
const TITLE_HALVES: u32 = 40;

/// What stands on the pages of a layout.
fn sheet(pieces: &[Piece], layout: Layout) -> Vec<Value> {
    match layout {
        Layout::Booklet => list(pieces),
        Layout::Official => {
            let items = official(pieces);
            let mut titled = Titled::default();
            let row = |item: &OfficialItem| matches!(item, OfficialItem::Piece { piece, .. } if is_row(piece));
            let groups = items.chunk_by(|a, b| row(a) && row(b));
            let values = groups.flat_map(|group| match row(&group[0]) {
                true => vec![official_table(group)],
                false => group.iter().map(|item| titled.item(item)).collect(),
            });
            values.collect()
        }
    }
}

fn is_row(piece: &Piece) -> bool {
    matches!(piece.role, Role::Text(BlockKind::TableRow, _))
}

fn official_table(items: &[OfficialItem]) -> Value {
    let rows = items.iter().filter_map(|item| match item {
        OfficialItem::Piece { piece, .. } => Some(piece.clone()),
        _ => None,
    });
    let mut value = table(&rows.collect::<Vec<_>>());
    value["item"] = "table".into();
    value
}

/// Remembers which entry has a title already: a second one is no place to lead to.
#[derive(Default)]
struct Titled(Option<Option<usize>>);

impl Titled {
    fn label(&mut self, piece: &Piece) -> Option<usize> {
        if !matches!(piece.role, Role::Text(BlockKind::Title, _)) {
            return None;
        }
        let first = self.0.replace(piece.entry) != Some(piece.entry);
        first.then_some(piece.entry).flatten()
    }

    fn item(&mut self, item: &OfficialItem) -> Value {
        match item {
            OfficialItem::NewPage => json!({"item": "new_page"}),
            OfficialItem::Blank { lines, keep } => {
                json!({"item": "blank", "lines": lines, "keep": keep})
            }
            OfficialItem::Head(head) => head_value(head),
            OfficialItem::Piece { piece, lead, keep } => {
                let mut value = self::piece(piece, self.label(piece));
                value["item"] = "piece".into();
                value["keep"] = (*keep).into();
                value["numbering"] = numbering(piece);
                let title = matches!(piece.role, Role::Title | Role::Text(BlockKind::Title, _));
                if title && piece.footnotes.is_empty() {
                    value["runs"] = title_lines(&piece.text, TITLE_HALVES).join("\n").into();
                }
                if let Some(lead) = lead {
                    value["runs"] = led(piece, *lead);
                }
                value
            }
            OfficialItem::AttachmentLine {
                piece,
                left,
                hang,
                keep,
            } => json!({
                "item": "attachment", "runs": runs(piece), "left": left, "hang": hang - left, "keep": keep,
            }),
            OfficialItem::Signed { piece, left, keep } => {
                json!({"item": "signed", "runs": runs(piece), "left": left, "keep": keep})
            }
            OfficialItem::Imprint(rows) => {
                let row = |row: &yandu_export::ImprintRow| json!({"left": row.left, "right": row.right, "hang": row.hang});
                json!({"item": "imprint", "rows": rows.iter().map(row).collect::<Vec<_>>()})
            }
        }
    }
}

fn head_value(head: &OfficialHead) -> Value {
    let places = head.places();
    json!({
        "item": "head",
        "markings": head.markings,
        "mark": head.mark,
        "number": head.number,
        "signatories": head.signatories.join("　"),
        "rule": head.rule,
        "notes": head.footnotes,
        "size": places.size,
        "line": places.line,
        "above": places.above,
        "below": places.below,
        "to_rule": places.to_rule,
    })
}

/// The face of a heading by its numbering; null: by its level.
fn numbering(piece: &Piece) -> Value {
    match yandu_export::numbering(&piece.text) {
        Some(face) => face_name(face).into(),
        None => Value::Null,
    }
}

fn face_name(face: LeadFace) -> &'static str {
    match face {
        LeadFace::Hei => "hei",
        LeadFace::Kai => "kai",
    }
}

/// The text with its first chars in another face.
fn led(piece: &Piece, lead: Lead) -> Value {
    let mut left = lead.chars as usize;
    let mut list = Vec::new();
    for (text, note) in piece.stretches() {
        let begun: String = text.chars().take(left).collect();
        let rest: String = text.chars().skip(left).collect();
        left = left.saturating_sub(text.chars().count());
        list.push(json!({"text": begun, "note": null, "face": face_name(lead.face)}));
        list.push(json!({"text": rest, "note": note}));
    }
    Value::Array(list)
}

/// The pieces, rows of a table together.
fn list(pieces: &[Piece]) -> Vec<Value> {
    let mut list = Vec::new();
    let mut titled = Titled::default();
    for group in pieces.chunk_by(|a, b| is_row(a) && is_row(b)) {
        if is_row(&group[0]) {
            list.push(table(group));
            continue;
        }
        for p in group {
            let label = titled.label(p);
            let mut value = piece(p, label);
            let title = Role::Text(BlockKind::Title, 0);
            if p.role == title && p.footnotes.is_empty() {
                value["runs"] = joined_title(&p.text).into();
            }
            list.push(value);
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
