//! BibTeX. Titles are braced, so that no style changes their letters.

use super::name::{language, parts};
use super::{CitedWork, WorkKind, parts_of};

pub(super) fn cite(work: &CitedWork) -> String {
    let entry = match work.kind {
        WorkKind::Newspaper => "article",
        WorkKind::Web => "online",
        WorkKind::Book if work.container.is_empty() => "book",
        WorkKind::Book => "incollection",
        WorkKind::Report => "techreport",
        WorkKind::Speech | WorkKind::Official | WorkKind::Law | WorkKind::Other => "misc",
    };
    let date = parts_of(&work.date);
    let brace = |text: &str| format!("{{{}}}", escape(text));
    // A second pair of braces keeps an office in one piece.
    let author = |name: &String| match parts(name).filter(|_| !work.corporate) {
        Some(name) => format!("{}, {}", escape(&name.family), escape(&name.given)),
        None => brace(name),
    };
    let authors: Vec<String> = work.authors.iter().map(author).collect();
    let langid = match language(&work.title) {
        "en" => "english",
        "ja" => "japanese",
        "ko" => "korean",
        "ru" => "russian",
        _ => "chinese",
    };
    let number = |n: Option<&u32>| n.map(u32::to_string).unwrap_or_default();
    let container = match entry {
        "article" => "journal",
        _ => "booktitle",
    };
    let fields = [
        ("author", authors.join(" and ")),
        ("title", brace(&work.title)),
        ("number", escape(&work.number)),
        (container, escape(&work.container)),
        ("edition", escape(&work.edition)),
        ("address", escape(&work.place)),
        ("publisher", escape(&work.publisher)),
        ("year", number(date.first())),
        ("month", number(date.get(1))),
        ("day", number(date.get(2))),
        ("pages", escape(&work.pages.replace('-', "--"))),
        ("url", work.url.clone()),
        ("urldate", work.accessed.clone()),
        ("langid", langid.to_owned()),
    ];
    let fields: Vec<String> = fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty() && value != "{}")
        .map(|(name, value)| format!("  {name} = {{{value}}}"))
        .collect();
    format!("@{entry}{{{},\n{}\n}}", work.id, fields.join(",\n"))
}

/// What means something to TeX means itself.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\r' => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::WorkKind;
    use super::super::tests::{newspaper, speech, work};
    use super::cite;

    #[test]
    fn entries() {
        let entry = cite(&speech());
        assert!(
            entry.starts_with("@misc{yandu0001,\n  author = {李, 源潮},\n  title = {{在中央"),
            "{entry}"
        );
        assert!(
            entry.contains("year = {2010}")
                && entry.contains("month = {7}")
                && entry.ends_with("\n}")
        );
        assert!(cite(&newspaper()).contains("author = {王, 晓东 and 李, 静}"));
        let odd = cite(&work(WorkKind::Other, &[], "50% {A}_\\"));
        assert!(
            odd.contains("title = {{50\\% \\{A\\}\\_\\textbackslash{}}}"),
            "{odd}"
        );
    }
}
