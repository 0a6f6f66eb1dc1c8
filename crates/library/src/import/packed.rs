//! Files that come out of a pack: read and stored like any other, in one batch, under the pack's name.

use super::prepare::{Reading, prepare_bytes};
use super::{CHUNK, ImportOptions, ImportReport};
use crate::scopes::Scope;
use crate::store::now;
use crate::{Library, LibraryError};

/// A file that was unpacked.
pub(crate) struct PackedFile {
    /// `pack/name`: the same in every version of the pack.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl Library {
    /// Imports them; a line of the report for each, in order. `progress` hears how many are done and answers false to end.
    pub(crate) fn import_packed(
        &mut self,
        files: Vec<PackedFile>,
        options: &ImportOptions,
        progress: &mut dyn FnMut(u32) -> bool,
    ) -> Result<ImportReport, LibraryError> {
        self.check_index(Scope::Documents)?;
        let batch = self.start_batch()?;
        let mut report = ImportReport {
            batch: Some(batch),
            ..ImportReport::default()
        };
        let reading = Reading {
            options,
            recognition: None,
        };
        let mut files = files.into_iter().peekable();
        while files.peek().is_some() && !report.cancelled {
            let chunk = files.by_ref().take(*CHUNK.start());
            let candidates = chunk
                .map(|f| prepare_bytes(f.path, f.bytes, &reading))
                .collect();
            let items = self.store(candidates, options, Some(batch), report.items.len())?;
            items.iter().for_each(|item| report.count(item));
            report.items.extend(items);
            report.cancelled = !progress(report.items.len() as u32);
        }
        self.commit_or_rebuild(Scope::Documents)?;
        let sql = "UPDATE batch SET finished_at = ?2 WHERE id = ?1";
        self.connection.execute(sql, (batch, now()))?;
        Ok(report)
    }
}
