//! RIS: a tag, two spaces, a dash, a value; lines end with CR LF.

use super::name::{language, parts};
use super::{CitedWork, WorkKind};

pub(super) fn cite(work: &CitedWork) -> String {
    let kind = match work.kind {
        WorkKind::Speech => "UNPB",
        WorkKind::Official => "GOVDOC",
        WorkKind::Law => "STAT",
        WorkKind::Newspaper => "NEWS",
        WorkKind::Web => "ELEC",
        WorkKind::Book if work.container.is_empty() => "BOOK",
        WorkKind::Book => "CHAP",
        WorkKind::Report => "RPRT",
        WorkKind::Other => "GEN",
    };
    let mut lines = vec![("TY", kind.to_owned())];
    let author = |name: &String| match parts(name).filter(|_| !work.corporate) {
        Some(name) => format!("{}, {}", name.family, name.given),
        None => name.clone(),
    };
    lines.extend(work.authors.iter().map(|name| ("AU", author(name))));
    lines.extend([
        ("TI", work.title.clone()),
        ("T2", work.container.clone()),
        ("M1", work.number.clone()),
        ("ET", work.edition.clone()),
        ("CY", work.place.clone()),
        ("PB", work.publisher.clone()),
        ("PY", work.date.get(..4).unwrap_or_default().to_owned()),
        ("DA", work.date.replace('-', "/")),
        ("SP", work.pages.clone()),
        ("UR", work.url.clone()),
        ("Y2", work.accessed.replace('-', "/")),
        ("LA", language(&work.title).to_owned()),
    ]);
    let mut text = String::new();
    for (tag, value) in lines.into_iter().filter(|(_, value)| !value.is_empty()) {
        text.push_str(&format!(
            "{tag}  - {}\r\n",
            value.replace(['\n', '\r'], " ")
        ));
    }
    text.push_str("ER  - \r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::super::tests::{newspaper, official};
    use super::cite;

    #[test]
    fn an_official_document() {
        let ris = cite(&official());
        assert!(
            ris.starts_with("TY  - GOVDOC\r\nAU  - 中央创先争优活动领导小组办公室\r\nTI  - "),
            "{ris}"
        );
        assert!(
            ris.contains("M1  - 创先办〔2010〕2号\r\n") && ris.contains("DA  - 2010/07/23\r\n")
        );
        assert!(ris.ends_with("ER  - \r\n"));
        let persons = cite(&newspaper());
        assert!(
            persons.contains("AU  - 王, 晓东\r\nAU  - 李, 静\r\n"),
            "{persons}"
        );
    }
}
