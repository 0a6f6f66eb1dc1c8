//! What a note was. A version is kept when writing begins again after a pause, not for every save.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::edit::{NoteChange, write_text};
use super::{NoteView, list};
use crate::compare::{LinePair, compare_lines};
use crate::store::now;
use crate::{Library, LibraryError};

/// Saves that follow each other within so many minutes are one stretch of writing.
const STRETCH: i64 = 5;

/// Versions that are kept of a note.
const KEPT: u32 = 200;

/// An earlier text of a note.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct NoteVersion {
    /// Its number, from 1.
    pub n: u32,
    /// Until when the note was so, UTC.
    pub at: String,
    /// Its title then.
    pub title: String,
    /// Chars.
    pub chars: u32,
}

/// Keeps a text before it is replaced, if the last save is some minutes ago.
pub(super) fn keep_version(
    connection: &Connection,
    key: i64,
    title: &str,
    body: &str,
) -> Result<(), LibraryError> {
    let sql = "SELECT n, (julianday('now') - julianday((SELECT modified_at FROM note WHERE id = ?1))) * 1440
               FROM note_version WHERE note = ?1 ORDER BY n DESC LIMIT 1";
    let last: Option<(u32, f64)> = connection
        .prepare_cached(sql)?
        .query_row([key], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let n = match last {
        Some((_, minutes)) if minutes < STRETCH as f64 => return Ok(()),
        Some((n, _)) => n + 1,
        None => 1,
    };
    force_version(connection, key, n, (title, body))
}

fn force_version(
    connection: &Connection,
    key: i64,
    n: u32,
    (title, body): (&str, &str),
) -> Result<(), LibraryError> {
    // An empty beginning is no version.
    if body.trim().is_empty() {
        return Ok(());
    }
    connection
        .prepare_cached("INSERT INTO note_version VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![key, n, now(), title, body])?;
    connection
        .prepare_cached("DELETE FROM note_version WHERE note = ?1 AND n + ?3 <= ?2")?
        .execute(params![key, n, KEPT])?;
    Ok(())
}

impl Library {
    /// The earlier texts of a note, the latest first.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn list_note_versions(&self, id: &str) -> Result<Vec<NoteVersion>, LibraryError> {
        let key = self.note_row(id)?;
        let sql =
            "SELECT n, at, title, length(body) FROM note_version WHERE note = ?1 ORDER BY n DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([key], |row| {
            Ok(NoteVersion {
                n: row.get(0)?,
                at: row.get(1)?,
                title: row.get(2)?,
                chars: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An earlier text against the present one, line by line.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn compare_note_version(&self, id: &str, n: u32) -> Result<Vec<LinePair>, LibraryError> {
        let key = self.note_row(id)?;
        let (_, earlier) = self.note_version(key, n)?;
        let present = self.note_by_key(key)?.body;
        Ok(compare_lines(&earlier, &present))
    }

    /// Gives a note an earlier text back; the present one becomes a version.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn restore_note_version(&mut self, id: &str, n: u32) -> Result<NoteView, LibraryError> {
        let key = self.note_row(id)?;
        let (title, body) = self.note_version(key, n)?;
        let present = self.note_by_key(key)?;
        self.transact_texts(|connection| {
            let last: u32 = connection.query_row(
                "SELECT coalesce(max(n), 0) FROM note_version WHERE note = ?1",
                [key],
                |r| r.get(0),
            )?;
            force_version(connection, key, last + 1, (&present.title, &present.body))?;
            let change = NoteChange {
                title: Some(title),
                body: Some(body),
                ..NoteChange::default()
            };
            write_text(connection, key, &change)
        })?;
        self.note_by_key(key)
    }

    fn note_version(&self, key: i64, n: u32) -> Result<(String, String), LibraryError> {
        let sql = "SELECT title, body FROM note_version WHERE note = ?1 AND n = ?2";
        let found = self
            .connection
            .prepare_cached(sql)?
            .query_row([key, i64::from(n)], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        found.ok_or_else(|| list::nothing("笔记的历史版本", &n.to_string()))
    }
}
