//! A library that cannot be written is searched and read, and nothing is made in its folder.

use std::path::Path;
use std::process::Command;

use yandu::{Library, LibraryError, Scope, SearchOptions};

use crate::shared::{sample_library, skipped};

/// Takes the right to write from a folder and everything in it.
fn protect(folder: &Path, protected: bool) {
    let mode = if protected { "a-w" } else { "u+w" };
    let changed = Command::new("chmod")
        .args(["-R", mode])
        .arg(folder)
        .status();
    assert!(changed.unwrap().success());
}

/// The names and sizes of all files.
fn files(folder: &Path) -> Vec<(String, u64)> {
    let mut all = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for entry in std::fs::read_dir(&next).unwrap().flatten() {
            match entry.file_type().unwrap().is_dir() {
                true => left.push(entry.path()),
                false => all.push((
                    entry.path().display().to_string(),
                    entry.metadata().unwrap().len(),
                )),
            }
        }
    }
    all.sort();
    all
}

/// The folder of a protected library; `None` for a user whom no protection stops, such as root.
fn protected(leave_journal: bool) -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    library.flush_index().unwrap();
    if leave_journal {
        // As after a crash or a stick that was pulled out: what was written last is in the journal only.
        let copy = tempfile::tempdir().unwrap();
        library
            .add_note(&yandu::NewNote {
                title: "写在日志里的笔记".to_owned(),
                ..yandu::NewNote::default()
            })
            .unwrap();
        let copied = Command::new("cp")
            .arg("-r")
            .arg(folder.path().join("."))
            .arg(copy.path())
            .status();
        assert!(copied.unwrap().success());
        std::fs::remove_file(copy.path().join("library.sqlite-shm")).unwrap();
        assert!(
            std::fs::metadata(copy.path().join("library.sqlite-wal"))
                .unwrap()
                .len()
                > 0
        );
        drop(library);
        return guarded(copy);
    }
    drop(library);
    guarded(folder)
}

fn guarded(folder: tempfile::TempDir) -> Option<tempfile::TempDir> {
    protect(folder.path(), true);
    if std::fs::write(folder.path().join("probe"), "").is_ok() {
        let _ = std::fs::remove_file(folder.path().join("probe"));
        protect(folder.path(), false);
        skipped(
            "this user may write everywhere; crates/cli/tests/newcomer.rs tries a read-only mount",
        );
        return None;
    }
    Some(folder)
}

#[test]
fn a_protected_library_is_searched_and_read() {
    let Some(folder) = protected(false) else {
        return;
    };
    let before = files(folder.path());
    let mut library = Library::open_existing(folder.path()).unwrap();
    assert!(library.is_read_only());
    let options = SearchOptions {
        scopes: Scope::ALL.to_vec(),
        near: true,
        ..SearchOptions::default()
    };
    let answer = library.search("读书", &options).unwrap();
    assert!(answer.documents > 0);
    let id = answer.items[0].id.clone();
    assert!(!library.get_document(&id).unwrap().blocks.is_empty());
    assert!(matches!(
        library.add_tag(&[id], "必读"),
        Err(LibraryError::ReadOnly)
    ));
    library.remember_query("读书", 1).unwrap();
    assert_eq!(library.add_daily_snapshot().unwrap(), None);
    drop(library);
    assert_eq!(files(folder.path()), before);
    protect(folder.path(), false);
}

#[test]
fn what_a_journal_holds_is_read_too() {
    let Some(folder) = protected(true) else {
        return;
    };
    let library = Library::open(folder.path()).unwrap();
    let notes = library.list_notes(&yandu::NoteFilter::default()).unwrap();
    assert_eq!(notes.total, 1);
    drop(library);
    protect(folder.path(), false);
}

#[test]
fn a_library_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("没有");
    assert!(matches!(
        Library::open_existing(&nowhere),
        Err(LibraryError::NoLibrary(_))
    ));
    assert!(matches!(
        Library::open_existing(folder.path()),
        Err(LibraryError::NoLibrary(_))
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_import_leaves_the_files_of_a_library_out() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("通知.txt"),
        "关于开展读书活动的通知\n各村：\n请组织读书。",
    )
    .unwrap();
    let inner = sample_library(&folder.path().join("库"));
    drop(inner);
    // Beside the files of the library somebody keeps one of his own.
    std::fs::write(folder.path().join("库/心得.txt"), "这是我写的读书心得。").unwrap();
    let mut library = Library::open(&folder.path().join("另一个库")).unwrap();
    let options = yandu::ImportOptions::default();
    let report = library
        .import(&[folder.path().to_owned()], &options, &mut |_, _, _| true)
        .unwrap();
    let mut names: Vec<&str> = report
        .items
        .iter()
        .map(|i| i.path.rsplit('/').next().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["心得.txt", "通知.txt"]);
    assert_eq!((report.added, report.refused, report.failed), (2, 0, 0));
}
