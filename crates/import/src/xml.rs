//! The little of XML that the parts of DOCX and ODT need. DTDs and outside entities are never resolved.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::ImportError;

/// The text of a part: UTF-8, or UTF-16 with a BOM.
pub(crate) fn decode(format: &'static str, bytes: &[u8]) -> Result<String, ImportError> {
    let (text, _, broken) = encoding_rs::UTF_8.decode(bytes);
    if broken {
        Err(ImportError::damaged(format, "XML 编码错误"))
    } else {
        Ok(text.into_owned())
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
