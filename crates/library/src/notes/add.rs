//! A new note.

use rusqlite::params;

use super::links::write_links;
use super::names::meet_waiting;
use super::{LONGEST_NOTE, NoteView};
use crate::people::me;
use crate::store::now;
use crate::tags::set_tags;
use crate::transact::Act;
use crate::{Library, LibraryError};

/// What a new note says.
#[derive(Debug, Clone, Default)]
pub struct NewNote {
    /// Its title; empty: the first words of the body.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// The document that it is about: its id.
    pub document: Option<String>,
    /// 标签
    pub tags: Vec<String>,
}

impl Library {
    /// Adds a note.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] for an unknown document, [`LibraryError::NoteTooLong`].
    pub fn add_note(&mut self, new: &NewNote) -> Result<NoteView, LibraryError> {
        check_length(&new.body)?;
        let document = new
            .document
            .as_deref()
            .map(|id| self.row_of(id))
            .transpose()?;
        let title = title_of(&new.title, &new.body);
        let act = Act::titled("新建笔记", &title);
        let (key, _) = self.transact(act, |connection| {
            let sql =
                "INSERT INTO note (uid, title, body, document, author, created_at, modified_at)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
            let uid = uuid::Uuid::new_v4().simple().to_string();
            let row = params![&uid, title, new.body, document, me(connection)?, now()];
            connection.execute(sql, row)?;
            let key = connection.last_insert_rowid();
            set_tags(connection, "note", key, &new.tags)?;
            write_links(connection, key, &new.body)?;
            meet_waiting(connection, &uid, &title)?;
            Ok(key)
        })?;
        self.note_by_key(key)
    }
}

pub(super) fn check_length(body: &str) -> Result<(), LibraryError> {
    if body.len() > LONGEST_NOTE {
        return Err(LibraryError::NoteTooLong {
            bytes: body.len(),
            limit: LONGEST_NOTE,
        });
    }
    Ok(())
}

/// Chars of a title that is taken from the body.
const FIRST_WORDS: usize = 40;

/// The title as typed, else the first words of the body.
pub(super) fn title_of(title: &str, body: &str) -> String {
    let title = title.trim();
    if !title.is_empty() {
        return title.to_owned();
    }
    let mut lines = body
        .lines()
        .map(|l| l.trim_start_matches(['#', '>', '-', '*', ' ', '　']).trim());
    let first: String = lines
        .find(|l| !l.is_empty())
        .unwrap_or_default()
        .chars()
        .take(FIRST_WORDS)
        .collect();
    if first.is_empty() {
        "无标题笔记".to_owned()
    } else {
        first
    }
}
