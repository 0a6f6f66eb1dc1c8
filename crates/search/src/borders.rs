//! Borders of words in Latin and other alphabets: `meat` is not "me at", "the rapist" is no therapist.
//!
//! The fold drops white space, so both are found alike; this tells them apart on the original. A blank between two
//! words counts; the end of a line or a hyphen inside a word does not, since layout puts them there. Letters that are
//! spaced out (W T O) are one word.

use crate::{Folded, fold_with_origin};

/// What stands between two letters that are neighbours in the fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing: one word.
    Joined,
    /// A blank: two words.
    Blank,
    /// The end of a line, a hyphen or another mark: either.
    Either,
}

/// True for a letter of an alphabet that writes blanks between words.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphabetic() && c < '\u{2e80}'
}

/// A folded text with the gaps between its letters.
pub(crate) struct Lettered {
    pub(crate) chars: Vec<char>,
    /// For each char the gap before it; `None` if one of the two is no letter.
    gaps: Vec<Option<Gap>>,
}

impl Lettered {
    /// Of an original text.
    pub(crate) fn of(text: &str) -> Lettered {
        let Folded {
            text: folded,
            origin,
        } = fold_with_origin(text);
        let chars: Vec<char> = folded.chars().collect();
        let original: Vec<char> = text.chars().collect();
        let mut gaps: Vec<Option<Gap>> = vec![None; chars.len()];
        for at in 1..chars.len() {
            if is_letter(chars[at - 1]) && is_letter(chars[at]) {
                let (from, to) = (origin[at - 1] as usize + 1, origin[at] as usize);
                gaps[at] = Some(gap(original.get(from..to).unwrap_or_default()));
            }
        }
        let mut lettered = Lettered { chars, gaps };
        lettered.join_spaced_out();
        lettered
    }

    /// W T O: a blank between two words of one letter each is none.
    fn join_spaced_out(&mut self) {
        let ends = |gap: Option<Gap>| gap != Some(Gap::Joined);
        let alone: Vec<bool> = (0..self.chars.len())
            .map(|at| ends(self.gaps[at]) && ends(self.gaps.get(at + 1).copied().flatten()))
            .collect();
        for at in 1..self.chars.len() {
            if self.gaps[at] == Some(Gap::Blank) && alone[at - 1] && alone[at] {
                self.gaps[at] = Some(Gap::Either);
            }
        }
    }

    /// The words of two letters and more, and for each two words with a blank between them the letters at it.
    pub(crate) fn words_and_borders(&self) -> (Vec<String>, Vec<(char, char)>) {
        let (mut words, mut borders) = (Vec::new(), Vec::new());
        let mut word = String::new();
        for (at, c) in self.chars.iter().enumerate() {
            match self.gaps[at] {
                Some(Gap::Joined) => {}
                gap => {
                    if gap == Some(Gap::Blank) {
                        borders.push((self.chars[at - 1], *c));
                    }
                    words.push(std::mem::take(&mut word));
                }
            }
            if is_letter(*c) {
                word.push(*c);
            }
        }
        words.push(word);
        words.retain(|word| word.chars().nth(1).is_some());
        (words, borders)
    }
}

fn gap(between: &[char]) -> Gap {
    let blank = |c: &char| c.is_whitespace();
    match between {
        [] => Gap::Joined,
        some if some.iter().any(|c| matches!(c, '\n' | '\r')) => Gap::Either,
        some if some.iter().any(blank) && some.iter().all(|c| blank(c) || is_invisible(*c)) => {
            Gap::Blank
        }
        some if some.iter().all(|c| is_invisible(*c)) => Gap::Joined,
        _ => Gap::Either,
    }
}

