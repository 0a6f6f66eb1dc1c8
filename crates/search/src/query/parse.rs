//! Tokens to a query.

use unicode_normalization::UnicodeNormalization;
use yandu_document::Date;

use super::field::{Value, value};
use super::lex::{Token, lex};
use super::spaced::closed_up;
use super::{Field, LONGEST_QUERY, Notice, Operator, Parsed, Query, QueryError, Segment};
use crate::fold;

/// Parses a query without knowing the day: words such as 去年 are of the first day that a date can have.
///
/// # Errors
/// As [`parse_query_on`].
pub fn parse_query(text: &str) -> Result<Parsed, QueryError> {
    let first = Date {
        year: 1970,
        month: 1,
        day: 1,
    };
    parse_query_on(text, first)
}

/// Parses a query as the user typed it on a day.
///
/// # Errors
/// Only [`QueryError::TooLong`] and [`QueryError::Empty`]: everything else means something.
pub fn parse_query_on(text: &str, today: Date) -> Result<Parsed, QueryError> {
    let count = text.chars().count();
    if count > LONGEST_QUERY {
        return Err(QueryError::TooLong(count));
    }
    // Texts are stored composed; a query may be typed decomposed.
    let text: String = text.nfc().collect();
    let closed = closed_up(&text);
    let spaced_out = closed.is_some();
    let mut lexed = lex(&closed.unwrap_or(text), today);
    if spaced_out {
        lexed.notices.push(Notice::SpacedOut);
    }
    let mut parser = Parser {
        chars: lexed.chars,
        tokens: lexed.tokens,
        notices: lexed.notices,
        field: None,
        today,
        at: 0,
        depth: 0,
    };
    let query = parser.alternatives().ok_or(QueryError::Empty)?;
    Ok(Parsed {
        query,
        notices: parser.notices,
    })
}

/// Brackets nest no deeper; what is deeper is read without grouping.
const DEEPEST: u32 = 50;

struct Parser {
    chars: Vec<char>,
    tokens: Vec<Token>,
    notices: Vec<Notice>,
    /// The field whose brackets are open.
    field: Option<Field>,
    today: Date,
    at: usize,
    depth: u32,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn alternatives(&mut self) -> Option<Query> {
        let mut parts: Vec<Query> = self.all_of().into_iter().collect();
        while self.peek() == Some(&Token::Or) {
            self.at += 1;
            let next = self.all_of();
            if next.is_none() || parts.is_empty() {
                self.notices.push(Notice::OperatorAlone(Operator::Or));
            }
            parts.extend(next);
        }
        one_or(parts, Query::Or)
    }

    fn all_of(&mut self) -> Option<Query> {
        let mut parts = Vec::new();
        while let Some(token) = self.peek() {
            match token {
                Token::Or | Token::Close => break,
                Token::And => {
                    self.at += 1;
                    let nothing = matches!(self.peek(), None | Some(Token::Or | Token::Close));
                    if parts.is_empty() || nothing {
                        self.notices.push(Notice::OperatorAlone(Operator::And));
                    }
                }
                Token::Near(distance, attached) => {
                    let (distance, attached) = (*distance, *attached);
                    self.at += 1;
                    self.near(&mut parts, distance, attached);
                }
                _ => parts.extend(self.term()),
            }
        }
        one_or(parts, Query::And)
    }

    /// `甲 ~2 乙`; at the end of a phrase of several words, `"甲 乙"~2`.
    fn near(&mut self, parts: &mut Vec<Query>, distance: u32, attached: bool) {
        let words = match parts.last() {
            Some(Query::Text(a)) if attached && !a.literal => apart(&a.raw, distance),
            _ => Vec::new(),
        };
        if !words.is_empty() {
            parts.pop();
            parts.extend(words);
            return;
        }
        let next = match self.peek() {
            None | Some(Token::Or | Token::Close | Token::Near(..)) => None,
            Some(_) => self.term(),
        };
        match (parts.pop(), next) {
            (Some(Query::Text(a)), Some(Query::Text(b))) => parts.push(Query::Near(a, b, distance)),
            (Some(Query::Text(a)), None) => {
                let better = self.halved(&a.raw, distance);
                self.notices
                    .push(Notice::DistanceAlone { distance, better });
                parts.push(Query::Text(a));
            }
            (a, b) => {
                self.notices.push(Notice::DistanceOfCondition(distance));
                parts.extend(a.into_iter().chain(b));
            }
        }
    }

