//! The originals: the bytes of every imported file, kept by their SHA-256.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{Library, LibraryError};

/// The hash of a file in hex.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where an original lies below the library's folder.
pub(crate) fn path_of(folder: &Path, sha256: &str) -> PathBuf {
    folder
        .join("originals")
        .join(sha256.get(..2).unwrap_or("xx"))
        .join(sha256)
}

/// Keeps the bytes durably before any row speaks of them.
pub(crate) fn keep(folder: &Path, sha256: &str, bytes: &[u8]) -> Result<(), LibraryError> {
    let path = path_of(folder, sha256);
    if std::fs::metadata(&path).is_ok_and(|m| m.len() == bytes.len() as u64) {
        return Ok(());
    }
    let parent = path.parent().unwrap_or(folder);
    std::fs::create_dir_all(parent).map_err(LibraryError::io("创建原件文件夹", parent))?;
    // Written aside and renamed: a killed import leaves no half file under a whole file's name.
    let aside = path.with_extension("tmp");
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&aside)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        std::fs::rename(&aside, &path)
    };
    write().map_err(LibraryError::io("保存原件", &path))
}

impl Library {
    /// The original bytes of a file.
    ///
    /// # Errors
    /// [`LibraryError::Damaged`] if they are not those that were imported.
    pub fn original(&self, sha256: &str) -> Result<Vec<u8>, LibraryError> {
        let path = path_of(&self.folder, sha256);
        let bytes = std::fs::read(&path).map_err(LibraryError::io("读取原件", &path))?;
        match hash(&bytes) == sha256 {
            true => Ok(bytes),
            false => Err(LibraryError::Damaged {
                path,
                detail: "内容与指纹不符".to_owned(),
            }),
        }
    }
}
