//! Paragraphs and runs of one frame: the body, a text box, a note, a header.

use yandu_document::{LineRole, SourceLine};

use super::body::Body;
use super::styles::Resolved;
use super::table::{Row, Tables};
use crate::numbering::labelled;
use crate::{field, marks};

/// A paragraph that is open.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) style: Option<String>,
    /// What the style says, once it is asked.
    pub(super) resolved: Option<Resolved>,
    pub(super) num_id: Option<u32>,
    pub(super) level: Option<usize>,
    pub(super) outline_level: Option<u8>,
    /// The paragraph's own mark is hidden, or is a deletion.
    pub(super) hidden: Option<bool>,
    pub(super) deleted: bool,
    /// Lines of text boxes, put behind the paragraph that anchors them.
    pub(super) boxed: Vec<SourceLine>,
}

/// What holds for the text of a run.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) inside: bool,
    pub(super) hidden: Option<bool>,
    pub(super) style: Option<String>,
}

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) code: String,
    /// Its result has begun.
    pub(super) result: bool,
    /// Something of its result was text.
    pub(super) shown: bool,
    /// A form's check box, and whether it is checked.
    pub(super) checked: Option<bool>,
    /// The entries of a form's list, and the chosen one.
    pub(super) entries: Vec<String>,
    pub(super) chosen: usize,
}

/// A ruby that is open: where its base begins, and its reading.
#[derive(Debug, Default)]
pub(super) struct Ruby {
    pub(super) base: usize,
    pub(super) reading: String,
    pub(super) in_reading: bool,
}

/// A text with paragraphs of its own.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) lines: Vec<SourceLine>,
    /// Open paragraphs: a drawing may hold paragraphs inside another one.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Text of a paragraph whose mark is deleted; it goes on in the next one.
    pub(super) carried: String,
    pub(super) tables: Tables,
    pub(super) run: Run,
    pub(super) in_text: bool,
    pub(super) in_paragraph_properties: bool,
    pub(super) in_run_properties: bool,
    pub(super) fields: Vec<Field>,
    pub(super) ruby: Option<Ruby>,
}

impl Frame {
    /// Where finished lines of the place go: the open cell, or the frame.
    pub(super) fn place(&mut self) -> &mut Vec<SourceLine> {
        match self.tables.cell() {
            Some(cell) => &mut cell.lines,
            None => &mut self.lines,
        }
    }

    /// A deleted paragraph mark at the end of a cell or a text has no next paragraph.
    pub(super) fn end_carried(&mut self) {
        let text = std::mem::take(&mut self.carried);
        if !text.is_empty() {
            self.place().push(SourceLine::plain(text));
        }
    }

    pub(super) fn open_row(&mut self) {
        self.end_carried();
        self.tables.rows.push(Row::default());
    }
}

