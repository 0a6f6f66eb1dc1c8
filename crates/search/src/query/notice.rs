//! What the user should know about how a query was read.

use yandu_document::{Kind, PeriodError};

use super::Field;
use super::reading::day;

/// An operator that was typed as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Any of both.
    Or,
    /// Both.
    And,
    /// Without what follows.
    Not,
}

impl Operator {
    /// The way of writing that is always an operator.
    pub fn written(self) -> &'static str {
        match self {
            Operator::Or => "OR",
            Operator::And => "AND",
            Operator::Not => "NOT",
        }
    }

    fn chinese(self) -> &'static str {
        match self {
            Operator::Or => "或者",
            Operator::And => "并且",
            Operator::Not => "排除后面的词",
        }
    }
}

/// Something that was read in another way than the user may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A quotation mark or bracket without its partner is text.
    Unpaired,
    /// Blanks between single characters were left out.
    SpacedOut,
    /// A word such as or, 或者 is an operator here.
    OperatorTaken {
        /// As typed.
        typed: String,
        /// What it is read as.
        operator: Operator,
    },
    /// A word such as not is text here.
    OperatorAsWord {
        /// As typed.
        typed: String,
        /// What it could be.
        operator: Operator,
    },
    /// An operator with nothing to join was left out.
    OperatorAlone(Operator),
    /// A word was read as a kind.
    KindMeant {
        /// As typed.
        typed: String,
        /// What it is read as.
        kind: Kind,
    },
    /// No kind is called so: the condition is text.
    UnknownKind {
        /// As typed.
        typed: String,
        /// The query with a kind that exists.
        better: String,
    },
    /// No such date: the condition is text.
    BadDate {
        /// As typed.
        typed: String,
        /// Why.
        error: PeriodError,
        /// The query with the nearest date, where there is one.
        better: Option<String>,
    },
    /// The ends of a range of dates have been exchanged.
    DatesExchanged {
        /// First day, yyyymmdd.
        from: u32,
        /// Last day, yyyymmdd.
        to: u32,
    },
    /// A field without a value is text.
    EmptyField(Field),
    /// A name before a colon is no field: the whole is text.
    NotAField {
        /// As typed.
        typed: String,
        /// The field that may have been meant.
        field: Field,
        /// The query with that field.
        better: String,
    },
    /// `~3` behind a single word was left out.
    DistanceAlone {
        /// The distance.
        distance: u32,
        /// The query with the words apart, where that is obvious.
        better: Option<String>,
    },
    /// `~3` joins a condition, which has no place in a text.
    DistanceOfCondition(u32),
    /// The distance was cut to the greatest.
    DistanceTooFar(u32),
    /// `*` is no wildcard.
    Wildcard,
}

/// The greatest distance of two words.
pub(super) const FARTHEST: u32 = 200;

