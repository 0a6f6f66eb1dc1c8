//! Saved web pages: the charset, the main text, the information table. Scripts are never run or kept.

mod content;
mod info;
mod walk;

use dom_query::Document;
use yandu_document::{Claims, LineRole, SourceLine, SourceText};

use crate::encoding::{Decoded, TextEncoding, decode};
use crate::{Format, ImportError, Imported, Importer, Options};

/// The importer of HTML.
pub(crate) struct Html;

impl Importer for Html {
    fn format(&self) -> Format {
        Format::Html
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
        let start = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        let tags = [
            "<!doctype html",
            "<html",
            "<head",
            "<body",
            "<div",
            "<table",
            "<meta",
            "<script",
        ];
        // A fragment of a page has no <html>; a Markdown text may have tags further down.
        tags.iter().any(|tag| start.starts_with(tag))
            || ((start.starts_with("<!--") || start.starts_with("<?xml")) && head.contains("<html"))
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let Decoded { text, encoding, .. } = decode_page(bytes, options.encoding)?;
        Ok(import_html(&text, self.format(), Some(encoding)))
    }
}

/// The charset of a page: given, BOM, the `meta` if its bytes agree, else by the bytes.
fn decode_page(bytes: &[u8], given: Option<TextEncoding>) -> Result<Decoded, ImportError> {
    if given.is_some() {
        return decode(bytes, given);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let declared = head.find("charset=").map(|at| {
        let name = head[at + "charset=".len()..].trim_start_matches(['"', '\'', ' ']);
        name.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .next()
            .unwrap_or("")
            .to_owned()
    });
    let declared = declared.and_then(|name| TextEncoding::from_name(&name).ok());
    match declared.map(|encoding| decode(bytes, Some(encoding))) {
        Some(Ok(decoded)) => Ok(decoded),
        _ => decode(bytes, None),
    }
}

/// Reads a decoded page.
pub(crate) fn import_html(html: &str, format: Format, encoding: Option<TextEncoding>) -> Imported {
    let page = Document::from(html);
    let mut claims = info::read_table(&page);
    let title = info::page_title(&page);
    let (mut lines, warnings) = content::main_text(&page, html);
    let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if let Some(title) = title {
        // The title block often stands outside the main text.
        let head: String = lines.iter().take(12).map(|l| squeeze(&l.text)).collect();
        if claims.title.is_none() && !head.contains(&squeeze(&title)) {
            lines.insert(
                0,
                SourceLine {
                    text: title,
                    role: LineRole::Title,
                },
            );
        }
    }
    add_missing(&mut lines, &claims, &squeeze);
    info::read_source_line(&page, &mut claims);
    Imported {
        source: SourceText {
            lines,
            claims,
            ..SourceText::default()
        },
        format,
        encoding,
        warnings,
        unread_pages: Vec::new(),
    }
}

/// What the information table says and the text does not must be found by a search as well.
fn add_missing(lines: &mut Vec<SourceLine>, claims: &Claims, squeeze: &dyn Fn(&str) -> String) {
    let text: String = lines.iter().map(|l| squeeze(&l.text)).collect();
    let mut missing = |value: &Option<String>, label: &str, role| {
        if let Some(value) = value.as_ref().filter(|v| !text.contains(&squeeze(v))) {
            let text = if label.is_empty() {
                value.clone()
            } else {
                format!("{label}：{value}")
            };
            lines.insert(0, SourceLine { text, role });
        }
    };
    missing(&claims.document_number, "", LineRole::Text);
    missing(&claims.title, "", LineRole::Title);
}

/// The lines of everything that a page shows.
pub(crate) fn body_lines(page: &Document) -> Vec<SourceLine> {
    walk::lines(content::body(page))
}
