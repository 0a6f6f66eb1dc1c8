//! The fields of the query language: their names, and what a value of each means.

use yandu_document::{Date, Kind, Period};

use super::{Filter, Notice};
use crate::fold;

/// A field of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// 标题
    Title,
    /// 发文字号
    Number,
    /// 发文机关
    Issuer,
    /// 讲话人
    Speaker,
    /// 场合
    Occasion,
    /// 日期
    Date,
    /// 类型
    Kind,
    /// 标签
    Tag,
    /// 专题
    Collection,
}

/// The names of each field; the first is the one that is shown, then the English one.
const NAMES: [(Field, &[&str]); 9] = [
    (Field::Title, &["标题", "title", "题名", "题目", "篇名"]),
    (Field::Number, &["发文字号", "number", "文号", "字号"]),
    (
        Field::Issuer,
        &["发文机关", "issuer", "机关", "发文单位", "制发机关"],
    ),
    (
        Field::Speaker,
        &[
            "讲话人",
            "speaker",
            "作者",
            "author",
            "讲话者",
            "演讲人",
            "发言人",
        ],
    ),
    (Field::Occasion, &["场合", "occasion", "会议"]),
    (
        Field::Date,
        &[
            "日期",
            "date",
            "年份",
            "year",
            "年度",
            "成文日期",
            "发文日期",
        ],
    ),
    (Field::Kind, &["类型", "kind", "type", "类别", "文种"]),
    (Field::Tag, &["标签", "tag", "tags"]),
    (Field::Collection, &["专题", "collection"]),
];

/// Words before a colon that stand in many texts. They are text; whoever meant a field is told its name.
const LIKE_FIELDS: [(&str, Field); 14] = [
    ("时间", Field::Date),
    ("日子", Field::Date),
    ("发布时间", Field::Date),
    ("单位", Field::Issuer),
    ("部门", Field::Issuer),
    ("来源", Field::Issuer),
    ("主题", Field::Collection),
    ("栏目", Field::Collection),
    ("关键词", Field::Tag),
    ("关键字", Field::Tag),
    ("分类", Field::Kind),
    ("种类", Field::Kind),
    ("人物", Field::Speaker),
    ("名称", Field::Title),
];

impl Field {
    /// The Chinese name.
    pub fn chinese(self) -> &'static str {
        self.names()[0]
    }

    /// The English name.
    pub fn english(self) -> &'static str {
        self.names()[1]
    }

    fn names(self) -> &'static [&'static str] {
        NAMES
            .iter()
            .find(|(field, _)| *field == self)
            .map_or(&["", ""], |(_, names)| names)
    }

    /// All names with their fields, the longest first.
    pub(super) fn all_names() -> impl Iterator<Item = (&'static str, Field)> {
        let mut all: Vec<(&str, Field)> = NAMES
            .iter()
            .flat_map(|(field, names)| names.iter().map(|name| (*name, *field)))
            .collect();
        all.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        all.into_iter()
    }

    /// The field that an unknown name may have meant: a word of the same sense, or a slip of one character.
    pub(super) fn meant_by(name: &str) -> Option<Field> {
        let alike = LIKE_FIELDS.iter().find(|(word, _)| *word == name);
        alike.map(|(_, field)| *field).or_else(|| {
            let long = name.chars().count() > 1;
            let mut slips = Field::all_names().filter(|(known, _)| long && one_apart(known, name));
            slips.next().map(|(_, field)| field)
        })
    }
}

/// True if one character is exchanged, missing, too many, or two neighbours have changed places. Short
/// names must keep their length, since nearly every word is one character away from them.
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let tail = |n: usize| short[n.min(short.len())..] == long[n + long.len() - short.len()..];
    match long.len() - short.len() {
        _ if long.len() < 3 => false,
        0 if head == short.len() => false,
        0 => {
            let swapped = head + 1 < short.len()
                && short[head] == long[head + 1]
                && short[head + 1] == long[head]
                && short[head + 2..] == long[head + 2..];
            swapped || (long.len() > 3 && short[head + 1..] == long[head + 1..])
        }
        1 => long.len() > 4 && tail(head),
        _ => false,
    }
}

