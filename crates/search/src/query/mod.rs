//! The query language: a tiny grammar of our own, with Chinese and English field names.
//!
//! Space = AND, `OR` or `|`, `NOT` or `-词`, brackets, `“…”` `"…"` `「…」` phrase, `=词` literal with its
//! marks, `~2` near, `标题:` and the other fields, also before brackets. Words such as or, 或者, 不含 between
//! terms are operators too. Anything else is literal text: an unknown field name, a lone quotation mark or
//! bracket never is an error, because cuts of real texts contain them. Whatever may have been meant in
//! another way is a [`Notice`]; [`Query::reading`] says how the query was read.

mod field;
mod lex;
mod notice;
mod parse;
mod reading;
mod spaced;

use std::fmt;

use thiserror::Error;
use yandu_document::Kind;

pub use field::Field;
pub use notice::{Notice, Operator};
pub use parse::{parse_query, parse_query_on};
pub use reading::Tongue;

/// Longest query, in chars after folding.
pub const LONGEST_QUERY: usize = 2000;

/// A text to find: a substring of the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// As typed.
    pub raw: String,
    /// Folded; never empty.
    pub folded: String,
    /// The marks count too; checked on the original.
    pub literal: bool,
}

/// A condition on what the document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// 标题
    Title(String),
    /// 发文字号
    Number(String),
    /// 发文机关
    Issuer(String),
    /// 讲话人
    Speaker(String),
    /// 场合
    Occasion(String),
    /// 标签
    Tag(String),
    /// 专题
    Collection(String),
    /// 类型
    Kind(Kind),
    /// 日期, yyyymmdd, both ends included
    Date(u32, u32),
}

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// All documents (an empty query with filters).
    All,
    /// A substring.
    Text(Segment),
    /// Two substrings with at most so many chars between them, in either order.
    Near(Segment, Segment, u32),
    /// A condition on metadata.
    Filter(Filter),
    /// All of them.
    And(Vec<Query>),
    /// Any of them.
    Or(Vec<Query>),
    /// Not it.
    Not(Box<Query>),
}

/// Why a query cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryError {
    /// Longer than [`LONGEST_QUERY`].
    #[error("检索词过长：{0} 字，上限 {LONGEST_QUERY} 字")]
    TooLong(usize),
    /// Nothing but marks and white space.
    #[error("检索词为空（只有标点或空格）")]
    Empty,
}

/// A query with what the user should know about how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The query.
    pub query: Query,
    /// What may have been meant in another way.
    pub notices: Vec<Notice>,
}

impl Query {
    /// All substrings that are asked for, those behind NOT excepted.
    pub fn segments(&self) -> Vec<&Segment> {
        match self {
            Query::Text(segment) => vec![segment],
            Query::Near(a, b, _) => vec![a, b],
            Query::And(parts) | Query::Or(parts) => {
                parts.iter().flat_map(Query::segments).collect()
            }
            Query::All | Query::Filter(_) | Query::Not(_) => Vec::new(),
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |f: &mut fmt::Formatter<'_>, parts: &[Query], word: &str| {
            write!(f, "(")?;
            for (n, part) in parts.iter().enumerate() {
                let word = if n > 0 { word } else { "" };
                write!(f, "{word}{part}")?;
            }
            write!(f, ")")
        };
        match self {
            Query::All => write!(f, "*"),
            Query::Text(s) if s.literal => write!(f, "=“{}”", s.raw),
            Query::Text(s) => write!(f, "“{}”", s.folded),
            Query::Near(a, b, n) => write!(f, "“{}” ~{n} “{}”", a.folded, b.folded),
            Query::And(parts) => join(f, parts, " AND "),
            Query::Or(parts) => join(f, parts, " OR "),
            Query::Not(part) => write!(f, "NOT {part}"),
            Query::Filter(filter) => match filter {
                Filter::Title(v) => write!(f, "标题:{v}"),
                Filter::Number(v) => write!(f, "发文字号:{v}"),
                Filter::Issuer(v) => write!(f, "发文机关:{v}"),
                Filter::Speaker(v) => write!(f, "讲话人:{v}"),
                Filter::Occasion(v) => write!(f, "场合:{v}"),
                Filter::Tag(v) => write!(f, "标签:{v}"),
                Filter::Collection(v) => write!(f, "专题:{v}"),
                Filter::Kind(kind) => write!(f, "类型:{}", kind.chinese()),
                Filter::Date(from, to) => write!(f, "日期:{from}..{to}"),
            },
        }
    }
}
