//! 相似资料: documents that speak of the same things as one, with the words that say so.

use serde::Serialize;

use crate::scopes::Scope;
use crate::{Library, LibraryError};

/// A document like another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SimilarDocument {
    /// Its id.
    pub id: String,
    /// 标题
    pub title: String,
    /// 类型
    pub kind: String,
    /// 日期
    pub date: Option<String>,
    /// Likeness, 0 to 1.
    pub likeness: f32,
    /// Telling words that both have.
    pub words: Vec<String>,
}

impl Library {
    /// The documents most like one, best first; its own parts and its whole are left out.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; what the search says.
    pub fn similar_documents(
        &mut self,
        id: &str,
        limit: usize,
    ) -> Result<Vec<SimilarDocument>, LibraryError> {
        let key = self.row_of(id)?;
        self.flush_index()?;
        self.open_documents()?;
        let found = self.with_engine(Scope::Documents, |engine| {
            engine.similar(key as u64, limit * 2)
        })?;
        let sql = "SELECT uid, title, kind, date FROM document d WHERE id = ?1
                   AND coalesce(parent, id) <> (SELECT coalesce(parent, id) FROM document WHERE id = ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut similar = Vec::new();
        for one in found {
            let rows = statement.query_map([one.document as i64, key], |row| {
                Ok(SimilarDocument {
                    id: row.get(0)?,
                    title: row.get(1)?,
                    kind: row.get(2)?,
                    date: row.get(3)?,
                    likeness: one.likeness,
                    words: one.words.clone(),
                })
            })?;
            for row in rows {
                similar.push(row?);
            }
        }
        similar.truncate(limit);
        Ok(similar)
    }
}
