//! PPTX: the slides in their order, titles as headings, tables, SmartArt, pictures, the speaker's notes. Hidden slides are
//! named in a warning; page numbers and dates of the layout stay out.

use std::collections::HashMap;

use quick_xml::events::BytesStart;
use yandu_document::{LineRole, PageStart, SourceLine, SourceText};

use crate::docx::drawn_paragraphs;
use crate::marks::{Shelf, row_mark};
use crate::number_format::written;
use crate::numbering::labelled;
use crate::package::{Package, Relation};
use crate::xml::{Node, attribute, events, is_on};
use crate::{Format, ImportError, Imported, Importer, Options, sniff};

const NAME: &str = "PPTX";
const USUAL: [&str; 1] = ["ppt/presentation.xml"];

/// The importer of PPTX, PPTM and PPSX.
pub(crate) struct Slides;

impl Importer for Slides {
    fn format(&self) -> Format {
        Format::Pptx
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::office_kind(bytes) == Some(sniff::Office::Slides)
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let mut package = Package::zip(bytes, &options.limits, NAME)?;
        let main = package.main_part(&USUAL)?;
        let main = main.ok_or_else(|| ImportError::damaged(NAME, "缺少 ppt/presentation.xml"))?;
        let relations = package.relations(&main)?;
        let mut deck = Deck::default();
        for id in slide_ids(&package.text(&main)?)? {
            if let Some(slide) = relations.iter().find(|r| r.id == id && !r.outside) {
                deck.add(&mut package, &slide.target)?;
            }
        }
        Ok(deck.finish())
    }
}

/// The relations of the slides in their order; `id` without a prefix is another number.
fn slide_ids(xml: &str) -> Result<Vec<String>, ImportError> {
    let mut ids = Vec::new();
    events(NAME, xml, |node| {
        if let Node::Open(e) = node
            && e.local_name().as_ref() == "sldId"
        {
            let mut named = e
                .attributes()
                .flatten()
                .filter(|a| a.key.local_name().as_ref() == "id" && a.key.prefix().is_some());
            ids.extend(named.next().map(|a| a.value.to_string()));
        }
    })?;
    Ok(ids)
}

#[derive(Default)]
struct Deck {
    lines: Vec<SourceLine>,
    pages: Vec<PageStart>,
    shelf: Shelf,
    count: u32,
    hidden: Vec<String>,
    charts: usize,
}

impl Deck {
    fn add(&mut self, package: &mut Package<'_>, part: &str) -> Result<(), ImportError> {
        self.count += 1;
        let xml = package.text(part)?;
        let relations = package.relations(part)?;
        let read = read(package, &mut self.shelf, &relations, &xml)?;
        if read.hidden {
            self.hidden.push(self.count.to_string());
            return Ok(());
        }
        self.charts += read.charts;
        self.pages.push(PageStart {
            number: self.count,
            line: self.lines.len() as u32,
        });
        self.lines.extend(read.lines);
        if let Some(notes) = relations.iter().find(|r| r.kind == "notesSlide") {
            let xml = package.text(&notes.target)?;
            let relations = package.relations(&notes.target)?;
            // The notes' page shows the slide once more as a picture.
            let read = self::read(package, &mut Shelf::default(), &relations, &xml)?;
            let lines = read.lines.into_iter().map(|line| SourceLine {
                text: crate::marks::without(&line.text),
                role: LineRole::Footnote,
            });
            self.lines
                .extend(lines.filter(|l| !l.text.trim().is_empty()));
        }
        Ok(())
    }

    fn finish(self) -> Imported {
        let mut warnings = Vec::new();
        if !self.hidden.is_empty() {
            warnings.push(format!(
                "隐藏的幻灯片没有读入：第 {} 张",
                self.hidden.join("、")
            ));
        }
        if self.charts > 0 {
            warnings.push(format!("{} 个图表中的数据没有读入", self.charts));
        }
        let mut source = SourceText {
            lines: self.lines,
            pages: self.pages,
            ..SourceText::default()
        };
        self.shelf.give(&mut source, &mut warnings);
        Imported {
            warnings,
            ..Imported::new(Format::Pptx, source)
        }
    }
}

/// What a slide, or the page of its notes, holds.
#[derive(Default)]
struct Read {
    lines: Vec<SourceLine>,
    hidden: bool,
    charts: usize,
}

fn read(
    package: &mut Package<'_>,
    shelf: &mut Shelf,
    relations: &[Relation],
    xml: &str,
) -> Result<Read, ImportError> {
    let mut reader = Reader {
        read: Read::default(),
        shelf,
        relations,
        package,
        shape: Shape::default(),
        text: String::new(),
        in_text: false,
        bullet: None,
        level: 0,
        counters: HashMap::new(),
        table: 0,
        cells: Vec::new(),
        in_cell: false,
        alt: String::new(),
        skipped: 0,
    };
    events(NAME, xml, |node| match node {
        Node::Open(e) => reader.open(e),
        Node::Text(text) => reader.text(text),
        Node::Close(name) => reader.close(name),
    })?;
    Ok(reader.read)
}

