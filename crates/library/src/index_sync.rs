//! Keeping the index true: what it lacks is pending, what is wrong with it leads to a new one.

use std::path::PathBuf;

use rusqlite::OptionalExtension;
use yandu_document::Kind;
use yandu_search::{Catalogue, Entry, IndexedText, LONGEST_QUERY, Payload, TextIndex, fold};

use crate::documents::block_key;
use crate::{Library, LibraryError};

/// Texts in one commit while catching up: bounds the memory of the overlay.
pub(crate) const COMMIT_EVERY: usize = 1000;

/// The folded text of the parts of one file, as the index takes them.
pub(crate) struct FoldedPart {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) chars: u32,
    pub(crate) starts: Vec<u32>,
}

impl FoldedPart {
    pub(crate) fn new<'a>(title: &str, blocks: impl Iterator<Item = &'a str>) -> Self {
        let mut part = FoldedPart {
            title: fold(title),
            text: String::new(),
            chars: 0,
            starts: Vec::new(),
        };
        for block in blocks {
            part.starts.push(part.chars);
            let folded = fold(block);
            part.chars += folded.chars().count() as u32;
            part.text.push_str(&folded);
        }
        part
    }

    /// With the beginning of what follows in the file: a cut across their border is found too.
    pub(crate) fn indexed(&self, document: i64, following: &[FoldedPart]) -> IndexedText {
        let mut text = self.text.clone();
        let tail = following
            .iter()
            .flat_map(|part| part.text.chars())
            .take(LONGEST_QUERY - 1);
        text.extend(tail);
        IndexedText {
            document: document as u64,
            title: self.title.clone(),
            text,
            own: self.chars,
            starts: self.starts.clone(),
        }
    }
}

impl Library {
    pub(crate) fn index_folder(&self) -> Result<PathBuf, LibraryError> {
        let number = self.setting("index")?.unwrap_or_else(|| "1".to_owned());
        Ok(self.folder.join(format!("index-{number}")))
    }

    fn store_id(&self) -> Result<String, LibraryError> {
        Ok(self.setting("store")?.unwrap_or_default())
    }

    pub(crate) fn last_change(&self) -> Result<u64, LibraryError> {
        let value = self.setting("change")?.unwrap_or_default();
        Ok(value.parse().unwrap_or(0))
    }

    /// Opens the index and puts what it lacks into the overlay; any trouble leads to a new index.
    pub(crate) fn check_index(&mut self) -> Result<(), LibraryError> {
        if self.index_checked {
            return Ok(());
        }
        if self.index.is_none() {
            let folder = self.index_folder()?;
            let opened = if folder.join("meta.json").exists() {
                open_index(&folder)
            } else {
                None
            };
            let ours = self.store_id()?;
            let last = self.last_change()?;
            let fits = opened.filter(|i| i.payload().store == ours && i.payload().change <= last);
            self.index = match fits {
                Some(index) => Some(index),
                None => Some(self.new_index()?),
            };
        }
        let from = self.index.as_ref().map_or(0, |i| i.payload().change);
        self.load_pending(from)?;
        self.index_checked = true;
        Ok(())
    }

    /// A new empty index in the next numbered folder; the old ones are removed.
    pub(crate) fn new_index(&mut self) -> Result<TextIndex, LibraryError> {
        self.index = None;
        self.put.clear();
        let number: u32 = self
            .setting("index")?
            .and_then(|n| n.parse().ok())
            .unwrap_or(0)
            + 1;
        self.set_setting("index", &number.to_string())?;
        self.remove_old_indexes()?;
        let folder = self.index_folder()?;
        let mut created = TextIndex::create(&folder, &self.store_id()?)?;
        created.stop_writing();
        Ok(created)
    }

    fn remove_old_indexes(&self) -> Result<(), LibraryError> {
        let current = self.index_folder()?;
        let entries =
            std::fs::read_dir(&self.folder).map_err(LibraryError::io("列出", &self.folder))?;
        for path in entries.flatten().map(|e| e.path()) {
            let name = path
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            if name.starts_with("index-") && (path != current || path.exists()) {
                // A folder that cannot be removed now is tried again at the next rebuild.
                let _ = std::fs::remove_dir_all(&path);
            }
        }
        Ok(())
    }

    /// The texts written since `change`, from SQLite; those in the trash too, since they can come back.
    fn load_pending(&mut self, change: u64) -> Result<(), LibraryError> {
        self.pending.clear();
        let keys: Vec<i64> = {
            let sql = "SELECT id FROM document WHERE change > ?1 ORDER BY id";
            let mut statement = self.connection.prepare_cached(sql)?;
            statement
                .query_map([change as i64], |r| r.get(0))?
                .collect::<Result<_, _>>()?
        };
        for key in keys {
            let text = self.indexed_text(key)?;
            self.pending.put(text);
        }
        Ok(())
    }

    /// A document's text for the index, from its blocks.
    pub(crate) fn indexed_text(&self, key: i64) -> Result<IndexedText, LibraryError> {
        let own = self.folded_part(key)?;
        let following: Vec<FoldedPart> = self
            .following(key)?
            .into_iter()
            .map(|k| self.folded_part(k))
            .collect::<Result<_, _>>()?;
        Ok(own.indexed(key, &following))
    }

