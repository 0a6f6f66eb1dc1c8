//! Characters that are read alike: 正 and 争 are not, 权利 and 权力 are. Tones do not count, and of a
//! character with several readings each counts.

use std::collections::HashMap;
use std::sync::LazyLock;

use ib_matcher::pinyin::{PinyinData, PinyinNotation};

struct Readings {
    /// The readings of each character, as numbers.
    of: HashMap<char, Vec<u16>>,
    /// The characters of each reading.
    with: Vec<Vec<char>>,
}

static READINGS: LazyLock<Readings> = LazyLock::new(|| {
    let data = PinyinData::new(PinyinNotation::Ascii);
    let mut numbers: HashMap<String, u16> = HashMap::new();
    let mut readings = Readings {
        of: HashMap::new(),
        with: Vec::new(),
    };
    for c in '\u{4e00}'..='\u{9fff}' {
        // What folds to another character does not stand in a folded text.
        if !crate::fold(c.encode_utf8(&mut [0; 4])).starts_with(c) {
            continue;
        }
        for reading in data.get_pinyins(c) {
            let Some(letters) = reading.notation(PinyinNotation::Ascii) else {
                continue;
            };
            let next = numbers.len() as u16;
            let number = *numbers.entry(letters.to_owned()).or_insert(next);
            if number == next {
                readings.with.push(Vec::new());
            }
            let known = readings.of.entry(c).or_default();
            if !known.contains(&number) {
                known.push(number);
                readings.with[usize::from(number)].push(c);
            }
        }
    }
    readings
});

/// True if two different characters share a reading.
pub(super) fn sound_alike(a: char, b: char) -> bool {
    let of = |c| READINGS.of.get(&c);
    match (of(a), of(b)) {
        (Some(x), Some(y)) => a != b && x.iter().any(|reading| y.contains(reading)),
        _ => false,
    }
}

/// The characters that share a reading with `c`, itself excepted.
pub(super) fn homophones(c: char) -> Vec<char> {
    let mut found: Vec<char> = READINGS
        .of
        .get(&c)
        .into_iter()
        .flatten()
        .flat_map(|reading| &READINGS.with[usize::from(*reading)])
        .copied()
        .filter(|other| *other != c)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_without_tones_all_of_them() {
        assert!(sound_alike('利', '力') && sound_alike('正', '争'));
        // 行 is xing and hang.
        assert!(sound_alike('行', '航') && sound_alike('行', '形'));
        assert!(!sound_alike('行', '行') && !sound_alike('党', '国'));
        assert!(homophones('式').contains(&'势'));
        assert!(homophones('A').is_empty());
    }
}
