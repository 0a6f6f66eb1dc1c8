//! Import: files to documents, in chunks; a report line for each file; one bad file stops nothing.

mod file;
mod prepare;
mod report;

use std::path::PathBuf;

use rusqlite::params;
use yandu_import::discover;

use crate::index_sync::COMMIT_EVERY;
use crate::store::now;
use crate::{Library, LibraryError, originals};

use file::{refusal, store_one};
use prepare::{Candidate, prepare_all};
pub use report::{ImportItem, ImportOptions, ImportReport, ImportStatus};

/// Files that are read and parsed together, and stored in one transaction.
const CHUNK: usize = 32;

/// So many texts may wait in the overlay for [`Library::flush_index`].
const FEW: usize = 64;

/// Told of every file once its line is durable; answers false to end the import.
pub type Progress<'a> = dyn FnMut(usize, usize, &ImportItem) -> bool + 'a;

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
