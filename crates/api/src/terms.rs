//! 提法 in the window: first appearance, counts for the chart, the concordance in pages.

use std::path::Path;

use serde::Serialize;
use yandu::{ConcordanceLine, TermGrouping, write_beside};

use crate::reader::FoundRange;
use crate::{ApiError, ApiErrorCode, Session};

/// Chars on both sides of a term.
const WIDTH: u32 = 24;

/// A bar of the chart.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct TermBar {
    /// Year, kind, speaker or issuer; empty if it is not known.
    pub key: String,
    /// The key for people.
    pub label: String,
    /// Documents.
    pub documents: u32,
    /// Occurrences.
    pub occurrences: u32,
}

/// A place of a term.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct TermPlace {
    /// Id of the document.
    pub document: String,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// 地址
    pub address: String,
    /// Where it stands.
    pub at: FoundRange,
    /// What stands before it.
    pub left: String,
    /// The term as it stands.
    pub term: String,
    /// What stands behind it.
    pub right: String,
}

/// What the library knows of a term.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct TermAnswer {
    /// As asked.
    pub text: String,
    /// Documents that have it.
    pub documents: u32,
    /// How often it stands in them.
    pub occurrences: u32,
    /// Documents without a date that have it.
    pub undated: u32,
    /// Id, title and day of the first dated document that has it.
    pub first: Option<TermPlace>,
    /// The chart.
    pub bars: Vec<TermBar>,
}

impl Session {
    /// First appearance and counts of a term, by `year`, `kind`, `speaker` or `issuer`.
    ///
    /// # Errors
    /// A term without words.
    pub fn term(&self, text: &str, by: &str) -> Result<TermAnswer, ApiError> {
        let by = TermGrouping::from_name(by)
            .ok_or_else(|| ApiError::new(ApiErrorCode::Usage, "不认识的分组", "请换一种分组"))?;
        let view = self.with(|library| library.term(text, by))?;
        let first = view.first.map(|first| TermPlace {
            at: FoundRange {
                block: first.block,
                start: first.start,
                end_block: first.block,
                end: first.end,
            },
            document: first.document,
            title: first.title,
            date: first.date,
            address: first.address,
            left: first.snippet,
            term: String::new(),
            right: String::new(),
        });
        Ok(TermAnswer {
            text: view.text,
            documents: view.documents,
            occurrences: small(view.occurrences),
            undated: view.undated,
            first,
            bars: view
                .counts
                .into_iter()
                .map(|count| TermBar {
                    key: count.key,
                    label: count.label,
                    documents: count.documents,
                    occurrences: small(count.occurrences),
                })
                .collect(),
        })
    }

    /// Places of a term, from `offset` on.
    ///
    /// # Errors
    /// A term without words.
    pub fn concordance(
        &self,
        text: &str,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<TermPlace>, ApiError> {
        let (offset, limit) = (offset as usize, limit as usize);
        let lines = self.with(|library| library.concordance(text, WIDTH, offset, limit))?;
        Ok(lines.lines.into_iter().map(place).collect())
    }

    /// Writes all places of a term as CSV.
    ///
    /// # Errors
    /// A term without words, what the disk says.
    pub fn save_concordance(&self, text: &str, path: &Path) -> Result<(), ApiError> {
        self.with(|library| {
            let bytes = library.concordance_csv(text, WIDTH)?;
            write_beside(path, &bytes)
        })
    }
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn place(line: ConcordanceLine) -> TermPlace {
    TermPlace {
        at: FoundRange {
            block: line.block,
            start: line.start,
            end_block: line.block,
            end: line.end,
        },
        document: line.document,
        title: line.title,
        date: line.date,
        address: line.address,
        left: line.left,
        term: line.term,
        right: line.right,
    }
}
