//! Copies: snapshots of the database that rotate by themselves, and whole backups in one file.
//!
//! A live file copy of a database can be damaged; `VACUUM INTO` never is. Originals never change and
//! are never removed while a snapshot could speak of them, so a snapshot needs the database only.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::Serialize;

use crate::store::connect;
use crate::{Library, LibraryError, originals};

/// Snapshots that are kept: so many days, and one a week for so many weeks.
const DAYS: usize = 7;
const WEEKS: usize = 4;

/// A snapshot.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Snapshot {
    /// Its name: the time at which it was made.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
    /// Bytes.
    pub bytes: u64,
}

impl Library {
    /// Makes a snapshot now and lets old ones go.
    ///
    /// # Errors
    /// What SQLite or the disk says; no half snapshot is left.
    pub fn add_snapshot(&self) -> Result<Snapshot, LibraryError> {
        let folder = self.folder.join("snapshots");
        std::fs::create_dir_all(&folder).map_err(LibraryError::io("创建快照文件夹", &folder))?;
        let name = jiff::Timestamp::now().strftime("%Y%m%d-%H%M%S").to_string();
        let path = folder.join(format!("{name}.sqlite"));
        self.vacuum_into(&path)?;
        self.rotate()?;
        let bytes = std::fs::metadata(&path)
            .map_err(LibraryError::io("读取快照", &path))?
            .len();
        Ok(Snapshot { name, path, bytes })
    }

    /// Makes a snapshot if the last one is of an earlier day.
    ///
    /// # Errors
    /// See [`Library::add_snapshot`].
    pub fn add_daily_snapshot(&self) -> Result<Option<Snapshot>, LibraryError> {
        let today = jiff::Timestamp::now().strftime("%Y%m%d").to_string();
        let fresh = self
            .list_snapshots()?
            .first()
            .is_some_and(|s| s.name.starts_with(&today));
        if fresh || self.count_documents()? == 0 {
            Ok(None)
        } else {
            self.add_snapshot().map(Some)
        }
    }

    /// All snapshots, newest first.
    ///
    /// # Errors
    /// What the disk says.
    pub fn list_snapshots(&self) -> Result<Vec<Snapshot>, LibraryError> {
        Library::snapshots_in(&self.folder)
    }

    /// The same of a library that cannot be opened.
    ///
    /// # Errors
    /// What the disk says.
    pub fn snapshots_in(folder: &Path) -> Result<Vec<Snapshot>, LibraryError> {
        let folder = folder.join("snapshots");
        let Ok(entries) = std::fs::read_dir(&folder) else {
            return Ok(Vec::new());
        };
        let mut all: Vec<Snapshot> = entries
            .flatten()
            .filter_map(|entry| {
                let path = entry.path();
                let name = path
                    .file_name()?
                    .to_str()?
                    .strip_suffix(".sqlite")?
                    .to_owned();
                Some(Snapshot {
                    name,
                    bytes: entry.metadata().ok()?.len(),
                    path,
                })
            })
            .collect();
        all.sort_by(|a, b| b.name.cmp(&a.name));
        Ok(all)
    }

    fn rotate(&self) -> Result<(), LibraryError> {
        let all = self.list_snapshots()?;
        let mut kept: Vec<&str> = Vec::new();
        let mut days: Vec<&str> = Vec::new();
        let mut weeks: Vec<i64> = Vec::new();
        for snapshot in &all {
            let Some(day) = snapshot.name.get(..8) else {
                continue;
            };
            let week = day
                .parse::<jiff::civil::Date>()
                .map(|d| {
                    i64::from(d.iso_week_date().year()) * 100 + i64::from(d.iso_week_date().week())
                })
                .unwrap_or(0);
            if days.last() != Some(&day) && days.len() < DAYS {
                days.push(day);
                kept.push(&snapshot.name);
            } else if days.len() >= DAYS && !weeks.contains(&week) && weeks.len() < WEEKS {
                kept.push(&snapshot.name);
            }
            if !weeks.contains(&week) {
                weeks.push(week);
            }
        }
        for snapshot in all.iter().filter(|s| !kept.contains(&s.name.as_str())) {
            std::fs::remove_file(&snapshot.path)
                .map_err(LibraryError::io("删除旧快照", &snapshot.path))?;
        }
        Ok(())
    }

    /// Copies the database whole and checks the copy before it gets its name.
    fn vacuum_into(&self, path: &Path) -> Result<(), LibraryError> {
        let aside = path.with_extension("tmp");
        let _ = std::fs::remove_file(&aside);
        self.connection
            .execute("VACUUM INTO ?1", [aside.to_string_lossy()])?;
        check_copy(&aside)?;
        std::fs::rename(&aside, path).map_err(LibraryError::io("保存副本", path))
    }

