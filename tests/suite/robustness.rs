//! An index that is lost, damaged or behind: search stays complete.

use std::path::{Path, PathBuf};

use yandu::{ImportOptions, Library, Repair, SearchOptions};

use crate::shared::{sample_folder, sample_library};

fn index_folder(folder: &Path) -> PathBuf {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|e| e.path());
    entries
        .into_iter()
        .find(|p| {
            p.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("index-")
        })
        .unwrap()
}

fn hits(library: &mut Library) -> u64 {
    library
        .search("读书", &SearchOptions::default())
        .unwrap()
        .hits
}

#[test]
fn a_lost_index_is_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let expected = hits(&mut library);
    drop(library);
    std::fs::remove_dir_all(index_folder(folder.path())).unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    assert_eq!(hits(&mut library), expected);
    library.flush_index().unwrap();
    drop(library);
    let mut library = Library::open(folder.path()).unwrap();
    assert_eq!(hits(&mut library), expected);
}

#[test]
fn damaged_index_files_lead_to_a_new_index() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let expected = hits(&mut library);
    drop(library);
    for entry in std::fs::read_dir(index_folder(folder.path()))
        .unwrap()
        .flatten()
    {
        let path = entry.path();
        if path
            .extension()
            .is_some_and(|e| ["term", "pos", "idx", "fast"].iter().any(|x| e == *x))
        {
            std::fs::write(&path, b"damaged").unwrap();
        }
    }
    let mut library = Library::open(folder.path()).unwrap();
    let checks = library.doctor(Repair::Yes).unwrap();
    assert!(checks.iter().all(|c| c.ok), "{checks:?}");
    assert_eq!(hits(&mut library), expected);
}

#[test]
fn an_index_of_another_library_is_not_used() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(sample_library(a.path()));
    let mut second = Library::open(b.path()).unwrap();
    second
        .import(
            &[sample_folder().join("典型材料-石桥村.txt")],
            &ImportOptions::default(),
            &mut |_, _, _| true,
        )
        .unwrap();
    drop(second);
    std::fs::remove_dir_all(index_folder(b.path())).unwrap();
    std::fs::rename(index_folder(a.path()), b.path().join("index-2")).unwrap();
    let mut second = Library::open(b.path()).unwrap();
    let answer = second.search("石桥村", &SearchOptions::default()).unwrap();
    assert_eq!(answer.documents, 1);
}

#[test]
fn an_index_that_is_behind_catches_up_beside_a_new_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let expected = hits(&mut library);
    // Few texts stay in the overlay; closing without a flush leaves the index behind.
    drop(library);
    let file = folder.path().join("新.txt");
    std::fs::write(&file, "另一份新的材料。").unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    library
        .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    library.flush_index().unwrap();
    assert_eq!(hits(&mut library), expected);
    drop(library);
    let mut library = Library::open(folder.path()).unwrap();
    assert_eq!(hits(&mut library), expected);
    assert_eq!(
        library
            .search("另一份新的材料", &SearchOptions::default())
            .unwrap()
            .hits,
        1
    );
}

#[test]
fn what_comes_back_from_the_trash_is_found_after_a_rebuild() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let id = library
        .search("菌菇", &SearchOptions::default())
        .unwrap()
        .items[0]
        .id
        .clone();
    library.trash_documents(std::slice::from_ref(&id)).unwrap();
    library.rebuild_indexes().unwrap();
    assert_eq!(
        library
            .search("菌菇", &SearchOptions::default())
            .unwrap()
            .hits,
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
