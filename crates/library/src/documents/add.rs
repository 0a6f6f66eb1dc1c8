//! A parsed document into rows; a new version in place of an old one.

use rusqlite::{Connection, OptionalExtension, params};
use yandu_document::{Block, BlockKind, Document};

use super::metadata::{apply_corrections, note_doubts};
use super::{BLOCK_BITS, Details, block_key};
use crate::LibraryError;
use crate::annotations::{follow_document, follow_removed_parts};
use crate::store::now;
use crate::undo::{Recording, go_on_recording};

/// Where a document comes from.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) format: &'static str,
    pub(crate) encoding: Option<&'static str>,
    pub(crate) sha256: String,
    pub(crate) folded_hash: String,
    /// What its reader left out or was not sure of.
    pub(crate) warnings: Vec<String>,
    pub(crate) batch: i64,
}

/// Adds a file's document with its attachments; answers with their keys, the cover first.
pub(crate) fn add_document(
    connection: &Connection,
    document: &Document,
    source: &Source,
    folded_chars: &[u32],
) -> Result<Vec<i64>, LibraryError> {
    let mut keys = Vec::new();
    let parts = std::iter::once(document).chain(&document.attachments);
    for (part, document) in parts.enumerate() {
        let row = Row {
            part,
            parent: keys.first().copied(),
            folded_chars: folded_chars[part],
            version: 1,
        };
        keys.push(insert(connection, document, source, &row, None)?);
    }
    Ok(keys)
}

/// Replaces a document by a new version: ids stay, the old text is kept. What that did to rows that were here is
/// written down, for the undo of the import.
pub(crate) fn replace_document(
    connection: &Connection,
    key: i64,
    document: &Document,
    source: &Source,
    folded_chars: &[u32],
) -> Result<Vec<i64>, LibraryError> {
    let version: i64 =
        connection.query_row("SELECT version FROM document WHERE id = ?1", [key], |r| {
            r.get(0)
        })?;
    go_on_recording(connection, Some(Recording::BesideTexts))?;
    let mut keys = Vec::new();
    let parts = std::iter::once(document).chain(&document.attachments);
    for (part, document) in parts.enumerate() {
        let existing = match part {
            0 => Some(key),
            _ => connection
                .query_row(
                    "SELECT id FROM document WHERE parent = ?1 AND part = ?2",
                    [key, part as i64],
                    |r| r.get(0),
                )
                .optional()?,
        };
        let parent = (part > 0).then_some(key);
        let row = Row {
            part,
            parent,
            folded_chars: folded_chars[part],
            version: version + 1,
        };
        if let Some(existing) = existing {
            archive(connection, existing)?;
        }
        keys.push(insert(connection, document, source, &row, existing)?);
    }
    for existing in &keys {
        follow_document(connection, *existing)?;
    }
    follow_removed_parts(connection, key, keys.len() as i64)?;
    // A part that the new version lacks goes to the trash, where it can be found.
    connection.execute(
        "UPDATE document SET trashed_at = ?3 WHERE parent = ?1 AND part >= ?2 AND trashed_at IS NULL",
        params![key, keys.len() as i64, now()],
    )?;
    go_on_recording(connection, None)?;
    Ok(keys)
}

struct Row {
    part: usize,
    parent: Option<i64>,
    folded_chars: u32,
    version: i64,
}

/// Keeps the row and the blocks of the version that is being replaced.
fn archive(connection: &Connection, key: i64) -> Result<(), LibraryError> {
    connection.execute(
        "INSERT INTO version
         SELECT d.id, d.version, d.sha256, ?2, d.batch,
           json_object('kind', kind, 'title', title, 'date', date, 'speaker', speaker, 'issuer', issuer,
             'number', number, 'occasion', occasion, 'details', details, 'chars', chars, 'folded_chars', folded_chars,
             'blocks', blocks, 'folded_hash', folded_hash, 'format', format, 'encoding', encoding),
           (SELECT json_group_array(json_array(text, kind, level, numbering, address, page) ORDER BY id) FROM block
            WHERE id BETWEEN ?3 AND ?4)
         FROM document d WHERE d.id = ?1",
        params![key, now(), block_key(key, 0), block_key(key + 1, 0) - 1],
    )?;
    connection.execute(
        "DELETE FROM block WHERE id BETWEEN ?1 AND ?2",
        [block_key(key, 0), block_key(key + 1, 0) - 1],
    )?;
    Ok(())
}

