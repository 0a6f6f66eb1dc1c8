//! Values that people write, as the library takes them. What they refuse to read says which values there are.

use yandu::{Date, Kind, Period, today};

/// A value that is not one of those possible, for [`crate::refusal`].
#[derive(Debug, thiserror::Error)]
#[error("{chinese}")]
pub(crate) struct BadValue {
    /// What is wrong, in Chinese.
    pub(crate) chinese: String,
    /// The same in English.
    pub(crate) english: String,
    /// The value that may have been meant.
    pub(crate) meant: Option<String>,
}

/// Refuses a name and lists the known ones.
fn unknown(noun: (&str, &str), name: &str, known: &[&str]) -> BadValue {
    BadValue {
        chinese: format!("未知的{}“{name}”，可用：{}", noun.0, known.join("、")),
        english: format!(
            "unknown {} \"{name}\"; possible: {}",
            noun.1,
            known.join(", ")
        ),
        meant: crate::alike::nearest(name, known).map(str::to_owned),
    }
}

pub(crate) fn term_grouping(name: &str) -> Result<yandu::TermGrouping, BadValue> {
    let known = ["year", "kind", "speaker", "issuer"];
    yandu::TermGrouping::from_name(name).ok_or_else(|| unknown(("分组", "grouping"), name, &known))
}

/// A format by its name or by the ending of its files.
pub(crate) fn export_format(name: &str) -> Result<yandu::ExportFormat, BadValue> {
    let known: Vec<&str> = yandu::ExportFormat::ALL.iter().map(|f| f.name()).collect();
    let name = name.trim_start_matches('.').to_lowercase();
    yandu::ExportFormat::from_ending(&name)
        .ok_or_else(|| unknown(("格式", "format"), &name, &known))
}

pub(crate) fn layout(name: &str) -> Result<yandu::Layout, BadValue> {
    let known = ["official", "booklet"];
    yandu::Layout::from_name(name).ok_or_else(|| unknown(("版式", "layout"), name, &known))
}

pub(crate) fn annotation_place(name: &str) -> Result<yandu::AnnotationPlace, BadValue> {
    let known = ["footnotes", "appendix"];
    yandu::AnnotationPlace::from_name(name).ok_or_else(|| unknown(("位置", "place"), name, &known))
}

pub(crate) fn citation_style(name: &str) -> Result<yandu::CitationStyle, BadValue> {
    let known: Vec<&str> = yandu::CitationStyle::ALL.iter().map(|s| s.name()).collect();
    yandu::CitationStyle::from_name(name).ok_or_else(|| unknown(("格式", "style"), name, &known))
}

/// A kind by its name, its beginning, or what people call it.
pub(crate) fn kind_of(name: &str) -> Result<Kind, BadValue> {
    let known: Vec<&str> = Kind::ALL
        .iter()
        .flat_map(|k| [k.chinese(), k.name()])
        .collect();
    Kind::meant_by(name).ok_or_else(|| unknown(("类型", "kind"), name, &known))
}

/// A day, a month, a year or a stretch of them, as people write it.
pub(crate) fn period(text: &str) -> Result<Period, BadValue> {
    Period::read(text, today()).map_err(|error| BadValue {
        meant: error.nearest(),
        chinese: format!(
            "{error}；可写作 2015、2015-03、2015-03-09、2015年3月9日、2015-2018、去年"
        ),
        english: format!(
            "{}; write 2015, 2015-03, 2015-03-09, 2015-2018 or last-year",
            error.english()
        ),
    })
}

/// One day.
pub(crate) fn day(text: &str) -> Result<Date, BadValue> {
    let period = period(text)?;
    match (period.from, period.to) {
        (Some(from), Some(to)) if from == to => Ok(from),
        _ => Err(BadValue {
            chinese: format!("“{text}”不是某一天；可写作 2026-11-24、2026年11月24日、今天"),
            english: format!("\"{text}\" is not one day; write 2026-11-24 or today"),
            meant: None,
        }),
    }
}
