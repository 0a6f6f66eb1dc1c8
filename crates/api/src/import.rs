//! Import in the background: progress, pause, cancel, report. The library is locked only while a chunk
//! is stored, so the window searches and reads meanwhile. One import at a time.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use yandu::{ImportItem, ImportOptions, ImportReport, ImportRun, ImportStatus};

use crate::{ApiError, ApiErrorCode, Session};

/// Lines of the report that go to the window; the counts are of all.
const LINES: usize = 5000;

/// What is imported, and how.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct ImportRequest {
    /// Files and folders.
    pub paths: Vec<String>,
    /// The collection into which they go.
    pub collection: Option<String>,
    /// The encoding of texts, instead of what is detected.
    pub encoding: Option<String>,
    /// This machine may hold texts marked 秘密, 机密 or 绝密.
    pub allow_classified: bool,
    /// The one file is a new version of this document.
    pub replaces: Option<String>,
    /// Read scans and pictures by OCR.
    pub ocr: bool,
    /// The password of PDF files that ask for one.
    pub password: Option<String>,
}

/// How far an import is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct ImportProgress {
    /// Files whose lines are durable.
    pub done: u32,
    /// Files in all; 0 while folders are being walked.
    pub total: u32,
    /// New documents so far.
    pub added: u32,
    /// Files so far that were refused or failed.
    pub problems: u32,
    /// Pages of the file under way that OCR has read, and how many it has; 0 where none is needed.
    pub pages_done: u32,
    /// See `pages_done`.
    pub pages: u32,
}

/// A line of the report.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ImportLine {
    /// The file.
    pub path: String,
    /// `added`, `updated`, `duplicate`, `refused`, `failed`.
    pub status: String,
    /// The document that it became, or of which it is a duplicate.
    pub id: Option<String>,
    /// 标题
    pub title: Option<String>,
    /// Why it was not added, or what is doubtful.
    pub reason: Option<String>,
    /// The next step.
    pub hint: Option<String>,
    /// OCR can read it, or the pages that were left out.
    pub needs_ocr: bool,
    /// It is a file that a password opens.
    pub encrypted: bool,
}

/// The report of an import.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ImportSummary {
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
    /// Number of the batch, for its undo.
    pub batch: Option<u32>,
    /// A line for each file: those with problems first, at most 5,000.
    pub lines: Vec<ImportLine>,
}

/// What an import says while it runs.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "snake_case", tag = "event", content = "data")]
pub enum ImportEvent {
    /// It goes on.
    Progress(ImportProgress),
    /// It has ended, complete or cancelled.
    Finished(ImportSummary),
    /// It could not go on; what was stored stays.
    Failed(ApiError),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Wish {
    #[default]
    Idle,
    Running,
    Paused,
    Cancelled,
}

/// Where the window says what it wishes of the import under way.
#[derive(Default)]
pub(crate) struct ImportDesk {
    wish: Mutex<Wish>,
    changed: Condvar,
    /// The report of the last import.
    report: Mutex<Option<ImportReport>>,
}

impl ImportDesk {
    pub(crate) fn busy(&self) -> bool {
        *self.wish() != Wish::Idle
    }

    fn wish(&self) -> std::sync::MutexGuard<'_, Wish> {
        self.wish.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True if no other import is under way; it is taken then.
    pub(crate) fn take(&self) -> bool {
        let mut wish = self.wish();
        let free = *wish == Wish::Idle;
        if free {
            *wish = Wish::Running;
        }
        free
    }

    /// The import has ended.
    pub(crate) fn give_back(&self) {
        self.set(Wish::Idle);
    }

    fn keep(&self, report: ImportReport) {
        *self.report.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
    }

    fn set(&self, wish: Wish) {
        *self.wish() = wish;
        self.changed.notify_all();
    }