fn insert(
    connection: &Connection,
    document: &Document,
    source: &Source,
    row: &Row,
    existing: Option<i64>,
) -> Result<i64, LibraryError> {
    let fields = &document.fields;
    let chars: usize = document.blocks.iter().map(|b| b.text.chars().count()).sum();
    let mut details = Details::of(document);
    details.warnings.clone_from(&source.warnings);
    let uid = uuid::Uuid::new_v4().simple().to_string();
    let sql = "INSERT INTO document (id, uid, parent, part, kind, title, date, speaker, issuer, number, occasion,
         details, chars, folded_chars, blocks, folded_hash, path, format, encoding, sha256, version, batch,
         added_at, change)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
         ?23, ?24)
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, date = excluded.date,
         speaker = excluded.speaker, issuer = excluded.issuer, number = excluded.number,
         occasion = excluded.occasion, details = excluded.details, chars = excluded.chars,
         folded_chars = excluded.folded_chars, blocks = excluded.blocks, folded_hash = excluded.folded_hash,
         format = excluded.format, encoding = excluded.encoding, sha256 = excluded.sha256,
         version = excluded.version, batch = excluded.batch, change = excluded.change, trashed_at = NULL";
    connection.prepare_cached(sql)?.execute(params![
        existing,
        uid,
        row.parent,
        row.part as i64,
        document.kind.name(),
        document.display_title(),
        document.date().map(|d| d.to_string()),
        fields.speaker.as_ref().map(|s| &s.value),
        fields.issuers.as_ref().map(|i| i.value.join("、")),
        fields.document_number.as_ref().map(|n| n.value.to_string()),
        fields.occasion.as_ref().map(|o| &o.value),
        serde_json::to_string(&details)?,
        chars as i64,
        row.folded_chars,
        document.blocks.len() as i64,
        source.folded_hash,
        source.path,
        source.format,
        source.encoding,
        source.sha256,
        row.version,
        source.batch,
        now(),
        next_change(connection)?,
    ])?;
    let key = existing.unwrap_or_else(|| connection.last_insert_rowid());
    insert_blocks(connection, key, &document.blocks)?;
    if existing.is_some() {
        apply_corrections(connection, key)?;
    }
    note_doubts(connection, key, document)?;
    Ok(key)
}

fn insert_blocks(connection: &Connection, key: i64, blocks: &[Block]) -> Result<(), LibraryError> {
    if blocks.len() >= 1 << BLOCK_BITS {
        return Err(LibraryError::Content(format!("段落过多：{}", blocks.len())));
    }
    let mut statement =
        connection.prepare_cached("INSERT INTO block VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (n, block) in blocks.iter().enumerate() {
        let key = block_key(key, n as u32);
        statement.execute(params![
            key,
            block.text,
            name_of(block.kind)?,
            block.level,
            block.numbering,
            block.address,
            block.page
        ])?;
    }
    Ok(())
}

fn name_of(kind: BlockKind) -> Result<String, LibraryError> {
    Ok(serde_json::to_value(kind)?
        .as_str()
        .unwrap_or("text")
        .to_owned())
}

/// The next change number: each text that is written gets one, and the index says how far it came.
fn next_change(connection: &Connection) -> Result<i64, LibraryError> {
    let sql = "UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change' RETURNING CAST(value AS INTEGER)";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))?)
}
