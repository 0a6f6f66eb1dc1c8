//! kill -9 at random moments of an import, a hundred times: nothing that was reported is lost, doctor
//! is content, and search is complete again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use yandu::{Library, Repair, SearchOptions};

const ROUNDS: u64 = 100;
const FILES: u64 = 120;

/// Spread over the whole of an import, the same in every run.
fn delay(round: u64) -> Duration {
    let spread = round
        .wrapping_mul(6364136223846793005)
        .wrapping_add(1442695040888963407)
        >> 33;
    Duration::from_millis(5 + spread % 420)
}

fn write_files(folder: &Path, round: u64) {
    std::fs::create_dir_all(folder).unwrap();
    for n in 0..FILES {
        let body = "调查研究是谋事之基、成事之道。".repeat(20);
        std::fs::write(
            folder.join(format!("{n:03}.txt")),
            format!("第{round}轮第{n}号标记{round}x{n}完。\n{body}"),
        )
        .unwrap();
    }
}

/// The files of which the killed import had said that they are added.
fn import_and_kill(library: &Path, files: &Path, round: u64) -> Vec<u64> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_yandu-cli"))
        .args([
            "--library",
            library.to_str().unwrap(),
            "import",
            files.to_str().unwrap(),
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let stdout = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let added = lines.filter(|l| l.starts_with("已添加\t"));
        added
            .filter_map(|l| {
                let path = l.split('\t').nth(1)?.to_owned();
                Path::new(&path).file_stem()?.to_str()?.parse().ok()
            })
            .collect::<Vec<u64>>()
    });
    std::thread::sleep(delay(round));
    let _ = child.kill();
    child.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn a_hundred_kills() {
    let folder = tempfile::tempdir().unwrap();
    let library_folder = folder.path().join("library");
    let started = Instant::now();
    let mut acknowledged: Vec<(u64, u64)> = Vec::new();
    for round in 0..ROUNDS {
        let files = folder.path().join(format!("files-{round}"));
        write_files(&files, round);
        let reported = import_and_kill(&library_folder, &files, round);
        let mut library = Library::open(&library_folder).unwrap();
        for n in reported.iter().step_by(7).chain(reported.last()) {
            let answer = library
                .search(&format!("标记{round}x{n}完"), &SearchOptions::default())
                .unwrap();
            assert_eq!(answer.hits, 1, "round {round}, file {n}");
        }
        let checks = library.doctor(Repair::Yes).unwrap();
        assert!(checks.iter().all(|c| c.ok), "round {round}: {checks:?}");
        acknowledged.extend(reported.into_iter().map(|n| (round, n)));
        std::fs::remove_dir_all(&files).unwrap();
        assert!(
            started.elapsed() < Duration::from_secs(600),
            "too slow: {round} rounds"
        );
    }
    assert!(
        acknowledged.len() > 300,
        "the kills came too early: {}",
        acknowledged.len()
    );
    let mut library = Library::open(&library_folder).unwrap();
    for (round, n) in &acknowledged {
        let answer = library
            .search(&format!("标记{round}x{n}完"), &SearchOptions::default())
            .unwrap();
        assert_eq!(answer.hits, 1, "round {round}, file {n}");
    }
    println!(
        "{} files were acknowledged before {ROUNDS} kills; none is lost",
        acknowledged.len()
    );
}
