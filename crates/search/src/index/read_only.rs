//! The folder of an index that must not be written: on a write-protected stick, in somebody else's folder.
//!
//! Tantivy takes a lock file even to read. Whoever opens an index here holds the lock of the whole library, so no
//! other lock is needed; everything that would write is refused.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, MmapDirectory, WatchCallback,
    WatchHandle, WritePtr,
};

/// A folder that is read only.
#[derive(Debug, Clone)]
pub(super) struct ReadOnlyFolder(MmapDirectory);

impl ReadOnlyFolder {
    /// Opens a folder.
    ///
    /// # Errors
    /// What the disk says.
    pub(super) fn open(folder: &Path) -> tantivy::Result<ReadOnlyFolder> {
        Ok(ReadOnlyFolder(MmapDirectory::open(folder)?))
    }
}

fn refused() -> io::Error {
    io::Error::from(io::ErrorKind::ReadOnlyFilesystem)
}

impl Directory for ReadOnlyFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(refused()),
            filepath: PathBuf::from(path),
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refused(), path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(refused())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match lock.filepath == INDEX_WRITER_LOCK.filepath {
            true => Err(LockError::wrap_io_error(refused())),
            false => Ok(DirectoryLock::from(Box::new(()))),
        }
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
