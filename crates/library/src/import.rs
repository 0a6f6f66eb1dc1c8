//! Import: files to documents, in chunks; a report line for each file; one bad file stops nothing.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use yandu_document::{Document, Kind, parse};
use yandu_import::{
    ImportError, Imported, Limits, Options, TextEncoding, archive, discover, is_archive, read_file,
};

use crate::documents::{AttachmentSummary, Source, add_document, replace_document};
use crate::index_sync::{COMMIT_EVERY, FoldedPart};
use crate::store::now;
use crate::{Library, LibraryError, originals};

/// Files that are read and parsed together, and stored in one transaction.
const CHUNK: usize = 32;

/// So many texts may wait in the overlay for [`Library::flush_index`].
const FEW: usize = 64;

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ImportStatus {
    /// A new document.
    Added,
    /// A new version of a document.
    Updated,
    /// Its bytes or its text are here already.
    Duplicate,
    /// Whole, but not wanted: not text, too large, encrypted, classified.
    Refused,
    /// Broken or unreadable.
    Failed,
}

impl ImportStatus {
    /// The word in a report.
    pub fn chinese(self) -> &'static str {
        match self {
            ImportStatus::Added => "已添加",
            ImportStatus::Updated => "已更新",
            ImportStatus::Duplicate => "重复",
            ImportStatus::Refused => "未导入",
            ImportStatus::Failed => "失败",
        }
    }

    fn name(self) -> &'static str {
        match self {
            ImportStatus::Added => "added",
            ImportStatus::Updated => "updated",
            ImportStatus::Duplicate => "duplicate",
            ImportStatus::Refused => "refused",
            ImportStatus::Failed => "failed",
        }
    }
}

/// A line of the report.
#[derive(Debug, Clone, Serialize)]
pub struct ImportItem {
    /// The file; inside an archive `archive.zip/name`.
    pub path: String,
    /// What happened.
    pub status: ImportStatus,
    /// The document that it became, or of which it is a duplicate.
    pub id: Option<String>,
    /// 类型
    pub kind: Option<String>,
    /// 标题
    pub title: Option<String>,
    /// Why it was not added, or what is doubtful.
    pub reason: Option<String>,
    /// The next step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'static str>,
    /// What the file carries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentSummary>,
}

/// The report of an import.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportReport {
    /// New documents.
    pub added: u32,
    /// New versions.
    pub updated: u32,
    /// Files that are here already.
    pub duplicates: u32,
    /// Files that were not wanted.
    pub refused: u32,
    /// Files that could not be read.
    pub failed: u32,
    /// True if the user ended it.
    pub cancelled: bool,
    /// Number of the batch, for its undo; `None` for a dry run.
    pub batch: Option<i64>,
    /// A line for each file.
    pub items: Vec<ImportItem>,
}

/// What the user asks of an import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The kind of all files, instead of what the parser says.
    pub kind: Option<Kind>,
    /// The collection into which they go.
    pub collection: Option<String>,
    /// The encoding of texts.
    pub encoding: Option<TextEncoding>,
    /// Say what would happen, change nothing.
    pub dry_run: bool,
    /// This machine may hold texts marked 秘密, 机密 or 绝密.
    pub allow_classified: bool,
}

impl ImportOptions {
    /// Sets the encoding by its name.
    ///
    /// # Errors
    /// [`ImportError::UnknownEncoding`].
    pub fn set_encoding(&mut self, name: &str) -> Result<(), LibraryError> {
        self.encoding = Some(TextEncoding::from_name(name)?);
        Ok(())
    }
}

/// Told of every file once its line is durable; answers false to end the import.
pub type Progress<'a> = dyn FnMut(usize, usize, &ImportItem) -> bool + 'a;

/// A file that was read and parsed.
struct Prepared {
    path: String,
    sha256: String,
    bytes: Vec<u8>,
    imported: Imported,
    document: Document,
    parts: Vec<FoldedPart>,
    folded_hash: String,
}

type Candidate = (String, Result<Box<Prepared>, ImportError>);

impl Library {
    /// Imports files and folders.
    ///
    /// # Errors
    /// Only what makes going on pointless: the database or the disk. A bad file is a line of the report.
    pub fn import(
        &mut self,
        paths: &[PathBuf],
        options: &ImportOptions,
        progress: &mut Progress<'_>,
    ) -> Result<ImportReport, LibraryError> {
        let found = discover(paths);
        let total = found.len();
        let mut report = ImportReport::default();
        if !options.dry_run {
            self.check_index()?;
            report.batch = Some(self.start_batch()?);
            let threads = std::thread::available_parallelism()
                .map_or(1, usize::from)
                .min(2);
            if let (Some(index), true) = (&mut self.index, total > CHUNK) {
                index.start_writing(threads)?;
            }
        }
        let mut done = 0;
        for chunk in found.chunks(CHUNK) {
            let candidates = prepare_all(chunk, options);
            let items = self.store(candidates, options, report.batch, report.items.len())?;
            done += chunk.len();
            for item in items {
                report.count(&item);
                report.cancelled |= !progress(done, total, &item);
                report.items.push(item);
            }
            if self.pending.len() >= COMMIT_EVERY {
                self.commit_or_rebuild()?;
            }
            if report.cancelled {
                break;
            }
        }
        if let Some(batch) = report.batch {
            // A few texts stay in the overlay, found at once; a commit would cost 100–250 ms.
            if self.pending.len() > FEW {
                self.commit_or_rebuild()?;
                self.release_index_writer();
            }
            self.connection.execute(
                "UPDATE batch SET finished_at = ?2 WHERE id = ?1",
                params![batch, now()],
            )?;
        }
        Ok(report)
    }

