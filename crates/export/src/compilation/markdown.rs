//! Markdown with front matter.

use yandu_document::BlockKind;

use super::pieces::{Piece, Role, pieces};
use super::title::joined_title;
use super::{AnnotationPlace, Compilation};
use crate::escape;

/// Writes a compilation as Markdown; annotations are footnotes.
pub fn write_compilation_markdown(compilation: &Compilation, place: AnnotationPlace) -> String {
    let mut text = front_matter(compilation);
    let mut notes = Vec::new();
    let mut in_table = false;
    for piece in pieces(compilation, place) {
        let row = matches!(piece.role, Role::Text(BlockKind::TableRow, _));
        if row {
            table_row(&mut text, &piece.text, in_table);
        } else {
            block(&mut text, &piece, &mut notes, compilation.list);
        }
        in_table = row;
    }
    for (n, note) in notes.iter().enumerate() {
        text.push_str(&format!("\n[^{}]: {}\n", n + 1, escape::markdown(note)));
    }
    text
}

fn front_matter(compilation: &Compilation) -> String {
    let mut text = String::from("---\n");
    let fields = [
        ("title", &compilation.title),
        ("author", &compilation.author),
        ("date", &compilation.date),
    ];
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        // A JSON string is a YAML string.
        let value = serde_json::Value::from(value.as_str());
        text.push_str(&format!("{name}: {value}\n"));
    }
    text.push_str("---\n");
    text
}

fn block(text: &mut String, piece: &Piece, notes: &mut Vec<String>, list: bool) {
    let below = usize::from(list) + usize::from(piece.part > 0);
    let before = match piece.role {
        Role::TextBegin => return,
        Role::PartBegin => return text.push_str("\n---\n"),
        Role::Title => "# ",
        Role::Section => "## ",
        Role::Text(BlockKind::Title, _) => heading(below),
        Role::Text(BlockKind::Heading, level) => heading(usize::from(level) + below),
        Role::Label | Role::NoteTitle => "#### ",
        Role::Quotation | Role::Guide => "> ",
        _ => "",
    };
    // A heading is one line, whatever lines it had on its page.
    let body = match before.starts_with('#') {
        true => marked(piece, notes, ""),
        false => marked(piece, notes, "  \n"),
    };
    let body = match piece.role {
        Role::Entry => format!("**{body}**"),
        Role::Particulars | Role::Source | Role::Byline => format!("*{body}*"),
        Role::Question => body.replacen("\\.", ".", 1),
        _ => body,
    };
    text.push_str(&format!("\n{before}{body}\n"));
}

/// The sign of a heading below so many others; Markdown has six levels.
fn heading(above: usize) -> &'static str {
    ["# ", "## ", "### ", "#### ", "##### ", "###### "][above.min(5)]
}

/// The text with the marks of its footnotes; `between` parts its lines, none joins them as a title.
fn marked(piece: &Piece, notes: &mut Vec<String>, between: &str) -> String {
    let mut body = String::new();
    let mut begins = true;
    for (text, note) in piece.stretches() {
        let text = if between.is_empty() {
            joined_title(&text)
        } else {
            text
        };
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                body.push_str(between);
                begins = true;
            }
            body.push_str(&escape::markdown_part(line, begins));
            begins &= line.is_empty();
        }
        if let Some(note) = note {
            notes.push(note.to_owned());
            body.push_str(&format!("[^{}]", notes.len()));
            begins = false;
        }
    }
    body
}

fn table_row(text: &mut String, row: &str, in_table: bool) {
    let cells: Vec<String> = row.split('\t').map(escape::markdown).collect();
    let line = format!("| {} |\n", cells.join(" | "));
    if in_table {
        text.push_str(&line);
    } else {
        let rule = vec!["---"; cells.len()].join(" | ");
        text.push_str(&format!("\n{line}| {rule} |\n"));
    }
}
