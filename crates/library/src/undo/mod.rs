//! 撤销: the list of what was done, and the way back.
//!
//! Everything that the person at this machine does is in the list, in its order, and only its last entry can be undone:
//! an undo never reaches past what was done last. Changes go back by statements (`record`). Imports and packs are in
//! the list too but have an undo of their own, because they may bring thousands of texts: [`Library::undo`] refuses them
//! by name. Writing in a note is one entry as long as nothing else is done. What comes by itself – from a watched
//! folder, from a group – is not in the list and stays (`apply`).

mod apply;
mod record;

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::annotations::follow_versions;
use crate::documents::BLOCK_BITS;
use crate::scopes::Scope;
use crate::store::now;
use crate::transact::Act;
use crate::{Library, LibraryError};

pub(crate) use apply::apply;
pub(crate) use record::{
    Recording, UndoLog, go_on_recording, install_undo, recorded, start_recording, stop_recording,
};

/// Operations that are kept for undo.
const KEPT: i64 = 100;

/// How an operation is undone.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum OperationKind {
    /// By [`Library::undo`].
    Change,
    /// By [`Library::undo`]; writing in the note with this id.
    Writing(String),
    /// By [`Library::undo`]; annotations that came with a file, also by [`Library::undo_import`] with this number.
    Annotations(i64),
    /// By [`Library::undo_import`] with this number.
    Import(i64),
    /// By [`Library::undo_pack`] with this id.
    Pack(String),
}

impl OperationKind {
    fn columns(&self) -> (&'static str, Option<String>) {
        match self {
            OperationKind::Change => ("change", None),
            OperationKind::Writing(note) => ("writing", Some(note.clone())),
            OperationKind::Annotations(batch) => ("annotations", Some(batch.to_string())),
            OperationKind::Import(batch) => ("import", Some(batch.to_string())),
            OperationKind::Pack(id) => ("pack", Some(id.clone())),
        }
    }

    fn of(kind: &str, reference: Option<String>) -> Self {
        match (kind, reference) {
            ("writing", Some(note)) => OperationKind::Writing(note),
            ("annotations", Some(batch)) => {
                OperationKind::Annotations(batch.parse().unwrap_or_default())
            }
            ("import", Some(batch)) => OperationKind::Import(batch.parse().unwrap_or_default()),
            ("pack", Some(id)) => OperationKind::Pack(id),
            _ => OperationKind::Change,
        }
    }
}

/// An operation that can be undone or done again.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Operation {
    /// Its number; later ones have higher numbers.
    pub id: i64,
    /// What was done: 修改笔记.
    pub name: String,
    /// To what: 《提纲》; empty if that is not known.
    pub subject: String,
    /// When, UTC.
    pub at: String,
    /// How it is undone.
    pub kind: OperationKind,
    /// True if it was undone and can be done again.
    pub undone: bool,
}

impl Operation {
    /// Returns what was done and to what, as it is shown: 修改笔记《提纲》.
    pub fn title(&self) -> String {
        format!("{}{}", self.name, self.subject)
    }
}

fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    let kind: String = row.get(4)?;
    Ok(Operation {
        id: row.get(0)?,
        name: row.get(1)?,
        subject: row.get(2)?,
        at: row.get(3)?,
        kind: OperationKind::of(&kind, row.get(5)?),
        undone: row.get(6)?,
    })
}

const COLUMNS: &str = "id, name, subject, at, kind, reference, undone";

/// The operation that would be undone, or with `undone` the one that would be done again.
pub(crate) fn next_operation(
    connection: &Connection,
    undone: bool,
) -> Result<Option<Operation>, LibraryError> {
    let order = if undone { "id" } else { "id DESC" };
    let sql = format!("SELECT {COLUMNS} FROM operation WHERE undone = ?1 ORDER BY {order} LIMIT 1");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([undone], operation)
        .optional()?)
}

/// Puts an operation at the end of the list. What was undone before cannot be done again then.
pub(crate) fn add_operation(
    connection: &Connection,
    act: &Act<'_>,
    kind: &OperationKind,
) -> Result<i64, LibraryError> {
    connection.execute("DELETE FROM operation WHERE undone = 1", [])?;
    let (kind, reference) = kind.columns();
    let sql =
        "INSERT INTO operation (name, subject, at, kind, reference) VALUES (?1, ?2, ?3, ?4, ?5)";
    let row = params![act.name, act.subject, now(), kind, reference];
    connection.prepare_cached(sql)?.execute(row)?;
    let id = connection.last_insert_rowid();
    connection.execute("DELETE FROM operation WHERE id <= ?1", [id - KEPT])?;
    Ok(id)
}

