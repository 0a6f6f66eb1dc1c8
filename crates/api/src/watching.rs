//! Watched folders: hears of changes, waits until they have settled, imports them.
//!
//! Folders of this machine tell of their changes (`notify`); network shares are looked at once a minute. While another
//! import is under way the watcher waits. It changes nothing in the folders.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use serde::Serialize;
use yandu::{ImportOptions, WatchedFolder};

use crate::import::summary;
use crate::{ApiError, ApiErrorCode, ImportSummary, Session};

/// So long nothing must happen in a folder before it is looked at: programs write files in pieces.
const SETTLED: Duration = Duration::from_secs(2);
/// A folder in which something always happens is looked at all the same.
const LONGEST: Duration = Duration::from_secs(30);
/// How often a network share is looked at.
const POLLING: Duration = Duration::from_secs(60);
/// How often the watcher looks whether it is still wanted.
const TICK: Duration = Duration::from_millis(300);

/// A watched folder.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct WatchedRow {
    /// Its number.
    pub id: u32,
    /// Where it is.
    pub path: String,
    /// It is on another machine and looked at once a minute.
    pub polling: bool,
    /// The collection into which its files go.
    pub collection: Option<String>,
    /// Files that were seen in it.
    pub files: u32,
    /// False if it cannot be reached now.
    pub reachable: bool,
}

/// What the watcher tells.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "snake_case", tag = "event", content = "data")]
pub enum WatchEvent {
    /// Files came in.
    Imported(ImportSummary),
    /// Files went away; the number of them.
    Gone(u32),
    /// It could not go on.
    Failed(ApiError),
}

/// Counts the changes to the list of folders; an old watcher sees that it is not the last one.
#[derive(Default)]
pub(crate) struct WatchDesk {
    folders: AtomicU32,
    watcher: AtomicU32,
}

impl Session {
    /// The watched folders.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_watched_folders(&self) -> Result<Vec<WatchedRow>, ApiError> {
        let folders = self.with(|library| library.list_watched_folders())?;
        Ok(folders.into_iter().map(row).collect())
    }

    /// Watches a folder.
    ///
    /// # Errors
    /// It is no folder, is watched already, or holds the library.
    pub fn add_watched_folder(
        &self,
        path: &str,
        collection: Option<&str>,
    ) -> Result<WatchedRow, ApiError> {
        let folder =
            self.with(|library| library.add_watched_folder(Path::new(path), collection))?;
        self.watch.folders.fetch_add(1, Ordering::Relaxed);
        Ok(row(folder))
    }

    /// Ends watching a folder.
    ///
    /// # Errors
    /// It is not watched.
    pub fn remove_watched_folder(&self, id: u32) -> Result<(), ApiError> {
        self.with(|library| library.remove_watched_folder(i64::from(id)))?;
        self.watch.folders.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Watches on a thread of its own until another call takes over; `tell` hears what comes in.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn start_watching(
        self: &Arc<Self>,
        tell: impl Fn(WatchEvent) + Send + 'static,
    ) -> Result<(), ApiError> {
        let number = self.watch.watcher.fetch_add(1, Ordering::Relaxed) + 1;
        let session = self.clone();
        let work = move || session.watch(number, &tell);
        let thread = std::thread::Builder::new()
            .name("watch".to_owned())
            .spawn(work);
        thread.map(|_| ()).map_err(|error| {
            let message = format!("无法监视文件夹（{error}）");
            ApiError::new(ApiErrorCode::Storage, &message, "请关闭一些程序后重试")
        })
    }

    /// Ends watching.
    pub fn stop_watching(&self) {
        self.watch.watcher.fetch_add(1, Ordering::Relaxed);
    }

    fn watch(self: &Arc<Self>, number: u32, tell: &impl Fn(WatchEvent)) {
        let wanted = || self.watch.watcher.load(Ordering::Relaxed) == number;
        while wanted() {
            let version = self.watch.folders.load(Ordering::Relaxed);
            // What cannot be written takes nothing in.
            let listed = self.with(|library| match library.is_read_only() {
                true => Ok(Vec::new()),
                false => library.list_watched_folders(),
            });
            let folders = match listed {
                Ok(folders) => folders,
                Err(error) => return tell(WatchEvent::Failed(error)),
            };
            let (mut round, events) = Round::new(folders);
            while wanted() && self.watch.folders.load(Ordering::Relaxed) == version {
                round.hear(&events);
                for id in round.ready() {
                    match self.take_in(id, tell) {
                        Ok(true) => round.looked_at(id),
                        // Another import is under way; the next tick tries again.
                        Ok(false) => {}
                        Err(error) => {
                            round.looked_at(id);
                            tell(WatchEvent::Failed(error));
                        }
                    }
                }
            }
        }
    }

    /// Imports what changed in a folder; false while another import is under way.
    fn take_in(self: &Arc<Self>, id: i64, tell: &impl Fn(WatchEvent)) -> Result<bool, ApiError> {
        let changes = self.with(|library| library.watched_changes(id))?;
        if changes.is_empty() {
            return Ok(true);
        }
        if !self.imports.take() {
            return Ok(false);
        }
        let folders = self.with(|library| library.list_watched_folders());
        let result = folders.and_then(|folders| {
            let collection = folders
                .into_iter()
                .find(|f| f.id == id)
                .and_then(|f| f.collection);
            let options = ImportOptions {
                collection,
                by_itself: true,
                ..ImportOptions::default()
            };
            // First what is gone: a file that was moved is known again by its content then.
            let gone = yandu::WatchedChanges {
                changed: Vec::new(),
                ..changes.clone()
            };
            self.with(|library| library.settle_watched(id, &gone))?;
            let report = self.run_import(&changes.changed, &options, &Arc::new(|_| {}))?;
            if !report.cancelled {
                self.with(|library| library.settle_watched(id, &changes))?;
            }
            Ok(report)
        });
        self.imports.give_back();
        let report = result?;
        if !changes.gone.is_empty() {
            tell(WatchEvent::Gone(changes.gone.len() as u32));
        }
        if report.added + report.updated + report.refused + report.failed > 0 {
            tell(WatchEvent::Imported(summary(report)));
        }
        Ok(true)
    }
}

