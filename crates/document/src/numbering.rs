//! 结构层次序数: the numbering at the start of a paragraph (GB/T 9704—2012 §7.3.3, 编 章 节 条 of laws, and the decimal
//! numbers of plans and standards, GB/T 1.1—2020 §7.2).
//!
//! This module reads one paragraph. Whether the number continues a sequence is decided in `sequence`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::numeral;
use crate::shadow::is_han;

/// The styles, from the highest rank down. A lower one may appear inside any higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum NumberingStyle {
    /// 第一编
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 第一条
    Article,
    /// 1 总则, above 1.1
    Bare,
    /// 一、
    ChineseOrdinal,
    /// 第一，
    SpokenOrdinal,
    /// （一）
    ChineseParenthesized,
    /// 1．
    ArabicDot,
    /// 1.1 has depth 2, 4.2.1 depth 3.
    Decimal(u8),
    /// （1）
    ArabicParenthesized,
    /// 1）
    ArabicHalf,
    /// ①
    Circled,
    /// 一是, 一要
    SpokenPoint(char),
}

impl NumberingStyle {
    /// True for 编 章 节 条, whose numbers run on through the higher divisions.
    pub(crate) fn is_of_law(self) -> bool {
        self <= NumberingStyle::Article
    }
}

/// A numbering found at the start of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) style: NumberingStyle,
    /// Its own number; of 4.2.1 the last one.
    pub(crate) value: u32,
    /// The numbers above its own, of a decimal: 4 and 2 of 4.2.1. Empty for all other styles.
    pub(crate) parents: Vec<u32>,
    /// As written; 第一 without its comma.
    pub(crate) text: String,
    /// Bytes of the paragraph that the mark takes, with its punctuation.
    pub(crate) bytes: usize,
}

const HAN: &str = "[一二三四五六七八九十百千零〇]";

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let forms = [
        format!(
            r"(?P<law>第\s*(?P<ln>{HAN}{{1,7}}|[0-9]{{1,4}})\s*(?P<lu>[编章节条])(?:之{HAN}{{1,2}})?)(?:\s|$|[^的中第款项规至、和])"
        ),
        format!(r"(?P<co>(?P<con>{HAN}{{1,5}})\s?(?:、|[．.]))"),
        format!(
            r"(?P<so>第(?P<son>{HAN}{{1,2}}))(?:点?[，,、：:]|个(?:问题|方面|部分)[，,、：:]?)"
        ),
        format!(r"(?P<cp>[（(]\s?(?P<cpn>{HAN}{{1,5}})\s?[）)])、?"),
        r"(?P<de>[0-9]{1,2}(?:[.．][0-9]{1,2}){1,4})(?:[.．]?\s|[^0-9.．])".to_owned(),
        r"(?P<ad>(?P<adn>[0-9]{1,3})\s?[.．、])".to_owned(),
        r"(?P<ap>[（(]\s?(?P<apn>[0-9]{1,3})\s?[）)])".to_owned(),
        r"(?P<ah>(?P<ahn>[0-9]{1,2})[）)】])".to_owned(),
        r"(?P<one>[①-⑳⑴-⒇⒈-⒛㈠-㈩㉑-㉟])".to_owned(),
        r"(?P<sp>(?P<spn>[一二三四五六七八九十]{1,2})(?P<spv>[是要]))".to_owned(),
        r"(?P<ba>[0-9]{1,2})\s?\p{Han}".to_owned(),
    ];
    Regex::new(&format!("^(?:{})", forms.join("|"))).expect("constant")
});

