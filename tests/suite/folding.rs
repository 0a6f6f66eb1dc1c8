//! What the fold calls equal is found, in the original and with right marks.

use std::path::Path;

use yandu::{Answer, ImportOptions, Library, SearchOptions};
use yandu_search::fold;

use crate::shared::{rows, shared, skipped};

/// A library with these files.
fn library_of(folder: &Path, files: &[(&str, &str)]) -> Library {
    let texts = folder.join("texts");
    std::fs::create_dir_all(&texts).unwrap();
    for (name, text) in files {
        std::fs::write(texts.join(name), text).unwrap();
    }
    let mut library = Library::open(&folder.join("library")).unwrap();
    let report = library
        .import(&[texts], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    assert_eq!(report.added as usize, files.len(), "{report:?}");
    library
}

fn search(library: &mut Library, query: &str) -> Answer {
    library.search(query, &SearchOptions::default()).unwrap()
}

/// The text that the first passage marks.
fn marked(library: &Library, answer: &Answer) -> String {
    let item = &answer.items[0];
    let passage = &item.passages[0];
    let document = library.get_document(&item.id).unwrap();
    let text = &document.blocks[passage.block as usize].text;
    let chars = text.chars().take(passage.end as usize);
    chars.skip(passage.start as usize).collect()
}

#[test]
fn the_cases_of_others_are_found() {
    let Some(cases) = shared().map(|s| s.join("cases/search-fold")) else {
        return;
    };
    if !cases.is_dir() {
        return skipped("no cases/search-fold");
    }
    for row in rows(&cases.join("expected.tsv")) {
        let folder = tempfile::tempdir().unwrap();
        let text = std::fs::read_to_string(cases.join(&row["file"])).unwrap();
        let mut library = library_of(folder.path(), &[(&row["file"], &text)]);
        let query = &row["query"];
        let answer = search(&mut library, query);
        assert_eq!(answer.documents, 1, "{}: {query}", row["file"]);
        let marked = fold(&marked(&library, &answer));
        let first = fold(query.split(' ').next().unwrap());
        assert!(
            marked == fold(query) || marked == first,
            "{query}: {marked}"
        );
        library.flush_index().unwrap();
        assert_eq!(search(&mut library, query).documents, 1, "{query}, indexed");
    }
}

#[test]
fn what_is_written_as_typed_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("a.txt", "了望台的了望员\n\n在了望台上了望，了望，了望。"),
        (
            "b.txt",
            "瞭望塔\n\n登上瞭望塔，向远处看。这里还有很多别的文字，所以得分低。",
        ),
        ("c.txt", "隨著形勢的發展，隨著工作的開展，隨著隨著。"),
        (
            "d.txt",
            "随着形势的发展，一切都在变化，另有许多与此无关的字句。",
        ),
    ];
    let mut library = library_of(folder.path(), &files);
    for indexed in [false, true] {
        let first = |library: &mut Library, query: &str| {
            let answer = search(library, query);
            assert_eq!(answer.documents, 2, "{query}");
            answer.items[0].passages[0].snippet.clone()
        };
        assert!(first(&mut library, "瞭望").contains("瞭望"), "{indexed}");
        assert!(first(&mut library, "了望").contains("了望"), "{indexed}");
        assert!(first(&mut library, "随着").contains("随着"), "{indexed}");
        assert!(first(&mut library, "隨著").contains("隨著"), "{indexed}");
        library.flush_index().unwrap();
    }
}

#[test]
fn words_of_an_alphabet_keep_their_borders() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("a.txt", "Look at me at once. It was the rapist.\n"),
        (
            "b.txt",
            "A thera-\npist ate meatballs, meatballs, meatballs.\n",
        ),
        (
            "c.txt",
            "加入 W T O 以后，meat 的进口增加，许多别的话也写在这里。\n",
        ),
        ("d.txt", "加入ＷＴＯ的承诺\n"),
    ];
    let mut library = library_of(folder.path(), &files);
    for _ in 0..2 {
        let found = |library: &mut Library, query: &str| {
            let answer = search(library, query);
            let hits: Vec<u32> = answer.items.iter().map(|i| i.hits).collect();
            assert!(
                answer
                    .items
                    .iter()
                    .all(|i| i.passages.len() == i.hits.min(3) as usize),
                "{query}"
            );
            (answer.documents, hits)
        };
        // The whole word first, though the other document has it three times inside of longer ones.
        assert_eq!(found(&mut library, "meat"), (2, vec![1, 3]));
        assert_eq!(found(&mut library, "\"me at\""), (1, vec![1]));
        assert_eq!(found(&mut library, "\"the rapist\""), (1, vec![1]));
        assert_eq!(found(&mut library, "WTO").0, 2);
        assert_eq!(found(&mut library, "\"W T O\"").0, 2);
        library.flush_index().unwrap();
    }
}

#[test]
fn numbers_that_differ_are_other_texts() {
    let pairs = [
        (
            "今年比去年下降-5%，形势严峻。",
            "今年比去年下降5%，形势严峻。",
        ),
        ("每组安排3—5人，轮流值班。", "每组安排35人，轮流值班。"),
        ("投入12 34万，都已到位。", "投入1234万，都已到位。"),
        (
            "经研究，（不）同意该方案的实施。",
            "经研究，不同意该方案的实施。",
        ),
        (
            "增长12.5个百分点，好于预期。",
            "增长125个百分点，好于预期。",
        ),
    ];
    for (a, b) in pairs {
        let folder = tempfile::tempdir().unwrap();
        // Both come in: none is taken for a copy of the other.
        library_of(folder.path(), &[("a.txt", a), ("b.txt", b)]);
        for (source, draft) in [(a, b), (b, a)] {
            let folder = tempfile::tempdir().unwrap();
            let mut library = library_of(folder.path(), &[("a.txt", source)]);
            let status = |library: &mut Library, quoted: &str| {
                let draft = yandu::Draft::of_text(&format!("他说：“{quoted}”"));
                let report = library
                    .check_quotations(&draft, false, &mut |_, _| true)
                    .unwrap();
                report.quotes[0].status
            };
            assert_eq!(
                status(&mut library, draft),
                yandu::QuotationStatus::Differs,
                "{draft}"
            );
            assert_eq!(
                status(&mut library, source),
                yandu::QuotationStatus::Exact,
                "{source}"
            );
        }
    }
}

#[test]
fn full_width_decimals_are_the_same_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = library_of(
        folder.path(),
        &[("a.txt", "增长１１．１％，比上年提高２．５个百分点。")],
    );
    let copy = folder.path().join("copy.txt");
    std::fs::write(&copy, "增长11.1%，比上年提高2.5个百分点。").unwrap();
    let report = library
        .import(&[copy], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    assert_eq!(report.added, 0, "{report:?}");
}

#[test]
fn an_upgrade_takes_the_hashes_again() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("library");
    let library = library_of(
        folder.path(),
        &[("a.txt", "隨著形勢的發展，增長１１．１％。")],
    );
    drop(library);
    let connection = rusqlite::Connection::open(place.join("library.sqlite")).unwrap();
    connection
        .execute_batch("UPDATE document SET folded_hash = 'old', folded_chars = 1; DELETE FROM setting WHERE name = 'fold'")
        .unwrap();
    drop(connection);
    let mut library = Library::open(&place).unwrap();
    let copy = folder.path().join("copy.txt");
    std::fs::write(&copy, "随着形势的发展，增长11.1%。").unwrap();
    let report = library
        .import(&[copy], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    assert_eq!(report.added, 0, "{report:?}");
}
