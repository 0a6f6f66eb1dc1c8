//! JSON-LD that others wrote: our own files, and any that follow the W3C model.
//!
//! It takes a collection, a page, a list or a single annotation. What an item lacks is left open, so
//! that the library can say what it makes of it; an item that is no annotation is refused with a reason
//! and stops nothing. Unknown terms are ignored.

use serde_json::Value;
use thiserror::Error;
use yandu_document::TextQuoteSelector;

/// Why a file is no file of annotations.
#[derive(Debug, Error)]
pub enum JsonLdError {
    /// Not JSON.
    #[error("不是 JSON：{0}")]
    NotJson(#[from] serde_json::Error),
    /// JSON without annotations.
    #[error("文件里没有批注")]
    NoAnnotations,
}

/// An annotation as another program wrote it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ForeignAnnotation {
    /// Its IRI.
    pub id: Option<String>,
    /// `highlight`, `comment` or `question`.
    pub kind: &'static str,
    /// The style class: our name of a colour, if it is from us.
    pub colour: Option<String>,
    /// The words, paragraphs joined by line breaks.
    pub comment: String,
    /// 标签
    pub tags: Vec<String>,
    /// Name of the creator.
    pub author: Option<String>,
    /// IRI of the creator.
    pub author_id: Option<String>,
    /// As written.
    pub created: Option<String>,
    /// As written.
    pub modified: Option<String>,
    /// IRI of the source.
    pub source: Option<String>,
    /// Title of the source.
    pub title: Option<String>,
    /// Our hash of the text of its file, and the part.
    pub text_hash: Option<(String, u32)>,
    /// Start and end in the whole text.
    pub position: Option<(u32, u32)>,
    /// The quotation.
    pub quote: Option<TextQuoteSelector>,
}

/// A reply as another program wrote it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ForeignReply {
    /// Its IRI.
    pub id: Option<String>,
    /// IRI of the annotation that it answers.
    pub to: String,
    /// The words.
    pub comment: String,
    /// Name of the creator.
    pub author: Option<String>,
    /// IRI of the creator.
    pub author_id: Option<String>,
    /// As written.
    pub created: Option<String>,
    /// As written.
    pub modified: Option<String>,
}

/// An item of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum ForeignItem {
    /// An annotation of a text.
    Annotation(Box<ForeignAnnotation>),
    /// An answer to an annotation.
    Reply(ForeignReply),
    /// Something else, with the reason.
    Refused(String),
}

/// Reads a file of annotations.
///
/// # Errors
/// [`JsonLdError`] if the whole is none.
pub fn read_json_ld(bytes: &[u8]) -> Result<Vec<ForeignItem>, JsonLdError> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(text)?;
    let mut items = Vec::new();
    collect(&value, &mut items, 0);
    if items.is_empty() {
        return Err(JsonLdError::NoAnnotations);
    }
    Ok(items.into_iter().map(item).collect())
}

/// The annotations in collections and pages; nested no deeper than the model nests them.
fn collect<'a>(value: &'a Value, items: &mut Vec<&'a Value>, depth: u32) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|v| collect(v, items, depth + 1)),
        Value::Object(fields) => {
            let holders = ["items", "first", "next", "@graph"];
            let held: Vec<&Value> = holders
                .iter()
                .filter_map(|name| fields.get(*name))
                .collect();
            if held.is_empty() {
                if fields.contains_key("target") || is(value, "Annotation") {
                    items.push(value);
                }
                return;
            }
            held.into_iter()
                .filter(|v| !v.is_string())
                .for_each(|v| collect(v, items, depth + 1));
        }
        _ => {}
    }
}

fn is(value: &Value, kind: &str) -> bool {
    list(value, "type").iter().any(|t| t.as_str() == Some(kind))
}

/// A property that may have one value or several.
fn list<'a>(value: &'a Value, name: &str) -> Vec<&'a Value> {
    match value.get(name).or_else(|| value.get(format!("@{name}"))) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(values)) => values.iter().collect(),
        Some(one) => vec![one],
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    list(value, name)
        .first()
        .and_then(|v| v.as_str())
        .map(str::to_owned)
}

/// An IRI: the value itself, or the id of an object.
fn iri(value: &Value) -> Option<String> {
    value
        .as_str()
        .map(str::to_owned)
        .or_else(|| text(value, "id"))
}