/// The mark at the start of `shadow` (a paragraph without leading white space).
pub(crate) fn find_mark(shadow: &str) -> Option<Mark> {
    let first = shadow.chars().next()?;
    let may_start = matches!(first, '第' | '（' | '(' | '0'..='9' | '①'..='⒛' | '㈠'..='㈩' | '㉑'..='㉟')
        || numeral::number(&first.to_string()).is_some();
    if !may_start {
        return None;
    }
    let c = MARK.captures(shadow)?;
    if let Some(mark) = with_division(&c) {
        return Some(mark);
    }
    if let Some(path) = c.name("de") {
        return decimal(path.as_str(), &shadow[path.end()..]);
    }
    if let Some(one) = c.name("one") {
        return single_character(one.as_str());
    }
    let (group, number, style) = [
        ("co", "con", NumberingStyle::ChineseOrdinal),
        ("cp", "cpn", NumberingStyle::ChineseParenthesized),
        ("ad", "adn", NumberingStyle::ArabicDot),
        ("ap", "apn", NumberingStyle::ArabicParenthesized),
        ("ah", "ahn", NumberingStyle::ArabicHalf),
        ("ba", "ba", NumberingStyle::Bare),
    ]
    .into_iter()
    .find(|(group, ..)| c.name(group).is_some())?;
    let text = c.name(group)?.as_str();
    let bytes = if group == "cp" {
        c.get(0)?.end()
    } else {
        text.len()
    };
    // 2010.7 and 3.5% are numbers, not numberings; 一、2025年工作回顾 is one.
    let runs_on =
        text.ends_with(['.', '．']) && shadow[bytes..].starts_with(|d: char| d.is_ascii_digit());
    if runs_on || (group == "ba" && !may_be_bare(&shadow[bytes..])) {
        return None;
    }
    Some(Mark::new(
        style,
        numeral::number(c.name(number)?.as_str())?,
        text,
        bytes,
    ))
}

impl Mark {
    fn new(style: NumberingStyle, value: u32, text: &str, bytes: usize) -> Mark {
        Mark {
            style,
            value,
            parents: Vec::new(),
            text: text.to_owned(),
            bytes,
        }
    }
}

/// 第一章, 第一， and 一是: a number between words.
fn with_division(c: &Captures<'_>) -> Option<Mark> {
    let value = |name: &str| c.name(name).and_then(|m| numeral::number(m.as_str()));
    if let Some(law) = c.name("law") {
        let style = match c.name("lu")?.as_str() {
            "编" => NumberingStyle::Part,
            "章" => NumberingStyle::Chapter,
            "节" => NumberingStyle::Section,
            _ => NumberingStyle::Article,
        };
        return Some(Mark::new(style, value("ln")?, law.as_str(), law.len()));
    }
    if let Some(spoken) = c.name("so") {
        let whole = c.get(0)?.end();
        return Some(Mark::new(
            NumberingStyle::SpokenOrdinal,
            value("son")?,
            spoken.as_str(),
            whole,
        ));
    }
    let number = c.name("spn")?;
    let verb = c.name("spv")?.as_str().chars().next()?;
    // The verb belongs to the title: 一要分析形势.
    Some(Mark::new(
        NumberingStyle::SpokenPoint(verb),
        value("spn")?,
        number.as_str(),
        number.len(),
    ))
}

/// 1.1 to 1.1.1.1.1; not 3.5% and 1.2万.
fn decimal(path: &str, rest: &str) -> Option<Mark> {
    if rest.starts_with([
        '%', '％', '‰', '万', '亿', '元', '倍', '~', '～', '—', '-', '、',
    ]) {
        return None;
    }
    let mut numbers: Vec<u32> = path
        .split(['.', '．'])
        .filter_map(numeral::number)
        .collect();
    let depth = u8::try_from(numbers.len()).ok()?;
    let value = numbers.pop()?;
    let dot = rest.chars().next().filter(|c| matches!(c, '.' | '．'));
    let mut mark = Mark::new(
        NumberingStyle::Decimal(depth),
        value,
        path,
        path.len() + dot.map_or(0, char::len_utf8),
    );
    mark.parents = numbers;
    Some(mark)
}

