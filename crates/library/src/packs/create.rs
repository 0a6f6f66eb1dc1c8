//! Making a pack of documents, lists and annotations.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use yandu_share::{KeyChange, Manifest, PackAbout, PackContent, PackWriter, Publisher};

use crate::export::write_beside;
use crate::store::now;
use crate::{AnnotationFilter, AnnotationFormat, Library, LibraryError};

/// What goes into a pack.
#[derive(Debug, Clone, Default)]
pub struct NewPack {
    /// 标题; a pack of the same title that was made here before gets a new version.
    pub title: String,
    /// Ids of documents; attachments come with their cover.
    pub documents: Vec<String>,
    /// A collection whose documents go into it too.
    pub collection: Option<String>,
    /// Ids or titles of reading lists; their documents go into it too.
    pub lists: Vec<String>,
    /// The annotations in these documents too.
    pub annotations: bool,
    /// Carry only what the version before lacks.
    pub update: bool,
}

/// A pack that was written.
#[derive(Debug, Clone, Serialize)]
pub struct PackFile {
    /// The same for all versions.
    pub id: String,
    /// From 1.
    pub version: u32,
    /// The version that it needs, for an update.
    pub base: Option<u32>,
    /// Documents in it.
    pub documents: u32,
    /// Bytes of the file.
    pub bytes: u64,
    /// Documents with a classification mark, which were left out.
    pub left_out: Vec<String>,
}

impl Library {
    /// Makes a pack and signs it with the key of this device.
    ///
    /// # Errors
    /// Not found; nothing to pack; the disk.
    pub fn create_pack(&mut self, new: &NewPack, target: &Path) -> Result<PackFile, LibraryError> {
        let title = new.title.trim();
        if title.is_empty() {
            return Err(LibraryError::InvalidValue {
                field: "标题",
                value: String::new(),
            });
        }
        // Whoever signs a pack has a name.
        let name = self.signed_name()?;
        let key = self.device_key()?;
        let before = self.own_pack(title)?;
        let base = before.as_ref().filter(|_| new.update);
        let mut writer = PackWriter::new(Cursor::new(Vec::new()), base);
        let (covers, left_out) = self.covers(new)?;
        if covers.is_empty() && new.lists.is_empty() {
            return Err(LibraryError::EmptyPack);
        }
        let mut names = BTreeSet::new();
        for cover in &covers {
            let (name, bytes) = self.original_of(*cover, &mut names)?;
            writer.add(PackContent::Document, &name, &bytes)?;
        }
        for list in &new.lists {
            let shared = self.shared_list(list)?;
            writer.add(
                PackContent::ReadingList,
                &shared.title.clone(),
                &serde_json::to_vec(&shared)?,
            )?;
        }
        if new.annotations {
            for cover in &covers {
                self.add_annotations(*cover, &mut writer)?;
            }
        }
        let made = now();
        let id = before.as_ref().map_or_else(
            || uuid::Uuid::new_v4().simple().to_string(),
            |b| b.id.clone(),
        );
        // A key that was replaced since the last version speaks for the new one.
        let replaced = before.as_ref().map(|b| b.publisher.key);
        let replaced = replaced.filter(|old| *old != key.public());
        let mut keys = self.device_keys()?.into_iter();
        let change = replaced
            .and_then(|old| keys.find(|k| k.public() == old))
            .map(|old| KeyChange::new(&old, &key.public()));
        let about = PackAbout {
            id: &id,
            title,
            version: before.as_ref().map_or(1, |b| b.version + 1),
            created_at: &made,
            publisher: &Publisher {
                key: key.public(),
                name,
                change,
            },
        };
        let (file, manifest) = writer.finish(&key, about)?;
        let bytes = file.into_inner();
        write_beside(target, &bytes)?;
        let sql = "INSERT OR REPLACE INTO own_pack VALUES (?1, ?2, ?3, ?4)";
        let row = params![
            title,
            manifest.version,
            serde_json::to_string(&manifest)?,
            made
        ];
        self.connection.execute(sql, row)?;
        Ok(PackFile {
            id,
            version: manifest.version,
            base: manifest.base,
            documents: covers.len() as u32,
            bytes: bytes.len() as u64,
            left_out,
        })
    }

    fn own_pack(&self, title: &str) -> Result<Option<Manifest>, LibraryError> {
        let sql = "SELECT manifest FROM own_pack WHERE title = ?1";
        let found: Option<String> = self
            .connection
            .query_row(sql, [title], |r| r.get(0))
            .optional()?;
        Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Keys of the covers, each once, and the titles of those that a classification mark keeps out.
    fn covers(&self, new: &NewPack) -> Result<(BTreeSet<i64>, Vec<String>), LibraryError> {
        let mut keys = self.rows_of(&new.documents)?;
        if let Some(name) = &new.collection {
            let sql = "SELECT document FROM collection_document WHERE collection = (SELECT id FROM collection WHERE name = ?1)";
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([name], |r| r.get(0))?;
            keys.extend(rows.collect::<Result<Vec<i64>, _>>()?);
        }
        for list in &new.lists {
            let view = self.get_reading_list(list)?;
            for item in view.sections.iter().flat_map(|s| &s.items) {
                keys.push(self.row_of(&item.document)?);
            }
        }
        let (mut covers, mut left_out) = (BTreeSet::new(), Vec::new());
        for key in keys {
            let sql = "SELECT c.id, c.title, c.trashed_at IS NOT NULL, c.details ->> '$.fields.classification' IS NOT NULL
                       FROM document d JOIN document c ON c.id = coalesce(d.parent, d.id) WHERE d.id = ?1";
            let (cover, title, trashed, marked): (i64, String, bool, bool) = self
                .connection
                .prepare_cached(sql)?
                .query_row([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
            if marked {
                left_out.push(title);
            } else if !trashed {
                covers.insert(cover);
            }
        }
        left_out.sort();
        left_out.dedup();
        Ok((covers, left_out))
    }

    /// The file of a cover under a name that no other one has.
    fn original_of(
        &self,
        cover: i64,
        names: &mut BTreeSet<String>,
    ) -> Result<(String, Vec<u8>), LibraryError> {
        let sql = "SELECT path, title, format, sha256 FROM document WHERE id = ?1";
        let (path, title, format, sha256): (String, String, String, String) = self
            .connection
            .prepare_cached(sql)?
            .query_row([cover], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
            })?;
        let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let file = match file {
            "" => format!("{}.{format}", crate::export::file_name(&title)),
            file => file.to_owned(),
        };
        let free = |name: &String| !names.contains(name);
        let numbered = (2..).map(|n| format!("{n}-{file}"));
        let name = std::iter::once(file.clone())
            .chain(numbered)
            .find(free)
            .unwrap_or(file);
        names.insert(name.clone());
        Ok((name, self.original(&sha256)?))
    }

    fn add_annotations(
        &self,
        cover: i64,
        writer: &mut PackWriter<Cursor<Vec<u8>>>,
    ) -> Result<(), LibraryError> {
        let sql = "SELECT uid, title FROM document d WHERE coalesce(parent, id) = ?1 AND trashed_at IS NULL
                   AND EXISTS (SELECT 1 FROM annotation WHERE document = d.id) ORDER BY part";
        let annotated: Vec<(String, String)> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([cover], |r| Ok((r.get(0)?, r.get(1)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        for (id, title) in annotated {
            let filter = AnnotationFilter {
                document: Some(id),
                ..AnnotationFilter::default()
            };
            let bytes = self.export_annotations(&filter, AnnotationFormat::JsonLd)?;
            writer.add(PackContent::Annotations, &title, &bytes)?;
        }
        Ok(())
    }
}