    /// Waits while paused; false once the user has cancelled.
    fn go_on(&self) -> bool {
        let wish = self.wish();
        let paused = |wish: &mut Wish| *wish == Wish::Paused;
        let wish = self
            .changed
            .wait_while(wish, paused)
            .unwrap_or_else(PoisonError::into_inner);
        *wish != Wish::Cancelled
    }
}

impl Session {
    /// Starts an import on a thread of its own; `tell` hears how it goes.
    ///
    /// # Errors
    /// Another import is under way; an unknown encoding.
    pub fn start_import(
        self: &Arc<Self>,
        request: &ImportRequest,
        tell: impl Fn(ImportEvent) + Send + Sync + 'static,
    ) -> Result<(), ApiError> {
        let mut options = ImportOptions {
            collection: request.collection.clone(),
            allow_classified: request.allow_classified,
            replaces: request.replaces.clone(),
            ocr: request.ocr,
            password: request.password.clone(),
            ..ImportOptions::default()
        };
        if let Some(name) = &request.encoding {
            options.set_encoding(name)?;
        }
        if !self.imports.take() {
            return Err(ApiError::busy());
        }
        let paths: Vec<PathBuf> = request.paths.iter().map(PathBuf::from).collect();
        let session = self.clone();
        let tell = Arc::new(tell);
        let work = move || {
            let result = session.run_import(&paths, &options, &tell);
            session.imports.set(Wish::Idle);
            tell(match result {
                Ok(report) => ImportEvent::Finished(summary(report)),
                Err(error) => ImportEvent::Failed(error),
            });
        };
        let thread = std::thread::Builder::new()
            .name("import".to_owned())
            .spawn(work);
        thread.map(|_| ()).map_err(|error| {
            self.imports.set(Wish::Idle);
            let message = format!("无法开始导入（{error}）");
            ApiError::new(ApiErrorCode::Storage, &message, "请关闭一些程序后重试")
        })
    }

    pub(crate) fn run_import(
        self: &Arc<Self>,
        paths: &[PathBuf],
        options: &ImportOptions,
        tell: &Arc<impl Fn(ImportEvent) + Send + Sync + 'static>,
    ) -> Result<ImportReport, ApiError> {
        tell(ImportEvent::Progress(ImportProgress::default()));
        let mut run = ImportRun::new(paths, options);
        self.with(|library| library.start_import(&mut run))?;
        let state = Arc::new(Mutex::new(ImportProgress::default()));
        let (session, shared, teller) = (self.clone(), state.clone(), tell.clone());
        run.watch_pages(move |_, done, total| {
            let now = shared
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            teller(ImportEvent::Progress(ImportProgress {
                pages_done: done,
                pages: total,
                ..now
            }));
            session.imports.go_on()
        });
        loop {
            if !self.imports.go_on() {
                run.cancel();
            }
            let Some(chunk) = run.read_next() else {
                break;
            };
            self.with(|library| library.store_import(&mut run, chunk, &mut |_, _, _| true))?;
            let report = run.report();
            let now = ImportProgress {
                done: run.done() as u32,
                total: run.total() as u32,
                added: report.added + report.updated,
                problems: report.refused + report.failed,
                ..ImportProgress::default()
            };
            state
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone_from(&now);
            tell(ImportEvent::Progress(now));
        }
        let report = self.with(|library| library.finish_import(run))?;
        self.with(|library| {
            library.flush_index()?;
            library.add_daily_snapshot()
        })?;
        self.imports.keep(report.clone());
        Ok(report)
    }

    /// Holds the import, or lets it go on.
    pub fn pause_import(&self, paused: bool) {
        let from = if paused { Wish::Running } else { Wish::Paused };
        let to = if paused { Wish::Paused } else { Wish::Running };
        let is = *self.imports.wish();
        if is == from {
            self.imports.set(to);
        }
    }

    /// Ends the import after the files under way; what was stored stays.
    pub fn cancel_import(&self) {
        if self.imports.busy() {
            self.imports.set(Wish::Cancelled);
        }
    }

    /// Writes the report of the last import as CSV.
    ///
    /// # Errors
    /// There was none; the place takes no file.
    pub fn save_import_report(&self, path: &str) -> Result<(), ApiError> {
        let report = self
            .imports
            .report
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let none = || ApiError::new(ApiErrorCode::Refused, "还没有导入报告", "请先导入资料");
        Ok(report
            .as_ref()
            .ok_or_else(none)?
            .write(std::path::Path::new(path))?)
    }

    /// Undoes an import; answers with the number of documents.
    ///
    /// # Errors
    /// There is nothing to undo.
    pub fn undo_import(&self, batch: u32) -> Result<u32, ApiError> {
        let count = self.with(|library| library.undo_import(Some(i64::from(batch))))?;
        Ok(count as u32)
    }

