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
            .iter()
            .any(|s| s.name.starts_with(&today));
        if fresh || self.is_read_only() || self.count_documents()? == 0 {
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
        let copied = self
            .connection
            .execute("VACUUM INTO ?1", [aside.to_string_lossy()]);
        let whole = copied
            .map_err(LibraryError::from)
            .and_then(|_| check_copy(&aside));
        if let Err(error) = whole {
            // On a full disk half a copy would only take more of it.
            let _ = std::fs::remove_file(&aside);
            return Err(error);
        }
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
        let fresh = folder.join("recover.tmp");
        std::fs::copy(file, &fresh).map_err(LibraryError::io("复制快照", file))?;
        make_ready(&fresh, folder)?;
        for suffix in ["-wal", "-shm"] {
            let from = folder.join(format!("library.sqlite{suffix}"));
            let to = folder.join(format!("damaged-{time}.sqlite{suffix}"));
            if from.exists() {
                std::fs::rename(&from, &to)
                    .map_err(LibraryError::io("移开损坏的数据库", &aside))?;
            }
        }
        // The name of the database never stands for nothing: whoever opened it then would begin an empty library.
        if damaged.exists() {
            let kept = std::fs::hard_link(&damaged, &aside)
                .or_else(|_| std::fs::copy(&damaged, &aside).map(|_| ()));
            kept.map_err(LibraryError::io("移开损坏的数据库", &aside))?;
        }
        replace(&fresh, &damaged)?;
        drop(held);
        Library::open(folder)
    }

    fn snapshot_if_any(&self) -> Result<(), LibraryError> {
        if self.count_documents()? > 0 {
            self.add_snapshot()?;
        }
        Ok(())
    }

    /// Puts a backup or a snapshot in place of what the library holds; a snapshot is made first.
    ///
    /// # Errors
    /// [`LibraryError::NotALibrary`] or [`LibraryError::Damaged`] for a bad file; nothing is changed then.
    pub fn restore(self, file: &Path) -> Result<Library, LibraryError> {
        if !file.is_file() {
            let kind = match file.is_dir() {
                true => std::io::ErrorKind::IsADirectory,
                false => std::io::ErrorKind::NotFound,
            };
            let source = std::io::Error::from(kind);
            return Err(LibraryError::Io {
                operation: "打开备份",
                path: file.to_owned(),
                source,
            });
        }
        check_copy(file)?;
        let folder = self.folder.clone();
        let target = folder.join("library.sqlite");
        // The copy first: a snapshot of today that is put back is replaced by the one that is made now.
        let aside = folder.join("restore.tmp");
        std::fs::copy(file, &aside).map_err(LibraryError::io("复制备份", file))?;
        make_ready(&aside, &folder)?;
        match self.snapshot_if_any() {
            Ok(()) => {}
            // What cannot be copied whole is set aside as it is.
            Err(error) if error.is_damage() => {
                drop(self);
                return Library::recover(&folder, &aside);
            }
            Err(error) => return Err(error),
        }
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
        replace(&aside, &target)?;
        drop(lock);
        let mut library = Library::open(&folder)?;
        library.rebuild_indexes()?;
        Ok(library)
    }
}

/// True if a copy can be put back.
pub(crate) fn is_good_copy(path: &Path) -> bool {
    check_copy(path).is_ok()
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

/// Puts a file in another's place, durably.
fn replace(fresh: &Path, target: &Path) -> Result<(), LibraryError> {
    let written = std::fs::File::open(fresh).and_then(|file| file.sync_all());
    written.map_err(LibraryError::io("写入数据库", fresh))?;
    std::fs::rename(fresh, target).map_err(LibraryError::io("替换数据库", target))?;
    if let Some(folder) = target.parent() {
        // Where a folder cannot be opened as a file the system does this by itself.
        let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// Makes a copy ready to be the database: its originals go to their place, and it becomes another store. An index of the
/// database before it may be ahead of it now and be passed by later changes; it must not be taken for this one's.
fn make_ready(copy: &Path, folder: &Path) -> Result<(), LibraryError> {
    let connection = connect(copy)?;
    unpack_originals(&connection, copy, folder)?;
    let store = uuid::Uuid::new_v4().simple().to_string();
    connection.execute(
        "UPDATE setting SET value = ?1 WHERE name = 'store'",
        [store],
    )?;
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    connection.close().map_err(|(_, e)| e.into())
}

fn unpack_originals(
    connection: &Connection,
    copy: &Path,
    folder: &Path,
) -> Result<(), LibraryError> {
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
    Ok(())
}
