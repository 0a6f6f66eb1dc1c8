//! PDF: the text layer, page by page.
//!
//! `hayro-syntax` gives objects, streams, repair and decryption (docs/decisions/0048); the interpreter is our own, as
//! no extractor reads the CMaps of Chinese official PDFs right (docs/decisions/0025). Values of form fields belong to
//! the text; hidden layers, notes, scripts and attached files stay out. Files that open without a password, or with
//! the given one, are read, others are refused. A page whose chars cannot be known, or that is a picture, is named and
//! left out: its text needs OCR.

mod annotations;
mod composite;
mod content;
mod embedded;
mod font;
mod founder;
mod layers;
mod objects;
mod outline;
mod pages;
mod simple;
mod streams;

use std::sync::Arc;

use hayro_syntax::object::Dict;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf as File};
use serde::{Deserialize, Serialize};
use yandu_document::{Claims, SourceText};

use crate::layout::{Bookmark, Legible};
use crate::{Format, ImportError, Imported, Importer, Options, clock, sniff};
use annotations::Annotations;
use content::{MOST_BYTES, Reader, Shower};
use layers::Layers;

const NAME: &str = "PDF";

/// The importer of PDF.
pub(crate) struct Pdf;

impl Importer for Pdf {
    fn format(&self) -> Format {
        Format::Pdf
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::is_pdf(bytes)
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        read(bytes, options)?.imported()
    }
}

/// A file that was read, before its pages are put together.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PdfPages {
    pub(crate) legible: Legible,
    bookmarks: Vec<Bookmark>,
    claims: Claims,
    /// Pages beyond the limit.
    cut: usize,
    /// Notes with words that are not part of the text.
    notes: usize,
}

/// Reads the pages of a file.
pub(crate) fn read(bytes: &[u8], options: &Options) -> Result<PdfPages, ImportError> {
    let file = open(bytes, options)?;
    let root: Option<Dict<'_>> = file.xref().get(file.xref().root_id());
    let (pages, count) = pages::pages(&file, root.as_ref(), options.limits.pages);
    if pages.is_empty() {
        return Err(ImportError::damaged(NAME, "没有页面"));
    }
    let mut reader = Reader::new(&file, Layers::of(root.as_ref()));
    let mut read = PdfPages {
        legible: Legible::default(),
        bookmarks: outline::bookmarks(&file, root.as_ref()),
        claims: claims(&file),
        cut: count - pages.len(),
        notes: 0,
    };
    for (n, page) in pages.iter().enumerate() {
        clock::check()?;
        let (mut frame, matrix) = pages::frame(&file, page, n as u32 + 1);
        let Some(bytes) = pages::content(&file, page, MOST_BYTES) else {
            // A drawing without end is a picture, whatever words it may hold.
            frame.picture = 1.0;
            read.legible.add(&frame);
            continue;
        };
        let notes = Annotations::of(&file, page, reader.layers());
        let resources = objects::inherited(&file, page, b"Resources");
        let resources = resources
            .and_then(objects::as_dictionary)
            .unwrap_or_default();
        let mut shower = Shower::new(&mut reader, frame, matrix);
        shower.show(&bytes, &resources, 0)?;
        shower.fill_in(&notes.written, matrix);
        read.notes += notes.left_out;
        read.legible.add(&shower.finish());
    }
    Ok(read)
}

impl PdfPages {
    /// Makes paragraphs of the pages.
    ///
    /// # Errors
    /// None of them can be read.
    pub(crate) fn imported(mut self) -> Result<Imported, ImportError> {
        let mut flow = self.legible.flow(&self.bookmarks)?;
        founder::mend(&mut flow.lines);
        let cut = (self.cut > 0).then(|| format!("页数过多，最后 {} 页未读取", self.cut));
        let notes = (self.notes > 0).then(|| format!("原件中的 {} 处批注未收入正文", self.notes));
        let more = cut.into_iter().chain(notes);
        Ok(Imported {
            source: SourceText {
                lines: flow.lines,
                claims: self.claims,
                pages: flow.pages,
                ..SourceText::default()
            },
            format: Format::Pdf,
            encoding: None,
            warnings: self
                .legible
                .warnings()
                .into_iter()
                .chain(flow.warnings)
                .chain(more)
                .collect(),
            unread_pages: self.legible.unread,
        })
    }
}

/// Opens a file with the empty password, then with the given one.
fn open(bytes: &[u8], options: &Options) -> Result<File, ImportError> {
    let bytes = Arc::new(bytes.to_vec());
    let given = options.password.as_deref().filter(|p| !p.is_empty());
    let mut asked = false;
    for password in std::iter::once("").chain(given) {
        match File::new_with_password(bytes.clone(), password) {
            Ok(file) => return Ok(file),
            Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => asked = true,
            Err(LoadPdfError::Decryption(_)) => return Err(ImportError::Encrypted),
            Err(LoadPdfError::Invalid) => {}
        }
    }
    if asked {
        return Err(ImportError::Encrypted);
    }
    Err(ImportError::damaged(
        NAME,
        "找不到文件的目录，可能没有下载完整",
    ))
}

/// The title that the file names, unless a program made it up of the file's name.
fn claims(file: &File) -> Claims {
    let title = file.metadata().title.as_deref().map(objects::text);
    let title = title.map(|t| t.trim().to_owned());
    let made_up = |t: &str| {
        let lower = t.to_lowercase();
        let ends = [".doc", ".docx", ".wps", ".pdf", ".txt", ".indd"];
        let starts = ["microsoft", "untitled", "无标题", "文档"];
        ends.iter().any(|e| lower.ends_with(e)) || starts.iter().any(|s| lower.starts_with(s))
    };
    let han = |t: &str| {
        t.chars()
            .filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
            .count()
            >= 4
    };
    Claims {
        title: title.filter(|t| han(t) && !made_up(t)),
        ..Claims::default()
    }
}

#[cfg(test)]
mod tests;
