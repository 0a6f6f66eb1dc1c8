//! content.xml to lines.

use quick_xml::events::BytesStart;
use yandu_document::{LineRole, MergedCell, SourceLine};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::lists::Lists;
use super::styles::Styles;
use crate::marks::{self, Shelf, row_mark};
use crate::numbering::labelled;
use crate::package::{Package, resolve};
use crate::xml::{Node, attribute};

/// Spaces that one `text:s` may stand for.
const MOST_SPACES: usize = 200;
/// Columns that a cell may cover or repeat; a sheet's empty rest is repeated far more often.
const MOST_COLUMNS: u32 = 200;

/// A paragraph or heading that is open.
struct Paragraph {
    text: String,
    role: LineRole,
    /// Its style hides it, or a field does.
    hidden: bool,
    /// Lines of frames that it anchors.
    boxed: Vec<SourceLine>,
    /// Depth of frames, and open rows, where it begins.
    frame: usize,
    rows: usize,
    label: String,
}

/// A cell of the open row.
#[derive(Default)]
struct Cell {
    text: String,
    columns: u32,
    rows: u32,
    covered: bool,
}

/// A table that is open.
struct Table {
    number: usize,
    rows: u32,
    in_head: bool,
}

/// A ruby that is open: where its base begins.
struct Ruby {
    base: usize,
    reading: String,
    in_reading: bool,
}

pub(super) struct Reader<'a> {
    styles: Styles,
    package: Package<'a>,
    lists: Lists,
    shelf: Shelf,
    lines: Vec<SourceLine>,
    /// Open paragraphs: one in a footnote or a frame stands within another.
    open: Vec<Paragraph>,
    /// Depth within elements whose text is none: annotations, tracked changes, numbers of notes.
    left_out: usize,
    tables: Vec<Table>,
    /// Cells of the rows that are open, outermost first.
    rows: Vec<Vec<Cell>>,
    /// Footnotes that are open.
    notes: usize,
    /// Footnotes of the paragraph, which come behind it.
    behind: Vec<SourceLine>,
    /// Stretches that are open: true for a hidden one.
    spans: Vec<bool>,
    ruby: Option<Ruby>,
    frames: usize,
    /// The packed bytes of a picture that is being read.
    binary: Option<String>,
    /// Title or description of a frame is being read.
    in_alt: bool,
    alt: String,
    objects: usize,
    /// The body of the document has begun: before it there are styles only.
    in_body: bool,
}

/// Elements whose text is not the text's.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "annotation"
            | "annotation-end"
            | "tracked-changes"
            | "note-citation"
            | "footnote-citation"
            | "endnote-citation"
            | "forms"
            | "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
            | "dde-connection-decls"
            | "event-listeners"
            | "label"
            | "hidden-text"
    ) || name.ends_with("-source")
}

impl<'a> Reader<'a> {
    pub(super) fn new(styles: Styles, package: Package<'a>) -> Self {
        Reader {
            styles,
            package,
            lists: Lists::default(),
            shelf: Shelf::default(),
            lines: Vec::new(),
            open: Vec::new(),
            left_out: 0,
            tables: Vec::new(),
            rows: Vec::new(),
            notes: 0,
            behind: Vec::new(),
            spans: Vec::new(),
            ruby: None,
            frames: 0,
            binary: None,
            in_alt: false,
            alt: String::new(),
            objects: 0,
            in_body: false,
        }
    }

    pub(super) fn take(&mut self, node: Node<'_>) {
        match node {
            Node::Open(e) => {
                let name = e.local_name();
                let name = name.as_ref();
                self.in_body |= name == "body";
                if !self.in_body {
                    return;
                }
                if self.left_out > 0 || is_left_out(name) || is_hidden_section(name, e) {
                    self.left_out += 1;
                } else {
                    self.open(e, name);
                }
            }
            Node::Close(_) if !self.in_body => {}
            Node::Close(_) if self.left_out > 0 => self.left_out -= 1,
            Node::Close(name) => self.close(name),
            Node::Text(text) if self.left_out == 0 && self.in_body => self.text(text),
            Node::Text(_) => {}
        }
    }

    /// White space in the file is one space (ODF 1.3, 6.1.2).
    fn text(&mut self, text: &str) {
        if let Some(packed) = &mut self.binary {
            packed.push_str(text);
        } else if self.in_alt {
            self.alt.push_str(text);
        } else if !self.spans.contains(&true) {
            self.visible(text);
        }
    }