    /// Writes everything, originals included, into one file.
    ///
    /// # Errors
    /// What SQLite or the disk says; an existing file is replaced only by a whole one.
    pub fn backup(&self, file: &Path) -> Result<u64, LibraryError> {
        let aside = file.with_extension("tmp");
        self.vacuum_into(&aside)?;
        let copy = Connection::open(&aside)?;
        copy.execute_batch("CREATE TABLE original_bytes (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT; BEGIN")?;
        let hashes: Vec<String> = {
            let mut statement = self
                .connection
                .prepare("SELECT sha256 FROM original ORDER BY sha256")?;
            statement
                .query_map([], |r| r.get(0))?
                .collect::<Result<_, _>>()?
        };
        for sha256 in hashes {
            let bytes = self.original(&sha256)?;
            copy.execute(
                "INSERT INTO original_bytes VALUES (?1, ?2)",
                (&sha256, bytes),
            )?;
        }
        copy.execute_batch("COMMIT")?;
        drop(copy);
        std::fs::rename(&aside, file).map_err(LibraryError::io("保存备份", file))?;
        Ok(std::fs::metadata(file)
            .map_err(LibraryError::io("读取备份", file))?
            .len())
    }

    /// Puts a snapshot in place of a database that cannot be opened. The damaged one is set aside, not
    /// deleted: whoever knows more may still read it.
    ///
    /// # Errors
    /// [`LibraryError::Locked`]; [`LibraryError::NotALibrary`] or [`LibraryError::Damaged`] for a bad
    /// snapshot; nothing is changed then.
    pub fn recover(folder: &Path, file: &Path) -> Result<Library, LibraryError> {
        check_copy(file)?;
        let held = crate::store::lock(folder)?;
        let damaged = folder.join("library.sqlite");
        let time = crate::store::now().replace([':', '-'], "");
        let aside = folder.join(format!("damaged-{time}.sqlite"));
        let fresh = folder.join("restore.tmp");
        std::fs::copy(file, &fresh).map_err(LibraryError::io("复制快照", file))?;
        for suffix in ["-wal", "-shm", ""] {
            let from = folder.join(format!("library.sqlite{suffix}"));
            let to = folder.join(format!("damaged-{time}.sqlite{suffix}"));
            if from.exists() {
                std::fs::rename(&from, &to)
                    .map_err(LibraryError::io("移开损坏的数据库", &aside))?;
            }
        }
        std::fs::rename(&fresh, &damaged).map_err(LibraryError::io("放回快照", &damaged))?;
        drop(held);
        Library::open(folder)
    }

    /// Puts a backup or a snapshot in place of what the library holds; a snapshot is made first.
    ///
    /// # Errors
    /// [`LibraryError::NotALibrary`] or [`LibraryError::Damaged`] for a bad file; nothing is changed then.
    pub fn restore(self, file: &Path) -> Result<Library, LibraryError> {
        if !file.is_file() {
            let source = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(LibraryError::Io {
                operation: "打开备份",
                path: file.to_owned(),
                source,
            });
        }
        check_copy(file)?;
        if self.count_documents()? > 0 {
            self.add_snapshot()?;
        }
        let folder = self.folder.clone();
        let target = folder.join("library.sqlite");
        let aside = folder.join("restore.tmp");
        std::fs::copy(file, &aside).map_err(LibraryError::io("复制备份", file))?;
        unpack_originals(&aside, &folder)?;
        // Closing the database first: its journal belongs to the file that goes.
        let Library {
            connection,
            _lock: lock,
            scopes,
            ..
        } = self;
        drop(scopes);
        connection.close().map_err(|(_, e)| e)?;
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.join(format!("library.sqlite{suffix}")));
        }
        std::fs::rename(&aside, &target).map_err(LibraryError::io("替换数据库", &target))?;
        drop(lock);
        let mut library = Library::open(&folder)?;
        library.rebuild_indexes()?;
        Ok(library)
    }
}

fn check_copy(path: &Path) -> Result<(), LibraryError> {
    let not_ours = |_| LibraryError::NotALibrary(path.to_owned());
    let copy = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(not_ours)?;
    let version: u32 = copy
        .pragma_query_value(None, "user_version", |r| r.get(0))
        .map_err(not_ours)?;
    let application: i32 = copy
        .pragma_query_value(None, "application_id", |r| r.get(0))
        .map_err(not_ours)?;
    if version == 0 || application != crate::store::APPLICATION_ID {
        return Err(LibraryError::NotALibrary(path.to_owned()));
    }
    let answer: String = copy.pragma_query_value(None, "quick_check", |r| r.get(0))?;
    match answer.as_str() {
        "ok" => Ok(()),
        _ => Err(LibraryError::Damaged {
            path: path.to_owned(),
            detail: answer,
        }),
    }
}

fn unpack_originals(copy: &Path, folder: &Path) -> Result<(), LibraryError> {
    let connection = connect(copy)?;
    let there: u32 = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'original_bytes'",
        [],
        |r| r.get(0),
    )?;
    if there > 0 {
        {
            let mut statement = connection.prepare("SELECT sha256, bytes FROM original_bytes")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (sha256, bytes): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
                if originals::hash(&bytes) != sha256 {
                    return Err(LibraryError::Damaged {
                        path: copy.to_owned(),
                        detail: format!("原件 {sha256}"),
                    });
                }
                originals::keep(folder, &sha256, &bytes)?;
            }
        }
        connection.execute_batch("DROP TABLE original_bytes; VACUUM;")?;
    }
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    connection.close().map_err(|(_, e)| e.into())
}
