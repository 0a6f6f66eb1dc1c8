//! EPUB 2 and 3, OEBPS 1.2: the chapters in the order of the spine, their names from the table of contents, their
//! pictures. Covers without text, navigation pages and everything outside the spine stay out.
//!
//! The package is read by [`crate::opf`]: the crate that was used before refuses what old programs wrote.

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;
use yandu_document::{LineRole, SourceLine, SourceText};

use crate::html::{body_lines, decode_page};
use crate::marks::{self, Shelf};
use crate::opf::{self, decoded};
use crate::package::{Package, resolve};
use crate::zip_reader::{has_part, starts_with_part};
use crate::{Format, ImportError, Imported, Importer, Options, sniff};

const NAME: &str = "EPUB";

/// The importer of EPUB.
pub(crate) struct Epub;

impl Importer for Epub {
    fn format(&self) -> Format {
        Format::Epub
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::is_zip(bytes)
            && (has_part(bytes, "META-INF/container.xml")
                || starts_with_part(bytes, b"mimetypeapplication/epub+zip"))
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let mut package = Package::zip(bytes, &options.limits, NAME)?;
        // Fonts may be garbled without any harm to the text; chapters may not.
        if package.text("META-INF/encryption.xml")?.contains("html") {
            return Err(ImportError::Encrypted);
        }
        let book = opf::read(&mut package)?;
        let mut shelf = Shelf::default();
        let (mut lines, mut missing, mut unpacked) = (Vec::new(), 0, 0);
        for path in &book.chapters {
            let Some(page) = package.read(path)? else {
                missing += 1;
                continue;
            };
            unpacked += page.len() as u64;
            if unpacked > options.limits.archive {
                return Err(ImportError::ArchiveLimit("书的各章解压后过大".into()));
            }
            let page = closed(&decode_page(&page, None)?.text);
            let page = Document::from(page.as_str());
            // In a book these hold the chapter's heading and its closing words, not a site's frame.
            page.select("header, footer").rename("div");
            let chapter = {
                let package = std::cell::RefCell::new(&mut package);
                let find = |address: &str| {
                    let part = resolve(path, &decoded(address));
                    package.borrow_mut().read(&part).ok().flatten()
                };
                body_lines(&page, &mut shelf, &find)
            };
            add_chapter(&mut lines, chapter, book.names.get(path));
        }
        let mut warnings = Vec::new();
        if missing > 0 {
            warnings.push(format!("{missing} 章在文件中缺失"));
        }
        let mut source = SourceText {
            lines,
            claims: book.claims,
            ..SourceText::default()
        };
        shelf.give(&mut source, &mut warnings);
        Ok(Imported {
            warnings,
            ..Imported::new(self.format(), source)
        })
    }
}

/// An element that XHTML closes in its start tag. HTML would take `<title/>` for a title that goes on to the end.
/// A document type with declarations of its own: HTML parsers take what follows its first `>` for text.
static DECLARED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<!DOCTYPE[^>\[]{0,400}\[.*?\]\s*>").expect("constant"));
static CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"<([A-Za-z][A-Za-z0-9:]*)((?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*/>"#,
    )
    .expect("constant")
});

/// Closes what XHTML closes, for a reader of HTML.
pub(crate) fn closed(page: &str) -> String {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "image", "img", "input", "link", "meta",
        "param", "source", "wbr",
    ];
    let page = DECLARED.replace(page, "");
    CLOSED
        .replace_all(&page, |found: &regex::Captures<'_>| {
            let name = found[1].to_ascii_lowercase();
            if VOID.contains(&name.as_str()) {
                found[0].to_owned()
            } else {
                format!("<{0}{1}></{0}>", &found[1], &found[2])
            }
        })
        .into_owned()
}

/// Adds a chapter's lines, under its name where its text does not begin with it.
fn add_chapter(lines: &mut Vec<SourceLine>, chapter: Vec<SourceLine>, name: Option<&String>) {
    let squeeze = |s: &str| {
        let text = marks::without(s);
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    if let Some(name) = name.filter(|n| !n.is_empty()) {
        let head: String = chapter.iter().take(4).map(|l| squeeze(&l.text)).collect();
        let empty = chapter.iter().all(|l| squeeze(&l.text).is_empty());
        if !empty && !head.contains(&squeeze(name)) {
            lines.push(SourceLine {
                text: name.clone(),
                role: LineRole::Heading(1),
            });
        }
    }
    lines.extend(chapter);
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn book(parts: &[(&str, &str)]) -> Imported {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let container =
            "<container><rootfiles><rootfile full-path=\"O/a.opf\"/></rootfiles></container>";
        for (name, text) in [("META-INF/container.xml", container)].iter().chain(parts) {
            zip.start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        crate::import(&bytes, "a.epub", &Options::default()).unwrap()
    }

    #[test]
    fn elements_closed_in_their_start_tag_swallow_nothing() {
        let page = "<html><head><title/><script src=\"a.js\"/></head><body><p id='x'/><p>甲<br/>乙<img src=\"p%20.png\" alt=\"图\"/></p></body></html>";
        let opf = "<package><metadata><dc:title>书名</dc:title></metadata><manifest><item id=\"c\" href=\"%E7%AB%A0.xhtml\" media-type=\"application/xhtml+xml\"/>\
            <item id=\"n\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/></manifest><spine toc=\"n\"><itemref idref=\"c\"/></spine></package>";
        let ncx = "<ncx><navMap><navPoint><navLabel><text>第一章</text></navLabel><content src=\"%E7%AB%A0.xhtml#a\"/></navPoint></navMap></ncx>";
        let read = book(&[
            ("O/a.opf", opf),
            ("O/章.xhtml", page),
            ("O/toc.ncx", ncx),
            ("O/p .png", "PNG"),
        ]);
        assert_eq!(read.source.plain(), "第一章\n甲\n乙");
        assert_eq!(read.source.claims.title.as_deref(), Some("书名"));
        assert_eq!(
            (read.source.pictures[0].line, read.source.pictures[0].at),
            (2, 1)
        );
    }

    #[test]
    fn declarations_of_a_document_type_are_no_text() {
        let page = "<?xml version=\"1.0\"?><!DOCTYPE html [<!ENTITY x \"甲\"> <!ENTITY y \"乙\">]><html><body><p>正文</p></body></html>";
        let opf = "<package><metadata><dc:title>书</dc:title></metadata><manifest><item id=\"c\" href=\"c.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>\
            <spine><itemref idref=\"c\"/></spine></package>";
        let read = book(&[("O/a.opf", opf), ("O/c.xhtml", page)]);
        assert_eq!(read.source.plain(), "正文");
    }

    #[test]
    fn a_book_of_oebps_1_2_is_read() {
        let opf = "<package><metadata><dc-metadata><dc:Title>旧书</dc:Title></dc-metadata></metadata><manifest>\
            <item id=\"c\" href=\"c.html\" media-type=\"text/x-oeb1-document\"/></manifest><spine><itemref idref=\"c\"/></spine></package>";
        let read = book(&[
            ("O/a.opf", opf),
            ("O/c.html", "<html><body><p>旧书的正文</p></body></html>"),
        ]);
        assert_eq!(read.source.plain(), "旧书的正文");
        assert_eq!(read.source.claims.title.as_deref(), Some("旧书"));
    }
}
