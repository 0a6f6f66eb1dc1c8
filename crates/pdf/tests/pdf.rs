//! The PDF: its text, fonts, outline and pages, as poppler sees them.

#![cfg(feature = "typst")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../export/tests/office/mod.rs"]
mod office;

use std::path::Path;
use std::process::Command;

use office::geometry::{
    check_closings, check_long_text, check_official_document, closings, long_text,
    official_document,
};
use office::paper::{lines, words};

use yandu_document::BlockKind;
use yandu_export::{
    AnnotationPlace, Compilation, CompiledEntry, CompiledSection, ExportedBlock, Layout,
};
use yandu_pdf::{Pdf, write_pdf};

/// Runs a tool of poppler; `None`, with one loud line, where it is not installed.
#[expect(clippy::print_stderr, reason = "the one loud line of a skipped test")]
fn tool(name: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let run = Command::new(name)
        .args(arguments)
        .arg(file)
        .arg("-")
        .output();
    match run {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(error) => {
            assert!(
                std::env::var_os("YANDU_ALL_TOOLS").is_none(),
                "{name}: {error}"
            );
            eprintln!("SKIPPED: no {name} on this machine; make test installs it");
            None
        }
    }
}

fn block(kind: BlockKind, level: u8, text: &str) -> ExportedBlock {
    ExportedBlock {
        text: text.to_owned(),
        kind,
        level,
    }
}

/// Text that would be mark-up, if it were read as such, and a char of the second plane.
const MEAN: &str = "#pagebreak() *不是* _标记_ $x$ <a> @b \\ [c] `d` = e - f + g / h；𠮷祥如意。";

fn entry(title: &str, paragraphs: usize) -> CompiledEntry {
    let body =
        "推进学习工作要从实际出发，把“学”和“做”结合起来——既要读原文、悟原理，也要查问题、抓整改。"
            .repeat(4);
    let mut blocks = vec![
        block(BlockKind::Title, 0, title),
        block(BlockKind::Heading, 1, "一、总体要求"),
        block(BlockKind::Text, 0, MEAN),
        block(BlockKind::TableRow, 0, "序号\t内容"),
        block(BlockKind::TableRow, 0, "1\t集中学习"),
    ];
    blocks.extend((0..paragraphs).map(|_| block(BlockKind::Text, 0, &body)));
    CompiledEntry {
        title: title.to_owned(),
        blocks,
        ..CompiledEntry::default()
    }
}

fn compilation(entries: Vec<CompiledEntry>, list: bool) -> Compilation {
    Compilation {
        title: "学习材料汇编".to_owned(),
        author: "学习办公室".to_owned(),
        date: "2026年11月24日".to_owned(),
        list,
        sections: vec![CompiledSection {
            entries,
            ..CompiledSection::default()
        }],
        ..Compilation::default()
    }
}

