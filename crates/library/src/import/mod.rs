//! Import: files to documents, in chunks; a report line for each file; one bad file stops nothing.

mod file;
mod listed;
mod own_files;
mod packed;
mod prepare;
mod problems;
mod read_again;
mod report;

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::params;
use yandu_import::{Found, Recognizer, discover};

use crate::scopes::{COMMIT_EVERY, Scope};
use crate::store::now;
use crate::undo::{Recording, go_on_recording, start_recording, stop_recording};
use crate::{Library, LibraryError, originals};

use file::{refusal, store_one};
use listed::list_import;
pub(crate) use own_files::library_of;
use own_files::without_own_files;
pub(crate) use packed::PackedFile;
use prepare::{Candidate, Reading, Recognition, prepare_all};
pub use problems::ImportProblem;
pub use read_again::EncodingPreview;
pub use report::{ImportItem, ImportOptions, ImportReport, ImportStatus};

/// Files that are read and parsed together, and stored in one transaction: at first few, so that a cancel comes soon, then
/// as many as were read before; fewer if they are large.
const CHUNK: std::ops::RangeInclusive<usize> = 32..=256;

/// Bytes of files after which a chunk ends.
const CHUNK_BYTES: u64 = 2 << 20;

/// An import of more files than this is written to the index as it goes.
const MANY: usize = 32;

/// So many texts may wait in the overlay for [`Library::flush_index`].
const FEW: usize = 64;

/// Told of every file once its line is durable; answers false to end the import.
pub type Progress<'a> = dyn FnMut(usize, usize, &ImportItem) -> bool + 'a;

/// An import under way. Reading needs no library, so others can use it meanwhile:
/// [`ImportRun::read_next`] and [`Library::store_import`] in turn, then [`Library::finish_import`].
pub struct ImportRun {
    found: Vec<Found>,
    libraries: Vec<PathBuf>,
    read: usize,
    done: usize,
    options: ImportOptions,
    recognition: Option<Recognition>,
    report: ImportReport,
}

/// Files that were read and parsed, not stored yet.
pub struct ImportChunk {
    files: usize,
    candidates: Vec<Candidate>,
}

impl ImportRun {
    /// Lists the files of `paths`; walking a large folder takes its time.
    pub fn new(paths: &[PathBuf], options: &ImportOptions) -> ImportRun {
        let (found, libraries) = without_own_files(discover(paths), paths);
        ImportRun {
            found,
            libraries,
            read: 0,
            done: 0,
            options: options.clone(),
            recognition: None,
            report: ImportReport::default(),
        }
    }

    /// Number of files.
    pub fn total(&self) -> usize {
        self.found.len()
    }

    /// Libraries below the paths, whose own files are left out.
    pub fn libraries(&self) -> &[PathBuf] {
        &self.libraries
    }

    /// Files whose lines are durable.
    pub fn done(&self) -> usize {
        self.done
    }

    /// The report so far.
    pub fn report(&self) -> &ImportReport {
        &self.report
    }

    /// Who hears of the pages that OCR reads: told of the file and of how many of how many pages are done; answers
    /// false to end. Pages take seconds, so files go one by one then.
    pub fn watch_pages(&mut self, watch: impl Fn(&str, u32, u32) -> bool + Send + Sync + 'static) {
        if let Some(recognition) = &mut self.recognition {
            recognition.watch = Arc::new(watch);
        }
    }

    /// Ends the import after what was stored.
    pub fn cancel(&mut self) {
        self.report.cancelled = true;
    }

    /// Reads and parses the next files on all cores; `None` at the end or after a cancel.
    pub fn read_next(&mut self) -> Option<ImportChunk> {
        if self.report.cancelled || self.read >= self.found.len() {
            return None;
        }
        let most = match self.recognition {
            Some(_) => 1,
            None => self.read.clamp(*CHUNK.start(), *CHUNK.end()),
        };
        let chunk = first_files(&self.found[self.read..], most);
        self.read += chunk.len();
        Some(ImportChunk {
            files: chunk.len(),
            candidates: prepare_all(
                chunk,
                &Reading {
                    options: &self.options,
                    recognition: self.recognition.clone(),
                },
            ),
        })
    }
}

