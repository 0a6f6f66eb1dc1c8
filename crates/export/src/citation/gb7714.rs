//! GB/T 7714, both editions. The 2015 text prints half-width `. , : ;` and a space; the 2025 text prints
//! Chinese entries with a half-width full stop and a space, but full-width comma, colon and brackets.

use super::name::{and_others, language, printed};
use super::{CitedWork, WorkKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edition {
    Of2015,
    Of2025,
}

impl Edition {
    fn comma(self) -> &'static str {
        match self {
            Edition::Of2015 => ", ",
            Edition::Of2025 => "，",
        }
    }

    fn colon(self) -> &'static str {
        match self {
            Edition::Of2015 => ": ",
            Edition::Of2025 => "：",
        }
    }

    fn bracketed(self, text: &str) -> String {
        match self {
            Edition::Of2015 => format!("({text})"),
            Edition::Of2025 => format!("（{text}）"),
        }
    }
}

/// Authors that are named before 等 (7.1.2 of 2015).
const NAMED: usize = 3;

pub(super) fn cite(work: &CitedWork, edition: Edition) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !work.authors.is_empty() {
        parts.push(authors(work, edition));
    }
    parts.push(titled(work, edition));
    parts.push(match work.kind {
        WorkKind::Newspaper => newspaper(work, edition),
        WorkKind::Web => web(work, edition),
        WorkKind::Book | WorkKind::Report => book(work, edition),
        WorkKind::Speech | WorkKind::Official | WorkKind::Law | WorkKind::Other => {
            published(work, &work.date, edition)
        }
    });
    parts.retain(|part| !part.is_empty());
    // et al. has its full stop already.
    let text = parts
        .join(". ")
        .replace("al.. ", "al. ")
        .replace("др.. ", "др. ");
    // An address ends without a full stop only in appearance: the standard sets one.
    format!("{text}.")
}

fn authors(work: &CitedWork, edition: Edition) -> String {
    let name = |name: &String| printed(name, work.corporate, edition == Edition::Of2015);
    let mut shown: Vec<String> = work.authors.iter().take(NAMED).map(name).collect();
    let language = language(&work.title);
    if work.authors.len() > NAMED {
        shown.push(and_others(language).to_owned());
    }
    match language {
        // Entries in a Western language keep half-width marks in both editions.
        "en" | "ru" => shown.join(", "),
        _ => shown.join(edition.comma()),
    }
}

/// 题名: 文号[Z], 篇名[M]//书名
fn titled(work: &CitedWork, edition: Edition) -> String {
    let letter = match work.kind {
        WorkKind::Newspaper => "N",
        WorkKind::Web => "EB/OL",
        WorkKind::Book => "M",
        WorkKind::Report => "R",
        WorkKind::Speech | WorkKind::Official | WorkKind::Law | WorkKind::Other => "Z",
    };
    let number = match work.number.is_empty() {
        true => String::new(),
        false => format!("{}{}", edition.colon(), work.number),
    };
    let mut titled = format!("{}{number}[{letter}]", work.title);
    if work.kind == WorkKind::Book && !work.container.is_empty() {
        let container = work.container.replace(": ", edition.colon());
        titled.push_str(&format!("//{container}"));
    }
    titled
}

/// 出版地: 出版者, 日期
fn published(work: &CitedWork, date: &str, edition: Edition) -> String {
    let office: Vec<&str> = [work.place.as_str(), work.publisher.as_str()]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    let office = office.join(edition.colon());
    let all: Vec<&str> = [office.as_str(), date]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    all.join(edition.comma())
}

fn newspaper(work: &CitedWork, edition: Edition) -> String {
    let page = match work.pages.is_empty() {
        true => String::new(),
        false => edition.bracketed(&work.pages),
    };
    let all = [work.container.as_str(), work.date.as_str()];
    let all: Vec<&str> = all.into_iter().filter(|p| !p.is_empty()).collect();
    format!("{}{page}", all.join(edition.comma()))
}

