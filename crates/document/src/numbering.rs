//! 结构层次序数: the numbering at the start of a paragraph (GB/T 9704—2012 §7.3.3, and 编 章 节 条 of laws).

use std::sync::LazyLock;

use regex::Regex;

use crate::numeral;

/// The styles, from the highest rank down. A lower one may stand inside any higher one.
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
    /// 一、
    ChineseOrdinal,
    /// 第一，
    SpokenOrdinal,
    /// （一）
    ChineseParenthesized,
    /// 1．
    ArabicDot,
    /// （1）
    ArabicParenthesized,
    /// ①
    Circled,
}

/// A numbering found at the start of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) style: NumberingStyle,
    pub(crate) value: u32,
    /// As written; 第一 without its comma.
    pub(crate) text: String,
    /// Bytes of the paragraph that the mark takes, with its punctuation.
    pub(crate) bytes: usize,
}

const HAN: &str = "[一二三四五六七八九十百千零〇]";

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"^(?:(?P<law>第\s*(?P<ln>{HAN}{{1,7}}|[0-9]{{1,4}})\s*(?P<lu>[编章节条])(?:之{HAN}{{1,2}})?)(?:[\s　]|$|[^的中第款项规]))|^(?P<co>(?P<con>{HAN}{{1,3}})、)|^(?P<so>第(?P<son>{HAN}{{1,2}}))(?:[，,、：:]|个(?:问题|方面|部分)[，,、：:]?)|^(?P<cp>[（(](?P<cpn>{HAN}{{1,3}})[）)])、?|^(?P<ad>(?P<adn>[0-9]{{1,2}})[.．、])|^(?P<ap>[（(](?P<apn>[0-9]{{1,2}})[）)])|^(?P<ci>[①-⑳])"
    );
    Regex::new(&pattern).expect("constant")
});

/// The mark at the start of `shadow` (a paragraph without leading white space).
pub(crate) fn find_mark(shadow: &str) -> Option<Mark> {
    let first = shadow.chars().next()?;
    let may_start = matches!(first, '第' | '（' | '(' | '0'..='9' | '①'..='⑳')
        || numeral::number(&first.to_string()).is_some();
    if !may_start {
        return None;
    }
    let c = MARK.captures(shadow)?;
    let group = |name: &str| c.name(name).map(|m| m.as_str());
    let value = |name: &str| group(name).and_then(numeral::number);
    let whole = c.get(0)?.end();
    let build = |style, value: u32, text: &str, bytes| {
        Some(Mark {
            style,
            value,
            text: text.to_owned(),
            bytes,
        })
    };
    if let Some(text) = group("law") {
        let style = match group("lu")? {
            "编" => NumberingStyle::Part,
            "章" => NumberingStyle::Chapter,
            "节" => NumberingStyle::Section,
            _ => NumberingStyle::Article,
        };
        return build(style, value("ln")?, text, text.len());
    }
    if let Some(text) = group("co") {
        return build(NumberingStyle::ChineseOrdinal, value("con")?, text, whole);
    }
    if let Some(text) = group("so") {
        return build(NumberingStyle::SpokenOrdinal, value("son")?, text, whole);
    }
    if let Some(text) = group("cp") {
        return build(
            NumberingStyle::ChineseParenthesized,
            value("cpn")?,
            text,
            whole,
        );
    }
    if let Some(text) = group("ad") {
        // 2010.7 and 3.5% are numbers, not numberings.
        let decimal = shadow[whole..].starts_with(|c: char| c.is_ascii_digit());
        return if decimal {
            None
        } else {
            build(NumberingStyle::ArabicDot, value("adn")?, text, whole)
        };
    }
    if let Some(text) = group("ap") {
        return build(
            NumberingStyle::ArabicParenthesized,
            value("apn")?,
            text,
            whole,
        );
    }
    let circled = group("ci")?.chars().next()?;
    build(
        NumberingStyle::Circled,
        circled as u32 - '①' as u32 + 1,
        group("ci")?,
        whole,
    )
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
        ] {
            assert_eq!(find_mark(text), None, "{text}");
        }
    }
}
