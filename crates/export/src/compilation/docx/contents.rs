//! Cover and contents of the booklet.
//!
//! The contents are ours: links to bookmarks with fields for the page, which Word and LibreOffice fill in.
//! A field TOC would show its instruction until somebody has it updated.

use docx_rs::{AlignmentType, Docx, LineSpacing, Paragraph, Run, Tab, TabLeaderType, TabValueType};
use yandu_document::BlockKind;

use super::super::Compilation;
use super::super::pieces::{Piece, Role};
use super::dress::{Face, HEITI, KAITI, SONGTI, fonts};
use super::page;

/// The right edge of the type area in twips.
const EDGE: usize = 8950;

/// Name of the bookmark at the title of an entry.
pub(super) fn bookmark(entry: usize) -> String {
    format!("text_{}", entry + 1)
}

/// The cover, and the contents if there is more than one text.
pub(super) fn front(docx: Docx, compilation: &Compilation, pieces: &[Piece]) -> Docx {
    let docx = cover(docx, compilation);
    let titled = |p: &&Piece| p.role == Role::Text(BlockKind::Title, 0);
    if !compilation.list || pieces.iter().filter(titled).count() == 0 {
        return docx;
    }
    let heading = line("目　录", HEITI, 36, AlignmentType::Center)
        .line_spacing(LineSpacing::new().after(300))
        .page_break_before(true);
    let mut docx = docx.add_paragraph(heading);
    let mut number = 0;
    for section in &compilation.sections {
        if !section.title.is_empty() && !section.entries.is_empty() {
            let title = line(&section.title, HEITI, 26, AlignmentType::Left);
            docx = docx.add_paragraph(title.line_spacing(LineSpacing::new().before(160).after(60)));
        }
        for entry in &section.entries {
            if !entry.blocks.is_empty() || entry.missing.is_some() {
                docx = docx.add_paragraph(contents_line(number, &entry.title));
            }
            number += 1;
        }
    }
    docx
}

fn contents_line(entry: usize, title: &str) -> Paragraph {
    let tab = Tab::new()
        .val(TabValueType::Right)
        .leader(TabLeaderType::Dot)
        .pos(EDGE);
    let run = Run::new().fonts(fonts(SONGTI)).size(24);
    let paragraph = Paragraph::new()
        .add_tab(tab)
        .line_spacing(LineSpacing::new().line(360))
        .add_run(run.clone().add_text(title))
        .add_run(run.add_tab());
    let instruction = format!("PAGEREF {} \\h", bookmark(entry));
    page::field(paragraph, &instruction, "–", (SONGTI, 24))
}

fn cover(mut docx: Docx, compilation: &Compilation) -> Docx {
    let space = Paragraph::new().line_spacing(LineSpacing::new().before(3600));
    let title = line(&compilation.title, HEITI, 52, AlignmentType::Center);
    docx = docx.add_paragraph(space).add_paragraph(title);
    let by = [
        (compilation.author.as_str(), 1200),
        (compilation.date.as_str(), 200),
    ];
    for (text, above) in by.into_iter().filter(|(text, _)| !text.is_empty()) {
        let paragraph = line(text, KAITI, 32, AlignmentType::Center);
        docx = docx.add_paragraph(paragraph.line_spacing(LineSpacing::new().before(above)));
    }
    docx
}

fn line(text: &str, face: Face, size: usize, side: AlignmentType) -> Paragraph {
    let run = Run::new().fonts(fonts(face)).size(size).add_text(text);
    Paragraph::new().align(side).add_run(run)
}
