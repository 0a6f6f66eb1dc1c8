//! Reading a file in a process of its own, where a crafted one can take no more than its share.
//!
//! `lopdf` builds every object of a PDF in memory: 56 MB of one array became 3.3 GB. A program that offers itself
//! ([`offer_reader`] in its `main`, [`serve_reader`] before anything else) reads such files in a child with limits of time
//! and memory; others (tests, examples) read them in place. Memory is limited where `prlimit` is there.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use yandu_document::SourceText;

use crate::process::{Limit, run};
use crate::{Format, ImportError, Imported, Importer, Options, pdf};

/// Asks a program to read one file and to answer on its standard output.
const ARGUMENT: &str = "--read-one-file";

/// Where the password of the file is told: only this user's processes see it.
const PASSWORD: &str = "YANDU_FILE_PASSWORD";

/// Bytes from which on a PDF is read in a child, and the name of what makes a small one large.
const LARGE: usize = 1 << 20;
const PACKED_OBJECTS: &[u8] = b"/ObjStm";

/// Bytes of memory that a child may have.
const MEMORY: u64 = 512 << 20;
/// Opening and laying out; the second has a limit of its own.
const TIME: Duration = Duration::from_secs(20);

static READER: OnceLock<PathBuf> = OnceLock::new();

/// This program serves as the reader of files: its `main` calls [`serve_reader`] first.
pub fn offer_reader() {
    if let Ok(program) = std::env::current_exe() {
        // A second offer is the same program.
        let _ = READER.set(program);
    }
}

/// What a child answers.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Read {
        source: Box<SourceText>,
        warnings: Vec<String>,
        unread_pages: Vec<u32>,
    },
    Encrypted,
    Empty,
    TooSlow,
    NeedsOcr {
        pages: usize,
        garbled: bool,
    },
    Damaged(String),
}

/// If the program was asked to read a file, reads it and answers with its exit code.
#[expect(clippy::print_stdout, reason = "the answer")]
pub fn serve_reader() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != ARGUMENT {
        return None;
    }
    let Some(bytes) = arguments.next().and_then(|path| std::fs::read(path).ok()) else {
        return Some(ExitCode::FAILURE);
    };
    let options = Options {
        password: std::env::var(PASSWORD).ok(),
        ..Options::default()
    };
    let answer = match pdf::Pdf.import(&bytes, &options) {
        Ok(imported) => Answer::Read {
            source: Box::new(imported.source),
            warnings: imported.warnings,
            unread_pages: imported.unread_pages,
        },
        Err(ImportError::Encrypted) => Answer::Encrypted,
        Err(ImportError::Empty) => Answer::Empty,
        Err(ImportError::TooSlow) => Answer::TooSlow,
        Err(ImportError::NeedsOcr { pages, garbled }) => Answer::NeedsOcr { pages, garbled },
        Err(ImportError::Damaged { detail, .. }) => Answer::Damaged(detail),
        Err(other) => Answer::Damaged(other.to_string()),
    };
    match serde_json::to_string(&answer) {
        Ok(text) => {
            println!("{text}");
            Some(ExitCode::SUCCESS)
        }
        Err(_) => Some(ExitCode::FAILURE),
    }
}

/// True if this PDF should be read in a child and a program has offered itself.
pub(crate) fn is_wanted(bytes: &[u8]) -> bool {
    let packed = || {
        bytes
            .windows(PACKED_OBJECTS.len())
            .any(|w| w == PACKED_OBJECTS)
    };
    READER.get().is_some() && (bytes.len() > LARGE || packed())
}

/// Reads a PDF in a child.
///
/// # Errors
/// As in place; [`ImportError::TooSlow`] for whatever takes more than its share.
pub(crate) fn import(bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
    let io = |operation| move |source| ImportError::Io { operation, source };
    let program = READER.get().ok_or(ImportError::TooSlow)?;
    let folder = tempfile::tempdir().map_err(io("新建临时文件夹"))?;
    let file = folder.path().join("file");
    std::fs::write(&file, bytes).map_err(io("写入临时文件"))?;
    let limit = Limit {
        time: TIME,
        data: Some(MEMORY),
        variable: options
            .password
            .as_deref()
            .map(|password| (PASSWORD, password)),
    };
    // A child that was ended tells nothing but that it wanted too much.
    let answer = run(program, &[ARGUMENT, &file.to_string_lossy()], &limit)
        .map_err(|_| ImportError::TooSlow)?;
    match serde_json::from_slice(&answer).map_err(|_| ImportError::TooSlow)? {
        Answer::Read {
            source,
            warnings,
            unread_pages,
        } => Ok(Imported {
            warnings,
            unread_pages,
            ..Imported::new(Format::Pdf, *source)
        }),
        Answer::Encrypted => Err(ImportError::Encrypted),
        Answer::Empty => Err(ImportError::Empty),
        Answer::TooSlow => Err(ImportError::TooSlow),
        Answer::NeedsOcr { pages, garbled } => Err(ImportError::NeedsOcr { pages, garbled }),
        Answer::Damaged(detail) => Err(ImportError::damaged("PDF", detail)),
    }
}