impl Body<'_, '_, '_> {
    pub(super) fn begin_paragraph(&mut self) {
        let outermost = self.frame().paragraphs.is_empty();
        let text = if outermost {
            std::mem::take(&mut self.frame().carried)
        } else {
            String::new()
        };
        self.frame().paragraphs.push(Paragraph {
            text,
            ..Paragraph::default()
        });
    }

    /// Adds text at this place, unless it is hidden, a field's code or the reading of a ruby.
    pub(super) fn push(&mut self, text: &str) {
        if self.run_is_hidden() {
            return;
        }
        let frame = self.frame();
        // What an inner field shows in the code of another one is part of that code.
        if let Some(field) = frame.fields.iter_mut().rev().find(|f| !f.result) {
            field.code.push_str(text);
            return;
        }
        for field in &mut frame.fields {
            field.shown = true;
        }
        if let Some(ruby) = frame.ruby.as_mut().filter(|r| r.in_reading) {
            ruby.reading.push_str(text);
        } else if let Some(paragraph) = frame.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    /// Direct formatting, then the char style against the paragraph's (a toggle: ECMA-376 part 1, 17.7.3).
    fn run_is_hidden(&mut self) -> bool {
        if let Some(hidden) = self.frame().run.hidden {
            return hidden;
        }
        let by_paragraph = self.resolved().is_some_and(|r| r.hidden);
        let style = self.frame().run.style.clone();
        let by_run = style.and_then(|id| self.context.styles.hides(&id));
        by_run.map_or(by_paragraph, |hidden| hidden != by_paragraph)
    }

    /// What the style of the open paragraph says.
    fn resolved(&mut self) -> Option<&Resolved> {
        let frame = self.frames.last_mut()?;
        let paragraph = frame.paragraphs.last_mut()?;
        let styles = &self.context.styles;
        let style = &paragraph.style;
        Some(
            paragraph
                .resolved
                .get_or_insert_with(|| styles.resolve(style.as_deref())),
        )
    }

    pub(super) fn end_field(&mut self) {
        let Some(field) = self.frame().fields.pop() else {
            return;
        };
        if field.shown {
            return;
        }
        let chosen = field.entries.get(field.chosen).cloned();
        let checked = field
            .checked
            .map(|on| if on { "☑" } else { "☐" }.to_owned());
        if let Some(text) = checked.or(chosen).or_else(|| field::shown(&field.code)) {
            self.push(&text);
        }
    }

    pub(super) fn begin_ruby(&mut self) {
        let base = self.frame().paragraphs.last().map_or(0, |p| p.text.len());
        self.frame().ruby = Some(Ruby {
            base,
            ..Ruby::default()
        });
    }

    pub(super) fn end_ruby(&mut self) {
        let frame = self.frame();
        let (Some(ruby), Some(paragraph)) = (frame.ruby.take(), frame.paragraphs.last_mut()) else {
            return;
        };
        let base = paragraph.text.get(ruby.base..).unwrap_or_default();
        let reading = marks::reading(base, &ruby.reading);
        paragraph.text.push_str(&reading);
    }

    pub(super) fn end_paragraph(&mut self) {
        self.resolved();
        let frame = self.frame();
        let Some(paragraph) = frame.paragraphs.pop() else {
            return;
        };
        let style = paragraph.resolved.clone().unwrap_or_default();
        if paragraph.deleted && frame.paragraphs.is_empty() {
            frame.carried.push_str(&paragraph.text);
            let boxed = paragraph.boxed;
            frame.place().extend(boxed);
            return;
        }
        let mark_hidden = paragraph.hidden.unwrap_or(style.hidden);
        let label = if mark_hidden && paragraph.text.is_empty() {
            String::new()
        } else {
            self.label(&paragraph, &style)
        };
        let mut lines = lines(&paragraph, &style, &label);
        if mark_hidden && paragraph.text.is_empty() {
            lines.clear();
        }
        lines.extend(paragraph.boxed);
        let frame = self.frame();
        match frame.paragraphs.last_mut() {
            Some(outer) => outer.boxed.append(&mut lines),
            None => frame.place().append(&mut lines),
        }
    }

    /// The number of a paragraph: its own, or that of its style.
    fn label(&mut self, paragraph: &Paragraph, style: &Resolved) -> String {
        let numbering = &mut self.context.numbering;
        let (num_id, by_style) = match (paragraph.num_id, &style.list) {
            (Some(id), _) => (id, None),
            (None, Some((id, style))) => (*id, Some(style)),
            (None, None) => return String::new(),
        };
        if num_id == 0 {
            return String::new();
        }
        // A style without a level has the one that names it.
        let named = by_style.and_then(|style| numbering.level_of_style(num_id, style));
        let level = paragraph.level.or(named).or(style.level).unwrap_or(0);
        numbering.next(num_id, level)
    }
}

/// The lines of a paragraph: one, or as many as its breaks make.
fn lines(paragraph: &Paragraph, style: &Resolved, label: &str) -> Vec<SourceLine> {
    let by_outline = paragraph.outline_level.filter(|l| *l < 6).map(|l| l + 1);
    // Level 9 says that a paragraph is no heading, whatever its style.
    let heading = match paragraph.outline_level {
        Some(9) => None,
        _ => by_outline.or(style.heading),
    };
    let role = match (style.is_title, heading) {
        (true, _) => LineRole::Title,
        (false, Some(level)) => LineRole::Heading(level),
        (false, None) => LineRole::Text,
    };
    let texts = paragraph.text.split('\n');
    let mut lines: Vec<SourceLine> = texts
        .map(|text| SourceLine {
            text: text.to_owned(),
            role,
        })
        .collect();
    if let Some(first) = lines.iter_mut().find(|l| !l.text.trim().is_empty()) {
        first.text = labelled(label, &first.text);
    }
    lines
}
