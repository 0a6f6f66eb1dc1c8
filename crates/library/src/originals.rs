//! The originals: the bytes of every imported file, kept by their SHA-256.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use crate::{Library, LibraryError};

/// Files that are made durable at the same time.
const AT_ONCE: usize = 8;

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

/// Keeps files by their hashes durably before any row speaks of them. Many are flushed at once: the file system's journal
/// takes their flushes together, which is three times as quick as one after the other.
pub(crate) fn keep_all(folder: &Path, files: &BTreeMap<&str, &[u8]>) -> Result<(), LibraryError> {
    let files: Vec<_> = files.iter().collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let work = || -> Result<(), LibraryError> {
            while let Some((sha256, bytes)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                keep(folder, sha256, bytes)?;
            }
            Ok(())
        };
        let threads: Vec<_> = (0..AT_ONCE.min(files.len()))
            .map(|_| scope.spawn(work))
            .collect();
        let panicked = |_| LibraryError::Content("保存原件时发生内部错误".to_owned());
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(panicked)?)
    })
}

/// Keeps one file.
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
