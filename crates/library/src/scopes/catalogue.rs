//! What the texts of each scope are, for filters, facets and sorting.
//!
//! The catalogue of documents is read once; after that only what was described anew is read again, so that an edit
//! costs the same in a library of a million.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};
use yandu_document::Kind;
use yandu_search::{AboutId, Catalogue, Description, Entry};

use super::Scope;
use crate::{Library, LibraryError};

/// The columns that [`description`] reads.
const DESCRIPTION: &str = "kind, title, speaker, issuer, number, occasion";

/// Above one document in so many it is quicker to read all of them.
const ONE_IN: usize = 8;

/// From so many documents on two threads read them: another connection costs a millisecond.
const LARGE: i64 = 2_000;

impl Library {
    /// Reads the catalogue of a scope, or what has changed of it.
    pub(crate) fn load_catalogue(&mut self, scope: Scope) -> Result<(), LibraryError> {
        let stale = std::mem::take(&mut self.at_mut(scope).stale);
        let known = self.at_mut(scope).catalogue.take();
        let usable = known.filter(|c| !c.is_worn() && stale.len() * ONE_IN <= c.len().max(ONE_IN));
        let catalogue = match (usable, scope) {
            (Some(mut catalogue), _) => {
                for key in stale {
                    self.refresh(&mut catalogue, scope, key)?;
                }
                catalogue
            }
            (None, Scope::Documents) => self.document_catalogue()?,
            (None, _) => self.written_catalogue(scope)?,
        };
        self.at_mut(scope).catalogue = Some(catalogue);
        Ok(())
    }

    /// Notes which documents were described anew since the last look: the next search reads them again.
    pub(crate) fn note_described(&mut self) -> Result<(), LibraryError> {
        let described: Vec<i64> = {
            let mut statement = self
                .connection
                .prepare_cached("SELECT DISTINCT document FROM temp.described")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        if described.is_empty() {
            return Ok(());
        }
        self.connection.execute("DELETE FROM temp.described", [])?;
        for scope in [Scope::Notes, Scope::Annotations] {
            self.at_mut(scope).catalogue = None;
        }
        let documents = self.at_mut(Scope::Documents);
        if documents.catalogue.is_some() {
            documents.stale.extend(described);
        }
        Ok(())
    }

    /// Reads one text's entry again.
    pub(super) fn refresh(
        &self,
        catalogue: &mut Catalogue,
        scope: Scope,
        key: i64,
    ) -> Result<(), LibraryError> {
        catalogue.remove(key as u64);
        match scope {
            Scope::Documents => put_documents(&self.connection, catalogue, &(key..=key)),
            _ => self.put_written(catalogue, scope, Some(key)),
        }
    }

    /// Two threads read a large one, each half of the documents: SQLite gives a row in a microsecond.
    fn document_catalogue(&self) -> Result<Catalogue, LibraryError> {
        let most: Option<i64> =
            self.connection
                .query_row("SELECT max(id) FROM document", [], |r| r.get(0))?;
        let most = most.unwrap_or(0);
        let read = |connection: &Connection, keys: RangeInclusive<i64>| {
            let mut catalogue = Catalogue::with_capacity((keys.end() - keys.start() + 1) as usize);
            put_documents(connection, &mut catalogue, &keys)?;
            Ok::<_, LibraryError>(catalogue)
        };
        // What is not committed is not seen by another connection.
        if most < LARGE || !self.connection.is_autocommit() {
            return read(&self.connection, 1..=most.max(1));
        }
        let (half, source) = (most / 2, self.source());
        std::thread::scope(|scope| {
            let later = scope.spawn(move || read(&source.connect()?, half + 1..=most));
            let catalogue = read(&self.connection, 1..=half);
            let panicked = |_| LibraryError::Content("读取资料目录时发生内部错误".to_owned());
            let later = later.join().map_err(panicked)?;
            let mut catalogue = catalogue?;
            catalogue.append(later?);
            Ok(catalogue)
        })
    }

    fn written_catalogue(&self, scope: Scope) -> Result<Catalogue, LibraryError> {
        let mut catalogue = Catalogue::default();
        self.put_written(&mut catalogue, scope, None)?;
        Ok(catalogue)
    }

    /// Puts all notes or annotations, or the one with this key. Each is beside a document; a note without one
    /// describes itself.
    fn put_written(
        &self,
        catalogue: &mut Catalogue,
        scope: Scope,
        key: Option<i64>,
    ) -> Result<(), LibraryError> {
        let (table, condition) = match scope {
            Scope::Notes => ("note", "trashed_at IS NULL"),
            _ => ("annotation", "TRUE"),
        };
        let joined = format!("{table}_tag JOIN tag ON tag.id = tag");
        let keys = key.map_or(1..=i64::MAX, |key| key..=key);
        let tags = names_by_key(&self.connection, &joined, table, &keys)?;
        let columns = match scope {
            Scope::Notes => "modified_at, length(body), title",
            _ => "modified_at, length(exact) + length(comment), ''",
        };
        let only = key.map_or(String::new(), |key| format!(" AND id = {key}"));
        let sql = format!("SELECT id, document, {columns} FROM {table} WHERE {condition}{only}");
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut abouts: HashMap<i64, Option<AboutId>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let beside: Option<i64> = row.get(1)?;
            let about = match (scope, beside) {
                // An annotation of a document in the trash is not found; a note is on its own then.
                (Scope::Annotations, Some(document)) => match abouts.get(&document) {
                    Some(known) => *known,
                    None => {
                        let about = self.described(catalogue, document)?;
                        *abouts.entry(document).or_insert(about)
                    }
                },
                (Scope::Annotations, None) => None,
                _ => {
                    let kind = beside.map(|document| self.kind_of(document)).transpose()?;
                    Some(catalogue.describe(&note(text(row, 4)?, kind.flatten())))
                }
            };
            let Some(about) = about else { continue };
            catalogue.put(Entry {
                document: id as u64,
                date: day(row, 2)?,
                tags: labels(&tags, id),
                chars: row.get(3)?,
                about,
            });
        }
        Ok(())
    }