    fn visible(&mut self, text: &str) {
        let reading = self.ruby.as_mut().filter(|r| r.in_reading);
        let to = match reading {
            Some(ruby) => &mut ruby.reading,
            None => match self.open.last_mut() {
                Some(paragraph) => &mut paragraph.text,
                None => return,
            },
        };
        for c in text.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !space {
                to.push(c);
            } else if !to.is_empty() && !to.ends_with(' ') {
                to.push(' ');
            }
        }
    }

    fn push(&mut self, text: &str) {
        if self.spans.contains(&true) {
            return;
        }
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn open(&mut self, e: &BytesStart<'_>, name: &str) {
        match name {
            "p" | "h" => self.begin_paragraph(e, name),
            "span" => {
                let style = attribute(e, "style-name").unwrap_or_default();
                self.spans.push(self.styles.is_hidden(&style));
            }
            "s" => {
                let count = attribute(e, "c").and_then(|c| c.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(usize::min(count, MOST_SPACES)));
            }
            "tab" | "tab-stop" => self.push("\t"),
            "line-break" => self.push("\n"),
            "hidden-paragraph" if attribute(e, "is-hidden").is_some_and(|v| v == "true") => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.hidden = true;
                }
            }
            "list" | "ordered-list" | "unordered-list" => self.lists.begin(e),
            "list-item" => self.lists.begin_item(e, true),
            "list-header" => self.lists.begin_item(e, false),
            "note" | "footnote" | "endnote" => self.notes += 1,
            "ruby" => {
                let base = self.open.last().map_or(0, |p| p.text.len());
                self.ruby = Some(Ruby {
                    base,
                    reading: String::new(),
                    in_reading: false,
                });
            }
            "ruby-text" => self.in_reading(true),
            _ => self.open_other(e, name),
        }
    }

    fn open_other(&mut self, e: &BytesStart<'_>, name: &str) {
        match name {
            "table" | "sub-table" => self.tables.push(Table {
                number: self.shelf.table(),
                rows: 0,
                in_head: false,
            }),
            "table-header-rows" => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = true;
                }
            }
            "table-row" => self.rows.push(Vec::new()),
            "table-cell" | "covered-table-cell" => self.begin_cell(e, name == "covered-table-cell"),
            "frame" | "text-box" | "custom-shape" | "rect" => self.frames += 1,
            "image" => self.picture(e),
            "binary-data" => self.binary = Some(String::new()),
            // Title and description of a drawing; a field of the same name is text.
            "title" | "desc" if e.name().prefix().is_some_and(|p| p.as_ref() == "svg") => {
                self.in_alt = true;
                self.alt.clear();
            }
            "object" | "object-ole" => self.objects += 1,
            _ => {}
        }
    }

    fn in_reading(&mut self, on: bool) {
        if let Some(ruby) = &mut self.ruby {
            ruby.in_reading = on;
        }
    }

    fn begin_paragraph(&mut self, e: &BytesStart<'_>, name: &str) {
        let style = attribute(e, "style-name").unwrap_or_default();
        let level = attribute(e, "outline-level").or_else(|| attribute(e, "level"));
        let level = level.and_then(|l| l.parse().ok()).unwrap_or(1u8);
        let role = match (name, self.notes) {
            (_, 1..) => LineRole::Footnote,
            ("h", _) => LineRole::Heading(level.clamp(1, 6)),
            _ if self.styles.is_title(&style) => LineRole::Title,
            _ => LineRole::Text,
        };
        let by_style = self.styles.list_of(&style);
        let mut label = self.lists.label(&self.styles.lists, by_style);
        let in_header = attribute(e, "is-list-header").is_some_and(|v| v == "true");
        if label.is_none() && name == "h" && !in_header && by_style != Some("") {
            let restart = attribute(e, "restart-numbering").is_some_and(|v| v == "true");
            let start = attribute(e, "start-value").and_then(|v| v.parse().ok());
            let start = start.or(restart.then_some(1));
            label = Some(self.lists.heading(&self.styles.outline, level, start));
        }
        self.open.push(Paragraph {
            text: String::new(),
            role,
            hidden: self.styles.is_hidden(&style),
            boxed: Vec::new(),
            frame: self.frames,
            rows: self.rows.len(),
            label: label.unwrap_or_default(),
        });
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>, covered: bool) {
        let number = |name: &str| {
            let said = attribute(e, name).and_then(|v| v.parse().ok());
            said.unwrap_or(1u32).clamp(1, MOST_COLUMNS)
        };
        let repeated = number("number-columns-repeated");
        if let Some(row) = self.rows.last_mut() {
            for _ in 0..repeated.min(MOST_COLUMNS.saturating_sub(row.len() as u32).max(1)) {
                row.push(Cell {
                    columns: number("number-columns-spanned"),
                    rows: number("number-rows-spanned"),
                    covered,
                    ..Cell::default()
                });
            }
        }
    }

    fn picture(&mut self, e: &BytesStart<'_>) {
        let Some(address) = attribute(e, "href") else {
            return;
        };
        // A picture that is missing or broken takes no text with it.
        if let Ok(Some(bytes)) = self
            .package
            .read(&resolve("", address.trim_start_matches('#')))
        {
            self.place_picture(&address, bytes);
        }
    }

    fn place_picture(&mut self, address: &str, bytes: Vec<u8>) {
        let name = address.rsplit('/').next().unwrap_or_default();
        let mark = self.shelf.picture(name, &self.alt, bytes);
        self.push(&mark);
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => self.end_paragraph(),
            "span" => {
                self.spans.pop();
            }
            "list" | "ordered-list" | "unordered-list" => self.lists.end(),
            "table" | "sub-table" => {
                self.tables.pop();
            }
            "table-header-rows" => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = false;
                }
            }
            "table-row" => self.end_row(),
            "note" | "footnote" | "endnote" => self.notes = self.notes.saturating_sub(1),
            "frame" | "text-box" | "custom-shape" | "rect" => {
                self.frames = self.frames.saturating_sub(1);
            }
            "ruby" => self.end_ruby(),
            "ruby-text" => self.in_reading(false),
            "title" | "desc" => self.in_alt = false,
            "binary-data" => {
                let packed: String = self.binary.take().unwrap_or_default();
                let packed: String = packed.split_whitespace().collect();
                if let Ok(bytes) = STANDARD.decode(packed) {
                    self.place_picture("", bytes);
                }
            }
            _ => {}
        }
    }

    fn end_ruby(&mut self) {
        let (Some(ruby), Some(paragraph)) = (self.ruby.take(), self.open.last_mut()) else {
            return;
        };
        let base = paragraph.text.get(ruby.base..).unwrap_or_default();
        let reading = marks::reading(base, &ruby.reading);
        paragraph.text.push_str(&reading);
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else {
            return;
        };
        let mut lines = paragraph.boxed;
        if !paragraph.hidden {
            let own = paragraph.text.split('\n').map(|text| SourceLine {
                text: text.to_owned(),
                role: paragraph.role,
            });
            let mut own: Vec<SourceLine> = own.collect();
            if let Some(first) = own.iter_mut().find(|l| !l.text.trim().is_empty()) {
                first.text = labelled(&paragraph.label, &first.text);
            }
            lines.splice(0..0, own);
        }
        if paragraph.role == LineRole::Footnote {
            self.behind.append(&mut lines);
            return;
        }
        // What stands in a frame comes behind the paragraph that anchors it.
        let within = |p: &&mut Paragraph| p.frame < paragraph.frame && p.rows == paragraph.rows;
        let anchor = self.open.last_mut().filter(within);
        if let Some(anchor) = anchor {
            anchor.boxed.append(&mut lines);
            return;
        }
        self.place(lines);
        if self.open.is_empty() && self.rows.is_empty() {
            self.lines.append(&mut self.behind);
        }
    }

    /// Puts lines into the open cell, or behind the others.
    fn place(&mut self, mut lines: Vec<SourceLine>) {
        let cell = self.rows.last_mut().and_then(|row| row.last_mut());
        let Some(cell) = cell else {
            self.lines.append(&mut lines);
            return;
        };
        for line in lines {
            if !cell.text.is_empty() && !line.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(&line.text);
        }
    }

    /// A row of one cell is layout; its text stays paragraphs.
    fn end_row(&mut self) {
        let Some(cells) = self.rows.pop() else {
            return;
        };
        let mut mark = String::new();
        if let Some(table) = self.tables.last_mut() {
            mark = row_mark(table.number);
            if table.in_head {
                self.shelf.head_row(table.number);
            }
            for (column, cell) in cells.iter().enumerate().filter(|(_, c)| !c.covered) {
                let merged = MergedCell {
                    row: table.rows,
                    column: column as u32,
                    rows: cell.rows,
                    columns: cell.columns,
                };
                self.shelf.merged(table.number, merged);
            }
            table.rows += 1;
        }
        let texts = cells.iter().map(|c| c.text.replace(['\n', '\t'], " "));
        let row = texts.collect::<Vec<_>>().join("\t");
        if row.trim().is_empty() {
            return;
        }
        if let Some(cell) = self.rows.last_mut().and_then(|outer| outer.last_mut()) {
            if !cell.text.is_empty() {
                cell.text.push(' ');
            }
            cell.text.push_str(&row.replace('\t', " "));
            return;
        }
        if cells.iter().filter(|c| !c.covered).count() == 1 {
            let text = cells.iter().find(|c| !c.covered).map_or("", |c| &c.text);
            let lines = text.split('\n').map(SourceLine::plain);
            self.add(lines.collect(), &mark);
        } else {
            let role = LineRole::TableRow;
            self.add(vec![SourceLine { text: row, role }], &mark);
        }
        self.lines.append(&mut self.behind);
    }

    fn add(&mut self, mut lines: Vec<SourceLine>, mark: &str) {
        if let Some(first) = lines.first_mut() {
            first.text.insert_str(0, mark);
        }
        match self.open.last_mut() {
            Some(anchor) => anchor.boxed.append(&mut lines),
            None => self.lines.append(&mut lines),
        }
    }

    /// The lines, the pictures and tables, and what is missing.
    pub(super) fn finish(self) -> (Vec<SourceLine>, Shelf, Vec<String>) {
        let mut warnings = Vec::new();
        if self.objects > 0 {
            let count = self.objects;
            warnings.push(format!(
                "{count} 个嵌入对象（表格、公式、图表等）中的文字没有读入"
            ));
        }
        (self.lines, self.shelf, warnings)
    }
}

/// A section that is not shown.
fn is_hidden_section(name: &str, e: &BytesStart<'_>) -> bool {
    name == "section"
        && match attribute(e, "display").as_deref() {
            Some("none") => true,
            Some("condition") => attribute(e, "is-hidden").is_some_and(|v| v == "true"),
            _ => false,
        }
}
