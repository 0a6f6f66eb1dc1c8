//! Changing a note; removing it and taking it back.

use rusqlite::{Connection, params};

use super::NoteView;
use super::add::{check_length, title_of};
use super::history::{is_far, keep_version};
use super::links::write_links;
use super::names::{meet_waiting, rename_in_links, uid_of};
use crate::store::now;
use crate::tags::set_tags;
use crate::transact::Act;
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

    /// Changes a note. What it was is kept in its history; the change is durable when this returns.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::NoteTooLong`], [`LibraryError::NotFound`].
    pub fn update_note(&mut self, id: &str, change: &NoteChange) -> Result<NoteView, LibraryError> {
        self.change_note(id, change, Writing::Once)
    }

    /// Saves what is being typed. Saves that follow each other, while nothing else is done, are undone together.
    ///
    /// # Errors
    /// As [`Library::update_note`].
    pub fn type_note(&mut self, id: &str, change: &NoteChange) -> Result<NoteView, LibraryError> {
        let text_only = change.tags.is_none() && change.document.is_none();
        let writing = if text_only {
            Writing::On
        } else {
            Writing::Once
        };
        self.change_note(id, change, writing)
    }

    fn change_note(
        &mut self,
        id: &str,
        change: &NoteChange,
        writing: Writing,
    ) -> Result<NoteView, LibraryError> {
        let key = self.note_row(id)?;
        let document = match change.document.as_deref() {
            None => None,
            Some("") => Some(None),
            Some(id) => Some(Some(self.row_of(id)?)),
        };
        if let Some(body) = &change.body {
            check_length(body)?;
        }
        let before = text_of(&self.connection, key)?;
        let after = before.changed(change);
        let goes_on = writing == Writing::On && !is_far(&before.body, &after.body);
        let uid = uid_of(&self.connection, "note", key)?;
        let act = Act::titled("修改笔记", &after.title);
        let keep_own = change.body.is_some().then_some(key);
        self.transact_writing(&act, &uid, goes_on, |connection| {
            put_text(connection, key, &after, keep_own)?;
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
        let first = match keys.first() {
            Some(key) => text_of(&self.connection, *key)?.title,
            None => String::new(),
        };
        let act = Act::titled(name, &first).of(keys.len(), "篇");
        let (_, changes) = self.transact(act, |connection| {
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

/// Is a change one of its own, or does it go on from the last one?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Once,
    On,
}

/// Title and body of a note.
pub(super) struct NoteWords {
    pub(super) title: String,
    pub(super) body: String,
}

impl NoteWords {
    /// What they are after a change. A title that was taken from the first words follows them.
    fn changed(&self, change: &NoteChange) -> NoteWords {
        let body = change.body.as_ref().unwrap_or(&self.body).clone();
        let kept = if self.title == title_of("", &self.body) {
            ""
        } else {
            &self.title
        };
        let title = match (&change.title, &change.body) {
            (None, None) => self.title.clone(),
            (title, _) => title_of(title.as_deref().unwrap_or(kept), &body),
        };
        NoteWords { title, body }
    }
}

pub(super) fn text_of(connection: &Connection, key: i64) -> Result<NoteWords, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT title, body FROM note WHERE id = ?1")?
        .query_row([key], |r| {
            Ok(NoteWords {
                title: r.get(0)?,
                body: r.get(1)?,
            })
        })?)
}

/// Writes title and body, unless nothing is new about them; a new title goes into the links that lead here, in all notes
/// but `except`.
pub(super) fn put_text(
    connection: &Connection,
    key: i64,
    after: &NoteWords,
    except: Option<i64>,
) -> Result<(), LibraryError> {
    let before = text_of(connection, key)?;
    if before.body == after.body && before.title == after.title {
        return Ok(());
    }
    keep_version(connection, key, &before, &after.body)?;
    put_words(connection, key, after, except)
}

/// The same without a version.
pub(super) fn put_words(
    connection: &Connection,
    key: i64,
    after: &NoteWords,
    except: Option<i64>,
) -> Result<(), LibraryError> {
    let before = text_of(connection, key)?;
    if before.body == after.body && before.title == after.title {
        return Ok(());
    }
    connection
        .prepare_cached("UPDATE note SET title = ?2, body = ?3, modified_at = ?4 WHERE id = ?1")?
        .execute(params![key, after.title, after.body, now()])?;
    write_links(connection, key, &after.body)?;
    if before.title != after.title {
        let uid = uid_of(connection, "note", key)?;
        rename_in_links(connection, &uid, (&before.title, &after.title), except)?;
        meet_waiting(connection, &uid, &after.title)?;
    }
    Ok(())
}