fn pdf(compilation: &Compilation, layout: Layout, folder: &Path) -> (Pdf, std::path::PathBuf) {
    let pdf = write_pdf(
        compilation,
        layout,
        AnnotationPlace::Footnotes,
        &mut |_, _| true,
    )
    .unwrap()
    .unwrap();
    let file = folder.join("out.pdf");
    std::fs::write(&file, &pdf.bytes).unwrap();
    (pdf, file)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn its_text_is_the_text_and_nothing_of_it_is_mark_up() {
    let folder = tempfile::tempdir().unwrap();
    let whole = compilation(vec![entry("关于开展读书活动的通知", 3)], false);
    let (made, file) = pdf(&whole, Layout::Official, folder.path());
    let Some(text) = tool("pdftotext", &["-nopgbrk"], &file) else {
        return;
    };
    // Page numbers stand between the lines of two pages.
    let mut text = squeezed(&text);
    for page in 1..=made.pages {
        text = text.replacen(&format!("—{page}—"), "", 1);
    }
    let expected: String = whole
        .entries()
        .flat_map(|e| &e.blocks)
        .map(|b| squeezed(&b.text))
        .collect();
    assert_eq!(text, expected);
}

#[test]
fn fonts_are_embedded_and_pages_have_the_size_of_the_standard() {
    let folder = tempfile::tempdir().unwrap();
    let whole = compilation(vec![entry("通知", 20)], false);
    let (made, file) = pdf(&whole, Layout::Official, folder.path());
    assert!(made.pages > 2);
    let Some(fonts) = fonts(&file) else {
        return;
    };
    for line in fonts.lines().skip(2) {
        assert!(line.contains("yes yes yes"), "{line}");
    }
    let boxes = tool("pdftotext", &["-f", "2", "-l", "2", "-bbox"], &file).unwrap();
    let numbers = |name: &str| -> Vec<f64> {
        let mark = format!(" {name}=\"");
        let found = boxes.split(&mark).skip(1);
        found
            .filter_map(|rest| rest.split('"').next()?.parse().ok())
            .collect()
    };
    let mut tops: Vec<i64> = numbers("yMin").iter().map(|y| y.round() as i64).collect();
    tops.sort_unstable();
    tops.dedup_by(|a, b| *a - *b < 4);
    assert_eq!(tops.len(), 23, "22 lines and the number: {tops:?}");
    let mm = |points: f64| points * 25.4 / 72.0;
    let left = numbers("xMin").into_iter().fold(f64::MAX, f64::min);
    let right = numbers("xMax").into_iter().fold(0.0, f64::max);
    assert!((mm(left) - 28.0).abs() < 1.0, "{}", mm(left));
    // Of a mark at the end of a line only its left half is on the paper; poppler counts the whole.
    assert!(mm(right) < 184.0 + 3.0, "{}", mm(right));
}

/// What `pdffonts` says; it knows no "-" for its output.
fn fonts(file: &Path) -> Option<String> {
    tool("pdftotext", &[], file)?;
    let output = Command::new("pdffonts").arg(file).output().unwrap();
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_outline_and_the_contents_lead_to_the_texts() {
    let folder = tempfile::tempdir().unwrap();
    let whole = compilation(vec![entry("第一篇讲话", 12), entry("第二篇通知", 2)], true);
    let (made, file) = pdf(&whole, Layout::Booklet, folder.path());
    let raw = String::from_utf8_lossy(&made.bytes);
    assert!(raw.contains("/Outlines") && raw.contains("/StructTreeRoot"));
    let Some(text) = tool("pdftotext", &["-layout"], &file) else {
        return;
    };
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let contents = pages
        .iter()
        .find(|p| squeezed(p).starts_with("目录"))
        .unwrap();
    let line = contents.lines().find(|l| l.contains("第二篇通知")).unwrap();
    let said: usize = line.rsplit(['.', ' ']).next().unwrap().parse().unwrap();
    let stands = pages
        .iter()
        .skip(2)
        .position(|p| p.lines().any(|l| l.trim() == "第二篇通知") && p.contains("集中学习"))
        .unwrap();
    assert_eq!(said, stands + 1, "{line}");
}

#[test]
fn it_can_be_stopped_and_says_which_font_stands_for_which() {
    let folder = tempfile::tempdir().unwrap();
    let whole = compilation(vec![entry("第一篇", 2), entry("第二篇", 2)], true);
    let stopped = write_pdf(
        &whole,
        Layout::Official,
        AnnotationPlace::Footnotes,
        &mut |_, _| false,
    );
    assert!(stopped.unwrap().is_none());
    let mut calls = 0;
    let half = write_pdf(
        &whole,
        Layout::Official,
        AnnotationPlace::Footnotes,
        &mut |_, _| {
            calls += 1;
            calls < 2
        },
    );
    assert!(half.unwrap().is_none());
    let mut odd = entry("第一篇", 1);
    odd.blocks.push(block(BlockKind::Text, 0, "\u{10ffff}"));
    let (made, _) = pdf(
        &compilation(vec![odd], false),
        Layout::Official,
        folder.path(),
    );
    assert!(
        made.warnings.iter().any(|w| w.contains("U+10FFFF")),
        "{:?}",
        made.warnings
    );
}

fn official(compilation: &Compilation, folder: &Path) -> String {
    pdf(compilation, Layout::Official, folder)
        .1
        .display()
        .to_string()
}

#[test]
fn the_official_layout_has_the_page_of_the_standard() {
    let folder = tempfile::tempdir().unwrap();
    let file = official(&long_text(), folder.path());
    let Some(()) = check_long_text(&file) else {
        return;
    };
    let all = words(&file).unwrap();
    let first = lines(&all, 2)[0][0].at[1];
    let file = official(&official_document(), folder.path());
    check_official_document(&file, first).unwrap();
}

#[test]
fn no_page_has_a_signature_alone() {
    let folder = tempfile::tempdir().unwrap();
    let _skipped = check_closings(&official(&closings(), folder.path()));
}
