//! What the typesetter sees: the template, the data, the fonts. No file, no network, no clock.
//!
//! The template reads `/tick/n` while it lays out entry n. That is how progress is known, and how the work
//! is ended: a tick that fails ends it.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use yandu_export::ExportProgress;

use crate::fonts::Fonts;

const TEMPLATE: &str = include_str!("template.typ");

/// The world of one file.
pub(crate) struct CompilationWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Fonts,
    main: Source,
    data: Bytes,
    stopped: AtomicBool,
    ticks: Mutex<Option<Sender<usize>>>,
}

impl CompilationWorld {
    pub(crate) fn new(fonts: Fonts, data: Vec<u8>) -> Self {
        CompilationWorld {
            library: LazyHash::new(Library::default()),
            book: fonts.book(),
            fonts,
            main: Source::detached(TEMPLATE),
            data: Bytes::new(data),
            stopped: AtomicBool::new(false),
            ticks: Mutex::new(None),
        }
    }

    /// Runs `work` on a thread of its own and tells `progress` of it here; `None` if that stopped it.
    pub(crate) fn watch<T: Send>(
        &self,
        all: usize,
        progress: &mut ExportProgress<'_>,
        work: impl FnOnce(&Self) -> T + Send,
    ) -> Option<T> {
        let (sender, receiver) = channel();
        if let Ok(mut ticks) = self.ticks.lock() {
            *ticks = Some(sender);
        }
        std::thread::scope(|scope| {
            let worker = scope.spawn(|| {
                let made = work(self);
                // The channel closes, and whoever listens is done.
                if let Ok(mut ticks) = self.ticks.lock() {
                    *ticks = None;
                }
                made
            });
            self.listen(all, progress, &receiver);
            let made = worker.join().ok();
            made.filter(|_| !self.stopped.load(Ordering::Relaxed))
        })
    }

    fn listen(&self, all: usize, progress: &mut ExportProgress<'_>, ticks: &Receiver<usize>) {
        let pause = std::time::Duration::from_millis(100);
        let mut seen = BTreeSet::new();
        loop {
            match ticks.recv_timeout(pause) {
                Ok(entry) => {
                    // What the typesetter remembers of the texts behind it is the most of its memory.
                    comemo::evict(0);
                    seen.insert(entry)
                }
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => false,
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return,
            };
            if !progress(seen.len().min(all), all) {
                self.stopped.store(true, Ordering::Relaxed);
            }
        }
    }

    fn tick(&self, entry: &str) -> FileResult<Bytes> {
        if self.stopped.load(Ordering::Relaxed) {
            return Err(FileError::Other(Some("stopped".into())));
        }
        if let (Ok(ticks), Ok(entry)) = (self.ticks.lock(), entry.parse())
            && let Some(ticks) = &*ticks
        {
            // Nobody listening means that the work is over.
            let _ = ticks.send(entry);
        }
        Ok(Bytes::new(Vec::new()))
    }
}

impl World for CompilationWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_without_slash();
        match path.strip_prefix("tick/") {
            Some(entry) => self.tick(entry),
            None if path == "compilation.json" => Ok(self.data.clone()),
            None => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
