//! The entry of an import in the list of what can be undone.

use rusqlite::{Connection, OptionalExtension, params};

use crate::LibraryError;
use crate::transact::Act;
use crate::undo::{OperationKind, UndoLog, add_operation, operation_of};

/// Notes that a chunk of an import was stored: the first one puts the import into the list. An import that added nothing
/// and updated nothing is not in it.
pub(super) fn list_import(
    connection: &Connection,
    batch: i64,
    log: &UndoLog,
) -> Result<(), LibraryError> {
    let sql = "SELECT count(*), min(document) FROM batch_item
               WHERE batch = ?1 AND status IN ('added', 'updated')";
    let (count, first): (u32, Option<i64>) = connection
        .prepare_cached(sql)?
        .query_row([batch], |r| Ok((r.get(0)?, r.get(1)?)))?;
    if count == 0 {
        return Ok(());
    }
    let title: Option<String> = connection
        .prepare_cached("SELECT title FROM document WHERE id = ?1")?
        .query_row([first], |r| r.get(0))
        .optional()?;
    let act = Act::titled("导入资料", &title.unwrap_or_default()).of(count as usize, "份");
    let kind = OperationKind::Import(batch);
    let operation = match operation_of(connection, &kind)? {
        Some(operation) => {
            let sql = "UPDATE operation SET subject = ?2 WHERE id = ?1";
            connection.execute(sql, params![operation.id, act.subject])?;
            operation.id
        }
        None => add_operation(connection, &act, &kind)?,
    };
    log.keep(connection, operation)
}
