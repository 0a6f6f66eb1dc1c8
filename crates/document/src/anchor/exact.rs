//! Where the very chars of a stretch are in a text.

use super::FoldedText;

/// A text in which runs of chars are looked up.
pub(crate) struct Occurrences {
    text: String,
    /// The byte at which each char begins.
    bytes: Vec<u32>,
}

impl Occurrences {
    pub(crate) fn new(text: &FoldedText) -> Self {
        Occurrences {
            bytes: text.text.char_indices().map(|(at, _)| at as u32).collect(),
            text: text.text.clone(),
        }
    }

    /// Returns the first char of every occurrence, ascending; those that overlap each other too.
    pub(crate) fn of(&self, pattern: &[char]) -> Vec<usize> {
        let pattern: String = pattern.iter().collect();
        let Some(first) = pattern.chars().next() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(&pattern)) {
            let byte = from + at;
            if let Ok(char) = self.bytes.binary_search(&(byte as u32)) {
                found.push(char);
            }
            from = byte + first.len_utf8();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_places_are_found_also_those_that_overlap() {
        let text = FoldedText {
            text: "看看看a看看".to_owned(),
            origin: Vec::new(),
        };
        let found = Occurrences::new(&text);
        assert_eq!(found.of(&['看', '看']), [0, 1, 4]);
        assert_eq!(found.of(&['a']), [3]);
        assert!(found.of(&[]).is_empty());
    }
}
