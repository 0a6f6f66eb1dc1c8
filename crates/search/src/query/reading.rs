//! How a query was read, in words: one part for each condition that a document must fulfil.

use super::{Filter, Query, Segment};

/// The language of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tongue {
    /// 中文
    #[default]
    Chinese,
    /// English
    English,
}

/// yyyymmdd as 2010-07-19.
pub(super) fn day(date: u32) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        date / 10_000,
        date / 100 % 100,
        date % 100
    )
}

impl Query {
    /// The conditions in words; none for a query that every document fulfils.
    pub fn reading(&self, tongue: Tongue) -> Vec<String> {
        match self {
            Query::All => Vec::new(),
            Query::And(parts) => parts.iter().map(|part| part.in_words(tongue)).collect(),
            one => vec![one.in_words(tongue)],
        }
    }

    fn in_words(&self, tongue: Tongue) -> String {
        let say = |chinese: String, english: String| match tongue {
            Tongue::Chinese => chinese,
            Tongue::English => english,
        };
        let joined = |parts: &[Query], chinese: &str, english: &str| {
            let parts: Vec<String> = parts.iter().map(|p| p.nested(tongue)).collect();
            say(parts.join(chinese), parts.join(english))
        };
        match self {
            Query::All => say("全部资料".to_owned(), "all documents".to_owned()),
            Query::Text(s) => words(s, tongue),
            Query::Near(a, b, n) => say(
                format!(
                    "{}与{}相距不超过 {n} 字",
                    words(a, tongue),
                    words(b, tongue)
                ),
                format!("{} within {n} of {}", words(a, tongue), words(b, tongue)),
            ),
            Query::Filter(filter) => filter.in_words(tongue),
            Query::And(parts) => joined(parts, " 且 ", " and "),
            Query::Or(parts) => joined(parts, " 或 ", " or "),
            Query::Not(part) => say(
                format!("不含{}", part.nested(tongue)),
                format!("not {}", part.nested(tongue)),
            ),
        }
    }

    fn nested(&self, tongue: Tongue) -> String {
        let inner = self.in_words(tongue);
        match (self, tongue) {
            (Query::And(_) | Query::Or(_), Tongue::Chinese) => format!("（{inner}）"),
            (Query::And(_) | Query::Or(_), Tongue::English) => format!("({inner})"),
            _ => inner,
        }
    }
}

fn words(segment: &Segment, tongue: Tongue) -> String {
    let raw = segment.raw.trim();
    match (segment.literal, tongue) {
        (true, Tongue::Chinese) => format!("原样“{raw}”"),
        (true, Tongue::English) => format!("exactly \"{raw}\""),
        (false, Tongue::Chinese) => format!("“{raw}”"),
        (false, Tongue::English) => format!("\"{raw}\""),
    }
}

impl Filter {
    /// The condition in words.
    pub fn in_words(&self, tongue: Tongue) -> String {
        let english = tongue == Tongue::English;
        let (chinese_name, english_name, value) = match self {
            Filter::Title(v) => ("标题", "title", v.clone()),
            Filter::Number(v) => ("发文字号", "number", v.clone()),
            Filter::Issuer(v) => ("发文机关", "issuer", v.clone()),
            Filter::Speaker(v) => ("讲话人", "speaker", v.clone()),
            Filter::Occasion(v) => ("场合", "occasion", v.clone()),
            Filter::Tag(v) => ("标签", "tag", v.clone()),
            Filter::Collection(v) => ("专题", "collection", v.clone()),
            Filter::Kind(kind) if english => ("", "kind", kind.name().to_owned()),
            Filter::Kind(kind) => ("类型", "", kind.chinese().to_owned()),
            Filter::Date(from, to) => ("日期", "date", period(*from, *to, english)),
        };
        match english {
            true => format!("{english_name}: {value}"),
            false => format!("{chinese_name}：{value}"),
        }
    }
}

fn period(from: u32, to: u32, english: bool) -> String {
    let (open_start, open_end) = (from <= 10_000, to >= 99_991_231);
    match (open_start, open_end, english) {
        (_, _, false) if from == to => day(from),
        (_, _, true) if from == to => day(from),
        (true, _, false) => format!("{} 及以前", day(to)),
        (true, _, true) => format!("until {}", day(to)),
        (_, true, false) => format!("{} 及以后", day(from)),
        (_, true, true) => format!("since {}", day(from)),
        (_, _, false) => format!("{} 至 {}", day(from), day(to)),
        (_, _, true) => format!("{} to {}", day(from), day(to)),
    }
}
