//! The one way to change a library: commit, rollback and "what changed" live here; `undo` leads back.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::notes::STRETCH;
use crate::store::{give_up_reserve, now};
use crate::undo::{
    Operation, OperationKind, Recording, add_operation, apply, forget, start_recording,
    statements_of, stop_recording, turn_round,
};
use crate::{Library, LibraryError};

/// What is done, and to what: 修改笔记 and 《提纲》.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act<'n> {
    pub(crate) name: &'n str,
    pub(crate) subject: String,
}

impl<'n> From<&'n str> for Act<'n> {
    fn from(name: &'n str) -> Self {
        Act {
            name,
            subject: String::new(),
        }
    }
}

impl<'n> Act<'n> {
    /// Done to something with a title.
    pub(crate) fn titled(name: &'n str, title: &str) -> Self {
        Act {
            name,
            subject: format!("《{}》", shortened(title)),
        }
    }

    /// Done to something with a name, or to words.
    pub(crate) fn quoted(name: &'n str, words: &str) -> Self {
        Act {
            name,
            subject: format!("“{}”", shortened(words)),
        }
    }

    /// The same, done to several things of which this is the first.
    pub(crate) fn of(mut self, count: usize, noun: &str) -> Self {
        if count > 1 {
            self.subject = format!("{}等 {count} {noun}", self.subject);
        }
        self
    }
}

/// Chars of a title or of words that an operation is named by.
const SHOWN: usize = 24;

fn shortened(words: &str) -> String {
    let line = words.lines().map(str::trim).find(|l| !l.is_empty());
    let line = line.unwrap_or_default();
    if line.chars().count() <= SHOWN {
        return line.to_owned();
    }
    let first: String = line.chars().take(SHOWN).collect();
    format!("{first}…")
}

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
    pub fn transact<'n, T>(
        &mut self,
        act: impl Into<Act<'n>>,
        change: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<(T, Changes), LibraryError> {
        self.transact_as(&act.into(), OperationKind::Change, change)
    }

    /// The same for an operation of another kind.
    pub(crate) fn transact_as<T>(
        &mut self,
        act: &Act<'_>,
        kind: OperationKind,
        change: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<(T, Changes), LibraryError> {
        let done = self.transact_recorded(act, &kind, change);
        let done = self.or_give_up_reserve(done)?;
        self.note_described()?;
        Ok(done)
    }

    fn transact_recorded<T>(
        &mut self,
        act: &Act<'_>,
        kind: &OperationKind,
        change: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<(T, Changes), LibraryError> {
        self.refuse_read_only()?;
        let transaction = self.connection.transaction()?;
        start_recording(&transaction, Recording::All)?;
        let value = change(&transaction)?;
        let log = stop_recording(&transaction)?;
        let changes = log.changes();
        if changes.rows > 0 {
            let operation = add_operation(&transaction, act, kind)?;
            log.keep(&transaction, operation)?;
        }
        transaction.commit()?;
        Ok((value, changes))
    }

    /// Records writing in a note. If the last operation was writing in it a moment ago, and this `goes_on` from there,
    /// both become one: the library goes back to where that began, and from there to what `change` says.
    pub(crate) fn transact_writing<T>(
        &mut self,
        act: &Act<'_>,
        note: &str,
        goes_on: bool,
        change: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let last = if goes_on {
            self.writing_under_way(note)?
        } else {
            None
        };
        let Some(operation) = last else {
            let kind = OperationKind::Writing(note.to_owned());
            return Ok(self.transact_as(act, kind, change)?.0);
        };
        let write = || -> Result<T, LibraryError> {
            let transaction = self.connection.transaction()?;
            transaction.pragma_update(None, "defer_foreign_keys", "ON")?;
            apply(&transaction, &statements_of(&transaction, operation)?)?;
            start_recording(&transaction, Recording::All)?;
            let value = change(&transaction)?;
            let log = stop_recording(&transaction)?;
            if log.changes().rows == 0 {
                forget(&transaction, operation)?;
            } else {
                turn_round(&transaction, operation, &log, false)?;
                let sql = "UPDATE operation SET at = ?2, subject = ?3 WHERE id = ?1";
                transaction.execute(sql, params![operation, now(), act.subject])?;
            }
            transaction.commit()?;
            Ok(value)
        };
        let done = write();
        self.or_give_up_reserve(done)
    }

    /// The last operation, if it is writing in this note, not long ago, and nothing was undone since.
    fn writing_under_way(&self, note: &str) -> Result<Option<i64>, LibraryError> {
        if self.next_redo()?.is_some() {
            return Ok(None);
        }
        let under_way = |operation: &Operation| {
            let at: Option<jiff::Timestamp> = operation.at.parse().ok();
            let recent = at.is_some_and(|at| {
                jiff::Timestamp::now().duration_since(at) < jiff::SignedDuration::from_mins(STRETCH)
            });
            recent && operation.kind == OperationKind::Writing(note.to_owned())
        };
        Ok(self.next_undo()?.filter(under_way).map(|o| o.id))
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
        self.refuse_read_only()?;
        let write = || -> Result<T, LibraryError> {
            let transaction = self.connection.transaction()?;
            let value = change(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        let done = write();
        self.or_give_up_reserve(done)
    }
}
