//! The fold: what counts as equal in a search, in a check of quotations and between duplicates. One table, one
//! version number.
//!
//! [`fold`] drops white space, what has no shape, and the marks that typists leave out (quotes, brackets, dashes, dots
//! between names); it makes width, case, presentation forms, radicals, 繁/简 and variants equal. [`fold_shapes`] is the
//! same without the last step. [`fold_loose`] drops the sentence marks as well; [`fold_strict`] keeps the marks that
//! change what is said. What is equal, what is not, and why: docs/decisions/0038-one-fold.md.
//!
//! A character folds to none, one or several, whatever is around it, so a cut of a text folds to a cut of its fold.
//! Two characters look at their neighbours: a full stop stays between letters and digits (8.4, np.cn) and is dropped
//! elsewhere, an o among Chinese numerals is a zero (二O一O). At the edge of a cut both lose no more than themselves.

mod strict;
mod table;

pub use strict::{fold_strict, fold_strict_loose, whole_number};

use table::{Folded as To, Level, TABLE};

/// Changes whenever a text would fold otherwise; the index is rebuilt then.
pub const FOLD_VERSION: u32 = 2;

/// A folded text with the origin of each of its characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each folded char the index of its char in the original.
    pub origin: Vec<u32>,
}

/// Marks between clauses, which the loose fold drops.
const CLAUSE: &str = "，。、；：！？,;:!?";

/// Numerals among which an o is a zero.
const NUMERALS: &str = "〇零○◯一二三四五六七八九";

/// Calls `push` for each folded char with the index of its char in the original.
fn run(level: &Level, text: &str, mut push: impl FnMut(u32, char)) {
    for (index, (at, c)) in (0..).zip(text.char_indices()) {
        match level.of(c) {
            To::One(folded) => push(index, folded),
            To::Dropped => {}
            To::Several(folded) => folded.chars().for_each(|c| push(index, c)),
            To::Dot => {
                if is_joint(&text[..at], &text[at + c.len_utf8()..]) {
                    push(index, '.');
                }
            }
            To::Oh => {
                let zero = is_zero(&text[..at], &text[at + c.len_utf8()..]);
                push(index, if zero { '零' } else { 'o' });
            }
        }
    }
}

/// True if a full stop between these texts joins letters or digits.
fn is_joint(before: &str, after: &str) -> bool {
    let shaped = |c: Option<char>| c.is_some_and(|c| is_ascii_shape(c, char::is_alphanumeric));
    // The end of a line is the edge of a block.
    let visible = |c: &char| !TABLE.is_blank(*c) || *c == '\n';
    shaped(before.chars().rev().find(visible)) && shaped(after.chars().find(visible))
}

/// True if an o between these texts is a zero: it, or the run of o's that it is in, touches a Chinese numeral.
fn is_zero(before: &str, after: &str) -> bool {
    let other = |c: &char| !matches!(TABLE.shapes.of(*c), To::Oh);
    let (left, right) = (before.chars().rev().find(other), after.chars().find(other));
    let is_numeral = |c: Option<char>| c.is_some_and(|c| NUMERALS.contains(c));
    let is_letter = |c: Option<char>| c.is_some_and(|c| is_ascii_shape(c, char::is_alphabetic));
    (is_numeral(left) && !is_letter(right)) || (is_numeral(right) && !is_letter(left))
}

/// True if a character has the shape of an ASCII character of a kind, whatever its width.
fn is_ascii_shape(c: char, kind: fn(char) -> bool) -> bool {
    match TABLE.shapes.of(c) {
        To::One(c) => c.is_ascii() && kind(c),
        To::Oh => true,
        _ => false,
    }
}

/// The exact fold.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The exact fold, behind what is in a buffer.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    run(&TABLE.classes, text, |_, c| folded.push(c));
}

/// The exact fold with origins.
pub fn fold_with_origin(text: &str) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        origin: Vec::with_capacity(text.len() / 3),
    };
    run(&TABLE.classes, text, |index, c| {
        folded.text.push(c);
        folded.origin.push(index);
    });
    folded
}

/// The exact fold without its last step: 繁/简 and variants stay apart. It has as many chars as [`fold`].
pub fn fold_shapes(text: &str) -> String {
    let mut shapes = String::with_capacity(text.len());
    fold_shapes_into(text, &mut shapes);
    shapes
}

/// The same, behind what is in a buffer.
pub(crate) fn fold_shapes_into(text: &str, shapes: &mut String) {
    run(&TABLE.shapes, text, |_, c| shapes.push(c));
}

/// True if other characters fold to this one by 繁/简 or as variants.
pub(crate) fn has_forms(c: char) -> bool {
    TABLE.chosen.contains(&c)
}

/// Chars of the original that belong to the char before them and have no fold of their own (variation selectors,
/// joiners), from the start of `rest` on: a mark takes them in.
pub fn trailing_marks(rest: &str) -> u32 {
    let joined = |c: &char| matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180f}');
    rest.chars().take_while(joined).count() as u32
}

/// True for a mark between clauses, which the loose fold drops.
pub fn is_clause_mark(c: char) -> bool {
    CLAUSE.contains(c)
}

/// The loose fold of a text that is folded already.
pub fn fold_loose(folded: &str) -> String {
    folded.chars().filter(|c| !is_clause_mark(*c)).collect()
}

/// The form in which a literal search compares: NFC without white space, marks kept.
pub fn literal_key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests;