fn item(value: &Value) -> ForeignItem {
    let targets = list(value, "target");
    let Some(target) = targets.first().copied() else {
        return ForeignItem::Refused("没有标注对象".to_owned());
    };
    let motivations: Vec<&str> = list(value, "motivation")
        .iter()
        .filter_map(|m| m.as_str())
        .collect();
    let creator = list(value, "creator")
        .first()
        .copied()
        .cloned()
        .unwrap_or_default();
    let author = text(&creator, "name").or_else(|| text(&creator, "nickname"));
    let author_id = iri(&creator);
    let (comment, tags) = bodies(value);
    if motivations.contains(&"replying") {
        let Some(to) = iri(target) else {
            return ForeignItem::Refused("回复没有指明对象".to_owned());
        };
        return ForeignItem::Reply(ForeignReply {
            id: text(value, "id"),
            to,
            comment,
            author,
            author_id,
            created: text(value, "created"),
            modified: text(value, "modified"),
        });
    }
    let mut annotation = ForeignAnnotation {
        id: text(value, "id"),
        kind: kind(&motivations, &comment),
        comment,
        tags,
        author,
        author_id,
        created: text(value, "created"),
        modified: text(value, "modified"),
        ..ForeignAnnotation::default()
    };
    read_target(target, &mut annotation);
    ForeignItem::Annotation(Box::new(annotation))
}

fn kind(motivations: &[&str], comment: &str) -> &'static str {
    if motivations.contains(&"questioning") {
        "question"
    } else if motivations.contains(&"commenting") || !comment.is_empty() {
        "comment"
    } else {
        "highlight"
    }
}

/// The words and the tags. Mark-up in a body stays as it is written: it is shown as text.
fn bodies(value: &Value) -> (String, Vec<String>) {
    let mut words: Vec<String> = text(value, "bodyValue").into_iter().collect();
    let mut tags = Vec::new();
    for body in list(value, "body") {
        let Some(said) = text(body, "value").or_else(|| iri(body)) else {
            continue;
        };
        let tagging = list(body, "purpose")
            .iter()
            .any(|p| p.as_str() == Some("tagging"));
        if tagging || is(body, "oa:Tag") {
            tags.push(said);
        } else {
            words.push(said);
        }
    }
    (words.join("\n"), tags)
}

fn read_target(target: &Value, annotation: &mut ForeignAnnotation) {
    let source = list(target, "source").first().copied().unwrap_or(target);
    annotation.source = iri(source).map(|s| s.split('#').next().unwrap_or_default().to_owned());
    annotation.title = text(source, "yandu:title").or_else(|| text(source, "title"));
    annotation.colour = text(target, "styleClass");
    let part = source
        .get("yandu:part")
        .and_then(Value::as_u64)
        .unwrap_or(0) as u32;
    annotation.text_hash = text(source, "yandu:textHash").map(|hash| (hash, part));
    let mut selectors: Vec<&Value> = list(target, "selector");
    // A refinement says more than what it refines.
    let refined: Vec<&Value> = selectors
        .iter()
        .flat_map(|s| list(s, "refinedBy"))
        .collect();
    selectors.extend(refined);
    for selector in selectors {
        if is(selector, "TextPositionSelector") {
            let number = |name: &str| u32::try_from(selector.get(name)?.as_u64()?).ok();
            annotation.position = number("start").zip(number("end")).filter(|(s, e)| s < e);
        } else if is(selector, "TextQuoteSelector") {
            let part = |name: &str| text(selector, name).unwrap_or_default();
            let exact = part("exact");
            annotation.quote = (!exact.trim().is_empty()).then(|| TextQuoteSelector {
                exact,
                prefix: part("prefix"),
                suffix: part("suffix"),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(json: &str) -> ForeignItem {
        read_json_ld(json.as_bytes()).unwrap().remove(0)
    }

    #[test]
    fn a_foreign_annotation_in_the_shortest_form() {
        let item = one(
            r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"http://a.example/1","type":"Annotation",
            "bodyValue":"说得好","target":"http://a.example/page"}"#,
        );
        let ForeignItem::Annotation(annotation) = item else {
            panic!("{item:?}");
        };
        assert_eq!(annotation.comment, "说得好");
        assert_eq!(annotation.source.as_deref(), Some("http://a.example/page"));
        assert_eq!(
            (annotation.kind, annotation.quote, annotation.position),
            ("comment", None, None)
        );
    }

    #[test]
    fn selectors_inside_others_count() {
        let item = one(
            r#"{"type":"Annotation","motivation":"highlighting","target":{"source":"x","selector":
            {"type":"FragmentSelector","value":"p1","refinedBy":{"type":"TextQuoteSelector","exact":"调查研究"}}}}"#,
        );
        let ForeignItem::Annotation(annotation) = item else {
            panic!("{item:?}");
        };
        assert_eq!(annotation.quote.unwrap().exact, "调查研究");
    }

    #[test]
    fn what_is_none_is_said() {
        assert!(matches!(read_json_ld(b"{"), Err(JsonLdError::NotJson(_))));
        assert!(matches!(
            read_json_ld(b"{\"a\":1}"),
            Err(JsonLdError::NoAnnotations)
        ));
        assert!(matches!(
            one(r#"{"type":"Annotation"}"#),
            ForeignItem::Refused(_)
        ));
    }
}
