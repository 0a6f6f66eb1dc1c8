//! Titles by characters, pinyin or initials: 高质量发展 by gaozhiliang, gzlfz or gao质量.
//!
//! It refuses an empty pattern. Characters are compared folded, so 繁/简 and marks make no difference
//! there; pinyin is that of each character, all readings.

use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::PinyinNotation;

use crate::{fold, fold_with_origin};

/// A pattern for titles.
pub struct TitleMatcher {
    folded: String,
    matcher: Option<IbMatcher<'static>>,
}

impl TitleMatcher {
    /// `None` if nothing but marks and white space was typed.
    pub fn new(pattern: &str) -> Option<TitleMatcher> {
        let folded = fold(pattern);
        if folded.is_empty() {
            return None;
        }
        // Characters alone need no pinyin.
        let matcher = folded.chars().any(|c| c.is_ascii_alphabetic()).then(|| {
            let notations = PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter;
            IbMatcher::builder(folded.as_str())
                .pinyin(PinyinMatchConfig::notations(notations))
                .build()
        });
        Some(TitleMatcher { folded, matcher })
    }

    /// The chars of `title` that fit: start and one past the end.
    pub fn find(&self, title: &str) -> Option<(u32, u32)> {
        let folded = fold_with_origin(title);
        let (from, to) = match folded.text.find(&self.folded) {
            Some(at) => (at, at + self.folded.len()),
            None => {
                let found = self.matcher.as_ref()?.find(folded.text.as_str())?;
                (found.start(), found.end())
            }
        };
        let char = |byte: usize| folded.text[..byte].chars().count();
        let (first, last) = (char(from), char(to).checked_sub(1)?);
        Some((*folded.origin.get(first)?, folded.origin.get(last)? + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, title: &str) -> Option<String> {
        let (from, to) = TitleMatcher::new(pattern)?.find(title)?;
        Some(
            title
                .chars()
                .skip(from as usize)
                .take((to - from) as usize)
                .collect(),
        )
    }

    #[test]
    fn characters_pinyin_and_initials() {
        let title = "关于推动“高质量”发展的意见";
        assert_eq!(found("高质量发展", title).as_deref(), Some("高质量”发展"));
        assert_eq!(found("gzlfz", title).as_deref(), Some("高质量”发展"));
        assert_eq!(found("gaozhiliang", title).as_deref(), Some("高质量"));
        assert_eq!(found("gao质liang", title).as_deref(), Some("高质量"));
        assert_eq!(found("xczx", title), None);
    }

    #[test]
    fn every_reading_counts() {
        assert_eq!(found("chongqing", "重庆经验").as_deref(), Some("重庆"));
        assert_eq!(found("zhongyao", "重要讲话").as_deref(), Some("重要"));
    }
}
