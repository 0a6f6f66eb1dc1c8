//! 相似资料 in the reader.

use serde::Serialize;

use crate::{ApiError, Session};

/// Documents that are shown.
const SHOWN: usize = 10;

/// A document that speaks of the same things.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SimilarRow {
    /// Its id.
    pub id: String,
    /// 标题
    pub title: String,
    /// 类型
    pub kind: String,
    /// 日期
    pub date: Option<String>,
    /// Likeness in percent.
    pub percent: u32,
    /// Telling words that both have.
    pub words: Vec<String>,
}

impl Session {
    /// The documents most like one.
    ///
    /// # Errors
    /// Not found; what the search says.
    pub fn similar_documents(&self, id: &str) -> Result<Vec<SimilarRow>, ApiError> {
        let found = self.with(|library| library.similar_documents(id, SHOWN))?;
        let row = |d: yandu::SimilarDocument| SimilarRow {
            id: d.id,
            title: d.title,
            kind: d.kind,
            date: d.date,
            percent: (d.likeness * 100.0).round() as u32,
            words: d.words,
        };
        Ok(found.into_iter().map(row).collect())
    }
}
