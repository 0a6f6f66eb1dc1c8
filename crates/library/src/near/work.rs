//! 作品: documents that are editions of one text. All of them stay and are searched; annotations come together on one.

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::annotations::carry_annotations;
use crate::documents::AttachmentSummary;
use crate::{Library, LibraryError};

/// What a joining did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Joined {
    /// Annotations that found their words in the kept edition and stand there now.
    pub carried: u32,
    /// Annotations whose words it lacks; they stay where they are.
    pub stayed: u32,
}

impl Library {
    /// Makes two documents editions of one work; the annotations of `other` go to `keep` where it has their words.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; the two are one document.
    pub fn join_work(&mut self, keep: &str, other: &str) -> Result<Joined, LibraryError> {
        let (keep, other) = (self.row_of(keep)?, self.row_of(other)?);
        if keep == other {
            return Err(LibraryError::InvalidValue {
                field: "资料",
                value: "同一篇".into(),
            });
        }
        let act = self.on_documents("合并为同一作品", &[keep])?;
        let (joined, _) = self.transact(act, |connection| {
            let work = |document: i64| -> Result<Option<String>, LibraryError> {
                let sql = "SELECT work FROM document WHERE id = ?1";
                Ok(connection.query_row(sql, [document], |r| r.get(0))?)
            };
            let second = work(other)?;
            let uid = "UPDATE document SET work = coalesce(work, uid) WHERE id = ?1 RETURNING work";
            let name: String = connection.query_row(uid, [keep], |r| r.get(0))?;
            let sql =
                "UPDATE document SET work = ?1 WHERE id = ?2 OR (?3 IS NOT NULL AND work = ?3)";
            connection.execute(sql, params![name, other, second])?;
            let (carried, stayed) = carry_annotations(connection, other, keep)?;
            Ok(Joined { carried, stayed })
        })?;
        Ok(joined)
    }

    /// Takes a document out of its work; what was carried stays where it is.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn leave_work(&mut self, document: &str) -> Result<(), LibraryError> {
        let key = self.row_of(document)?;
        let act = self.on_documents("移出作品", &[key])?;
        self.transact(act, |connection| {
            let sql = "UPDATE document SET work = NULL WHERE id = ?1";
            connection.execute(sql, [key])?;
            leave_none_alone(connection)
        })?;
        Ok(())
    }

    /// The other editions of a document's work.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn editions_of(&self, document: &str) -> Result<Vec<AttachmentSummary>, LibraryError> {
        let key = self.row_of(document)?;
        let sql = "SELECT o.uid, o.kind, o.title FROM document d JOIN document o ON o.work = d.work AND o.id <> d.id
                   WHERE d.id = ?1 AND o.trashed_at IS NULL ORDER BY o.date, o.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([key], |r| {
            Ok(AttachmentSummary {
                id: r.get(0)?,
                kind: r.get(1)?,
                title: r.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A work of one document is none.
fn leave_none_alone(connection: &Connection) -> Result<(), LibraryError> {
    let sql = "UPDATE document SET work = NULL WHERE work IN
                 (SELECT work FROM document WHERE work IS NOT NULL GROUP BY work HAVING count(*) = 1)";
    connection.execute(sql, [])?;
    Ok(())
}
