//! 引文著录: one work in the forms that offices, papers and reference managers take.
//!
//! GB/T 7714 in both editions that are asked for (2025, in force since 2026-07-01, and 2015), the Chinese
//! footnote, BibTeX, RIS and CSL-JSON. What is not known is left out; nothing is guessed. Sequence-numbered
//! style without the number: whoever lists several works numbers them.

mod bibtex;
mod csl_json;
mod footnote;
mod gb7714;
mod name;
mod ris;
mod title;

pub use csl_json::csl_json;
pub use title::in_book_marks;

/// What a work is, as far as its citation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    /// 讲话
    Speech,
    /// 公文
    Official,
    /// 法规
    Law,
    /// 报纸文章
    Newspaper,
    /// 网页
    Web,
    /// 图书, or a chapter of one where there is a container
    Book,
    /// 报告
    Report,
    /// Anything else
    Other,
}

/// A form of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationStyle {
    /// GB/T 7714—2025
    Gb7714,
    /// GB/T 7714—2015
    Gb7714Of2015,
    /// 脚注
    Footnote,
    /// BibTeX
    Bibtex,
    /// RIS
    Ris,
    /// CSL-JSON
    CslJson,
}

impl CitationStyle {
    /// All of them, those for people first.
    pub const ALL: [CitationStyle; 6] = [
        CitationStyle::Gb7714,
        CitationStyle::Gb7714Of2015,
        CitationStyle::Footnote,
        CitationStyle::Bibtex,
        CitationStyle::Ris,
        CitationStyle::CslJson,
    ];

    /// The name on the command line and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            CitationStyle::Gb7714 => "gb7714",
            CitationStyle::Gb7714Of2015 => "gb7714-2015",
            CitationStyle::Footnote => "footnote",
            CitationStyle::Bibtex => "bibtex",
            CitationStyle::Ris => "ris",
            CitationStyle::CslJson => "csl-json",
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.name() == name)
    }
}

/// A work with what is known of it; an empty text means unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedWork {
    /// A name that is no other work's, ASCII.
    pub id: String,
    /// What it is.
    pub kind: WorkKind,
    /// 责任者: persons or offices.
    pub authors: Vec<String>,
    /// True if the authors are offices.
    pub corporate: bool,
    /// 题名
    pub title: String,
    /// 文号, 报告号
    pub number: String,
    /// 报纸名, 书名 of the book that holds a chapter
    pub container: String,
    /// 版本, as a number: 2
    pub edition: String,
    /// 出版地
    pub place: String,
    /// 出版者, 印发机关
    pub publisher: String,
    /// 2010-07-19, 2010-07 or 2010
    pub date: String,
    /// 版次, 页码
    pub pages: String,
    /// 网址
    pub url: String,
    /// 引用日期, 2026-11-24
    pub accessed: String,
}

/// A citation in one of the forms, without a line break at its end.
pub fn cite(work: &CitedWork, style: CitationStyle) -> String {
    match style {
        CitationStyle::Gb7714 => gb7714::cite(work, gb7714::Edition::Of2025),
        CitationStyle::Gb7714Of2015 => gb7714::cite(work, gb7714::Edition::Of2015),
        CitationStyle::Footnote => footnote::cite(work),
        CitationStyle::Bibtex => bibtex::cite(work),
        CitationStyle::Ris => ris::cite(work),
        CitationStyle::CslJson => csl_json(std::slice::from_ref(work)),
    }
}

/// Year, month and day of a date as far as they are known.
pub(crate) fn parts_of(date: &str) -> Vec<u32> {
    date.split('-')
        .map_while(|part| part.parse().ok())
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn work(kind: WorkKind, authors: &[&str], title: &str) -> CitedWork {
        CitedWork {
            id: "yandu0001".to_owned(),
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

    pub(crate) fn speech() -> CitedWork {
        CitedWork {
            place: "北京".to_owned(),
            publisher: "中央创先争优活动领导小组办公室".to_owned(),
            date: "2010-07-19".to_owned(),
            ..work(
                WorkKind::Speech,
                &["李源潮"],
                "在中央创先争优活动领导小组办公室全体人员会议上的讲话",
            )
        }
    }

    pub(crate) fn official() -> CitedWork {
        CitedWork {
            number: "创先办〔2010〕2号".to_owned(),
            date: "2010-07-23".to_owned(),
            corporate: true,
            ..work(
                WorkKind::Official,
                &["中央创先争优活动领导小组办公室"],
                "关于印发《李源潮同志讲话》的通知",
            )
        }
    }

    pub(crate) fn newspaper() -> CitedWork {
        CitedWork {
            container: "青河日报".to_owned(),
            date: "2020-05-12".to_owned(),
            pages: "1".to_owned(),
            ..work(
                WorkKind::Newspaper,
                &["王晓东", "李静"],
                "深入基层才能摸清实情",
            )
        }
    }

    pub(crate) fn web() -> CitedWork {
        CitedWork {
            date: "2018-12-20".to_owned(),
            accessed: "2026-11-24".to_owned(),
            url: "http://www.example.cn/a.htm".to_owned(),
            corporate: true,
            ..work(WorkKind::Web, &["国务院办公厅"], "关于做好工作的指导意见")
        }
    }

    pub(crate) fn chapter() -> CitedWork {
        CitedWork {
            container: "毛泽东选集: 第1卷".to_owned(),
            edition: "2".to_owned(),
            place: "北京".to_owned(),
            publisher: "人民出版社".to_owned(),
            date: "1991".to_owned(),
            pages: "282-298".to_owned(),
            ..work(WorkKind::Book, &["毛泽东"], "实践论")
        }
    }

    #[test]
    fn every_style_has_its_name() {
        for style in CitationStyle::ALL {
            assert_eq!(CitationStyle::from_name(style.name()), Some(style));
        }
        assert_eq!(CitationStyle::from_name("apa"), None);
    }
}