/// When each folder was heard of and looked at.
struct Round {
    folders: Vec<WatchedFolder>,
    /// First and last word of a folder's changes.
    heard: HashMap<i64, (Instant, Instant)>,
    looked: HashMap<i64, Instant>,
    /// Kept alive: it ends with the round.
    _watcher: Option<RecommendedWatcher>,
}

impl Round {
    /// Listens to all folders; each is looked at once at the beginning.
    fn new(folders: Vec<WatchedFolder>) -> (Round, Receiver<PathBuf>) {
        let (send, events) = channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            for path in event.into_iter().flat_map(|e| e.paths) {
                // Nobody listens any more: the round has ended.
                let _ = send.send(path);
            }
        });
        let mut watcher = watcher.ok();
        let mut round = Round {
            heard: HashMap::new(),
            looked: HashMap::new(),
            folders,
            _watcher: None,
        };
        for folder in &mut round.folders {
            let listens = watcher.as_mut().is_some_and(|w| {
                !folder.polling
                    && w.watch(Path::new(&folder.path), RecursiveMode::Recursive)
                        .is_ok()
            });
            // A folder that cannot be listened to, or is not there now, is looked at from time to time.
            folder.polling = !listens;
        }
        round._watcher = watcher;
        (round, events)
    }

    /// Waits a tick for words of changes.
    fn hear(&mut self, events: &Receiver<PathBuf>) {
        let until = Instant::now() + TICK;
        loop {
            match events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(path) => {
                    let now = Instant::now();
                    let folder = self.folders.iter().find(|f| path.starts_with(&f.path));
                    if let Some(folder) = folder {
                        self.heard.entry(folder.id).or_insert((now, now)).1 = now;
                    }
                }
                Err(RecvTimeoutError::Timeout) => return,
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(until.saturating_duration_since(Instant::now()));
                    return;
                }
            }
        }
    }

    /// The folders that want to be looked at.
    fn ready(&self) -> Vec<i64> {
        let wants = |folder: &&WatchedFolder| {
            let settled = self.heard.get(&folder.id).is_some_and(|(first, last)| {
                last.elapsed() >= SETTLED || first.elapsed() >= LONGEST
            });
            let due = self
                .looked
                .get(&folder.id)
                .is_none_or(|at| folder.polling && at.elapsed() >= POLLING);
            settled || due
        };
        self.folders.iter().filter(wants).map(|f| f.id).collect()
    }

    fn looked_at(&mut self, id: i64) {
        self.heard.remove(&id);
        self.looked.insert(id, Instant::now());
    }
}

fn row(folder: WatchedFolder) -> WatchedRow {
    WatchedRow {
        id: folder.id as u32,
        path: folder.path,
        polling: folder.polling,
        collection: folder.collection,
        files: folder.files,
        reachable: folder.reachable,
    }
}

#[cfg(test)]
mod tests;
