//! The pairs that were found, and what the user says of them.

use rusqlite::params;
use serde::Serialize;

use super::find::ALIKE;
use crate::{Changes, Library, LibraryError};

/// How two texts are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NearKind {
    /// Nearly the same text: another site, another layout.
    Same,
    /// Much of it is the same: another version.
    Version,
    /// The shorter one stands in the longer one.
    Excerpt,
}

/// Two documents that are much alike.
#[derive(Debug, Clone, Serialize)]
pub struct NearDuplicate {
    /// The longer text.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its date.
    pub date: Option<String>,
    /// Its file.
    pub path: String,
    /// Its length.
    pub chars: u32,
    /// The other text.
    pub other: String,
    /// Its title.
    pub other_title: String,
    /// Its date.
    pub other_date: Option<String>,
    /// Its file.
    pub other_path: String,
    /// Its length.
    pub other_chars: u32,
    /// How they are alike.
    pub kind: NearKind,
    /// Shingles that both have, of all.
    pub resemblance: f64,
    /// Shingles that both have, of those of the shorter text.
    pub containment: f64,
    /// They are editions of one work already.
    pub joined: bool,
}

/// From here on two texts are nearly the same.
const SAME: f64 = 0.8;

fn kind(resemblance: f64) -> NearKind {
    match resemblance {
        r if r >= SAME => NearKind::Same,
        r if r >= ALIKE => NearKind::Version,
        _ => NearKind::Excerpt,
    }
}

const PAIRS: &str =
    "SELECT x.uid, x.title, x.date, x.path, x.chars, y.uid, y.title, y.date, y.path, y.chars,
       n.resemblance, n.containment, x.work IS NOT NULL AND x.work = y.work
     FROM near_duplicate n
     JOIN document p ON p.id = n.a JOIN document q ON q.id = n.b
     JOIN document x ON x.id = iif(p.chars >= q.chars, p.id, q.id)
     JOIN document y ON y.id = iif(p.chars >= q.chars, q.id, p.id)
     WHERE p.trashed_at IS NULL AND q.trashed_at IS NULL";

/// Pairs that wait for the user's word.
const OPEN: &str = "n.verdict IS NULL AND (p.work IS NULL OR q.work IS NULL OR p.work <> q.work)";

impl Library {
    /// How many pairs [`Library::list_near_duplicates`] has.
    pub(crate) fn count_near_duplicates(&self) -> Result<u32, LibraryError> {
        let sql = format!(
            "SELECT count(*) FROM near_duplicate n JOIN document p ON p.id = n.a JOIN document q ON q.id = n.b
             WHERE p.trashed_at IS NULL AND q.trashed_at IS NULL AND {OPEN}"
        );
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row([], |r| r.get(0))?)
    }

    /// Pairs on which the user has not said a word yet, most alike first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_near_duplicates(&self) -> Result<Vec<NearDuplicate>, LibraryError> {
        let sql = format!(
            "{PAIRS} AND {OPEN}
             ORDER BY n.resemblance DESC, n.containment DESC, x.title"
        );
        self.pairs(&sql, [])
    }

    /// The texts that are much like a document, the document itself being one of each pair; also those on which the
    /// user has said a word.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn near_duplicates_of(&self, document: &str) -> Result<Vec<NearDuplicate>, LibraryError> {
        let key = self.row_of(document)?;
        let sql = format!(
            "{PAIRS} AND (n.a = ?1 OR n.b = ?1) ORDER BY n.resemblance DESC, n.containment DESC"
        );
        self.pairs(&sql, [key])
    }

    fn pairs(
        &self,
        sql: &str,
        by: impl rusqlite::Params,
    ) -> Result<Vec<NearDuplicate>, LibraryError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(by, |r| {
            let resemblance: f64 = r.get(10)?;
            Ok(NearDuplicate {
                id: r.get(0)?,
                title: r.get(1)?,
                date: r.get(2)?,
                path: r.get(3)?,
                chars: r.get(4)?,
                other: r.get(5)?,
                other_title: r.get(6)?,
                other_date: r.get(7)?,
                other_path: r.get(8)?,
                other_chars: r.get(9)?,
                kind: kind(resemblance),
                resemblance,
                containment: r.get(11)?,
                joined: r.get(12)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The user says that two documents are different works; the pair is not shown again.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn keep_apart(&mut self, document: &str, other: &str) -> Result<Changes, LibraryError> {
        let (x, y) = (self.row_of(document)?, self.row_of(other)?);
        let act = self.on_documents("标为不同资料", &[x, y])?;
        let (_, changes) = self.transact(act, |connection| {
            let sql = "UPDATE near_duplicate SET verdict = 'apart' WHERE a = ?1 AND b = ?2";
            connection.execute(sql, params![x.min(y), x.max(y)])?;
            Ok(())
        })?;
        Ok(changes)
    }
}
