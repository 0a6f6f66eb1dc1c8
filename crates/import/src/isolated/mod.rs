//! Reading files in a process of its own, where a crafted one can take no more than its share.
//!
//! Formats whose readers are other people's parsers of untrusted bytes, or interpreters of drawings, are read there
//! (docs/decisions/0048): PDF, OFD, RAR, 7z. A program that offers itself ([`offer_reader`] in its `main`,
//! [`serve_reader`] before anything else) keeps a worker for each thread that reads; a worker reads one file after the
//! other, so a folder of small files costs no start of a process each. A worker that takes too long or ends is replaced,
//! and the file says why. Others (tests, examples) read in place. Memory is limited where `prlimit` is there.

mod frame;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use crate::archive::Kind;
use crate::{Entry, Format, ImportError, Imported, Options, pdf};
use frame::{Answer, Read, Request, Task};
use worker::{Ended, Worker};

/// Asks a program to read files and to answer on its standard output.
const ARGUMENT: &str = "--read-files";

/// Bytes of memory that a worker may have.
const MEMORY: u64 = 512 << 20;

/// Beyond the time of a file, which the worker itself keeps where it can.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long one entry of an archive may take to be unpacked; of a solid one, all that comes before it too.
const ARCHIVE_TIME: Duration = Duration::from_secs(60);

/// Workers that wait for a file.
static IDLE: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

static READER: OnceLock<PathBuf> = OnceLock::new();

/// Lets this program serve as the reader of files: its `main` calls [`serve_reader`] first.
pub fn offer_reader() {
    if let Ok(program) = std::env::current_exe() {
        // A second offer is the same program.
        let _ = READER.set(program);
    }
}

/// Reads files and answers, if the program was started for it; `None` otherwise.
pub fn serve_reader() -> Option<ExitCode> {
    let first = std::env::args_os().nth(1)?;
    (first == ARGUMENT).then(frame::serve)
}

/// True if a program has offered itself.
pub(crate) fn is_offered() -> bool {
    READER.get().is_some()
}

/// Reads a PDF or OFD in a worker.
///
/// # Errors
/// As in place; [`ImportError::TooSlow`] and [`ImportError::TooMuchMemory`] for what takes more than its share.
pub(crate) fn import(
    format: Format,
    bytes: &[u8],
    options: &Options,
) -> Result<Imported, ImportError> {
    let task = match format {
        Format::Ofd => Task::Ofd,
        _ => Task::Pdf,
    };
    match ask(task, bytes, options, &mut |_| true)? {
        Read::Whole(read) => Ok(read.into_imported(format)),
        _ => Err(ImportError::damaged("文件", "读取程序的回答无法理解")),
    }
}

/// Reads the pages of a PDF in a worker, before they are put together.
///
/// # Errors
/// As [`import`].
pub(crate) fn pages(bytes: &[u8], options: &Options) -> Result<pdf::PdfPages, ImportError> {
    match ask(Task::Pages, bytes, options, &mut |_| true)? {
        Read::Pages(pages) => Ok(*pages),
        _ => Err(ImportError::damaged("PDF", "读取程序的回答无法理解")),
    }
}

/// Unpacks an archive in a worker; `visit` answers false to stop.
///
/// # Errors
/// As [`import`].
pub(crate) fn unpack(
    kind: Kind,
    bytes: &[u8],
    options: &Options,
    visit: &mut dyn FnMut(Entry) -> bool,
) -> Result<(), ImportError> {
    ask(Task::Unpack(kind), bytes, options, visit).map(|_| ())
}

fn ask(
    task: Task,
    bytes: &[u8],
    options: &Options,
    visit: &mut dyn FnMut(Entry) -> bool,
) -> Result<Read, ImportError> {
    let time = match task {
        Task::Unpack(_) => ARCHIVE_TIME,
        _ => options.limits.time,
    };
    let request = Request::new(task, bytes.len(), options, time);
    let mut worker = take()?;
    let fresh = worker.is_fresh();
    let mut answer = worker.ask(&request, bytes, time + PATIENCE, visit);
    // A worker may be gone for reasons of an earlier file, or of the machine: a new one decides.
    if !fresh && matches!(answer, Err(Ended::Gone)) {
        worker = take_new()?;
        answer = worker.ask(&request, bytes, time + PATIENCE, visit);
    }
    // A PDF whose tables lead round in a ring is read by looking for its objects.
    if matches!((task, &answer), (Task::Pdf | Task::Pages, Err(Ended::Gone)))
        && let Some(plain) = without_tables(bytes)
    {
        worker = take_new()?;
        answer = worker.ask(&request, &plain, time + PATIENCE, visit);
    }
    match answer {
        Ok(answer) => {
            if worker.is_good_for_more() {
                keep(worker);
            }
            match answer {
                Answer::Read(read) => Ok(read),
                Answer::Failed(failure) => Err(failure.into_error()),
                Answer::Entry { .. } => Ok(Read::Unpacked),
            }
        }
        Err(Ended::Late) => Err(ImportError::TooSlow {
            seconds: time.as_secs(),
        }),
        Err(Ended::OutOfMemory) => Err(ImportError::TooMuchMemory {
            megabytes: MEMORY >> 20,
        }),
        Err(Ended::Gone) => Err(ImportError::damaged(
            task.format(),
            "内容使读取程序意外中止",
        )),
        Err(Ended::Stopped) => Err(ImportError::Cancelled),
    }
}

/// The file without the places of its cross-reference tables; `None` if it names none.
fn without_tables(bytes: &[u8]) -> Option<Vec<u8>> {
    const NEEDLE: &[u8] = b"startxref";
    let mut plain = bytes.to_vec();
    let mut found = false;
    for at in 0..plain.len().saturating_sub(NEEDLE.len()) {
        if plain[at..].starts_with(NEEDLE) {
            plain[at..at + NEEDLE.len()].fill(b' ');
            found = true;
        }
    }
    found.then_some(plain)
}

fn take() -> Result<Worker, ImportError> {
    let idle = IDLE.lock().ok().and_then(|mut idle| idle.pop());
    match idle {
        Some(worker) => Ok(worker),
        None => take_new(),
    }
}

fn take_new() -> Result<Worker, ImportError> {
    let io = |source| ImportError::Io {
        operation: "启动读取程序",
        source,
    };
    let program = READER
        .get()
        .ok_or_else(|| io(std::io::ErrorKind::NotFound.into()))?;
    Worker::start(program, ARGUMENT, MEMORY).map_err(io)
}

fn keep(worker: Worker) {
    if let Ok(mut idle) = IDLE.lock() {
        idle.push(worker);
    }
}
