//! CSL-JSON (CSL 1.0.2), as Zotero reads it: a list of items.

use serde_json::{Map, Value, json};

use super::name::{Name, language, parts};
use super::{CitedWork, WorkKind, parts_of};

/// Works as one CSL-JSON list.
pub fn csl_json(works: &[CitedWork]) -> String {
    let items: Vec<Value> = works.iter().map(item).collect();
    serde_json::to_string_pretty(&items).unwrap_or_default()
}

fn item(work: &CitedWork) -> Value {
    let kind = match work.kind {
        WorkKind::Speech => "speech",
        WorkKind::Official => "document",
        WorkKind::Law => "legislation",
        WorkKind::Newspaper => "article-newspaper",
        WorkKind::Web => "webpage",
        WorkKind::Book if work.container.is_empty() => "book",
        WorkKind::Book => "chapter",
        WorkKind::Report => "report",
        WorkKind::Other => "document",
    };
    let author = |name: &String| match parts(name).filter(|_| !work.corporate) {
        Some(Name { family, given }) => json!({ "family": family, "given": given }),
        None => json!({ "literal": name }),
    };
    let mut fields = Map::new();
    fields.insert("id".to_owned(), json!(work.id));
    fields.insert("type".to_owned(), json!(kind));
    fields.insert("language".to_owned(), json!(language(&work.title)));
    if !work.authors.is_empty() {
        fields.insert(
            "author".to_owned(),
            work.authors.iter().map(author).collect(),
        );
    }
    let texts = [
        ("title", &work.title),
        ("number", &work.number),
        ("container-title", &work.container),
        ("edition", &work.edition),
        ("publisher-place", &work.place),
        ("publisher", &work.publisher),
        ("page", &work.pages),
        ("URL", &work.url),
    ];
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        fields.insert(name.to_owned(), json!(text));
    }
    for (name, date) in [("issued", &work.date), ("accessed", &work.accessed)] {
        let parts = parts_of(date);
        if !parts.is_empty() {
            fields.insert(name.to_owned(), json!({ "date-parts": [parts] }));
        }
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{official, speech};
    use super::*;

    #[test]
    fn persons_are_parted_and_offices_are_not() {
        let items: Vec<Value> =
            serde_json::from_str(&csl_json(&[speech(), official()])).unwrap_or_default();
        assert_eq!(
            items[0]["author"][0],
            json!({ "family": "李", "given": "源潮" })
        );
        let compound = super::super::tests::work(WorkKind::Speech, &["诸葛平"], "讲话");
        let compound: Vec<Value> = serde_json::from_str(&csl_json(&[compound])).unwrap_or_default();
        assert_eq!(
            compound[0]["author"][0],
            json!({ "family": "诸葛", "given": "平" })
        );
        assert_eq!(items[0]["issued"], json!({ "date-parts": [[2010, 7, 19]] }));
        assert_eq!(items[0]["type"], "speech");
        assert_eq!(
            items[1]["author"][0]["literal"],
            "中央创先争优活动领导小组办公室"
        );
        assert_eq!(items[1]["number"], "创先办〔2010〕2号");
        assert!(items[1].get("page").is_none());
    }
}
