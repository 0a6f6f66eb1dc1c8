//! 撤销导入: what an import added goes to the trash, what it updated gets its earlier text back.
//!
//! The texts come from the versions that are kept, the rest – anchors, corrections, collections, parts of a file that
//! went to the trash – from the statements that were written down during the import. If it is what was done last, the
//! library is afterwards as it was before, and it can be done again; if not, it is a new operation of its own.

use rusqlite::{Connection, params};

use crate::annotations::{follow_versions, remove_batch, restore_anchors, texts_of};
use crate::scopes::Scope;
use crate::store::now;
use crate::text_hash::renew_file;
use crate::transact::Act;
use crate::undo::{
    OperationKind, Recording, add_operation, apply, forget, next_operation, operation_of,
    renew_texts, start_recording, statements_of, stop_recording, turn_round,
};
use crate::{Library, LibraryError};

impl Library {
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
        let annotations = OperationKind::Annotations(batch);
        if self
            .next_undo()?
            .is_some_and(|last| last.kind == annotations)
        {
            let sql = "SELECT (SELECT count(*) FROM annotation WHERE batch = ?1)
                         + (SELECT count(*) FROM reply WHERE batch = ?1)";
            let count: u32 = self.connection.query_row(sql, [batch], |r| r.get(0))?;
            self.undo()?;
            return Ok(count as usize);
        }
        let done = self.put_import_back(batch);
        let count = self.or_give_up_reserve(done)?;
        self.at_mut(Scope::Documents).checked = false;
        self.note_described()?;
        if count == 0 {
            Err(LibraryError::NothingToUndo)
        } else {
            Ok(count)
        }
    }

    fn put_import_back(&mut self, batch: i64) -> Result<usize, LibraryError> {
        self.refuse_read_only()?;
        let transaction = self.connection.transaction()?;
        transaction.pragma_update(None, "defer_foreign_keys", "ON")?;
        let kind = OperationKind::Import(batch);
        let listed = operation_of(&transaction, &kind)?;
        let statements = match &listed {
            Some(operation) => statements_of(&transaction, operation.id)?,
            None => Vec::new(),
        };
        let of_annotations = operation_of(&transaction, &OperationKind::Annotations(batch))?;
        let listed = listed.or(of_annotations);
        start_recording(&transaction, Recording::All)?;
        let (count, updated) = take_back(&transaction, batch)?;
        apply(&transaction, &statements)?;
        // The earlier version may be of the time of another fold.
        for key in updated {
            let sql = "SELECT coalesce(parent, id) FROM document WHERE id = ?1";
            let file = transaction.query_row(sql, [key], |r| r.get(0))?;
            renew_file(&transaction, file)?;
        }
        follow_versions(&transaction)?;
        let log = stop_recording(&transaction)?;
        let last = next_operation(&transaction, false)?;
        match listed {
            Some(operation) if last.as_ref().is_some_and(|l| l.id == operation.id) => {
                turn_round(&transaction, operation.id, &log, true)?;
            }
            // Something was done since: this is done after it.
            listed => {
                if let Some(operation) = &listed {
                    forget(&transaction, operation.id)?;
                }
                if count > 0 {
                    let act = Act::from("撤销导入").of(count, "份");
                    let id = add_operation(&transaction, &act, &OperationKind::Change)?;
                    log.keep(&transaction, id)?;
                }
            }
        }
        renew_texts(&transaction)?;
        transaction.commit()?;
        Ok(count)
    }
}

/// Gives updated documents their earlier text, removes annotations, moves what was added to the trash; answers with how
/// many that were, and with the updated documents.
fn take_back(connection: &Connection, batch: i64) -> Result<(usize, Vec<i64>), LibraryError> {
    let updated: Vec<i64> = {
        let mut statement = connection.prepare(
            "SELECT d.id FROM document d WHERE d.batch = ?1 AND d.version > 1
             AND EXISTS (SELECT 1 FROM version v WHERE v.document = d.id AND v.n = d.version - 1)",
        )?;
        let rows = statement.query_map([batch], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for key in &updated {
        revert(connection, *key)?;
    }
    let removed = remove_batch(connection, batch)?;
    let sql = "UPDATE document SET trashed_at = ?2 WHERE batch = ?1 AND trashed_at IS NULL";
    let trashed = connection.execute(sql, params![batch, now()])?;
    Ok((trashed + updated.len() + removed, updated))
}

/// The text before the last version; the document's change number says that the index must follow.
fn revert(connection: &Connection, key: i64) -> Result<(), LibraryError> {
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
