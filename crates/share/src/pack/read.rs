//! Reading a pack: nothing of it is used before it was checked.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::manifest::MOST_BYTES;
use super::{MANIFEST, Manifest, PackEntry, SIGNATURE, content_name};
use crate::ShareError;
use crate::hash::Hash;
use crate::packed::unpack;

/// Bytes of a manifest.
const LONGEST_MANIFEST: u64 = 64 << 20;
/// Entries of the zip.
const MOST_FILES: usize = 120_000;

/// A pack whose signature fits.
pub struct Pack<R: Read + Seek> {
    zip: ZipArchive<R>,
    manifest: Manifest,
}

impl<R: Read + Seek> Pack<R> {
    /// Opens a pack and checks its signature.
    ///
    /// # Errors
    /// [`ShareError::NotAPack`], [`ShareError::BadSignature`], [`ShareError::Newer`], [`ShareError::Damaged`],
    /// [`ShareError::TooLarge`].
    pub fn open(from: R) -> Result<Pack<R>, ShareError> {
        let mut zip = ZipArchive::new(from).map_err(|_| ShareError::NotAPack)?;
        if zip.len() > MOST_FILES {
            return Err(ShareError::TooLarge(format!("{} 项", zip.len())));
        }
        let bytes = stored(&mut zip, MANIFEST, LONGEST_MANIFEST)?.ok_or(ShareError::NotAPack)?;
        let signature = stored(&mut zip, SIGNATURE, 64)?.ok_or(ShareError::BadSignature)?;
        let signature: [u8; 64] = signature.try_into().map_err(|_| ShareError::BadSignature)?;
        // The key stands in what it signs: reading it first changes nothing, as everything is checked by it then.
        let manifest = Manifest::read(&bytes)?;
        manifest.publisher.key.verify(&bytes, &signature)?;
        Ok(Pack { zip, manifest })
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The content of an entry; `None` if only the base has it.
    ///
    /// # Errors
    /// It is damaged.
    pub fn content(&mut self, entry: &PackEntry) -> Result<Option<Vec<u8>>, ShareError> {
        let limit = entry.bytes.min(MOST_BYTES);
        let Some(packed) = stored(
            &mut self.zip,
            &content_name(&entry.hash),
            limit + limit / 8 + 1024,
        )?
        else {
            return match self.manifest.base {
                Some(_) => Ok(None),
                None => Err(ShareError::damaged(format!("缺少“{}”", entry.name))),
            };
        };
        let content = unpack(&packed, limit)?;
        if content.len() as u64 != entry.bytes || Hash::of(&content) != entry.hash {
            return Err(ShareError::damaged(format!("“{}”与签名时不同", entry.name)));
        }
        Ok(Some(content))
    }

    /// Checks every content.
    ///
    /// # Errors
    /// The first one that is damaged.
    pub fn verify(&mut self) -> Result<(), ShareError> {
        for entry in self.manifest.entries.clone() {
            self.content(&entry)?;
        }
        Ok(())
    }
}

/// The bytes of a stored entry; `None` if there is none.
fn stored<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    name: &str,
    limit: u64,
) -> Result<Option<Vec<u8>>, ShareError> {
    let file = match zip.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(ShareError::damaged(error)),
    };
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(ShareError::damaged)?;
    if bytes.len() as u64 > limit {
        return Err(ShareError::TooLarge(format!("{name} 超过 {limit} 字节")));
    }
    Ok(Some(bytes))
}
