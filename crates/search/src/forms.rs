//! What the fold makes equal and a text nevertheless says: which pairs of characters stand in it in another form than
//! the folded one, which words of an alphabet, and where a blank is between two of them.
//!
//! They are terms of a field without positions. It answers two questions without reading a text: which documents hold
//! a query only by the fold (they come last), and which could hold it across a blank (they are looked at).

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::borders::{Lettered, is_letter};
use crate::cover::covering;
use crate::fold::{fold_shapes_into, has_forms};
use crate::{fold, fold_shapes};

/// Before a word of an alphabet.
const WORD: char = '\u{2}';
/// Before two letters with a blank between them.
const BORDER: char = '\u{3}';
/// Before a folded pair that stands in a text in other forms only.
const ONLY: char = '\u{4}';
/// Before a pair in a form that is not the folded one.
const FORM: char = '\u{5}';

/// The term of a whole word.
pub(crate) fn word(word: &str) -> String {
    format!("{WORD}{word}")
}

/// The term of two letters with a blank between them.
pub(crate) fn border((a, b): (char, char)) -> String {
    String::from_iter([BORDER, a, b])
}

/// The term of a folded pair that stands nowhere in a text as it is folded.
pub(crate) fn only(a: char, b: char) -> String {
    String::from_iter([ONLY, a, b])
}

/// The term of a pair in another form.
pub(crate) fn form(a: char, b: char) -> String {
    String::from_iter([FORM, a, b])
}

/// Collects the terms of a text, block by block.
#[derive(Default)]
pub struct Forms {
    terms: BTreeSet<String>,
    /// The text by shape and by class, char by char.
    shapes: String,
    classes: String,
}

impl Forms {
    /// Takes the next block; `folded` is its fold.
    pub fn take(&mut self, block: &str, folded: &str) {
        let mut last = '\0';
        let mut lettered = |c| is_letter(std::mem::replace(&mut last, c)) && is_letter(c);
        if folded.chars().any(&mut lettered) {
            let (words, borders) = Lettered::of(block).words_and_borders();
            self.terms.extend(words.iter().map(|w| word(w)));
            self.terms.extend(borders.into_iter().map(border));
        }
        fold_shapes_into(block, &mut self.shapes);
        self.classes.push_str(folded);
    }

    /// The terms, in order.
    pub fn finish(mut self) -> Vec<String> {
        if self.shapes != self.classes {
            self.other_forms();
        }
        self.terms.into_iter().collect()
    }

    fn other_forms(&mut self) {
        let shapes: Vec<char> = self.shapes.chars().collect();
        let classes: Vec<char> = self.classes.chars().collect();
        let pairs = || shapes.windows(2).zip(classes.windows(2));
        let mut only_other = FxHashSet::default();
        for (shape, class) in pairs().filter(|(shape, class)| shape != class) {
            self.terms.insert(form(shape[0], shape[1]));
            only_other.insert((class[0], class[1]));
        }
        for (_, class) in pairs().filter(|(shape, class)| shape == class) {
            only_other.remove(&(class[0], class[1]));
        }
        self.terms
            .extend(only_other.into_iter().map(|(a, b)| only(a, b)));
    }
}

/// What must and must not be among the terms of a document that holds a query as it was typed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    /// Terms of which a document that holds it has all.
    pub(crate) with: Vec<String>,
    /// Terms of which it has none.
    pub(crate) without: Vec<String>,
}

impl Typed {
    /// Of a query as it was typed. One character alone says too little.
    pub(crate) fn of(raw: &str, words: &[String]) -> Typed {
        let shapes: Vec<char> = fold_shapes(raw).chars().collect();
        let folded: Vec<char> = fold(raw).chars().collect();
        let mut typed = Typed {
            with: words.iter().map(|w| word(w)).collect(),
            without: Vec::new(),
        };
        // Every character of the query is in one of the pairs that cover it.
        for at in covering(folded.len()) {
            let (shape, class) = (&shapes[at..at + 2], &folded[at..at + 2]);
            if shape == class {
                let several = class.iter().any(|c| has_forms(*c));
                typed
                    .without
                    .extend(several.then(|| only(class[0], class[1])));
            } else {
                typed.with.push(form(shape[0], shape[1]));
            }
        }
        typed
    }

    /// True if it says nothing: every document holds the query as it was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.with.is_empty() && self.without.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(blocks: &[&str]) -> Vec<String> {
        let mut forms = Forms::default();
        blocks.iter().for_each(|b| forms.take(b, &fold(b)));
        forms.finish()
    }

    #[test]
    fn a_pair_that_stands_in_another_form_only() {
        assert!(terms(&["随着形势，推进"]).is_empty());
        let terms_of = terms(&["著名的显著", "成绩"]);
        assert!(terms_of.contains(&form('著', '名')) && terms_of.contains(&only('着', '名')));
        // A pair across the border of two blocks is one too.
        assert!(terms_of.contains(&form('著', '成')));
        let both = terms(&["着名和著名"]);
        assert!(both.contains(&form('著', '名')) && !both.contains(&only('着', '名')));
    }

    #[test]
    fn what_a_query_asks_for() {
        let typed = Typed::of("著名", &[]);
        assert_eq!(typed.with, [form('著', '名')]);
        let typed = Typed::of("着名", &["wto".to_owned()]);
        assert_eq!(typed.with, [word("wto")]);
        assert_eq!(typed.without, [only('着', '名')]);
        assert!(Typed::of("人", &[]).is_empty());
    }
}