    fn commit_or_rebuild(&mut self) -> Result<(), LibraryError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        match self.commit_pending() {
            Ok(()) => Ok(()),
            Err(_) => self.rebuild_index(),
        }
    }

    fn start_batch(&mut self) -> Result<i64, LibraryError> {
        self.connection
            .execute("INSERT INTO batch (started_at) VALUES (?1)", [now()])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Stores a chunk in one transaction, then puts its texts into overlay and index.
    fn store(
        &mut self,
        candidates: Vec<Candidate>,
        options: &ImportOptions,
        batch: Option<i64>,
        first: usize,
    ) -> Result<Vec<ImportItem>, LibraryError> {
        if let (Some(_), folder) = (batch, self.folder.clone()) {
            for (_, prepared) in &candidates {
                if let Ok(p) = prepared
                    && refusal(p, options).is_none()
                {
                    originals::keep(&folder, &p.sha256, &p.bytes)?;
                }
            }
        }
        let mut texts = Vec::new();
        let mut items = Vec::new();
        self.transact_unrecorded(|connection| {
            for (path, prepared) in &candidates {
                let (item, keys) = match prepared {
                    Ok(prepared) => store_one(connection, prepared, options, batch)?,
                    Err(error) => (ImportItem::of_error(path, error), Vec::new()),
                };
                if let Some(batch) = batch {
                    let n = (first + items.len()) as i64;
                    let sql = "INSERT INTO batch_item VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
                    let row = params![
                        batch,
                        n,
                        item.path,
                        item.status.name(),
                        keys.first(),
                        item.reason
                    ];
                    connection.prepare_cached(sql)?.execute(row)?;
                }
                if let Ok(prepared) = prepared {
                    let replaces = item.status == ImportStatus::Updated;
                    for (n, key) in keys.iter().enumerate() {
                        texts.push((
                            prepared.parts[n].indexed(*key, &prepared.parts[n + 1..]),
                            replaces,
                        ));
                    }
                }
                items.push(item);
            }
            Ok(())
        })?;
        for (text, replaces) in texts {
            // What the writer does not take now is put again at the commit.
            let taken = self
                .index
                .as_mut()
                .is_some_and(|i| i.put(&text, replaces).is_ok());
            if taken {
                self.put.insert(text.document);
            } else {
                self.put.remove(&text.document);
            }
            self.pending.put(text);
        }
        Ok(items)
    }
}

impl ImportReport {
    fn count(&mut self, item: &ImportItem) {
        match item.status {
            ImportStatus::Added => self.added += 1,
            ImportStatus::Updated => self.updated += 1,
            ImportStatus::Duplicate => self.duplicates += 1,
            ImportStatus::Refused => self.refused += 1,
            ImportStatus::Failed => self.failed += 1,
        }
    }
}

impl ImportItem {
    fn of_error(path: &str, error: &ImportError) -> Self {
        let status = if error.is_refusal() {
            ImportStatus::Refused
        } else {
            ImportStatus::Failed
        };
        ImportItem {
            path: path.to_owned(),
            status,
            id: None,
            kind: None,
            title: None,
            reason: Some(error.to_string()),
            hint: Some(error.hint()),
            attachments: Vec::new(),
        }
    }

    fn of(prepared: &Prepared, status: ImportStatus) -> Self {
        let reason =
            (!prepared.imported.warnings.is_empty()).then(|| prepared.imported.warnings.join("；"));
        ImportItem {
            path: prepared.path.clone(),
            status,
            id: None,
            kind: Some(prepared.document.kind.name().to_owned()),
            title: Some(prepared.document.display_title()),
            reason,
            hint: None,
            attachments: Vec::new(),
        }
    }
}

/// Reads and parses a chunk on all cores, in its order.
fn prepare_all(chunk: &[yandu_import::Found], options: &ImportOptions) -> Vec<Candidate> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let mut slots: Vec<(usize, Vec<Candidate>)> = std::thread::scope(|scope| {
        let work = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let Some(found) = chunk.get(at) else {
                    return done;
                };
                done.push((at, prepare(found, options)));
            }
        };
        let handles: Vec<_> = (0..threads.min(chunk.len()))
            .map(|_| scope.spawn(work))
            .collect();
        handles
            .into_iter()
            .flat_map(|h| h.join().unwrap_or_default())
            .collect()
    });
    slots.sort_by_key(|(at, _)| *at);
    slots
        .into_iter()
        .flat_map(|(_, candidates)| candidates)
        .collect()
}

