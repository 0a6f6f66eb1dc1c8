//! The DOCX on paper: LibreOffice makes pages of it, poppler measures them. GB/T 9704—2012 §5.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod office;

use std::path::Path;

use office::geometry::{
    check_closings, check_long_text, check_official_document, closings, long_text,
    official_document,
};
use office::paper::{lines, text as line_text, words};
use office::{block, converted, text_of};
use yandu_document::BlockKind;
use yandu_export::{
    AnnotationPlace, Compilation, CompiledEntry, CompiledSection, Layout, write_compilation_docx,
};

/// Without the spaces that a layout puts in.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text of several pages with everything that has a look of its own.
fn text(title: &str) -> CompiledEntry {
    let body =
        "推进学习工作要从实际出发，把“学”和“做”结合起来——既要读原文、悟原理，也要查问题、抓整改。"
            .repeat(4);
    let mut blocks = vec![
        block(BlockKind::Title, 0, title),
        block(BlockKind::Recipients, 0, "各支部："),
        block(BlockKind::Heading, 1, "一、总体要求"),
        block(BlockKind::Heading, 2, "（一）抓好学习"),
    ];
    blocks.extend((0..14).map(|_| block(BlockKind::Text, 0, &body)));
    blocks.extend([
        block(BlockKind::TableRow, 0, "序号\t内容\t完成时间"),
        block(BlockKind::TableRow, 0, "1\t集中学习，交流体会\t12月"),
        block(BlockKind::Signature, 0, "学习办公室"),
        block(BlockKind::IssueDate, 0, "2026年11月24日"),
    ]);
    CompiledEntry {
        title: title.to_owned(),
        chars: 2400,
        minutes: 6,
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
            title: "第一专题".to_owned(),
            entries,
            ..CompiledSection::default()
        }],
        ..Compilation::default()
    }
}

fn docx(compilation: &Compilation, layout: Layout) -> Vec<u8> {
    write_compilation_docx(
        compilation,
        layout,
        AnnotationPlace::Footnotes,
        &mut |_, _| true,
    )
    .unwrap()
    .unwrap()
}

/// The PDF that LibreOffice makes of a DOCX.
fn paper(bytes: &[u8], folder: &Path) -> Option<String> {
    Some(converted(bytes, "pdf", folder)?.display().to_string())
}

fn official(compilation: &Compilation, folder: &Path) -> Option<String> {
    paper(&docx(compilation, Layout::Official), folder)
}

#[test]
fn the_official_layout_has_the_page_of_the_standard() {
    let folder = tempfile::tempdir().unwrap();
    let Some(pdf) = official(&long_text(), folder.path()) else {
        return;
    };
    let Some(info) = text_of("pdfinfo", &[&pdf]) else {
        return;
    };
    assert!(info.contains("(A4)"), "{info}");
    check_long_text(&pdf).unwrap();
    let all = words(&pdf).unwrap();
    let first = lines(&all, 2)[0][0].at[1];
    let pdf = official(&official_document(), folder.path()).unwrap();
    check_official_document(&pdf, first).unwrap();
}

#[test]
fn no_page_has_a_signature_alone() {
    let folder = tempfile::tempdir().unwrap();
    if let Some(pdf) = official(&closings(), folder.path()) {
        check_closings(&pdf).unwrap();
    }
}

#[test]
fn full_lines_of_real_text_have_28_chars() {
    let folder = tempfile::tempdir().unwrap();
    let whole = compilation(vec![text("关于开展读书活动的通知")], false);
    let Some(pdf) = official(&whole, folder.path()) else {
        return;
    };
    let all = words(&pdf).unwrap();
    let lines = lines(&all, 2);
    let (number, body) = lines.split_last().unwrap();
    assert_eq!(line_text(number), "—2—");
    assert_eq!(body.len(), 22);
    // A mark at the end of a line may hang over by its width, as Word has it too; one that may not begin a
    // line takes the char before it along.
    let full = body.iter().map(|line| line_text(line).chars().count());
    let widest = full.max().unwrap();
    assert!((28..=29).contains(&widest), "{widest} chars a line");
}

#[test]
fn page_numbers_stand_outside_on_odd_and_even_pages() {
    let folder = tempfile::tempdir().unwrap();
    let whole = compilation(vec![text("通知")], false);
    let Some(pdf) = paper(&docx(&whole, Layout::Official), folder.path()) else {
        return;
    };
    for (page, left) in [("1", false), ("2", true)] {
        let Some(text) = text_of("pdftotext", &["-f", page, "-l", page, "-layout", &pdf, "-"])
        else {
            return;
        };
        let number = format!("—{page}—");
        let line = text.lines().find(|l| squeezed(l) == number).unwrap();
        assert_eq!(line.find('—').unwrap() < 20, left, "{line:?}");
    }
}

#[test]
fn the_booklet_has_cover_contents_with_pages_and_running_heads() {
    let folder = tempfile::tempdir().unwrap();
    let whole = compilation(vec![text("第一篇讲话"), text("第二篇通知")], true);
    let Some(pdf) = paper(&docx(&whole, Layout::Booklet), folder.path()) else {
        return;
    };
    let Some(text) = text_of("pdftotext", &["-layout", &pdf, "-"]) else {
        return;
    };
    let pages: Vec<&str> = text.split('\u{c}').collect();
    assert!(pages[0].contains("学习材料汇编") && pages[0].contains("学习办公室"));
    let contents = pages.iter().find(|p| squeezed(p).contains("目录")).unwrap();
    let line = contents.lines().find(|l| l.contains("第二篇通知"));
    let line = line.unwrap_or_else(|| panic!("{contents}"));
    let said: usize = line.rsplit('.').next().unwrap().trim().parse().unwrap();
    let stands = pages
        .iter()
        .position(|p| p.lines().any(|l| l.trim() == "第二篇通知"))
        .unwrap();
    assert_eq!(said, stands + 1, "{line}");
    assert!(
        pages[stands + 1].contains("学习材料汇编"),
        "no running head"
    );
}

#[test]
fn a_title_of_three_hundred_chars_and_an_empty_text_make_pages_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut long = text(&"很长的题目".repeat(60));
    long.passage = Some("第3段".to_owned());
    let gone = CompiledEntry {
        title: "没有了的资料".to_owned(),
        missing: Some("原文已改动，找不到这段节选".to_owned()),
        ..CompiledEntry::default()
    };
    for layout in [Layout::Official, Layout::Booklet] {
        let whole = compilation(vec![long.clone(), gone.clone()], true);
        let Some(pdf) = paper(&docx(&whole, layout), folder.path()) else {
            return;
        };
        let Some(text) = text_of("pdftotext", &[&pdf, "-"]) else {
            return;
        };
        assert!(text.contains("找不到这段节选"));
    }
}
