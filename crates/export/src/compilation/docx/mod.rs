//! DOCX in two layouts. Word and LibreOffice were both looked at; what they need is said where it is done.
//!
//! Fonts are named, not embedded: 仿宋_GB2312 and its like belong to their makers. The file names a second
//! name for each, and every char of a run is given to the East Asian face, so that Chinese quotation marks
//! and dashes never fall to a Latin one.

mod contents;
mod dress;
mod package;
mod page;
mod table;

use docx_rs::{Docx, Footnote, Paragraph, Run};
use yandu_document::BlockKind;

use self::dress::{Dress, dress};
use super::pieces::{Piece, Role, pieces};
use super::{AnnotationPlace, Compilation, ExportProgress, Layout};
use crate::ExportError;

/// Writes a compilation as DOCX; `None` if `progress` stopped it.
///
/// # Errors
/// What the writer says.
pub fn write_compilation_docx(
    compilation: &Compilation,
    layout: Layout,
    place: AnnotationPlace,
    progress: &mut ExportProgress<'_>,
) -> Result<Option<Vec<u8>>, ExportError> {
    let pieces = pieces(compilation, place);
    let all = compilation.entries().count();
    let mut writer = Writer {
        docx: page::set_up(Docx::new(), layout, compilation),
        layout,
        footnotes: 0,
        anchored: None,
        fresh_page: false,
    };
    if layout == Layout::Booklet {
        writer.docx = contents::front(writer.docx, compilation, &pieces);
        writer.fresh_page = true;
    }
    let mut rest = &pieces[..];
    let mut done = 0;
    while let Some(piece) = rest.first() {
        if piece.role == Role::TextBegin {
            if !progress(done, all) {
                return Ok(None);
            }
            done += 1;
        }
        let rows = table::rows(rest);
        if rows > 0 {
            writer.docx = writer.docx.add_table(table::table(&rest[..rows], layout));
        } else {
            writer.piece(piece, compilation.list);
        }
        rest = &rest[rows.max(1)..];
    }
    if !progress(all, all) {
        return Ok(None);
    }
    package::pack(writer.docx).map(Some)
}

struct Writer {
    docx: Docx,
    layout: Layout,
    /// Footnotes so far.
    footnotes: usize,
    /// The entry whose title has its bookmark.
    anchored: Option<usize>,
    /// The next paragraph begins a page.
    fresh_page: bool,
}

impl Writer {
    fn piece(&mut self, piece: &Piece, list: bool) {
        // A cover has said title and author.
        let on_cover = matches!(piece.role, Role::Title | Role::Byline);
        if self.layout == Layout::Booklet && on_cover {
            return;
        }
        if piece.role == Role::TextBegin {
            self.fresh_page |= list || self.layout == Layout::Booklet;
            return;
        }
        if piece.role == Role::Title {
            self.blank_lines(2);
        }
        let dress = dress(piece.role, self.layout);
        let mut paragraph = dress.paragraph();
        if std::mem::take(&mut self.fresh_page) {
            paragraph = paragraph.page_break_before(true);
        }
        // A title of several lines is one place to lead to.
        let anchor = piece.role == Role::Text(BlockKind::Title, 0) && self.anchored != piece.entry;
        if anchor {
            self.anchored = piece.entry;
        }
        if let (true, Some(entry)) = (anchor, piece.entry) {
            paragraph = paragraph.add_bookmark_start(entry + 1, contents::bookmark(entry));
        }
        paragraph = self.runs(paragraph, piece, &dress);
        if let (true, Some(entry)) = (anchor, piece.entry) {
            paragraph = paragraph.add_bookmark_end(entry + 1);
        }
        self.add(paragraph);
        let blank_below = matches!(
            piece.role,
            Role::Byline | Role::Text(BlockKind::Title | BlockKind::Speaker, _)
        );
        if self.layout == Layout::Official && blank_below {
            self.blank_lines(1);
        }
    }

    fn add(&mut self, paragraph: Paragraph) {
        let docx = std::mem::take(&mut self.docx);
        self.docx = docx.add_paragraph(paragraph);
    }

    fn blank_lines(&mut self, count: usize) {
        for _ in 0..count {
            let line = dress(Role::Text(BlockKind::Text, 0), self.layout).paragraph();
            self.add(line);
        }
    }

    /// The text, cut at the marks of its footnotes.
    fn runs(&mut self, mut paragraph: Paragraph, piece: &Piece, dress: &Dress) -> Paragraph {
        for (text, note) in piece.stretches() {
            paragraph = dress.lines(paragraph, &text);
            if let Some(note) = note {
                self.footnotes += 1;
                let reference = Run::new().add_footnote_reference(Footnote {
                    id: self.footnotes,
                    content: vec![dress.footnote(note)],
                });
                paragraph = paragraph.add_run(reference);
            }
        }
        paragraph
    }
}
