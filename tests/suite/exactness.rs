//! Every substring is found, nothing else, and every mark is right: against a plain scan.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use yandu::{ImportOptions, Library, SearchOptions};
use yandu_search::{fold, fold_with_origin};

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

/// What stands before each char of a folded text: a blank between two words of an alphabet, nothing, or something
/// else, which may be read either way. Written apart from the product.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Nothing,
    Blank,
    Either,
}

/// A folded text with its gaps.
#[derive(Default)]
struct Text {
    chars: Vec<char>,
    gaps: Vec<Gap>,
}

impl Text {
    fn of(blocks: &[&str]) -> Text {
        let mut text = Text::default();
        for block in blocks {
            let original: Vec<char> = block.chars().collect();
            let folded = fold_with_origin(block);
            let mut last = None;
            for (c, at) in folded.text.chars().zip(folded.origin) {
                let between =
                    &original[last.map_or(0, |l: u32| (l + 1).min(at) as usize)..at as usize];
                text.gaps.push(match last {
                    None => Gap::Either,
                    Some(_) if between.is_empty() => Gap::Nothing,
                    Some(_) if between.iter().all(|c| c.is_whitespace() && *c != '\n') => {
                        Gap::Blank
                    }
                    Some(_) => Gap::Either,
                });
                text.chars.push(c);
                last = Some(at);
            }
        }
        text.spaced_out();
        text
    }

    fn is_letter(&self, at: usize) -> bool {
        self.chars
            .get(at)
            .is_some_and(|c| c.is_alphabetic() && *c < '\u{2e80}')
    }

    /// A single letter beside a single letter: W T O.
    fn spaced_out(&mut self) {
        let joined = |at: usize| {
            self.is_letter(at - 1) && self.is_letter(at) && self.gaps[at] == Gap::Nothing
        };
        let single =
            |at: usize| (at == 0 || !joined(at)) && (at + 1 == self.chars.len() || !joined(at + 1));
        let either: Vec<usize> = (1..self.chars.len())
            .filter(|at| self.gaps[*at] == Gap::Blank && single(at - 1) && single(*at))
            .collect();
        either
            .into_iter()
            .for_each(|at| self.gaps[at] = Gap::Either);
    }

    fn holds_at(&self, at: usize, needle: &Text) -> bool {
        self.chars[at..].starts_with(&needle.chars)
            && (1..needle.chars.len()).all(|n| {
                let (a, b) = (self.gaps[at + n], needle.gaps[n]);
                !needle.is_letter(n - 1)
                    || !needle.is_letter(n)
                    || a == b
                    || a == Gap::Either
                    || b == Gap::Either
            })
    }
}

/// Every file's documents in order, each with its blocks.
struct Scan {
    /// Ids of the documents of one file, with their lengths in folded chars, and the text of all of them.
    files: Vec<(Vec<(String, usize)>, Text)>,
}

impl Scan {
    fn of(library: &Library) -> Scan {
        let filter = yandu::DocumentFilter {
            limit: u32::MAX,
            order: yandu::DocumentOrder::Added,
            ..Default::default()
        };
        let mut files: BTreeMap<String, Vec<(String, Vec<String>)>> = BTreeMap::new();
        let mut items = library.list_documents(&filter).unwrap().items;
        items.reverse();
        for item in items {
            let blocks = library.get_document(&item.id).unwrap().blocks;
            let texts = blocks.into_iter().map(|b| b.text).collect();
            files
                .entry(item.parent.unwrap_or(item.id.clone()))
                .or_default()
                .push((item.id, texts));
        }
        let file = |parts: Vec<(String, Vec<String>)>| {
            let length =
                |blocks: &Vec<String>| blocks.iter().map(|b| fold(b).chars().count()).sum();
            let lengths = parts
                .iter()
                .map(|(id, blocks)| (id.clone(), length(blocks)));
            let blocks = parts.iter().flat_map(|p| p.1.iter().map(String::as_str));
            (lengths.collect(), Text::of(&blocks.collect::<Vec<_>>()))
        };
        Scan {
            files: files.into_values().map(file).collect(),
        }
    }

    /// Hits by the document in which they begin.
    fn find(&self, query: &str) -> HashMap<&str, u32> {
        let needle = Text::of(&[query]);
        let mut found = HashMap::new();
        for (parts, text) in &self.files {
            let first = needle.chars[0];
            let most = (text.chars.len() + 1).saturating_sub(needle.chars.len());
            for at in (0..most).filter(|at| text.chars[*at] == first && text.holds_at(*at, &needle))
            {
                let mut end = 0;
                for (id, length) in parts {
                    end += length;
                    if at < end {
                        *found.entry(id.as_str()).or_default() += 1;
                        break;
                    }
                }
            }
        }
        found
    }

    /// A cut of a text without its marks, but with the blanks between its words.
    fn cut(&self, random: &mut Random, length: usize) -> String {
        let (_, text) = &self.files[random.below(self.files.len())];
        let from = random.below(text.chars.len().saturating_sub(length).max(1));
        let mut cut = String::new();
        for at in from..(from + length).min(text.chars.len()) {
            if at > from
                && text.is_letter(at - 1)
                && text.is_letter(at)
                && text.gaps[at] == Gap::Blank
            {
                cut.push(' ');
            }
            cut.push(text.chars[at]);
        }
        cut
    }
}

fn check(library: &mut Library, scan: &Scan, query: &str) {
    let needle = fold(query);
    let expected = scan.find(query);
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
