//! Query text to tokens.
//!
//! A mark is an operator only where it stands like one: a quotation opens at the start of a word and
//! closes at its end, a bracket groups only with a partner, `-` excludes only before a word.

/// A token of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Phrase(String),
    /// `=词`, `=“词”`
    Literal(String),
    /// A known field name and its value.
    Field(&'static str, String),
    Open,
    Close,
    Or,
    And,
    Not,
    Near(u32),
}

/// Field names, each with the Chinese one that the parser knows.
const FIELDS: [(&str, &[&str]); 9] = [
    ("标题", &["标题", "题名", "title"]),
    ("发文字号", &["发文字号", "文号", "number"]),
    ("发文机关", &["发文机关", "机关", "issuer"]),
    ("讲话人", &["讲话人", "作者", "speaker", "author"]),
    ("场合", &["场合", "会议", "occasion"]),
    ("日期", &["日期", "年份", "date", "year"]),
    ("类型", &["类型", "kind", "type"]),
    ("标签", &["标签", "tag"]),
    ("专题", &["专题", "collection"]),
];

const QUOTES: [(char, char); 5] = [
    ('"', '"'),
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
    ('＂', '＂'),
];

/// The tokens, and whether a mark had no partner.
pub(super) fn lex(text: &str) -> (Vec<Token>, bool) {
    let mut lexer = Lexer {
        chars: text.chars().collect(),
        at: 0,
        open: 0,
        unpaired: false,
    };
    let mut tokens = Vec::new();
    while lexer.skip_space() {
        lexer.token(&mut tokens);
    }
    (tokens, lexer.unpaired)
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    /// Groups that are open.
    open: u32,
    unpaired: bool,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn skip_space(&mut self) -> bool {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        self.at < self.chars.len()
    }

    fn ends_word(&self, at: usize) -> bool {
        self.chars
            .get(at)
            .is_none_or(|c| c.is_whitespace() || (self.open > 0 && is_close(*c)) || *c == '~')
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
        } else if let Some(distance) = self.near() {
            tokens.push(Token::Near(distance));
        } else if matches!(c, '=' | '＝')
            && self.peek(1).is_some_and(|c| !c.is_whitespace() && c != '=')
        {
            self.at += 1;
            let word = self.phrase().unwrap_or_else(|| self.word());
            tokens.push(Token::Literal(word));
        } else if let Some((name, value)) = self.field() {
            tokens.push(Token::Field(name, value));
        } else if let Some(phrase) = self.phrase() {
            tokens.push(Token::Phrase(phrase));
        } else {
            let word = self.word();
            tokens.push(match word.as_str() {
                "OR" | "|" | "||" => Token::Or,
                "AND" | "&&" => Token::And,
                "NOT" => Token::Not,
                _ => Token::Word(word),
            });
        }
    }

    /// A bracket groups if its partner stands at the end of a word and something is grouped.
    fn has_partner(&self) -> bool {
        let (mut depth, mut spaced) = (0, false);
        for at in self.at..self.chars.len() {
            let c = self.chars[at];
            spaced |= c.is_whitespace();
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

    fn near(&mut self) -> Option<u32> {
        if !matches!(self.peek(0)?, '~' | '～') {
            return None;
        }
        let digits: String = self.chars[self.at + 1..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .collect();
        let distance = digits.parse().ok().filter(|n| *n <= 200)?;
        if !self.ends_word(self.at + 1 + digits.len()) {
            return None;
        }
        self.at += 1 + digits.len();
        Some(distance)
    }

    fn field(&mut self) -> Option<(&'static str, String)> {
        let colon = (self.at..self.chars.len().min(self.at + 12))
            .find(|i| matches!(self.chars[*i], ':' | '：'))?;
        let name: String = self.chars[self.at..colon]
            .iter()
            .collect::<String>()
            .to_lowercase();
        let (field, _) = FIELDS
            .iter()
            .find(|(_, names)| names.contains(&name.as_str()))?;
        let start = self.at;
        self.at = colon + 1;
        let value = self.phrase().unwrap_or_else(|| self.word());
        if value.trim().is_empty() {
            self.at = start;
            return None;
        }
        Some((field, value))
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
            if c.is_whitespace() || (self.open > 0 && is_close(c) && depth == 0 && self.at > start)
            {
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

fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}
