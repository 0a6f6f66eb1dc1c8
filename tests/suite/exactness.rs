//! Every substring is found, nothing else, and every mark is right: against a plain scan.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use yandu::{ImportOptions, Library, SearchOptions};
use yandu_search::fold;

use crate::shared::shared;

/// A small generator with a fixed seed: the same cuts in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// Every file's documents in order, each with its blocks.
struct Scan {
    /// Document ids of one file, with their folded texts.
    files: Vec<Vec<(String, String)>>,
}

impl Scan {
    fn of(library: &Library) -> Scan {
        let filter = yandu::DocumentFilter {
            limit: u32::MAX,
            order: yandu::DocumentOrder::Added,
            ..Default::default()
        };
        let mut files: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        let mut items = library.list_documents(&filter).unwrap().items;
        items.reverse();
        for item in items {
            let text: String = library
                .get_document(&item.id)
                .unwrap()
                .blocks
                .iter()
                .map(|b| fold(&b.text))
                .collect();
            files
                .entry(item.parent.unwrap_or(item.id.clone()))
                .or_default()
                .push((item.id, text));
        }
        Scan {
            files: files.into_values().collect(),
        }
    }

    /// Hits by the document in which they begin.
    fn find(&self, needle: &str) -> HashMap<&str, u32> {
        let mut found = HashMap::new();
        let step = needle.chars().next().map_or(1, char::len_utf8);
        for parts in &self.files {
            let whole: String = parts.iter().map(|p| p.1.as_str()).collect();
            let mut at = 0;
            while let Some(hit) = whole[at..].find(needle).map(|h| h + at) {
                let mut end = 0;
                for (id, text) in parts {
                    end += text.len();
                    if hit < end {
                        *found.entry(id.as_str()).or_default() += 1;
                        break;
                    }
                }
                at = hit + step;
            }
        }
        found
    }

    fn cut(&self, random: &mut Random, length: usize) -> String {
        let parts = &self.files[random.below(self.files.len())];
        let whole: Vec<char> = parts.iter().flat_map(|p| p.1.chars()).collect();
        let from = random.below(whole.len().saturating_sub(length).max(1));
        whole[from..(from + length).min(whole.len())]
            .iter()
            .collect()
    }
}

fn check(library: &mut Library, scan: &Scan, query: &str) {
    let needle = fold(query);
    let expected = scan.find(&needle);
    let options = SearchOptions {
        limit: 100_000,
        hits: 1,
        ..SearchOptions::default()
    };
    let answer = library.search(&format!("\"{query}\""), &options).unwrap();
    let got: HashMap<&str, u32> = answer
        .items
        .iter()
        .map(|i| (i.id.as_str(), i.hits))
        .collect();
    assert_eq!(got, expected, "{query}");
    assert_eq!(
        answer.hits,
        expected.values().map(|n| u64::from(*n)).sum::<u64>(),
        "{query}"
    );
    for item in answer.items.iter().take(20) {
        assert_eq!(
            item.passages.len(),
            1,
            "{query}: no verified passage in {}",
            item.title
        );
        let passage = &item.passages[0];
        let document = library.get_document(&item.id).unwrap();
        let end = passage.end_block.map_or(passage.end, |_| u32::MAX) as usize;
        let block = &document.blocks[passage.block as usize].text;
        let marked: String = block
            .chars()
            .take(end)
            .skip(passage.start as usize)
            .collect();
        let marked = fold(&marked);
        assert!(
            !marked.is_empty() && needle.starts_with(&marked),
            "{query}: {marked}"
        );
        assert!(
            passage.end_block.is_some() || marked == needle,
            "{query}: {marked}"
        );
    }
}

fn run(paths: &[PathBuf], cuts: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let options = ImportOptions {
        allow_classified: true,
        ..Default::default()
    };
    let report = library
        .import(paths, &options, &mut |_, _, _| true)
        .unwrap();
    assert!(report.added > 0 && report.failed == 0, "{report:?}");
    let scan = Scan::of(&library);
    let mut random = Random(20_101_119);
    for n in 0..cuts {
        let length = match n % 4 {
            0 => 1 + random.below(4),
            1 => 5 + random.below(12),
            2 => 17 + random.below(60),
            _ => 77 + random.below(124),
        };
        let query = scan.cut(&mut random, length);
        check(&mut library, &scan, &query);
    }
}

#[test]
fn random_cuts_of_the_sample() {
    run(
        &[Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample")],
        600,
    );
}

#[test]
fn random_cuts_of_real_texts() {
    let Some(shared) = shared() else { return };
    let folders = [
        "seed",
        "corpus/circulars",
        "corpus/traditional",
        "corpus/messy",
        "samples/docx",
    ];
    run(&folders.map(|f| shared.join(f)), 500);
}

#[test]
fn queries_without_their_marks() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let paths = [
        shared.join("corpus/circulars"),
        shared.join("corpus/speeches/provincial-work-reports-2026"),
    ];
    library
        .import(&paths, &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let scan = Scan::of(&library);
    for query in [
        "十四五规划",
        "一带一路倡议",
        "两个确立的决定性意义",
        "双碳目标",
        "十四五时期",
        "放管服改革",
        "三农工作",
        "五位一体总体布局",
    ] {
        check(&mut library, &scan, query);
    }
    let answer = library
        .search("十四五时期", &SearchOptions::default())
        .unwrap();
    assert!(answer.documents > 5);
}

#[test]
fn a_cut_across_cover_and_attachment_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample/通知-印发讲话.txt");
    library
        .import(&[sample], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let answer = library
        .search("2021年4月12日在全市读书活动", &SearchOptions::default())
        .unwrap();
    assert_eq!((answer.documents, answer.hits), (1, 1));
    let passage = &answer.items[0].passages[0];
    assert!(
        passage.end_document.is_some() && passage.end_block == Some(0),
        "{passage:?}"
    );
}
