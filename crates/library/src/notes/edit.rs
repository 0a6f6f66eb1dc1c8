//! Changing a note; removing it and taking it back.

use rusqlite::{Connection, params};

use super::NoteView;
use super::add::{check_length, title_of};
use super::history::keep_version;
use super::links::write_links;
use crate::store::now;
use crate::tags::set_tags;
use crate::{Changes, Library, LibraryError};

/// What shall be another; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct NoteChange {
    /// The title; empty: the first words of the body.
    pub title: Option<String>,
    /// Markdown.
    pub body: Option<String>,
    /// All its tags.
    pub tags: Option<Vec<String>>,
    /// The document that it is about; an empty id: none.
    pub document: Option<String>,
}

impl Library {
    /// The key of the note with this id or unique prefix.
    pub(crate) fn note_row(&self, id: &str) -> Result<i64, LibraryError> {
        self.row_in("note", "笔记", id)
    }

    /// Saves a note. What it was is kept in its history; the save is durable when this returns.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::NoteTooLong`], [`LibraryError::NotFound`].
    pub fn update_note(&mut self, id: &str, change: &NoteChange) -> Result<NoteView, LibraryError> {
        let key = self.note_row(id)?;
        let document = match change.document.as_deref() {
            None => None,
            Some("") => Some(None),
            Some(id) => Some(Some(self.row_of(id)?)),
        };
        if let Some(body) = &change.body {
            check_length(body)?;
        }
        self.transact_texts(|connection| {
            if change.title.is_some() || change.body.is_some() {
                write_text(connection, key, change)?;
            }
            if let Some(document) = document {
                connection.execute(
                    "UPDATE note SET document = ?2 WHERE id = ?1",
                    params![key, document],
                )?;
            }
            if let Some(tags) = &change.tags {
                set_tags(connection, "note", key, tags)?;
            }
            Ok(())
        })?;
        self.note_by_key(key)
    }

    /// Moves notes to the trash.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`]; nothing is moved then.
    pub fn trash_notes(&mut self, ids: &[String]) -> Result<Changes, LibraryError> {
        self.set_trashed("删除笔记", ids, Some(now()))
    }

    /// Takes notes out of the trash.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`]; nothing is moved then.
    pub fn restore_notes(&mut self, ids: &[String]) -> Result<Changes, LibraryError> {
        self.set_trashed("恢复笔记", ids, None)
    }

    fn set_trashed(
        &mut self,
        name: &str,
        ids: &[String],
        at: Option<String>,
    ) -> Result<Changes, LibraryError> {
        let keys: Vec<i64> = ids
            .iter()
            .map(|id| self.note_row(id))
            .collect::<Result<_, _>>()?;
        let (_, changes) = self.transact(name, |connection| {
            for key in keys {
                connection.execute(
                    "UPDATE note SET trashed_at = ?2 WHERE id = ?1",
                    params![key, at],
                )?;
            }
            Ok(())
        })?;
        Ok(changes)
    }
}

/// Writes title and body, unless nothing is new about them.
pub(super) fn write_text(
    connection: &Connection,
    key: i64,
    change: &NoteChange,
) -> Result<(), LibraryError> {
    let (title, body): (String, String) = connection
        .prepare_cached("SELECT title, body FROM note WHERE id = ?1")?
        .query_row([key], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let new_body = change.body.as_ref().unwrap_or(&body);
    // A title that was taken from the first words follows them.
    let kept = if title == title_of("", &body) {
        ""
    } else {
        &title
    };
    let new_title = title_of(change.title.as_deref().unwrap_or(kept), new_body);
    if *new_body == body && new_title == title {
        return Ok(());
    }
    keep_version(connection, key, &title, &body)?;
    connection
        .prepare_cached("UPDATE note SET title = ?2, body = ?3, modified_at = ?4 WHERE id = ?1")?
        .execute(params![key, new_title, new_body, now()])?;
    write_links(connection, key, new_body)
}
