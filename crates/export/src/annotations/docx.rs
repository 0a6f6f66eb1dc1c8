//! DOCX: the text, its annotations as Word comments in the margin, replies below them.
//!
//! An annotation that only an earlier version of the text has is listed behind the text with its
//! quotation: a comment needs a place. Word's own highlight colours stand for ours.

use yandu_document::{BlockKind, char_len};

use super::{AnnotatedDocument, AnnotationExport, ExportedAnnotation, day};
use crate::ExportError;
use crate::word::{
    Align, Comment, Defaults, Face, Indent, Line, Package, PageSetup, Paragraph, ParagraphLook,
    RunLook, faces, mm,
};

/// Half points.
const BODY: u32 = 24;
const TITLE: u32 = 36;

/// Two chars of the body size, in twentieths of a point.
const INDENT: i32 = 480;

/// Writes the documents with their annotations.
///
/// # Errors
/// What the writer says.
pub fn write_docx(export: &AnnotationExport) -> Result<Vec<u8>, ExportError> {
    let title = match &export.documents[..] {
        [one] => format!("{}（批注）", one.title),
        _ => "批注".to_owned(),
    };
    let page = PageSetup {
        margins: [mm(25.4), mm(31.7), mm(25.4), mm(31.7)],
        header: mm(15.0),
        footer: mm(17.5),
        ..PageSetup::default()
    };
    let defaults = Defaults {
        face: faces::SONGTI,
        size: BODY,
    };
    let mut package = Package::new(&title, "", defaults, page);
    for (n, document) in export.documents.iter().enumerate() {
        write_document(&mut package, document, n > 0);
    }
    package.pack()
}

/// An annotation with the numbers of its comment and of those of its replies.
struct Marked<'a> {
    annotation: &'a ExportedAnnotation,
    numbers: Vec<u32>,
}

fn write_document(package: &mut Package, document: &AnnotatedDocument, new_page: bool) {
    let placed = document.annotations.iter().filter(|a| a.position.is_some());
    let marked: Vec<Marked<'_>> = placed.map(|a| commented(package, a)).collect();
    for (n, block) in document.blocks.iter().enumerate() {
        let title = block.kind == BlockKind::Title;
        let look = ParagraphLook {
            page_break: n == 0 && new_page,
            align: if title { Align::Centre } else { Align::Both },
            indent: if title {
                Indent::default()
            } else {
                Indent {
                    first: INDENT,
                    first_chars: 200,
                    ..Indent::default()
                }
            },
            line: Some(Line::Multiple(420)),
            ..ParagraphLook::default()
        };
        let run = RunLook {
            bold: title || block.level > 0,
            ..text_look(if title { TITLE } else { BODY })
        };
        let paragraph = Paragraph::new(look);
        let paragraph = write_block(paragraph, (n as u32, &block.text), &run, &marked);
        package.paragraph(&paragraph);
    }
    write_homeless(package, document);
}

fn text_look(size: u32) -> RunLook {
    RunLook {
        latin: Some(Face("Times New Roman")),
        ..RunLook::of(faces::SONGTI, size)
    }
}

