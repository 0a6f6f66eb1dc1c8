//! JSON-LD: the W3C Web Annotation Data Model (Recommendation, 23 February 2017).
//!
//! One `AnnotationCollection` with its only page embedded. The colour is the target's `styleClass`, a
//! reply is an annotation that targets another one, the source is described by its title and by the
//! hash of its text. The context is a name, never fetched.

use serde_json::{Value, json};
use yandu_document::char_len;

use super::{AnnotatedDocument, AnnotationExport, ExportedAnnotation, ExportedReply};

/// Our own terms beside the W3C's.
pub(crate) const TERMS: &str = "https://yandu.cn/ns/annotation#";

/// Writes annotations and their replies.
pub fn write_json_ld(export: &AnnotationExport) -> String {
    let mut items = Vec::new();
    for document in &export.documents {
        let lengths: Vec<u32> = document.blocks.iter().map(|b| char_len(&b.text)).collect();
        for annotation in &document.annotations {
            items.push(annotation_json(document, annotation, &lengths));
            items.extend(annotation.replies.iter().map(|r| reply_json(annotation, r)));
        }
    }
    let id = format!("urn:yandu:annotations:{}", export.at);
    let page = json!({
        "id": format!("{id}#page"),
        "type": "AnnotationPage",
        "startIndex": 0,
        "partOf": id,
        "items": items,
    });
    let collection = json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", { "yandu": TERMS }],
        "id": id,
        "type": "AnnotationCollection",
        "label": "研读批注",
        "created": export.at,
        "total": items.len(),
        "first": page,
    });
    let mut text = serde_json::to_string_pretty(&collection).unwrap_or_default();
    text.push('\n');
    text
}

fn annotation_json(
    document: &AnnotatedDocument,
    annotation: &ExportedAnnotation,
    lengths: &[u32],
) -> Value {
    let mut bodies = Vec::new();
    if !annotation.comment.is_empty() {
        let purpose = if annotation.kind == "question" {
            "questioning"
        } else {
            "commenting"
        };
        bodies.push(text_body(&annotation.comment, purpose));
    }
    bodies.extend(annotation.tags.iter().map(|tag| text_body(tag, "tagging")));
    let mut selectors = Vec::new();
    if let Some(at) = annotation.position {
        let before =
            |block: u32| -> u32 { lengths.iter().take(block as usize).map(|n| n + 1).sum() };
        selectors.push(json!({
            "type": "TextPositionSelector",
            "start": before(at.block) + at.start,
            "end": before(at.end_block) + at.end,
        }));
    }
    selectors.push(json!({
        "type": "TextQuoteSelector",
        "exact": annotation.quote.exact,
        "prefix": annotation.quote.prefix,
        "suffix": annotation.quote.suffix,
    }));
    let mut value = json!({
        "id": urn(&annotation.id),
        "type": "Annotation",
        "motivation": motivation(&annotation.kind),
        "creator": person(&annotation.author, &annotation.author_id),
        "created": annotation.created,
        "modified": annotation.modified,
        "target": {
            "type": "SpecificResource",
            "source": source(document),
            "styleClass": annotation.colour,
            "selector": selectors,
        },
    });
    // The model forbids an empty body; a mark has none.
    if !bodies.is_empty() {
        value["body"] = Value::Array(bodies);
    }
    value
}

fn source(document: &AnnotatedDocument) -> Value {
    json!({
        "id": urn(&document.id),
        "type": "Text",
        "language": "zh",
        "yandu:title": document.title,
        "yandu:date": document.date,
        "yandu:textHash": document.text_hash,
        "yandu:part": document.part,
    })
}

fn reply_json(annotation: &ExportedAnnotation, reply: &ExportedReply) -> Value {
    json!({
        "id": urn(&reply.id),
        "type": "Annotation",
        "motivation": "replying",
        "creator": person(&reply.author, &reply.author_id),
        "created": reply.created,
        "modified": reply.modified,
        "body": [text_body(&reply.comment, "replying")],
        "target": urn(&annotation.id),
    })
}

fn text_body(value: &str, purpose: &str) -> Value {
    json!({
        "type": "TextualBody",
        "value": value,
        "format": "text/plain",
        "language": "zh",
        "purpose": purpose,
    })
}

fn person(name: &str, id: &str) -> Value {
    json!({ "id": urn(id), "type": "Person", "name": name })
}

fn motivation(kind: &str) -> &'static str {
    match kind {
        "comment" => "commenting",
        "question" => "questioning",
        _ => "highlighting",
    }
}

/// 32 hex digits as a UUID's URN (RFC 9562).
fn urn(id: &str) -> String {
    if id.len() != 32 || !id.is_ascii() {
        return format!("urn:yandu:{id}");
    }
    let parts = [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]];
    format!("urn:uuid:{}", parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::urn;

    #[test]
    fn ids_are_urns() {
        assert_eq!(
            urn("0123456789abcdef0123456789abcdef"),
            "urn:uuid:01234567-89ab-cdef-0123-456789abcdef"
        );
    }
}
