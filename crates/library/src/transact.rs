//! The one way to change a library: commit, rollback, undo and "what changed" live here.
//!
//! Undo follows sqlite.org/undoredo: temporary triggers write the inverse of every row change while an
//! operation is recorded.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::store::now;
use crate::{Library, LibraryError};

/// Tables whose changes a user can undo. An import is undone as a batch.
const UNDOABLE: [&str; 9] = [
    "batch_item",
    "correction",
    "doubt",
    "document",
    "tag",
    "document_tag",
    "collection",
    "collection_document",
    "user_word",
];

/// Operations that are kept for undo.
const KEPT: u32 = 100;

/// What an operation changed, for whoever shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Names of the tables.
    pub tables: BTreeSet<String>,
    /// Rows changed.
    pub rows: usize,
}

impl Library {
    /// Runs `change` in one transaction and records how to undo it under the name that the user sees.
    ///
    /// # Errors
    /// Whatever `change` answers; nothing has happened then.
    pub fn transact<T>(
        &mut self,
        name: &str,
        change: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<(T, Changes), LibraryError> {
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM temp.undo_log", [])?;
        transaction.execute("UPDATE temp.undo_state SET recording = 1", [])?;
        let value = change(&transaction)?;
        transaction.execute("UPDATE temp.undo_state SET recording = 0", [])?;
        let changes = record(&transaction, name)?;
        transaction.commit()?;
        if changes.rows > 0 {
            self.catalogue = None;
        }
        Ok((value, changes))
    }

    /// The same without a way back, for work that has its own undo.
    pub(crate) fn transact_unrecorded<T>(
        &mut self,
        change: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let transaction = self.connection.transaction()?;
        let value = change(&transaction)?;
        transaction.commit()?;
        self.catalogue = None;
        Ok(value)
    }

    /// Undoes the last operation and answers with its name.
    ///
    /// # Errors
    /// [`LibraryError::NothingToUndo`], or what SQLite says; nothing has happened then.
    pub fn undo(&mut self) -> Result<String, LibraryError> {
        let transaction = self.connection.transaction()?;
        let last = transaction.query_row(
            "SELECT id, name FROM operation ORDER BY id DESC LIMIT 1",
            [],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
        );
        let (id, name) = match last {
            Err(rusqlite::Error::QueryReturnedNoRows) => return Err(LibraryError::NothingToUndo),
            other => other?,
        };
        let statements: Vec<String> = {
            let mut rows = transaction
                .prepare("SELECT sql FROM undo_statement WHERE operation = ?1 ORDER BY n DESC")?;
            let statements = rows.query_map([id], |row| row.get(0))?;
            statements.collect::<Result<_, _>>()?
        };
        transaction.pragma_update(None, "defer_foreign_keys", "ON")?;
        for statement in statements {
            transaction.execute_batch(&statement)?;
        }
        transaction.execute("DELETE FROM operation WHERE id = ?1", [id])?;
        transaction.commit()?;
        self.catalogue = None;
        Ok(name)
    }
}

fn record(connection: &Connection, name: &str) -> Result<Changes, LibraryError> {
    let mut changes = Changes::default();
    let mut statement =
        connection.prepare_cached("SELECT tbl, sql FROM temp.undo_log ORDER BY n")?;
    let rows: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Ok(changes);
    }
    connection.execute(
        "INSERT INTO operation (name, at) VALUES (?1, ?2)",
        [name, &now()],
    )?;
    let operation = connection.last_insert_rowid();
    let mut insert = connection.prepare_cached("INSERT INTO undo_statement VALUES (?1, ?2, ?3)")?;
    for (n, (table, sql)) in rows.into_iter().enumerate() {
        insert.execute((operation, n as i64, sql))?;
        changes.tables.insert(table);
        changes.rows += 1;
    }
    connection.execute(
        "DELETE FROM operation WHERE id <= ?1 - ?2",
        [operation, i64::from(KEPT)],
    )?;
    Ok(changes)
}

/// Creates the temporary log and its triggers on a new connection.
pub(crate) fn install_undo(connection: &Connection) -> Result<(), LibraryError> {
    connection.execute_batch(
        "CREATE TEMP TABLE undo_log (n INTEGER PRIMARY KEY, tbl TEXT, sql TEXT);
         CREATE TEMP TABLE undo_state (recording INTEGER);
         INSERT INTO temp.undo_state VALUES (0);",
    )?;
    for table in UNDOABLE {
        connection.execute_batch(&triggers(connection, table)?)?;
    }
    Ok(())
}

fn triggers(connection: &Connection, table: &str) -> Result<String, LibraryError> {
    let mut info = connection.prepare("SELECT name, pk FROM pragma_table_info(?1)")?;
    let columns: Vec<(String, i64)> = info
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let names = |keep: &dyn Fn(i64) -> bool| {
        columns
            .iter()
            .filter(|c| keep(c.1))
            .map(|c| c.0.clone())
            .collect::<Vec<_>>()
    };
    let (all, keys) = (names(&|_| true), names(&|pk| pk > 0));
    let quoted = |row: &str, name: &str| format!("'||quote({row}.{name})||'");
    let key = |row: &str| {
        keys.iter()
            .map(|k| format!("{k}={}", quoted(row, k)))
            .collect::<Vec<_>>()
            .join(" AND ")
    };
    let set = all
        .iter()
        .map(|c| format!("{c}={}", quoted("OLD", c)))
        .collect::<Vec<_>>()
        .join(",");
    let values = all
        .iter()
        .map(|c| quoted("OLD", c))
        .collect::<Vec<_>>()
        .join(",");
    let trigger = |event: &str, sql: String| {
        format!(
            "CREATE TEMP TRIGGER undo_{table}_{event} AFTER {event} ON main.{table}
             WHEN (SELECT recording FROM temp.undo_state) = 1
             BEGIN INSERT INTO undo_log (tbl, sql) VALUES ('{table}', '{sql}'); END;\n"
        )
    };
    Ok([
        trigger(
            "INSERT",
            format!("DELETE FROM {table} WHERE {}", key("NEW")),
        ),
        trigger(
            "UPDATE",
            format!("UPDATE {table} SET {set} WHERE {}", key("NEW")),
        ),
        trigger(
            "DELETE",
            format!("INSERT INTO {table} ({}) VALUES ({values})", all.join(",")),
        ),
    ]
    .concat())
}
