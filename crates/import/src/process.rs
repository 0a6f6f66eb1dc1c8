//! Other programs, with a limit of time and memory.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::ImportError;

/// How often the end is looked for.
const POLL: Duration = Duration::from_millis(20);

/// Finds a program in the folders of PATH.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let ending = std::env::consts::EXE_SUFFIX;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(format!("{name}{ending}")))
        .find(|path| path.is_file())
}

/// What a program may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit<'a> {
    pub(crate) time: Duration,
    /// Bytes of its own memory; where `prlimit` is missing there is no limit.
    pub(crate) data: Option<u64>,
    /// A variable of its environment.
    pub(crate) variable: Option<(&'a str, &'a str)>,
}

impl Limit<'_> {
    /// Only of time.
    pub(crate) fn of(time: Duration) -> Self {
        Limit {
            time,
            data: None,
            variable: None,
        }
    }
}

/// Runs a program and answers with what it wrote.
///
/// # Errors
/// It cannot be started, takes too long, or ends with an error.
pub(crate) fn run(
    program: &Path,
    arguments: &[&str],
    limit: &Limit<'_>,
) -> Result<Vec<u8>, ImportError> {
    let shown = program
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let failed = |detail: String| ImportError::Recognition(format!("{shown}：{detail}"));
    let mut command = match limit.data.and_then(|data| Some((find("prlimit")?, data))) {
        Some((prlimit, data)) => {
            let mut command = Command::new(prlimit);
            command.arg(format!("--data={data}")).arg(program);
            command
        }
        None => Command::new(program),
    };
    command.envs(limit.variable);
    // One page on one core; the window needs the others.
    command
        .args(arguments)
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| failed(e.to_string()))?;
    // A full pipe would hold the program up, so both are read while it runs.
    let output = child.stdout.take().map(reading);
    let complaints = child.stderr.take().map(reading);
    let ended = wait(&mut child, limit.time).map_err(|e| failed(e.to_string()))?;
    let taken = |reader: Option<std::thread::JoinHandle<Vec<u8>>>| {
        reader.and_then(|r| r.join().ok()).unwrap_or_default()
    };
    let (output, complaints) = (taken(output), taken(complaints));
    match ended {
        Some(true) => Ok(output),
        Some(false) => {
            let text = String::from_utf8_lossy(&complaints);
            Err(failed(text.lines().last().unwrap_or("意外结束").to_owned()))
        }
        None => Err(failed(format!("一页超过 {} 秒", limit.time.as_secs()))),
    }
}

fn reading(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before an error is all there is.
        let _ = from.read_to_end(&mut bytes);
        bytes
    })
}

/// True if it ended well, false if badly, `None` if it had to be ended.
fn wait(child: &mut Child, time: Duration) -> std::io::Result<Option<bool>> {
    let until = Instant::now() + time;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if Instant::now() > until {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(POLL);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let sleep = find("sleep").unwrap();
        let begun = Instant::now();
        let error = run(&sleep, &["30"], &Limit::of(Duration::from_millis(100))).unwrap_err();
        assert!(error.to_string().contains("超过"), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn what_a_program_complains_of_is_told() {
        let ls = find("ls").unwrap();
        let error = run(
            &ls,
            &["/nowhere-at-all"],
            &Limit::of(Duration::from_secs(10)),
        )
        .unwrap_err();
        assert!(error.to_string().contains("nowhere"), "{error}");
    }
}
