//! What an importer hands over: the lines of a file, and what the file itself claims about them.

use serde::{Deserialize, Serialize};

use crate::{Date, Origin};

/// The text of one file, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceText {
    /// Paragraphs, table rows, headings; empty lines may be among them and carry no meaning.
    pub lines: Vec<SourceLine>,
    /// What the file's own metadata says (an information table, front matter).
    pub claims: Claims,
    /// Where its pages begin, in order; empty for a format without pages.
    #[serde(default)]
    pub pages: Vec<PageStart>,
    /// Name and folders of the file; empty for a text without one.
    #[serde(default)]
    pub origin: Origin,
    /// Its pictures with their places, in order.
    #[serde(default)]
    pub pictures: Vec<Picture>,
    /// Its tables, in order.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Index of the first line of each part that follows the main text, as a mail's attachments, in order.
    #[serde(default)]
    pub parts: Vec<u32>,
}

impl SourceText {
    /// Plain lines, as in a text file.
    pub fn from_plain(text: &str) -> Self {
        let lines = text
            .split('\n')
            .map(|line| SourceLine::plain(line.trim_end_matches('\r')));
        SourceText {
            lines: lines.collect(),
            ..SourceText::default()
        }
    }

    /// Number of the page on which a line begins.
    pub fn page_of(&self, line: u32) -> Option<u32> {
        let n = self.pages.partition_point(|page| page.line <= line);
        Some(self.pages.get(n.checked_sub(1)?)?.number)
    }

    /// All lines joined by line breaks.
    pub fn plain(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        lines.join("\n")
    }
}

/// A page of the file and the first line that begins on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageStart {
    /// Number of the page, from 1, as the file counts.
    pub number: u32,
    /// Index of the line.
    pub line: u32,
}

/// A picture of the file, before the char of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Index of the line.
    pub line: u32,
    /// Chars of the line before it.
    pub at: u32,
    /// Its name in the file, as `image1.png`.
    pub name: String,
    /// What the file says that it shows; empty where it says nothing.
    pub alt: String,
    /// The picture as the file holds it.
    pub bytes: Vec<u8>,
}

/// A table of the file. Cells that another one covers are empty in the lines of its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Index of the line on which each row begins.
    pub rows: Vec<u32>,
    /// Rows at the top that are the table's head.
    pub header_rows: u32,
    /// Cells that cover others.
    pub merged: Vec<MergedCell>,
}

/// A cell of several rows or columns; all numbers from 0, its own place included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedCell {
    /// Its uppermost row.
    pub row: u32,
    /// Its first column.
    pub column: u32,
    /// Rows that it covers.
    pub rows: u32,
    /// Columns that it covers.
    pub columns: u32,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// The text with its layout white space.
    pub text: String,
    /// What the format says that it is.
    pub role: LineRole,
}

impl SourceLine {
    /// A paragraph without any role.
    pub fn plain(text: impl Into<String>) -> Self {
        SourceLine {
            text: text.into(),
            role: LineRole::Text,
        }
    }
}

/// What the file's format says a line is; `Text` where the format has no say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineRole {
    /// A paragraph.
    Text,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// The document title as the format marks it.
    Title,
    /// A table row, cells separated by tabs.
    TableRow,
    /// A footnote or endnote.
    Footnote,
}

/// What a file says about itself. Candidates only: the parser decides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claims {
    /// 标题
    pub title: Option<String>,
    /// 发文机关
    pub issuer: Option<String>,
    /// 发文字号
    pub document_number: Option<String>,
    /// 成文日期
    pub issue_date: Option<Date>,
    /// 发布日期
    pub publish_date: Option<Date>,
    /// 作者、讲话人
    pub author: Option<String>,
    /// 来源 (newspaper, site)
    pub publisher: Option<String>,
    /// 网址 of a saved page
    pub url: Option<String>,
    /// The day on which the page was saved
    pub accessed: Option<Date>,
}
