//! MHTML: a web page that a browser saved with its parts; the pages of its frames where it is made of frames.

use std::borrow::Cow;

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders};

use crate::html::{day, import_html, is_address};
use crate::{Format, ImportError, Imported, Importer, Options, eml};

/// The importer of MHTML.
pub(crate) struct Mhtml;

/// A page with less text than this shows what is in its frames.
const SHORTEST_TEXT: usize = 60;

impl Importer for Mhtml {
    fn format(&self) -> Format {
        Format::Mhtml
    }

    /// A page with its parts, or a page alone; a mail has somebody whom it is sent to.
    fn sniff(&self, bytes: &[u8], name: &str) -> bool {
        let Some(head) = eml::head(bytes) else {
            return false;
        };
        let by_name = name.to_ascii_lowercase();
        let by_name = by_name.ends_with(".mht") || by_name.ends_with(".mhtml");
        let has = |field: &str| head.contains(&format!("\n{field}:"));
        let page = head.contains("multipart/related") && !has("to") && !has("received");
        let alone = head.contains("text/html") && !has("to") && !has("received");
        has("mime-version") && (by_name || page || alone)
    }

    fn import(&self, bytes: &[u8], _options: &Options) -> Result<Imported, ImportError> {
        let damaged = |detail: &str| ImportError::damaged("MHTML", detail);
        let message = MessageParser::default()
            .parse(bytes)
            .ok_or_else(|| damaged("不是 MIME 文件"))?;
        let page = main_page(&message).ok_or_else(|| damaged("没有网页正文"))?;
        let html = text(page).ok_or_else(|| damaged("网页正文无法解码"))?;
        let find = |address: &str| part_at(&message, address).map(|part| part.contents().to_vec());
        let mut imported = import_html(&html, self.format(), None, &find);
        let size: usize = imported
            .source
            .lines
            .iter()
            .map(|l| l.text.chars().count())
            .sum();
        if size < SHORTEST_TEXT {
            for frame in frames(&message, &html) {
                let read = import_html(&frame, self.format(), None, &|_| None);
                imported.source.lines.extend(read.source.lines);
                imported.warnings.extend(read.warnings);
            }
        }
        let header = |name: &str| message.header_raw(name).map(|text| text.trim().to_owned());
        let address = header("Snapshot-Content-Location").filter(|url| is_address(url));
        let claims = &mut imported.source.claims;
        claims.url = address.or(claims.url.take());
        claims.accessed = header("Date")
            .and_then(|text| day(&text))
            .or(claims.accessed);
        Ok(imported)
    }
}

/// The page that the file is about: the first one; `start` names no other in files that browsers write.
fn main_page<'m>(message: &'m Message<'_>) -> Option<&'m MessagePart<'m>> {
    message.parts.iter().find(|part| is_page(part))
}

fn is_page(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|t| {
        let kind = t.subtype().unwrap_or_default();
        t.ctype().eq_ignore_ascii_case("text") && kind.eq_ignore_ascii_case("html")
            || kind.eq_ignore_ascii_case("xhtml+xml")
    })
}

/// The text of a page: as its part says, or as the page itself says.
pub(crate) fn text<'p>(part: &'p MessagePart<'_>) -> Option<Cow<'p, str>> {
    if let Some(text) = part.text_contents() {
        return Some(Cow::Borrowed(text));
    }
    let decoded = crate::decode(part.contents(), None).ok()?;
    Some(Cow::Owned(decoded.text))
}

/// The part with this address: its location, its id, or the same file name where only the folder differs.
fn part_at<'m>(message: &'m Message<'_>, address: &str) -> Option<&'m MessagePart<'m>> {
    let id = address.strip_prefix("cid:");
    let by_id = |part: &&MessagePart<'_>| id.is_some() && part.content_id() == id;
    let location = |part: &MessagePart<'_>| part.content_location().map(str::to_owned);
    let exact = message
        .parts
        .iter()
        .find(|p| by_id(p) || location(p).as_deref() == Some(address));
    let file = address
        .rsplit(['/', '\\'])
        .next()
        .filter(|f| !f.is_empty())?;
    let same_file = |p: &&MessagePart<'_>| {
        location(p).is_some_and(|l| l.rsplit(['/', '\\']).next() == Some(file))
    };
    exact.or_else(|| message.parts.iter().find(same_file))
}

/// The pages of the frames, in their order.
fn frames(message: &Message<'_>, html: &str) -> Vec<String> {
    let page = dom_query::Document::from(html);
    let frames = page.select("frame, iframe");
    let addresses = frames.nodes().iter().filter_map(|n| n.attr("src"));
    addresses
        .filter_map(|address| part_at(message, &address))
        .filter(|part| is_page(part))
        .filter_map(|part| text(part).map(Cow::into_owned))
        .collect()
}