    /// Keeps a pasted text as a file beside the library, so that it has an original like any other.
    ///
    /// # Errors
    /// The text is empty; what the disk says.
    pub fn keep_pasted(&self, text: &str, name: &str) -> Result<String, ApiError> {
        if text.trim().is_empty() {
            return Err(ApiError::new(
                ApiErrorCode::Usage,
                "剪贴板里没有文字",
                "请先复制要导入的文字",
            ));
        }
        let folder = self
            .places
            .library
            .clone()
            .unwrap_or_default()
            .join("pasted");
        let file = folder.join(format!("{name}.txt"));
        let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, text));
        written.map_err(|error| {
            let message = format!("无法保存粘贴的文字：{}（{error}）", file.display());
            ApiError::new(
                ApiErrorCode::Storage,
                &message,
                "请检查磁盘空间和文件夹权限",
            )
        })?;
        Ok(file.display().to_string())
    }
}

pub(crate) fn summary(report: ImportReport) -> ImportSummary {
    let mut items = report.items;
    let good =
        |item: &ImportItem| !matches!(item.status, ImportStatus::Refused | ImportStatus::Failed);
    items.sort_by_key(good);
    items.truncate(LINES);
    ImportSummary {
        added: report.added,
        updated: report.updated,
        duplicates: report.duplicates,
        refused: report.refused,
        failed: report.failed,
        cancelled: report.cancelled,
        batch: report.batch.and_then(|b| u32::try_from(b).ok()),
        lines: items.into_iter().map(line).collect(),
    }
}

fn line(item: ImportItem) -> ImportLine {
    ImportLine {
        path: item.path,
        status: item.status.name().to_owned(),
        id: item.id,
        title: item.title,
        reason: item.reason,
        hint: item.hint.map(str::to_owned),
        needs_ocr: item.needs_ocr,
        encrypted: item.encrypted,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::{ListRequest, Places};

    fn session(folder: &std::path::Path) -> Arc<Session> {
        let session = Arc::new(Session::new(Places {
            library: Some(folder.join("library")),
            ..Places::default()
        }));
        session.open();
        session
    }

    fn files(folder: &std::path::Path, count: usize) -> ImportRequest {
        let inbox = folder.join("inbox");
        std::fs::create_dir_all(&inbox).unwrap();
        for n in 0..count {
            std::fs::write(
                inbox.join(format!("{n}.txt")),
                format!("第{n}份材料\n内容{n}。"),
            )
            .unwrap();
        }
        ImportRequest {
            paths: vec![inbox.display().to_string()],
            ..ImportRequest::default()
        }
    }

    #[test]
    fn an_import_runs_beside_reading_and_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let session = session(folder.path());
        let (tell, heard) = channel();
        let request = files(folder.path(), 70);
        session
            .start_import(&request, move |e| drop(tell.send(e)))
            .unwrap();
        session.list_documents(&ListRequest::default()).unwrap();
        let events: Vec<ImportEvent> = heard.into_iter().collect();
        let Some(ImportEvent::Finished(report)) = events.last() else {
            panic!("{events:?}");
        };
        assert_eq!((report.added, report.failed), (70, 0));
        assert_eq!(session.tree().unwrap().documents, 70);
        assert_eq!(session.undo_import(report.batch.unwrap()).unwrap(), 70);
        assert_eq!(session.tree().unwrap().documents, 0);
    }

    #[test]
    fn pause_holds_a_second_import_is_refused_cancel_ends() {
        let folder = tempfile::tempdir().unwrap();
        let session = session(folder.path());
        let (tell, heard) = channel();
        let request = files(folder.path(), 200);
        let held = session.clone();
        session
            .start_import(&request, move |event| {
                if matches!(&event, ImportEvent::Progress(p) if p.done == 0) {
                    held.pause_import(true);
                }
                drop(tell.send(event));
            })
            .unwrap();
        assert!(matches!(heard.recv().unwrap(), ImportEvent::Progress(p) if p.done == 0));
        let error = session.start_import(&request, |_| {}).unwrap_err();
        assert_eq!(error.code, ApiErrorCode::Busy);
        assert!(
            heard
                .recv_timeout(std::time::Duration::from_millis(200))
                .is_err()
        );
        session.cancel_import();
        let Ok(ImportEvent::Finished(report)) = heard.recv() else {
            panic!("not finished");
        };
        assert!(report.cancelled && report.added < 200);
        session.start_import(&request, |_| {}).unwrap();
    }
}
