//! Annotations with the documents that they stand in, in five forms.

mod csv;
mod docx;
mod html;
mod json_ld;
mod markdown;
mod model;
mod read;

pub use csv::write_csv;
pub use docx::write_docx;
pub use html::write_html;
pub use json_ld::write_json_ld;
pub use markdown::write_markdown;
pub use model::{ModelProblem, check_model};
pub use read::{ForeignAnnotation, ForeignItem, ForeignReply, JsonLdError, read_json_ld};

use yandu_document::{BlockKind, TextPositionSelector, TextQuoteSelector};

/// A block of a document's text.
#[derive(Debug, Clone)]
pub struct ExportedBlock {
    /// The text.
    pub text: String,
    /// What it is.
    pub kind: BlockKind,
    /// Outline level, 0 for no heading.
    pub level: u8,
}

/// A document with its annotations in the order of its text.
#[derive(Debug, Clone)]
pub struct AnnotatedDocument {
    /// Its id in the library, 32 hex digits.
    pub id: String,
    /// 标题
    pub title: String,
    /// 讲话人 or 发文机关
    pub source: Option<String>,
    /// 日期, as 2010-07-19
    pub date: Option<String>,
    /// SHA-256 of the folded text of its file: the same text in another library has the same.
    pub text_hash: String,
    /// Its number among the documents of its file, from 0.
    pub part: u32,
    /// The text.
    pub blocks: Vec<ExportedBlock>,
    /// The annotations.
    pub annotations: Vec<ExportedAnnotation>,
}

/// An answer to an annotation.
#[derive(Debug, Clone)]
pub struct ExportedReply {
    /// Its id, 32 hex digits.
    pub id: String,
    /// The words.
    pub comment: String,
    /// Name of the author.
    pub author: String,
    /// Id of the author, 32 hex digits.
    pub author_id: String,
    /// UTC, RFC 3339.
    pub created: String,
    /// UTC, RFC 3339.
    pub modified: String,
    /// When it was written, as the clock on the wall showed it: 2026-11-24T16:00:00.
    pub local_time: String,
}

/// An annotation.
#[derive(Debug, Clone)]
pub struct ExportedAnnotation {
    /// Its id, 32 hex digits.
    pub id: String,
    /// `highlight`, `comment` or `question`.
    pub kind: String,
    /// Its kind for people.
    pub kind_name: String,
    /// The colour's name on the wire.
    pub colour: String,
    /// The colour's name for people.
    pub colour_name: String,
    /// The words; empty for a mark.
    pub comment: String,
    /// 标签
    pub tags: Vec<String>,
    /// Name of the author.
    pub author: String,
    /// Id of the author, 32 hex digits.
    pub author_id: String,
    /// UTC, RFC 3339.
    pub created: String,
    /// UTC, RFC 3339.
    pub modified: String,
    /// When it was written, as the clock on the wall showed it: 2026-11-24T16:00:00.
    pub local_time: String,
    /// Where it stands; `None` if only an earlier version of the text has it.
    pub position: Option<TextPositionSelector>,
    /// The quotation.
    pub quote: TextQuoteSelector,
    /// 地址
    pub address: String,
    /// What a reader should know of its place; empty where it is sure.
    pub place_note: String,
    /// The answers, oldest first.
    pub replies: Vec<ExportedReply>,
}

/// What is written.
#[derive(Debug, Clone)]
pub struct AnnotationExport {
    /// The documents.
    pub documents: Vec<AnnotatedDocument>,
    /// When it is written: UTC, RFC 3339.
    pub at: String,
}

impl AnnotatedDocument {
    /// 《题目》（来源，日期）
    pub(crate) fn heading(&self) -> String {
        let about: Vec<&str> = self
            .source
            .as_deref()
            .into_iter()
            .chain(self.date.as_deref())
            .collect();
        if about.is_empty() {
            format!("《{}》", self.title)
        } else {
            format!("《{}》（{}）", self.title, about.join("，"))
        }
    }
}

/// The day of a time.
pub(crate) fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}
