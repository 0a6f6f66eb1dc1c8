//! document.xml to lines.

use std::collections::HashMap;

use quick_xml::events::BytesStart;
use yandu_document::{LineRole, SourceLine};

use super::NAME;
use super::styles::{Resolved, Styles};
use crate::ImportError;
use crate::numbering::Numbering;
use crate::xml::{Node, attribute, events, is_on};

/// Elements whose whole content is left out: deletions, moved-away text, ruby above the base, field
/// codes, and the copy of a text box for old programs.
const SKIPPED: [&str; 7] = [
    "del",
    "moveFrom",
    "rt",
    "instrText",
    "delText",
    "Fallback",
    "delInstrText",
];

type Notes = HashMap<(&'static str, String), String>;

/// Reads the body.
pub(super) fn read(
    xml: &str,
    styles: Styles,
    numbering: Numbering,
    notes: Notes,
) -> Result<Vec<SourceLine>, ImportError> {
    let mut body = Body {
        styles,
        numbering,
        notes,
        ..Body::default()
    };
    events(NAME, xml, |node| match node {
        Node::Open(e) => body.open(e),
        Node::Close(name) => body.close(name),
        Node::Text(text) => body.text(text),
    })?;
    let Body {
        mut lines,
        used_notes,
        ..
    } = body;
    lines.extend(used_notes.into_iter().map(|text| SourceLine {
        text,
        role: LineRole::Footnote,
    }));
    Ok(lines)
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Resolved,
    num_id: Option<u32>,
    level: Option<usize>,
    outline_level: Option<u8>,
    /// The paragraph's own mark is hidden.
    hidden: bool,
}

#[derive(Default)]
struct Row {
    cells: Vec<Vec<SourceLine>>,
}

#[derive(Default)]
struct Body {
    styles: Styles,
    numbering: Numbering,
    notes: Notes,
    lines: Vec<SourceLine>,
    used_notes: Vec<String>,
    /// Open paragraphs: a text box holds paragraphs inside another one.
    paragraphs: Vec<Paragraph>,
    /// Lines of text boxes, put behind the paragraph that anchors them.
    boxed: Vec<SourceLine>,
    rows: Vec<Row>,
    skip_depth: u32,
    in_text: bool,
    in_run: bool,
    in_paragraph_properties: bool,
    run_hidden: bool,
}

impl Body {
    fn open(&mut self, e: &BytesStart<'_>) {
        let local = e.local_name();
        let name = local.as_ref();
        if self.skip_depth > 0 || SKIPPED.contains(&name) {
            self.skip_depth += 1;
            return;
        }
        match name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "pPr" => self.in_paragraph_properties = true,
            "r" => (self.in_run, self.run_hidden) = (true, false),
            "t" => self.in_text = true,
            "tab" if self.in_run && !self.in_paragraph_properties => self.push("\t"),
            "br" | "cr" if self.in_run => {
                if attribute(e, "type").is_none_or(|t| t == "textWrapping") {
                    self.push("\n");
                }
            }
            "noBreakHyphen" => self.push("-"),
            "sym" => self.symbol(e),
            "footnoteReference" | "endnoteReference" => self.note(name, e),
            "tr" => self.rows.push(Row::default()),
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Vec::new());
                }
            }
            _ => self.property(name, e),
        }
    }

    fn property(&mut self, name: &str, e: &BytesStart<'_>) {
        if name == "vanish" && self.in_run {
            self.run_hidden = is_on(e);
            return;
        }
        if !self.in_paragraph_properties {
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        let value = attribute(e, "val");
        match name {
            "pStyle" => paragraph.style = self.styles.resolve(&value.unwrap_or_default()),
            "numId" => paragraph.num_id = value.and_then(|v| v.parse().ok()),
            "ilvl" => paragraph.level = value.and_then(|v| v.parse().ok()),
            "outlineLvl" => paragraph.outline_level = value.and_then(|v| v.parse().ok()),
            "vanish" => paragraph.hidden = is_on(e),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skip_depth > 0 {
            self.skip_depth -= 1;
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.in_paragraph_properties = false,
            "r" => (self.in_run, self.run_hidden) = (false, false),
            "t" => self.in_text = false,
            "tr" => self.end_row(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.skip_depth == 0 {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        if self.run_hidden {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    /// A symbol of a symbol font has no meaning as text; a plain character has.
    fn symbol(&mut self, e: &BytesStart<'_>) {
        let code = attribute(e, "char").and_then(|v| u32::from_str_radix(&v, 16).ok());
        let c = code
            .and_then(char::from_u32)
            .filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}'));
        if let Some(c) = c {
            self.push(&c.to_string());
        }
    }

    fn note(&mut self, element: &str, e: &BytesStart<'_>) {
        let kind = if element.starts_with("foot") {
            "footnote"
        } else {
            "endnote"
        };
        let note = attribute(e, "id").and_then(|id| self.notes.remove(&(kind, id)));
        self.used_notes.extend(note);
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        let style = paragraph.style;
        let num_id = paragraph.num_id.or(style.num_id).filter(|id| *id != 0);
        let level = paragraph.level.or(style.level).unwrap_or(0);
        let hidden = style.hidden || (paragraph.hidden && paragraph.text.is_empty());
        if hidden {
            return;
        }
        let label = num_id
            .map(|id| self.numbering.next(id, level))
            .unwrap_or_default();
        let by_outline = paragraph.outline_level.filter(|l| *l < 6).map(|l| l + 1);
        let role = match (style.is_title, by_outline.or(style.heading)) {
            (true, _) => LineRole::Title,
            (false, Some(level)) => LineRole::Heading(level),
            (false, None) => LineRole::Text,
        };
        let mut lines: Vec<SourceLine> = paragraph
            .text
            .split('\n')
            .map(|text| SourceLine {
                text: text.to_owned(),
                role,
            })
            .collect();
        if let Some(first) = lines.first_mut().filter(|l| !l.text.trim().is_empty()) {
            first.text = format!("{label}{}", first.text);
        }
        if !self.paragraphs.is_empty() {
            self.boxed.append(&mut lines);
            return;
        }
        lines.append(&mut self.boxed);
        match self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            Some(cell) => cell.append(&mut lines),
            None => self.lines.append(&mut lines),
        }
    }

    /// A row of one cell is layout; its paragraphs stay paragraphs.
    fn end_row(&mut self) {
        let Some(mut row) = self.rows.pop() else {
            return;
        };
        let mut lines = if row.cells.len() == 1 {
            row.cells.remove(0)
        } else {
            let text = |cell: &Vec<SourceLine>| {
                cell.iter()
                    .map(|l| l.text.trim())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let text = row.cells.iter().map(text).collect::<Vec<_>>().join("\t");
            vec![SourceLine {
                text,
                role: LineRole::TableRow,
            }]
        };
        match self
            .rows
            .last_mut()
            .and_then(|outer| outer.cells.last_mut())
        {
            Some(cell) => cell.append(&mut lines),
            None => self.lines.append(&mut lines),
        }
    }
}
