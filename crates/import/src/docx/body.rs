//! document.xml to lines, and the other stories: notes, headers, text boxes.

use quick_xml::events::BytesStart;
use yandu_document::{LineRole, SourceLine};

use super::NAME;
use super::frame::{Field, Frame, Run};
use super::story::{Context, Notes};
use super::table::{Vertical, columns};
use crate::ImportError;
use crate::package::Relation;
use crate::xml::{Node, attribute, events, is_on};

/// Elements whose whole content is left out: deletions, moved-away text, what formats were before a change, the copy
/// of a text box for old programs.
fn is_skipped(name: &str, e: &BytesStart<'_>) -> bool {
    match name {
        "del" | "moveFrom" | "delText" | "Fallback" | "delInstrText" | "numberingChange" => true,
        // What Word 2003 keeps of a change or a comment.
        "annotation" => attribute(e, "type").is_some_and(|t| {
            matches!(
                &*t,
                "Word.Deletion" | "Word.Comment" | "Word.Formatting" | "Word.Numbering"
            )
        }),
        name => name.ends_with("PrChange"),
    }
}

/// How a story is read.
#[derive(Default)]
pub(super) struct Story {
    pub(super) relations: Vec<Relation>,
    pub(super) notes: Notes,
    /// The story is a list of notes in elements of this name.
    pub(super) note_element: Option<&'static str>,
    /// Everything of the document is in this one file: notes and headers stand where they are referred to.
    pub(super) one_file: bool,
}

impl Story {
    pub(super) fn whole_file() -> Self {
        Story {
            one_file: true,
            ..Story::default()
        }
    }
}

/// What was read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) lines: Vec<SourceLine>,
    /// Notes by id, where the story is a list of them.
    pub(super) notes: Vec<(String, Vec<SourceLine>)>,
    /// Headers and footers that the sections name: element, kind and id, in order.
    pub(super) headers: Vec<(String, String, String)>,
    /// The first page of the first section has a header of its own.
    pub(super) title_page: bool,
}

/// Reads a story. A field that never ends would swallow the rest; then fields are read as if there were none.
pub(super) fn read(
    context: &mut Context<'_, '_>,
    xml: &str,
    story: Story,
) -> Result<Read, ImportError> {
    let broken = has_broken_fields(xml)?;
    let mut body = Body {
        context,
        story,
        frames: vec![Frame::default()],
        skip_depth: 0,
        used_notes: Vec::new(),
        read: Read::default(),
        sections: 0,
        note_id: None,
        binary: None,
        alt: String::new(),
        fields_are_broken: broken,
    };
    events(NAME, xml, |node| match node {
        Node::Open(e) => body.open(e),
        Node::Close(name) => body.close(name),
        Node::Text(text) => body.text(text),
    })?;
    Ok(body.finish())
}

/// True if a field is begun that does not end.
fn has_broken_fields(xml: &str) -> Result<bool, ImportError> {
    if !xml.contains("fldChar") {
        return Ok(false);
    }
    let mut open = 0_i64;
    events(NAME, xml, |node| {
        if let Node::Open(e) = node
            && e.local_name().as_ref() == "fldChar"
        {
            match attribute(e, "fldCharType").as_deref() {
                Some("begin") => open += 1,
                Some("end") => open -= 1,
                _ => {}
            }
        }
    })?;
    Ok(open > 0)
}

pub(super) struct Body<'c, 'p, 'a> {
    pub(super) context: &'c mut Context<'p, 'a>,
    pub(super) story: Story,
    pub(super) frames: Vec<Frame>,
    skip_depth: u32,
    used_notes: Vec<SourceLine>,
    read: Read,
    /// Sections that ended.
    sections: usize,
    /// The id of the note that is open.
    note_id: Option<String>,
    /// The name and the packed bytes of a picture that is being read.
    pub(super) binary: Option<(String, String)>,
    /// What the open drawing says that it shows.
    pub(super) alt: String,
    pub(super) fields_are_broken: bool,
}

