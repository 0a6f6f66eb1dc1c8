//! Where a person was reading: remembered a document, and for the whole library the last one.

use rusqlite::{OptionalExtension, params};

use crate::store::now;
use crate::{Library, LibraryError};

impl Library {
    /// Remembers the block at the top of the reader. Not an operation that is undone.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn set_reading_position(&self, id: &str, block: u32) -> Result<(), LibraryError> {
        let key = self.row_of(id)?;
        let sql = "INSERT INTO reading VALUES (?1, ?2, ?3)
                   ON CONFLICT (document) DO UPDATE SET block = excluded.block, read_at = excluded.read_at";
        self.connection
            .prepare_cached(sql)?
            .execute(params![key, block, now()])?;
        Ok(())
    }

    /// The remembered block, 0 for a document that was never read.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn reading_position(&self, id: &str) -> Result<u32, LibraryError> {
        let key = self.row_of(id)?;
        let sql = "SELECT block FROM reading WHERE document = ?1";
        let block = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |r| r.get(0));
        Ok(block.optional()?.unwrap_or(0))
    }
}