/// What kind of placeholder a shape fills.
#[derive(Default)]
struct Shape {
    is_title: bool,
    /// A date, a page number, a footer, or the slide's picture on its notes' page.
    is_layout: bool,
}

struct Reader<'r, 'p, 'a> {
    read: Read,
    shelf: &'r mut Shelf,
    relations: &'r [Relation],
    package: &'p mut Package<'a>,
    shape: Shape,
    text: String,
    in_text: bool,
    /// The kind and the start of the paragraph's automatic number.
    bullet: Option<(String, u32)>,
    level: u32,
    /// How far the numbers of the shape's levels have counted.
    counters: HashMap<u32, (String, u32)>,
    table: usize,
    cells: Vec<String>,
    in_cell: bool,
    alt: String,
    /// Depth within the copy for old programs.
    skipped: usize,
}

impl Reader<'_, '_, '_> {
    fn open(&mut self, e: &BytesStart<'_>) {
        let name = e.local_name();
        let name = name.as_ref();
        if self.skipped > 0 || name == "Fallback" {
            self.skipped += 1;
            return;
        }
        match name {
            "sld" => {
                self.read.hidden = attribute(e, "show").is_some_and(|v| v == "0" || v == "false")
            }
            "sp" => {
                self.shape = Shape::default();
                self.counters.clear();
            }
            "ph" => {
                let kind = attribute(e, "type").unwrap_or_default();
                self.shape.is_title = matches!(kind.as_str(), "title" | "ctrTitle");
                self.shape.is_layout =
                    matches!(kind.as_str(), "dt" | "sldNum" | "ftr" | "hdr" | "sldImg");
            }
            "p" => (self.bullet, self.level) = (None, 0),
            "pPr" => {
                self.level = attribute(e, "lvl")
                    .and_then(|l| l.parse().ok())
                    .unwrap_or(0);
            }
            "buAutoNum" => {
                let start = attribute(e, "startAt")
                    .and_then(|s| s.parse().ok())
                    .unwrap_or(1);
                self.bullet = attribute(e, "type").map(|kind| (kind, start));
            }
            "t" => self.in_text = true,
            "br" => self.text.push('\n'),
            "tbl" => self.table = self.shelf.table(),
            "tblPr" if attribute(e, "firstRow").is_some_and(|v| v == "1" || v == "true") => {
                self.shelf.head_row(self.table);
            }
            "tc" => {
                self.in_cell = true;
                self.cells.push(String::new());
            }
            "cNvPr" => self.alt = attribute(e, "descr").unwrap_or_default(),
            "blip" => self.picture(attribute(e, "embed")),
            "relIds" => self.diagram(attribute(e, "dm")),
            "chart" => self.read.charts += usize::from(attribute(e, "id").is_some() && is_on(e)),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.skipped == 0 {
            self.text.push_str(text);
        }
    }

    fn target(&self, id: Option<String>) -> Option<String> {
        let id = id?;
        let found = self.relations.iter().find(|r| r.id == id && !r.outside);
        found.map(|r| r.target.clone())
    }

    fn picture(&mut self, id: Option<String>) {
        let Some(part) = self.target(id) else {
            return;
        };
        if let Ok(Some(bytes)) = self.package.read(&part) {
            let name = part.rsplit('/').next().unwrap_or_default();
            let mark = self.shelf.picture(name, &self.alt, bytes);
            self.read.lines.push(SourceLine::plain(mark));
        }
    }

    fn diagram(&mut self, id: Option<String>) {
        let part = self.target(id);
        let xml = part.and_then(|part| self.package.text(&part).ok());
        let lines = xml.and_then(|xml| drawn_paragraphs(&xml).ok());
        self.read.lines.extend(lines.unwrap_or_default());
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => self.end_paragraph(),
            "sp" => self.shape = Shape::default(),
            "tc" => self.in_cell = false,
            "tr" => {
                let text = std::mem::take(&mut self.cells).join("\t");
                self.read.lines.push(SourceLine {
                    text: format!("{}{text}", row_mark(self.table)),
                    role: LineRole::TableRow,
                });
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        if self.shape.is_layout || text.trim().is_empty() {
            return;
        }
        let label = self.label();
        let text = labelled(&label, &text);
        if self.in_cell {
            if let Some(cell) = self.cells.last_mut() {
                if !cell.is_empty() {
                    cell.push(' ');
                }
                cell.push_str(&text.replace(['\n', '\t'], " "));
            }
            return;
        }
        let (role, text) = if self.shape.is_title {
            (LineRole::Heading(1), text.replace('\n', ""))
        } else {
            (LineRole::Text, text)
        };
        self.read
            .lines
            .extend(text.split('\n').map(|text| SourceLine {
                text: text.to_owned(),
                role,
            }));
    }

    /// The automatic number of the paragraph; another paragraph of the level between two begins again.
    fn label(&mut self) -> String {
        let level = self.level;
        self.counters.retain(|at, _| *at <= level);
        let Some((kind, start)) = self.bullet.take() else {
            self.counters.remove(&level);
            return String::new();
        };
        let counted = self
            .counters
            .get(&level)
            .filter(|(before, _)| *before == kind);
        let number = counted.map_or(start, |(_, n)| n.saturating_add(1));
        let label = numbered(&kind, number);
        self.counters.insert(level, (kind, number));
        label
    }
}

/// A number by its scheme (ECMA-376 part 1, 20.1.10.61).
fn numbered(kind: &str, number: u32) -> String {
    let format = match kind {
        k if k.starts_with("alphaLc") => "lowerLetter",
        k if k.starts_with("alphaUc") => "upperLetter",
        k if k.starts_with("romanLc") => "lowerRoman",
        k if k.starts_with("romanUc") => "upperRoman",
        k if k.starts_with("circleNum") => "decimalEnclosedCircle",
        k if k.starts_with("arabicDb") => "decimalFullWidth",
        k if k.starts_with("ea1Cht") => "taiwaneseCountingThousand",
        k if k.starts_with("ea1") => "chineseCountingThousand",
        _ => "decimal",
    };
    let text = written(number, format);
    match kind {
        k if k.ends_with("ParenBoth") => format!("({text})"),
        k if k.ends_with("ParenR") => format!("{text})"),
        k if k.ends_with("Period") && format.contains("Counting") => format!("{text}、"),
        k if k.ends_with("Period") => format!("{text}."),
        _ => format!("{text} "),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn titles_numbers_tables_notes_and_hidden_slides() {
        let slide = "<p:sld><p:sp><p:nvPr><p:ph type=\"title\"/></p:nvPr><a:p><a:r><a:t>题目</a:t></a:r></a:p></p:sp>\
            <p:sp><a:p><a:pPr><a:buAutoNum type=\"ea1ChsPeriod\"/></a:pPr><a:r><a:t>甲</a:t></a:r></a:p><a:p><a:pPr><a:buAutoNum type=\"ea1ChsPeriod\"/></a:pPr><a:r><a:t>乙</a:t></a:r></a:p></p:sp>\
            <p:sp><p:nvPr><p:ph type=\"sldNum\"/></p:nvPr><a:p><a:fld><a:t>1</a:t></a:fld></a:p></p:sp>\
            <a:tbl><a:tr><a:tc><a:p><a:r><a:t>一</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r><a:t>二</a:t></a:r></a:p></a:tc></a:tr></a:tbl></p:sld>";
        let notes = "<p:notes><p:sp><p:nvPr><p:ph type=\"body\"/></p:nvPr><a:p><a:r><a:t>讲稿</a:t></a:r></a:p></p:sp></p:notes>";
        let hidden = "<p:sld show=\"0\"><p:sp><a:p><a:r><a:t>藏</a:t></a:r></a:p></p:sp></p:sld>";
        let rel = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"x/{kind}\" Target=\"{target}\"/>")
        };
        let rels = |inner: String| format!("<Relationships>{inner}</Relationships>");
        let parts = [
            ("[Content_Types].xml", "<Types/>".to_owned()),
            ("_rels/.rels", rels(rel("1", "officeDocument", "ppt/presentation.xml"))),
            ("ppt/presentation.xml", "<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"b\"/><p:sldId id=\"257\" r:id=\"a\"/></p:sldIdLst></p:presentation>".to_owned()),
            ("ppt/_rels/presentation.xml.rels", rels(rel("a", "slide", "slides/1.xml") + &rel("b", "slide", "slides/2.xml"))),
            ("ppt/slides/1.xml", hidden.to_owned()),
            ("ppt/slides/2.xml", slide.to_owned()),
            ("ppt/slides/_rels/2.xml.rels", rels(rel("n", "notesSlide", "../notes/1.xml"))),
            ("ppt/notes/1.xml", notes.to_owned()),
        ];
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let read = crate::import(&bytes, "a.pptx", &Options::default()).unwrap();
        let texts: Vec<&str> = read.source.lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["题目", "一、甲", "二、乙", "一\t二", "讲稿"]);
        assert_eq!(read.source.lines[0].role, LineRole::Heading(1));
        assert!(read.warnings[0].contains("第 2 张"));
    }
}
