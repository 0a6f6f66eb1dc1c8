//! Files that could not be imported, until they are, or until someone says that they need not be.

use serde::Serialize;

use crate::{Changes, Library, LibraryError};

/// A file that could not be imported the last time.
#[derive(Debug, Clone, Serialize)]
pub struct ImportProblem {
    /// The file.
    pub path: String,
    /// `refused` or `failed`.
    pub status: String,
    /// Why.
    pub reason: Option<String>,
    /// When, UTC.
    pub at: String,
}

impl Library {
    /// The files whose last import was refused or failed, newest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_import_problems(&self) -> Result<Vec<ImportProblem>, LibraryError> {
        let sql = "SELECT i.path, i.status, i.reason, b.started_at, max(i.batch)
                   FROM batch_item i JOIN batch b ON b.id = i.batch
                   WHERE i.path IN (SELECT path FROM batch_item WHERE status IN ('refused', 'failed'))
                   GROUP BY i.path HAVING i.status IN ('refused', 'failed') ORDER BY i.batch DESC, i.path";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(ImportProblem {
                path: row.get(0)?,
                status: row.get(1)?,
                reason: row.get(2)?,
                at: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes files off the list; another import may bring them back.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn dismiss_import_problems(&mut self, paths: &[String]) -> Result<Changes, LibraryError> {
        let (_, changes) = self.transact("忽略导入问题", |connection| {
            for path in paths {
                let sql = "UPDATE batch_item SET status = 'dismissed'
                           WHERE path = ?1 AND status IN ('refused', 'failed')";
                connection.prepare_cached(sql)?.execute([path])?;
            }
            Ok(())
        })?;
        Ok(changes)
    }
}
