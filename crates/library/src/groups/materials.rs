//! The materials that a group reads: known by the hash of their text; the file itself travels, sealed, if the group wants it.

use rusqlite::{OptionalExtension, params};
use yandu_share::{GroupFile, GroupKey, Hash};

use super::object::SharedMaterial;
use super::row::Group;
use crate::import::PackedFile;
use crate::{ImportOptions, ImportReport, Library, LibraryError};

/// Bytes of a material, opened.
pub(super) const LARGEST: u64 = 200 << 20;

impl Library {
    /// Lets a group read documents. Those with a classification mark are refused.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`], [`LibraryError::Classified`]; nothing is shared then.
    pub fn share_materials(
        &mut self,
        group: &str,
        documents: &[String],
    ) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let mut covers = Vec::new();
        for document in documents {
            let key = self.row_of(document)?;
            let sql = "SELECT c.uid, c.title, EXISTS (SELECT 1 FROM document p WHERE (p.id = c.id OR p.parent = c.id)
                         AND p.details ->> '$.fields.classification' IS NOT NULL)
                       FROM document d JOIN document c ON c.id = coalesce(d.parent, d.id) WHERE d.id = ?1";
            let (uid, title, marked): (String, String, bool) =
                self.connection
                    .query_row(sql, [key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            if marked {
                return Err(LibraryError::Classified(title));
            }
            covers.push(uid);
        }
        self.set_shared(
            &group,
            SharedMaterial::KIND,
            covers.iter().map(String::as_str),
        )
    }

    /// A material as it travels.
    pub(super) fn shared_material(&self, document: &str) -> Result<SharedMaterial, LibraryError> {
        let key = self.row_of(document)?;
        let sql =
            "SELECT folded_hash, title, date, sha256, path, format FROM document WHERE id = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([key], |r| {
            let (title, path, format): (String, String, String) = (r.get(1)?, r.get(4)?, r.get(5)?);
            let name = path.rsplit(['/', '\\', '#']).next().unwrap_or_default();
            let name = match name {
                "" => format!("{title}.{format}"),
                name => name.to_owned(),
            };
            Ok(SharedMaterial {
                text: r.get(0)?,
                title,
                date: r.get(2)?,
                file: r.get(3)?,
                name,
            })
        })?)
    }

    /// The materials whose files this person gives and the storage does not have yet.
    pub(super) fn texts_to_store(
        &self,
        group: &Group,
        stored: &[GroupFile],
    ) -> Result<Vec<(GroupFile, String)>, LibraryError> {
        if !group.charter.texts {
            return Ok(Vec::new());
        }
        let mut wanted = Vec::new();
        for id in self.shared_ids(group, SharedMaterial::KIND)? {
            let Ok(material) = self.shared_material(&id) else {
                continue;
            };
            if let Ok(hash) = material.file.parse::<Hash>() {
                let file = GroupFile::Text(hash);
                if !stored.contains(&file) {
                    wanted.push((file, material.file));
                }
            }
        }
        Ok(wanted)
    }

    /// A file, sealed for the storage.
    pub(super) fn sealed_text(
        &self,
        group: &Group,
        key: &GroupKey,
        file: &str,
    ) -> Result<Vec<u8>, LibraryError> {
        let bytes = self.original(file)?;
        Ok(key.seal(&group.root().0, &bytes)?)
    }

    /// The materials of the group whose text is not here, with the files in the storage.
    pub(super) fn texts_to_fetch(
        &self,
        group: &Group,
        stored: &[GroupFile],
    ) -> Result<Vec<(GroupFile, SharedMaterial)>, LibraryError> {
        let mut wanted: Vec<(GroupFile, SharedMaterial)> = Vec::new();
        for (_, material) in self.shared_materials(group)? {
            let Ok(hash) = material.file.parse::<Hash>() else {
                continue;
            };
            let file = GroupFile::Text(hash);
            let known = wanted.iter().any(|(f, _)| *f == file);
            if !known
                && stored.contains(&file)
                && self.document_with_text(&material.text)?.is_none()
            {
                wanted.push((file, material));
            }
        }
        Ok(wanted)
    }

    /// Takes a sealed material in, if it is what it is called.
    pub(super) fn take_text(
        &mut self,
        group: &Group,
        material: &SharedMaterial,
        sealed: &[u8],
    ) -> Result<Option<ImportReport>, LibraryError> {
        let keys = self.group_keys(group)?;
        let opened = keys
            .iter()
            .find_map(|key| key.open(&group.root().0, sealed, LARGEST).ok());
        let Some(bytes) = opened.filter(|b| Hash::of(b).to_string() == material.file) else {
            return Ok(None);
        };
        let file = PackedFile {
            path: format!("{}/{}", group.charter.title, material.name),
            bytes,
        };
        let by_itself = ImportOptions {
            by_itself: true,
            ..ImportOptions::default()
        };
        let report = self.import_packed(vec![file], &by_itself, &mut |_| true)?;
        self.flush_index()?;
        Ok(Some(report))
    }

    /// The cover with this text, the trash included: what a person threw away does not come back by itself.
    pub(super) fn document_with_text(&self, text: &str) -> Result<Option<String>, LibraryError> {
        let sql = "SELECT uid FROM document WHERE folded_hash = ?1 AND part = 0
                   ORDER BY trashed_at IS NOT NULL, id LIMIT 1";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row(params![text], |r| r.get(0))
            .optional()?)
    }
}
