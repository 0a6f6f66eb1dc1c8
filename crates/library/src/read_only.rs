//! A library whose folder cannot be written: a write-protected stick, a disc, somebody else's folder.
//!
//! It is read in place, as a file that does not change. Where that is not possible – a journal is left that must be read
//! too, or an older program wrote it – a copy of the database in the temporary folder is brought up to date and read.
//! Indexes that lack something are built there as well. All of it goes with the library.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::LibraryError;
use crate::store::{DATABASE, connect, newest_schema};

/// Where a connection reads.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// A database that others may write.
    Writable(PathBuf),
    /// A file that does not change while it is read.
    Fixed(PathBuf),
}

/// How a library is read where it lies.
pub(crate) struct ReadOnly {
    pub(crate) source: Source,
    /// For what would be written beside the database.
    pub(crate) scratch: TempDir,
}

impl Source {
    /// Another connection, for reading.
    pub(crate) fn connect(&self) -> Result<Connection, LibraryError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        match self {
            Source::Writable(path) => Ok(Connection::open_with_flags(path, flags)?),
            // Without the promise that the file does not change SQLite wants to make a shared-memory file beside it.
            Source::Fixed(path) => {
                let uri = format!("{}?immutable=1", file_uri(path));
                Ok(Connection::open_with_flags(uri, flags)?)
            }
        }
    }
}

impl ReadOnly {
    /// Looks how a library can be read.
    pub(crate) fn of(folder: &Path) -> Result<ReadOnly, LibraryError> {
        let scratch = tempfile::Builder::new().prefix("yandu-").tempdir();
        let scratch = scratch.map_err(LibraryError::io("创建临时文件夹", &std::env::temp_dir()))?;
        // A URI has no place for a path that begins where the program does.
        let path = std::path::absolute(folder).map_err(LibraryError::io("打开数据库", folder))?;
        let path = path.join(DATABASE);
        let journal = std::fs::metadata(folder.join(format!("{DATABASE}-wal")));
        let whole = !journal.is_ok_and(|m| m.len() > 0);
        let source = Source::Fixed(path);
        let current = whole && version(&source)? == newest_schema();
        let source = match current {
            true => source,
            false => copy(folder, scratch.path())?,
        };
        Ok(ReadOnly { source, scratch })
    }

    pub(crate) fn connect(&self) -> Result<Connection, LibraryError> {
        let connection = self.source.connect()?;
        connection.pragma_update(None, "trusted_schema", "OFF")?;
        connection.pragma_update(None, "mmap_size", 0)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }
}

fn version(source: &Source) -> Result<u32, LibraryError> {
    let connection = source.connect()?;
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0));
    Ok(version?)
}

/// Copies the database with its journal, and brings the copy up to date.
fn copy(folder: &Path, to: &Path) -> Result<Source, LibraryError> {
    let target = to.join(DATABASE);
    for suffix in ["", "-wal"] {
        let from = folder.join(format!("{DATABASE}{suffix}"));
        if from.exists() {
            let there = to.join(format!("{DATABASE}{suffix}"));
            let copied = std::fs::read(&from).and_then(|bytes| std::fs::write(&there, bytes));
            copied.map_err(LibraryError::io("复制数据库", &from))?;
        }
    }
    let connection = connect(&target)?;
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(Source::Fixed(target))
}

/// A path as SQLite's URI, <https://www.sqlite.org/uri.html>: what has a meaning there is escaped.
fn file_uri(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let escaped = text
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    match escaped.starts_with('/') {
        true => format!("file:{escaped}"),
        // C:/… and \\server\share
        false => format!("file:///{}", escaped.trim_start_matches('/')),
    }
}

/// True unless the folder, its lock or its database refuses to be written. Other troubles are left to those who write.
pub(crate) fn is_writable(folder: &Path) -> bool {
    let refused = |error: &std::io::Error| {
        matches!(
            error.kind(),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
        )
    };
    let opens = |name: &str| {
        let opened = File::options().write(true).open(folder.join(name));
        !opened.is_err_and(|error| refused(&error))
    };
    // Whether a file can be made is told by making one.
    let made = tempfile::Builder::new()
        .prefix(".probe-")
        .tempfile_in(folder);
    opens(DATABASE) && opens("library.lock") && !made.is_err_and(|error| refused(&error))
}

/// Keeps out who would write meanwhile, as far as a lock can be had: several may read.
pub(crate) fn shared_lock(folder: &Path) -> Result<File, LibraryError> {
    let database = folder.join(DATABASE);
    let Ok(lock) = File::open(folder.join("library.lock")) else {
        return File::open(&database).map_err(LibraryError::io("打开数据库", &database));
    };
    match lock.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(LibraryError::Locked(folder.to_owned())),
        // A medium without locks has no writers either.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(lock),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(
            file_uri(Path::new("/a b/50%?#/库")),
            "file:/a b/50%25%3f%23/库"
        );
    }
}
