//! Watched folders: which there are, and what changed in them since they were last looked at.
//!
//! Size and time of every file are kept, so only what changed is read. A file that is gone takes nothing away but
//! the path of its document; a folder that cannot be reached says nothing about its files. Who watches, and
//! when, is the caller's business.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use yandu_import::discover;

use crate::import::library_of;
use crate::place::is_on_network;
use crate::store::now;
use crate::{Library, LibraryError};

/// Names that programs give to files which they are still writing.
const UNFINISHED: [&str; 4] = [".part", ".tmp", ".crdownload", ".download"];

/// A folder whose files come in by themselves.
#[derive(Debug, Clone, Serialize)]
pub struct WatchedFolder {
    /// Its number.
    pub id: i64,
    /// Where it is.
    pub path: String,
    /// On another machine: looked at from time to time, as no word comes of changes there.
    pub polling: bool,
    /// The collection into which its files go.
    pub collection: Option<String>,
    /// Files that were seen in it.
    pub files: u32,
    /// False if it cannot be reached now.
    pub reachable: bool,
}

/// What changed in a folder since it was last looked at.
#[derive(Debug, Clone, Default)]
pub struct WatchedChanges {
    /// New and changed files.
    pub changed: Vec<PathBuf>,
    /// Files that are not there any more.
    pub gone: Vec<PathBuf>,
    /// Places that could not be looked into.
    pub denied: Vec<PathBuf>,
}

impl WatchedChanges {
    /// True if there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty()
    }
}

/// Size and time, in nanoseconds since 1970, of a file.
type Seen = (i64, i64);

impl Library {
    /// Watches a folder; its files of now come in with the first look.
    ///
    /// # Errors
    /// It is no folder, is watched already, or holds this library.
    pub fn add_watched_folder(
        &mut self,
        path: &Path,
        collection: Option<&str>,
    ) -> Result<WatchedFolder, LibraryError> {
        let io = LibraryError::io("打开文件夹", path);
        let path = std::fs::canonicalize(path).map_err(io)?;
        if !path.is_dir() {
            let error = std::io::Error::from(std::io::ErrorKind::NotADirectory);
            return Err(LibraryError::io("监视文件夹", &path)(error));
        }
        let library = std::fs::canonicalize(&self.folder).unwrap_or_else(|_| self.folder.clone());
        if library.starts_with(&path) || path.starts_with(&library) {
            return Err(LibraryError::UnsafePlace {
                path,
                reason: "资料库本身在这个文件夹中，或这个文件夹在资料库中",
            });
        }
        let shown = path.to_string_lossy().into_owned();
        let others = self.list_watched_folders()?;
        if let Some(other) = others
            .iter()
            .find(|o| path.starts_with(&o.path) || Path::new(&o.path).starts_with(&path))
        {
            return Err(LibraryError::NameTaken(other.path.clone()));
        }
        let row = params![shown, is_on_network(&path), collection, now()];
        let sql = "INSERT INTO watched_folder (path, polling, collection, added_at) VALUES (?1, ?2, ?3, ?4)";
        self.connection.execute(sql, row)?;
        let id = self.connection.last_insert_rowid();
        self.watched_folder(id)
    }

    /// Ends watching a folder; its documents stay.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`].
    pub fn remove_watched_folder(&mut self, id: i64) -> Result<(), LibraryError> {
        match self
            .connection
            .execute("DELETE FROM watched_folder WHERE id = ?1", [id])?
        {
            0 => Err(LibraryError::NoSuchName(id.to_string())),
            _ => Ok(()),
        }
    }

