//! Taking a pack in: the signature, then every hash, then the texts, the version last.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use yandu_share::{Manifest, Pack, PackContent, PackEntry, PublicKey};

use super::shared_list::{SharedList, remove, take_in};
use crate::annotations::AnnotationFile;
use crate::import::PackedFile;
use crate::people::person;
use crate::store::now;
use crate::transact::Act;
use crate::undo::{
    OperationKind, Recording, add_operation, apply, forget, forget_behind, last_number,
    operation_of, start_recording, statements_of, stop_recording, take_up,
};
use crate::{ImportOptions, ImportReport, Library, LibraryError};

/// Whether the user has compared the fingerprint of a publisher that is new here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackTrust {
    /// Only of publishers whose key is pinned.
    Pinned,
    /// The user trusts this key from now on.
    New,
}

/// What a pack says of itself, its signature checked.
#[derive(Debug, Clone, Serialize)]
pub struct PackSummary {
    /// 标题
    pub title: String,
    /// The same for all versions.
    pub id: String,
    /// From 1.
    pub version: u32,
    /// The version that it needs.
    pub base: Option<u32>,
    /// The version that is here.
    pub installed: Option<u32>,
    /// When it was made, UTC.
    pub created_at: String,
    /// As the publisher calls itself.
    pub publisher: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its key is pinned here, or the key before it is and speaks for it.
    pub pinned: bool,
    /// Documents in it.
    pub documents: u32,
    /// Reading lists in it.
    pub lists: u32,
    /// Documents with annotations in it.
    pub annotated: u32,
    /// Bytes of everything, unpacked.
    pub bytes: u64,
}

/// What an import of a pack did.
#[derive(Debug, Clone, Serialize)]
pub struct PackReport {
    /// What came.
    pub pack: PackSummary,
    /// The documents, a line each.
    pub documents: ImportReport,
    /// Reading lists that came or were renewed.
    pub lists: u32,
    /// Items of lists whose documents are not here.
    pub missing: u32,
    /// Annotations that came or were renewed.
    pub annotations: u32,
}

/// A pack that is here.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedPack {
    /// Its id.
    pub id: String,
    /// 标题
    pub title: String,
    /// 版本
    pub version: u32,
    /// As the publisher calls itself.
    pub publisher: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// When it came, UTC.
    pub imported_at: String,
}

type PackOf = Pack<BufReader<File>>;

fn open(path: &Path) -> Result<PackOf, LibraryError> {
    let file = File::open(path).map_err(LibraryError::io("打开资料包", path))?;
    Ok(Pack::open(BufReader::new(file))?)
}

impl Library {
    /// Checks a pack whole, changes nothing.
    ///
    /// # Errors
    /// It is no pack, damaged, signed by another key.
    pub fn verify_pack(&self, path: &Path) -> Result<PackSummary, LibraryError> {
        let mut pack = open(path)?;
        pack.verify()?;
        self.pack_summary(pack.manifest())
    }

    /// Takes a pack in.
    ///
    /// # Errors
    /// As [`Library::verify_pack`]; [`LibraryError::UnknownPublisher`] unless the user trusts it; a version that is here
    /// already or lacks its base. Nothing has happened then.
    pub fn import_pack(
        &mut self,
        path: &Path,
        trust: PackTrust,
        progress: &mut dyn FnMut(u32, u32) -> bool,
    ) -> Result<PackReport, LibraryError> {
        let mut pack = open(path)?;
        pack.verify()?;
        let manifest = pack.manifest().clone();
        let summary = self.pack_summary(&manifest)?;
        self.check_pack(&summary, trust)?;
        let before = last_number(&self.connection)?;
        let (documents, files) = self.take_documents(&mut pack, &manifest, progress)?;
        if documents.cancelled {
            return Ok(PackReport {
                pack: summary,
                documents,
                lists: 0,
                missing: 0,
                annotations: 0,
            });
        }
        let batch = documents.batch;
        let mut annotations = 0;
        let mut annotation_batches = Vec::new();
        for entry in entries(&manifest, PackContent::Annotations) {
            if let Some(bytes) = pack.content(entry)? {
                let file = AnnotationFile {
                    name: entry.name.clone(),
                    bytes: &bytes,
                    document: None,
                };
                let report = self.import_annotations(&file)?;
                annotations += report.added + report.updated;
                annotation_batches.push(report.batch);
            }
        }
        let mut lists = Vec::new();
        for entry in entries(&manifest, PackContent::ReadingList) {
            if let Some(bytes) = pack.content(entry)? {
                lists.push(serde_json::from_slice::<SharedList>(&bytes)?);
            }
        }
        let key = manifest.publisher.key;
        let (taken, missing) = self.transact_unrecorded(|connection| {
            start_recording(connection, Recording::All)?;
            let author = person(connection, &key.to_string(), &manifest.publisher.name)?;
            let (mut taken, mut missing) = (Vec::new(), 0);
            for list in &lists {
                let (id, lacking) = take_in(connection, list, author, &files)?;
                taken.extend(id);
                missing += lacking;
            }
            pin(connection, &manifest)?;
            let sql = "INSERT INTO pack VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                       ON CONFLICT (id) DO UPDATE SET publisher = excluded.publisher, title = excluded.title,
                         version = excluded.version, imported_at = excluded.imported_at,
                         manifest = excluded.manifest, undo = excluded.undo";
            let undo = serde_json::json!({ "batch": batch, "annotations": annotation_batches, "lists": taken });
            let row = params![manifest.id, key.to_string(), manifest.title, manifest.version, now(),
                serde_json::to_string(&manifest)?, undo.to_string()];
            connection.execute(sql, row)?;
            let log = stop_recording(connection)?;
            let act = Act::titled("导入资料包", &manifest.title);
            let kind = OperationKind::Pack(manifest.id.clone());
            let operation = add_operation(connection, &act, &kind)?;
            take_up(connection, before, operation)?;
            log.keep(connection, operation)?;
            Ok((taken.len() as u32, missing))
        })?;
        self.flush_index()?;
        Ok(PackReport {
            pack: summary,
            documents,
            lists: taken,
            missing,
            annotations,
        })
    }

