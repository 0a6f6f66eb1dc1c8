//! Quotation marks as tokens: which family a mark belongs to, and which way it points.
//!
//! Sources: GB/T 15834—2011, 4.8 (“” ‘’ and the vertical ﹁﹂ ﹃﹄), the usage of Taiwan and Hong Kong
//! (「」 『』), the Unicode chart "General Punctuation", and what typists use in their place.

/// Marks that open and close each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// “” „ 〝〞 " ＂
    Double,
    /// ‘’ ' ＇
    Single,
    /// 「」
    Corner,
    /// 『』
    WhiteCorner,
    /// «»
    Guillemet,
    /// ‹›
    SingleGuillemet,
}

impl Family {
    pub(super) const ALL: [Family; 6] = [
        Family::Double,
        Family::Single,
        Family::Corner,
        Family::WhiteCorner,
        Family::Guillemet,
        Family::SingleGuillemet,
    ];
}

/// Which way a mark points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Points {
    Open,
    Close,
    /// A straight mark, which opens and closes.
    Either,
}

/// A mark in a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Index of the paragraph.
    pub(super) paragraph: usize,
    /// Index of its first char.
    pub(super) at: usize,
    /// Chars of the mark: two for '' as a double mark.
    pub(super) width: usize,
    pub(super) points: Points,
    /// Nothing but white space stands before it in its paragraph.
    pub(super) first: bool,
    pub(super) around: Around,
}

/// What the neighbours of a mark say against one of its readings, as costs (see [`super::reading`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Around {
    pub(super) against_opening: u32,
    pub(super) against_closing: u32,
    /// Cost of reading it as no quotation mark at all: an apostrophe, the sign of inches.
    pub(super) no_mark: u32,
}

/// Cost of a mark without a partner.
pub(super) const ALONE: u32 = 150;

fn read(c: char) -> Option<(Family, Points)> {
    use Family::{Corner, Double, Guillemet, Single, SingleGuillemet, WhiteCorner};
    use Points::{Close, Either, Open};
    Some(match c {
        '“' | '„' | '‟' | '〝' | '❝' | '🙶' => (Double, Open),
        '”' | '〞' | '〟' | '❞' | '🙷' | '🙸' => (Double, Close),
        '"' | '＂' | 'ʺ' | '˝' | '″' => (Double, Either),
        '‘' | '‚' | '‛' | '❛' => (Single, Open),
        '’' | '❜' => (Single, Close),
        '\'' | '＇' => (Single, Either),
        '「' | '｢' | '﹁' => (Corner, Open),
        '」' | '｣' | '﹂' => (Corner, Close),
        '『' | '﹃' => (WhiteCorner, Open),
        '』' | '﹄' => (WhiteCorner, Close),
        '«' => (Guillemet, Open),
        '»' => (Guillemet, Close),
        '‹' => (SingleGuillemet, Open),
        '›' => (SingleGuillemet, Close),
        _ => return None,
    })
}

/// True for a mark of any family.
pub(super) fn is_mark(c: char) -> bool {
    read(c).is_some()
}

/// The marks of a family in a paragraph, in order.
pub(super) fn tokens(family: Family, paragraph: usize, chars: &[char]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (read_as, width) = read_at(chars, at);
        if let Some((found, points)) = read_as
            && found == family
        {
            tokens.push(Token {
                paragraph,
                at,
                width,
                points,
                first: chars[..at].iter().all(|c| c.is_whitespace()),
                around: around(chars, at, width, family, points),
            });
        }
        at += width;
    }
    tokens
}

/// Two single marks side by side are a double one: ''…'', ‘‘…’’.
fn read_at(chars: &[char], at: usize) -> (Option<(Family, Points)>, usize) {
    match read(chars[at]) {
        Some((Family::Single, points)) if chars.get(at + 1) == Some(&chars[at]) => {
            (Some((Family::Double, points)), 2)
        }
        other => (other, 1),
    }
}

fn around(chars: &[char], at: usize, width: usize, family: Family, points: Points) -> Around {
    let before = at.checked_sub(1).map(|n| chars[n]);
    let behind = chars.get(at + width).copied();
    let ends = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || "，。、；：！？,.;:!?）)》〉】".contains(c))
    };
    let leads = |c: Option<char>| c.is_none_or(|c| "：:（(《【".contains(c));
    Around {
        against_opening: if ends(behind) { 60 } else { 0 },
        against_closing: match before {
            None => 80,
            before if leads(before) => 60,
            _ => 0,
        },
        no_mark: no_mark(before, behind, family, points),
    }
}

/// Xi’an, students’, '90s; 27" and 27″.
fn no_mark(before: Option<char>, behind: Option<char>, family: Family, points: Points) -> u32 {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}');
    let digit =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    match (family, points) {
        (Family::Single, Points::Close | Points::Either) if letter(before) && letter(behind) => 0,
        (Family::Single, Points::Close | Points::Either) if letter(before) => 40,
        (Family::Single, Points::Either | Points::Open) if digit(behind) => 60,
        (Family::Double, Points::Either) if digit(before) => 40,
        _ => ALONE,
    }
}
