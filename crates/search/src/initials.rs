//! First letters of the readings of characters, as sets of bits: a pattern of initials is compared with a title at a
//! nanosecond a character, so that a million titles can be looked through while somebody types.

use std::sync::LazyLock;

use ib_matcher::pinyin::{PinyinData, PinyinNotation};

const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fff}';

/// For each character from [`FIRST`] to [`LAST`] the letters with which a reading of it begins.
static LETTERS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let data = PinyinData::new(PinyinNotation::AsciiFirstLetter);
    let letters = |c: char| {
        let readings = data.get_pinyins(c);
        let first =
            readings.filter_map(|r| r.notation(PinyinNotation::AsciiFirstLetter)?.bytes().next());
        first.fold(0, |set, letter| set | bit(letter))
    };
    (FIRST..=LAST).map(letters).collect()
});

/// Makes the table of letters unless it is there.
pub(crate) fn prepare() {
    LazyLock::force(&LETTERS);
}

fn bit(letter: u8) -> u32 {
    match letter {
        b'a'..=b'z' => 1 << (letter - b'a'),
        _ => 0,
    }
}

/// The letters that may be typed for a folded character: a letter stands for itself.
fn letters_of(letters: &[u32], c: char) -> u32 {
    match c {
        'a'..='z' => bit(c as u8),
        FIRST..=LAST => letters
            .get(c as usize - FIRST as usize)
            .copied()
            .unwrap_or(0),
        _ => 0,
    }
}

/// Where a pattern of the letters a to z fits a folded text, bytes.
pub(crate) fn find_initials(pattern: &[u8], text: &str) -> Option<(usize, usize)> {
    let letters = LETTERS.as_slice();
    let (first, rest) = pattern.split_first()?;
    let mut chars = text.char_indices();
    while let Some((start, c)) = chars.next() {
        if letters_of(letters, c) & bit(*first) == 0 {
            continue;
        }
        let mut ahead = chars.clone();
        let fits = rest.iter().all(|letter| {
            let next = ahead.next();
            next.is_some_and(|(_, c)| letters_of(letters, c) & bit(*letter) != 0)
        });
        if fits {
            return Some((start, ahead.offset()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_for_every_reading_and_for_themselves() {
        let found = |pattern: &str, text: &'static str| {
            find_initials(pattern.as_bytes(), text).map(|(from, to)| &text[from..to])
        };
        assert_eq!(found("gzlfz", "推动高质量发展"), Some("高质量发展"));
        assert_eq!(found("cq", "重庆经验"), Some("重庆"));
        assert_eq!(found("zq", "重庆经验"), Some("重庆"));
        assert_eq!(found("gdp", "人均gdp指标"), Some("gdp"));
        assert_eq!(found("gdpz", "人均gdp指标"), Some("gdp指"));
        assert_eq!(found("xyz", "重庆经验"), None);
    }
}
