//! The fold against every pair that its table calls equal, against OpenCC's own tables, and against every character of
//! the real texts: a text with one is found by a query with the other, and the mark is right.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use yandu::{ImportOptions, Library, SearchOptions};
use yandu_search::fold;

use crate::shared::{shared, skipped};

/// OpenCC's dictionaries, which `scripts/setup test` installs.
fn opencc() -> Option<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/opencc/data");
    let found = place.join("STPhrases.txt").is_file();
    if !found {
        skipped("no OpenCC tables at target/opencc/data (scripts/setup test installs them)");
    }
    found.then_some(place)
}

/// What a table of OpenCC says: each entry with each of its counterparts.
fn entries(folder: &Path, name: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let mut entries = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let Some((from, to)) = line.split_once('\t') else {
            continue;
        };
        entries.extend(to.split(' ').map(|to| (from.to_owned(), to.to_owned())));
    }
    entries
}

/// Every pair of characters of the generated table: what is dropped beside nothing, the rest beside what it folds to.
fn pairs_of_the_table() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/search/data/fold.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let code = |hex: &str| char::from_u32(u32::from_str_radix(hex, 16).unwrap());
    let (mut section, mut pairs) = ("", Vec::new());
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        match section {
            _ if line.starts_with('[') => section = line,
            "[blank]" | "[marks]" => {
                let (first, last) = line.split_once("..").unwrap_or((line, line));
                let number = |hex| u32::from_str_radix(hex, 16).unwrap();
                // The tags of plane 14 are four thousand of a kind.
                let all = (number(first)..=number(last)).take(600);
                pairs.extend(
                    all.filter_map(char::from_u32)
                        .map(|c| (c.to_string(), String::new())),
                );
            }
            "[shapes]" => {
                let (from, to) = line.split_once(' ').unwrap();
                let to: String = to.split(' ').filter_map(code).collect();
                pairs.push((code(from).unwrap().to_string(), to));
            }
            _ => {
                let chosen = line.chars().next().unwrap();
                let members = line.chars().skip(1);
                pairs.extend(members.map(|m| (m.to_string(), chosen.to_string())));
            }
        }
    }
    pairs
}

