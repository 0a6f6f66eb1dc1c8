//! Values of PDF objects behind their references; what is missing or of another type is `None`.

use lopdf::{Dictionary, Document, Object, ObjectId};

/// Parents of a page, and references to references.
const DEPTH: usize = 32;

/// A value of a dictionary, behind its reference.
pub(super) fn value<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    let object = dictionary.get(key).ok()?;
    document.dereference(object).ok().map(|(_, object)| object)
}

/// See [`value`].
pub(super) fn dictionary<'a>(
    document: &'a Document,
    of: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    match value(document, of, key)? {
        Object::Dictionary(found) => Some(found),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// See [`value`].
pub(super) fn name<'a>(document: &'a Document, of: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    value(document, of, key)?.as_name().ok()
}

/// A number, whole or not; not finite is none.
pub(super) fn number(object: &Object) -> Option<f32> {
    object.as_float().ok().filter(|n| n.is_finite())
}

/// The numbers of an array.
pub(super) fn numbers(document: &Document, object: &Object) -> Vec<f32> {
    let items = object.as_array().map_or(&[][..], Vec::as_slice);
    let plain = |item| document.dereference(item).ok().and_then(|(_, o)| number(o));
    items.iter().filter_map(plain).collect()
}

/// The content of a stream, within `limit` bytes.
pub(super) fn content(
    document: &Document,
    of: &Dictionary,
    key: &[u8],
    limit: usize,
) -> Option<Vec<u8>> {
    let stream = value(document, of, key)?.as_stream().ok()?;
    stream.get_plain_content_with_limit(limit).ok()
}

/// A value of a page or of the nodes above it (ISO 32000-1, 7.7.3.4).
pub(super) fn inherited<'a>(
    document: &'a Document,
    page: ObjectId,
    key: &[u8],
) -> Option<&'a Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..DEPTH {
        if let Some(found) = value(document, node, key) {
            return Some(found);
        }
        node = dictionary(document, node, b"Parent")?;
    }
    None
}
