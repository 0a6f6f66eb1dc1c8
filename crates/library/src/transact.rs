//! The one way to change a library: commit, rollback, undo and "what changed" live here.
//!
//! Undo follows sqlite.org/undoredo: temporary triggers write the inverse of every row change while an
//! operation is recorded.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::annotations::follow_versions;
use crate::store::{give_up_reserve, now};
use crate::{Library, LibraryError};

/// Tables whose changes a user can undo. An import is undone as a batch.
const UNDOABLE: [&str; 19] = [
    "annotation",
    "annotation_tag",
    "batch_item",
    "correction",
    "doubt",
    "document",
    "tag",
    "document_tag",
    "collection",
    "collection_document",
    "near_duplicate",
    "note",
    "note_tag",
    "reading_list",
    "reading_list_item",
    "reading_list_section",
    "reply",
    "saved_search",
    "user_word",
];

/// Changes that describe documents anew: event, and which documents.
const DESCRIBING: [(&str, &str); 9] = [
    ("INSERT ON main.document", "VALUES (NEW.id)"),
    (
        "UPDATE OF kind, title, date, speaker, issuer, number, occasion, folded_chars, trashed_at ON main.document",
        "VALUES (NEW.id)",
    ),
    ("DELETE ON main.document", "VALUES (OLD.id)"),
    ("INSERT ON main.document_tag", "VALUES (NEW.document)"),
    ("DELETE ON main.document_tag", "VALUES (OLD.document)"),
    (
        "INSERT ON main.collection_document",
        "VALUES (NEW.document)",
    ),
    (
        "DELETE ON main.collection_document",
        "VALUES (OLD.document)",
    ),
    (
        "UPDATE OF name ON main.tag",
        "SELECT document FROM document_tag WHERE tag = NEW.id",
    ),
    (
        "UPDATE OF name ON main.collection",
        "SELECT document FROM collection_document WHERE collection = NEW.id",
    ),
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
        let done = self.transact_recorded(name, change);
        let done = self.or_give_up_reserve(done)?;
        self.note_described()?;
        Ok(done)
    }

    fn transact_recorded<T>(
        &mut self,
        name: &str,
        change: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<(T, Changes), LibraryError> {
        let transaction = self.connection.transaction()?;
        start_recording(&transaction)?;
        let value = change(&transaction)?;
        let log = stop_recording(&transaction)?;
        let changes = log.changes();
        if changes.rows > 0 {
            transaction.execute("DELETE FROM operation WHERE undone = 1", [])?;
            transaction.execute(
                "INSERT INTO operation (name, at) VALUES (?1, ?2)",
                [name, &now()],
            )?;
            let operation = transaction.last_insert_rowid();
            log.keep(&transaction, operation)?;
            transaction.execute(
                "DELETE FROM operation WHERE id <= ?1 - ?2",
                [operation, i64::from(KEPT)],
            )?;
        }
        transaction.commit()?;
        Ok((value, changes))
    }

    /// On a full disk the reserve goes: SQLite can write once more, and what was refused can be saved.
    pub(crate) fn or_give_up_reserve<T>(
        &self,
        done: Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        match done {
            Err(error) if error.is_disk_full() => {
                give_up_reserve(&self.folder);
                Err(LibraryError::DiskFull(self.folder.clone()))
            }
            done => done,
        }
    }

    /// The same without a way back, for work that has its own undo.
    pub(crate) fn transact_unrecorded<T>(
        &mut self,
        change: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let value = self.transact_texts(change)?;
        self.note_described()?;
        Ok(value)
    }

    /// The same for words that are being typed: their editor has its own undo, and what documents are
    /// does not change.
    pub(crate) fn transact_texts<T>(
        &mut self,
        change: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let write = || -> Result<T, LibraryError> {
            let transaction = self.connection.transaction()?;
            let value = change(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        let done = write();
        self.or_give_up_reserve(done)
    }

    /// Undoes the last operation and answers with its name.
    ///
    /// # Errors
    /// [`LibraryError::NothingToUndo`], or what SQLite says; nothing has happened then.
    pub fn undo(&mut self) -> Result<String, LibraryError> {
        let last = "SELECT id, name FROM operation WHERE undone = 0 ORDER BY id DESC LIMIT 1";
        self.reverse(last, true)?.ok_or(LibraryError::NothingToUndo)
    }

    /// Does again what was undone last and answers with its name.
    ///
    /// # Errors
    /// [`LibraryError::NothingToRedo`], or what SQLite says; nothing has happened then.
    pub fn redo(&mut self) -> Result<String, LibraryError> {
        let next = "SELECT id, name FROM operation WHERE undone = 1 ORDER BY id LIMIT 1";
        self.reverse(next, false)?
            .ok_or(LibraryError::NothingToRedo)
    }

    /// Runs the statements of an operation, and keeps those that lead back in their place.
    fn reverse(&mut self, which: &str, undone: bool) -> Result<Option<String>, LibraryError> {
        let transaction = self.connection.transaction()?;
        let operation: Option<(i64, String)> = transaction
            .query_row(which, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((id, name)) = operation else {
            return Ok(None);
        };
        let statements: Vec<String> = {
            let mut rows = transaction
                .prepare("SELECT sql FROM undo_statement WHERE operation = ?1 ORDER BY n DESC")?;
            let statements = rows.query_map([id], |row| row.get(0))?;
            statements.collect::<Result<_, _>>()?
        };
        transaction.pragma_update(None, "defer_foreign_keys", "ON")?;
        start_recording(&transaction)?;
        for statement in statements {
            transaction.execute_batch(&statement)?;
        }
        let log = stop_recording(&transaction)?;
        transaction.execute("DELETE FROM undo_statement WHERE operation = ?1", [id])?;
        log.keep(&transaction, id)?;
        transaction.execute(
            "UPDATE operation SET undone = ?2 WHERE id = ?1",
            (id, undone),
        )?;
        // A document may have got a new version since: its annotations follow.
        let changes = log.changes();
        if changes.tables.contains("annotation") {
            follow_versions(&transaction)?;
        }
        transaction.commit()?;
        self.note_described()?;
        Ok(Some(name))
    }
}

/// The statements that lead back, in the order in which the changes were made.
struct UndoLog(Vec<(String, String)>);

impl UndoLog {
    fn changes(&self) -> Changes {
        Changes {
            tables: self.0.iter().map(|(table, _)| table.clone()).collect(),
            rows: self.0.len(),
        }
    }

    fn keep(&self, connection: &Connection, operation: i64) -> Result<(), LibraryError> {
        let mut insert =
            connection.prepare_cached("INSERT INTO undo_statement VALUES (?1, ?2, ?3)")?;
        for (n, (_, sql)) in self.0.iter().enumerate() {
            insert.execute((operation, n as i64, sql))?;
        }
        Ok(())
    }
}

fn start_recording(connection: &Connection) -> Result<(), LibraryError> {
    connection.execute("DELETE FROM temp.undo_log", [])?;
    connection.execute("UPDATE temp.undo_state SET recording = 1", [])?;
    Ok(())
}

fn stop_recording(connection: &Connection) -> Result<UndoLog, LibraryError> {
    connection.execute("UPDATE temp.undo_state SET recording = 0", [])?;
    let mut statement =
        connection.prepare_cached("SELECT tbl, sql FROM temp.undo_log ORDER BY n")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(UndoLog(rows.collect::<Result<_, _>>()?))
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
    connection.execute_batch("CREATE TEMP TABLE described (document INTEGER)")?;
    for (n, (event, documents)) in DESCRIBING.iter().enumerate() {
        connection.execute_batch(&format!(
            "CREATE TEMP TRIGGER described_{n} AFTER {event} BEGIN INSERT INTO described {documents}; END"
        ))?;
    }
    Ok(())
}

fn triggers(connection: &Connection, table: &str) -> Result<String, LibraryError> {
    let mut info =
        connection.prepare(r#"SELECT '"' || name || '"', pk FROM pragma_table_info(?1)"#)?;
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
    // Only what was changed goes back: a text that was written since is not touched.
    let set = all
        .iter()
        .map(|c| {
            format!("'||CASE WHEN OLD.{c} IS NOT NEW.{c} THEN '{c}='||quote(OLD.{c})||',' ELSE '' END||'")
        })
        .collect::<String>();
    let same = &keys[0];
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
            format!("UPDATE {table} SET {set}{same}={same} WHERE {}", key("NEW")),
        ),
        trigger(
            "DELETE",
            format!("INSERT INTO {table} ({}) VALUES ({values})", all.join(",")),
        ),
    ]
    .concat())
}
