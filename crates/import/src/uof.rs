//! UOF 标文通 (GB/T 20916—2007, and UOF 2.0 as one file or as a package): paragraphs, automatic numbers, tables, notes.
//!
//! Version 2.0 has the names of version 1.0 with a number behind them: 段落 became 段落_416B.

use std::collections::HashMap;

use quick_xml::events::BytesStart;
use yandu_document::{LineRole, SourceLine, SourceText};

use crate::numbering::{LEVELS, Level, List, Numbering, labelled};
use crate::xml::{Node, decode, events};
use crate::zip_reader::{has_part, open, part};
use crate::{Format, ImportError, Imported, Importer, Options, sniff};

const NAME: &str = "UOF";
/// Spaces that one element may stand for.
const MOST_SPACES: usize = 200;

/// The importer of UOF.
pub(crate) struct Uof;

impl Importer for Uof {
    fn format(&self) -> Format {
        Format::Uof
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        if sniff::is_zip(bytes) {
            return has_part(bytes, "uof.xml");
        }
        sniff::xml_root(bytes).is_some_and(|root| root.starts_with("UOF"))
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let mut reader = Reader::default();
        if sniff::is_zip(bytes) {
            let mut zip = open(bytes, NAME)?;
            for name in ["styles.xml", "numbering.xml", "content.xml"] {
                if let Some(bytes) = part(&mut zip, name, &options.limits, NAME)? {
                    events(NAME, &decode(NAME, &bytes)?, |node| reader.take(node))?;
                }
            }
        } else {
            events(NAME, &decode(NAME, bytes)?, |node| reader.take(node))?;
        }
        if reader.lines.is_empty() && reader.is_other {
            return Err(ImportError::Unsupported("UOF 表格或演示文稿"));
        }
        let mut lines = reader.lines;
        lines.append(&mut reader.notes);
        let source = SourceText {
            lines,
            ..SourceText::default()
        };
        Ok(Imported::new(self.format(), source))
    }
}

/// The name without prefix and without what version 2.0 put behind it.
fn plain(name: &str) -> &str {
    name.split('_').next().unwrap_or(name)
}

fn value(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = e
        .attributes()
        .flatten()
        .find(|a| plain(a.key.local_name().as_ref()) == name)?;
    found
        .normalized_value(quick_xml::XmlVersion::Explicit1_0)
        .ok()
        .map(|v| v.into_owned())
}

#[derive(Default)]
struct Paragraph {
    text: String,
    list: Option<(u32, usize)>,
    heading: Option<u8>,
}

#[derive(Default)]
struct Reader {
    lines: Vec<SourceLine>,
    notes: Vec<SourceLine>,
    paragraphs: Vec<Paragraph>,
    rows: Vec<Vec<String>>,
    /// Notes and what is left out that are open.
    in_note: usize,
    left_out: usize,
    /// The sentence is hidden.
    hidden: bool,
    field: Option<bool>,
    numbering: Numbering,
    /// Numbers of lists by their names.
    names: HashMap<String, u32>,
    definition: Option<u32>,
    level: Option<usize>,
    /// The element whose text is wanted, and its text.
    open: Option<(String, String)>,
    /// A sheet or slides.
    is_other: bool,
}

impl Reader {
    fn take(&mut self, node: Node<'_>) {
        match node {
            Node::Open(e) => {
                let name = e.local_name();
                self.open(e, plain(name.as_ref()));
            }
            Node::Text(text) => {
                if let Some((_, to)) = &mut self.open {
                    to.push_str(text);
                }
            }
            Node::Close(name) => self.close(plain(name)),
        }
    }

    fn open(&mut self, e: &BytesStart<'_>, name: &str) {
        if self.left_out > 0 || matches!(name, "批注集" | "页眉" | "页脚" | "批注") {
            self.left_out += 1;
            return;
        }
        match name {
            "电子表格" | "演示文稿" => self.is_other = true,
            "段落" => self.paragraphs.push(Paragraph::default()),
            "自动编号信息" => {
                let id = value(e, "编号引用").map(|name| self.number_of(&name));
                let level = value(e, "编号级别").and_then(|l| l.parse::<usize>().ok());
                if let (Some(p), Some(id)) = (self.paragraphs.last_mut(), id) {
                    p.list = Some((id, level.unwrap_or(1).saturating_sub(1)));
                }
            }
            "文本串" | "编号格式" | "编号格式表示" | "起始编号" | "大纲级别" =>
            {
                self.open = Some((name.to_owned(), String::new()));
            }
            "隐藏文字" => self.hidden = value(e, "值").is_none_or(|v| v == "true"),
            "制表符" => self.push("\t"),
            "换行符" | "分页符" | "分栏符" => self.push("\n"),
            "空格符" => {
                let count = value(e, "个数").and_then(|c| c.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(usize::min(count, MOST_SPACES)));
            }
            "域代码" => self.field = Some(false),
            "脚注" | "尾注" => self.in_note += 1,
            "行" if !self.paragraphs.is_empty() || self.in_note == 0 => self.rows.push(Vec::new()),
            "单元格" => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            "自动编号" => {
                let id = value(e, "标识符").map(|name| self.number_of(&name));
                self.definition = id;
                if let Some(id) = id {
                    self.numbering
                        .definitions
                        .insert(id, vec![Level::default(); LEVELS]);
                    let list = List {
                        definition: id,
                        ..List::default()
                    };
                    self.numbering.lists.insert(id, list);
                }
            }
            "级别" => {
                let level = value(e, "级别值").and_then(|l| l.parse::<usize>().ok());
                self.level = level.map(|l| l.saturating_sub(1)).filter(|l| *l < LEVELS);
            }
            "正规格式" => {
                let on = value(e, "值").is_none_or(|v| v == "true");
                if let Some(level) = self.level_mut() {
                    level.legal = on;
                }
            }
            _ => {}
        }
    }

