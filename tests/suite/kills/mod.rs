//! kill -9 at random moments: nothing that was acknowledged is lost, doctor is content, search is complete.
//!
//! What is killed is a test of this binary that is ignored unless it is started by name; it says on its output what is
//! durable, line by line. An import is killed through the command line: `crates/cli/tests/kill.rs`.

mod annotate;
mod exchange;
mod restore;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use yandu::{Library, Repair};

use crate::shared::Dice;

/// How often each work is killed.
const ROUNDS: usize = 100;

/// Where the process that is killed works.
const FOLDER: &str = "YANDU_KILLED";

/// The folder of the process that is killed; `None` in an ordinary run of all ignored tests.
fn killed_folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// Runs a test as a process of its own, kills it after a while, at most so many ms, and answers with what it said. The
/// while begins with the process or, every other time, with its first word: on a busy machine too something is said.
fn run_and_kill(test: &str, folder: &Path, dice: &mut Dice, longest: usize) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            test,
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads",
            "1",
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let stdout = child.stdout.take().unwrap();
    let (first, heard) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let said = |line: &String| !line.is_empty() && !line.starts_with("running ");
        let tell = |line: &String| {
            if said(line) {
                // Whoever no longer listens has heard enough.
                let _ = first.send(());
            }
        };
        lines.inspect(tell).collect()
    });
    if dice.chance(50) {
        let _ = heard.recv_timeout(Duration::from_secs(20));
    }
    std::thread::sleep(Duration::from_millis(40 + dice.below(longest - 40) as u64));
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// Doctor finds nothing that it cannot mend; it is asked in every fourth round, and in the last.
fn assert_sound(library: &mut Library, round: usize) {
    if round % 4 != 3 {
        return;
    }
    let checks = library.doctor(Repair::Yes).unwrap();
    assert!(checks.iter().all(|c| c.ok), "round {round}: {checks:?}");
}
