//! The fold that keeps what changes the sense: signs, what stands between digits, blanks between words, and brackets. For whoever says that
//! two texts are the same (quotations, duplicates), not for finding them.
//!
//! −5 % is not 5 %, 3—5 人 are not 35 人, 12 34 万 is not 1234 万, （不）同意 is not 不同意. Equal under it are still
//! width, 繁/简, dashes of all lengths, and brackets of all shapes; quotation and book marks never count.

use super::TABLE;
use super::table::Folded as To;
use super::{is_clause_mark, run};
use crate::borders::is_letter;

/// What stands for each kind of mark that is kept. No folded text contains these characters beside digits.
const RANGE: char = '-';
const POINT: char = '·';
const GAP: char = ' ';
const RAISED: char = '^';
const OPEN: char = '(';
const CLOSE: char = ')';

/// The exact fold with the marks that change what is said.
pub fn fold_strict(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut strict = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    let mut next = 0;
    run(&TABLE.classes, text, |index, c| {
        if index as usize >= next {
            let dropped = &chars[next.min(index as usize)..index as usize];
            brackets(dropped, &mut strict);
            strict.extend(between(last, dropped, c, chars[index as usize]));
        }
        strict.push(c);
        last = Some(c);
        next = index as usize + 1;
    });
    brackets(&chars[next.min(chars.len())..], &mut strict);
    strict
}

/// The same without clause marks, but for those between digits: 8：30, 1，234.
pub fn fold_strict_loose(text: &str) -> String {
    let strict = fold_strict(text);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let kept = |(at, c): &(usize, char)| {
        !is_clause_mark(*c)
            || (digit(strict[..*at].chars().next_back())
                && digit(strict[at + c.len_utf8()..].chars().next()))
    };
    strict.char_indices().filter(kept).map(|(_, c)| c).collect()
}

/// Brackets that are dropped by the exact fold and say something: round, square, and 六角括号.
fn brackets(dropped: &[char], strict: &mut String) {
    for c in dropped {
        match c {
            '(' | '（' | '﹙' | '︵' | '[' | '［' | '〔' | '﹝' | '︹' | '{' | '｛' => {
                strict.push(OPEN)
            }
            ')' | '）' | '﹚' | '︶' | ']' | '］' | '〕' | '﹞' | '︺' | '}' | '｝' => {
                strict.push(CLOSE)
            }
            _ => {}
        }
    }
}

/// What the dropped characters between two folded ones mean for a number; `original` is what folded to `c`.
fn between(last: Option<char>, dropped: &[char], c: char, original: char) -> Option<char> {
    if is_letter(c) && last.is_some_and(is_letter) {
        let line = |c: &char| matches!(c, '\n' | '\r');
        let apart = !dropped.iter().any(line) && dropped.iter().any(|c| c.is_whitespace());
        return apart.then_some(GAP);
    }
    if !c.is_ascii_digit() {
        return None;
    }
    let after_digit = last.is_some_and(|c| c.is_ascii_digit());
    if after_digit && matches!(original, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹') {
        return Some(RAISED);
    }
    // 3½ is not 31/2.
    if after_digit && matches!(original, '¼'..='¾' | '⅐'..='⅞') {
        return Some(GAP);
    }
    match (last, after_digit) {
        (_, true) if dropped.iter().any(|c| is_dash(*c)) => Some(RANGE),
        (_, true) if dropped.iter().any(|c| !TABLE.is_blank(*c)) => Some(POINT),
        (_, true) => dropped.iter().any(|c| is_gap(*c)).then_some(GAP),
        (Some(letter), false) if letter.is_alphanumeric() && letter.is_ascii() => None,
        _ => signed(dropped).then_some(RANGE),
    }
}

/// A blank that keeps two numbers apart: not the thin ones inside of a long number, nor the end of a line.
fn is_gap(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{2005}' | '\u{2007}' | '\u{2008}'
    )
}

fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '－'
            | '﹣'
            | '−'
            | '—'
            | '–'
            | '―'
            | '‐'
            | '‑'
            | '‒'
            | '─'
            | '━'
            | '⸺'
            | '⸻'
            | '︱'
            | '︲'
            | '﹘'
            | '⁃'
            | '➖'
    )
}

/// True if one minus sign stands right before a number: −5, not ——5 and not "- 5".
fn signed(dropped: &[char]) -> bool {
    let sign = |c: char| matches!(c, '-' | '－' | '﹣' | '−' | '–' | '‑' | '⁻' | '➖');
    match dropped {
        [.., before, last] => sign(*last) && !is_dash(*before),
        [last] => sign(*last),
        [] => false,
    }
}

/// Widens a stretch of a text, in chars, so that no number is cut by its ends: its digits, its point and its sign.
pub fn whole_number(text: &str, start: u32, end: u32) -> (u32, u32) {
    let chars: Vec<char> = text.chars().collect();
    let digit = |n: usize| {
        chars.get(n).is_some_and(|c| match TABLE.shapes.of(*c) {
            To::One(c) => c.is_ascii_digit(),
            _ => false,
        })
    };
    let point = |n: usize| {
        chars
            .get(n)
            .is_some_and(|c| matches!(TABLE.shapes.of(*c), To::Dot) || matches!(c, ',' | '，'))
    };
    let (mut first, mut last) = (start as usize, end as usize);
    if digit(first) {
        loop {
            match first {
                n if n >= 1 && digit(n - 1) => first -= 1,
                n if n >= 2 && point(n - 1) && digit(n - 2) => first -= 2,
                _ => break,
            }
        }
        let from = first.saturating_sub(3);
        let before = first.checked_sub(1).and_then(|n| chars.get(n));
        let letter = first
            .checked_sub(2)
            .and_then(|n| chars.get(n))
            .is_some_and(|c| c.is_ascii_alphanumeric());
        if before.is_some_and(|c| !is_clause_mark(*c)) && signed(&chars[from..first]) && !letter {
            first -= 1;
        }
    }
    if last > 0 && digit(last - 1) {
        loop {
            match last {
                n if digit(n) => last += 1,
                n if point(n) && digit(n + 1) => last += 2,
                _ => break,
            }
        }
    }
    (first as u32, last as u32)
}
