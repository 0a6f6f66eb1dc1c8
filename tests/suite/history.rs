//! Undo, trash, collections, copies, locks.

use std::path::Path;

use yandu::{
    DocumentFilter, ErrorCode, ImportOptions, Library, LibraryError, Repair, SearchOptions,
};

use crate::shared::sample_library;

fn ids(library: &Library) -> Vec<String> {
    let filter = DocumentFilter {
        limit: 100,
        ..DocumentFilter::default()
    };
    library
        .list_documents(&filter)
        .unwrap()
        .items
        .into_iter()
        .map(|d| d.id)
        .collect()
}

#[test]
fn every_operation_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let all = ids(&library);
    library.add_tag(&all[..3], "必读").unwrap();
    library.add_to_collection("九月学习", &all[..2]).unwrap();
    let changes = library.trash_documents(&all[..1]).unwrap();
    assert!(changes.tables.contains("document"));
    assert_eq!(library.undo().unwrap().name, "移入回收站");
    assert_eq!(ids(&library).len(), all.len());
    assert_eq!(library.undo().unwrap().name, "加入专题");
    assert!(library.list_collections().unwrap().is_empty());
    assert_eq!(library.undo().unwrap().name, "添加标签");
    assert!(library.list_tags().unwrap().is_empty());
    let last = library.undo();
    assert!(
        matches!(last, Err(LibraryError::LastIsImport { .. })),
        "{last:?}"
    );
}

#[test]
fn a_refused_change_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    library.add_collection("专题甲").unwrap();
    assert!(matches!(
        library.add_collection("专题甲"),
        Err(LibraryError::NameTaken(_))
    ));
    assert!(library.add_tag(&["ffffffffffff".to_owned()], "x").is_err());
    assert!(library.list_tags().unwrap().is_empty());
    assert!(matches!(
        library.get_document("abc"),
        Err(LibraryError::ShortId(_))
    ));
}

#[test]
fn trash_hides_from_search_and_gives_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let found = library.search("菌菇", &SearchOptions::default()).unwrap();
    let id = found.items[0].id.clone();
    library.trash_documents(std::slice::from_ref(&id)).unwrap();
    assert_eq!(
        library
            .search("菌菇", &SearchOptions::default())
            .unwrap()
            .documents,
        0
    );
    library.restore_documents(&[id]).unwrap();
    assert_eq!(
        library
            .search("菌菇", &SearchOptions::default())
            .unwrap()
            .documents,
        1
    );
}

#[test]
fn a_cover_takes_its_speech_to_the_trash() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let before = ids(&library).len();
    let cover = library
        .search("文号:青读办〔2021〕3号", &SearchOptions::default())
        .unwrap()
        .items[0]
        .id
        .clone();
    library.trash_documents(&[cover]).unwrap();
    assert_eq!(ids(&library).len(), before - 2);
}

#[test]
fn backup_and_restore() {
    let folder = tempfile::tempdir().unwrap();
    let library = sample_library(&folder.path().join("a"));
    let count = library.count_documents().unwrap();
    let file = folder.path().join("备份.yandu");
    assert!(library.backup(&file).unwrap() > 0);
    drop(library);
    let other = Library::open(&folder.path().join("b")).unwrap();
    let mut restored = other.restore(&file).unwrap();
    assert_eq!(restored.count_documents().unwrap(), count);
    assert_eq!(
        restored
            .search("菌菇", &SearchOptions::default())
            .unwrap()
            .documents,
        1
    );
    assert!(restored.doctor(Repair::No).unwrap().iter().all(|c| c.ok));
}

/// Imports a text and commits the index.
fn add(library: &mut Library, folder: &Path, text: &str) {
    let file = folder.join(format!("{text}.txt"));
    std::fs::write(&file, text).unwrap();
    let report = library.import(&[file], &ImportOptions::default(), &mut |_, _, _| true);
    assert_eq!(report.unwrap().added, 1);
    library.flush_index().unwrap();
}

fn hits(library: &mut Library, query: &str) -> u64 {
    let answer = library.search(query, &SearchOptions::default());
    answer.unwrap().hits
}

