//! The trash: nothing is deleted at once, and never too much in one step.

use rusqlite::params;

use crate::annotations::{remove_batch, restore_anchors, texts_of};
use crate::scopes::Scope;
use crate::store::now;
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
        let (_, changes) = self.transact("移入回收站", |connection| {
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
        let (_, changes) = self.transact("移出回收站", |connection| {
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

    /// Undoes an import: documents that it added go to the trash, those that it updated get their
    /// earlier text back, annotations that it brought are removed.
    /// Without a number the last import.
    ///
    /// # Errors
    /// [`LibraryError::NothingToUndo`] if there is no import.
    pub fn undo_import(&mut self, batch: Option<i64>) -> Result<usize, LibraryError> {
        let last = "SELECT max(batch) FROM (SELECT batch FROM document WHERE trashed_at IS NULL
                    UNION ALL SELECT batch FROM annotation UNION ALL SELECT batch FROM reply)";
        let batch = match batch {
            Some(batch) => Some(batch),
            None => self.connection.query_row(last, [], |row| row.get(0))?,
        };
        let batch: i64 = batch.ok_or(LibraryError::NothingToUndo)?;
        let updated: Vec<i64> = {
            let mut statement = self.connection.prepare(
                "SELECT d.id FROM document d WHERE d.batch = ?1 AND d.version > 1
                 AND EXISTS (SELECT 1 FROM version v WHERE v.document = d.id AND v.n = d.version - 1)",
            )?;
            statement
                .query_map([batch], |r| r.get(0))?
                .collect::<Result<_, _>>()?
        };
        let count = self.transact_unrecorded(|connection| {
            for key in &updated {
                revert(connection, *key)?;
            }
            let removed = remove_batch(connection, batch)?;
            let sql = "UPDATE document SET trashed_at = ?2 WHERE batch = ?1 AND trashed_at IS NULL";
            Ok(connection.execute(sql, params![batch, now()])? + updated.len() + removed)
        })?;
        self.at_mut(Scope::Documents).checked = false;
        if count == 0 {
            Err(LibraryError::NothingToUndo)
        } else {
            Ok(count)
        }
    }
}

/// The text before the last version; the document's change number says that the index must follow.
fn revert(connection: &rusqlite::Connection, key: i64) -> Result<(), LibraryError> {
    let range = [super::block_key(key, 0), super::block_key(key + 1, 0)];
    let undone = texts_of(connection, key)?;
    connection.execute("DELETE FROM block WHERE id >= ?1 AND id < ?2", range)?;
    connection.execute(
        "INSERT INTO block SELECT ?1 + b.key, json_extract(b.value, '$[0]'), json_extract(b.value, '$[1]'),
             json_extract(b.value, '$[2]'), json_extract(b.value, '$[3]'), json_extract(b.value, '$[4]'),
             json_extract(b.value, '$[5]')
         FROM document d JOIN version v ON v.document = d.id AND v.n = d.version - 1, json_each(v.blocks) b
         WHERE d.id = ?2",
        [range[0], key],
    )?;
    connection.execute(
        "UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change'",
        [],
    )?;
    connection.execute(
        "UPDATE document SET
           kind = v.row ->> 'kind', title = v.row ->> 'title', date = v.row ->> 'date', speaker = v.row ->> 'speaker',
           issuer = v.row ->> 'issuer', number = v.row ->> 'number', occasion = v.row ->> 'occasion',
           details = v.row ->> 'details', chars = v.row ->> 'chars', folded_chars = v.row ->> 'folded_chars',
           blocks = v.row ->> 'blocks', folded_hash = v.row ->> 'folded_hash', format = v.row ->> 'format',
           encoding = v.row ->> 'encoding', sha256 = v.sha256, version = v.n, batch = v.batch,
           change = (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'change')
         FROM version v WHERE v.document = document.id AND v.n = document.version - 1 AND document.id = ?1",
        [key],
    )?;
    connection.execute("DELETE FROM version WHERE document = ?1 AND n >= (SELECT version FROM document WHERE id = ?1)", [key])?;
    restore_anchors(connection, key, &undone)
}
