//! 快速打开: documents by title and passages by heading, found by characters, pinyin or initials.

use serde::Serialize;
use yandu_search::TitleMatcher;

use crate::documents::BLOCK_BITS;
use crate::{Library, LibraryError};

/// A title or a heading that fits.
#[derive(Debug, Clone, Serialize)]
pub struct QuickTarget {
    /// Id of the document.
    pub id: String,
    /// 标题 of the document.
    pub title: String,
    /// The heading and its block, if it was the heading that fits.
    pub heading: Option<(u32, String)>,
    /// Chars of title or heading that fit.
    pub mark: (u32, u32),
}

impl Library {
    /// The best `limit` targets: titles before headings, early and short ones first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn quick_open(
        &self,
        pattern: &str,
        limit: usize,
    ) -> Result<Vec<QuickTarget>, LibraryError> {
        let Some(matcher) = TitleMatcher::new(pattern) else {
            return self.last_read(limit);
        };
        let mut found = self.titles_like(&matcher)?;
        found.sort_by_key(|(rank, _)| *rank);
        if found.len() < limit && pattern.trim().chars().count() > 1 {
            let mut headings = self.headings_like(&matcher, limit)?;
            headings.sort_by_key(|(rank, _)| *rank);
            found.extend(headings);
        }
        found.truncate(limit);
        Ok(found.into_iter().map(|(_, target)| target).collect())
    }

    fn titles_like(
        &self,
        matcher: &TitleMatcher,
    ) -> Result<Vec<(usize, QuickTarget)>, LibraryError> {
        let sql = "SELECT uid, title FROM document WHERE trashed_at IS NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let title = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            if let Some(mark) = matcher.find(title) {
                let target = QuickTarget {
                    id: row.get(0)?,
                    title: title.to_owned(),
                    heading: None,
                    mark,
                };
                found.push((mark.0 as usize * 1000 + title.chars().count(), target));
            }
        }
        Ok(found)
    }

    fn headings_like(
        &self,
        matcher: &TitleMatcher,
        limit: usize,
    ) -> Result<Vec<(usize, QuickTarget)>, LibraryError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, text FROM block WHERE kind = 'heading' ORDER BY id")?;
        let mut name = self.connection.prepare_cached(
            "SELECT uid, title FROM document WHERE id = ?1 AND trashed_at IS NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let Some(mark) = matcher.find(text) else {
                continue;
            };
            let key: i64 = row.get(0)?;
            let document: rusqlite::Result<(String, String)> =
                name.query_row([key >> BLOCK_BITS], |r| Ok((r.get(0)?, r.get(1)?)));
            if let Ok((id, title)) = document {
                let block = (key & ((1 << BLOCK_BITS) - 1)) as u32;
                let heading = Some((block, text.to_owned()));
                let rank = mark.0 as usize * 1000 + text.chars().count();
                found.push((
                    rank,
                    QuickTarget {
                        id,
                        title,
                        heading,
                        mark,
                    },
                ));
            }
            // Enough to choose from; more would only be dropped.
            if found.len() >= limit * 20 {
                break;
            }
        }
        Ok(found)
    }

    /// Before anything is typed: what was read last.
    fn last_read(&self, limit: usize) -> Result<Vec<QuickTarget>, LibraryError> {
        let sql = "SELECT d.uid, d.title FROM reading r JOIN document d ON d.id = r.document
                   WHERE d.trashed_at IS NULL ORDER BY r.read_at DESC, r.document DESC LIMIT ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([limit as i64], |row| {
            Ok(QuickTarget {
                id: row.get(0)?,
                title: row.get(1)?,
                heading: None,
                mark: (0, 0),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