impl Body<'_, '_, '_> {
    pub(super) fn frame(&mut self) -> &mut Frame {
        // There is always the story's own.
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn open(&mut self, e: &BytesStart<'_>) {
        let local = e.local_name();
        let name = local.as_ref();
        if self.skip_depth > 0 || is_skipped(name, e) {
            self.note_deletion(name);
            self.skip_depth += 1;
            return;
        }
        match name {
            "p" => self.begin_paragraph(),
            "pPr" => self.frame().in_paragraph_properties = true,
            "rPr" => self.frame().in_run_properties = true,
            "r" => {
                self.frame().run = Run {
                    inside: true,
                    ..Run::default()
                }
            }
            "t" => self.frame().in_text = true,
            "instrText" => self.frame().in_text = !self.fields_are_broken,
            "tab" | "ptab" if self.in_content() => self.push("\t"),
            // A page or a column that ends within a paragraph ends a line like any other break.
            "br" | "cr" if self.in_content() => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => self.symbol(e),
            "footnoteReference" | "endnoteReference" => self.note(name, e),
            "footnote" | "endnote" => self.begin_note(name, e),
            "txbxContent" => self.frames.push(Frame::default()),
            "hdr" | "ftr" if self.story.one_file => self.frames.push(Frame::default()),
            "ruby" => self.begin_ruby(),
            "rt" => self.in_reading(true),
            "tbl" => {
                self.frame().end_carried();
                let Body {
                    context, frames, ..
                } = self;
                if let Some(frame) = frames.last_mut() {
                    frame.tables.begin(&mut context.shelf);
                }
            }
            "tr" => self.frame().open_row(),
            "tc" => self.frame().tables.begin_cell(),
            _ => self.open_other(name, e),
        }
    }

    fn open_other(&mut self, name: &str, e: &BytesStart<'_>) {
        let frame = self.frame();
        if frame.in_paragraph_properties || frame.in_run_properties {
            self.property(name, e);
        } else if name.starts_with("fld") || frame.fields.last().is_some_and(|f| !f.result) {
            self.field(name, e);
        } else if !self.cell_property(name, e) {
            self.drawing(name, e);
        }
        if matches!(name, "headerReference" | "footerReference") {
            let kind = attribute(e, "type").unwrap_or_default();
            let id = attribute(e, "id").unwrap_or_default();
            self.read.headers.push((name.to_owned(), kind, id));
        } else if name == "titlePg" && self.sections == 0 {
            self.read.title_page = is_on(e);
        }
    }

    /// In a run and not in its properties, where the same names are others.
    fn in_content(&mut self) -> bool {
        let frame = self.frame();
        frame.run.inside && !frame.in_paragraph_properties && !frame.in_run_properties
    }

    /// A deletion that stands in properties says that the paragraph's mark or the row is deleted.
    fn note_deletion(&mut self, name: &str) {
        if self.skip_depth > 0 || name != "del" && name != "moveFrom" {
            return;
        }
        let frame = self.frame();
        if frame.in_paragraph_properties && frame.in_run_properties {
            if let Some(paragraph) = frame.paragraphs.last_mut() {
                paragraph.deleted = true;
            }
        } else if frame.paragraphs.is_empty()
            && let Some(row) = frame.tables.rows.last_mut()
            && row.cells.is_empty()
        {
            row.deleted = true;
        }
    }

    fn property(&mut self, name: &str, e: &BytesStart<'_>) {
        let frame = self.frame();
        let in_mark = frame.in_paragraph_properties;
        if frame.in_run_properties && !in_mark {
            match name {
                "vanish" => frame.run.hidden = Some(is_on(e)),
                "rStyle" => frame.run.style = attribute(e, "val"),
                _ => {}
            }
            return;
        }
        let Some(paragraph) = frame.paragraphs.last_mut() else {
            return;
        };
        let value = attribute(e, "val");
        match name {
            "pStyle" => {
                paragraph.style = value;
                paragraph.resolved = None;
            }
            "numId" | "ilfo" => paragraph.num_id = value.and_then(|v| v.parse().ok()),
            "ilvl" => paragraph.level = value.and_then(|v| v.parse().ok()),
            "outlineLvl" => paragraph.outline_level = value.and_then(|v| v.parse().ok()),
            "vanish" => paragraph.hidden = Some(is_on(e)),
            _ => {}
        }
    }

    /// Parts of a field; of a form's field in its code as well.
    fn field(&mut self, name: &str, e: &BytesStart<'_>) {
        if self.fields_are_broken && name == "fldChar" {
            return;
        }
        let frame = self.frame();
        match (name, frame.fields.last_mut()) {
            ("fldChar", field) => match (attribute(e, "fldCharType").as_deref(), field) {
                (Some("begin"), _) => frame.fields.push(Field::default()),
                (Some("separate"), Some(field)) => field.result = true,
                (Some("end"), _) => self.end_field(),
                _ => {}
            },
            ("fldSimple", _) => frame.fields.push(Field {
                code: attribute(e, "instr").unwrap_or_default(),
                result: true,
                ..Field::default()
            }),
            ("checkBox", Some(field)) => field.checked = Some(false),
            ("default" | "checked", Some(field)) if field.checked.is_some() => {
                field.checked = Some(is_on(e));
            }
            ("listEntry", Some(field)) => field.entries.extend(attribute(e, "val")),
            ("result", Some(field)) => {
                let chosen = attribute(e, "val").and_then(|v| v.parse().ok());
                field.chosen = chosen.unwrap_or(0);
            }
            _ => {}
        }
    }

    /// True if it was a property of a cell or a row.
    fn cell_property(&mut self, name: &str, e: &BytesStart<'_>) -> bool {
        let tables = &mut self.frame().tables;
        let value = || attribute(e, "val");
        match (name, tables.rows.last_mut()) {
            ("tblHeader", Some(row)) => row.is_head = is_on(e),
            ("gridBefore", Some(row)) => {
                row.before = value().and_then(|v| v.parse().ok()).unwrap_or(0).min(200);
            }
            ("gridSpan", Some(row)) => {
                if let Some(cell) = row.cells.last_mut() {
                    cell.columns = columns(value());
                }
            }
            ("vMerge" | "vmerge", Some(row)) => {
                if let Some(cell) = row.cells.last_mut() {
                    cell.vertical = match value().as_deref() {
                        Some("restart") => Vertical::Begins,
                        _ => Vertical::GoesOn,
                    };
                }
            }
            _ => return false,
        }
        true
    }

    fn in_reading(&mut self, on: bool) {
        if let Some(ruby) = &mut self.frame().ruby {
            ruby.in_reading = on;
        }
    }

    fn close(&mut self, name: &str) {
        if self.skip_depth > 0 {
            self.skip_depth -= 1;
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.frame().in_paragraph_properties = false,
            "rPr" => self.frame().in_run_properties = false,
            "r" => self.frame().run = Run::default(),
            "t" | "instrText" => self.frame().in_text = false,
            "fldSimple" => self.end_field(),
            "ruby" => self.end_ruby(),
            "rt" => self.in_reading(false),
            "tc" => self.frame().end_carried(),
            "tr" => self.end_row(),
            "tbl" => {
                let Body {
                    context, frames, ..
                } = self;
                if let Some(frame) = frames.last_mut() {
                    frame.tables.end(&mut context.shelf);
                }
            }
            "txbxContent" => self.end_box(),
            "footnote" | "endnote" => self.end_note(),
            "hdr" | "ftr" if self.story.one_file => self.end_header(name),
            "binData" => self.end_binary(),
            "sectPr" => self.sections += 1,
            "drawing" | "pict" => self.alt.clear(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skip_depth > 0 {
            return;
        }
        if let Some((_, packed)) = &mut self.binary {
            packed.push_str(text);
        } else if self.frame().in_text {
            self.push(text);
        }
    }

    fn end_row(&mut self) {
        let Body {
            context, frames, ..
        } = self;
        if let Some(frame) = frames.last_mut() {
            let lines = frame.tables.end_row(&mut context.shelf);
            frame.place().extend(lines);
        }
    }

    /// A text box comes behind the paragraph that anchors it.
    fn end_box(&mut self) {
        let lines = self.end_frame();
        self.add_boxed(lines);
    }

    /// Lines of something that floats: behind the open paragraph, or here.
    pub(super) fn add_boxed(&mut self, lines: Vec<SourceLine>) {
        let frame = self.frame();
        match frame.paragraphs.last_mut() {
            Some(paragraph) => paragraph.boxed.extend(lines),
            None => frame.place().extend(lines),
        }
    }

    /// Ends the innermost frame and returns its lines; the story's own never ends.
    fn end_frame(&mut self) -> Vec<SourceLine> {
        if self.frames.len() < 2 {
            return Vec::new();
        }
        let Some(mut frame) = self.frames.pop() else {
            return Vec::new();
        };
        frame.end_carried();
        frame.lines
    }

    fn note(&mut self, element: &str, e: &BytesStart<'_>) {
        let kind = if element.starts_with("foot") {
            "footnote"
        } else {
            "endnote"
        };
        let note = attribute(e, "id").and_then(|id| self.story.notes.remove(&(kind, id)));
        self.used_notes.extend(note.into_iter().flatten());
    }

    /// A note of a list of notes, or one that stands in the text; not the separators.
    fn begin_note(&mut self, name: &str, e: &BytesStart<'_>) {
        // In settings of the section the same name is another thing.
        let wanted = self.story.one_file || self.story.note_element == Some(name);
        if !wanted {
            return;
        }
        let real = attribute(e, "type").is_none_or(|t| t == "normal");
        let id = attribute(e, "id").unwrap_or_default();
        self.note_id = Some(if real { id } else { String::new() });
        self.frames.push(Frame::default());
    }

    fn end_note(&mut self) {
        let Some(id) = self.note_id.take() else {
            return;
        };
        let lines = self.end_frame();
        if self.story.one_file {
            let filled = lines.into_iter().filter(|l| !l.text.trim().is_empty());
            self.used_notes.extend(filled.map(|line| SourceLine {
                text: line.text.trim().to_owned(),
                role: LineRole::Footnote,
            }));
        } else if !id.is_empty() {
            self.read.notes.push((id, lines));
        }
    }

    /// A header that stands in the section's properties.
    fn end_header(&mut self, name: &str) {
        let lines = self.end_frame();
        super::headers::note_unread(self.context, name == "ftr", &lines, "");
    }

    fn finish(mut self) -> Read {
        while self.frames.len() > 1 {
            self.end_box();
        }
        let mut frame = self.frames.pop().unwrap_or_default();
        frame.end_carried();
        self.read.lines = frame.lines;
        self.read.lines.append(&mut self.used_notes);
        self.read
    }
}
