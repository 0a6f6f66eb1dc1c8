//! Opening a library: the folder, the lock, the database and its schema.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use crate::portable::portable_folder;
use crate::read_only::{ReadOnly, Source, is_writable, shared_lock};
use crate::scopes::ScopeIndex;
use crate::transact::Act;
use crate::undo::install_undo;
use crate::{LibraryError, place, text_hash};
use rusqlite::{Connection, OptionalExtension};

/// "YNDU": says that a SQLite file is ours.
pub(crate) const APPLICATION_ID: i32 = 0x594E_4455;

/// The file of the database in the library's folder.
pub(crate) const DATABASE: &str = "library.sqlite";

/// Numbered schemas; the index + 1 is the `user_version` that each leads to.
const SCHEMAS: [&str; 11] = [
    include_str!("schema/001.sql"),
    include_str!("schema/002.sql"),
    include_str!("schema/003.sql"),
    include_str!("schema/004.sql"),
    include_str!("schema/005.sql"),
    include_str!("schema/006.sql"),
    include_str!("schema/007.sql"),
    include_str!("schema/008.sql"),
    include_str!("schema/009.sql"),
    include_str!("schema/010.sql"),
    include_str!("schema/011.sql"),
];

/// Removed when the disk is full, so that SQLite can write once more. Bytes.
const RESERVE: u64 = 1 << 20;

/// Memory for pages, kB: an import writes to random places of the look-up tables, which should not be read each time.
const CACHE: i64 = 48 << 10;

/// Pages of the journal before they go into the database: a page that is written often goes once.
const CHECKPOINT: i64 = 8192;

/// An open library.
pub struct Library {
    pub(crate) folder: PathBuf,
    pub(crate) connection: Connection,
    pub(crate) scopes: [ScopeIndex; 3],
    /// How the library is read where its folder cannot be written.
    pub(crate) read_only: Option<ReadOnly>,
    pub(crate) _lock: File,
}

impl Library {
    /// Opens the library in `folder` if there is one; nothing is created.
    ///
    /// # Errors
    /// [`LibraryError::NoLibrary`], else as [`Library::open`].
    pub fn open_existing(folder: &Path) -> Result<Library, LibraryError> {
        match folder.join(DATABASE).is_file() {
            true => Library::open(folder),
            false => Err(LibraryError::NoLibrary(folder.to_owned())),
        }
    }

    /// Opens the library in `folder`, creating it if nothing is there. One in a folder that cannot be written is opened
    /// for reading and searching.
    ///
    /// # Errors
    /// [`LibraryError::Locked`], [`LibraryError::Newer`], [`LibraryError::UnsafePlace`],
    /// [`LibraryError::Damaged`], or what the disk says.
    pub fn open(folder: &Path) -> Result<Library, LibraryError> {
        if let Some(reason) = place::refusal(folder) {
            return Err(LibraryError::UnsafePlace {
                path: folder.to_owned(),
                reason,
            });
        }
        if folder.join(DATABASE).is_file() && !is_writable(folder) {
            return Library::open_read_only(folder);
        }
        std::fs::create_dir_all(folder).map_err(LibraryError::io("创建资料库文件夹", folder))?;
        let lock = lock(folder)?;
        let path = folder.join(DATABASE);
        let mut connection = connect(&path)?;
        text_hash::renew(&mut connection)?;
        keep_reserve(folder);
        install_undo(&connection)?;
        let library = Library {
            folder: folder.to_owned(),
            connection,
            scopes: Default::default(),
            read_only: None,
            _lock: lock,
        };
        library.load_user_words()?;
        Ok(library)
    }

    fn open_read_only(folder: &Path) -> Result<Library, LibraryError> {
        let lock = shared_lock(folder)?;
        let read_only = ReadOnly::of(folder)?;
        let connection = read_only.connect()?;
        install_undo(&connection)?;
        let library = Library {
            folder: folder.to_owned(),
            connection,
            scopes: Default::default(),
            read_only: Some(read_only),
            _lock: lock,
        };
        library.load_user_words()?;
        Ok(library)
    }

