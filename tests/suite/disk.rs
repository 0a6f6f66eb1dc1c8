//! Disks that are full, read-only, or lose files; clocks that jump: what was acknowledged stays, and the error says what
//! to do. A small disk is a tmpfs in a mount namespace of its own, which needs no rights on most systems.

use std::path::{Path, PathBuf};
use std::process::Command;

use yandu::{
    Colour, DocumentFilter, ErrorCode, ImportOptions, ImportStatus, Library, LibraryError, NewNote,
    Repair, SearchOptions,
};

use crate::annotations::{new, quote, with_text};
use crate::shared::sample_library;

const DISK: &str = "YANDU_SMALL_DISK";
const TEXT: &str = "在会上的讲话\n\n没有调查就没有发言权。\n";

/// Runs a test of this binary on a disk of so many MB, which is the folder that it is given.
fn on_a_small_disk(test: &str, megabytes: u32) {
    let unshare = ["--user", "--map-root-user", "--mount"];
    let made = Command::new("unshare").args(unshare).arg("true").status();
    if !made.is_ok_and(|status| status.success()) {
        assert!(
            std::env::var_os("YANDU_ALL_TOOLS").is_none(),
            "unshare cannot make a namespace"
        );
        crate::shared::skipped("this system makes no mount namespaces");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap();
    let script = format!(
        "mount -t tmpfs -o size={megabytes}m tmpfs {place:?} && exec {program:?} {test} --exact --ignored --nocapture --test-threads 1",
        place = folder.path()
    );
    let run = Command::new("unshare")
        .args(unshare)
        .args(["sh", "-c", &script])
        .env(DISK, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(
        said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

fn disk() -> Option<PathBuf> {
    std::env::var_os(DISK).map(PathBuf::from)
}

/// Leaves so many kB on the disk.
fn fill(disk: &Path, left: u64) {
    let filler = disk.join("filler");
    let mut size = std::fs::metadata(&filler).map_or(0, |m| m.len());
    let mut step = 1 << 20;
    let mut all = vec![1_u8; size as usize];
    while step >= 4096 {
        all.resize((size + step) as usize, 1);
        match std::fs::write(&filler, &all) {
            Ok(()) => size += step,
            Err(_) => step /= 2,
        }
    }
    std::fs::write(&filler, &all[..(size.saturating_sub(left << 10)) as usize]).unwrap();
}

#[test]
#[ignore = "runs on a small disk, started by the test below"]
fn notes_on_a_full_disk() {
    let Some(disk) = disk() else { return };
    let (mut library, document) = with_text(&disk, TEXT);
    fill(&disk, 200);
    let mut acknowledged = Vec::new();
    let error = loop {
        let n = acknowledged.len();
        let body = format!("第{n}条笔记：{}", "要点".repeat(400));
        let note = NewNote {
            title: format!("笔记{n}"),
            body,
            ..NewNote::default()
        };
        match library.add_note(&note) {
            Ok(note) => acknowledged.push(note.id),
            Err(error) => break error,
        }
        assert!(acknowledged.len() < 5000, "the disk was never full");
    };
    assert_eq!(error.code(), ErrorCode::Storage, "{error}");
    assert!(error.to_string().contains("磁盘已满"), "{error}");
    assert!(error.hint().unwrap().contains("预留空间"), "{error}");
    // The reserve is given up: what was refused can be saved now.
    let saved = library
        .add_note(&NewNote {
            title: "最后一条".into(),
            body: "写得下".into(),
            ..NewNote::default()
        })
        .unwrap();
    library
        .annotate_quote(
            &document,
            &quote("没有发言权"),
            &new(Colour::KeyPoint, "也写得下"),
        )
        .unwrap();
    acknowledged.push(saved.id);
    drop(library);
    let mut library = Library::open(&disk.join("library")).unwrap();
    for id in &acknowledged {
        library.get_note(id).unwrap();
    }
    assert_eq!(
        library
            .search("没有发言权", &SearchOptions::default())
            .unwrap()
            .hits,
        1
    );
    std::fs::remove_file(disk.join("filler")).unwrap();
    assert!(library.doctor(Repair::Yes).unwrap().iter().all(|c| c.ok));
    assert!(library.add_note(&NewNote::default()).is_ok());
}

#[test]
fn a_full_disk_loses_no_note_and_the_reserve_saves_one_more() {
    on_a_small_disk("disk::notes_on_a_full_disk", 24);
}

#[test]
#[ignore = "runs on a small disk, started by the test below"]
fn an_import_on_a_full_disk() {
    let Some(disk) = disk() else { return };
    let files = tempfile::tempdir_in("/dev/shm").unwrap();
    for n in 0..400 {
        let body = format!(
            "第{n}份材料标记{n}完。\n{}",
            format!("内容第{n}。").repeat(300)
        );
        std::fs::write(files.path().join(format!("{n:03}.txt")), body).unwrap();
    }
    let mut library = Library::open(&disk.join("library")).unwrap();
    library.flush_index().unwrap();
    fill(&disk, 1500);
    let mut acknowledged = Vec::new();
    let result = library.import(
        &[files.path().to_owned()],
        &ImportOptions::default(),
        &mut |_, _, item| {
            if item.status == ImportStatus::Added {
                acknowledged.push(item.id.clone().unwrap());
            }
            true
        },
    );
    let error = result.expect_err("the disk was never full");
    assert_eq!(error.code(), ErrorCode::Storage, "{error}");
    drop(library);
    let library = Library::open(&disk.join("library")).unwrap();
    for id in &acknowledged {
        library.get_document(id).unwrap();
    }
    let there = library
        .list_documents(&DocumentFilter {
            limit: 1,
            ..DocumentFilter::default()
        })
        .unwrap()
        .total;
    assert!(there as usize >= acknowledged.len());
    // A copy that has no room is refused, and no half of one is left.
    assert!(library.add_snapshot().is_err());
    let left =
        std::fs::read_dir(disk.join("library/snapshots")).map_or(0, |entries| entries.count());
    assert_eq!(left, 0, "half a snapshot is left");
    println!("{} files acknowledged, {there} there", acknowledged.len());
}

#[test]
fn a_full_disk_ends_an_import_and_loses_no_file() {
    on_a_small_disk("disk::an_import_on_a_full_disk", 24);
}

#[test]
#[ignore = "runs on a small disk, started by the test below"]
fn a_disk_that_became_read_only() {
    let Some(disk) = disk() else { return };
    let (mut library, document) = with_text(&disk, TEXT);
    library
        .annotate_quote(
            &document,
            &quote("没有发言权"),
            &new(Colour::KeyPoint, "先前的批注"),
        )
        .unwrap();
    library.flush_index().unwrap();
    // What is open for writing keeps a disk from it: SQLite is asked through a new library.
    drop(library);
    let remount = Command::new("mount")
        .args(["-o", "remount,ro"])
        .arg(&disk)
        .status()
        .unwrap();
    assert!(remount.success());
    let mut library = Library::open(&disk.join("library")).unwrap();
    let kept = library
        .list_annotations(&yandu::AnnotationFilter::default())
        .unwrap();
    assert_eq!(kept.items[0].comment, "先前的批注");
    let error = library.remove_annotations(&[kept.items[0].id.clone()]);
    let error = error.map(|_| ()).unwrap_err();
    assert!(matches!(error, LibraryError::ReadOnly), "{error}");
    assert!(error.hint().unwrap().contains("写保护"), "{error}");
    drop(library);
    let remount = Command::new("mount")
        .args(["-o", "remount,rw"])
        .arg(&disk)
        .status()
        .unwrap();
    assert!(remount.success());
    let mut library = Library::open(&disk.join("library")).unwrap();
    assert_eq!(
        library
            .get_annotation(
                &library
                    .list_annotations(&yandu::AnnotationFilter::default())
                    .unwrap()
                    .items[0]
                    .id
            )
            .unwrap()
            .comment,
        "先前的批注"
    );
    assert!(library.doctor(Repair::Yes).unwrap().iter().all(|c| c.ok));
}

#[test]
fn a_read_only_disk_is_said_and_nothing_is_lost() {
    on_a_small_disk("disk::a_disk_that_became_read_only", 24);
}

/// Files that go between being listed and being read, and folders with them.
#[test]
fn files_that_vanish_are_lines_of_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    std::fs::create_dir(&files).unwrap();
    for n in 0..600 {
        std::fs::write(
            files.join(format!("{n:03}.txt")),
            format!("第{n}份材料，内容各不相同。"),
        )
        .unwrap();
    }
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    let mut first = true;
    let report = library
        .import(
            std::slice::from_ref(&files),
            &ImportOptions::default(),
            &mut |_, _, _| {
                if std::mem::take(&mut first) {
                    std::fs::remove_dir_all(&files).unwrap();
                }
                true
            },
        )
        .unwrap();
    assert_eq!(report.items.len(), 600);
    assert!(
        report.added > 0 && report.failed > 0,
        "{} {}",
        report.added,
        report.failed
    );
    let gone = report
        .items
        .iter()
        .find(|i| i.status == ImportStatus::Failed)
        .unwrap();
    assert!(gone.reason.is_some() && gone.hint.is_some() && gone.path.contains(".txt"));
    assert!(library.doctor(Repair::No).unwrap().iter().all(|c| c.ok));
}

/// The index goes while the library is open: the answer stays whole.
#[test]
fn an_index_that_vanishes_while_it_is_used_changes_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    library.flush_index().unwrap();
    let hits = |library: &mut Library| {
        library
            .search("读书", &SearchOptions::default())
            .unwrap()
            .hits
    };
    let before = hits(&mut library);
    for entry in std::fs::read_dir(folder.path()).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with("index-") {
            std::fs::remove_dir_all(entry.path()).unwrap();
        }
    }
    assert_eq!(hits(&mut library), before);
    let file = folder.path().join("新.txt");
    std::fs::write(&file, "读书会的新材料。").unwrap();
    library
        .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    library.flush_index().unwrap();
    assert_eq!(hits(&mut library), before + 1);
    drop(library);
    let mut library = Library::open(folder.path()).unwrap();
    assert_eq!(hits(&mut library), before + 1);
}

/// Snapshots of a day that has not come yet, and a clock that goes back: rotation keeps the copies that it should.
#[test]
fn a_clock_that_jumps_removes_no_good_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let library = sample_library(folder.path());
    let made = library.add_snapshot().unwrap();
    let shelf = folder.path().join("snapshots");
    for future in ["20991231-235959", "20990101-000000"] {
        std::fs::copy(&made.path, shelf.join(format!("{future}.sqlite"))).unwrap();
    }
    let again = library.add_snapshot().unwrap();
    let kept: Vec<String> = library
        .list_snapshots()
        .unwrap()
        .into_iter()
        .map(|s| s.name)
        .collect();
    assert!(kept.contains(&again.name), "{kept:?}");
    assert!(kept.contains(&"20991231-235959".to_owned()), "{kept:?}");
    // A day whose snapshot is of the future is no reason to make none today.
    drop(library);
    let library = Library::open(folder.path()).unwrap();
    std::fs::remove_file(shelf.join(format!("{}.sqlite", again.name))).unwrap();
    let _ = std::fs::remove_file(&made.path);
    assert!(library.add_daily_snapshot().unwrap().is_some());
}
