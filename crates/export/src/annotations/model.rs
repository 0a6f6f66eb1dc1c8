//! The musts of the W3C Web Annotation Data Model (2017), checked on a JSON-LD value.
//!
//! It checks what the Recommendation says with MUST of collections (5.1), pages (5.2), annotations
//! (3.1), bodies (3.2), agents (3.3.1), targets and selectors (4.1–4.2), as far as we write them. What
//! it does not know it lets pass: the model is open.

use serde_json::Value;

/// A must that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelProblem {
    /// Where, as a path.
    pub path: String,
    /// Section of the Recommendation.
    pub section: &'static str,
    /// What is wrong.
    pub problem: &'static str,
}

/// The motivations of the model (3.3.5).
const MOTIVATIONS: [&str; 13] = [
    "assessing",
    "bookmarking",
    "classifying",
    "commenting",
    "describing",
    "editing",
    "highlighting",
    "identifying",
    "linking",
    "moderating",
    "questioning",
    "replying",
    "tagging",
];

/// Checks a collection, a page or an annotation; no problem means that it follows the model.
pub fn check_model(value: &Value) -> Vec<ModelProblem> {
    let mut checker = Checker(Vec::new());
    let context = list(value, "@context");
    let anno = context
        .iter()
        .any(|c| c.as_str() == Some("http://www.w3.org/ns/anno.jsonld"));
    checker.must(anno, "@context", "3.1", "must name the anno context");
    match value.get("type").and_then(Value::as_str) {
        Some("AnnotationCollection") => checker.collection(value),
        Some("AnnotationPage") => checker.page(value, "page"),
        _ => checker.annotation(value, "annotation"),
    }
    checker.0
}

fn list<'a>(value: &'a Value, name: &str) -> Vec<&'a Value> {
    match value.get(name) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(values)) => values.iter().collect(),
        Some(one) => vec![one],
    }
}

struct Checker(Vec<ModelProblem>);

impl Checker {
    fn must(&mut self, holds: bool, path: &str, section: &'static str, problem: &'static str) {
        if !holds {
            self.0.push(ModelProblem {
                path: path.to_owned(),
                section,
                problem,
            });
        }
    }

    fn iri(&mut self, value: &Value, path: &str, section: &'static str) {
        let id = value
            .as_str()
            .or_else(|| value.get("id").and_then(Value::as_str));
        let absolute = id.is_some_and(|id| id.contains(':') && !id.contains(char::is_whitespace));
        self.must(absolute, path, section, "must have exactly one IRI");
    }

    fn collection(&mut self, value: &Value) {
        self.iri(value, "collection", "5.1");
        let total = value.get("total").is_none_or(Value::is_u64);
        self.must(
            total,
            "collection",
            "5.1",
            "total must be a non-negative integer",
        );
        match value.get("first") {
            Some(page @ Value::Object(_)) => self.page(page, "first"),
            Some(page) => self.iri(page, "first", "5.1"),
            None => self.must(false, "collection", "5.1", "must have a first page"),
        }
    }

    fn page(&mut self, value: &Value, path: &str) {
        self.iri(value, path, "5.2");
        let kind = value.get("type").and_then(Value::as_str) == Some("AnnotationPage");
        self.must(kind, path, "5.2", "must have the type AnnotationPage");
        let items = value.get("items").and_then(Value::as_array);
        self.must(items.is_some(), path, "5.2", "must have items");
        let start = value.get("startIndex").is_none_or(Value::is_u64);
        self.must(
            start,
            path,
            "5.2",
            "startIndex must be a non-negative integer",
        );
        for (n, item) in items.into_iter().flatten().enumerate() {
            self.annotation(item, &format!("{path}.items[{n}]"));
        }
    }

    fn annotation(&mut self, value: &Value, path: &str) {
        self.iri(value, path, "3.1");
        let kind = list(value, "type")
            .iter()
            .any(|t| t.as_str() == Some("Annotation"));
        self.must(kind, path, "3.1", "must have the type Annotation");
        let targets = list(value, "target");
        self.must(!targets.is_empty(), path, "3.1", "must have a target");
        let both = value.get("body").is_some() && value.get("bodyValue").is_some();
        self.must(!both, path, "3.2.5", "must not have body and bodyValue");
        for name in ["created", "modified"] {
            let times = list(value, name);
            self.must(
                times.len() <= 1,
                path,
                "3.3.1",
                "must have at most one time of a kind",
            );
            let utc = |t: &&Value| t.as_str().is_some_and(is_time);
            self.must(
                times.iter().all(utc),
                path,
                "3.3.1",
                "must be an xsd:dateTime with time zone",
            );
        }
        self.motivations(value, "motivation", path);
        for creator in list(value, "creator") {
            self.iri(creator, &format!("{path}.creator"), "3.3.2");
        }
        for (n, body) in list(value, "body").into_iter().enumerate() {
            self.body(body, &format!("{path}.body[{n}]"));
        }
        for (n, target) in targets.into_iter().enumerate() {
            self.target(target, &format!("{path}.target[{n}]"));
        }
    }

