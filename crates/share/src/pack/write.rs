//! Making a pack.

use std::collections::HashSet;
use std::io::{Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{
    FORMAT, MANIFEST, Manifest, PackContent, PackEntry, Publisher, SIGNATURE, content_name,
};
use crate::ShareError;
use crate::hash::Hash;
use crate::key::DeviceKey;
use crate::packed::pack;

/// Takes the contents one by one and signs at the end.
pub struct PackWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
    entries: Vec<PackEntry>,
    /// Contents that the base has or that were written already.
    there: HashSet<Hash>,
    base: Option<u32>,
}

impl<W: Write + Seek> PackWriter<W> {
    /// Begins a pack; with a base, what that one has is named but not repeated.
    pub fn new(to: W, base: Option<&Manifest>) -> Self {
        PackWriter {
            zip: ZipWriter::new(to),
            entries: Vec::new(),
            there: base
                .iter()
                .flat_map(|b| &b.entries)
                .map(|e| e.hash)
                .collect(),
            base: base.map(|b| b.version),
        }
    }

    /// Adds a content.
    ///
    /// # Errors
    /// What the disk says.
    pub fn add(&mut self, kind: PackContent, name: &str, content: &[u8]) -> Result<(), ShareError> {
        let hash = Hash::of(content);
        self.entries.push(PackEntry {
            kind,
            name: name.to_owned(),
            hash,
            bytes: content.len() as u64,
        });
        if self.there.insert(hash) {
            self.put(&content_name(&hash), &pack(content)?)?;
        }
        Ok(())
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), ShareError> {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.zip
            .start_file(name, stored.large_file(false))
            .map_err(ShareError::damaged)?;
        self.zip.write_all(bytes).map_err(ShareError::damaged)
    }

    /// Signs everything; answers with what was written and the manifest.
    ///
    /// # Errors
    /// A name that no pack may have; what the disk says.
    pub fn finish(
        mut self,
        key: &DeviceKey,
        about: PackAbout<'_>,
    ) -> Result<(W, Manifest), ShareError> {
        let manifest = Manifest {
            format: FORMAT,
            id: about.id.to_owned(),
            title: about.title.to_owned(),
            version: about.version,
            base: self.base,
            created_at: about.created_at.to_owned(),
            publisher: Publisher {
                key: key.public(),
                ..about.publisher.clone()
            },
            entries: std::mem::take(&mut self.entries),
        };
        manifest.check()?;
        let bytes = serde_json::to_vec_pretty(&manifest).map_err(ShareError::damaged)?;
        self.put(MANIFEST, &bytes)?;
        self.put(SIGNATURE, &key.sign(&bytes))?;
        let written = self.zip.finish().map_err(ShareError::damaged)?;
        Ok((written, manifest))
    }
}

/// What a new pack says of itself.
#[derive(Debug, Clone, Copy)]
pub struct PackAbout<'a> {
    /// The same for all versions.
    pub id: &'a str,
    /// 标题
    pub title: &'a str,
    /// From 1.
    pub version: u32,
    /// When, UTC.
    pub created_at: &'a str,
    /// Its name, and the change of its key; the key is the signer's.
    pub publisher: &'a Publisher,
}