/// The index that lies there knows texts that the snapshot does not, under numbers that are given anew.
#[test]
fn an_index_of_the_replaced_library_is_not_taken_for_the_restored_one_s() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("library");
    let mut library = sample_library(&home);
    let snapshot = library.add_snapshot().unwrap();
    add(&mut library, folder.path(), "后来的一份材料，快照里没有。");
    drop(library);
    std::fs::write(home.join("library.sqlite"), vec![7; 9000]).unwrap();
    let mut library = Library::recover(&home, &snapshot.path).unwrap();
    add(&mut library, folder.path(), "恢复以后的另一份材料。");
    assert_eq!(hits(&mut library, "快照里没有"), 0);
    assert_eq!(hits(&mut library, "恢复以后的另一份"), 1);
    assert!(library.doctor(Repair::No).unwrap().iter().all(|c| c.ok));
}

/// Two libraries came from one backup and went on apart; the backup of one is put into the place of the other, whose
/// index is behind it, but of another past.
#[test]
fn an_index_of_another_past_is_not_taken_for_the_restored_one_s() {
    let folder = tempfile::tempdir().unwrap();
    let early = folder.path().join("early.yandu");
    let origin = sample_library(&folder.path().join("origin"));
    origin.backup(&early).unwrap();
    let begin = |name: &str| {
        let home = folder.path().join(name);
        std::fs::create_dir(&home).unwrap();
        Library::recover(&home, &early).unwrap()
    };
    let (mut one, mut other) = (begin("one"), begin("other"));
    for text in ["甲处后来的材料。", "甲处更晚的材料。", "甲处最晚的材料。"]
    {
        add(&mut one, folder.path(), text);
    }
    let late = folder.path().join("late.yandu");
    one.backup(&late).unwrap();
    add(&mut other, folder.path(), "乙处自己的材料。");
    let home = other.folder().to_owned();
    drop(other);
    std::fs::write(home.join("library.sqlite"), vec![7; 9000]).unwrap();
    let mut library = Library::recover(&home, &late).unwrap();
    assert_eq!(hits(&mut library, "甲处后来的材料"), 1);
    assert_eq!(hits(&mut library, "乙处自己"), 0);
    assert!(library.doctor(Repair::No).unwrap().iter().all(|c| c.ok));
}

#[test]
fn a_bad_backup_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let library = sample_library(&folder.path().join("a"));
    let count = library.count_documents().unwrap();
    let file = folder.path().join("坏.yandu");
    std::fs::write(&file, "不是数据库").unwrap();
    assert!(library.restore(&file).is_err());
    let library = Library::open(&folder.path().join("a")).unwrap();
    assert_eq!(library.count_documents().unwrap(), count);
}

#[test]
fn snapshots_are_whole_and_rotate() {
    let folder = tempfile::tempdir().unwrap();
    let library = sample_library(folder.path());
    let snapshot = library.add_snapshot().unwrap();
    assert!(library.add_daily_snapshot().unwrap().is_none());
    for day in 1..=30 {
        let name = format!("202001{day:02}-120000.sqlite");
        std::fs::copy(&snapshot.path, folder.path().join("snapshots").join(name)).unwrap();
    }
    library.add_snapshot().unwrap();
    let kept = library.list_snapshots().unwrap();
    assert!((7..=11).contains(&kept.len()), "{}", kept.len());
}

#[test]
fn a_second_process_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _library = sample_library(folder.path());
    let second = Library::open(folder.path());
    assert!(matches!(
        second.as_ref().map_err(LibraryError::code),
        Err(ErrorCode::Refused)
    ));
}

#[test]
fn a_newer_library_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(sample_library(folder.path()));
    let path = folder.path().join("library.sqlite");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);
    assert!(matches!(
        Library::open(folder.path()),
        Err(LibraryError::Newer { found: 99, .. })
    ));
}

#[test]
fn a_damaged_database_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("library.sqlite"),
        "这不是一个数据库文件".repeat(200),
    )
    .unwrap();
    let opened = Library::open(folder.path());
    assert!(matches!(
        opened.as_ref().map_err(LibraryError::code),
        Err(ErrorCode::Damaged)
    ));
}