/// ① ⑴ ⒈ ㈠ ㉑: a number that is one character.
fn single_character(text: &str) -> Option<Mark> {
    let c = text.chars().next()?;
    let (style, value) = match c {
        '①'..='⑳' => (NumberingStyle::Circled, c as u32 - '①' as u32 + 1),
        '㉑'..='㉟' => (NumberingStyle::Circled, c as u32 - '㉑' as u32 + 21),
        '⑴'..='⒇' => (
            NumberingStyle::ArabicParenthesized,
            c as u32 - '⑴' as u32 + 1,
        ),
        '⒈'..='⒛' => (NumberingStyle::ArabicDot, c as u32 - '⒈' as u32 + 1),
        '㈠'..='㈩' => (
            NumberingStyle::ChineseParenthesized,
            c as u32 - '㈠' as u32 + 1,
        ),
        _ => return None,
    };
    Some(Mark::new(style, value, text, text.len()))
}

/// 1 总则 and 1总则, but no sentence and no measure: 17年来，…
fn may_be_bare(rest: &str) -> bool {
    const MEASURES: &str =
        "年月日时分秒个名人次项件万亿元度号多余点位条届岁米吨公里天周种类批家户部本";
    let rest = rest.trim_start();
    rest.starts_with(|c: char| is_han(c) && !MEASURES.contains(c))
        && rest.chars().count() <= 40
        && !rest.contains(['，', '。', '；', '：', '？', '！'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles() {
        let cases = [
            ("一、总体要求", NumberingStyle::ChineseOrdinal, 1, "一、"),
            (
                "（十二）指导思想",
                NumberingStyle::ChineseParenthesized,
                12,
                "（十二）",
            ),
            ("1．坚持", NumberingStyle::ArabicDot, 1, "1．"),
            ("（3）产业", NumberingStyle::ArabicParenthesized, 3, "（3）"),
            ("②第二", NumberingStyle::Circled, 2, "②"),
            (
                "第一，要全面推进。",
                NumberingStyle::SpokenOrdinal,
                1,
                "第一",
            ),
            ("第十二条 本法", NumberingStyle::Article, 12, "第十二条"),
            ("第一章 总则", NumberingStyle::Chapter, 1, "第一章"),
            ("第二个问题，讲讲", NumberingStyle::SpokenOrdinal, 2, "第二"),
            (
                "第四个问题：中国精神",
                NumberingStyle::SpokenOrdinal,
                4,
                "第四",
            ),
            ("第三点，要实干", NumberingStyle::SpokenOrdinal, 3, "第三"),
            (
                "一百二十三、附则",
                NumberingStyle::ChineseOrdinal,
                123,
                "一百二十三、",
            ),
            ("二．任务", NumberingStyle::ChineseOrdinal, 2, "二．"),
            (
                "（ 三 ）加强领导",
                NumberingStyle::ChineseParenthesized,
                3,
                "（ 三 ）",
            ),
            ("㈡落实", NumberingStyle::ChineseParenthesized, 2, "㈡"),
            ("⑶检查", NumberingStyle::ArabicParenthesized, 3, "⑶"),
            ("⒋总结", NumberingStyle::ArabicDot, 4, "⒋"),
            ("2）总结", NumberingStyle::ArabicHalf, 2, "2）"),
            ("㉑其他", NumberingStyle::Circled, 21, "㉑"),
            ("1 总则", NumberingStyle::Bare, 1, "1"),
            ("1总则", NumberingStyle::Bare, 1, "1"),
            ("1.2 编制依据", NumberingStyle::Decimal(2), 2, "1.2"),
            ("4.2.10应急响应", NumberingStyle::Decimal(3), 10, "4.2.10"),
            ("二是要抓落实。", NumberingStyle::SpokenPoint('是'), 2, "二"),
        ];
        for (text, style, value, written) in cases {
            let mark = find_mark(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (mark.style, mark.value, mark.text.as_str()),
                (style, value, written)
            );
        }
    }

    #[test]
    fn what_is_no_mark() {
        for text in [
            "2010.7月",
            "一心想改变",
            "第一主题",
            "四中全会",
            "第三条的规定",
            "10.5%",
            "1.5万人参加",
            "17年来，我们",
            "60年后的今天",
            "第二章至第五章构成第二板块",
        ] {
            assert_eq!(find_mark(text), None, "{text}");
        }
    }
}