/// The first files: at least one, at most `most`, and no more once they are large.
fn first_files(found: &[Found], most: usize) -> &[Found] {
    let mut bytes = 0;
    let mut count = 0;
    for file in found.iter().take(most) {
        bytes += std::fs::metadata(&file.path).map_or(0, |m| m.len());
        if count > 0 && bytes > CHUNK_BYTES {
            break;
        }
        count += 1;
    }
    &found[..count]
}

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
        let mut run = ImportRun::new(paths, options);
        self.start_import(&mut run)?;
        self.run_import(run, progress)
    }

    /// Reads and stores everything of a run that was started.
    ///
    /// # Errors
    /// As [`Library::import`].
    pub fn run_import(
        &mut self,
        mut run: ImportRun,
        progress: &mut Progress<'_>,
    ) -> Result<ImportReport, LibraryError> {
        while let Some(chunk) = run.read_next() {
            self.store_import(&mut run, chunk, progress)?;
        }
        self.finish_import(run)
    }

    /// Makes the library ready for a run.
    ///
    /// # Errors
    /// What SQLite and the index say.
    pub fn start_import(&mut self, run: &mut ImportRun) -> Result<(), LibraryError> {
        if let Some(id) = &run.options.replaces {
            if run.total() != 1 {
                return Err(LibraryError::InvalidValue {
                    field: "文件",
                    value: format!("{} 个", run.total()),
                });
            }
            // Later stages look it up again, by its whole id.
            let key = self.row_of(id)?;
            let sql = "SELECT uid FROM document WHERE id = (SELECT coalesce(parent, id) FROM document WHERE id = ?1)";
            run.options.replaces = Some(self.connection.query_row(sql, [key], |r| r.get(0))?);
        }
        if run.options.ocr {
            run.recognition = Some(Recognition {
                recognizer: Recognizer::find().map_err(LibraryError::MissingProgram)?,
                watch: Arc::new(|_, _, _| true),
            });
        }
        if run.options.dry_run {
            return Ok(());
        }
        self.check_index(Scope::Documents)?;
        run.report.batch = Some(self.start_batch()?);
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(2);
        let large = run.total() > MANY;
        if let (Some(index), true) = (&mut self.at_mut(Scope::Documents).index, large) {
            index.start_writing(threads)?;
        }
        Ok(())
    }

    /// Stores what was read in one transaction; a `progress` that answers false cancels the run.
    ///
    /// # Errors
    /// The database or the disk.
    pub fn store_import(
        &mut self,
        run: &mut ImportRun,
        chunk: ImportChunk,
        progress: &mut Progress<'_>,
    ) -> Result<(), LibraryError> {
        let first = run.report.items.len();
        let items = self.store(chunk.candidates, &run.options, run.report.batch, first)?;
        run.done += chunk.files;
        for item in items {
            run.report.count(&item);
            run.report.cancelled |= !progress(run.done, run.found.len(), &item);
            run.report.items.push(item);
        }
        if self.at(Scope::Documents).pending.len() >= COMMIT_EVERY {
            self.commit_or_rebuild(Scope::Documents)?;
        }
        Ok(())
    }

    /// Ends a run, complete or cancelled, and answers with its report.
    ///
    /// # Errors
    /// The database or the disk.
    pub fn finish_import(&mut self, run: ImportRun) -> Result<ImportReport, LibraryError> {
        if let Some(batch) = run.report.batch {
            // A few texts stay in the overlay, found at once; a commit would cost 100–250 ms.
            if self.at(Scope::Documents).pending.len() > FEW {
                self.commit_or_rebuild(Scope::Documents)?;
                self.release_index_writer(Scope::Documents);
            }
            self.connection.execute(
                "UPDATE batch SET finished_at = ?2 WHERE id = ?1",
                params![batch, now()],
            )?;
        }
        Ok(run.report)
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
        if batch.is_some() {
            let wanted = candidates.iter().filter_map(|(_, prepared)| {
                let p = prepared.as_ref().ok()?;
                refusal(p, options)
                    .is_none()
                    .then_some((p.sha256.as_str(), p.bytes.as_slice()))
            });
            let kept = originals::keep_all(&self.folder, &wanted.collect());
            self.or_give_up_reserve(kept)?;
        }
        let mut texts = Vec::new();
        let mut items = Vec::new();
        self.transact_unrecorded(|connection| {
            start_recording(connection, Recording::BesideTexts)?;
            go_on_recording(connection, None)?;
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
            let log = stop_recording(connection)?;
            match batch {
                Some(batch) if !options.by_itself => list_import(connection, batch, &log),
                _ => Ok(()),
            }
        })?;
        for (text, replaces) in texts {
            // What the writer does not take now is put again at the commit.
            let derived = self.at_mut(Scope::Documents);
            let taken = derived
                .index
                .as_mut()
                .is_some_and(|i| i.put(&text, replaces).is_ok());
            if taken {
                derived.put.insert(text.document);
            } else {
                derived.put.remove(&text.document);
            }
            derived.pending.put(text);
        }
        Ok(items)
    }
}
