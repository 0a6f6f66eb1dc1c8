//! What a worker is asked and answers: frames of a length, JSON, a length, bytes.

use std::io::{self, Read as _, Write};
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use yandu_document::SourceText;

use crate::archive::{self, Kind};
use crate::{Entry, Format, ImportError, Imported, Importer, Limits, Options, clock, ofd, pdf};

/// Bytes of stack of the thread that reads, so that deep files end by their own limits.
const STACK: usize = 64 << 20;

/// Bytes of one part of a frame; beyond the limits of a file nothing is sent.
const MOST: u64 = 1 << 31;

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) enum Task {
    Pdf,
    Ofd,
    /// The pages of a PDF as they were read.
    Pages,
    Unpack(Kind),
}

impl Task {
    /// The name of the format, for messages.
    pub(super) fn format(self) -> &'static str {
        match self {
            Task::Pdf | Task::Pages => "PDF",
            Task::Ofd => "OFD",
            Task::Unpack(Kind::Rar) => "RAR",
            Task::Unpack(_) => "7z",
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    task: Task,
    pub(super) size: usize,
    password: Option<String>,
    time: Duration,
    pages: usize,
    file: u64,
    archive: u64,
    entries: usize,
}

impl Request {
    pub(super) fn new(task: Task, size: usize, options: &Options, time: Duration) -> Self {
        Request {
            task,
            size,
            password: options.password.clone(),
            time,
            pages: options.limits.pages,
            file: options.limits.file,
            archive: options.limits.archive,
            entries: options.limits.entries,
        }
    }

    fn options(&self) -> Options {
        Options {
            encoding: None,
            password: self.password.clone(),
            // Drawings and archives hold no attachments that are read inside.
            nested: 0,
            limits: Limits {
                time: self.time,
                pages: self.pages,
                file: self.file,
                archive: self.archive,
                entries: self.entries,
                ..Limits::default()
            },
        }
    }
}

/// What was read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Read {
    Whole(Box<Whole>),
    Pages(Box<pdf::PdfPages>),
    /// All entries have been sent.
    Unpacked,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Whole {
    source: SourceText,
    warnings: Vec<String>,
    unread_pages: Vec<u32>,
}

impl Whole {
    pub(super) fn into_imported(self, format: Format) -> Imported {
        Imported {
            warnings: self.warnings,
            unread_pages: self.unread_pages,
            ..Imported::new(format, self.source)
        }
    }
}

impl From<Imported> for Whole {
    fn from(imported: Imported) -> Self {
        Whole {
            source: imported.source,
            warnings: imported.warnings,
            unread_pages: imported.unread_pages,
        }
    }
}

/// The end of a task, or an entry of an archive, whose bytes follow.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    Read(Read),
    Failed(Failure),
    Entry {
        name: String,
        failure: Option<Failure>,
    },
}

/// An error on its way through the pipe.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Failure {
    Encrypted,
    Empty,
    NoText,
    TooSlow { seconds: u64 },
    NeedsOcr { pages: usize, garbled: bool },
    ArchiveLimit(String),
    UnsafePath(String),
    Damaged { format: String, detail: String },
}

impl Failure {
    pub(super) fn into_error(self) -> ImportError {
        match self {
            Failure::Encrypted => ImportError::Encrypted,
            Failure::Empty => ImportError::Empty,
            Failure::NoText => ImportError::NoText,
            Failure::TooSlow { seconds } => ImportError::TooSlow { seconds },
            Failure::NeedsOcr { pages, garbled } => ImportError::NeedsOcr { pages, garbled },
            Failure::ArchiveLimit(text) => ImportError::ArchiveLimit(text),
            Failure::UnsafePath(text) => ImportError::UnsafePath(text),
            Failure::Damaged { format, detail } => {
                let known = ["PDF", "OFD", "RAR", "7z"];
                let format = known.into_iter().find(|k| *k == format).unwrap_or("文件");
                ImportError::damaged(format, detail)
            }
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Encrypted => Failure::Encrypted,
            ImportError::Empty => Failure::Empty,
            ImportError::NoText => Failure::NoText,
            ImportError::TooSlow { seconds } => Failure::TooSlow { seconds },
            ImportError::NeedsOcr { pages, garbled } => Failure::NeedsOcr { pages, garbled },
            ImportError::ArchiveLimit(text) => Failure::ArchiveLimit(text),
            ImportError::UnsafePath(text) => Failure::UnsafePath(text),
            ImportError::Damaged { format, detail } => Failure::Damaged {
                format: format.to_owned(),
                detail,
            },
            other => Failure::Damaged {
                format: "文件".into(),
                detail: other.to_string(),
            },
        }
    }
}

