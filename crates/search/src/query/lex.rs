//! Query text to tokens.
//!
//! A mark is an operator only where it stands like one: a quotation opens at the start of a word and
//! closes at its end, a bracket groups only with a partner, `-` excludes only before a word. A word such
//! as or, 或者 is left to the second step, which sees its neighbours.

use yandu_document::{Date, Period};

use super::notice::FARTHEST;
use super::{Field, Notice, Operator};

/// A token of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Phrase(String),
    /// `=词`, `=“词”`
    Literal(String),
    /// A field and its value, with the chars of the query that the value takes.
    Field(Field, String, (usize, usize)),
    /// `标题:(`: the words up to the closing bracket are values.
    FieldOpen(Field),
    Open,
    Close,
    Or,
    And,
    Not,
    /// A word that may be an operator.
    Perhaps(Operator, String),
    /// A distance; true if it is written directly behind a quotation.
    Near(u32, bool),
}

const QUOTES: [(char, char); 5] = [
    ('"', '"'),
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
    ('＂', '＂'),
];

/// Words that people write between words and mean as operators.
const PERHAPS: [(&str, Operator); 16] = [
    ("or", Operator::Or),
    ("或", Operator::Or),
    ("或者", Operator::Or),
    ("或是", Operator::Or),
    ("and", Operator::And),
    ("和", Operator::And),
    ("与", Operator::And),
    ("及", Operator::And),
    ("以及", Operator::And),
    ("并且", Operator::And),
    ("且", Operator::And),
    ("not", Operator::Not),
    ("不含", Operator::Not),
    ("不包含", Operator::Not),
    ("不包括", Operator::Not),
    ("排除", Operator::Not),
];

/// Blank-separated words that a date may take: 9 March 2015, 2015年 3月 - 5月.
const DATE_WORDS: usize = 5;

/// What the first step found.
pub(super) struct Lexed {
    pub(super) chars: Vec<char>,
    pub(super) tokens: Vec<Token>,
    pub(super) notices: Vec<Notice>,
}

/// The tokens, and what the user should know about them.
pub(super) fn lex(text: &str, today: Date) -> Lexed {
    let mut lexer = Lexer {
        chars: text.chars().collect(),
        at: 0,
        open: 0,
        unpaired: false,
        notices: Vec::new(),
        today,
    };
    let mut tokens = Vec::new();
    while lexer.skip_space() {
        lexer.token(&mut tokens);
    }
    if lexer.unpaired {
        lexer.notices.insert(0, Notice::Unpaired);
    }
    Lexed {
        tokens: decided(tokens, &mut lexer.notices),
        chars: lexer.chars,
        notices: lexer.notices,
    }
}

