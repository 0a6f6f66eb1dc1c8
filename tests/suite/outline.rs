//! What has a number at the start of a paragraph is in the outline: measured on real circulars and reports.
//!
//! The scan is written here on purpose, apart from the product's own rules.

use std::path::Path;

use yandu_document::{Document, SourceText, parse};

use crate::shared::shared;

/// A paragraph that begins with a number.
fn numbered(line: &str) -> bool {
    let han = |c: char| "一二三四五六七八九十百〇零".contains(c);
    let mut rest = line.trim_start();
    let bracketed = rest.starts_with(['（', '(']);
    rest = rest.trim_start_matches(['（', '(']);
    let digits = rest.chars().take_while(|c| han(*c)).count();
    let after = rest.chars().nth(digits);
    digits > 0
        && digits <= 5
        && match bracketed {
            true => matches!(after, Some('）' | ')')),
            false => after == Some('、'),
        }
}

/// (paragraphs with a number, those of them that the outline has).
fn count(folder: &Path) -> (usize, usize) {
    let (mut total, mut found) = (0, 0);
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let document = parse(&SourceText::from_plain(&text));
        let starts = starts(&document);
        for line in text.lines().filter(|l| numbered(l) && !l.contains('\t')) {
            total += 1;
            found += usize::from(starts.iter().any(|s| *s == line.trim()));
        }
    }
    (total, found)
}

/// The texts of the blocks at which an outline entry begins.
fn starts(document: &Document) -> Vec<&str> {
    let own = document
        .outline
        .iter()
        .filter(|node| node.span.start == 0)
        .map(|node| document.blocks[node.block as usize].text.as_str());
    let carried = document.attachments.iter().flat_map(starts);
    own.chain(carried).collect()
}

#[test]
fn numbers_of_circulars_and_reports_are_in_the_outline() {
    let Some(shared) = shared() else { return };
    for folder in [
        "corpus/circulars/state-council-txt",
        "corpus/speeches/provincial-work-reports-2026",
        "corpus/speeches/government-work-reports",
    ] {
        let (total, found) = count(&shared.join(folder));
        println!("{folder}: {found} of {total}");
        assert!(total > 300, "{folder}: the scan found only {total}");
        assert!(found * 100 >= total * 98, "{folder}: {found} of {total}");
    }
}

#[test]
fn a_second_level_that_runs_on_keeps_its_level() {
    let Some(shared) = shared() else { return };
    let text =
        std::fs::read_to_string(shared.join("corpus/circulars/state-council-txt/002.txt")).unwrap();
    let document = parse(&SourceText::from_plain(&text));
    let levels: Vec<u8> = document
        .outline
        .iter()
        .filter(|node| node.numbering.starts_with('（'))
        .map(|node| node.level)
        .collect();
    assert_eq!(levels.len(), 27);
    assert!(levels.iter().all(|level| *level == 2));
}
