//! Saved web pages: the charset, the main text, the information table. Scripts are never run or kept.

mod content;
mod info;
mod list;
mod places;
mod saved;
mod table;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use saved::{day, is_address};

use dom_query::Document;
use encoding_rs::Encoding;
use yandu_document::{Claims, LineRole, SourceLine, SourceText};

use crate::encoding::{Decoded, TextEncoding, decode};
use crate::marks::{self, Shelf};
use crate::{Format, ImportError, Imported, Importer, Options, xml};
pub(crate) use places::Find;

/// The importer of HTML.
pub(crate) struct Html;

impl Importer for Html {
    fn format(&self) -> Format {
        Format::Html
    }

    fn sniff(&self, bytes: &[u8], name: &str) -> bool {
        const HEAD: usize = 4096;
        let head = &bytes[..bytes.len().min(HEAD)];
        let (head, _, _) = xml::encoding_of(bytes).decode(head);
        let head = head.to_ascii_lowercase();
        let start = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        if let Some(rest) = start.strip_prefix("<!--") {
            return head.contains("<html") || is_page(after_comments(rest), &head, name);
        }
        start.starts_with("<?xml") && head.contains("<html") || is_page(start, &head, name)
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let Decoded { text, encoding, .. } = decode_page(bytes, options.encoding)?;
        Ok(import_html(&text, self.format(), Some(encoding), &|_| None))
    }
}

/// What begins a page, or a fragment of one that was laid out with it.
const BEGINS: [&str; 11] = [
    "!doctype html",
    "html",
    "head",
    "body",
    "div",
    "table",
    "meta",
    "script",
    "title",
    "frameset",
    "style",
];

/// What begins a fragment that an editor gave; a Markdown text may begin so as well.
const FRAGMENTS: [&str; 24] = [
    "p",
    "font",
    "span",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "center",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "section",
    "article",
    "a",
    "pre",
    "br",
];

/// Text behind the comments at the start of a page.
fn after_comments(mut rest: &str) -> &str {
    while let Some((_, behind)) = rest.split_once("-->") {
        rest = behind.trim_start();
        match rest.strip_prefix("<!--") {
            Some(next) => rest = next,
            None => return rest,
        }
    }
    ""
}

/// True for a text that begins with an element of HTML; `head` is the text's start, in lower case like `start`.
fn is_page(start: &str, head: &str, name: &str) -> bool {
    let begins = |tags: &[&str]| {
        let Some(rest) = start.strip_prefix('<') else {
            return false;
        };
        tags.iter().any(|tag| {
            let behind = rest.strip_prefix(tag).and_then(|r| r.chars().next());
            behind.is_some_and(|c| c.is_whitespace() || matches!(c, '>' | '/'))
        })
    };
    let extension = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_markdown = matches!(&*extension, "md" | "markdown" | "mdown");
    let by_name = matches!(&*extension, "html" | "htm" | "shtml" | "xhtml");
    let closes = || {
        FRAGMENTS
            .iter()
            .any(|tag| head.contains(&format!("</{tag}>")))
    };
    begins(&BEGINS) || !is_markdown && begins(&FRAGMENTS) && closes() || by_name && closes()
}

/// The charset of a page: given, BOM, the `meta` if its bytes agree, else by the bytes.
pub(crate) fn decode_page(
    bytes: &[u8],
    given: Option<TextEncoding>,
) -> Result<Decoded, ImportError> {
    const HEAD: usize = 4096;
    if given.is_some() {
        return decode(bytes, given);
    }
    match bytes {
        [b'<', 0, ..] => return decode(bytes, Some(TextEncoding::Utf16Le)),
        [0, b'<', ..] => return decode(bytes, Some(TextEncoding::Utf16Be)),
        _ => {}
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let named = |key: &str| {
        let at = head.find(key)?;
        let name = head[at + key.len()..].trim_start_matches(['"', '\'', ' ']);
        let end = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_');
        Encoding::for_label(name.split(end).next()?.as_bytes())
    };
    let xml = || {
        head.starts_with("<?xml")
            .then(|| named("encoding="))
            .flatten()
    };
    let declared = named("charset=").or_else(xml);
    // Every byte is a char in a Latin encoding, so that it cannot be disproved; UTF-16 would not show its `meta`.
    let telling = declared.filter(|e| {
        !e.is_single_byte() && *e != encoding_rs::UTF_16LE && *e != encoding_rs::UTF_16BE
    });
    match telling.map(|e| decode(bytes, Some(TextEncoding::of(e)))) {
        Some(Ok(decoded)) => Ok(decoded),
        _ => decode(bytes, None),
    }
}

/// Reads a decoded page.
pub(crate) fn import_html(
    html: &str,
    format: Format,
    encoding: Option<TextEncoding>,
    find: &Find<'_>,
) -> Imported {
    let page = Document::from(html);
    let mut shelf = Shelf::default();
    places::number(&page, &mut shelf, find);
    let mut claims = info::read_table(&page);
    let title = info::page_title(&page);
    let (mut lines, mut warnings) = content::main_text(&page);
    let squeeze = |s: &str| {
        let text = marks::without(s);
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
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
    add_info_line(&mut lines, info::info_line(&page), &squeeze);
    add_missing(&mut lines, &claims, &squeeze);
    info::read_source_line(&page, &mut claims);
    saved::read(&page, html, &mut claims);
    let mut source = SourceText {
        lines,
        claims,
        ..SourceText::default()
    };
    shelf.give(&mut source, &mut warnings);
    Imported {
        encoding,
        warnings,
        ..Imported::new(format, source)
    }
}

/// Puts the line of author and day under the title if the main text has left it out.
fn add_info_line(
    lines: &mut Vec<SourceLine>,
    info: Option<String>,
    squeeze: &dyn Fn(&str) -> String,
) {
    let Some(info) = info else { return };
    let text: String = lines.iter().map(|l| squeeze(&l.text)).collect();
    if text.contains(&squeeze(&info)) {
        return;
    }
    let titles = lines
        .iter()
        .take_while(|l| l.role == LineRole::Title || l.role == LineRole::Heading(1))
        .count();
    lines.insert(titles, SourceLine::plain(info));
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

/// The lines of everything that a page shows; its pictures and tables go to the shelf.
pub(crate) fn body_lines(page: &Document, shelf: &mut Shelf, find: &Find<'_>) -> Vec<SourceLine> {
    places::number(page, shelf, find);
    walk::lines(content::body(page))
}