    /// What a document is, for what is written beside it; `None` if it is in the trash.
    fn described(
        &self,
        catalogue: &mut Catalogue,
        document: i64,
    ) -> Result<Option<AboutId>, LibraryError> {
        let collections = names_by_key(
            &self.connection,
            "collection_document JOIN collection ON collection.id = collection",
            "document",
            &(document..=document),
        )?;
        let sql =
            format!("SELECT {DESCRIPTION} FROM document WHERE id = ?1 AND trashed_at IS NULL");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([document])?;
        Ok(match rows.next()? {
            Some(row) => {
                Some(catalogue.describe(&description(row, 0, labels(&collections, document))?))
            }
            None => None,
        })
    }

    fn kind_of(&self, document: i64) -> Result<Option<Kind>, LibraryError> {
        let sql = "SELECT kind FROM document WHERE id = ?1 AND trashed_at IS NULL";
        let kind: Option<String> = self
            .connection
            .prepare_cached(sql)?
            .query_row([document], |r| r.get(0))
            .optional()?;
        Ok(kind.as_deref().and_then(Kind::from_name))
    }
}

/// Puts the documents of these keys; those in the trash are left out.
fn put_documents(
    connection: &Connection,
    catalogue: &mut Catalogue,
    keys: &RangeInclusive<i64>,
) -> Result<(), LibraryError> {
    let tags = names_by_key(
        connection,
        "document_tag JOIN tag ON tag.id = tag",
        "document",
        keys,
    )?;
    let collections = names_by_key(
        connection,
        "collection_document JOIN collection ON collection.id = collection",
        "document",
        keys,
    )?;
    // One is looked up; many are read from an index that has nothing else in it.
    let index = match keys.start() == keys.end() {
        true => "",
        false => "INDEXED BY document_catalogue",
    };
    let sql = format!(
        "SELECT id, date, folded_chars, {DESCRIPTION} FROM document {index}
         WHERE id BETWEEN ?1 AND ?2 AND trashed_at IS NULL"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([keys.start(), keys.end()])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let about = catalogue.describe(&description(row, 3, labels(&collections, id))?);
        catalogue.put(Entry {
            document: id as u64,
            date: day(row, 1)?,
            tags: labels(&tags, id),
            chars: row.get(2)?,
            about,
        });
    }
    Ok(())
}

/// The labels of the texts of these keys.
fn names_by_key(
    connection: &Connection,
    table: &str,
    column: &str,
    keys: &RangeInclusive<i64>,
) -> Result<HashMap<i64, Vec<String>>, LibraryError> {
    let sql = format!("SELECT {column}, name FROM {table} WHERE {column} BETWEEN ?1 AND ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut names: HashMap<i64, Vec<String>> = HashMap::new();
    let rows = statement.query_map([keys.start(), keys.end()], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    for row in rows {
        let (key, name): (i64, String) = row?;
        names.entry(key).or_default().push(name);
    }
    Ok(names)
}

fn labels(names: &HashMap<i64, Vec<String>>, key: i64) -> &[String] {
    names.get(&key).map_or(&[], Vec::as_slice)
}

/// A text of a row; nothing for NULL.
fn text<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<&'r str> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(""),
        value => value.as_str().map_err(rusqlite::Error::from),
    }
}

/// Reads the columns of [`DESCRIPTION`], which begin at `first`.
fn description<'r>(
    row: &'r Row<'_>,
    first: usize,
    collections: &'r [String],
) -> rusqlite::Result<Description<'r>> {
    Ok(Description {
        kind: Kind::from_name(text(row, first)?).unwrap_or(Kind::Other),
        title: text(row, first + 1)?,
        speaker: text(row, first + 2)?,
        issuer: text(row, first + 3)?,
        number: text(row, first + 4)?,
        occasion: text(row, first + 5)?,
        collections,
    })
}

fn note(title: &str, beside: Option<Kind>) -> Description<'_> {
    Description {
        kind: beside.unwrap_or(Kind::Other),
        title,
        speaker: "",
        issuer: "",
        number: "",
        occasion: "",
        collections: &[],
    }
}

/// 2010-07-19, or a time of that day → 20100719; 0 for none.
fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<u32> {
    let shown = text(row, column)?;
    let digits = shown.bytes().take(10).filter(u8::is_ascii_digit);
    let (value, count) = digits.fold((0, 0), |(n, count), b| {
        (n * 10 + u32::from(b - b'0'), count + 1)
    });
    // A year or month alone is before its first day.
    Ok(match count {
        4 => value * 10_000,
        6 => value * 100,
        _ => value,
    })
}