    /// All watched folders.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_watched_folders(&self) -> Result<Vec<WatchedFolder>, LibraryError> {
        let sql = "SELECT id, path, polling, collection, (SELECT count(*) FROM watched_file WHERE folder = watched_folder.id)
                   FROM watched_folder ORDER BY path";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |r| {
            let path: String = r.get(1)?;
            Ok(WatchedFolder {
                id: r.get(0)?,
                reachable: std::fs::read_dir(&path).is_ok(),
                path,
                polling: r.get(2)?,
                collection: r.get(3)?,
                files: r.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn watched_folder(&self, id: i64) -> Result<WatchedFolder, LibraryError> {
        let all = self.list_watched_folders()?;
        let found = all.into_iter().find(|f| f.id == id);
        found.ok_or_else(|| LibraryError::NoSuchName(id.to_string()))
    }

    /// Looks at a folder. A folder that cannot be reached has no changes.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`].
    pub fn watched_changes(&self, id: i64) -> Result<WatchedChanges, LibraryError> {
        let folder = self.watched_folder(id)?;
        let mut changes = WatchedChanges::default();
        if !folder.reachable {
            return Ok(changes);
        }
        let mut before = self.seen_files(id)?;
        let mut known = HashMap::new();
        for found in discover(&[PathBuf::from(&folder.path)]) {
            if library_of(&found.path, &mut known).is_some() {
                continue;
            }
            if found.error.is_some() {
                changes.denied.push(found.path);
                continue;
            }
            let is = seen(&found.path);
            let was = before.remove(&*found.path.to_string_lossy());
            if !is_unfinished(&found.path) && is.is_some() && is != was {
                changes.changed.push(found.path);
            }
        }
        // What lies below a denied place may still be there.
        let hidden = |path: &PathBuf| changes.denied.iter().any(|d| path.starts_with(d));
        changes.gone = before
            .into_keys()
            .map(PathBuf::from)
            .filter(|p| !hidden(p))
            .collect();
        changes.gone.sort();
        Ok(changes)
    }

    fn seen_files(&self, folder: i64) -> Result<HashMap<String, Seen>, LibraryError> {
        let sql = "SELECT path, bytes, modified FROM watched_file WHERE folder = ?1";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([folder], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes that changes were taken in: changed files are known, the documents of those that are gone lose their path.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn settle_watched(
        &mut self,
        id: i64,
        changes: &WatchedChanges,
    ) -> Result<(), LibraryError> {
        self.transact_unrecorded(|connection| {
            for path in &changes.changed {
                let Some((bytes, modified)) = seen(path) else {
                    continue;
                };
                let sql = "INSERT OR REPLACE INTO watched_file VALUES (?1, ?2, ?3, ?4)";
                let row = params![path.to_string_lossy(), id, bytes, modified];
                connection.prepare_cached(sql)?.execute(row)?;
            }
            for path in &changes.gone {
                let path = path.to_string_lossy();
                connection.execute("DELETE FROM watched_file WHERE path = ?1", [&path])?;
                // Inside of an archive the path goes on.
                let sql = "UPDATE document SET path = ''
                           WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')";
                connection.execute(sql, [&path])?;
            }
            Ok(())
        })
    }
}

/// A file that was moved is found again by its content: its document gets the new path.
pub(crate) fn give_path(
    connection: &rusqlite::Connection,
    document: &str,
    path: &str,
) -> Result<(), LibraryError> {
    let sql = "SELECT path FROM document WHERE uid = ?1";
    let old: Option<String> = connection
        .query_row(sql, [document], |r| r.get(0))
        .optional()?;
    if old.as_deref() == Some("") {
        let sql = "UPDATE document SET path = ?2 WHERE uid = ?1
                   OR parent = (SELECT id FROM document WHERE uid = ?1)";
        connection.execute(sql, [document, path])?;
    }
    Ok(())
}

fn seen(path: &Path) -> Option<Seen> {
    let about = std::fs::metadata(path).ok()?;
    let modified = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((
        i64::try_from(about.len()).ok()?,
        i64::try_from(modified.as_nanos()).ok()?,
    ))
}

fn is_unfinished(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    name.starts_with('.') || UNFINISHED.iter().any(|end| name.ends_with(end))
}
