//! GB/T 7714—2015 against hayagriva's style of it, which reads our own CSL-JSON.
//!
//! What it gets wrong is left out of the comparison: it drops the days of speeches and documents, and
//! writes 卷 and 版 with spaces.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{Style, json};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest,
};
use yandu_export::{CitationStyle, CitedWork, WorkKind, cite, csl_json};

fn work(kind: WorkKind, authors: &[&str], title: &str) -> CitedWork {
    CitedWork {
        id: title.to_owned(),
        kind,
        authors: authors.iter().map(|a| (*a).to_owned()).collect(),
        corporate: false,
        title: title.to_owned(),
        number: String::new(),
        container: String::new(),
        edition: String::new(),
        place: String::new(),
        publisher: String::new(),
        date: String::new(),
        pages: String::new(),
        url: String::new(),
        accessed: String::new(),
    }
}

/// What hayagriva makes of a work.
fn oracle(work: &CitedWork) -> String {
    let items: Vec<json::Item> =
        serde_json::from_str(&csl_json(std::slice::from_ref(work))).unwrap();
    let Style::Independent(style) = ArchivedStyle::Gb77142015Numeric.get() else {
        panic!("not a style of its own");
    };
    let locales = hayagriva::archive::locales();
    let mut driver = BibliographyDriver::new();
    let cited = vec![CitationItem::with_entry(&items[0])];
    driver.citation(CitationRequest::from_items(cited, &style, &locales));
    let rendered = driver.finish(BibliographyRequest {
        style: &style,
        locale: None,
        locale_files: &locales,
    });
    let mut text = String::new();
    let entry = &rendered.bibliography.unwrap().items[0];
    entry
        .content
        .write_buf(&mut text, BufWriteFormat::Plain)
        .unwrap();
    text
}

#[test]
fn newspapers_pages_and_books_agree() {
    let newspaper = CitedWork {
        container: "青河日报".to_owned(),
        date: "2020-05-12".to_owned(),
        ..work(
            WorkKind::Newspaper,
            &["王晓东", "李静"],
            "深入基层才能摸清实情",
        )
    };
    let four = CitedWork {
        container: "青河日报".to_owned(),
        date: "2020-05-12".to_owned(),
        ..work(
            WorkKind::Newspaper,
            &["甲一", "乙二", "丙三", "丁四"],
            "四个人写的报道",
        )
    };
    let web = CitedWork {
        date: "2018-12-20".to_owned(),
        accessed: "2026-11-24".to_owned(),
        url: "http://www.example.cn/a.htm".to_owned(),
        corporate: true,
        ..work(WorkKind::Web, &["国务院办公厅"], "关于做好工作的指导意见")
    };
    let book = CitedWork {
        place: "北京".to_owned(),
        publisher: "人民出版社".to_owned(),
        date: "1991".to_owned(),
        ..work(WorkKind::Book, &["毛泽东"], "实践论")
    };
    for work in [newspaper, four, web, book] {
        let theirs = oracle(&work);
        assert_eq!(cite(&work, CitationStyle::Gb7714Of2015), theirs);
    }
}
