//! Values of PDF objects behind their references; what is missing or of another type is `None`.
//!
//! `hayro-syntax` reads objects where they stand each time they are asked for, so nothing here is kept; it ends rings
//! of references itself.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Object, ObjectIdentifier, Stream};

use super::streams;

/// Parents of a page or of a form field.
const DEPTH: usize = 32;

/// A value of a dictionary, behind its reference.
pub(super) fn value<'a>(of: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    of.get::<Object<'_>>(key)
}

/// See [`value`]; of a stream its dictionary.
pub(super) fn dictionary<'a>(of: &Dict<'a>, key: &[u8]) -> Option<Dict<'a>> {
    as_dictionary(value(of, key)?)
}

/// A dictionary, or the one of a stream.
pub(super) fn as_dictionary(object: Object<'_>) -> Option<Dict<'_>> {
    match object {
        Object::Dict(found) => Some(found),
        Object::Stream(stream) => Some(stream.dict().clone()),
        _ => None,
    }
}

/// See [`value`].
pub(super) fn name(of: &Dict<'_>, key: &[u8]) -> Option<Vec<u8>> {
    value(of, key)?.into_name().map(|n| n.to_vec())
}

/// The bytes of a string.
pub(super) fn string(of: &Dict<'_>, key: &[u8]) -> Option<Vec<u8>> {
    value(of, key)?.into_string().map(|s| s.to_vec())
}

/// A number, whole or not; not finite is none.
pub(super) fn number(object: &Object<'_>) -> Option<f32> {
    match object {
        Object::Number(n) => Some(n.as_f32()).filter(|n| n.is_finite()),
        _ => None,
    }
}

/// See [`number`].
pub(super) fn number_of(of: &Dict<'_>, key: &[u8]) -> Option<f32> {
    value(of, key).as_ref().and_then(number)
}

/// The numbers of an array.
pub(super) fn numbers(object: &Object<'_>) -> Vec<f32> {
    match object {
        Object::Array(list) => list
            .iter::<Object<'_>>()
            .filter_map(|o| number(&o))
            .collect(),
        _ => Vec::new(),
    }
}

/// The items of an array, each behind its reference; those that cannot be read are passed over.
pub(super) fn items<'a>(pdf: &'a Pdf, list: &Array<'a>) -> Vec<Object<'a>> {
    list.raw_iter()
        .filter_map(|item| resolved(pdf, item))
        .collect()
}

/// What a reference stands for.
pub(super) fn resolved<'a>(pdf: &'a Pdf, item: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
    match item {
        MaybeRef::Ref(reference) => pdf.xref().get(ObjectIdentifier::from(reference)),
        MaybeRef::NotRef(object) => Some(object),
    }
}

/// The object that a key refers to, of which no ring is known yet: what it leads to can be followed once more.
pub(super) fn apart<'a>(pdf: &'a Pdf, of: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    match of.get_ref(key) {
        Some(reference) => pdf.xref().get(ObjectIdentifier::from(reference)),
        None => value(of, key),
    }
}

/// The content of a stream, within `limit` bytes.
pub(super) fn content(of: &Dict<'_>, key: &[u8], limit: usize) -> Option<Vec<u8>> {
    let stream: Stream<'_> = value(of, key)?.into_stream()?;
    streams::decoded(&stream, limit)
}

/// A value of a page or field, or of the nodes above it (ISO 32000-1, 7.7.3.4).
pub(super) fn inherited<'a>(pdf: &'a Pdf, node: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    let mut node = node.clone();
    for _ in 0..DEPTH {
        if let Some(found) = value(&node, key).filter(|v| !matches!(v, Object::Null(_))) {
            return Some(found);
        }
        node = apart(pdf, &node, b"Parent").and_then(as_dictionary)?;
    }
    None
}

/// A text string: UTF-16 or UTF-8 with a mark, else one byte a char; Chinese programs write their code page there too
/// (ISO 32000-1, 7.9.2.2).
pub(super) fn text(bytes: &[u8]) -> String {
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[skip..]);
        return without_language(&text);
    }
    if !bytes.is_ascii() {
        let (text, broken) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
        let han = text
            .chars()
            .filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
            .count();
        if !broken && han >= 2 {
            return text.into_owned();
        }
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    text.into_owned()
}

/// Escapes that name the language of what follows are no text (7.9.2.2, note).
fn without_language(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|c| {
            let escape = *c == '\u{1b}';
            inside ^= escape;
            !inside && !escape
        })
        .collect()
}
