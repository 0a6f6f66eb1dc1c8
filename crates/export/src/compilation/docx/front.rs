//! Cover and contents of the booklet.
//!
//! The contents are ours: links to bookmarks with fields for the page, which Word and LibreOffice fill in.
//! A field TOC would show its instruction until somebody has it updated.

use yandu_document::BlockKind;

use super::super::Compilation;
use super::super::pieces::{Piece, Role};
use super::Paper;
use crate::word::{Align, Face, Line, Paragraph, ParagraphLook, RunLook, Tab, TabKind, faces};

/// The right edge of the type area in twips.
const EDGE: i32 = 8950;

/// Name of the bookmark at the title of an entry.
pub(super) fn bookmark(entry: usize) -> String {
    format!("text_{}", entry + 1)
}

/// The cover, and the contents if there is a list.
pub(super) fn front(paper: &mut Paper, compilation: &Compilation, pieces: &[Piece]) {
    cover(paper, compilation);
    let titled = |p: &Piece| p.role == Role::Text(BlockKind::Title, 0);
    if compilation.list && pieces.iter().any(titled) {
        contents(paper, compilation);
    }
    paper.fresh_page = true;
}

fn contents(paper: &mut Paper, compilation: &Compilation) {
    paper.fresh_page = true;
    paper.add(line("目　录", faces::HEITI, 36, (Align::Centre, (0, 300))));
    let mut number = 0;
    for section in &compilation.sections {
        if !section.title.is_empty() && !section.entries.is_empty() {
            paper.add(line(
                &section.title,
                faces::HEITI,
                26,
                (Align::Left, (160, 60)),
            ));
        }
        for entry in &section.entries {
            if !entry.blocks.is_empty() || entry.missing.is_some() {
                paper.add(contents_line(number, &entry.title));
            }
            number += 1;
        }
    }
}

fn contents_line(entry: usize, title: &str) -> Paragraph {
    let look = ParagraphLook {
        tabs: vec![Tab {
            kind: TabKind::Dotted,
            at: EDGE,
        }],
        line: Some(Line::Multiple(360)),
        align: Align::Left,
        ..ParagraphLook::default()
    };
    let run = RunLook::of(faces::SONGTI, 24);
    let instruction = format!("PAGEREF {} \\h", bookmark(entry));
    Paragraph::new(look)
        .text(&format!("{title}\t"), &run)
        .field(&instruction, "–", &run)
}

fn cover(paper: &mut Paper, compilation: &Compilation) {
    let centred =
        |text: &str, face, size, above| line(text, face, size, (Align::Centre, (above, 0)));
    paper.add(centred("", faces::HEITI, 52, 3600));
    paper.add(centred(&compilation.title, faces::HEITI, 52, 0));
    let by = [
        (compilation.author.as_str(), 1200),
        (compilation.date.as_str(), 200),
    ];
    for (text, above) in by.into_iter().filter(|(text, _)| !text.is_empty()) {
        paper.add(centred(text, faces::KAITI, 32, above));
    }
}

fn line(text: &str, face: Face, size: u32, (align, space): (Align, (i32, i32))) -> Paragraph {
    let look = ParagraphLook {
        align,
        space,
        ..ParagraphLook::default()
    };
    Paragraph::new(look).text(text, &RunLook::of(face, size))
}
