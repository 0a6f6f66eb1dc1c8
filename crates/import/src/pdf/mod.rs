//! PDF: the text layer, page by page.
//!
//! `lopdf` gives objects, streams and decryption; the interpreter is our own, as no extractor reads the CMaps
//! of Chinese official PDFs right (docs/decisions/0025). Files that open without a password are read, others are refused.
//! A page whose chars cannot be known, or that is a picture, is named and left out: its text needs OCR. Scripts,
//! forms, comments and attached files stay out.

mod composite;
mod content;
mod font;
mod objects;
mod simple;

use std::time::Instant;

use lopdf::{Document, LoadOptions, Object, ObjectId};
use yandu_document::{Claims, SourceText};

use crate::layout::{Bookmark, Legible, Matrix, Page};
use crate::{Format, ImportError, Imported, Importer, Options, sniff};
use content::{MOST_BYTES, Reader, Shower};
use objects::{inherited, numbers, value};

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
pub(crate) struct PdfPages {
    pub(crate) legible: Legible,
    bookmarks: Vec<Bookmark>,
    claims: Claims,
    /// Pages beyond the limit.
    cut: usize,
}

/// Reads the pages of a file.
pub(crate) fn read(bytes: &[u8], options: &Options) -> Result<PdfPages, ImportError> {
    let until = Instant::now() + options.limits.time;
    let document = open(bytes, options)?;
    let legible = read_pages(&document, options, until)?;
    Ok(PdfPages {
        cut: document.page_iter().count() - legible.count(),
        legible,
        bookmarks: bookmarks(&document),
        claims: claims(&document),
    })
}

impl PdfPages {
    /// Makes paragraphs of the pages.
    ///
    /// # Errors
    /// None of them can be read.
    pub(crate) fn imported(mut self) -> Result<Imported, ImportError> {
        let flow = self.legible.flow(&self.bookmarks)?;
        let cut = (self.cut > 0).then(|| format!("页数过多，最后 {} 页未读取", self.cut));
        Ok(Imported {
            source: SourceText {
                lines: flow.lines,
                claims: self.claims,
                pages: flow.pages,
            },
            format: Format::Pdf,
            encoding: None,
            warnings: self.legible.warnings().into_iter().chain(cut).collect(),
            unread_pages: self.legible.unread,
        })
    }
}

fn open(bytes: &[u8], options: &Options) -> Result<Document, ImportError> {
    // Object streams are unpacked while the file is opened, all of them.
    let packed = usize::try_from(options.limits.file / 4).ok();
    let load = LoadOptions {
        password: options.password.clone(),
        max_decompressed_size: packed,
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(bytes, load).map_err(|e| match e {
        lopdf::Error::InvalidPassword
        | lopdf::Error::Decryption(_)
        | lopdf::Error::UnsupportedSecurityHandler(_) => ImportError::Encrypted,
        e => ImportError::damaged(NAME, e),
    })?;
    if document.is_encrypted() {
        return Err(ImportError::Encrypted);
    }
    if document.page_iter().next().is_none() {
        return Err(ImportError::damaged(NAME, "没有页面"));
    }
    Ok(document)
}

fn read_pages(
    document: &Document,
    options: &Options,
    until: Instant,
) -> Result<Legible, ImportError> {
    let mut reader = Reader::new(document, until);
    let mut legible = Legible::default();
    for (n, id) in document.page_iter().enumerate().take(options.limits.pages) {
        let (mut page, matrix) = page_frame(document, id, n as u32 + 1);
        let Ok(bytes) = document.get_page_content_with_limit(id, MOST_BYTES) else {
            // A drawing without end is a picture, whatever words it may hold.
            page.picture = 1.0;
            legible.add(&page);
            continue;
        };
        let resources = inherited(document, id, b"Resources").and_then(|r| r.as_dict().ok());
        let resources = resources.cloned().unwrap_or_default();
        let mut shower = Shower::new(&mut reader, page, matrix);
        shower.show(&bytes, &resources, 0)?;
        legible.add(&shower.finish());
    }
    Ok(legible)
}

/// An empty page of the right size, and the map that puts its top left corner to 0, 0 (ISO 32000-1, 7.7.3.3).
fn page_frame(document: &Document, id: ObjectId, number: u32) -> (Page, Matrix) {
    let keys: [&[u8]; 2] = [b"CropBox", b"MediaBox"];
    let boxes = keys.iter().find_map(|key| inherited(document, id, key));
    let sides: Option<[f32; 4]> = boxes.and_then(|b| numbers(document, b).try_into().ok());
    let [x0, y0, x1, y1] = sides.unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let (left, right) = (x0.min(x1), x0.max(x1));
    let (bottom, top) = (y0.min(y1), y0.max(y1));
    let turned = inherited(document, id, b"Rotate")
        .and_then(objects::number)
        .unwrap_or(0.0);
    let (matrix, sideways) = match turned.rem_euclid(360.0) as u32 {
        90 => ([0.0, 1.0, 1.0, 0.0, -bottom, -left], true),
        180 => ([-1.0, 0.0, 0.0, 1.0, right, -bottom], false),
        270 => ([0.0, -1.0, -1.0, 0.0, top, right], true),
        _ => ([1.0, 0.0, 0.0, -1.0, -left, top], false),
    };
    let (width, height) = (right - left, top - bottom);
    let page = Page {
        number,
        width: if sideways { height } else { width },
        height: if sideways { width } else { height },
        ..Page::default()
    };
    (page, Matrix(matrix))
}

/// The outline of the file.
fn bookmarks(document: &Document) -> Vec<Bookmark> {
    let Ok(toc) = document.get_toc() else {
        return Vec::new();
    };
    let level = |level: usize| u8::try_from(level).unwrap_or(u8::MAX).max(1);
    let items = toc.toc.into_iter().map(|item| Bookmark {
        title: item.title,
        level: level(item.level),
    });
    items.collect()
}

/// The title that the file names, unless a program made it up of the file's name.
fn claims(document: &Document) -> Claims {
    let info = document.trailer.get(b"Info").ok();
    let info = info.and_then(|i| document.dereference(i).ok()?.1.as_dict().ok());
    let text = |key: &[u8]| {
        let found: &Object = value(document, info?, key)?;
        lopdf::decode_text_string(found).ok()
    };
    let title = text(b"Title").map(|t| t.trim().to_owned());
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