/// The operation of an import or pack that is in the list.
pub(crate) fn operation_of(
    connection: &Connection,
    kind: &OperationKind,
) -> Result<Option<Operation>, LibraryError> {
    let (kind, reference) = kind.columns();
    let sql = format!(
        "SELECT {COLUMNS} FROM operation WHERE kind = ?1 AND reference IS ?2 AND undone = 0"
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(params![kind, reference], operation)
        .optional()?)
}

/// The statements of an operation, last first.
pub(crate) fn statements_of(
    connection: &Connection,
    operation: i64,
) -> Result<Vec<String>, LibraryError> {
    let sql = "SELECT sql FROM undo_statement WHERE operation = ?1 ORDER BY n DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([operation], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes what was put into the list behind this operation out of it: it is part of another one.
pub(crate) fn forget_behind(connection: &Connection, operation: i64) -> Result<(), LibraryError> {
    connection.execute("DELETE FROM operation WHERE id > ?1", [operation])?;
    Ok(())
}

/// Makes the operations behind `before` part of this one, which is the last.
pub(crate) fn take_up(
    connection: &Connection,
    before: i64,
    operation: i64,
) -> Result<(), LibraryError> {
    let sql = "INSERT INTO undo_statement
               SELECT ?2, row_number() OVER (ORDER BY operation, n) - 1, sql FROM undo_statement
               WHERE operation > ?1 AND operation < ?2";
    connection.execute(sql, [before, operation])?;
    let sql = "DELETE FROM operation WHERE id > ?1 AND id < ?2";
    connection.execute(sql, [before, operation])?;
    Ok(())
}

/// The number of the last operation that was not undone, 0 for none: the next one is behind it.
pub(crate) fn last_number(connection: &Connection) -> Result<i64, LibraryError> {
    let sql = "SELECT coalesce(max(id), 0) FROM operation WHERE undone = 0";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([], |r| r.get(0))?)
}

/// Says of the last operation what kind it is.
pub(crate) fn name_last(connection: &Connection, kind: &OperationKind) -> Result<(), LibraryError> {
    let (kind, reference) = kind.columns();
    let sql = "UPDATE operation SET kind = ?1, reference = ?2
               WHERE id = (SELECT max(id) FROM operation WHERE undone = 0)";
    connection.execute(sql, params![kind, reference])?;
    Ok(())
}

/// Takes an operation out of the list.
pub(crate) fn forget(connection: &Connection, operation: i64) -> Result<(), LibraryError> {
    connection.execute("DELETE FROM operation WHERE id = ?1", [operation])?;
    Ok(())
}

/// Keeps the statements that lead back from an undo, or from doing it again, in place of those that led there.
pub(crate) fn turn_round(
    connection: &Connection,
    operation: i64,
    log: &UndoLog,
    undone: bool,
) -> Result<(), LibraryError> {
    connection.execute(
        "DELETE FROM undo_statement WHERE operation = ?1",
        [operation],
    )?;
    log.keep(connection, operation)?;
    let sql = "UPDATE operation SET undone = ?2 WHERE id = ?1";
    connection.execute(sql, params![operation, undone])?;
    Ok(())
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Undo,
    Redo,
}