    fn check_pack(&self, summary: &PackSummary, trust: PackTrust) -> Result<(), LibraryError> {
        if !summary.pinned && trust == PackTrust::Pinned {
            return Err(LibraryError::UnknownPublisher {
                name: summary.publisher.clone(),
                fingerprint: summary.fingerprint.clone(),
            });
        }
        match (summary.installed, summary.base) {
            (Some(here), _) if here >= summary.version => Err(LibraryError::PackVersion {
                here,
                version: summary.version,
            }),
            (here, Some(base)) if here.is_none_or(|here| here < base) => {
                Err(LibraryError::PackBase(base))
            }
            _ => Ok(()),
        }
    }

    /// Imports the documents in one batch; answers with the covers by the hashes of their files.
    fn take_documents(
        &mut self,
        pack: &mut PackOf,
        manifest: &Manifest,
        progress: &mut dyn FnMut(u32, u32) -> bool,
    ) -> Result<(ImportReport, HashMap<String, String>), LibraryError> {
        let all: Vec<&PackEntry> = entries(manifest, PackContent::Document).collect();
        let mut files = Vec::new();
        for entry in &all {
            if let Some(bytes) = pack.content(entry)? {
                let path = format!("{}/{}", manifest.title, entry.name);
                files.push(PackedFile { path, bytes });
            }
        }
        let hashes: Vec<String> = files
            .iter()
            .map(|f| crate::originals::hash(&f.bytes))
            .collect();
        let total = files.len() as u32;
        // The pack is in the list of what can be undone, not its texts.
        let options = ImportOptions {
            by_itself: true,
            ..ImportOptions::default()
        };
        let report = self.import_packed(files, &options, &mut |done| progress(done, total))?;
        let covers = hashes.into_iter().zip(&report.items);
        let covers = covers
            .filter_map(|(hash, item)| Some((hash, item.id.clone()?)))
            .collect();
        Ok((report, covers))
    }

    fn pack_summary(&self, manifest: &Manifest) -> Result<PackSummary, LibraryError> {
        let count = |kind| entries(manifest, kind).count() as u32;
        let key = manifest.publisher.key;
        let sql = "SELECT version FROM pack WHERE id = ?1";
        let installed = self
            .connection
            .query_row(sql, [&manifest.id], |r| r.get(0))
            .optional()?;
        Ok(PackSummary {
            title: manifest.title.clone(),
            id: manifest.id.clone(),
            version: manifest.version,
            base: manifest.base,
            installed,
            created_at: manifest.created_at.clone(),
            publisher: manifest.publisher.name.clone(),
            fingerprint: key.fingerprint(),
            pinned: self.is_pinned(&manifest.id, manifest)?,
            documents: count(PackContent::Document),
            lists: count(PackContent::ReadingList),
            annotated: count(PackContent::Annotations),
            bytes: manifest.entries.iter().map(|e| e.bytes).sum(),
        })
    }

    /// A pack that is here takes updates from its own publisher only.
    fn is_pinned(&self, id: &str, manifest: &Manifest) -> Result<bool, LibraryError> {
        let pinned = |key: &PublicKey| -> Result<bool, LibraryError> {
            let sql = "SELECT count(*) FROM publisher WHERE key = ?1 AND replaced_by IS NULL";
            let known: u32 = self
                .connection
                .query_row(sql, [key.to_string()], |r| r.get(0))?;
            Ok(known > 0)
        };
        let sql = "SELECT publisher FROM pack WHERE id = ?1";
        let owner: Option<String> = self
            .connection
            .query_row(sql, [id], |r| r.get(0))
            .optional()?;
        let of = |key: &PublicKey| owner.as_ref().is_none_or(|owner| *owner == key.to_string());
        let key = &manifest.publisher.key;
        // The manifest was read, so the old key's word for the new one holds.
        let before = manifest.publisher.change.as_ref().map(|c| &c.from);
        let own = self.device_key()?.public();
        if *key == own && of(key) || pinned(key)? && of(key) {
            return Ok(true);
        }
        before.map_or(Ok(false), |before| Ok(pinned(before)? && of(before)))
    }

