//! A child process that reads files, seen from the program that asks it.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::frame::{Answer, Request, read, write};
use crate::Entry;
use crate::process::find;

/// Files, and bytes of them, after which a worker is replaced, so that its memory is freed.
const MOST_FILES: usize = 500;
const MOST_BYTES: usize = 64 << 20;

/// What a worker says last, as far as it is kept.
const COMPLAINT: usize = 4096;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Ended {
    /// It took too long and was ended.
    Late,
    /// It wanted more memory than it may have.
    OutOfMemory,
    /// It ended by itself.
    Gone,
    /// The one who asked wants no more.
    Stopped,
}

type Frame = (Answer, Vec<u8>);

/// A worker that waits for a file.
#[derive(Debug)]
pub(super) struct Worker {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<Frame>,
    complaint: Arc<Mutex<Vec<u8>>>,
    files: usize,
    bytes: usize,
}

impl Worker {
    /// Starts a worker; `memory` are the bytes of its own that it may have, where `prlimit` is there.
    pub(super) fn start(program: &Path, argument: &str, memory: u64) -> io::Result<Worker> {
        let mut command = match find("prlimit") {
            Some(prlimit) => {
                let mut command = Command::new(prlimit);
                command.arg(format!("--data={memory}")).arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .arg(argument)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let missing = || io::Error::from(io::ErrorKind::BrokenPipe);
        let requests = child.stdin.take().ok_or_else(missing)?;
        let mut from = io::BufReader::new(child.stdout.take().ok_or_else(missing)?);
        let mut errors = child.stderr.take().ok_or_else(missing)?;
        let (tell, answers) = channel();
        std::thread::spawn(move || {
            while let Ok(frame) = read::<Answer>(&mut from) {
                if tell.send(frame).is_err() {
                    return;
                }
            }
        });
        let complaint = Arc::new(Mutex::new(Vec::new()));
        let heard = complaint.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 1024];
            while let Ok(n @ 1..) = errors.read(&mut bytes) {
                if let Ok(mut heard) = heard.lock() {
                    let much = (heard.len() + n).saturating_sub(COMPLAINT).min(heard.len());
                    heard.drain(..much);
                    heard.extend_from_slice(&bytes[..n]);
                }
            }
        });
        Ok(Worker {
            child,
            requests,
            answers,
            complaint,
            files: 0,
            bytes: 0,
        })
    }

    /// True before its first file.
    pub(super) fn is_fresh(&self) -> bool {
        self.files == 0
    }

    /// True until it has read so much that a new one is better.
    pub(super) fn is_good_for_more(&self) -> bool {
        self.files < MOST_FILES && self.bytes < MOST_BYTES
    }

    /// Asks for one file and waits for the end of it; entries of an archive go to `visit`.
    pub(super) fn ask(
        &mut self,
        request: &Request,
        bytes: &[u8],
        time: Duration,
        visit: &mut dyn FnMut(Entry) -> bool,
    ) -> Result<Answer, Ended> {
        self.files += 1;
        self.bytes += request.size;
        if write(&mut self.requests, request, bytes).is_err() {
            return Err(self.end());
        }
        loop {
            // Each entry of an archive has this time: what is done with one may take longer.
            match self.answers.recv_timeout(time) {
                Ok((Answer::Entry { name, failure }, bytes)) => {
                    let content = match failure {
                        Some(failure) => Err(failure.into_error()),
                        None => Ok(bytes),
                    };
                    if !visit(Entry { name, content }) {
                        self.kill();
                        return Err(Ended::Stopped);
                    }
                }
                Ok((answer, _)) => return Ok(answer),
                Err(RecvTimeoutError::Timeout) => {
                    self.kill();
                    return Err(Ended::Late);
                }
                Err(RecvTimeoutError::Disconnected) => return Err(self.end()),
            }
        }
    }

    /// Why it has ended.
    fn end(&mut self) -> Ended {
        self.kill();
        // The last words come through another thread.
        std::thread::sleep(Duration::from_millis(20));
        let last = self.complaint.lock().map(|c| c.clone()).unwrap_or_default();
        let last = String::from_utf8_lossy(&last);
        if last.contains("memory allocation") || last.contains("capacity overflow") {
            Ended::OutOfMemory
        } else {
            Ended::Gone
        }
    }

    fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}