pub(super) fn write(to: &mut impl Write, head: &impl Serialize, bytes: &[u8]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    to.write_all(&(head.len() as u64).to_le_bytes())?;
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(&head)?;
    to.write_all(bytes)?;
    to.flush()
}

pub(super) fn read<T: for<'d> Deserialize<'d>>(
    from: &mut impl io::Read,
) -> io::Result<(T, Vec<u8>)> {
    let mut sizes = [0; 16];
    from.read_exact(&mut sizes)?;
    let size = |at: usize| {
        let bytes: [u8; 8] = sizes[at..at + 8].try_into().unwrap_or_default();
        u64::from_le_bytes(bytes)
    };
    let (head, body) = (size(0), size(8));
    if head > MOST || body > MOST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut part = |size: u64| {
        let mut bytes = Vec::new();
        let got = from.take(size).read_to_end(&mut bytes)?;
        if got as u64 == size {
            Ok(bytes)
        } else {
            Err(io::Error::from(io::ErrorKind::UnexpectedEof))
        }
    };
    let head = part(head)?;
    let body = part(body)?;
    Ok((serde_json::from_slice(&head)?, body))
}

/// Reads requests from the standard input until it ends.
pub(super) fn serve() -> ExitCode {
    let watch = start_watch();
    let work = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || {
            let (mut from, mut to) = (io::stdin().lock(), io::stdout().lock());
            while let Ok((request, bytes)) = read::<Request>(&mut from) {
                let _ = watch.send(Some(request.time));
                if answer(&request, &bytes, &mut to, &watch).is_err() {
                    return;
                }
                let _ = watch.send(None);
            }
        });
    match work.map(|w| w.join()) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Ends the process if a file takes far too long: the program that asked may be gone.
fn start_watch() -> Sender<Option<Duration>> {
    let (tell, told): (Sender<Option<Duration>>, Receiver<Option<Duration>>) = channel();
    std::thread::spawn(move || {
        let mut time: Option<Duration> = None;
        loop {
            let next = match time {
                None => told.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(time) => told.recv_timeout(time + 2 * super::PATIENCE),
            };
            match next {
                Ok(next) => time = next,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => std::process::exit(1),
            }
        }
    });
    tell
}

fn answer(
    request: &Request,
    bytes: &[u8],
    to: &mut impl Write,
    watch: &Sender<Option<Duration>>,
) -> io::Result<()> {
    let options = request.options();
    // The entries of an archive have a time each.
    let whole = !matches!(request.task, Task::Unpack(_));
    let _clock = whole.then(|| clock::start(request.time));
    let mut broken = None;
    let done = std::panic::catch_unwind(AssertUnwindSafe(|| match request.task {
        Task::Pdf => pdf::Pdf
            .import(bytes, &options)
            .map(|i| Read::Whole(Box::new(i.into()))),
        Task::Ofd => ofd::Ofd
            .import(bytes, &options)
            .map(|i| Read::Whole(Box::new(i.into()))),
        Task::Pages => pdf::read(bytes, &options).map(|p| Read::Pages(Box::new(p))),
        Task::Unpack(kind) => archive::unpack_here(kind, bytes, &options.limits, &mut |entry| {
            // Who takes the entries may take long.
            let _ = watch.send(None);
            let sent = send(entry, to);
            let _ = watch.send(Some(request.time));
            broken = sent.err();
            broken.is_none()
        })
        .map(|()| Read::Unpacked),
    }));
    if let Some(error) = broken {
        return Err(error);
    }
    let answer = match done {
        Ok(Ok(read)) => Answer::Read(read),
        Ok(Err(error)) => Answer::Failed(error.into()),
        Err(_) => Answer::Failed(Failure::Damaged {
            format: request.task.format().to_owned(),
            detail: "读取时发生内部错误".into(),
        }),
    };
    write(to, &answer, &[])
}

fn send(entry: Entry, to: &mut impl Write) -> io::Result<()> {
    let (bytes, failure) = match entry.content {
        Ok(bytes) => (bytes, None),
        Err(error) => (Vec::new(), Some(error.into())),
    };
    let head = Answer::Entry {
        name: entry.name,
        failure,
    };
    write(to, &head, &bytes)
}