impl Notice {
    /// For people.
    pub fn chinese(&self) -> String {
        match self {
            Notice::Unpaired => "引号或括号不成对，已按普通文字检索".to_owned(),
            Notice::SpacedOut => {
                "字与字之间的空格已忽略，按连续文字检索；要分别检索各字，请用 AND 连接".to_owned()
            }
            Notice::OperatorTaken { typed, operator } => format!(
                "“{typed}”按“{}”理解；要检索这个词本身，请给它加引号",
                operator.chinese()
            ),
            Notice::OperatorAsWord { typed, operator } => format!(
                "“{typed}”按普通的词检索；要表示“{}”，请写大写的 {}",
                operator.chinese(),
                operator.written()
            ),
            Notice::OperatorAlone(operator) => {
                format!("{} 前后缺少检索词，已略去", operator.written())
            }
            Notice::KindMeant { typed, kind } => {
                format!("类型“{typed}”按“{}”理解", kind.chinese())
            }
            Notice::UnknownKind { typed, .. } => format!(
                "没有“{typed}”这个类型，已按普通文字检索；类型有：{}",
                Kind::ALL.map(Kind::chinese).join("、")
            ),
            Notice::BadDate { typed, error, .. } => match error {
                PeriodError::Unknown(_) => format!(
                    "看不懂日期“{typed}”，已按普通文字检索；日期可写作 2015、2015-03、2015年3月9日、2015-2018、去年"
                ),
                error => format!("日期“{typed}”不存在：{error}，已按普通文字检索"),
            },
            Notice::DatesExchanged { from, to } => {
                format!("起止日期写反了，已按 {} 至 {} 检索", day(*from), day(*to))
            }
            Notice::EmptyField(field) => {
                format!("“{}:”后面没有内容，已按普通文字检索", field.chinese())
            }
            Notice::NotAField { typed, field, .. } => format!(
                "“{typed}:”不是检索字段，已按普通文字检索；要按{}筛选，请写“{}:”",
                field.chinese(),
                field.chinese()
            ),
            Notice::DistanceAlone { distance, .. } => {
                format!("~{distance} 需要两个词，如 \"改革 开放\"~{distance}；这里没有用上")
            }
            Notice::DistanceOfCondition(distance) => {
                format!("~{distance} 只能用在两个词之间，这里没有用上")
            }
            Notice::DistanceTooFar(distance) => {
                format!("相距 {distance} 字超过上限，已按 {FARTHEST} 字检索")
            }
            Notice::Wildcard => {
                "“*”按普通字符检索，不作通配符；要找相隔几个字的两个词，请写 甲 ~5 乙".to_owned()
            }
        }
    }

    /// For people who read English.
    pub fn english(&self) -> String {
        match self {
            Notice::Unpaired => {
                "A quotation mark or bracket has no partner and was read as text".to_owned()
            }
            Notice::SpacedOut => {
                "Blanks between single characters were left out; join them with AND to search for each"
                    .to_owned()
            }
            Notice::OperatorTaken { typed, operator } => format!(
                "\"{typed}\" was read as {}; quote it to search for the word",
                operator.written()
            ),
            Notice::OperatorAsWord { typed, operator } => format!(
                "\"{typed}\" was read as a word; write {} for the operator",
                operator.written()
            ),
            Notice::OperatorAlone(operator) => {
                format!(
                    "{} has nothing to join and was left out",
                    operator.written()
                )
            }
            Notice::KindMeant { typed, kind } => {
                format!("Kind \"{typed}\" was read as {}", kind.name())
            }
            Notice::UnknownKind { typed, .. } => format!(
                "There is no kind \"{typed}\", so it was read as text; kinds: {}",
                Kind::ALL.map(Kind::name).join(", ")
            ),
            Notice::BadDate { error, .. } => {
                format!("{}, so the condition was read as text", error.english())
            }
            Notice::DatesExchanged { from, to } => format!(
                "The dates were in the wrong order; read as {} to {}",
                day(*from),
                day(*to)
            ),
            Notice::EmptyField(field) => {
                format!("\"{}:\" has no value and was read as text", field.english())
            }
            Notice::NotAField { typed, field, .. } => format!(
                "\"{typed}:\" is no field and was read as text; did you mean \"{}:\"?",
                field.english()
            ),
            Notice::DistanceAlone { distance, .. } => {
                format!(
                    "~{distance} needs two words, as in \"reform open\"~{distance}; it was left out"
                )
            }
            Notice::DistanceOfCondition(distance) => {
                format!("~{distance} joins two words only; it was left out")
            }
            Notice::DistanceTooFar(distance) => {
                format!("A distance of {distance} is too far; {FARTHEST} was used")
            }
            Notice::Wildcard => "\"*\" was read as a character, not as a wildcard".to_owned(),
        }
    }

    /// The query that may have been meant.
    pub fn better(&self) -> Option<&str> {
        match self {
            Notice::UnknownKind { better, .. } | Notice::NotAField { better, .. } => Some(better),
            Notice::BadDate { better, .. } | Notice::DistanceAlone { better, .. } => {
                better.as_deref()
            }
            _ => None,
        }
    }
}
