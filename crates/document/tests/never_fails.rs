//! Parsing never fails or panics, loses no text, and every place lies in its block.

use proptest::prelude::*;
use yandu_document::{Document, SourceText, char_len, parse};

/// Pieces that the rules look for, so that random texts reach them.
const PIECES: [&str; 40] = [
    "一、",
    "（一）",
    "1．",
    "（1）",
    "第一，",
    "第二，",
    "一要",
    "二要",
    "首先，",
    "其次，",
    "第一章",
    "第十二条 ",
    "《",
    "》",
    "〈",
    "“",
    "”",
    "〔2010〕2号",
    "创先办",
    "关于印发",
    "的通知",
    "讲话",
    "附件",
    "附件1",
    "抄送：",
    "2010年7月23日",
    "二〇一〇年七月十九日",
    "（2010年7月19日，北京）",
    "李 源 潮",
    "国务院总理 温家宝",
    "各省、自治区：",
    "同志们：",
    "机密★1年",
    "特急",
    "\u{a0}",
    "　",
    "𠮷",
    "e\u{301}",
    "。",
    "办公室2010年7月23日印发",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        2 => Just("\n".to_owned()),
        1 => "[\u{4e00}-\u{4fff}]{1,90}",
        1 => ".{0,12}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(document: &Document) {
    let inside = |block: u32, start: u32, end: u32| {
        let chars = char_len(&document.blocks[block as usize].text);
        assert!(start <= end && end <= chars, "{start}..{end} of {chars}");
    };
    document
        .outline
        .iter()
        .for_each(|n| inside(n.block, n.span.start, n.span.end));
    document
        .citations
        .iter()
        .for_each(|c| inside(c.block, c.span.start, c.span.end));
    document
        .mentions
        .iter()
        .for_each(|m| inside(m.block, m.span.start, m.span.end));
    if let Some(title) = &document.fields.title {
        title
            .places
            .iter()
            .for_each(|(block, span)| inside(*block, span.start, span.end));
    }
    assert!((0.0..=1.0).contains(&document.kind_confidence));
    assert!(document.blocks.iter().all(|b| !b.address.is_empty()));
    document.attachments.iter().for_each(check);
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_a_document(text in text()) {
        let document = parse(&SourceText::from_plain(&text));
        check(&document);
        let parts = std::iter::once(&document).chain(&document.attachments);
        let blocks: String = parts.flat_map(|d| d.blocks.iter().map(|b| b.text.as_str())).collect();
        prop_assert_eq!(letters(&blocks), letters(&text));
    }
}

#[test]
fn a_book_in_one_line_is_text_not_a_title() {
    let document = parse(&SourceText::from_plain(&"很长的一行".repeat(100_000)));
    assert!(document.fields.title.is_none());
    assert!(document.display_title().chars().count() <= 30);
}

#[test]
fn parts_that_a_file_names_are_attachments() {
    let mut source = SourceText::from_plain(
        "关于读书的信\n请查收。\n附件1\n附来的通知\n正文一。\n附件2\n正文二。",
    );
    source.parts = vec![2, 5];
    let document = parse(&source);
    let text = |d: &Document| {
        d.blocks
            .iter()
            .map(|b| b.text.clone())
            .collect::<Vec<_>>()
            .join("|")
    };
    assert_eq!(document.attachments.len(), 2);
    assert!(text(&document).ends_with("请查收。"));
    assert!(text(&document.attachments[0]).contains("正文一。"));
    // A part behind the last line, and parts in no order, break nothing.
    source.parts = vec![9, 2];
    parse(&source);
}
