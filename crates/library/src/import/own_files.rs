//! The files of a library, which an import of the folder around it leaves out: its originals are documents already, and
//! the rest is no text.
//!
//! Only what a library writes itself is left out. Texts that somebody keeps in the same folder are imported.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use yandu_import::Found;

use crate::store::{APPLICATION_ID, DATABASE};

/// Where SQLite keeps the application's id in a file: 4 bytes, big endian (<https://www.sqlite.org/fileformat.html>, 1.3).
const APPLICATION_ID_AT: usize = 68;

/// Files and folders of a library beside its database; `-` stands for a number or time that follows.
const OWN: [&str; 14] = [
    "library.lock",
    "library.sqlite-wal",
    "library.sqlite-shm",
    "library.sqlite-journal",
    "reserve",
    "originals",
    "snapshots",
    "index-",
    "notes-index-",
    "annotations-index-",
    "damaged-",
    "device",
    "group-",
    "recover.tmp",
];

/// What is left of a list of files, and the libraries whose own files were left out. What was named itself stays.
pub(crate) fn without_own_files(
    found: Vec<Found>,
    named: &[PathBuf],
) -> (Vec<Found>, Vec<PathBuf>) {
    let mut known = HashMap::new();
    let mut libraries: Vec<PathBuf> = Vec::new();
    let kept = found.into_iter().filter(|found| {
        let own = match named.contains(&found.path) {
            true => None,
            false => library_of(&found.path, &mut known),
        };
        if let Some(library) = &own
            && !libraries.contains(library)
        {
            libraries.push(library.clone());
        }
        own.is_none()
    });
    (kept.collect(), libraries)
}

/// The library that a file belongs to.
pub(crate) fn library_of(path: &Path, known: &mut HashMap<PathBuf, bool>) -> Option<PathBuf> {
    let mut below = path;
    for folder in path.ancestors().skip(1) {
        let name = below.file_name()?.to_string_lossy();
        let own = name == DATABASE
            || name == "restore.tmp"
            || OWN.iter().any(|own| match *own {
                "device" | "damaged-" | "group-" => name.starts_with(own) && is_of_a_kind(&name),
                own if own.ends_with('-') => name
                    .strip_prefix(own)
                    .is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit())),
                own => name == own,
            });
        if own
            && *known
                .entry(folder.to_owned())
                .or_insert_with(|| is_library(folder))
        {
            return Some(folder.to_owned());
        }
        below = folder;
    }
    None
}

fn is_of_a_kind(name: &str) -> bool {
    [".key", ".secret", ".sqlite", ".sqlite-wal", ".sqlite-shm"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// The header of a new database may still be in its journal: there a lock beside it tells.
fn is_library(folder: &Path) -> bool {
    let database = folder.join(DATABASE);
    if !database.is_file() {
        return false;
    }
    if folder.join("library.lock").is_file() {
        return true;
    }
    let mut header = [0; APPLICATION_ID_AT + 4];
    let read = std::fs::File::open(database).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header[APPLICATION_ID_AT..] == APPLICATION_ID.to_be_bytes()
}
