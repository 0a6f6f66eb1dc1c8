//! EPUB 2 and 3: the chapters in the order of the spine, their names from the table of contents.
//!
//! `rbook` reads the package; the chapters are read here, each within the limits. Covers without text,
//! navigation pages and everything outside the spine stay out.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use dom_query::Document;
use rbook::Epub as Package;
use yandu_document::{Claims, LineRole, SourceLine, SourceText};
use zip::ZipArchive;

use crate::encoding::decode;
use crate::html::body_lines;
use crate::zip_reader::{has_part, open, part};
use crate::{Format, ImportError, Imported, Importer, Limits, Options, sniff};

const NAME: &str = "EPUB";

/// The importer of EPUB.
pub(crate) struct Epub;

impl Importer for Epub {
    fn format(&self) -> Format {
        Format::Epub
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::is_zip(bytes) && has_part(bytes, "META-INF/container.xml")
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let damaged = |e| ImportError::damaged(NAME, e);
        let mut zip = open(bytes, NAME)?;
        check_package(&mut zip, &options.limits)?;
        let package = Package::read(Cursor::new(bytes.to_vec())).map_err(damaged)?;
        let names = chapter_names(&package);
        let (mut lines, mut read) = (Vec::new(), HashSet::new());
        let mut missing = 0;
        for entry in package.spine().iter().filter_map(|e| e.manifest_entry()) {
            let path = entry
                .href()
                .path()
                .decode()
                .trim_start_matches('/')
                .to_owned();
            let text = entry.media_type().contains("html");
            if !text || entry.properties().has_property("nav") || !read.insert(path.clone()) {
                continue;
            }
            match part(&mut zip, &path, &options.limits, NAME)? {
                Some(page) => {
                    let page = decode(&page, None)?.text;
                    add_chapter(&mut lines, &page, names.get(&path));
                }
                None => missing += 1,
            }
        }
        let warning = format!("{missing} 章在文件中缺失");
        Ok(Imported {
            source: SourceText {
                lines,
                claims: claims(&package),
                ..SourceText::default()
            },
            format: self.format(),
            encoding: None,
            warnings: (missing > 0).then_some(warning).into_iter().collect(),
            unread_pages: Vec::new(),
        })
    }
}

/// The parts that are read without counting must not unpack to more than a file may hold.
fn check_package(zip: &mut ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<(), ImportError> {
    let names: Vec<String> = zip.file_names().flatten().map(|n| n.into_owned()).collect();
    let locked = "META-INF/encryption.xml";
    for name in &names {
        let lower = name.to_ascii_lowercase();
        let listing = [".opf", ".ncx", ".xml", "nav.xhtml", "toc.xhtml"];
        if !listing.iter().any(|end| lower.ends_with(end)) {
            continue;
        }
        let bytes = part(zip, name, limits, NAME)?.unwrap_or_default();
        // Fonts may be garbled without any harm to the text; chapters may not.
        if name == locked && String::from_utf8_lossy(&bytes).contains("html") {
            return Err(ImportError::Encrypted);
        }
    }
    Ok(())
}

/// Names of chapters by their paths.
fn chapter_names(package: &Package) -> HashMap<String, String> {
    let mut names = HashMap::new();
    let Some(contents) = package.toc().contents() else {
        return names;
    };
    for entry in contents.flatten() {
        if let Some(href) = entry.href() {
            let path = href.path().decode().trim_start_matches('/').to_owned();
            let name = entry.label().trim();
            names.entry(path).or_insert_with(|| name.to_owned());
        }
    }
    names
}

/// Adds a chapter's lines, under its name where its text does not begin with it.
fn add_chapter(lines: &mut Vec<SourceLine>, page: &str, name: Option<&String>) {
    let page = Document::from(page);
    // In a book these hold the chapter's heading and its closing words, not a site's frame.
    page.select("header, footer").rename("div");
    let chapter = body_lines(&page);
    let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if let Some(name) = name.filter(|n| !n.is_empty()) {
        let head: String = chapter.iter().take(4).map(|l| squeeze(&l.text)).collect();
        let empty = chapter.iter().all(|l| l.text.trim().is_empty());
        if !empty && !head.contains(&squeeze(name)) {
            lines.push(SourceLine {
                text: name.clone(),
                role: LineRole::Heading(1),
            });
        }
    }
    lines.extend(chapter);
}

/// What the book says about itself.
fn claims(package: &Package) -> Claims {
    let metadata = package.metadata();
    let filled = |s: &str| (!s.trim().is_empty()).then(|| s.trim().to_owned());
    Claims {
        title: metadata.title().and_then(|t| filled(t.value())),
        author: metadata.creators().next().and_then(|c| filled(c.value())),
        publisher: metadata.publishers().next().and_then(|p| filled(p.value())),
        ..Claims::default()
    }
}