    /// The query with a blank in the middle of a phrase of four: "改革开放"~5 → "改革 开放"~5.
    fn halved(&self, phrase: &str, distance: u32) -> Option<String> {
        let chars: Vec<char> = phrase.chars().collect();
        let whole: String = self.chars.iter().collect();
        let halves = || {
            format!(
                "{} {}",
                String::from_iter(&chars[..2]),
                String::from_iter(&chars[2..])
            )
        };
        (chars.len() == 4 && whole.contains(&format!("~{distance}")))
            .then(|| whole.replacen(phrase, &halves(), 1))
    }

    fn term(&mut self) -> Option<Query> {
        let token = self.peek()?.clone();
        self.at += 1;
        match token {
            Token::Word(text) | Token::Phrase(text) => match self.field {
                Some(field) => self.condition(field, &text, None),
                None => segment(&text, false).map(Query::Text),
            },
            Token::Literal(text) => segment(&text, true).map(Query::Text),
            Token::Field(field, value, span) => self.condition(field, &value, Some(span)),
            Token::Not => {
                let part = match self.peek() {
                    None | Some(Token::Or | Token::And | Token::Close) => {
                        self.notices.push(Notice::OperatorAlone(Operator::Not));
                        return segment("NOT", false).map(Query::Text);
                    }
                    Some(_) => self.term()?,
                };
                Some(Query::Not(Box::new(part)))
            }
            Token::Open => self.group(self.field),
            Token::FieldOpen(field) => self.group(Some(field)),
            Token::Close | Token::Or | Token::And | Token::Near(..) | Token::Perhaps(..) => None,
        }
    }

    /// What is in brackets; behind a field its words are values.
    fn group(&mut self, field: Option<Field>) -> Option<Query> {
        let around = std::mem::replace(&mut self.field, field);
        self.depth += 1;
        let inner = if self.depth > DEEPEST {
            None
        } else {
            self.alternatives()
        };
        self.depth -= 1;
        self.field = around;
        if self.peek() == Some(&Token::Close) {
            self.at += 1;
        }
        inner
    }

    /// A value that does not fit its field makes the whole a text.
    fn condition(
        &mut self,
        field: Field,
        text: &str,
        span: Option<(usize, usize)>,
    ) -> Option<Query> {
        let chars = &self.chars;
        let better = |value: &str| match span {
            Some((from, to)) => {
                let (before, behind): (String, String) =
                    (chars[..from].iter().collect(), chars[to..].iter().collect());
                format!("{before}{value}{behind}")
            }
            None => {
                let whole: String = chars.iter().collect();
                whole.replacen(text, value, 1)
            }
        };
        match value(field, text, self.today, &mut self.notices, &better) {
            Value::Filters(filters) => {
                let filters = filters.into_iter().map(Query::Filter).collect();
                one_or(filters, Query::Or)
            }
            Value::Text => segment(&format!("{}:{text}", field.chinese()), false).map(Query::Text),
        }
    }
}

fn one_or(mut parts: Vec<Query>, many: fn(Vec<Query>) -> Query) -> Option<Query> {
    if parts.len() > 1 {
        Some(many(parts))
    } else {
        parts.pop()
    }
}

/// The words of a phrase, each near the next one; none for a phrase of one word.
fn apart(phrase: &str, distance: u32) -> Vec<Query> {
    let words = phrase.split_whitespace().filter_map(|w| segment(w, false));
    let words: Vec<Segment> = words.collect();
    let pairs = words.windows(2);
    pairs
        .map(|pair| Query::Near(pair[0].clone(), pair[1].clone(), distance))
        .collect()
}

