//! Tokens to a query.

use unicode_normalization::UnicodeNormalization;
use yandu_document::{Date, Kind};

use super::lex::{Token, lex};
use super::{Filter, LONGEST_QUERY, Parsed, Query, QueryError, Segment};
use crate::fold;

/// Parses a query as the user typed it.
///
/// # Errors
/// Only [`QueryError::TooLong`] and [`QueryError::Empty`]: everything else means something.
pub fn parse_query(text: &str) -> Result<Parsed, QueryError> {
    let count = text.chars().count();
    if count > LONGEST_QUERY {
        return Err(QueryError::TooLong(count));
    }
    // Texts are stored composed; a query may be typed decomposed.
    let text: String = text.nfc().collect();
    let (tokens, unpaired) = lex(&text);
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
    };
    let query = parser.alternatives().ok_or(QueryError::Empty)?;
    let notice = unpaired.then_some("引号或括号不成对，已按普通文字检索");
    Ok(Parsed { query, notice })
}

/// Brackets nest no deeper; what is deeper is read without grouping.
const DEEPEST: u32 = 50;

struct Parser {
    tokens: Vec<Token>,
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
            parts.extend(self.all_of());
        }
        one_or(parts, Query::Or)
    }

    fn all_of(&mut self) -> Option<Query> {
        let mut parts = Vec::new();
        while let Some(token) = self.peek() {
            match token {
                Token::Or | Token::Close => break,
                Token::And => self.at += 1,
                Token::Near(distance) => {
                    let distance = *distance;
                    self.at += 1;
                    self.near(&mut parts, distance);
                }
                _ => parts.extend(self.term()),
            }
        }
        one_or(parts, Query::And)
    }

    /// `甲 ~2 乙`; at the end of a phrase of two words, `"甲 乙"~2`.
    fn near(&mut self, parts: &mut Vec<Query>, distance: u32) {
        let next = match self.peek() {
            None | Some(Token::Or | Token::Close | Token::Near(_)) => None,
            Some(_) => self.term(),
        };
        match (parts.pop(), next) {
            (Some(Query::Text(a)), Some(Query::Text(b))) => parts.push(Query::Near(a, b, distance)),
            (Some(Query::Text(a)), None) => match a.raw.split_once(char::is_whitespace) {
                Some((x, y)) => match (segment(x, false), segment(y, false)) {
                    (Some(x), Some(y)) => parts.push(Query::Near(x, y, distance)),
                    _ => parts.push(Query::Text(a)),
                },
                None => parts.push(Query::Text(a)),
            },
            (a, b) => parts.extend(a.into_iter().chain(b)),
        }
    }

    fn term(&mut self) -> Option<Query> {
        let token = self.peek()?.clone();
        self.at += 1;
        match token {
            Token::Word(text) | Token::Phrase(text) => segment(&text, false).map(Query::Text),
            Token::Literal(text) => segment(&text, true).map(Query::Text),
            Token::Field(name, value) => field(name, &value),
            Token::Not => {
                let part = match self.peek() {
                    None | Some(Token::Or | Token::And | Token::Close) => {
                        return segment("NOT", false).map(Query::Text);
                    }
                    Some(_) => self.term()?,
                };
                Some(Query::Not(Box::new(part)))
            }
            Token::Open => {
                self.depth += 1;
                let inner = if self.depth > DEEPEST {
                    None
                } else {
                    self.alternatives()
                };
                self.depth -= 1;
                if self.peek() == Some(&Token::Close) {
                    self.at += 1;
                }
                inner
            }
            Token::Close | Token::Or | Token::And | Token::Near(_) => None,
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

fn segment(raw: &str, literal: bool) -> Option<Segment> {
    let folded = fold(raw);
    (!folded.is_empty()).then(|| Segment {
        raw: raw.to_owned(),
        folded,
        literal,
    })
}

/// A value that does not fit its field makes the whole a text.
fn field(name: &str, value: &str) -> Option<Query> {
    let folded = fold(value);
    let filter = match name {
        "标题" => Some(Filter::Title(folded)),
        "发文字号" => Some(Filter::Number(folded)),
        "发文机关" => Some(Filter::Issuer(folded)),
        "讲话人" => Some(Filter::Speaker(folded)),
        "场合" => Some(Filter::Occasion(folded)),
        "标签" => Some(Filter::Tag(value.to_owned())),
        "专题" => Some(Filter::Collection(value.to_owned())),
        "类型" => Kind::from_name(value).map(Filter::Kind),
        _ => date_range(value).map(|(from, to)| Filter::Date(from, to)),
    };
    match filter {
        Some(filter) => Some(Query::Filter(filter)),
        None => segment(&format!("{name}:{value}"), false).map(Query::Text),
    }
}

/// 2010, 2010-07, 2010-07-19, 2010年, and ranges 2010..2012, >=2010, <2012.
pub(crate) fn date_range(text: &str) -> Option<(u32, u32)> {
    const LAST: u32 = 99_991_231;
    let text = text.trim();
    if let Some((from, to)) = text
        .split_once("..")
        .or_else(|| text.split_once('～'))
        .or_else(|| text.split_once('至'))
    {
        let from = if from.is_empty() {
            0
        } else {
            one_date(from)?.0
        };
        let to = if to.is_empty() { LAST } else { one_date(to)?.1 };
        return Some((from, to));
    }
    for (mark, after) in [(">=", true), ("<=", false), (">", true), ("<", false)] {
        if let Some(rest) = text.strip_prefix(mark) {
            let (from, to) = one_date(rest)?;
            return Some(match (mark, after) {
                (">=", _) => (from, LAST),
                (">", _) => (to + 1, LAST),
                ("<=", _) => (1, to),
                _ => (1, from - 1),
            });
        }
    }
    one_date(text)
}

fn one_date(text: &str) -> Option<(u32, u32)> {
    if let Ok(date) = text.parse::<Date>() {
        let day = u32::from(date.year) * 10_000 + u32::from(date.month) * 100 + u32::from(date.day);
        return Some((day, day));
    }
    let text = text
        .trim_end_matches(['年', '月'])
        .replace(['年', '/', '.'], "-");
    let mut parts = text.split('-');
    let year: u32 = parts
        .next()?
        .parse()
        .ok()
        .filter(|y| (1000..3000).contains(y))?;
    match (parts.next(), parts.next()) {
        (None, _) => Some((year * 10_000, year * 10_000 + 1231)),
        (Some(month), None) => {
            let month: u32 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
            Some((
                year * 10_000 + month * 100,
                year * 10_000 + month * 100 + 31,
            ))
        }
        _ => None,
    }
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
        assert_eq!(shown("日期:2010"), "日期:20100000..20101231");
        assert_eq!(shown("date:2010-07..2010-08"), "日期:20100700..20100831");
        assert_eq!(
            shown("发文字号:创先办〔2010〕2号"),
            "发文字号:创先办20102号"
        );
    }

    #[test]
    fn what_is_no_operator_is_text() {
        assert_eq!(shown("主题:教育"), "“主题：教育”");
        assert_eq!(shown("类型:诗歌"), "“类型：诗歌”");
        assert_eq!(shown("日期:今天"), "“日期：今天”");
        assert_eq!(shown("(一)"), "“一”");
        assert_eq!(shown("（一）总体要求"), "“一总体要求”");
        assert_eq!(shown("-19疫情"), "“19疫情”");
        assert_eq!(shown("“两张皮”，就会损害"), "“两张皮，就会损害”");
        assert_eq!(shown("皮”，就会“损"), "“皮，就会损”");
        assert_eq!(shown("“他说“两张皮”问题”"), "“他说两张皮问题”");
        assert_eq!(shown("[2023]15号"), "“202315号”");
    }

    #[test]
    fn unpaired_marks_are_said() {
        for text in ["\"创先争优", "“创先争优", "（创先争优", "创先争优)"] {
            let parsed = parse_query(text).unwrap();
            assert_eq!(parsed.query.to_string(), "“创先争优”", "{text}");
            assert!(parsed.notice.is_some(), "{text}");
        }
        assert!(parse_query("“创先争优”").unwrap().notice.is_none());
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
