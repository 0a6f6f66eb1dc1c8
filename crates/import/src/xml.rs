//! The little of XML that office formats need. DTDs and outside entities are never resolved.

use encoding_rs::Encoding;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::{ImportError, clock};

/// The text of a part: UTF-8, UTF-16, or the encoding that its declaration names.
pub(crate) fn decode(format: &'static str, bytes: &[u8]) -> Result<String, ImportError> {
    let (text, _, broken) = encoding_of(bytes).decode(bytes);
    if broken {
        Err(ImportError::damaged(format, "XML 编码错误"))
    } else {
        Ok(text.into_owned())
    }
}

/// XML 1.0, appendix F: the first bytes tell the width, the declaration the rest.
pub(crate) fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => return encoding_rs::UTF_16LE,
        [0xFE, 0xFF, ..] | [0, b'<', ..] => return encoding_rs::UTF_16BE,
        _ => {}
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = head.split("?>").next().unwrap_or_default();
    let name = declaration.split("encoding=").nth(1).and_then(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next()
    });
    let named = name.and_then(|name| Encoding::for_label(name.as_bytes()));
    match named {
        // A declaration that the first bytes disprove.
        Some(e) if e == encoding_rs::UTF_16LE || e == encoding_rs::UTF_16BE => encoding_rs::UTF_8,
        Some(e) if e == encoding_rs::GBK => encoding_rs::GB18030,
        Some(e) => e,
        None => encoding_rs::UTF_8,
    }
}

/// Calls `take` for every event; elements are known by their local names.
pub(crate) fn events(
    format: &'static str,
    xml: &str,
    mut take: impl FnMut(Node<'_>),
) -> Result<(), ImportError> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    loop {
        clock::tick()?;
        match reader
            .read_event()
            .map_err(|e| ImportError::damaged(format, e))?
        {
            Event::Start(e) => take(Node::Open(&e)),
            Event::Empty(e) => {
                take(Node::Open(&e));
                take(Node::Close(e.local_name().as_ref()));
            }
            Event::End(e) => take(Node::Close(e.local_name().as_ref())),
            Event::Text(t) => take(Node::Text(&t.xml10_content())),
            Event::CData(t) => take(Node::Text(&t.xml10_content())),
            Event::GeneralRef(r) => take(Node::Text(&entity(&r))),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The content of every element of this local name, with the element's ID.
pub(crate) fn inner<'x>(
    format: &'static str,
    xml: &'x str,
    name: &str,
) -> Result<Vec<(String, &'x str)>, ImportError> {
    let damaged = |e| ImportError::damaged(format, e);
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        clock::tick()?;
        match reader.read_event().map_err(damaged)? {
            Event::Start(e) if e.local_name().as_ref() == name => {
                let id = attribute(&e, "ID").unwrap_or_default();
                let span = reader.read_to_end(e.name()).map_err(damaged)?;
                let content = xml.get(span.start as usize..span.end as usize);
                found.push((id, content.unwrap_or_default()));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// One event.
pub(crate) enum Node<'a> {
    Open(&'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

fn entity(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = reference.xml10_content();
    let text = match name.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    };
    text.to_owned()
}

/// The value of an attribute by its local name.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)?;
    found
        .normalized_value(XmlVersion::Explicit1_0)
        .ok()
        .map(|v| v.into_owned())
}

/// `w:val` of an on/off property: absent means on.
pub(crate) fn is_on(element: &BytesStart<'_>) -> bool {
    !attribute(element, "val").is_some_and(|v| matches!(v.as_str(), "0" | "false" | "off" | "none"))
}
