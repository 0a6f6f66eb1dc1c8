//! The trash: nothing is deleted at once, and never too much in one step.

use rusqlite::params;

use crate::store::now;
use crate::transact::Act;
use crate::{Changes, Library, LibraryError};

/// More documents than this, and more than half of the library, are not removed in one step.
const BRAKE: usize = 50;

impl Library {
    /// Moves documents to the trash, with what they carry.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; [`LibraryError::MassDelete`], the brake on mistakes.
    pub fn trash_documents(&mut self, ids: &[String]) -> Result<Changes, LibraryError> {
        let keys = self.rows_of(ids)?;
        if keys.len() > BRAKE && keys.len() * 2 > self.count_documents()? as usize {
            return Err(LibraryError::MassDelete(keys.len()));
        }
        let (_, changes) = self.transact(self.on_documents("移入回收站", &keys)?, |connection| {
            for key in keys {
                let sql = "UPDATE document SET trashed_at = ?2 WHERE (id = ?1 OR parent = ?1) AND trashed_at IS NULL";
                connection.execute(sql, params![key, now()])?;
            }
            Ok(())
        })?;
        Ok(changes)
    }

    /// Takes documents out of the trash, with what they carry.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn restore_documents(&mut self, ids: &[String]) -> Result<Changes, LibraryError> {
        let keys = self.rows_of(ids)?;
        let (_, changes) =
            self.transact(self.on_documents("移出回收站", &keys)?, |connection| {
                for key in keys {
                    connection.execute(
                        "UPDATE document SET trashed_at = NULL WHERE id = ?1 OR parent = ?1",
                        [key],
                    )?;
                }
                Ok(())
            })?;
        Ok(changes)
    }

    /// What is done to these documents, named by the first of them.
    pub(crate) fn on_documents<'n>(
        &self,
        name: &'n str,
        keys: &[i64],
    ) -> Result<Act<'n>, LibraryError> {
        let Some(first) = keys.first() else {
            return Ok(name.into());
        };
        let title: String = self
            .connection
            .prepare_cached("SELECT title FROM document WHERE id = ?1")?
            .query_row([first], |r| r.get(0))?;
        Ok(Act::titled(name, &title).of(keys.len(), "份"))
    }
}
