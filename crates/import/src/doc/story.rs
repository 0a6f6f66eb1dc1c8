//! Chars to paragraphs: the stories of a file, fields, tables, notes ([MS-DOC] 2.3, 2.8.25).

use yandu_document::{LineRole, SourceLine};

use super::fib::Fib;
use super::properties::{Paragraph, Ranges};
use crate::field;
use crate::numbering::{Numbering, labelled};

/// The stories in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Story {
    Main,
    Footnotes,
    Headers,
    Macros,
    Comments,
    Endnotes,
    TextBoxes,
}

const ORDER: [Story; 7] = [
    Story::Main,
    Story::Footnotes,
    Story::Headers,
    Story::Macros,
    Story::Comments,
    Story::Endnotes,
    Story::TextBoxes,
];

/// A field that is open.
#[derive(Debug, Default)]
struct Field {
    code: String,
    in_result: bool,
    /// Something of its result was text.
    shown: bool,
}

/// Takes the chars of a file in order and makes lines of them.
pub(super) struct Stories {
    /// Chars at which each story ends.
    ends: [u64; 7],
    paragraphs: Ranges<Paragraph>,
    /// Chars taken, as the file counts them.
    taken: u64,
    lines: Vec<SourceLine>,
    text: String,
    /// Paragraphs of the open cell.
    cell: Vec<String>,
    /// Cells of the open table row.
    cells: Vec<Vec<String>>,
    fields: Vec<Field>,
    numbering: Numbering,
}

impl Stories {
    pub(super) fn new(fib: &Fib, paragraphs: Ranges<Paragraph>, numbering: Numbering) -> Self {
        let mut sum = 0;
        let ends = fib.stories.map(|len| {
            sum += u64::from(len);
            sum
        });
        Stories {
            ends,
            paragraphs,
            taken: 0,
            lines: Vec::new(),
            text: String::new(),
            cell: Vec::new(),
            cells: Vec::new(),
            fields: Vec::new(),
            numbering,
        }
    }

    /// The story of the next char; `None` behind the last one that is read.
    fn story(&self) -> Option<Story> {
        let n = self.ends.iter().position(|end| self.taken < *end)?;
        Some(ORDER[n])
    }

    /// Text of a file before Word 97: only its main story, places unknown.
    pub(super) fn take_bytes(&mut self, text: &str, bytes: usize) {
        let left = self.ends[0].saturating_sub(self.taken);
        for c in text.chars() {
            // Where no property says so, a mark without any text before it ends the row.
            let row_end = c == '\x07' && self.text.is_empty() && !self.cells.is_empty();
            let paragraph = Paragraph {
                row_end,
                ..Paragraph::default()
            };
            self.put(c, Story::Main, paragraph);
        }
        self.taken += left.min(bytes as u64);
    }

    /// One char at its place in the stream.
    pub(super) fn take(&mut self, c: char, place: u32, left_out: bool) {
        let story = self.story();
        self.taken += c.len_utf16() as u64;
        let Some(story) = story else { return };
        if matches!(story, Story::Headers | Story::Macros | Story::Comments) || left_out {
            return;
        }
        let paragraph = match c {
            '\r' | '\x07' | '\x0c' => self.paragraphs.at(place).unwrap_or_default(),
            _ => Paragraph::default(),
        };
        self.put(c, story, paragraph);
    }

    fn put(&mut self, c: char, story: Story, paragraph: Paragraph) {
        match c {
            '\x13' => self.fields.push(Field::default()),
            '\x14' => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            '\x15' => self.end_field(),
            c if self.in_code(c) => {}
            '\r' if paragraph.in_table => self.cell.push(std::mem::take(&mut self.text)),
            '\r' | '\x0c' => self.end_paragraph(story, paragraph),
            '\x0b' if !self.cells.is_empty() => self.text.push(' '),
            '\x0b' => self.end_paragraph(story, Paragraph::default()),
            '\x07' => self.end_cell(paragraph),
            '\x1e' => self.text.push('-'),
            '\t' => self.text.push('\t'),
            c if c.is_control() => {}
            c => self.text.push(c),
        }
    }

    /// Takes a char of a field's code; true if it was one. What an inner field shows in a code is part of it.
    fn in_code(&mut self, c: char) -> bool {
        if let Some(field) = self.fields.iter_mut().rev().find(|f| !f.in_result) {
            if !c.is_control() {
                field.code.push(c);
            }
            return true;
        }
        self.fields.iter_mut().for_each(|f| f.shown = true);
        false
    }

    /// A field without a result may show what its code says, as 拼音指南 does.
    fn end_field(&mut self) {
        if let Some(field) = self.fields.pop().filter(|f| !f.shown)
            && let Some(text) = field::shown(&field.code)
            && !text.chars().next().is_some_and(|c| self.in_code(c))
        {
            self.text.push_str(&text);
        }
    }

    fn end_paragraph(&mut self, story: Story, paragraph: Paragraph) {
        let mut text = std::mem::take(&mut self.text);
        if let Some(list) = paragraph.list.filter(|_| !text.trim().is_empty()) {
            let label = self
                .numbering
                .next(u32::from(list), usize::from(paragraph.level));
            text = labelled(&label, &text);
        }
        let role = match (story, paragraph.heading) {
            (Story::Footnotes | Story::Endnotes, _) => LineRole::Footnote,
            (_, Some(level)) => LineRole::Heading(level.min(6)),
            _ => LineRole::Text,
        };
        if !text.trim().is_empty() {
            self.lines.push(SourceLine { text, role });
        }
    }

    /// A cell's mark, or the row's: that one stands alone behind the last cell's.
    fn end_cell(&mut self, paragraph: Paragraph) {
        if paragraph.row_end {
            self.end_row();
            return;
        }
        self.cell.push(std::mem::take(&mut self.text));
        self.cells.push(std::mem::take(&mut self.cell));
    }

    fn end_row(&mut self) {
        let mut cells = std::mem::take(&mut self.cells);
        // A row of one cell is layout; its paragraphs stay paragraphs.
        if cells.len() == 1 {
            let texts = cells.remove(0).into_iter().filter(|t| !t.trim().is_empty());
            self.lines.extend(texts.map(SourceLine::plain));
            return;
        }
        // A tab is the border between cells.
        let text = |cell: &Vec<String>| cell.join(" ").trim().replace('\t', " ");
        let text = cells.iter().map(text).collect::<Vec<_>>().join("\t");
        if !text.trim().is_empty() {
            let role = LineRole::TableRow;
            self.lines.push(SourceLine { text, role });
        }
    }

    /// The lines.
    pub(super) fn finish(mut self) -> Vec<SourceLine> {
        self.cells
            .extend((!self.cell.is_empty()).then(|| std::mem::take(&mut self.cell)));
        self.end_row();
        self.end_paragraph(Story::Main, Paragraph::default());
        self.lines
    }
}
