//! `[[links]]`: to a document or note by title or id, to a passage behind `#`, by address or by words.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use yandu_document::{TextPositionSelector, TextQuoteSelector};
use yandu_import::{WikiLink, note_lines, note_links};

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

/// `题目#地址` in its two parts.
fn split(words: &str) -> (&str, Option<&str>) {
    match words.split_once('#') {
        Some((name, place)) => (name.trim(), Some(place.trim()).filter(|p| !p.is_empty())),
        None => (words.trim(), None),
    }
}

/// Without 《》, which people type around titles.
fn bare(name: &str) -> &str {
    name.strip_prefix('《')
        .and_then(|n| n.strip_suffix('》'))
        .unwrap_or(name)
}

/// The uid of the document or note with this title or id. Of several the newest.
fn find_target(connection: &Connection, name: &str) -> Result<Option<String>, LibraryError> {
    let sql = "SELECT uid FROM (
                 SELECT uid, 0 AS rank, id FROM note WHERE title = ?1 AND trashed_at IS NULL
                 UNION ALL SELECT uid, 1, id FROM document WHERE title = ?1 AND trashed_at IS NULL
                 UNION ALL SELECT uid, 2, id FROM document WHERE ?2 AND uid >= ?1 AND uid < ?1 || 'g'
                 UNION ALL SELECT uid, 3, id FROM note WHERE ?2 AND uid >= ?1 AND uid < ?1 || 'g')
               ORDER BY rank, id DESC LIMIT 1";
    let name = bare(name);
    let an_id = name.len() >= 8 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement
        .query_row(params![name, an_id], |r| r.get(0))
        .optional()?)
}

/// Writes where the links of a body lead. A link that led somewhere keeps leading there when the title
/// that it names is no longer anyone's.
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
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    for (n, link) in note_links(body).iter().enumerate() {
        let name = split(&link.target).0;
        if !known.contains_key(name) {
            known.insert(name.to_owned(), find_target(connection, name)?);
        }
        let target = match known.get(name).cloned().flatten() {
            None => earlier
                .iter()
                .find(|(words, _)| words == name)
                .map(|(_, target)| target.clone()),
            found => found,
        };
        connection
            .prepare_cached("INSERT INTO note_link VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![note, n as i64, name, target])?;
    }
    Ok(())
}

impl Library {
    /// The links of a note with where they lead.
    pub(crate) fn links_of(&self, key: i64, body: &str) -> Result<Vec<NoteLink>, LibraryError> {
        let mut known: HashMap<String, Option<LinkTarget>> = HashMap::new();
        let mut links = Vec::new();
        for link in note_links(body) {
            if let Some(target) = known.get(&link.target) {
                links.push(NoteLink {
                    words: link.target,
                    label: link.label,
                    target: target.clone(),
                });
                continue;
            }
            let link = self.note_link(Some(key), link)?;
            known.insert(link.words.clone(), link.target.clone());
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
        let (name, place) = split(&link.target);
        let mut uid = find_target(&self.connection, name)?;
        if let (None, Some(note)) = (&uid, note) {
            let sql = "SELECT target FROM note_link WHERE note = ?1 AND words = ?2 AND target IS NOT NULL LIMIT 1";
            let mut statement = self.connection.prepare_cached(sql)?;
            uid = statement
                .query_row(params![note, name], |r| r.get(0))
                .optional()?;
        }
        let target = match uid {
            Some(uid) => self.link_target(&uid, place)?,
            None => None,
        };
        Ok(NoteLink {
            words: link.target,
            label: link.label,
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