    fn motivations(&mut self, value: &Value, name: &str, path: &str) {
        let known = |m: &&Value| {
            m.as_str()
                .is_some_and(|m| MOTIVATIONS.contains(&m) || m.contains(':'))
        };
        let all = list(value, name).iter().all(known);
        self.must(
            all,
            path,
            "3.3.5",
            "must be a motivation of the model or an IRI",
        );
    }

    fn body(&mut self, value: &Value, path: &str) {
        if value.get("type").and_then(Value::as_str) != Some("TextualBody") {
            return self.iri(value, path, "3.2.1");
        }
        let values = list(value, "value");
        let one = values.len() == 1 && values[0].is_string();
        self.must(one, path, "3.2.4", "must have exactly one value");
        self.motivations(value, "purpose", path);
    }

    fn target(&mut self, value: &Value, path: &str) {
        let specific = value.get("selector").is_some() || value.get("source").is_some();
        if !specific {
            return self.iri(value, path, "3.2.1");
        }
        let sources = list(value, "source");
        self.must(
            sources.len() == 1,
            path,
            "4",
            "must have exactly one source",
        );
        for source in sources {
            self.iri(source, &format!("{path}.source"), "4");
        }
        for class in list(value, "styleClass") {
            self.must(
                class.is_string(),
                path,
                "4.4",
                "styleClass must be a string",
            );
        }
        for (n, selector) in list(value, "selector").into_iter().enumerate() {
            self.selector(selector, &format!("{path}.selector[{n}]"));
        }
    }

    fn selector(&mut self, value: &Value, path: &str) {
        match value.get("type").and_then(Value::as_str) {
            Some("TextPositionSelector") => {
                let number = |name: &str| value.get(name).and_then(Value::as_u64);
                let ordered = number("start")
                    .zip(number("end"))
                    .is_some_and(|(s, e)| s <= e);
                self.must(
                    ordered,
                    path,
                    "4.2.5",
                    "must have one start and one end, in order",
                );
            }
            Some("TextQuoteSelector") => {
                let exact = value.get("exact").is_some_and(Value::is_string);
                self.must(exact, path, "4.2.4", "must have exactly one exact");
                for name in ["prefix", "suffix"] {
                    let fits = value.get(name).is_none_or(Value::is_string);
                    self.must(fits, path, "4.2.4", "prefix and suffix must be one text");
                }
            }
            kind => self.must(kind.is_some(), path, "4.2", "must have a type"),
        }
    }
}

/// 2026-11-24T13:41:43Z
fn is_time(text: &str) -> bool {
    let (day, time) = text.split_once('T').unwrap_or_default();
    let digits = |part: &str, lengths: &[usize], mark: char| {
        let parts: Vec<&str> = part.split(mark).collect();
        parts.len() == lengths.len()
            && parts
                .iter()
                .zip(lengths)
                .all(|(p, n)| p.len() == *n && p.bytes().all(|b| b.is_ascii_digit()))
    };
    let (clock, zone) = match time.find(['Z', '+']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let clock = clock.split('.').next().unwrap_or_default();
    digits(day, &[4, 2, 2], '-') && digits(clock, &[2, 2, 2], ':') && !zone.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_examples_of_the_recommendation_pass() {
        let basic = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://example.org/anno1", "type": "Annotation",
            "body": "http://example.org/post1", "target": "http://example.com/page1"
        });
        assert_eq!(check_model(&basic), []);
        let quote = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://example.org/anno23", "type": "Annotation",
            "body": "http://example.org/comment1",
            "target": { "source": "http://example.org/page1", "selector":
                { "type": "TextQuoteSelector", "exact": "anotation", "prefix": "this is an ", "suffix": " that has some" } }
        });
        assert_eq!(check_model(&quote), []);
    }

    #[test]
    fn what_breaks_a_must_is_named() {
        let broken = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld", "id": "no iri", "type": "Annotation", "created": "yesterday",
            "motivation": "shouting", "body": { "type": "TextualBody" },
            "target": { "source": [], "selector": { "type": "TextPositionSelector", "start": 4, "end": 2 } }
        });
        let sections: Vec<&str> = check_model(&broken).iter().map(|p| p.section).collect();
        assert_eq!(sections, ["3.1", "3.3.1", "3.3.5", "3.2.4", "4", "4.2.5"]);
    }
}