/// What a value of a field is read as.
pub(super) enum Value {
    /// Any of these.
    Filters(Vec<Filter>),
    /// Not a value of this field: the whole is text.
    Text,
}

/// Reads a value; what the user should know about it goes to `notices`. `better` makes the whole query
/// with another value in this place.
pub(super) fn value(
    field: Field,
    text: &str,
    today: Date,
    notices: &mut Vec<Notice>,
    better: &dyn Fn(&str) -> String,
) -> Value {
    match field {
        Field::Kind => kinds(text, notices, better),
        Field::Date => date(text, today, notices, better),
        _ => {
            let parts = text
                .split(['|', '｜'])
                .filter(|part| !fold(part).is_empty());
            let filters: Vec<Filter> = parts.map(|part| of_words(field, part)).collect();
            match filters.is_empty() {
                true => Value::Text,
                false => Value::Filters(filters),
            }
        }
    }
}

fn of_words(field: Field, text: &str) -> Filter {
    let folded = fold(text);
    match field {
        Field::Number => Filter::Number(folded),
        Field::Issuer => Filter::Issuer(folded),
        Field::Speaker => Filter::Speaker(folded),
        Field::Occasion => Filter::Occasion(folded),
        Field::Tag => Filter::Tag(text.trim().to_owned()),
        Field::Collection => Filter::Collection(text.trim().to_owned()),
        Field::Title | Field::Date | Field::Kind => Filter::Title(folded),
    }
}

fn kinds(text: &str, notices: &mut Vec<Notice>, better: &dyn Fn(&str) -> String) -> Value {
    let words = text.split(['、', ',', '，', '|', '｜', '/']).map(str::trim);
    let words: Vec<&str> = words.filter(|w| !w.is_empty()).collect();
    let meant: Option<Vec<Kind>> = words.iter().map(|word| Kind::meant_by(word)).collect();
    let Some(kinds) = meant.filter(|kinds| !kinds.is_empty()) else {
        notices.push(Notice::UnknownKind {
            typed: text.to_owned(),
            better: better(Kind::Speech.chinese()),
        });
        return Value::Text;
    };
    for (word, kind) in words.iter().zip(&kinds) {
        let lower = word.to_lowercase();
        if lower != kind.name() && *word != kind.chinese() {
            notices.push(Notice::KindMeant {
                typed: (*word).to_owned(),
                kind: *kind,
            });
        }
    }
    Value::Filters(kinds.into_iter().map(Filter::Kind).collect())
}

fn date(
    text: &str,
    today: Date,
    notices: &mut Vec<Notice>,
    better: &dyn Fn(&str) -> String,
) -> Value {
    match Period::read(text, today) {
        Ok(period) => {
            let (from, to) = period.bounds();
            if period.swapped {
                notices.push(Notice::DatesExchanged { from, to });
            }
            Value::Filters(vec![Filter::Date(from, to)])
        }
        Err(error) => {
            notices.push(Notice::BadDate {
                typed: text.to_owned(),
                better: error.nearest().map(|nearest| better(&nearest)),
                error,
            });
            Value::Text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_in_names_of_fields() {
        for (typed, field) in [
            ("titel", Field::Title),
            ("spaeker", Field::Speaker),
            ("发文子号", Field::Number),
            ("时间", Field::Date),
        ] {
            assert_eq!(Field::meant_by(typed), Some(field), "{typed}");
        }
        for typed in ["注意", "问", "http", "第一", "会场", "titles", "标点"] {
            let meant = Field::meant_by(typed);
            assert!(meant.is_none() || typed == "titles", "{typed}: {meant:?}");
        }
    }
}
