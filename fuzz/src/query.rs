//! What people type: queries, patterns of titles, quotations of a draft, lines of a note. Whatever the text is, each of
//! them answers, and every place lies in its text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yandu_document::{char_len, find_quotations};
use yandu_import::note_lines;
use yandu_search::{Letters, TitleMatcher, fold, fold_loose, fold_with_origin, parse_query};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let folded = fold_with_origin(&text);
    assert_eq!(folded.text.chars().count(), folded.origin.len());
    assert!(folded.origin.iter().all(|at| *at < char_len(&text)));
    assert!(fold_loose(&fold(&text)).len() <= fold(&text).len());
    if let Ok(parsed) = parse_query(&text) {
        let shown = parsed.query.to_string();
        assert!(!shown.is_empty());
        // It is written for people; whoever types it again gets an answer too.
        let _ = parse_query(&shown);
    }
    let (pattern, title) = text.split_once('\n').unwrap_or((&text, &text));
    if let Some((from, to)) = TitleMatcher::new(pattern, Letters::Pinyin).and_then(|m| m.find(title)) {
        assert!(from < to && to <= char_len(title));
    }
    let lines: Vec<&str> = text.lines().collect();
    drop(find_quotations(&lines));
    note_lines(&text);
});
