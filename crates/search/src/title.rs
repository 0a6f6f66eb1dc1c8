//! Titles by characters, pinyin or initials: 高质量发展 by gaozhiliang, gzlfz or gao质量.
//!
//! It refuses an empty pattern. Characters are compared folded, so 繁/简 and marks make no difference
//! there; pinyin is that of each character, all readings.

use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::PinyinNotation;

use crate::initials::{find_initials, prepare};
use crate::{fold, fold_loose, fold_with_origin, is_clause_mark};

/// What letters in a pattern stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Letters {
    /// Themselves.
    Plain,
    /// 拼音: themselves, or the reading or first letter of a character.
    #[default]
    Pinyin,
}

/// Letters that are initials for sure if they fit as such.
const SURE: usize = 4;

/// A pattern for titles.
pub struct TitleMatcher {
    folded: String,
    /// The pattern is of letters only: it may be initials.
    initials: bool,
    readings: Option<IbMatcher<'static>>,
}

/// How far a pattern is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Characters and initials: quick enough for all titles of a large library.
    Letters,
    /// Whole readings and mixtures too, a thousand times slower.
    Readings,
}

impl TitleMatcher {
    /// `None` if nothing but marks and white space was typed.
    pub fn new(pattern: &str, letters: Letters) -> Option<TitleMatcher> {
        let folded = fold_loose(&fold(pattern));
        if folded.is_empty() {
            return None;
        }
        // Characters alone need no pinyin.
        let spelled = folded.chars().any(|c| c.is_ascii_alphabetic()) && letters == Letters::Pinyin;
        let readings = spelled.then(|| {
            let notations = PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter;
            IbMatcher::builder(folded.as_str())
                .pinyin(PinyinMatchConfig::notations(notations))
                .build()
        });
        // Whoever asks has a deadline that begins now.
        if spelled {
            prepare();
        }
        Some(TitleMatcher {
            initials: spelled && folded.bytes().all(|b| b.is_ascii_lowercase()),
            folded,
            readings,
        })
    }

    /// True if the pattern could be readings and so many finds by letters are not enough. Four letters or more that are the
    /// initials of something are hardly a reading too.
    pub fn wants_readings(&self, found: usize, wanted: usize) -> bool {
        let initials = self.initials && self.folded.len() >= SURE && found > 0;
        self.readings.is_some() && found < wanted && !initials
    }

    /// Where it fits a folded text without clause marks, bytes.
    pub(crate) fn place(&self, loose: &str, reach: Reach) -> Option<(usize, usize)> {
        if reach == Reach::Readings {
            let found = self.readings.as_ref()?.find(loose)?;
            return Some((found.start(), found.end()));
        }
        match loose.find(&self.folded) {
            Some(at) => Some((at, at + self.folded.len())),
            None if self.initials => find_initials(self.folded.as_bytes(), loose),
            None => None,
        }
    }

    /// The chars of `title` that fit: start and one past the end.
    pub fn find(&self, title: &str) -> Option<(u32, u32)> {
        self.find_by(title, Reach::Readings)
    }

    /// The same, followed so far.
    pub fn find_by(&self, title: &str, reach: Reach) -> Option<(u32, u32)> {
        let text = fold_loose(&fold(title));
        let by_letters = self.place(&text, Reach::Letters);
        let (from, to) = match reach {
            Reach::Letters => by_letters?,
            Reach::Readings => by_letters.or_else(|| self.place(&text, reach))?,
        };
        let char = |byte: usize| text[..byte].chars().count();
        let (first, last) = (char(from), char(to).checked_sub(1)?);
        // Where it stands in the original is looked up only for what fits: most titles do not.
        let folded = fold_with_origin(title);
        let kept = folded.text.chars().zip(&folded.origin);
        let origin: Vec<u32> = kept
            .filter(|(c, _)| !is_clause_mark(*c))
            .map(|(_, at)| *at)
            .collect();
        Some((*origin.get(first)?, origin.get(last)? + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, title: &str) -> Option<String> {
        let (from, to) = TitleMatcher::new(pattern, Letters::Pinyin)?.find(title)?;
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

    #[test]
    fn marks_between_clauses_are_not_typed() {
        let title = "习近平：努力开创部队工作新局面";
        assert_eq!(found("xjpnlkcbdgzxjm", title).as_deref(), Some(title));
        assert_eq!(
            found("gwy", "【专题】国务院，办公厅").as_deref(),
            Some("国务院")
        );
    }

    #[test]
    fn letters_can_stand_for_themselves_alone() {
        let plain = TitleMatcher::new("gzlfz", Letters::Plain).unwrap();
        assert_eq!(plain.find("高质量发展"), None);
        assert_eq!(plain.find("GZLFZ 指标"), Some((0, 5)));
    }
}