fn web(work: &CitedWork, edition: Edition) -> String {
    let published = match work.date.is_empty() {
        true => String::new(),
        false => edition.bracketed(&work.date),
    };
    let accessed = match work.accessed.is_empty() {
        true => String::new(),
        false => format!("[{}]", work.accessed),
    };
    let when = format!("{published}{accessed}");
    let all: Vec<&str> = [when.as_str(), work.url.as_str()]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    all.join(". ")
}

fn book(work: &CitedWork, edition: Edition) -> String {
    let year = work.date.get(..4).unwrap_or(&work.date);
    let mut published = published(work, year, edition);
    if !work.pages.is_empty() {
        published.push_str(&format!("{}{}", edition.colon(), work.pages));
    }
    // The first edition is not said (8.3.1 of 2015).
    match work.edition.as_str() {
        "" | "1" => published,
        n => format!("{n}版. {published}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{chapter, newspaper, official, speech, web, work};
    use super::*;

    fn both(work: &CitedWork) -> (String, String) {
        (cite(work, Edition::Of2015), cite(work, Edition::Of2025))
    }

    #[test]
    fn the_examples_of_the_standard_in_both_editions() {
        let title = "在中央创先争优活动领导小组办公室全体人员会议上的讲话";
        let (of_2015, of_2025) = both(&speech());
        assert_eq!(
            of_2015,
            format!("李源潮. {title}[Z]. 北京: 中央创先争优活动领导小组办公室, 2010-07-19.")
        );
        assert_eq!(
            of_2025,
            format!("李源潮. {title}[Z]. 北京：中央创先争优活动领导小组办公室，2010-07-19.")
        );
        let (of_2015, of_2025) = both(&official());
        assert_eq!(
            of_2015,
            "中央创先争优活动领导小组办公室. 关于印发《李源潮同志讲话》的通知: 创先办〔2010〕2号[Z]. 2010-07-23."
        );
        assert!(of_2025.contains("的通知：创先办〔2010〕2号[Z]. 2010-07-23."));
        let (of_2015, of_2025) = both(&newspaper());
        assert_eq!(
            of_2015,
            "王晓东, 李静. 深入基层才能摸清实情[N]. 青河日报, 2020-05-12(1)."
        );
        assert_eq!(
            of_2025,
            "王晓东，李静. 深入基层才能摸清实情[N]. 青河日报，2020-05-12（1）."
        );
        let (of_2015, _) = both(&web());
        assert_eq!(
            of_2015,
            "国务院办公厅. 关于做好工作的指导意见[EB/OL]. (2018-12-20)[2026-11-24]. http://www.example.cn/a.htm."
        );
        let (of_2015, _) = both(&chapter());
        assert_eq!(
            of_2015,
            "毛泽东. 实践论[M]//毛泽东选集: 第1卷. 2版. 北京: 人民出版社, 1991: 282-298."
        );
    }

    #[test]
    fn more_than_three_authors_and_what_is_unknown() {
        let many = work(WorkKind::Other, &["甲", "乙", "丙", "丁"], "题目");
        assert_eq!(cite(&many, Edition::Of2015), "甲, 乙, 丙, 等. 题目[Z].");
        assert_eq!(cite(&many, Edition::Of2025), "甲，乙，丙，等. 题目[Z].");
        let foreign = [
            "Adam Smith",
            "John Maynard Keynes",
            "Karl Marx",
            "Joan Robinson",
        ];
        let foreign = work(WorkKind::Book, &foreign, "Collected Papers");
        assert_eq!(
            cite(&foreign, Edition::Of2015),
            "SMITH A, KEYNES J M, MARX K, et al. Collected Papers[M]."
        );
        assert_eq!(
            cite(&work(WorkKind::Law, &[], "某法"), Edition::Of2025),
            "某法[Z]."
        );
    }
}
