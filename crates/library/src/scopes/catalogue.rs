//! What the texts of each scope are, for filters, facets and sorting.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Row;
use yandu_document::Kind;
use yandu_search::{About, Catalogue, Description, Entry};

use super::Scope;
use crate::{Library, LibraryError};

impl Library {
    /// Reads the catalogue of a scope anew after a change that concerns it.
    pub(crate) fn load_catalogue(&mut self, scope: Scope) -> Result<(), LibraryError> {
        if self.at(scope).catalogue.is_some() {
            return Ok(());
        }
        let entries = match scope {
            Scope::Documents => self.document_entries()?,
            Scope::Notes | Scope::Annotations => self.written_entries(scope, None)?,
        };
        self.at_mut(scope).catalogue = Some(Catalogue::new(entries));
        Ok(())
    }

    fn document_entries(&self) -> Result<Vec<Entry>, LibraryError> {
        let mut tags =
            self.names_by_key("SELECT document, name FROM document_tag JOIN tag ON tag.id = tag")?;
        let about = self.descriptions()?;
        let sql = "SELECT id, date, folded_chars FROM document WHERE trashed_at IS NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, i64>(0)?, day(row, 1)?, row.get(2)?))
        })?;
        let mut entries = Vec::new();
        for row in rows {
            let (id, date, chars) = row?;
            let Some(about) = about.get(&id) else {
                continue;
            };
            entries.push(Entry {
                document: id as u64,
                date,
                tags: tags.remove(&id).unwrap_or_default(),
                chars,
                about: about.clone(),
            });
        }
        Ok(entries)
    }

    /// What each document is that is not in the trash.
    fn descriptions(&self) -> Result<HashMap<i64, Arc<About>>, LibraryError> {
        let mut collections = self.names_by_key(
            "SELECT document, name FROM collection_document JOIN collection ON collection.id = collection",
        )?;
        let sql = "SELECT id, kind, title, speaker, issuer, number, occasion FROM document WHERE trashed_at IS NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let id: i64 = row.get(0)?;
            let text = |n: usize| -> rusqlite::Result<String> {
                Ok(row.get::<_, Option<String>>(n)?.unwrap_or_default())
            };
            let description = Description {
                kind: Kind::from_name(&text(1)?).unwrap_or(Kind::Other),
                title: text(2)?,
                speaker: text(3)?,
                issuer: text(4)?,
                number: text(5)?,
                occasion: text(6)?,
                collections: collections.remove(&id).unwrap_or_default(),
            };
            Ok((id, Arc::new(About::new(description))))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Entries of notes or annotations: all, or the one with this key. Each is beside a document; a note
    /// without one describes itself.
    pub(super) fn written_entries(
        &self,
        scope: Scope,
        key: Option<i64>,
    ) -> Result<Vec<Entry>, LibraryError> {
        let (table, tag_sql) = match scope {
            Scope::Notes => (
                "note",
                "SELECT note, name FROM note_tag JOIN tag ON tag.id = tag",
            ),
            _ => (
                "annotation",
                "SELECT annotation, name FROM annotation_tag JOIN tag ON tag.id = tag",
            ),
        };
        let narrowed =
            |column: &str| key.map_or(String::new(), |key| format!(" AND {column} = {key}"));
        let mut tags = self.names_by_key(&format!("{tag_sql} WHERE TRUE{}", narrowed(table)))?;
        let sql = match scope {
            Scope::Notes => format!(
                "SELECT id, document, modified_at, length(body), title FROM note
                 WHERE trashed_at IS NULL{}", narrowed("id")),
            _ => format!(
                "SELECT id, document, modified_at, length(exact) + length(comment), '' FROM annotation
                 WHERE TRUE{}", narrowed("id")),
        };
        let about = match key {
            None => self.descriptions()?,
            Some(_) => HashMap::new(),
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let document: Option<i64> = row.get(1)?;
            let described = match document {
                Some(document) => match about.get(&document) {
                    Some(about) => Some(about.clone()),
                    None if key.is_some() => self.described(document),
                    None => None,
                },
                None => None,
            };
            // An annotation of a document in the trash is not found; a note is on its own then.
            let about = match (described, scope) {
                (Some(about), Scope::Annotations) => about,
                (None, Scope::Annotations) => continue,
                (described, _) => Arc::new(note_about(row.get(4)?, described.as_deref())),
            };
            entries.push(Entry {
                document: id as u64,
                date: day(row, 2)?,
                tags: tags.remove(&id).unwrap_or_default(),
                chars: row.get(3)?,
                about,
            });
        }
        Ok(entries)
    }

    /// What a document is, as the catalogue of documents has it.
    fn described(&self, document: i64) -> Option<Arc<About>> {
        let catalogue = self.at(Scope::Documents).catalogue.as_ref()?;
        catalogue.about(document as u64)
    }

    fn names_by_key(&self, sql: &str) -> Result<HashMap<i64, Vec<String>>, LibraryError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut names: HashMap<i64, Vec<String>> = HashMap::new();
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        for row in rows {
            let (key, name) = row?;
            names.entry(key).or_default().push(name);
        }
        Ok(names)
    }
}

fn note_about(title: String, document: Option<&About>) -> About {
    About::new(Description {
        kind: document.map_or(Kind::Other, About::kind),
        title,
        speaker: String::new(),
        issuer: String::new(),
        number: String::new(),
        occasion: String::new(),
        collections: Vec::new(),
    })
}

/// 2010-07-19, or a time of that day → 20100719; 0 for none.
fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<u32> {
    let date: Option<String> = row.get(column)?;
    Ok(date.map_or(0, |d| day_number(&d)))
}

fn day_number(date: &str) -> u32 {
    let digits = date.bytes().take(10).filter(u8::is_ascii_digit);
    digits.fold(0, |n, b| n * 10 + u32::from(b - b'0'))
}