    fn number_of(&mut self, name: &str) -> u32 {
        let next = self.names.len() as u32;
        *self.names.entry(name.to_owned()).or_insert(next)
    }

    fn level_mut(&mut self) -> Option<&mut Level> {
        let levels = self.numbering.definitions.get_mut(&self.definition?)?;
        levels.get_mut(self.level?)
    }

    fn push(&mut self, text: &str) {
        if self.hidden || self.field == Some(false) {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn close(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            "文本串" | "编号格式" | "编号格式表示" | "起始编号" | "大纲级别" => {
                self.end_text()
            }
            "句" => self.hidden = false,
            "域代码" => self.field = None,
            "段落" => self.end_paragraph(),
            "脚注" | "尾注" => self.in_note = self.in_note.saturating_sub(1),
            "行" => self.end_row(),
            "自动编号" => self.definition = None,
            "级别" => self.level = None,
            _ => {}
        }
    }

    fn end_text(&mut self) {
        let Some((name, text)) = self.open.take() else {
            return;
        };
        match name.as_str() {
            "文本串" => self.push(&text),
            "编号格式" => {
                if let Some(level) = self.level_mut() {
                    level.format = camel(text.trim());
                }
            }
            "编号格式表示" => {
                if let Some(level) = self.level_mut() {
                    level.text = text;
                }
            }
            "起始编号" => {
                if let Some(level) = self.level_mut() {
                    level.start = text.trim().parse().unwrap_or(1);
                }
            }
            _ => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.heading = text.trim().parse().ok().filter(|l| (1..=6).contains(l));
                }
            }
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        let label = paragraph
            .list
            .map(|(id, level)| self.numbering.next(id, level));
        let text = labelled(&label.unwrap_or_default(), &paragraph.text);
        if paragraph.text.trim().is_empty() {
            return;
        }
        if self.in_note > 0 {
            let role = LineRole::Footnote;
            self.notes.push(SourceLine { text, role });
            return;
        }
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            if !cell.is_empty() {
                cell.push('\n');
            }
            cell.push_str(&text);
            return;
        }
        let role = paragraph.heading.map_or(LineRole::Text, LineRole::Heading);
        self.lines.extend(text.split('\n').map(|text| SourceLine {
            text: text.to_owned(),
            role,
        }));
    }

    /// A row of one cell is layout; its text stays paragraphs.
    fn end_row(&mut self) {
        let Some(cells) = self.rows.pop() else {
            return;
        };
        if let [only] = cells.as_slice() {
            self.lines.extend(only.split('\n').map(SourceLine::plain));
            return;
        }
        let cells: Vec<String> = cells.iter().map(|c| c.replace(['\n', '\t'], " ")).collect();
        let text = cells.join("\t");
        let role = LineRole::TableRow;
        self.lines.push(SourceLine { text, role });
    }
}

/// `chinese-counting` as `chineseCounting`.
fn camel(name: &str) -> String {
    let mut upper = false;
    let mut out = String::new();
    for c in name.chars() {
        if c == '-' {
            upper = true;
        } else if std::mem::take(&mut upper) {
            out.push(c.to_ascii_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Vec<String> {
        let imported = crate::import(xml.as_bytes(), "a.uof", &Options::default()).unwrap();
        imported.source.lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn numbers_tables_notes_and_hidden_words() {
        let xml = "<?xml version=\"1.0\"?><uof:UOF><uof:式样集><uof:自动编号集><字:自动编号 字:标识符=\"b\"><字:级别 字:级别值=\"1\"><字:编号格式>chinese-counting</字:编号格式>\
            <字:编号格式表示>%1、</字:编号格式表示><字:起始编号>1</字:起始编号></字:级别></字:自动编号></uof:自动编号集></uof:式样集><uof:文字处理><字:主体>\
            <字:段落><字:段落属性><字:自动编号信息 字:编号引用=\"b\" 字:编号级别=\"1\"/></字:段落属性><字:句><字:文本串>总则</字:文本串></字:句><字:句><字:脚注><字:段落><字:句><字:文本串>注</字:文本串></字:句></字:段落></字:脚注></字:句>\
            <字:句><字:句属性><字:隐藏文字 字:值=\"true\"/></字:句属性><字:文本串>藏</字:文本串></字:句></字:段落>\
            <字:文字表><字:行><字:单元格><字:段落><字:句><字:文本串>一</字:文本串></字:句></字:段落></字:单元格><字:单元格><字:段落><字:句><字:文本串>二</字:文本串></字:句></字:段落></字:单元格></字:行></字:文字表></字:主体></uof:文字处理></uof:UOF>";
        assert_eq!(read(xml), ["一、总则", "一\t二", "注"]);
    }

    #[test]
    fn version_2_has_numbers_behind_its_names() {
        let xml = "<?xml version=\"1.0\"?><uof:UOF_0000><uof:文字处理><字:主体><字:段落_416B><字:句_419D><字:文本串_415B>甲</字:文本串_415B><字:空格符_4161 个数_4162=\"2\"/><字:文本串_415B>乙</字:文本串_415B></字:句_419D></字:段落_416B></字:主体></uof:文字处理></uof:UOF_0000>";
        assert_eq!(read(xml), ["甲  乙"]);
    }
}
