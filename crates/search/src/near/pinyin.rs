//! What letters are the pinyin or the initials of: set phrases first, then stretches of titles.
//!
//! It takes letters only, three or more: two fit everything.

use super::{Correction, Nearness};
use crate::{Catalogue, Letters, TitleMatcher, fold, set_phrases};

/// Phrases that are tried.
const KEPT: usize = 6;

/// Texts that are looked at, phrases first: about 20 ms. Counted, so that a busy machine gives the same answer.
const MOST_TEXTS: usize = 20_000;

pub(super) fn corrections(catalogue: &Catalogue, typed: &str) -> Vec<Correction> {
    let letters = typed.chars().all(|c| c.is_ascii_lowercase()) && typed.len() > 2;
    let matcher = letters.then(|| TitleMatcher::new(typed, Letters::Pinyin));
    let Some(matcher) = matcher.flatten() else {
        return Vec::new();
    };
    let mut found: Vec<String> = Vec::new();
    let mut offer = |text: &str| {
        let stretch = matcher.find(text).map(|(from, to)| {
            let chars = text.chars().skip(from as usize);
            fold(&chars.take((to - from) as usize).collect::<String>())
        });
        if let Some(stretch) = stretch.filter(|s| s != typed && !found.contains(s)) {
            found.push(stretch);
        }
        found.len() < KEPT
    };
    let phrases = set_phrases();
    let titles = catalogue.all().map(|o| catalogue.title(o));
    let texts = phrases.iter().map(String::as_str).chain(titles);
    for text in texts.take(MOST_TEXTS) {
        if !offer(text) {
            break;
        }
    }
    let correction = |text| Correction {
        text,
        nearness: Nearness::Pinyin,
    };
    found.into_iter().map(correction).collect()
}
