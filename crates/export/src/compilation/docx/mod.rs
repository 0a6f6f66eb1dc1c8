//! DOCX in two layouts. Word and LibreOffice were both looked at; what they need is said where it is done.
//!
//! Fonts are named, not embedded: 仿宋_GB2312 and its like belong to their makers. The file names a second
//! name for each, and every char of a run is given to the East Asian face, so that Chinese quotation marks
//! and dashes never fall to a Latin one.

mod booklet;
mod dress;
mod front;
mod head;
mod page;
mod sheet;
mod table;

use super::official::official;
use super::pieces::{Piece, Role, pieces};
use super::{AnnotationPlace, Compilation, ExportProgress, Layout};
use crate::ExportError;
use crate::word::{Package, Paragraph, RunLook, faces};

use self::dress::Dress;

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
    let mut paper = Paper {
        package: page::package(layout, compilation),
        layout,
        anchored: None,
        fresh_page: false,
        boxes: 0,
    };
    let all = compilation.entries().count();
    if layout == Layout::Booklet {
        front::front(&mut paper, compilation, &pieces);
    }
    let begins = |p: &Piece| p.role == Role::TextBegin;
    let texts = pieces.iter().position(begins).unwrap_or(pieces.len());
    let (list, texts) = pieces.split_at(texts);
    paper.pieces(list);
    for (done, text) in texts.chunk_by(|_, next| !begins(next)).enumerate() {
        if !progress(done, all) {
            return Ok(None);
        }
        paper.fresh_page = compilation.list || layout == Layout::Booklet;
        paper.pieces(text);
    }
    if !progress(all, all) {
        return Ok(None);
    }
    paper.package.pack().map(Some)
}

/// The document under construction.
struct Paper {
    package: Package,
    layout: Layout,
    /// The entry whose title has its bookmark.
    anchored: Option<usize>,
    /// The next paragraph begins a page.
    fresh_page: bool,
    /// Boxes at the foot of pages so far.
    boxes: u32,
}

impl Paper {
    fn pieces(&mut self, pieces: &[Piece]) {
        match self.layout {
            Layout::Official => self.sheet(&official(pieces)),
            Layout::Booklet => self.booklet(pieces),
        }
    }

    /// Adds a paragraph; the first of a text begins a page.
    fn add(&mut self, mut paragraph: Paragraph) {
        if std::mem::take(&mut self.fresh_page) {
            paragraph.look().page_break = true;
        }
        self.package.paragraph(&paragraph);
    }

    /// The text of a piece, cut at the marks of its footnotes and where its look changes: the first `lead`
    /// chars have another one.
    fn runs(
        &mut self,
        mut paragraph: Paragraph,
        piece: &Piece,
        dress: &Dress,
        lead: Option<(u32, RunLook)>,
    ) -> Paragraph {
        let mut left = lead.map_or(0, |(chars, _)| chars as usize);
        for (text, note) in piece.stretches() {
            let begun: String = text.chars().take(left).collect();
            let rest: String = text.chars().skip(left).collect();
            if let Some((_, look)) = &lead {
                paragraph = paragraph.text(&begun, look);
            }
            left = left.saturating_sub(text.chars().count());
            paragraph = paragraph.text(&rest, &dress.run());
            if let Some(note) = note {
                paragraph = self.footnote(paragraph, note);
            }
        }
        paragraph
    }

    /// 脚注, 小五
    fn footnote(&mut self, paragraph: Paragraph, note: &str) -> Paragraph {
        let look = RunLook::of(faces::SONGTI, 18);
        let text = |p: Paragraph| p.text(&format!(" {note}"), &look);
        let id = self.package.footnote(dress::footnote(), text);
        paragraph.footnote_mark(id)
    }

    /// A title is a place that contents lead to; of several the first is.
    fn titled(
        &mut self,
        piece: &Piece,
        paragraph: Paragraph,
        write: impl FnOnce(&mut Self, Paragraph) -> Paragraph,
    ) -> Paragraph {
        let entry = piece.entry.filter(|entry| self.anchored != Some(*entry));
        let title = Role::Text(yandu_document::BlockKind::Title, 0);
        match entry.filter(|_| piece.role == title) {
            Some(entry) => {
                self.anchored = Some(entry);
                let id = entry as u32 + 1;
                let paragraph = paragraph.bookmark_start(id, &front::bookmark(entry));
                write(self, paragraph).bookmark_end(id)
            }
            None => write(self, paragraph),
        }
    }
}