    /// True if the library's folder cannot be written, so that it can be searched and read, not changed.
    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some()
    }

    /// Refuses a change of a library that cannot be written.
    pub(crate) fn refuse_read_only(&self) -> Result<(), LibraryError> {
        match self.read_only {
            Some(_) => Err(LibraryError::ReadOnly),
            None => Ok(()),
        }
    }

    /// Another connection for a thread that reads beside this one.
    pub(crate) fn source(&self) -> Source {
        match &self.read_only {
            Some(read_only) => read_only.source.clone(),
            None => Source::Writable(self.folder.join(DATABASE)),
        }
    }

    /// The folder beside a portable program, or the platform's folder for data; `None` where there is none.
    pub fn default_folder() -> Option<PathBuf> {
        if let Some(folder) = portable_folder() {
            return Some(folder.join("library"));
        }
        let variable = |name: &str| {
            std::env::var_os(name)
                .filter(|v| !v.is_empty())
                .map(PathBuf::from)
        };
        let base = if cfg!(windows) {
            variable("APPDATA")
        } else if cfg!(target_os = "macos") {
            variable("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            variable("XDG_DATA_HOME")
                .or_else(|| variable("HOME").map(|home| home.join(".local/share")))
        };
        base.map(|folder| folder.join("yandu"))
    }

    /// The folder of the library.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn setting(&self, name: &str) -> Result<Option<String>, LibraryError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    pub(crate) fn set_setting(&self, name: &str, value: &str) -> Result<(), LibraryError> {
        let sql = "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.connection
            .prepare_cached(sql)?
            .execute([name, value])?;
        Ok(())
    }

    /// Adds words to the user dictionary. They change the ranking of near matches, never what is found.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn add_user_words(&mut self, words: &[String]) -> Result<(), LibraryError> {
        self.transact(
            Act::quoted("添加词语", words.first().map_or("", String::as_str)).of(words.len(), "个"),
            |connection| {
                for word in words.iter().map(|w| w.trim()).filter(|w| !w.is_empty()) {
                    connection.execute("INSERT OR IGNORE INTO user_word VALUES (?1)", [word])?;
                }
                Ok(())
            },
        )?;
        yandu_search::add_words(words.iter().map(String::as_str));
        Ok(())
    }

    /// Takes words out of the user dictionary.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`]; nothing is changed then.
    pub fn remove_user_words(&mut self, words: &[String]) -> Result<(), LibraryError> {
        self.transact(
            Act::quoted("删除词语", words.first().map_or("", String::as_str)).of(words.len(), "个"),
            |connection| {
                for word in words {
                    if connection.execute("DELETE FROM user_word WHERE word = ?1", [word.trim()])?
                        == 0
                    {
                        return Err(LibraryError::NoSuchName(word.clone()));
                    }
                }
                Ok(())
            },
        )?;
        yandu_search::remove_words(words.iter().map(String::as_str));
        Ok(())
    }

    /// The words of the user dictionary.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_user_words(&self) -> Result<Vec<String>, LibraryError> {
        let mut statement = self
            .connection
            .prepare("SELECT word FROM user_word ORDER BY word")?;
        let words = statement.query_map([], |row| row.get(0))?;
        Ok(words.collect::<Result<_, _>>()?)
    }

    fn load_user_words(&self) -> Result<(), LibraryError> {
        let words = self.list_user_words()?;
        yandu_search::add_words(words.iter().map(String::as_str));
        Ok(())
    }
}

pub(crate) fn lock(folder: &Path) -> Result<File, LibraryError> {
    let path = folder.join("library.lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path);
    let file = file.map_err(LibraryError::io("打开锁文件", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LibraryError::Locked(folder.to_owned())),
        Err(TryLockError::Error(source)) => Err(LibraryError::Io {
            operation: "锁定资料库",
            path,
            source,
        }),
    }
}

/// The schema version that this program writes.
pub(crate) fn newest_schema() -> u32 {
    SCHEMAS.len() as u32
}

/// Opens the database, checks whose it is and brings its schema up to date.
pub(crate) fn connect(path: &Path) -> Result<Connection, LibraryError> {
    let damaged = |detail: String| LibraryError::Damaged {
        path: path.to_owned(),
        detail,
    };
    let mut connection = Connection::open(path)?;
    let version: u32 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|e| damaged(e.to_string()))?;
    let application: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if version > 0 && application != APPLICATION_ID {
        return Err(LibraryError::NotALibrary(path.to_owned()));
    }
    let supported = newest_schema();
    if version > supported {
        return Err(LibraryError::Newer {
            found: version,
            supported,
            path: path.to_owned(),
        });
    }
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" && path.exists() && mode != "memory" {
        return Err(damaged(format!("journal_mode={mode}")));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    // Pages that are mapped instead of kept are checked at every look, and count as memory of the process.
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
    connection.busy_timeout(std::time::Duration::from_millis(5000))?;
    connection.set_prepared_statement_cache_capacity(64);
    for (n, schema) in SCHEMAS.iter().enumerate().skip(version as usize) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(schema)?;
        transaction.pragma_update(None, "user_version", n as u32 + 1)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        if n == 0 {
            let uuid = uuid::Uuid::new_v4().simple().to_string();
            transaction.execute(
                "INSERT INTO setting VALUES ('store', ?1), ('change', '0'), ('index', '1')",
                [uuid],
            )?;
        }
        transaction.commit()?;
    }
    Ok(connection)
}

/// Keeps a file that can be given up when the disk is full; its absence is no error.
fn keep_reserve(folder: &Path) {
    let path = folder.join("reserve");
    if std::fs::metadata(&path).map(|m| m.len()).unwrap_or(0) < RESERVE {
        // Real zeros: a sparse file would reserve nothing.
        let _ = std::fs::write(&path, vec![0_u8; RESERVE as usize]);
    }
}

/// Gives the reserve up; it is there again at the next start if there is room.
pub(crate) fn give_up_reserve(folder: &Path) {
    let _ = std::fs::remove_file(folder.join("reserve"));
}

/// The time now, UTC, to the second.
pub(crate) fn now() -> String {
    instant(jiff::Timestamp::now())
}

/// A time as it is stored: UTC, to the second.
pub(crate) fn instant(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
