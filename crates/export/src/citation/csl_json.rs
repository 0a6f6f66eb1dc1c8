//! CSL-JSON (CSL 1.0.2), as Zotero reads it: a list of items.

use serde_json::{Map, Value, json};

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
    let author = |name: &String| match split_name(name).filter(|_| !work.corporate) {
        Some((family, given)) => json!({ "family": family, "given": given }),
        None => json!({ "literal": name }),
    };
    let mut fields = Map::new();
    fields.insert("id".to_owned(), json!(work.id));
    fields.insert("type".to_owned(), json!(kind));
    fields.insert("language".to_owned(), json!("zh-CN"));
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

/// 李源潮 → 李, 源潮. Names of two to four characters only: longer ones are offices or foreign.
fn split_name(name: &str) -> Option<(String, String)> {
    let chars: Vec<char> = name.chars().collect();
    let han = chars.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    if !han || !(2..=4).contains(&chars.len()) {
        return None;
    }
    let family = match chars.len() {
        4 => 2,
        _ => 1,
    };
    Some((
        chars[..family].iter().collect(),
        chars[family..].iter().collect(),
    ))
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
