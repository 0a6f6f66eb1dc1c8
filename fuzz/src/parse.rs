//! Whatever the bytes are: the importers answer, the parser never fails, every place lies in its block.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yandu_document::{Document, SourceText, char_len, parse};
use yandu_import::{Options, import};

fn check(document: &Document) {
    for node in &document.outline {
        let block = &document.blocks[node.block as usize];
        assert!(node.span.start <= node.span.end && node.span.end <= char_len(&block.text));
    }
    for citation in &document.citations {
        let block = &document.blocks[citation.block as usize];
        assert!(citation.span.start <= citation.span.end && citation.span.end <= char_len(&block.text));
    }
    document.attachments.iter().for_each(check);
}

fuzz_target!(|bytes: &[u8]| {
    check(&parse(&SourceText::from_plain(&String::from_utf8_lossy(bytes))));
    for name in ["a.txt", "a.md"] {
        if let Ok(imported) = import(bytes, name, &Options::default()) {
            check(&parse(&imported.source));
        }
    }
});