/// Dropped by the fold and no mark.
fn is_invisible(c: char) -> bool {
    !c.is_whitespace()
        && (c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'))
}

/// The borders between the letters of a query.
pub struct Borders {
    /// Offsets of letters, in folded chars, and whether a blank must stand before them.
    wanted: Vec<(usize, bool)>,
    pub(crate) words: Vec<String>,
    /// Neighbouring letters that are one word in the query.
    pub(crate) joined: Vec<(char, char)>,
    length: usize,
}

impl Borders {
    /// Of a query as it was typed; `None` if no letters are neighbours in it.
    pub fn of(raw: &str) -> Option<Borders> {
        let lettered = Lettered::of(raw);
        let gap = |(at, gap): (usize, &Option<Gap>)| match gap {
            Some(Gap::Joined) => Some((at, false)),
            Some(Gap::Blank) => Some((at, true)),
            Some(Gap::Either) | None => None,
        };
        let wanted: Vec<(usize, bool)> = lettered.gaps.iter().enumerate().filter_map(gap).collect();
        let joined = wanted.iter().filter(|(_, blank)| !blank);
        let joined = joined
            .map(|(at, _)| (lettered.chars[at - 1], lettered.chars[*at]))
            .collect();
        (!wanted.is_empty()).then(|| Borders {
            words: lettered.words_and_borders().0,
            joined,
            length: lettered.chars.len(),
            wanted,
        })
    }

    /// True if the query has a blank between two words, which only the original can tell from none.
    pub(crate) fn has_blank(&self) -> bool {
        self.wanted.iter().any(|(_, blank)| *blank)
    }

    fn fits_at(&self, text: &Lettered, at: usize) -> bool {
        self.wanted.iter().all(|(offset, blank)| {
            match text.gaps.get(at + offset).copied().flatten() {
                Some(Gap::Joined) => !blank,
                Some(Gap::Blank) => *blank,
                Some(Gap::Either) => true,
                None => false,
            }
        })
    }

    /// Keeps those of the hits whose words in the original are those of the query; a hit is its offset from the start
    /// of the original, in folded chars.
    pub fn keep(&self, original: &str, hits: &mut Vec<usize>) {
        let text = Lettered::of(original);
        hits.retain(|at| self.fits_at(&text, *at));
    }

    /// How often `needle`, the folded query, stands in an original text with these borders.
    pub(crate) fn count(&self, original: &str, needle: &str) -> u32 {
        let text = Lettered::of(original);
        let needle: Vec<char> = needle.chars().collect();
        if needle.len() != self.length || needle.is_empty() {
            return 0;
        }
        let hits = text.chars.windows(needle.len()).enumerate();
        hits.filter(|(at, window)| *window == needle && self.fits_at(&text, *at))
            .count() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    fn stands(query: &str, text: &str) -> bool {
        match Borders::of(query) {
            Some(borders) => borders.count(text, &fold(query)) > 0,
            None => fold(text).contains(&fold(query)),
        }
    }

    #[test]
    fn blanks_between_words_count() {
        assert!(!stands("meat", "look at me at once"));
        assert!(!stands("therapist", "it was the rapist"));
        assert!(!stands("the rapist", "a therapist"));
        assert!(stands("the rapist", "it was the  rapist"));
        assert!(stands("the\u{a0}rapist", "it was the rapist"));
        assert!(stands("WTO规则", "加入ＷＴＯ 规则"));
        assert!(stands("meat", "Meatballs"));
    }

    #[test]
    fn layout_inside_a_word_does_not() {
        assert!(stands("therapist", "a thera\npist"));
        assert!(stands("therapist", "a thera-\npist"));
        assert!(stands("therapist", "a thera\u{ad}pist"));
        assert!(stands("the rapist", "it was the\nrapist"));
        assert!(stands("co-operate", "cooperate") && stands("cooperate", "co-operate"));
        assert!(stands("WTO", "加入 W T O 的"));
        assert!(stands("W T O", "加入WTO的"));
    }

    #[test]
    fn words_and_borders_of_a_text() {
        let (words, borders) = Lettered::of("推进 Open data，W T O").words_and_borders();
        assert_eq!(words, ["open", "data"]);
        assert_eq!(borders, [('n', 'd')]);
    }
}
