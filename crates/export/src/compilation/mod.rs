//! 汇编: a reading list, or one document, with its texts, annotations, notes and questions, as a file.
//!
//! Whoever hands a [`Compilation`] over has left out what was not asked for. [`pieces`] puts it into one
//! order, which all writers for people share; the tables ([`write_compilation_csv`] and
//! [`write_compilation_xlsx`]) have a row an entry. No writer touches the disk.

mod csv;
mod docx;
mod html;
mod markdown;
mod official;
mod pieces;
mod table;
mod text;
mod title;
mod xlsx;

pub use csv::write_compilation_csv;
pub use docx::write_compilation_docx;
pub use html::write_compilation_html;
pub use markdown::write_compilation_markdown;
pub use official::{
    BASELINE, HALF_POINTS, HeadPlaces, ImprintRow, LINE_HALVES, LINE_POINTS, Lead, LeadFace,
    OfficialHead, OfficialItem, halves, numbering, official,
};
pub use pieces::{FootnoteMark, Piece, Role, column_shares, pieces};
pub use text::write_compilation_text;
pub use title::{joined_title, title_lines};
pub use xlsx::write_compilation_xlsx;

use yandu_document::{Date, TextPositionSelector};

use crate::{ExportedAnnotation, ExportedBlock};

/// Called with entries done and entries in all; an answer of false stops the work.
pub type ExportProgress<'a> = dyn FnMut(usize, usize) -> bool + 'a;

/// How pages look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// 公文版式: GB/T 9704—2012
    #[default]
    Official,
    /// 书册版式: cover, contents, running heads
    Booklet,
}

impl Layout {
    /// The name on the command line and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Official => "official",
            Layout::Booklet => "booklet",
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Layout::Official, Layout::Booklet]
            .into_iter()
            .find(|layout| layout.name() == name)
    }
}

/// Where annotations stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AnnotationPlace {
    /// 脚注 on the page of the passage
    #[default]
    Footnotes,
    /// 附录 behind each text
    Appendix,
}

impl AnnotationPlace {
    /// The name on the command line and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            AnnotationPlace::Footnotes => "footnotes",
            AnnotationPlace::Appendix => "appendix",
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<Self> {
        [AnnotationPlace::Footnotes, AnnotationPlace::Appendix]
            .into_iter()
            .find(|place| place.name() == name)
    }
}

/// A note that goes with an entry.
#[derive(Debug, Clone, Default)]
pub struct CompiledNote {
    /// Its title.
    pub title: String,
    /// Its paragraphs, without Markdown.
    pub paragraphs: Vec<String>,
    /// Name of the author.
    pub author: String,
}

/// A document or passage of a list.
#[derive(Debug, Clone, Default)]
pub struct CompiledEntry {
    /// 标题 of the document
    pub title: String,
    /// 讲话人 or 发文机关
    pub source: Option<String>,
    /// 日期
    pub date: Option<Date>,
    /// 发文字号
    pub number: Option<String>,
    /// 地址, if the entry is a passage
    pub passage: Option<String>,
    /// 必读 or 选读; `None` for a document outside of a list
    pub requirement: Option<String>,
    /// 完成期限
    pub due: Option<Date>,
    /// 导读
    pub guide: String,
    /// 思考题
    pub questions: Vec<String>,
    /// 字数
    pub chars: u32,
    /// 阅读分钟数
    pub minutes: u32,
    /// 出处, as a footnote of an office gives it
    pub citation: String,
    /// Why there is no text, where one was asked for.
    pub missing: Option<String>,
    /// The text; empty for a list alone.
    pub blocks: Vec<ExportedBlock>,
    /// Number of the first block in its document: a passage begins somewhere.
    pub first_block: u32,
    /// Its annotations in the order of the text.
    pub annotations: Vec<ExportedAnnotation>,
    /// Its notes.
    pub notes: Vec<CompiledNote>,
    /// What it carries, in order: the 办法 or the speech of a 通知.
    pub attachments: Vec<CompiledEntry>,
    /// True for one of these.
    pub attached: bool,
}

/// A section of a list.
#[derive(Debug, Clone, Default)]
pub struct CompiledSection {
    /// Its title; may be empty.
    pub title: String,
    /// What stands before its entries.
    pub introduction: String,
    /// Its entries.
    pub entries: Vec<CompiledEntry>,
}

/// Everything that a file is made of.
#[derive(Debug, Clone, Default)]
pub struct Compilation {
    /// Its title.
    pub title: String,
    /// Name of who made it; empty for a document alone.
    pub author: String,
    /// The day of the file, for people.
    pub date: String,
    /// 前言
    pub introduction: String,
    /// 思考题 of the whole
    pub questions: Vec<String>,
    /// Its sections.
    pub sections: Vec<CompiledSection>,
    /// False for one document without a list around it.
    pub list: bool,
}

impl Compilation {
    /// All entries in order.
    pub fn entries(&self) -> impl Iterator<Item = &CompiledEntry> {
        self.sections.iter().flat_map(|section| &section.entries)
    }

    /// True if texts go with the list.
    pub fn has_texts(&self) -> bool {
        self.entries()
            .any(|entry| !entry.blocks.is_empty() || entry.missing.is_some())
    }
}

impl CompiledEntry {
    /// 《题目》（地址）
    pub fn heading(&self) -> String {
        match &self.passage {
            Some(address) if !address.is_empty() => format!("《{}》（{address}）", self.title),
            Some(_) => format!("《{}》（节选）", self.title),
            None => format!("《{}》", self.title),
        }
    }

    /// 来源，日期，文号
    pub fn about(&self) -> String {
        let date = self.date.map(Date::chinese);
        let parts = [&self.source, &date, &self.number];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join("，")
    }

    /// 附：《题目》《题目》; `None` if it carries nothing.
    pub fn carries(&self) -> Option<String> {
        let titles = self.attachments.iter().map(CompiledEntry::heading);
        let titles: String = titles.collect();
        (!titles.is_empty()).then(|| format!("附：{titles}"))
    }

    /// 必读 · 2026年12月1日前完成 · 约3000字，需8分钟
    pub fn particulars(&self) -> String {
        let mut parts: Vec<String> = self.requirement.iter().cloned().collect();
        parts.extend(self.due.map(|due| format!("{}前完成", due.chinese())));
        parts.push(format!("{}字，约需{}分钟", self.chars, self.minutes));
        parts.join(" · ")
    }

    /// Where an annotation stands in the blocks of this entry.
    pub(crate) fn place(&self, annotation: &ExportedAnnotation) -> Option<TextPositionSelector> {
        let mut at = annotation.position?;
        at.block = at.block.checked_sub(self.first_block)?;
        at.end_block = at.end_block.checked_sub(self.first_block)?;
        ((at.end_block as usize) < self.blocks.len()).then_some(at)
    }
}
