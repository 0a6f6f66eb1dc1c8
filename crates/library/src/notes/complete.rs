//! What may be meant while a link is typed: titles and headings by characters, pinyin or initials.

use serde::Serialize;
use yandu_search::{Letters, TitleMatcher};

use super::names::words_for;
use crate::documents::block_key;
use crate::{Library, LibraryError};

/// Something that a link can lead to.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct LinkCompletion {
    /// What comes into the brackets.
    pub insert: String,
    /// What is shown in the list.
    pub label: String,
    /// What tells it from others: date, address.
    pub detail: String,
    /// True for a note.
    pub note: bool,
}

/// Chars of a passage in the list.
const SHOWN: usize = 30;

impl Library {
    /// The best completions of what was typed behind `[[`: titles, and behind `#` the passages of that
    /// document by address or words.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn complete_link(
        &self,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<LinkCompletion>, LibraryError> {
        if let Some((name, place)) = typed.split_once('#') {
            return self.complete_passage(name.trim(), place.trim(), limit);
        }
        let mut found = Vec::new();
        let matcher = TitleMatcher::new(typed, Letters::Pinyin);
        let sql = "SELECT uid, title, coalesce(date, ''), 0 FROM document WHERE trashed_at IS NULL
                   UNION ALL SELECT uid, title, '', 1 FROM note WHERE trashed_at IS NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut titles: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
        while let Some(row) = rows.next()? {
            let title: String = row.get(1)?;
            *titles.entry(title.clone()).or_default() += 1;
            let rank = match &matcher {
                None => Some((0, 0)),
                Some(matcher) => matcher.find(&title),
            };
            if let Some((start, _)) = rank {
                let (id, detail, note): (String, String, bool) =
                    (row.get(0)?, row.get(2)?, row.get(3)?);
                found.push(((start, title.chars().count()), id, title, detail, note));
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.4.cmp(&a.4)));
        found.truncate(limit);
        let completion =
            |(_, id, title, detail, note): (_, String, String, String, bool)| LinkCompletion {
                // A title that several have, or that would end the link, is written by its id.
                insert: words_for(&id, &title, titles.get(&title).is_none_or(|n| *n <= 1)),
                label: title,
                detail,
                note,
            };
        Ok(found.into_iter().map(completion).collect())
    }

    fn complete_passage(
        &self,
        name: &str,
        place: &str,
        limit: usize,
    ) -> Result<Vec<LinkCompletion>, LibraryError> {
        let Some(target) = self.resolve_link(name)?.target.filter(|t| !t.note) else {
            return Ok(Vec::new());
        };
        let key = self.row_of(&target.id)?;
        let matcher = TitleMatcher::new(place, Letters::Pinyin);
        let sql = "SELECT address, text FROM block WHERE id >= ?1 AND id < ?2 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([block_key(key, 0), block_key(key + 1, 0)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (address, text): (String, String) = (row.get(0)?, row.get(1)?);
            let fits = |m: &TitleMatcher| m.find(&address).is_some() || m.find(&text).is_some();
            if matcher.as_ref().is_none_or(fits) {
                found.push(LinkCompletion {
                    insert: format!("{name}#{address}"),
                    label: text.chars().take(SHOWN).collect(),
                    detail: address,
                    note: false,
                });
            }
            if found.len() >= limit {
                break;
            }
        }
        Ok(found)
    }
}
