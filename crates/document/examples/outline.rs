//! Prints the outline of plain text files, for whoever works on it:
//! `cargo run -p yandu-document --example outline -- FILE…`

#![expect(clippy::print_stdout)]

use yandu_document::{Document, SourceText, parse};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        println!("== {path}");
        print(&parse(&SourceText::from_plain(&std::fs::read_to_string(
            &path,
        )?)));
    }
    Ok(())
}

fn print(document: &Document) {
    for node in &document.outline {
        let indent = "  ".repeat(usize::from(node.level));
        println!("{}\t{indent}{} {}", node.block, node.numbering, node.title);
    }
    for attachment in &document.attachments {
        println!("-- {}", attachment.display_title());
        print(attachment);
    }
}
