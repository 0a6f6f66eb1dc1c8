//! The hash by which two files are known to hold the same text, and its renewal after an upgrade of the fold.
//!
//! It is taken of the strict fold: width, 繁/简 and quotation marks make no other text, but −5 % and 5 % do. A library
//! says in its setting `fold` with which fold its hashes were taken; [`renew`] takes them again when that is another.

use rusqlite::{Connection, OptionalExtension, params};
use yandu_search::{FOLD_VERSION, fold, fold_strict};

use crate::annotations::texts_of;
use crate::{LibraryError, originals};

/// The hash of the texts of a file's parts, block by block.
pub(crate) fn text_hash<'a>(blocks: impl Iterator<Item = &'a str>) -> String {
    let strict: String = blocks.map(fold_strict).collect();
    originals::hash(strict.as_bytes())
}

/// The documents of a stored file: its cover and the attachments of its present version.
fn parts_of(connection: &Connection, file: i64) -> Result<Vec<i64>, LibraryError> {
    let sql = "SELECT id FROM document WHERE id = ?1 OR (parent = ?1 AND version =
                 (SELECT version FROM document WHERE id = ?1)) ORDER BY part";
    let mut statement = connection.prepare_cached(sql)?;
    let parts = statement.query_map([file], |r| r.get(0))?;
    Ok(parts.collect::<Result<_, _>>()?)
}

/// The hash of a stored file with the parts of its present version.
pub(crate) fn stored_hash(connection: &Connection, file: i64) -> Result<String, LibraryError> {
    let mut blocks = Vec::new();
    for part in parts_of(connection, file)? {
        blocks.extend(texts_of(connection, part)?);
    }
    Ok(text_hash(blocks.iter().map(String::as_str)))
}

/// Takes hashes and lengths again if they were taken with another fold. A library that cannot be written stays as it
/// is: its index is built again all the same, only its duplicates are not recognised.
///
/// # Errors
/// What SQLite says.
pub(crate) fn renew(connection: &mut Connection) -> Result<(), LibraryError> {
    let now = FOLD_VERSION.to_string();
    let sql = "SELECT value FROM setting WHERE name = 'fold'";
    let then: Option<String> = connection.query_row(sql, [], |r| r.get(0)).optional()?;
    if then.as_deref() == Some(now.as_str()) || connection.is_readonly("main")? {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    let files: Vec<i64> = {
        let mut statement = transaction.prepare("SELECT id FROM document WHERE parent IS NULL")?;
        let rows = statement.query_map([], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for file in files {
        renew_file(&transaction, file)?;
    }
    transaction.execute("DELETE FROM sketch", [])?;
    let sql = "INSERT INTO setting VALUES ('fold', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    transaction.execute(sql, [now])?;
    transaction.commit()?;
    Ok(())
}

/// The same for one file, for instance after an earlier version came back.
pub(crate) fn renew_file(connection: &Connection, file: i64) -> Result<(), LibraryError> {
    let hash = stored_hash(connection, file)?;
    for part in parts_of(connection, file)? {
        let blocks = texts_of(connection, part)?;
        let chars: usize = blocks.iter().map(|b| fold(b).chars().count()).sum();
        let sql = "UPDATE document SET folded_hash = ?2, folded_chars = ?3 WHERE id = ?1";
        let row = params![part, hash, chars as i64];
        connection.prepare_cached(sql)?.execute(row)?;
    }
    Ok(())
}
