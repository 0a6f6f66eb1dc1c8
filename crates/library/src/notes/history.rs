//! What a note was. A version is kept when writing begins again after a pause, not for every save.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::edit::{NoteWords, put_words, text_of};
use super::{NoteView, list};
use crate::compare::{LinePair, compare_lines};
use crate::store::now;
use crate::transact::Act;
use crate::{Library, LibraryError};

/// Saves that follow each other within this time are one stretch of writing. Minutes.
pub(crate) const STRETCH: i64 = 5;

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

/// Of a text that is replaced more than this share went, in percent: it is worth a version of its own, however soon
/// it came.
const FAR: usize = 30;

/// Fewer chars than this that went are a slip of the pen, unless they were all. Chars.
const FEW: usize = 8;

/// Keeps a text before it is replaced, if the last save is some minutes ago, or if what comes has little to do with it.
pub(super) fn keep_version(
    connection: &Connection,
    key: i64,
    before: &NoteWords,
    after: &str,
) -> Result<(), LibraryError> {
    let sql = "SELECT n, (julianday('now') - julianday((SELECT modified_at FROM note WHERE id = ?1))) * 1440
               FROM note_version WHERE note = ?1 ORDER BY n DESC LIMIT 1";
    let last: Option<(u32, f64)> = connection
        .prepare_cached(sql)?
        .query_row([key], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let n = match last {
        Some((_, minutes)) if minutes < STRETCH as f64 && !is_far(&before.body, after) => {
            return Ok(());
        }
        Some((n, _)) => n + 1,
        None => 1,
    };
    force_version(connection, key, n, (&before.title, &before.body))
}

/// Did much of a text go? What stays is its beginning, its end, and the pairs of chars that are in both between them.
pub(super) fn is_far(before: &str, after: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let most = a.len().min(b.len());
    let front = (0..most).take_while(|n| a[*n] == b[*n]).count();
    let same_end = |n: &usize| a[a.len() - 1 - n] == b[b.len() - 1 - n];
    let back = (0..most - front).take_while(same_end).count();
    let (a_middle, b_middle) = (&a[front..a.len() - back], &b[front..b.len() - back]);
    let mut there: HashMap<&[char], usize> = HashMap::new();
    for pair in b_middle.windows(2) {
        *there.entry(pair).or_default() += 1;
    }
    let mut stay = 0;
    for pair in a_middle.windows(2) {
        if let Some(left) = there.get_mut(pair).filter(|left| **left > 0) {
            (*left, stay) = (*left - 1, stay + 1);
        }
    }
    let went = a_middle.len() - stay;
    went * 100 > a.len() * FAR && (went >= FEW || went == a.len())
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
        let act = Act::titled("恢复笔记的旧版", &title);
        let after = NoteWords { title, body };
        self.transact(act, |connection| {
            let present = text_of(connection, key)?;
            let last: u32 = connection.query_row(
                "SELECT coalesce(max(n), 0) FROM note_version WHERE note = ?1",
                [key],
                |r| r.get(0),
            )?;
            if present.body != after.body || present.title != after.title {
                let words = (present.title.as_str(), present.body.as_str());
                force_version(connection, key, last + 1, words)?;
            }
            put_words(connection, key, &after, None)
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

#[cfg(test)]
mod tests {
    use super::is_far;

    #[test]
    fn what_is_far_from_a_text() {
        assert!(!is_far(
            "学习的目的全在于运用。",
            "学习的目的全在于运用。要用到工作中去。"
        ));
        assert!(!is_far("学习的目的全在于运用。", "学习的目的在于应用。"));
        assert!(is_far(
            "学习的目的全在于运用，要学以致用。",
            "调查研究是谋事之基。"
        ));
        assert!(is_far("旧", "新"));
        assert!(!is_far("", "新"));
        assert!(!is_far("第一稿。接着写。", "第二稿。"));
        assert!(is_far("一段很长的话，说了很多事情。", ""));
    }
}
