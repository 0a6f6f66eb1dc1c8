//! `[[links]]`: to a document or note by title or id, to a passage behind `#`, by address or by words.
//!
//! Where a link leads is kept beside the note, so a second note of the same title does not take it over, and a new
//! title does not break it (`names`).

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use yandu_document::{TextPositionSelector, TextQuoteSelector};
use yandu_import::{WikiLink, note_lines};

use super::names::{links_in, meant};

use crate::annotations::{quote_places, texts_of};
use crate::documents::{BLOCK_BITS, block_key};
use crate::{Library, LibraryError};

/// What a link leads to.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct LinkTarget {
    /// Id of the document or note.
    pub id: String,
    /// Its title now.
    pub title: String,
    /// True for a note.
    pub note: bool,
    /// The passage, if the link names one and the document has it.
    pub at: Option<TextPositionSelector>,
}

/// A link of a note.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct NoteLink {
    /// What stands in the brackets before the bar.
    pub words: String,
    /// What is shown instead.
    pub label: Option<String>,
    /// Where it leads; `None` if nothing has that title yet.
    pub target: Option<LinkTarget>,
    /// Other notes and documents with the title that it names.
    pub others: u32,
}

/// A note that links to something.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Backlink {
    /// Id of the note.
    pub note: String,
    /// Its title.
    pub title: String,
    /// The line in which the link stands.
    pub line: String,
}

/// Writes where the links of a body lead. A link that led somewhere keeps leading there, whoever has the title that it
/// names now.
pub(super) fn write_links(
    connection: &Connection,
    note: i64,
    body: &str,
) -> Result<(), LibraryError> {
    let earlier: Vec<(String, String)> = {
        let sql = "SELECT words, target FROM note_link WHERE note = ?1 AND target IS NOT NULL";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([note], |r| Ok((r.get(0)?, r.get(1)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    connection
        .prepare_cached("DELETE FROM note_link WHERE note = ?1")?
        .execute([note])?;
    // A long note names the same things again and again.
    let mut known: HashMap<String, (String, Option<String>)> = HashMap::new();
    for (n, link) in links_in(connection, body)?.iter().enumerate() {
        if !known.contains_key(&link.target) {
            let meant = meant(connection, &link.target, &|words| {
                let same = |(earlier, _): &&(String, String)| earlier == words;
                Ok(earlier.iter().find(same).map(|(_, target)| target.clone()))
            })?;
            known.insert(link.target.clone(), (meant.words, meant.target));
        }
        if let Some((words, target)) = known.get(&link.target) {
            connection
                .prepare_cached("INSERT INTO note_link VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![note, n as i64, words, target])?;
        }
    }
    Ok(())
}

impl Library {
    /// The links of a note with where they lead.
    pub(crate) fn links_of(&self, key: i64, body: &str) -> Result<Vec<NoteLink>, LibraryError> {
        let mut known: HashMap<String, NoteLink> = HashMap::new();
        let mut links = Vec::new();
        for link in links_in(&self.connection, body)? {
            let link = match known.get(&link.target) {
                Some(same) => NoteLink {
                    label: link.label,
                    ..same.clone()
                },
                None => self.note_link(Some(key), link)?,
            };
            known.insert(link.words.clone(), link.clone());
            links.push(link);
        }
        Ok(links)
    }

    /// Where the words of a link lead.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn resolve_link(&self, words: &str) -> Result<NoteLink, LibraryError> {
        let link = WikiLink {
            target: words.to_owned(),
            label: None,
        };
        self.note_link(None, link)
    }

    fn note_link(&self, note: Option<i64>, link: WikiLink) -> Result<NoteLink, LibraryError> {
        let sql = "SELECT target FROM note_link WHERE note = ?1 AND words = ?2 AND target IS NOT NULL LIMIT 1";
        let meant = meant(&self.connection, &link.target, &|words| {
            let mut statement = self.connection.prepare_cached(sql)?;
            let target = statement.query_row(params![note, words], |r| r.get(0));
            Ok(target.optional()?)
        })?;
        let target = match meant.target {
            Some(uid) => self.link_target(&uid, meant.place.as_deref())?,
            None => None,
        };
        Ok(NoteLink {
            words: link.target,
            label: link.label,
            others: meant.others,
            target,
        })
    }

    fn link_target(
        &self,
        uid: &str,
        place: Option<&str>,
    ) -> Result<Option<LinkTarget>, LibraryError> {
        let sql = "SELECT id, title, 0 FROM document WHERE uid = ?1 AND trashed_at IS NULL
                   UNION ALL SELECT id, title, 1 FROM note WHERE uid = ?1 AND trashed_at IS NULL";
        let found: Option<(i64, String, bool)> = self
            .connection
            .prepare_cached(sql)?
            .query_row([uid], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        let Some((key, title, note)) = found else {
            return Ok(None);
        };
        let at = match place {
            Some(place) if !note => self.find_passage(key, place)?,
            _ => None,
        };
        Ok(Some(LinkTarget {
            id: uid.to_owned(),
            title,
            note,
            at,
        }))
    }

    /// A passage by its address, else by its words.
    fn find_passage(
        &self,
        document: i64,
        place: &str,
    ) -> Result<Option<TextPositionSelector>, LibraryError> {
        let sql = "SELECT id, length(text) FROM block WHERE id >= ?1 AND id < ?2 AND address = ?3 LIMIT 1";
        let (from, to) = (block_key(document, 0), block_key(document + 1, 0));
        let found: Option<(i64, u32)> = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![from, to, place], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        if let Some((key, length)) = found {
            let block = (key & ((1 << BLOCK_BITS) - 1)) as u32;
            return Ok(Some(TextPositionSelector {
                block,
                start: 0,
                end_block: block,
                end: length,
            }));
        }
        let blocks = texts_of(&self.connection, document)?;
        let quote = TextQuoteSelector {
            exact: place.to_owned(),
            ..TextQuoteSelector::default()
        };
        Ok(quote_places(&blocks, &quote).first().copied())
    }

    /// The notes that link to a document or note, also those whose link waited for its title.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_backlinks(&self, id: &str) -> Result<Vec<Backlink>, LibraryError> {
        let sql = "SELECT DISTINCT n.id, n.uid, n.title, n.body, l.words FROM note_link l JOIN note n ON n.id = l.note
                   WHERE n.trashed_at IS NULL AND n.uid <> ?1 AND (l.target = ?1 OR l.target IS NULL AND l.words IN
                     (SELECT title FROM document WHERE uid = ?1 UNION ALL SELECT title FROM note WHERE uid = ?1))
                   GROUP BY n.id ORDER BY n.modified_at DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| {
            let (body, words): (String, String) = (row.get(3)?, row.get(4)?);
            Ok(Backlink {
                note: row.get(1)?,
                title: row.get(2)?,
                line: line_with(&body, &words),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The line of a body in which a link stands, without its marks.
fn line_with(body: &str, words: &str) -> String {
    let line = body
        .lines()
        .find(|l| l.contains("[[") && l.contains(words))
        .unwrap_or_default();
    let line = note_lines(line)
        .join(" ")
        .replace("[[", "")
        .replace("]]", "");
    line.chars().take(120).collect()
}
