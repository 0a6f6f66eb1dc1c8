//! Files to parsed documents, on all cores; no database.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use yandu_document::{Document, parse};
use yandu_import::{
    ImportError, Imported, Limits, Options, Recognizer, archive, is_archive, read_file,
};

use super::ImportOptions;
use crate::originals;
use crate::scopes::FoldedPart;
use crate::text_hash::text_hash;

/// A file that was read and parsed.
pub(super) struct Prepared {
    pub(super) path: String,
    pub(super) sha256: String,
    pub(super) bytes: Vec<u8>,
    pub(super) imported: Imported,
    pub(super) document: Document,
    pub(super) parts: Vec<FoldedPart>,
    pub(super) folded_hash: String,
}

/// A file of a chunk: its path, and what was read or why not.
pub(super) type Candidate = (String, Result<Box<Prepared>, ImportError>);

/// Told of the file and of how many of how many of its pages are read; answers false to end.
pub(super) type PageWatch = dyn Fn(&str, u32, u32) -> bool + Send + Sync;

/// The program that reads pictures, and who hears of it.
#[derive(Clone)]
pub(super) struct Recognition {
    pub(super) recognizer: Recognizer,
    pub(super) watch: Arc<PageWatch>,
}

/// How files are read.
pub(super) struct Reading<'r> {
    pub(super) options: &'r ImportOptions,
    pub(super) recognition: Option<Recognition>,
}

/// Reads and parses a chunk on all cores, in its order.
pub(super) fn prepare_all(chunk: &[yandu_import::Found], reading: &Reading<'_>) -> Vec<Candidate> {
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
                done.push((at, prepare(found, reading)));
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

fn prepare(found: &yandu_import::Found, reading: &Reading<'_>) -> Vec<Candidate> {
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
        return vec![prepare_bytes(shown, bytes, reading)];
    }
    let mut candidates = Vec::new();
    let result = archive::visit(&bytes, &limits, &mut |entry| {
        let name = format!("{shown}/{}", entry.name);
        candidates.push(match entry.content {
            Ok(bytes) => prepare_bytes(name, bytes, reading),
            Err(error) => (name, Err(error)),
        });
        true
    });
    if let Err(error) = result {
        candidates.push((shown, Err(error)));
    } else if candidates.is_empty() {
        candidates.push((shown, Err(ImportError::NoMaterial)));
    }
    candidates
}

pub(super) fn prepare_bytes(path: String, bytes: Vec<u8>, reading: &Reading<'_>) -> Candidate {
    let options = reading.options;
    let import_options = Options {
        encoding: options.encoding,
        password: options.password.clone(),
        ..Options::default()
    };
    // A reader that panics on a hostile file must not take the batch with it.
    let read = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let mut imported = match &reading.recognition {
            Some(with) => {
                let watch = &mut |done, total| (with.watch)(&path, done, total);
                with.recognizer
                    .import(&bytes, &path, &import_options, watch)?
            }
            None => yandu_import::import(&bytes, &path, &import_options)?,
        };
        let document = parse(&imported.source);
        // The blocks have the text from here on; of a large file it is not kept twice.
        imported.source.lines = Vec::new();
        Ok((imported, document))
    }));
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
    let blocks = std::iter::once(&document)
        .chain(&document.attachments)
        .flat_map(|d| d.blocks.iter().map(|b| b.text.as_str()));
    let prepared = Prepared {
        sha256: originals::hash(&bytes),
        folded_hash: text_hash(blocks),
        path: path.clone(),
        bytes,
        imported,
        document,
        parts,
    };
    (path, Ok(Box::new(prepared)))
}
