//! Notes as lists and as the editor want them.

use rusqlite::{Row, params};
use serde::Serialize;
use yandu_import::note_lines;

use super::{Backlink, NoteLink};
use crate::{Library, LibraryError};

/// A note in a list.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct NoteSummary {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its first words.
    pub excerpt: String,
    /// Id and title of the document that it is about.
    pub document: Option<(String, String)>,
    /// 标签
    pub tags: Vec<String>,
    /// UTC.
    pub modified_at: String,
    /// Chars.
    pub chars: u32,
}

/// A note.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct NoteView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Id and title of the document that it is about.
    pub document: Option<(String, String)>,
    /// 标签
    pub tags: Vec<String>,
    /// Name of the author.
    pub author: String,
    /// UTC.
    pub created_at: String,
    /// UTC.
    pub modified_at: String,
    /// UTC; `None`: not in the trash.
    pub trashed_at: Option<String>,
    /// The links in it.
    pub links: Vec<NoteLink>,
    /// The notes that link to it.
    pub backlinks: Vec<Backlink>,
}

/// Which notes, from where.
#[derive(Debug, Clone, Default)]
pub struct NoteFilter {
    /// About this document: its id.
    pub document: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// Those in the trash instead.
    pub trashed: bool,
    /// First row.
    pub offset: u32,
    /// Rows at most; 0 = all.
    pub limit: u32,
}

/// A page of notes, last changed first.
#[derive(Debug, Clone, Serialize)]
pub struct NoteList {
    /// All that fit.
    pub total: u32,
    /// Those of this page.
    pub items: Vec<NoteSummary>,
}

/// Chars of an excerpt, and of the body that it is taken from.
const EXCERPT: usize = 80;
const READ: u32 = 400;

pub(super) fn nothing(noun: &'static str, id: &str) -> LibraryError {
    LibraryError::NothingThere {
        noun,
        id: id.to_owned(),
    }
}

impl Library {
    /// One note.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn get_note(&self, id: &str) -> Result<NoteView, LibraryError> {
        self.note_by_key(self.note_row(id)?)
    }

    pub(crate) fn note_by_key(&self, key: i64) -> Result<NoteView, LibraryError> {
        let sql = "SELECT n.uid, n.title, n.body, d.uid, d.title, p.name, n.created_at, n.modified_at, n.trashed_at
                   FROM note n LEFT JOIN document d ON d.id = n.document JOIN person p ON p.id = n.author
                   WHERE n.id = ?1";
        let mut view = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |row| {
                Ok(NoteView {
                    id: row.get(0)?,
                    title: row.get(1)?,
                    body: row.get(2)?,
                    document: about(row, 3)?,
                    tags: Vec::new(),
                    author: row.get(5)?,
                    created_at: row.get(6)?,
                    modified_at: row.get(7)?,
                    trashed_at: row.get(8)?,
                    links: Vec::new(),
                    backlinks: Vec::new(),
                })
            })?;
        view.tags = self.tags_of_note(key)?;
        view.links = self.links_of(key, &view.body)?;
        view.backlinks = self.list_backlinks(&view.id)?;
        Ok(view)
    }

    fn tags_of_note(&self, key: i64) -> Result<Vec<String>, LibraryError> {
        let sql =
            "SELECT name FROM note_tag JOIN tag ON tag.id = tag WHERE note = ?1 ORDER BY name";
        let mut statement = self.connection.prepare_cached(sql)?;
        let names = statement.query_map([key], |r| r.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// A page of notes.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] for an unknown document.
    pub fn list_notes(&self, filter: &NoteFilter) -> Result<NoteList, LibraryError> {
        let document = filter
            .document
            .as_deref()
            .map(|id| self.row_of(id))
            .transpose()?;
        let condition = "(n.trashed_at IS NOT NULL) = ?1 AND (?2 IS NULL OR n.document = ?2)
               AND (?3 IS NULL OR n.id IN (SELECT note FROM note_tag JOIN tag ON tag.id = tag WHERE name = ?3))";
        let wanted = params![filter.trashed, document, filter.tag];
        let count = format!("SELECT count(*) FROM note n WHERE {condition}");
        let total = self
            .connection
            .prepare_cached(&count)?
            .query_row(wanted, |r| r.get(0))?;
        let limit = if filter.limit == 0 {
            -1
        } else {
            i64::from(filter.limit)
        };
        let sql = format!(
            "SELECT n.id, n.uid, n.title, d.uid, d.title, n.modified_at, length(n.body), substr(n.body, 1, {READ})
             FROM note n LEFT JOIN document d ON d.id = n.document
             WHERE {condition} ORDER BY n.modified_at DESC, n.id DESC LIMIT {limit} OFFSET {}",
            filter.offset
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(wanted, |row| {
            let beginning: String = row.get(7)?;
            let summary = NoteSummary {
                id: row.get(1)?,
                title: row.get(2)?,
                excerpt: note_lines(&beginning)
                    .join(" ")
                    .chars()
                    .take(EXCERPT)
                    .collect(),
                document: about(row, 3)?,
                tags: Vec::new(),
                modified_at: row.get(5)?,
                chars: row.get(6)?,
            };
            Ok((row.get::<_, i64>(0)?, summary))
        })?;
        let mut items = Vec::new();
        for row in rows {
            let (key, mut summary) = row?;
            summary.tags = self.tags_of_note(key)?;
            items.push(summary);
        }
        Ok(NoteList { total, items })
    }

    /// Number of notes, those in the trash excepted.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn count_notes(&self) -> Result<u32, LibraryError> {
        let sql = "SELECT count(*) FROM note WHERE trashed_at IS NULL";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([], |r| r.get(0))?)
    }
}

fn about(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<(String, String)>> {
    let id: Option<String> = row.get(column)?;
    let title: Option<String> = row.get(column + 1)?;
    Ok(id.zip(title))
}