/// Decides which words are operators: those between two terms. `not` among Latin words stays a word, since it
/// would take away what an English sentence is pasted for; the others only widen the answer.
fn decided(tokens: Vec<Token>, notices: &mut Vec<Notice>) -> Vec<Token> {
    let begins = |t: Option<&Token>| {
        t.is_some_and(|t| !matches!(t, Token::Close | Token::Or | Token::And | Token::Near(..)))
    };
    let ends = |t: Option<&Token>| {
        t.is_some_and(|t| {
            matches!(
                t,
                Token::Word(_)
                    | Token::Phrase(_)
                    | Token::Literal(_)
                    | Token::Field(..)
                    | Token::Close
            )
        })
    };
    let short = |t: Option<&Token>| matches!(t, Some(Token::Word(w)) if w.chars().count() == 1);
    let latin = |t: Option<&Token>| matches!(t, Some(Token::Word(w)) if w.is_ascii());
    let mut result: Vec<Token> = Vec::with_capacity(tokens.len());
    for (n, token) in tokens.iter().enumerate() {
        let Token::Perhaps(operator, typed) = token else {
            result.push(token.clone());
            continue;
        };
        let (before, behind) = (result.last(), tokens.get(n + 1));
        // 中 央 和 地 方 is a text with blanks between its characters.
        let spaced =
            typed.chars().count() == 1 && !typed.is_ascii() && (short(before) || short(behind));
        let joins = match operator {
            Operator::Not => begins(behind),
            _ => ends(before) && begins(behind),
        };
        let english =
            *operator == Operator::Not && latin(behind) && (latin(before) || before.is_none());
        let (typed, operator) = (typed.clone(), *operator);
        if joins && !spaced && !english {
            notices.push(Notice::OperatorTaken { typed, operator });
            result.push(match operator {
                Operator::Or => Token::Or,
                Operator::And => Token::And,
                Operator::Not => Token::Not,
            });
        } else {
            if joins && english {
                let typed = typed.clone();
                notices.push(Notice::OperatorAsWord { typed, operator });
            }
            result.push(Token::Word(typed));
        }
    }
    result
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    /// Groups that are open.
    open: u32,
    unpaired: bool,
    notices: Vec<Notice>,
    today: Date,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn skip_space(&mut self) -> bool {
        self.at = self.after_space(self.at);
        self.at < self.chars.len()
    }

    fn after_space(&self, at: usize) -> usize {
        let rest = self.chars.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|c| c.is_whitespace()).count()
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.chars[from..to].iter().collect()
    }

    fn ends_word(&self, at: usize) -> bool {
        self.chars.get(at).is_none_or(|c| {
            c.is_whitespace()
                || (self.open > 0 && is_close(*c))
                || matches!(c, '~' | '～')
                || is_bar(*c)
        })
    }

    fn token(&mut self, tokens: &mut Vec<Token>) {
        let Some(c) = self.peek(0) else { return };
        if is_open(c) && self.has_partner() {
            self.at += 1;
            self.open += 1;
            tokens.push(Token::Open);
        } else if is_close(c) && self.open > 0 {
            self.at += 1;
            self.open -= 1;
            tokens.push(Token::Close);
        } else if matches!(c, '-' | '－') && self.excludes() {
            self.at += 1;
            tokens.push(Token::Not);
        } else if matches!(c, '+' | '＋') && self.excludes() {
            // Every word is wanted anyhow.
            self.at += 1;
        } else if is_bar(c) {
            while self.peek(0).is_some_and(is_bar) {
                self.at += 1;
            }
            tokens.push(Token::Or);
        } else if let Some(distance) = self.near() {
            tokens.push(distance);
        } else if matches!(c, '=' | '＝')
            && self.peek(1).is_some_and(|c| !c.is_whitespace() && c != '=')
        {
            self.at += 1;
            let word = self.phrase().unwrap_or_else(|| self.word());
            tokens.push(Token::Literal(word));
        } else if let Some(field) = self.field() {
            tokens.push(field);
        } else if let Some(phrase) = self.phrase() {
            tokens.push(Token::Phrase(phrase));
        } else {
            let start = self.at;
            let word = self.word();
            tokens.push(self.named(start, word));
        }
    }

    /// A word, which may be an operator, or look like a field.
    fn named(&mut self, start: usize, word: String) -> Token {
        match word.as_str() {
            "OR" => return Token::Or,
            "AND" | "&&" => return Token::And,
            "NOT" => return Token::Not,
            _ => {}
        }
        let plain: String = word
            .chars()
            .map(half_width)
            .flat_map(char::to_lowercase)
            .collect();
        if let Some((_, operator)) = PERHAPS.iter().find(|(name, _)| *name == plain) {
            return Token::Perhaps(*operator, word);
        }
        if word.contains('*') && !self.notices.contains(&Notice::Wildcard) {
            self.notices.push(Notice::Wildcard);
        }
        if let Some((name, rest)) = word.split_once([':', '：'])
            && let Some(field) = Field::meant_by(&name.to_lowercase())
        {
            let colon = start + name.chars().count() + 1;
            let before = self.text(0, start);
            let behind = self.text(colon, self.chars.len());
            let better = format!("{before}{}:{behind}", field.chinese());
            if !rest.is_empty() {
                self.notices.push(Notice::NotAField {
                    typed: name.to_owned(),
                    field,
                    better,
                });
            }
        }
        Token::Word(word)
    }

    /// A bracket groups if its partner stands at the end of a word and something is grouped.
    fn has_partner(&self) -> bool {
        let (mut depth, mut spaced) = (0, false);
        for at in self.at..self.chars.len() {
            let c = self.chars[at];
            spaced |= c.is_whitespace() || is_bar(c);
            depth += i32::from(is_open(c)) - i32::from(is_close(c));
            if depth == 0 {
                let end = self
                    .chars
                    .get(at + 1)
                    .is_none_or(|c| c.is_whitespace() || is_close(*c));
                return end && spaced;
            }
        }
        false
    }

    /// `-词`, not `-19` or `——`.
    fn excludes(&self) -> bool {
        self.peek(1)
            .is_some_and(|c| c.is_alphabetic() || is_open(c) || QUOTES.iter().any(|q| q.0 == c))
    }

    fn near(&mut self) -> Option<Token> {
        if !matches!(self.peek(0)?, '~' | '～') {
            return None;
        }
        let rest = self.chars[self.at + 1..].iter().map(|c| half_width(*c));
        let digits: String = rest.take_while(char::is_ascii_digit).collect();
        let typed: u32 = digits.parse().ok()?;
        if !self.ends_word(self.at + 1 + digits.len()) {
            return None;
        }
        if typed > FARTHEST {
            self.notices.push(Notice::DistanceTooFar(typed));
        }
        let attached = self.at > 0 && QUOTES.iter().any(|q| q.1 == self.chars[self.at - 1]);
        self.at += 1 + digits.len();
        Some(Token::Near(typed.min(FARTHEST), attached))
    }

    /// A known name, a colon, and a value; blanks may be on both sides of the colon.
    fn field(&mut self) -> Option<Token> {
        let (field, start) = self.field_name()?;
        let value_at = self.after_space(start);
        let back = std::mem::replace(&mut self.at, value_at);
        if self.peek(0).is_some_and(is_open) && self.has_partner() {
            self.at += 1;
            self.open += 1;
            return Some(Token::FieldOpen(field));
        }
        let value = match self.phrase() {
            Some(phrase) => phrase,
            None if field == Field::Date => self.date(),
            None if self.peek(0).is_some() => self.value(),
            None => String::new(),
        };
        if crate::fold(&value).is_empty() {
            self.at = back;
            self.notices.push(Notice::EmptyField(field));
            return None;
        }
        Some(Token::Field(field, value, (value_at, self.at)))
    }

    fn field_name(&self) -> Option<(Field, usize)> {
        let named = |name: &str| {
            let mut at = self.at;
            for wanted in name.chars() {
                let c = half_width(*self.chars.get(at)?);
                if c.to_ascii_lowercase() != wanted {
                    return None;
                }
                at += 1;
            }
            let colon = self.after_space(at);
            let there = matches!(self.chars.get(colon)?, ':' | '：' | '﹕' | '∶');
            there.then_some(colon + 1)
        };
        Field::all_names().find_map(|(name, field)| Some((field, named(name)?)))
    }

    /// A value: as a word, and `|` joins further ones.
    fn value(&mut self) -> String {
        let mut value = self.word();
        while self.peek(0).is_some_and(is_bar) && self.peek(1).is_some_and(|c| !c.is_whitespace()) {
            self.at += 1;
            value = format!("{value}|{}", self.word());
        }
        value
    }

    /// A date, as many words as make one.
    fn date(&mut self) -> String {
        let start = self.at;
        if self.peek(0).is_none() {
            return String::new();
        }
        self.word();
        let first = self.at;
        let mut ends = Vec::new();
        while ends.len() < DATE_WORDS && self.skip_space() {
            // A number alone is a word of its own, but behind a mark or a name of a month it belongs to the date.
            let lone = self.peek(0).is_some_and(|c| half_width(c).is_ascii_digit())
                && self.chars[..self.at]
                    .iter()
                    .rev()
                    .find(|c| !c.is_whitespace())
                    .is_some_and(|c| half_width(*c).is_ascii_digit());
            if lone {
                break;
            }
            self.word();
            ends.push(self.at);
        }
        let readable = |end: &&usize| Period::read(&self.text(start, **end), self.today).is_ok();
        self.at = ends.iter().rev().find(readable).copied().unwrap_or(first);
        self.text(start, self.at)
    }

    /// A quotation: it closes where its closing mark ends a word, so “两张皮”现象 is text.
    fn phrase(&mut self) -> Option<String> {
        let open = self.peek(0)?;
        let (_, close) = *QUOTES.iter().find(|q| q.0 == open)?;
        let mut end = None;
        for at in self.at + 1..self.chars.len() {
            if self.chars[at] == close && self.ends_word(at + 1) {
                end = Some(at);
                break;
            }
        }
        let Some(end) = end else {
            let word: Vec<char> = self.chars[self.at..]
                .iter()
                .copied()
                .take_while(|c| !c.is_whitespace())
                .collect();
            self.unpaired |= !word[1..].contains(&close);
            return None;
        };
        let phrase = self.chars[self.at + 1..end].iter().collect();
        self.at = end + 1;
        Some(phrase)
    }

    fn word(&mut self) -> String {
        let start = self.at;
        let mut depth = 0_i32;
        while let Some(c) = self.peek(0) {
            let closes = self.open > 0 && is_close(c) && depth == 0 && self.at > start;
            if c.is_whitespace() || closes || is_bar(c) {
                break;
            }
            depth = (depth + i32::from(is_open(c)) - i32::from(is_close(c))).max(0);
            self.at += 1;
        }
        if self.at == start && self.at < self.chars.len() {
            self.at += 1;
        }
        let word: String = self.chars[start..self.at].iter().collect();
        let count = |c: char| word.chars().filter(|x| *x == c).count();
        self.unpaired |= count('(') != count(')') || count('（') != count('）');
        word
    }
}

/// U+FF01–U+FF5E as ASCII.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜')
}