    /// The parts behind a document in its file.
    pub(crate) fn following(&self, key: i64) -> Result<Vec<i64>, LibraryError> {
        let sql =
            "SELECT s.id FROM document d JOIN document s ON s.parent = coalesce(d.parent, d.id)
                   WHERE d.id = ?1 AND s.part > d.part ORDER BY s.part";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_map([key], |r| r.get(0))?
            .collect::<Result<_, _>>()?)
    }

    fn folded_part(&self, key: i64) -> Result<FoldedPart, LibraryError> {
        let title: String = self
            .connection
            .prepare_cached("SELECT title FROM document WHERE id = ?1")?
            .query_row([key], |r| r.get(0))?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT text FROM block WHERE id >= ?1 AND id < ?2 ORDER BY id")?;
        let blocks: Vec<String> = statement
            .query_map([block_key(key, 0), block_key(key + 1, 0)], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(FoldedPart::new(&title, blocks.iter().map(String::as_str)))
    }

    /// The text of one block; `None` behind the last.
    pub(crate) fn block_text(
        &self,
        key: i64,
        n: u32,
    ) -> Result<Option<(String, String)>, LibraryError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT text, address FROM block WHERE id = ?1")?;
        Ok(statement
            .query_row([block_key(key, n)], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?)
    }

    /// Commits what is pending. Whatever goes wrong with the index, a new one is built.
    ///
    /// # Errors
    /// What SQLite or the disk says.
    pub fn flush_index(&mut self) -> Result<(), LibraryError> {
        self.check_index()?;
        if self.pending.is_empty() {
            return Ok(());
        }
        if self.commit_pending().is_err() {
            self.rebuild_index()?;
        }
        self.release_index_writer();
        Ok(())
    }

    /// Puts what the index writer has not got yet and commits.
    pub(crate) fn commit_pending(&mut self) -> Result<(), LibraryError> {
        let payload = Payload {
            store: self.store_id()?,
            change: self.last_change()?,
        };
        let Some(index) = &mut self.index else {
            return Ok(());
        };
        for text in self
            .pending
            .texts()
            .filter(|t| !self.put.contains(&t.document))
        {
            index.put(text, true)?;
        }
        index.commit(&payload)?;
        self.pending.clear();
        self.put.clear();
        Ok(())
    }

    pub(crate) fn release_index_writer(&mut self) {
        if let Some(index) = &mut self.index {
            // A merge that fails costs speed, not truth.
            let _ = index.finish_writing();
        }
    }

    /// Builds the index anew from SQLite.
    ///
    /// # Errors
    /// What SQLite or the disk says.
    pub fn rebuild_index(&mut self) -> Result<(), LibraryError> {
        self.pending.clear();
        self.index = Some(self.new_index()?);
        let keys: Vec<i64> = {
            let mut statement = self
                .connection
                .prepare("SELECT id FROM document ORDER BY id")?;
            statement
                .query_map([], |r| r.get(0))?
                .collect::<Result<_, _>>()?
        };
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(4);
        if let Some(index) = &mut self.index {
            index.start_writing(threads)?;
        }
        for key in keys {
            let text = self.indexed_text(key)?;
            if let Some(index) = &mut self.index {
                index.put(&text, false)?;
            }
        }
        self.commit_pending()?;
        self.release_index_writer();
        self.index_checked = true;
        Ok(())
    }

    /// The catalogue of what a search may answer with, read anew after a change.
    pub(crate) fn load_catalogue(&mut self) -> Result<(), LibraryError> {
        if self.catalogue.is_some() {
            return Ok(());
        }
        let mut tags = self.names_by_document(
            "SELECT document, name FROM document_tag JOIN tag ON tag.id = tag",
        )?;
        let mut collections = self.names_by_document(
            "SELECT document, name FROM collection_document JOIN collection ON collection.id = collection",
        )?;
        let sql = "SELECT id, kind, title, date, speaker, issuer, number, occasion, folded_chars FROM document
                   WHERE trashed_at IS NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let entries = statement.query_map([], |row| {
            let id: i64 = row.get(0)?;
            let date = row.get_ref(3)?.as_str_or_null()?.map_or(0, day_number);
            let text = |n: usize| -> rusqlite::Result<String> {
                Ok(row.get::<_, Option<String>>(n)?.unwrap_or_default())
            };
            Ok(Entry {
                document: id as u64,
                kind: Kind::from_name(row.get_ref(1)?.as_str()?).unwrap_or(Kind::Other),
                title: row.get(2)?,
                date,
                speaker: text(4)?,
                issuer: text(5)?,
                number: text(6)?,
                occasion: text(7)?,
                tags: tags.remove(&id).unwrap_or_default(),
                collections: collections.remove(&id).unwrap_or_default(),
                chars: row.get(8)?,
            })
        })?;
        let entries = entries.collect::<Result<Vec<_>, _>>()?;
        drop(statement);
        self.catalogue = Some(Catalogue::new(entries));
        Ok(())
    }

    fn names_by_document(
        &self,
        sql: &str,
    ) -> Result<std::collections::HashMap<i64, Vec<String>>, LibraryError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut names: std::collections::HashMap<i64, Vec<String>> =
            std::collections::HashMap::new();
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        for row in rows {
            let (document, name) = row?;
            names.entry(document).or_default().push(name);
        }
        Ok(names)
    }
}

/// Tantivy panics on some damaged files; for us that is one more reason to build the index anew.
fn open_index(folder: &std::path::Path) -> Option<TextIndex> {
    std::panic::catch_unwind(|| TextIndex::open(folder))
        .ok()?
        .ok()
}

/// 2010-07-19 → 20100719.
pub(crate) fn day_number(date: &str) -> u32 {
    date.bytes()
        .filter(u8::is_ascii_digit)
        .fold(0, |n, b| n * 10 + u32::from(b - b'0'))
}