fn segment(raw: &str, literal: bool) -> Option<Segment> {
    let folded = fold(raw);
    (!folded.is_empty()).then(|| Segment {
        raw: raw.to_owned(),
        folded,
        literal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        parse_query(text)
            .map(|p| p.query.to_string())
            .unwrap_or_else(|e| e.to_string())
    }

    #[test]
    fn operators() {
        assert_eq!(shown("创先争优 基层"), "(“创先争优” AND “基层”)");
        assert_eq!(shown("高质量　发展"), "(“高质量” AND “发展”)");
        assert_eq!(shown("甲 OR 乙 丙"), "(“甲” OR (“乙” AND “丙”))");
        assert_eq!(shown("（甲 OR 乙） 丙"), "((“甲” OR “乙”) AND “丙”)");
        assert_eq!(shown("改革 -开放"), "(“改革” AND NOT “开放”)");
        assert_eq!(shown("改革 NOT “开放 搞活”"), "(“改革” AND NOT “开放搞活”)");
        assert_eq!(shown("改革 ~5 开放"), "“改革” ~5 “开放”");
        assert_eq!(shown("\"改革 开放\"~5"), "“改革” ~5 “开放”");
        assert_eq!(shown("=“两张皮”"), "=“两张皮”");
    }

    #[test]
    fn fields_in_both_languages() {
        assert_eq!(shown("标题:讲话 title:通知"), "(标题:讲话 AND 标题:通知)");
        assert_eq!(shown("类型：讲话"), "类型:讲话");
        assert_eq!(shown("kind:speech"), "类型:讲话");
        assert_eq!(shown("日期:2010"), "日期:20100101..20101231");
        assert_eq!(shown("date:2010-07..2010-08"), "日期:20100701..20100831");
        assert_eq!(
            shown("发文字号:创先办〔2010〕2号"),
            "发文字号:创先办20102号"
        );
    }

    #[test]
    fn what_is_no_operator_is_text() {
        assert_eq!(shown("主题:教育"), "“主题：教育”");
        assert_eq!(shown("类型:诗歌"), "“类型：诗歌”");
        assert_eq!(shown("日期:待定"), "“日期：待定”");
        assert_eq!(shown("(一)"), "“一”");
        assert_eq!(shown("（一）总体要求"), "“一总体要求”");
        assert_eq!(shown("-19疫情"), "“19疫情”");
        assert_eq!(shown("“两张皮”，就会损害"), "“两张皮，就会损害”");
        assert_eq!(shown("皮”，就会“损"), "“皮，就会损”");
        assert_eq!(shown("“他说“两张皮”问题”"), "“他说两张皮问题”");
        assert_eq!(shown("[2023]15号"), "“202315号”");
    }

    fn on(text: &str) -> Parsed {
        parse_query_on(text, Date::new(2026, 11, 27).unwrap()).unwrap()
    }

    /// The query as read, and the first notice.
    fn read(text: &str) -> (String, String) {
        let parsed = on(text);
        let notice = parsed.notices.first().map(Notice::chinese);
        (parsed.query.to_string(), notice.unwrap_or_default())
    }

    #[test]
    fn operators_in_every_writing_are_taken_and_said() {
        for (text, query) in [
            ("西瓜 or 甜瓜", "(“西瓜” OR “甜瓜”)"),
            ("西瓜 Or 甜瓜", "(“西瓜” OR “甜瓜”)"),
            ("西瓜 ｏｒ 甜瓜", "(“西瓜” OR “甜瓜”)"),
            ("西瓜 或者 甜瓜", "(“西瓜” OR “甜瓜”)"),
            ("西瓜 或 甜瓜", "(“西瓜” OR “甜瓜”)"),
            ("西瓜 and 甜瓜", "(“西瓜” AND “甜瓜”)"),
            ("西瓜 和 甜瓜", "(“西瓜” AND “甜瓜”)"),
            ("甜瓜 not 扩种", "(“甜瓜” AND NOT “扩种”)"),
            ("甜瓜 不含 扩种", "(“甜瓜” AND NOT “扩种”)"),
            ("西瓜 and not 甜瓜", "(“西瓜” AND NOT “甜瓜”)"),
            ("(西瓜 or 甜瓜) 扩种", "((“西瓜” OR “甜瓜”) AND “扩种”)"),
        ] {
            let (shown, notice) = read(text);
            assert_eq!(shown, query, "{text}");
            assert!(notice.contains("理解"), "{text}: {notice}");
        }
        assert_eq!(read("西瓜|甜瓜").0, "(“西瓜” OR “甜瓜”)");
        assert_eq!(read("西瓜 +甜瓜").0, "(“西瓜” AND “甜瓜”)");
    }

    #[test]
    fn words_that_join_nothing_are_words() {
        assert_eq!(read("or").0, "“or”");
        assert_eq!(read("西瓜 或").0, "(“西瓜” AND “或”)");
        let (shown, notice) = read("must not steal");
        assert_eq!(shown, "(“must” AND “not” AND “steal”)");
        assert!(notice.contains("NOT"), "{notice}");
        assert!(read("西瓜 OR").1.contains("OR"));
        assert!(read("AND 西瓜").1.contains("AND"));
        // A text with blanks between its characters.
        assert!(!read("中 央 和 地 方").1.contains("理解"));
    }

    #[test]
    fn fields_with_blanks_brackets_and_several_values() {
        assert_eq!(read("标题: 通知").0, "标题:通知");
        assert_eq!(read("标题 ：　通知 西瓜").0, "(标题:通知 AND “西瓜”)");
        assert_eq!(read("ｔｉｔｌｅ：通知").0, "标题:通知");
        assert_eq!(read("标题:(通知 OR 讲话)").0, "(标题:通知 OR 标题:讲话)");
        assert_eq!(read("标题:（通知 讲话）").0, "(标题:通知 AND 标题:讲话)");
        assert_eq!(
            read("标题:(通知 -讲话) 西瓜").0,
            "((标题:通知 AND NOT 标题:讲话) AND “西瓜”)"
        );
        assert_eq!(read("标题:通知|讲话").0, "(标题:通知 OR 标题:讲话)");
        assert_eq!(read("标题:（试行）").0, "标题:试行");
        assert_eq!(read("类型:讲话、文章").0, "(类型:讲话 OR 类型:文章)");
        assert_eq!(read("标题:").1, "“标题:”后面没有内容，已按普通文字检索");
    }

    #[test]
    fn dates_in_fields() {
        let year = "日期:20150101..20151231";
        for text in [
            "日期:２０１５",
            "日期:二〇一五",
            "日期: 2015年",
            "年份:2015",
            "date：2015",
        ] {
            assert_eq!(read(text), (year.to_owned(), String::new()), "{text}");
        }
        assert_eq!(read("日期:20160405").0, "日期:20160405..20160405");
        assert_eq!(read("日期:2016-2019").0, "日期:20160101..20191231");
        assert_eq!(
            read("日期: 2016 - 2019 西瓜").0,
            "(日期:20160101..20191231 AND “西瓜”)"
        );
        assert_eq!(
            read("日期:2016 西瓜").0,
            "(日期:20160101..20161231 AND “西瓜”)"
        );
        assert_eq!(read("日期:2016 12").0, "(日期:20160101..20161231 AND “12”)");
        assert_eq!(
            read("日期:9 March 2015 西瓜").0,
            "(日期:20150309..20150309 AND “西瓜”)"
        );
        assert_eq!(read("日期:去年").0, "日期:20250101..20251231");
        let (shown, notice) = read("日期:2019..2016");
        assert_eq!(shown, "日期:20160101..20191231");
        assert!(notice.contains("写反"), "{notice}");
        let parsed = on("西瓜 日期:2016-02-30 甜瓜");
        assert!(parsed.notices[0].chinese().contains("没有30日"));
        assert_eq!(
            parsed.notices[0].better(),
            Some("西瓜 日期:2016-02-29 甜瓜")
        );
        assert!(read("日期:待定").1.contains("看不懂"));
    }

    #[test]
    fn kinds_by_other_words() {
        let (shown, notice) = read("类型:演讲");
        assert_eq!(shown, "类型:讲话");
        assert_eq!(notice, "类型“演讲”按“讲话”理解");
        assert_eq!(read("类型:讲").0, "类型:讲话");
        let parsed = on("西瓜 类型:诗歌");
        assert!(parsed.notices[0].chinese().contains("讲话、公文、典型材料"));
        assert_eq!(parsed.notices[0].better(), Some("西瓜 类型:讲话"));
    }

    #[test]
    fn names_that_are_no_fields_are_told() {
        let parsed = on("西瓜 时间:2015");
        assert!(parsed.notices[0].chinese().contains("日期"));
        assert_eq!(parsed.notices[0].better(), Some("西瓜 日期:2015"));
        assert!(on("http://a.cn 第一条：总则").notices.is_empty());
    }

    #[test]
    fn distances_are_never_dropped_in_silence() {
        assert_eq!(read("\"甲 乙 丙\"~3").0, "(“甲” ~3 “乙” AND “乙” ~3 “丙”)");
        assert_eq!(
            read("\"改革 开放\"~5 基层").0,
            "(“改革” ~5 “开放” AND “基层”)"
        );
        assert_eq!(read("\"甲乙丙\"~3").0, "“甲乙丙”");
        assert!(read("\"甲乙丙\"~3").1.contains("~3"));
        assert_eq!(
            on("\"改革开放\"~5").notices[0].better(),
            Some("\"改革 开放\"~5")
        );
        assert!(read("标题:通知 ~3 西瓜").1.contains("~3"));
        assert_eq!(read("甲 ~500 乙").0, "“甲” ~200 “乙”");
        assert!(read("甲 ~500 乙").1.contains("500"));
        assert_eq!(read("甲 ～５ 乙").0, "“甲” ~5 “乙”");
    }

    #[test]
    fn a_reading_is_in_words() {
        let words = |text: &str| {
            on(text)
                .query
                .reading(super::super::Tongue::Chinese)
                .join("；")
        };
        assert_eq!(
            words("西瓜 -甜瓜 日期:2015.. 类型:讲话"),
            "“西瓜”；不含“甜瓜”；日期：2015-01-01 及以后；类型：讲话"
        );
        assert_eq!(words("(西瓜 OR 甜瓜) 扩种"), "“西瓜” 或 “甜瓜”；“扩种”");
        assert_eq!(words("改革 ~5 开放"), "“改革”与“开放”相距不超过 5 字");
        let english = on("西瓜 日期:2015")
            .query
            .reading(super::super::Tongue::English)
            .join("; ");
        assert_eq!(english, "\"西瓜\"; date: 2015-01-01 to 2015-12-31");
    }

    #[test]
    fn unpaired_marks_are_said() {
        for text in ["\"创先争优", "“创先争优", "（创先争优", "创先争优)"] {
            let parsed = parse_query(text).unwrap();
            assert_eq!(parsed.query.to_string(), "“创先争优”", "{text}");
            assert_eq!(parsed.notices, [Notice::Unpaired], "{text}");
        }
        assert!(parse_query("“创先争优”").unwrap().notices.is_empty());
    }

    #[test]
    fn a_decomposed_query_is_composed_like_the_texts() {
        assert_eq!(shown("caf\u{65}\u{301}"), "“café”");
        assert_eq!(shown("=caf\u{65}\u{301}"), "=“café”");
    }

    #[test]
    fn empty_and_endless() {
        assert_eq!(parse_query("  "), Err(QueryError::Empty));
        assert_eq!(parse_query("“”"), Err(QueryError::Empty));
        assert_eq!(
            parse_query(&"长".repeat(5000)),
            Err(QueryError::TooLong(5000))
        );
        let deep = "(".repeat(900) + "a b" + &")".repeat(900);
        assert!(parse_query(&deep).is_ok() || parse_query(&deep) == Err(QueryError::Empty));
    }
}
