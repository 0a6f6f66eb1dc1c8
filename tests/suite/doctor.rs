//! doctor repairs every damage of an index, and names every damage of the database with the last good snapshot.

use std::path::{Path, PathBuf};

use yandu::{Check, Library, Repair, SearchOptions};

use crate::shared::{Dice, sample_library};

const ASKED: [&str; 4] = ["读书", "先争", "调查研究", "的"];

fn answers(library: &mut Library) -> Vec<(u32, u64)> {
    let mut ask = |query: &&str| {
        let answer = library.search(query, &SearchOptions::default()).unwrap();
        (answer.documents, answer.hits)
    };
    ASKED.iter().map(&mut ask).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// A library with a committed index and a snapshot, to be copied and damaged; and what it answers.
fn whole() -> (tempfile::TempDir, Vec<(u32, u64)>) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    library.flush_index().unwrap();
    library.add_snapshot().unwrap();
    let expected = answers(&mut library);
    assert!(expected.iter().all(|(documents, _)| *documents > 0));
    (folder, expected)
}

fn index_folders(library: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(library).unwrap();
    let is_index = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with("index-"))
    };
    entries.map(|e| e.unwrap().path()).filter(is_index)
}

fn index_folder(library: &Path) -> PathBuf {
    index_folders(library).next().unwrap()
}

/// Ways in which a file breaks.
const BREAKS: [fn(&Path); 5] = [
    |file| std::fs::remove_file(file).unwrap(),
    |file| std::fs::write(file, b"").unwrap(),
    |file| {
        let bytes = std::fs::read(file).unwrap();
        std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    },
    |file| flip(file, 2),
    |file| std::fs::write(file, "这不是索引".repeat(200)).unwrap(),
];