impl Library {
    /// The operations that can be undone, and those that were undone and can be done again, latest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_operations(&self) -> Result<Vec<Operation>, LibraryError> {
        let sql = format!("SELECT {COLUMNS} FROM operation ORDER BY id DESC");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], operation)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The operation that [`Library::undo`] would undo.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn next_undo(&self) -> Result<Option<Operation>, LibraryError> {
        next_operation(&self.connection, false)
    }

    /// The operation that [`Library::redo`] would do again.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn next_redo(&self) -> Result<Option<Operation>, LibraryError> {
        next_operation(&self.connection, true)
    }

    /// What is done to a row, named by what `sql` reads of it.
    pub(crate) fn on_row<'n>(
        &self,
        name: &'n str,
        sql: &'static str,
        key: i64,
    ) -> Result<Act<'n>, LibraryError> {
        let words: Option<String> = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |r| r.get(0))
            .optional()?;
        Ok(words.map_or_else(|| name.into(), |words| Act::quoted(name, &words)))
    }

    /// Undoes the last operation and answers with it.
    ///
    /// # Errors
    /// [`LibraryError::NothingToUndo`]; [`LibraryError::LastIsImport`] and [`LibraryError::LastIsPack`], which have an
    /// undo of their own; [`LibraryError::CannotUndo`] if what came since does not allow it: the operation leaves the
    /// list then. Nothing has happened to the library in any of these.
    pub fn undo(&mut self) -> Result<Operation, LibraryError> {
        let last = self.next_undo()?.ok_or(LibraryError::NothingToUndo)?;
        let name = last.title();
        match last.kind {
            OperationKind::Import(batch) => Err(LibraryError::LastIsImport { name, batch }),
            OperationKind::Pack(id) => Err(LibraryError::LastIsPack { name, id }),
            OperationKind::Change | OperationKind::Writing(_) | OperationKind::Annotations(_) => {
                self.go(last, Way::Undo)
            }
        }
    }

    /// Does again what was undone last and answers with it.
    ///
    /// # Errors
    /// [`LibraryError::NothingToRedo`], [`LibraryError::CannotUndo`] as in [`Library::undo`].
    pub fn redo(&mut self) -> Result<Operation, LibraryError> {
        let next = self.next_redo()?.ok_or(LibraryError::NothingToRedo)?;
        self.go(next, Way::Redo)
    }

    fn go(&mut self, operation: Operation, way: Way) -> Result<Operation, LibraryError> {
        let words = self.list_user_words()?;
        let done = self.reverse(&operation, way);
        match self.or_give_up_reserve(done) {
            Err(error) if error.is_constraint() => {
                forget(&self.connection, operation.id)?;
                Err(LibraryError::CannotUndo(operation.title()))
            }
            Err(error) => Err(error),
            Ok(texts) => {
                if texts {
                    self.at_mut(Scope::Documents).checked = false;
                }
                self.note_described()?;
                self.words_changed(&words)?;
                Ok(operation)
            }
        }
    }

    /// Runs the statements of an operation, and keeps those that lead back in their place; tells whether texts changed.
    fn reverse(&mut self, operation: &Operation, way: Way) -> Result<bool, LibraryError> {
        self.refuse_read_only()?;
        let transaction = self.connection.transaction()?;
        let statements = statements_of(&transaction, operation.id)?;
        transaction.pragma_update(None, "defer_foreign_keys", "ON")?;
        start_recording(&transaction, Recording::All)?;
        apply(&transaction, &statements)?;
        // A document may have got a new version since: its annotations follow.
        if recorded(&transaction, "annotation")? {
            follow_versions(&transaction)?;
        }
        let log = stop_recording(&transaction)?;
        turn_round(&transaction, operation.id, &log, way == Way::Undo)?;
        let texts = renew_texts(&transaction)?;
        transaction.commit()?;
        Ok(texts)
    }

    /// What is in the user dictionary now is what the ranking knows.
    fn words_changed(&self, before: &[String]) -> Result<(), LibraryError> {
        let now = self.list_user_words()?;
        let only = |a: &[String], b: &[String]| -> Vec<String> {
            a.iter().filter(|w| !b.contains(w)).cloned().collect()
        };
        yandu_search::remove_words(only(before, &now).iter().map(String::as_str));
        yandu_search::add_words(only(&now, before).iter().map(String::as_str));
        Ok(())
    }
}

/// Gives the documents whose paragraphs were just written a new change number, so that the index follows; tells
/// whether there are any.
pub(crate) fn renew_texts(connection: &Connection) -> Result<bool, LibraryError> {
    let written: Vec<String> = {
        let sql = "SELECT sql FROM temp.undo_log WHERE tbl = 'block'";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    let documents: BTreeSet<i64> = written.iter().filter_map(|sql| block_of(sql)).collect();
    for document in &documents {
        let next = "UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change'";
        connection.prepare_cached(next)?.execute([])?;
        let sql = "UPDATE document SET change = (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'change')
                   WHERE id = ?1";
        connection.prepare_cached(sql)?.execute([document])?;
    }
    Ok(!documents.is_empty())
}

/// The document of the block that a statement is about: its key is the first number.
fn block_of(sql: &str) -> Option<i64> {
    let mark = if sql.starts_with("INSERT") {
        ") VALUES ("
    } else {
        "\"id\"="
    };
    let (_, key) = sql.split_once(mark)?;
    let digits: String = key.chars().take_while(char::is_ascii_digit).collect();
    Some(digits.parse::<i64>().ok()? >> BLOCK_BITS)
}