    /// The packs that are here.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_packs(&self) -> Result<Vec<ImportedPack>, LibraryError> {
        let sql = "SELECT p.id, p.title, p.version, coalesce(u.name, ''), p.publisher, p.imported_at
                   FROM pack p LEFT JOIN publisher u ON u.key = p.publisher ORDER BY p.imported_at DESC";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |r| {
            let key: String = r.get(4)?;
            Ok(ImportedPack {
                id: r.get(0)?,
                title: r.get(1)?,
                version: r.get(2)?,
                publisher: r.get(3)?,
                fingerprint: key
                    .parse::<PublicKey>()
                    .map(|k| k.fingerprint())
                    .unwrap_or_default(),
                imported_at: r.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes back a pack that is what was done last: the library is as it was before, but for its texts in the trash.
    fn undo_last_pack(
        &mut self,
        operation: i64,
        batch: Option<i64>,
    ) -> Result<usize, LibraryError> {
        let documents = match batch.map(|batch| self.undo_import(Some(batch))) {
            None | Some(Err(LibraryError::NothingToUndo)) => 0,
            Some(count) => count?,
        };
        let rows = self.transact_unrecorded(|connection| {
            connection.pragma_update(None, "defer_foreign_keys", "ON")?;
            let sql = "SELECT count(*) FROM undo_statement WHERE operation = ?1
                       AND (sql LIKE 'DELETE FROM annotation WHERE%' OR sql LIKE 'DELETE FROM reply WHERE%'
                         OR sql LIKE 'DELETE FROM reading_list WHERE%')";
            let rows: u32 = connection.query_row(sql, [operation], |r| r.get(0))?;
            apply(connection, &statements_of(connection, operation)?)?;
            // It cannot be done again, and neither can what was done on top.
            let sql = "DELETE FROM operation WHERE undone = 1 OR id >= ?1";
            connection.execute(sql, [operation])?;
            Ok(rows as usize)
        })?;
        Ok(documents + rows)
    }

    /// Takes back what the last import of a pack brought; answers with the number of documents, annotations and lists.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`].
    pub fn undo_pack(&mut self, id: &str) -> Result<usize, LibraryError> {
        let sql = "SELECT undo FROM pack WHERE id = ?1";
        let undo: Option<String> = self
            .connection
            .query_row(sql, [id], |r| r.get(0))
            .optional()?;
        let undo = undo.ok_or_else(|| LibraryError::NoSuchName(id.to_owned()))?;
        let undo: serde_json::Value = serde_json::from_str(&undo)?;
        let listed = operation_of(&self.connection, &OperationKind::Pack(id.to_owned()))?;
        if let (Some(listed), Some(last)) = (&listed, self.next_undo()?)
            && listed.id == last.id
        {
            return self.undo_last_pack(last.id, undo["batch"].as_i64());
        }
        let before = last_number(&self.connection)?;
        let numbers = |value: &serde_json::Value| {
            value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|n| n.as_i64())
                .collect::<Vec<_>>()
        };
        let mut count = 0;
        for batch in numbers(&undo["annotations"])
            .into_iter()
            .chain(undo["batch"].as_i64())
        {
            count += match self.undo_import(Some(batch)) {
                // Everything was here before, or was taken back already.
                Err(LibraryError::NothingToUndo) => 0,
                count => count?,
            };
        }
        let lists: Vec<String> = serde_json::from_value(undo["lists"].clone())?;
        count += self.transact_unrecorded(|connection| {
            let mut removed = 0;
            for list in &lists {
                let sql = "SELECT id FROM reading_list WHERE uid = ?1";
                let key: Option<i64> =
                    connection.query_row(sql, [list], |r| r.get(0)).optional()?;
                if let Some(key) = key {
                    remove(connection, key)?;
                    removed += 1;
                }
            }
            connection.execute("DELETE FROM pack WHERE id = ?1", [id])?;
            forget_behind(connection, before)?;
            // It cannot be done again, and neither can what was done on top.
            connection.execute("DELETE FROM operation WHERE undone = 1", [])?;
            if let Some(operation) = &listed {
                forget(connection, operation.id)?;
            }
            Ok(removed)
        })?;
        Ok(count)
    }
}

fn entries(manifest: &Manifest, kind: PackContent) -> impl Iterator<Item = &PackEntry> {
    manifest.entries.iter().filter(move |e| e.kind == kind)
}

/// Pins the key; a key that took another one's place ends the trust in that one.
fn pin(connection: &rusqlite::Connection, manifest: &Manifest) -> Result<(), LibraryError> {
    let key = manifest.publisher.key.to_string();
    let sql = "INSERT INTO publisher (key, name, pinned_at) VALUES (?1, ?2, ?3)
               ON CONFLICT (key) DO UPDATE SET name = excluded.name";
    connection.execute(sql, params![key, manifest.publisher.name, now()])?;
    if let Some(change) = &manifest.publisher.change {
        let sql = "UPDATE publisher SET replaced_by = ?2 WHERE key = ?1";
        connection.execute(sql, params![change.from.to_string(), key])?;
    }
    Ok(())
}
