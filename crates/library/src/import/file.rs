//! One prepared file into the database: refused, a duplicate, a new version, or new.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::prepare::Prepared;
use super::{ImportItem, ImportOptions, ImportStatus};
use crate::LibraryError;
use crate::documents::{AttachmentSummary, Source, add_document, replace_document};
use crate::undo::{Recording, go_on_recording};
use crate::watched::give_path;

/// A text with a classification mark is not imported unless the user says that it may be.
pub(super) fn refusal(prepared: &Prepared, options: &ImportOptions) -> Option<String> {
    let mark = prepared.document.fields.classification.as_ref()?;
    let level = mark.value.level.chinese();
    (!options.allow_classified).then(|| format!("标有密级“{level}”，未经确认不导入"))
}

pub(super) fn store_one(
    connection: &Connection,
    prepared: &Prepared,
    options: &ImportOptions,
    batch: Option<i64>,
) -> Result<(ImportItem, Vec<i64>), LibraryError> {
    if let Some(reason) = refusal(prepared, options) {
        let mut item = ImportItem::of(prepared, ImportStatus::Refused);
        item.reason = Some(reason);
        item.hint = Some("确认本机可以存放后，加 --allow-classified 再导入");
        return Ok((item, Vec::new()));
    }
    let again = read_again(connection, prepared, options)?;
    if again.is_none()
        && let Some(item) = duplicate(connection, prepared)?
    {
        if let (Some(id), Some(_)) = (&item.id, batch) {
            give_path(connection, id, &prepared.path)?;
        }
        return Ok((item, Vec::new()));
    }
    let (sql, which) = match (&options.replaces, &again) {
        (Some(id), _) | (None, Some(id)) => ("SELECT id FROM document WHERE uid = ?1", id),
        (None, None) => (
            "SELECT id FROM document WHERE path = ?1 AND +parent IS NULL AND trashed_at IS NULL",
            &prepared.path,
        ),
    };
    let earlier: Option<i64> = connection
        .prepare_cached(sql)?
        .query_row([which], |r| r.get(0))
        .optional()?;
    let status = if earlier.is_some() {
        ImportStatus::Updated
    } else {
        ImportStatus::Added
    };
    let mut item = ImportItem::of(prepared, status);
    let Some(batch) = batch else {
        return Ok((item, Vec::new()));
    };
    let sql = "INSERT OR IGNORE INTO original VALUES (?1, ?2)";
    connection
        .prepare_cached(sql)?
        .execute(params![prepared.sha256, prepared.bytes.len() as i64])?;
    let source = Source {
        path: prepared.path.clone(),
        format: prepared.imported.format.name(),
        encoding: prepared.imported.encoding.map(|e| e.name()),
        sha256: prepared.sha256.clone(),
        folded_hash: prepared.folded_hash.clone(),
        warnings: prepared.imported.warnings.clone(),
        batch,
    };
    let chars: Vec<u32> = prepared.parts.iter().map(|p| p.chars).collect();
    let keys = match earlier {
        Some(key) => replace_document(connection, key, &prepared.document, &source, &chars)?,
        None => add_document(connection, &prepared.document, &source, &chars)?,
    };
    if let Some(name) = &options.collection {
        go_on_recording(connection, Some(Recording::BesideTexts))?;
        connection.execute(
            "INSERT OR IGNORE INTO collection (name) VALUES (?1)",
            [name],
        )?;
        let sql = "INSERT OR IGNORE INTO collection_document SELECT id, ?1 FROM collection WHERE name = ?2";
        connection.execute(sql, params![keys[0], name])?;
        go_on_recording(connection, None)?;
    }
    name_item(connection, &mut item, &keys)?;
    Ok((item, keys))
}

/// The document of the same bytes whose text was read otherwise: in another encoding, without OCR.
fn read_again(
    connection: &Connection,
    prepared: &Prepared,
    options: &ImportOptions,
) -> Result<Option<String>, LibraryError> {
    if !options.ocr && options.encoding.is_none() {
        return Ok(None);
    }
    let sql = "SELECT uid FROM document WHERE +parent IS NULL AND trashed_at IS NULL AND sha256 = ?1 AND folded_hash <> ?2";
    let found = connection
        .prepare_cached(sql)?
        .query_row([&prepared.sha256, &prepared.folded_hash], |r| r.get(0));
    Ok(found.optional()?)
}

fn name_item(
    connection: &Connection,
    item: &mut ImportItem,
    keys: &[i64],
) -> Result<(), LibraryError> {
    let mut statement =
        connection.prepare_cached("SELECT uid, kind, title FROM document WHERE id = ?1")?;
    for (n, key) in keys.iter().enumerate() {
        let (id, kind, title): (String, String, String) =
            statement.query_row([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        match n {
            0 => item.id = Some(id),
            _ => item.attachments.push(AttachmentSummary { id, kind, title }),
        }
    }
    Ok(())
}

/// The same bytes, or the same text once folded.
fn duplicate(
    connection: &Connection,
    prepared: &Prepared,
) -> Result<Option<ImportItem>, LibraryError> {
    // The plus keeps the planner from walking all documents without a parent.
    let sql = "SELECT uid, title, path, trashed_at IS NOT NULL FROM document
               WHERE +parent IS NULL AND (sha256 = ?1 OR folded_hash = ?2) ORDER BY trashed_at IS NOT NULL LIMIT 1";
    let found =
        connection
            .prepare_cached(sql)?
            .query_row([&prepared.sha256, &prepared.folded_hash], |r| {
                Ok((
                    r.get::<_, String>(0)?,
                    r.get::<_, String>(1)?,
                    r.get::<_, String>(2)?,
                    r.get::<_, bool>(3)?,
                ))
            });
    let Some((id, title, path, trashed)) = found.optional()? else {
        return Ok(None);
    };
    let mut item = ImportItem::of(prepared, ImportStatus::Duplicate);
    let place = if trashed { "（在回收站中）" } else { "" };
    let name = Path::new(&path)
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or(path);
    item.reason = Some(format!("与《{title}》内容相同{place}：{name}"));
    item.id = Some(id);
    item.title = Some(title);
    Ok(Some(item))
}
