//! DOCX: the text, its annotations as Word comments in the margin, replies below them.
//!
//! An annotation that only an earlier version of the text has is listed behind the text with its
//! quotation: a comment needs a place. Word's own highlight colours stand for ours.

use docx_rs::{
    AlignmentType, Comment, Docx, LineSpacing, Paragraph, Run, RunFonts, SpecialIndentType,
};
use yandu_document::{BlockKind, char_len};

use super::{AnnotatedDocument, AnnotationExport, ExportedAnnotation, ExportedReply, day};
use crate::ExportError;

/// Half points.
const BODY: usize = 24;
const TITLE: usize = 36;

/// Two chars of the body size, in twentieths of a point.
const INDENT: i32 = 480;

/// Writes the documents with their annotations.
///
/// # Errors
/// What the writer says.
pub fn write_docx(export: &AnnotationExport) -> Result<Vec<u8>, ExportError> {
    let mut docx = Docx::new();
    let mut comments = Comments::default();
    for (n, document) in export.documents.iter().enumerate() {
        docx = write_document(docx, document, &mut comments, n > 0);
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.build()
        .pack(&mut bytes)
        .map_err(|e| ExportError::of("DOCX")(&e))?;
    Ok(bytes.into_inner())
}

/// Numbers comments through the whole file.
#[derive(Default)]
struct Comments {
    last: usize,
}

/// An annotation with the numbers of its comment and of those of its replies.
struct Marked<'a> {
    annotation: &'a ExportedAnnotation,
    numbers: Vec<usize>,
}

fn write_document(
    mut docx: Docx,
    document: &AnnotatedDocument,
    comments: &mut Comments,
    new_page: bool,
) -> Docx {
    let marked: Vec<Marked<'_>> = document
        .annotations
        .iter()
        .filter(|a| a.position.is_some())
        .map(|annotation| {
            let numbers = (0..=annotation.replies.len())
                .map(|n| comments.last + 1 + n)
                .collect();
            comments.last += 1 + annotation.replies.len();
            Marked {
                annotation,
                numbers,
            }
        })
        .collect();
    for (n, block) in document.blocks.iter().enumerate() {
        let mut paragraph = Paragraph::new();
        paragraph = if block.kind == BlockKind::Title {
            paragraph.align(AlignmentType::Center)
        } else {
            paragraph
                .indent(None, Some(SpecialIndentType::FirstLine(INDENT)), None, None)
                .first_line_chars(200)
        };
        paragraph = paragraph.line_spacing(LineSpacing::new().line(420));
        if n == 0 && new_page {
            paragraph = paragraph.page_break_before(true);
        }
        let style = Style {
            size: if block.kind == BlockKind::Title {
                TITLE
            } else {
                BODY
            },
            bold: block.kind == BlockKind::Title || block.level > 0,
        };
        docx = docx.add_paragraph(write_block(
            paragraph,
            n as u32,
            &block.text,
            style,
            &marked,
        ));
    }
    write_homeless(docx, document)
}

#[derive(Clone, Copy)]
struct Style {
    size: usize,
    bold: bool,
}

impl Style {
    fn run(self, text: &str) -> Run {
        let fonts = RunFonts::new()
            .ascii("Times New Roman")
            .hi_ansi("Times New Roman")
            .east_asia("宋体");
        let run = Run::new().add_text(text).size(self.size).fonts(fonts);
        if self.bold { run.bold() } else { run }
    }
}

/// The runs of a block, cut wherever an annotation begins or ends.
fn write_block(
    mut paragraph: Paragraph,
    block: u32,
    text: &str,
    style: Style,
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
                paragraph = paragraph.add_comment_end(*number);
            }
        }
        for (m, ..) in here
            .iter()
            .filter(|(m, start, _)| *start == *cut && begins_in(m, block))
        {
            for comment in comments_of(m) {
                paragraph = paragraph.add_comment_start(comment);
            }
        }
        let Some(next) = cuts.get(n + 1) else {
            break;
        };
        let piece: String = chars[*cut as usize..*next as usize].iter().collect();
        let mut run = style.run(&piece);
        let last = here
            .iter()
            .rev()
            .find(|(_, start, end)| start <= cut && next <= end);
        if let Some((m, ..)) = last {
            run = run.highlight(highlight(&m.annotation.colour));
        }
        paragraph = paragraph.add_run(run);
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

/// The comment of an annotation, then one for each reply.
fn comments_of(m: &Marked<'_>) -> Vec<Comment> {
    let annotation = m.annotation;
    let mut head = format!("【{}】", annotation.colour_name);
    if !annotation.tags.is_empty() {
        head.push_str(&format!("（{}）", annotation.tags.join("、")));
    }
    head.push_str(&annotation.comment);
    if !annotation.place_note.is_empty() {
        head.push_str(&format!("\n（{}）", annotation.place_note));
    }
    let comment = |number: usize, author: &str, date: &str, text: &str| {
        let comment = Comment::new(number).author(author).date(date);
        text.lines().fold(comment, |c, line| {
            c.add_paragraph(Paragraph::new().add_run(Run::new().add_text(line)))
        })
    };
    let reply = |(n, reply): (usize, &ExportedReply)| {
        comment(
            m.numbers[n + 1],
            &reply.author,
            &reply.created,
            &reply.comment,
        )
        .parent_comment_id(m.numbers[0])
    };
    let first = comment(m.numbers[0], &annotation.author, &annotation.created, &head);
    std::iter::once(first)
        .chain(annotation.replies.iter().enumerate().map(reply))
        .collect()
}

/// Behind the text: what only an earlier version of it has.
fn write_homeless(mut docx: Docx, document: &AnnotatedDocument) -> Docx {
    let homeless = document.annotations.iter().filter(|a| a.position.is_none());
    let style = Style {
        size: BODY,
        bold: false,
    };
    for (n, annotation) in homeless.enumerate() {
        if n == 0 {
            let heading = Style {
                size: BODY,
                bold: true,
            }
            .run("仅在旧版中的批注");
            docx = docx.add_paragraph(Paragraph::new().add_run(heading));
        }
        let line = format!(
            "“{}”【{}】{}（{}，{}）",
            annotation.quote.exact.replace('\n', " "),
            annotation.colour_name,
            annotation.comment.replace('\n', " "),
            annotation.author,
            day(&annotation.created)
        );
        docx = docx.add_paragraph(Paragraph::new().add_run(style.run(&line)));
    }
    docx
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