fn prepare(found: &yandu_import::Found, options: &ImportOptions) -> Vec<Candidate> {
    let path = std::fs::canonicalize(&found.path).unwrap_or_else(|_| found.path.clone());
    let shown = path.to_string_lossy().into_owned();
    if let Some(error) = &found.error {
        let kind = match error {
            ImportError::Io { source, .. } => source.kind(),
            _ => std::io::ErrorKind::Other,
        };
        return vec![(
            shown,
            Err(ImportError::Io {
                operation: "读取",
                source: kind.into(),
            }),
        )];
    }
    let limits = Limits::default();
    let bytes = match read_file(&path, &limits) {
        Ok(bytes) => bytes,
        Err(error) => return vec![(shown, Err(error))],
    };
    if !is_archive(&bytes) {
        return vec![prepare_bytes(shown, bytes, options)];
    }
    let mut candidates = Vec::new();
    let result = archive::visit(&bytes, &limits, &mut |entry| {
        let name = format!("{shown}/{}", entry.name);
        candidates.push(match entry.content {
            Ok(bytes) => prepare_bytes(name, bytes, options),
            Err(error) => (name, Err(error)),
        });
        true
    });
    if let Err(error) = result {
        candidates.push((shown, Err(error)));
    } else if candidates.is_empty() {
        candidates.push((shown, Err(ImportError::Empty)));
    }
    candidates
}

fn prepare_bytes(path: String, bytes: Vec<u8>, options: &ImportOptions) -> Candidate {
    let import_options = Options {
        encoding: options.encoding,
        limits: Limits::default(),
    };
    // A reader that panics on a hostile file must not take the batch with it.
    let read = std::panic::catch_unwind(|| {
        let imported = yandu_import::import(&bytes, &path, &import_options)?;
        let document = parse(&imported.source);
        Ok((imported, document))
    });
    let (imported, mut document) = match read {
        Ok(Ok(read)) => read,
        Ok(Err(error)) => return (path, Err(error)),
        Err(_) => {
            let detail = "读取时发生内部错误".to_owned();
            return (
                path,
                Err(ImportError::Damaged {
                    format: "文件",
                    detail,
                }),
            );
        }
    };
    if let Some(kind) = options.kind {
        document.kind = kind;
        document.kind_confidence = 1.0;
    }
    let parts: Vec<FoldedPart> = std::iter::once(&document)
        .chain(&document.attachments)
        .map(|d| FoldedPart::new(&d.display_title(), d.blocks.iter().map(|b| b.text.as_str())))
        .collect();
    let folded: String = parts.iter().map(|p| p.text.as_str()).collect();
    let prepared = Prepared {
        sha256: originals::hash(&bytes),
        folded_hash: originals::hash(folded.as_bytes()),
        path: path.clone(),
        bytes,
        imported,
        document,
        parts,
    };
    (path, Ok(Box::new(prepared)))
}

/// A text with a classification mark is not imported unless the user says that it may be.
fn refusal(prepared: &Prepared, options: &ImportOptions) -> Option<String> {
    let mark = prepared.document.fields.classification.as_ref()?;
    let level = mark.value.level.chinese();
    (!options.allow_classified).then(|| format!("标有密级“{level}”，未经确认不导入"))
}

fn store_one(
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
    if let Some(item) = duplicate(connection, prepared)? {
        return Ok((item, Vec::new()));
    }
    let sql = "SELECT id FROM document WHERE path = ?1 AND parent IS NULL AND trashed_at IS NULL";
    let earlier: Option<i64> = connection
        .prepare_cached(sql)?
        .query_row([&prepared.path], |r| r.get(0))
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
        batch,
    };
    let chars: Vec<u32> = prepared.parts.iter().map(|p| p.chars).collect();
    let keys = match earlier {
        Some(key) => replace_document(connection, key, &prepared.document, &source, &chars)?,
        None => add_document(connection, &prepared.document, &source, &chars)?,
    };
    if let Some(name) = &options.collection {
        connection.execute(
            "INSERT OR IGNORE INTO collection (name) VALUES (?1)",
            [name],
        )?;
        let sql = "INSERT OR IGNORE INTO collection_document SELECT id, ?1 FROM collection WHERE name = ?2";
        connection.execute(sql, params![keys[0], name])?;
    }
    name_item(connection, &mut item, &keys)?;
    Ok((item, keys))
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
    let sql = "SELECT uid, title, path, trashed_at IS NOT NULL FROM document
               WHERE parent IS NULL AND (sha256 = ?1 OR folded_hash = ?2) ORDER BY trashed_at IS NOT NULL LIMIT 1";
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
