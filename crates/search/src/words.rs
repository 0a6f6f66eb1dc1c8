//! Words for ranking: one jieba for the process, loaded when first needed, HMM off.
//!
//! HMM invents words that the cut of a query does not reproduce; off it ranks better (docs/decisions).

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, RwLock};

use jieba_rs::{Jieba, TokenizeMode};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

static INSTANCES: AtomicU32 = AtomicU32::new(0);

/// Words of the user, waiting for the dictionary to be loaded.
static OWN: Mutex<Vec<String>> = Mutex::new(Vec::new());

static JIEBA: LazyLock<RwLock<Arc<Jieba>>> = LazyLock::new(|| {
    INSTANCES.fetch_add(1, Ordering::Relaxed);
    let mut jieba = Jieba::new();
    for (folded, (_, frequency)) in FOLDED.iter() {
        jieba.add_word(folded, Some(*frequency), None);
    }
    let own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    for word in shipped().chain(own.iter().map(String::as_str)) {
        jieba.add_word(&crate::fold(word), Some(WEIGHT), None);
    }
    RwLock::new(Arc::new(jieba))
});

/// Words that the fold writes otherwise, by their folded form: as people write them, and their frequency.
static FOLDED: LazyLock<HashMap<String, (&'static str, usize)>> = LazyLock::new(|| {
    let lines = include_str!("../data/words.txt").lines();
    let entry = |line: &'static str| {
        let (word, frequency) = line.split_once(' ')?;
        Some((crate::fold(word), (word, frequency.parse().ok()?)))
    };
    // The most frequent of words that fold to the same comes first in the file, and last here.
    lines.rev().filter_map(entry).collect()
});

/// Chars of the longest of these words.
const LONGEST_FOLDED: usize = 9;

/// A folded text as people write it: 着作 as 著作. It has the same chars but for variants, in the same places.
pub fn unfold(folded: &str) -> String {
    let chars: Vec<char> = folded.chars().collect();
    let mut natural = String::with_capacity(folded.len());
    let mut at = 0;
    while at < chars.len() {
        let lengths = (2..=LONGEST_FOLDED.min(chars.len() - at)).rev();
        let found = lengths.filter_map(|length| {
            let word: String = chars[at..at + length].iter().collect();
            FOLDED.get(&word).map(|(natural, _)| (*natural, length))
        });
        match found.into_iter().next() {
            Some((word, length)) => {
                natural.push_str(word);
                at += length;
            }
            None => {
                natural.push(chars[at]);
                at += 1;
            }
        }
    }
    natural
}

/// Frequency of an added word: high enough to stay whole beside its parts.
const WEIGHT: usize = 1000;

fn jieba() -> Arc<Jieba> {
    JIEBA.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn shipped<'a>() -> impl Iterator<Item = &'a str> {
    let lines = include_str!("../data/phrases.txt").lines();
    lines.filter(|line| !line.starts_with('#'))
}

/// The set phrases (固定提法) that ship with the program, and the words of the user. Needs no dictionary.
pub fn set_phrases() -> Vec<String> {
    let own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    let all = shipped().chain(own.iter().map(String::as_str));
    all.map(str::to_owned).collect()
}

/// Loads the dictionary now, for a background thread at the start.
pub fn warm_up() {
    jieba();
}

/// How many dictionaries this process has loaded: 0 or 1.
pub fn instances() -> u32 {
    INSTANCES.load(Ordering::Relaxed)
}

/// Adds the words of the user dictionary, now or when the dictionary is loaded. Exact search is the
/// same before and after; related texts are found by them at once.
pub fn add_words<'a>(words: impl IntoIterator<Item = &'a str>) {
    let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = own.len();
    own.extend(words.into_iter().map(str::to_owned));
    if instances() == 0 {
        return;
    }
    let added = own[known..].to_vec();
    drop(own);
    let mut guard = JIEBA.write().unwrap_or_else(PoisonError::into_inner);
    // No tokenizer holds the dictionary between two texts, so this does not copy it.
    if let Some(jieba) = Arc::get_mut(&mut guard) {
        for word in &added {
            jieba.add_word(&crate::fold(word), Some(WEIGHT), None);
        }
    }
}

/// Takes words of the user out again. Until the next start the dictionary still cuts by them.
pub fn remove_words<'a>(words: impl IntoIterator<Item = &'a str>) {
    let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    for word in words {
        own.retain(|w| w != word);
    }
}

/// A run of characters as words, HMM off.
pub(crate) fn cut(run: &str) -> Vec<&str> {
    let jieba = jieba();
    jieba.cut(run, false).into_iter().map(|t| t.word).collect()
}

/// True if the dictionary or the user has this word.
pub(crate) fn is_known(word: &str) -> bool {
    jieba().has_word(word)
}

/// True if the user or the program added this word; texts may have been cut without it.
pub(crate) fn is_added(word: &str) -> bool {
    let own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    own.iter().any(|w| crate::fold(w) == word)
}

/// The words of a folded text that say something: Han, letters or digits.
pub(crate) fn words(folded: &str) -> Vec<String> {
    let jieba = jieba();
    let tokens = jieba.tokenize(folded, TokenizeMode::Search, false);
    tokens
        .into_iter()
        .map(|t| t.word)
        .filter(|w| is_word(w))
        .map(str::to_owned)
        .collect()
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// The tokenizer of the word fields.
#[derive(Clone, Default)]
pub(crate) struct Words;

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let jieba = jieba();
        // Positions are not indexed, so the byte range is all that a token needs.
        let range = |word: &str| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start, start + word.len())
        };
        let tokens = jieba.cut_for_search(text, false);
        let ranges = tokens
            .iter()
            .filter(|t| is_word(t.word))
            .map(|t| range(t.word))
            .collect();
        WordStream {
            text,
            ranges,
            next: 0,
            token: Token::default(),
        }
    }
}

pub(crate) struct WordStream<'a> {
    text: &'a str,
    ranges: Vec<(usize, usize)>,
    next: usize,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(&(start, end)) = self.ranges.get(self.next) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&self.text[start..end]);
        self.token.position = self.next;
        self.token.offset_from = start;
        self.token.offset_to = end;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    #[test]
    fn folded_words_are_known_and_shown_as_written() {
        let folded = fold("显著提高著作权保护，坐在随着");
        assert_ne!(folded, "显著提高著作权保护，坐在随着");
        assert_eq!(unfold(&folded), "显著提高著作权保护，坐在随着");
        assert!(is_known(&fold("著作权")));
        assert!(
            FOLDED
                .values()
                .all(|(word, _)| word.chars().count() <= LONGEST_FOLDED)
        );
    }
}