/// Flips a bit a so-manieth of the way through a file.
fn flip(file: &Path, part: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    if let Some(byte) = bytes.len().checked_sub(1).map(|last| last / part) {
        bytes[byte] ^= 4;
    }
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn every_damage_of_the_index_is_repaired() {
    let (template, expected) = whole();
    let names: Vec<_> = files_below(&index_folder(template.path()))
        .iter()
        .map(|f| f.file_name().unwrap().to_owned())
        .collect();
    assert!(names.len() > 5, "{names:?}");
    let mut repaired = 0;
    for name in &names {
        for (way, damage) in BREAKS.iter().enumerate() {
            let folder = tempfile::tempdir().unwrap();
            copy(template.path(), folder.path());
            let file = index_folder(folder.path()).join(name);
            damage(&file);
            let damaged = std::fs::read(&file).ok();
            let mut library = Library::open(folder.path()).unwrap();
            // A damage that opening did not notice, so that the index is still the damaged one, is named.
            let named = !library.doctor(Repair::No).unwrap().iter().all(|c| c.ok);
            let bookkeeping = [".json", ".lock"]
                .iter()
                .any(|end| name.to_string_lossy().ends_with(end));
            let lies_there = damaged.is_some()
                && std::fs::read(&file).ok() == damaged
                && index_folders(folder.path()).count() == 1;
            assert!(
                named || !lies_there || bookkeeping,
                "{name:?} way {way}: unseen"
            );
            let checks = library.doctor(Repair::Yes).unwrap();
            assert!(
                checks.iter().all(|c| c.ok),
                "{name:?} way {way}: {checks:?}"
            );
            assert_eq!(answers(&mut library), expected, "{name:?} way {way}");
            drop(library);
            let mut library = Library::open(folder.path()).unwrap();
            assert!(
                library.doctor(Repair::No).unwrap().iter().all(|c| c.ok),
                "{name:?} way {way}: it lasts"
            );
            repaired += 1;
        }
    }
    println!("{repaired} damages of {} index files repaired", names.len());
}

/// The checks of a library, whether it opens or not.
fn look(folder: &Path) -> Vec<Check> {
    match Library::open(folder) {
        Ok(mut library) => library.doctor(Repair::Yes).unwrap(),
        Err(error) => vec![Library::doctor_of_damaged(folder, &error)],
    }
}

/// Damages of the database: what is done to the folder, and the check that must say it.
type Damage = (&'static str, fn(&Path), &'static str);

fn sql(folder: &Path, statement: &str) {
    let connection = rusqlite::Connection::open(folder.join("library.sqlite")).unwrap();
    connection.execute_batch(statement).unwrap();
}

const DAMAGES: [Damage; 8] = [
    (
        "a database of garbage",
        |f| std::fs::write(f.join("library.sqlite"), vec![7; 9000]).unwrap(),
        "database",
    ),
    (
        "half of a database",
        |f| {
            let bytes = std::fs::read(f.join("library.sqlite")).unwrap();
            std::fs::write(f.join("library.sqlite"), &bytes[..bytes.len() / 2]).unwrap();
        },
        "database",
    ),
    (
        "pages of zeros",
        |f| {
            let mut bytes = std::fs::read(f.join("library.sqlite")).unwrap();
            let middle = bytes.len() / 2 / 4096 * 4096;
            bytes[middle..middle + 5 * 4096].fill(0);
            std::fs::write(f.join("library.sqlite"), bytes).unwrap();
        },
        "database",
    ),
    (
        "a paragraph that is gone",
        |f| {
            sql(
                f,
                "DELETE FROM block WHERE id = (SELECT max(id) FROM block)",
            )
        },
        "texts",
    ),
    (
        "a letter that is another",
        |f| {
            sql(
                f,
                "UPDATE block SET text = replace(text, '读书', '读报') WHERE text LIKE '%读书%'",
            );
        },
        "texts",
    ),
    (
        "a tag of a document that is gone",
        |f| {
            sql(
                f,
                "PRAGMA foreign_keys=OFF; INSERT INTO tag VALUES (77, '无主'); INSERT INTO document_tag VALUES (9999, 77)",
            );
        },
        "references",
    ),
    (
        "an original that is gone",
        |f| std::fs::remove_file(original(f)).unwrap(),
        "originals",
    ),
    (
        "an original that was changed",
        |f| flip(&original(f), 2),
        "originals",
    ),
];

fn original(folder: &Path) -> PathBuf {
    let mut shelves: Vec<_> = std::fs::read_dir(folder.join("originals"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    shelves.sort();
    files_below(&shelves[0])[0].clone()
}

#[test]
fn every_damage_of_the_database_is_named_with_the_way_back() {
    let (template, expected) = whole();
    let snapshot = Library::snapshots_in(template.path()).unwrap()[0]
        .name
        .clone();
    for (name, damage, check) in DAMAGES {
        let folder = tempfile::tempdir().unwrap();
        copy(template.path(), folder.path());
        damage(folder.path());
        let checks = look(folder.path());
        let said = checks.iter().find(|c| c.name == check).unwrap();
        assert!(
            !said.ok && said.detail.contains(&snapshot),
            "{name}: {checks:?}"
        );
        if check != "originals" {
            // The way that was named leads back.
            let copy = folder.path().join(format!("snapshots/{snapshot}.sqlite"));
            let restored = match Library::open(folder.path()) {
                Ok(library) => library.restore(&copy),
                Err(_) => Library::recover(folder.path(), &copy),
            };
            let mut library = restored.unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(answers(&mut library), expected, "{name}");
            assert!(
                library.doctor(Repair::Yes).unwrap().iter().all(|c| c.ok),
                "{name}"
            );
        }
    }
}

#[test]
fn random_bits_of_the_database_never_end_the_program() {
    let (template, _) = whole();
    let (mut dice, mut named) = (Dice(21), 0);
    for round in 0..60 {
        let folder = tempfile::tempdir().unwrap();
        copy(template.path(), folder.path());
        let file = folder.path().join("library.sqlite");
        let mut bytes = std::fs::read(&file).unwrap();
        for _ in 0..40 {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }
        std::fs::write(&file, bytes).unwrap();
        let checks = look(folder.path());
        named += usize::from(checks.iter().any(|c| !c.ok));
        assert!(!checks.is_empty(), "round {round}");
    }
    assert!(named > 40, "{named} of 60 were named");
    println!("{named} of 60 random damages were named; the others lie where nothing checks");
}

#[test]
fn a_snapshot_that_is_damaged_is_not_the_way_back() {
    let (template, _) = whole();
    let library = Library::open(template.path()).unwrap();
    let good = library.list_snapshots().unwrap()[0].clone();
    drop(library);
    let newer = good.path.with_file_name("99990101-000000.sqlite");
    std::fs::write(&newer, b"garbage").unwrap();
    std::fs::write(template.path().join("library.sqlite"), vec![7; 9000]).unwrap();
    let checks = look(template.path());
    assert!(checks[0].detail.contains(&good.name), "{checks:?}");
}

#[test]
fn every_snapshot_can_be_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(&folder.path().join("library"));
    let ids: Vec<String> = {
        let filter = yandu::DocumentFilter {
            limit: 100,
            ..Default::default()
        };
        library
            .list_documents(&filter)
            .unwrap()
            .items
            .into_iter()
            .map(|d| d.id)
            .collect()
    };
    // A copy a day: the names say when.
    let mut copies = Vec::new();
    for (day, id) in ids.iter().take(5).enumerate() {
        library.add_tag(std::slice::from_ref(id), "进度").unwrap();
        let made = library.add_snapshot().unwrap();
        let name = folder.path().join(format!("2026010{day}.sqlite"));
        std::fs::rename(made.path, &name).unwrap();
        copies.push((name, day + 1));
    }
    for (copy, tagged) in copies {
        library = library.restore(&copy).unwrap();
        let tags = library.list_tags().unwrap();
        assert_eq!(tags[0].documents as usize, tagged, "{}", copy.display());
        assert_eq!(
            library
                .search("标签:进度", &SearchOptions::default())
                .unwrap()
                .documents as usize,
            tagged
        );
        assert!(library.doctor(Repair::No).unwrap().iter().all(|c| c.ok));
    }
}
