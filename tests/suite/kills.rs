//! kill -9 while annotating and while writing a note: nothing that was acknowledged is lost.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use yandu::{Colour, Library, NewNote, NoteChange, Repair};

use crate::annotations::{new, quote, with_text};

const FOLDER: &str = "YANDU_KILLED";
const TEXT: &str = "在会上的讲话\n\n没有调查就没有发言权。\n";
const ROUNDS: u64 = 25;

/// Not a test: what is killed. It says what is durable, line by line.
#[test]
#[ignore = "started and killed by the test below"]
fn writes_without_end() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let mut library = Library::open(Path::new(&folder)).unwrap();
    let list = yandu::DocumentFilter {
        limit: 1,
        ..Default::default()
    };
    let document = library.list_documents(&list).unwrap().items[0].id.clone();
    let note = library.add_note(&NewNote::default()).unwrap();
    for n in 0.. {
        let words = format!("第{n}条");
        let marked = library
            .annotate_quote(
                &document,
                &quote("没有发言权"),
                &new(Colour::KeyPoint, &words),
            )
            .unwrap();
        println!("annotation {} {words}", marked.id);
        let body = NoteChange {
            body: Some(format!("写到{n}为止")),
            ..NoteChange::default()
        };
        library.update_note(&note.id, &body).unwrap();
        println!("note {} {n}", note.id);
    }
}

fn write_and_kill(folder: &Path, after: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "kills::writes_without_end",
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
    let reader = std::thread::spawn(move || {
        BufReader::new(stdout)
            .lines()
            .map_while(Result::ok)
            .collect()
    });
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    drop(with_text(folder.path(), TEXT));
    let home = folder.path().join("library");
    let mut acknowledged = 0;
    for round in 0..ROUNDS {
        let said = write_and_kill(&home, Duration::from_millis(120 + round * 37 % 300));
        let mut library = Library::open(&home).unwrap();
        let mut last_note = None;
        for line in &said {
            let parts: Vec<&str> = line.split(' ').collect();
            match parts[..] {
                ["annotation", id, words] => {
                    assert_eq!(
                        library.get_annotation(id).unwrap().comment,
                        words,
                        "round {round}"
                    );
                    acknowledged += 1;
                }
                ["note", id, n] => last_note = Some((id.to_owned(), n.parse::<u64>().unwrap())),
                _ => {}
            }
        }
        if let Some((id, n)) = last_note {
            let body = library.get_note(&id).unwrap().body;
            let there: u64 = body
                .trim_matches(|c: char| !c.is_ascii_digit())
                .parse()
                .unwrap();
            assert!(
                there >= n,
                "round {round}: {n} was acknowledged, {there} is there"
            );
        }
        let checks = library.doctor(Repair::Yes).unwrap();
        assert!(checks.iter().all(|c| c.ok), "round {round}: {checks:?}");
    }
    assert!(
        acknowledged > 200,
        "the kills came too early: {acknowledged}"
    );
    println!("{acknowledged} annotations were acknowledged before {ROUNDS} kills; none is lost");
}