/// Imports a text with the first of each pair and asks for the second; the number of pairs that were tried.
fn all_are_found(pairs: &[(String, String)]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    // Controls leave at the import.
    let control = |text: &str| text.chars().any(char::is_control);
    let pairs: Vec<_> = pairs
        .iter()
        .filter(|(a, b)| !control(a) && !control(b))
        .collect();
    let mut text = String::new();
    for (n, (a, _)) in pairs.iter().enumerate() {
        text.push_str(&format!("试题{n:06}号{a}中\n"));
    }
    let file = folder.path().join("pairs.txt");
    std::fs::write(&file, text).unwrap();
    let options = ImportOptions::default();
    let report = library
        .import(&[file], &options, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(report.added, 1, "{report:?}");
    library.flush_index().unwrap();
    let options = SearchOptions {
        hits: 1,
        ..SearchOptions::default()
    };
    for (n, (a, b)) in pairs.iter().enumerate() {
        let typed = format!("题{n:06}号{b}中");
        // A quotation mark would end the phrase.
        let marks = [
            '"', '“', '”', '＂', '「', '」', '『', '』', '〝', '〞', '〟', '„', '«', '»', '‟',
        ];
        let query = if b.contains(marks) {
            typed.clone()
        } else {
            format!("\"{typed}\"")
        };
        let answer = library.search(&query, &options).unwrap();
        let name = || {
            format!(
                "{a:?} {b:?} {:x?}",
                a.chars().map(u32::from).collect::<Vec<_>>()
            )
        };
        assert_eq!((answer.documents, answer.hits), (1, 1), "{}", name());
        let passage = &answer.items[0].passages[0];
        let snippet: Vec<char> = passage.snippet.chars().collect();
        let (from, to) = passage.marks[0];
        let marked: String = snippet[from as usize..to as usize].iter().collect();
        assert_eq!(fold(&marked), fold(&typed), "{}", name());
        assert_eq!(marked.chars().next(), Some('题'), "{}", name());
        assert_eq!(marked.chars().last(), Some('中'), "{}", name());
    }
    pairs.len()
}

#[test]
fn every_pair_of_the_table_is_found_both_ways() {
    let pairs = pairs_of_the_table();
    let turned = pairs.iter().map(|(a, b)| (b.clone(), a.clone()));
    let all: Vec<_> = pairs.iter().cloned().chain(turned).collect();
    assert!(all_are_found(&all) > 24_000);
}

#[test]
fn every_character_of_the_real_texts_is_found_by_its_compatibility_form() {
    let Some(shared) = shared() else { return };
    let mut chars = BTreeSet::new();
    collect(&shared.join("corpus"), &mut chars);
    // What NFKC calls equal and the fold does not: see decision 38.
    let kept = |c: char| {
        matches!(c, '\u{2460}'..='\u{2473}' | '\u{24b6}'..='\u{24ea}' | '\u{3244}'..='\u{325f}' | '\u{3280}'..='\u{32fe}'
            | '\u{3131}'..='\u{318e}' | '\u{a8}' | '\u{af}' | '\u{b4}' | '\u{b8}' | '™' | '\u{2b0}'..='\u{2e4}')
    };
    let pairs: Vec<(String, String)> = chars
        .into_iter()
        .filter(|c| !kept(*c))
        .map(|c| (c.to_string(), c.nfkc().collect::<String>().to_lowercase()))
        .collect();
    let differing = pairs.iter().filter(|(a, b)| a != b).count();
    let tried = all_are_found(&pairs);
    assert!(tried > 5000 && differing > 20, "{tried} {differing}");
}

/// The characters of the text files of a folder.
fn collect(folder: &Path, chars: &mut BTreeSet<char>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, chars);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let assigned = |c: &char| !matches!(*c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..='\u{10ffff}');
            chars.extend(text.chars().filter(assigned));
        }
    }
}

#[test]
fn every_entry_of_opencc_folds_together() {
    let Some(tables) = opencc() else { return };
    let mut counts = Vec::new();
    for name in [
        "STCharacters.txt",
        "TSCharacters.txt",
        "TSCharactersExt.txt",
        "TWVariants.txt",
        "TWVariantsRev.txt",
        "HKVariants.txt",
        "HKVariantsRev.txt",
        "STPhrases.txt",
        "TSPhrases.txt",
        "STPhrases_GeneratedFromRegionalPhrases.txt",
        "TWVariantsPhrases.txt",
        "TWVariantsRevPhrases.txt",
        "HKVariantsPhrases.txt",
        "HKVariantsRevPhrases.txt",
        "CJK_Compatibility_Ideographs.txt",
    ] {
        let entries = entries(&tables, name);
        let apart: Vec<_> = entries.iter().filter(|(a, b)| fold(a) != fold(b)).collect();
        assert!(
            apart.is_empty(),
            "{name}: {} of {}: {apart:?}",
            apart.len(),
            entries.len()
        );
        counts.push((name, entries.len()));
    }
    let phrases: usize = counts
        .iter()
        .filter(|(n, _)| n.contains("Phrases"))
        .map(|c| c.1)
        .sum();
    assert!(phrases > 49_174, "{counts:?}");
}

#[test]
fn every_character_of_opencc_is_found_by_each_of_its_counterparts() {
    let Some(tables) = opencc() else { return };
    let names = [
        "STCharacters.txt",
        "TSCharacters.txt",
        "TWVariants.txt",
        "HKVariants.txt",
    ];
    let pairs: BTreeSet<_> = names.iter().flat_map(|n| entries(&tables, n)).collect();
    let pairs: Vec<_> = pairs.into_iter().filter(|(a, b)| a != b).collect();
    assert!(all_are_found(&pairs) > 7000);
}