/// The runs of a block, cut wherever an annotation begins or ends.
fn write_block(
    mut paragraph: Paragraph,
    (block, text): (u32, &str),
    look: &RunLook,
    marked: &[Marked<'_>],
) -> Paragraph {
    let length = char_len(text);
    let here: Vec<(&Marked<'_>, u32, u32)> = marked
        .iter()
        .filter_map(|m| stretch(m, block, length))
        .collect();
    let mut cuts: Vec<u32> = here
        .iter()
        .flat_map(|(_, start, end)| [*start, *end])
        .collect();
    cuts.extend([0, length]);
    cuts.sort_unstable();
    cuts.dedup();
    let chars: Vec<char> = text.chars().collect();
    for (n, cut) in cuts.iter().enumerate() {
        for (m, ..) in here
            .iter()
            .filter(|(m, _, end)| *end == *cut && ends_in(m, block))
        {
            for number in &m.numbers {
                paragraph = paragraph.comment_end(*number);
            }
        }
        for (m, ..) in here
            .iter()
            .filter(|(m, start, _)| *start == *cut && begins_in(m, block))
        {
            for number in &m.numbers {
                paragraph = paragraph.comment_start(*number);
            }
        }
        let Some(next) = cuts.get(n + 1) else {
            break;
        };
        let piece: String = chars[*cut as usize..*next as usize].iter().collect();
        let mut run = *look;
        let last = here
            .iter()
            .rev()
            .find(|(_, start, end)| start <= cut && next <= end);
        if let Some((m, ..)) = last {
            run.highlight = Some(highlight(&m.annotation.colour));
        }
        paragraph = paragraph.text(&piece, &run);
    }
    paragraph
}

/// The chars of a block that an annotation covers.
fn stretch<'a, 'b>(
    m: &'a Marked<'b>,
    block: u32,
    length: u32,
) -> Option<(&'a Marked<'b>, u32, u32)> {
    let at = m.annotation.position?;
    if block < at.block || block > at.end_block {
        return None;
    }
    let start = if block == at.block {
        at.start.min(length)
    } else {
        0
    };
    let end = if block == at.end_block {
        at.end.min(length)
    } else {
        length
    };
    Some((m, start, end))
}

fn begins_in(m: &Marked<'_>, block: u32) -> bool {
    m.annotation.position.is_some_and(|at| at.block == block)
}

fn ends_in(m: &Marked<'_>, block: u32) -> bool {
    m.annotation
        .position
        .is_some_and(|at| at.end_block == block)
}

/// Adds the comment of an annotation, then one for each reply.
fn commented<'a>(package: &mut Package, annotation: &'a ExportedAnnotation) -> Marked<'a> {
    let first = package.comments.add(&Comment {
        author: annotation.author.clone(),
        time: annotation.local_time.clone(),
        lines: said(annotation),
        answers: None,
    });
    let replies = annotation.replies.iter().map(|reply| {
        package.comments.add(&Comment {
            author: reply.author.clone(),
            time: reply.local_time.clone(),
            lines: reply.comment.lines().map(str::to_owned).collect(),
            answers: Some(first),
        })
    });
    let numbers = std::iter::once(first).chain(replies).collect();
    Marked {
        annotation,
        numbers,
    }
}

/// 【提问】【要点】（标签） and the words, a paragraph a line.
fn said(annotation: &ExportedAnnotation) -> Vec<String> {
    let mut head = match annotation.kind.as_str() {
        "question" => format!("【{}】", annotation.kind_name),
        _ => String::new(),
    };
    head.push_str(&format!("【{}】", annotation.colour_name));
    if !annotation.tags.is_empty() {
        head.push_str(&format!("（{}）", annotation.tags.join("、")));
    }
    head.push_str(&annotation.comment);
    if !annotation.place_note.is_empty() {
        head.push_str(&format!("\n（{}）", annotation.place_note));
    }
    head.lines().map(str::to_owned).collect()
}

/// Behind the text: what only an earlier version of it has.
fn write_homeless(package: &mut Package, document: &AnnotatedDocument) {
    let homeless = document.annotations.iter().filter(|a| a.position.is_none());
    let look = text_look(BODY);
    let plain = || {
        Paragraph::new(ParagraphLook {
            align: Align::Left,
            ..ParagraphLook::default()
        })
    };
    for (n, annotation) in homeless.enumerate() {
        if n == 0 {
            let bold = RunLook { bold: true, ..look };
            package.paragraph(&plain().text("仅在旧版中的批注", &bold));
        }
        let mut line = format!(
            "“{}”{}（{}，{}）",
            annotation.quote.exact,
            said(annotation).join("\n"),
            annotation.author,
            day(&annotation.local_time)
        );
        for reply in &annotation.replies {
            let words = format!("\n{}回复：{}", reply.author, reply.comment);
            line.push_str(&words);
        }
        package.paragraph(&plain().text(&line, &look));
    }
}

/// Word's highlight colour for ours (ECMA-376, 17.18.40).
fn highlight(colour: &str) -> &'static str {
    match colour {
        "doubt" => "lightGray",
        "quotable" => "green",
        "practice" => "cyan",
        "to_check" => "magenta",
        _ => "yellow",
    }
}
