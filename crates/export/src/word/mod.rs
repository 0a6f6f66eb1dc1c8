//! WordprocessingML (ECMA-376): paragraphs, runs, tables, notes, comments, sections, and the package.
//!
//! The schema fixes the order of properties, and Word refuses some files that break it. So each element
//! is written at one place here, in the order of the schema; who builds a document cannot get it wrong.
//! It writes what the exports need and nothing else: it cannot read, and it knows no pictures.

mod comment;
mod foot;
mod look;
mod package;
mod paragraph;
mod section;
mod styles;
mod table;
mod xml;

pub(crate) use comment::Comment;
pub(crate) use foot::Foot;
pub(crate) use look::{Align, Border, Face, Indent, Line, ParagraphLook, RunLook, Tab, TabKind};
pub(crate) use package::Package;
pub(crate) use paragraph::Paragraph;
pub(crate) use section::{PageSetup, Running};
pub(crate) use styles::Defaults;
pub(crate) use table::{Cell, Table, TableLook};

/// Faces by their names in Chinese Windows.
pub(crate) mod faces {
    use super::Face;

    /// 小标宋, of titles
    pub(crate) const XIAOBIAOSONG: Face = Face("方正小标宋简体");
    /// 仿宋, of official text
    pub(crate) const FANGSONG: Face = Face("仿宋_GB2312");
    /// 楷体
    pub(crate) const KAITI: Face = Face("楷体_GB2312");
    /// 黑体
    pub(crate) const HEITI: Face = Face("黑体");
    /// 宋体
    pub(crate) const SONGTI: Face = Face("宋体");
}

/// Twips of a length in millimetres.
pub(crate) fn mm(millimetres: f64) -> i32 {
    (millimetres * 1440.0 / 25.4).round() as i32
}
