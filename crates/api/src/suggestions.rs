//! What helps while something is typed: quick open, suggestions of the search box, names by pinyin.

use serde::Serialize;
use yandu::{QuickKind, Suggestion, SuggestionKind, TitleMatcher};

use crate::search::letters;
use crate::{ApiError, Session};

/// Suggestions under the search box.
const SUGGESTIONS: usize = 9;

/// Targets of quick open.
const TARGETS: usize = 30;

/// What a target of quick open is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum QuickAnswerKind {
    /// A document or a heading in it.
    Document,
    /// 标签
    Tag,
    /// 讲话人
    Speaker,
}

/// A title, heading, tag or speaker that fits.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct QuickAnswer {
    /// What it is.
    pub kind: QuickAnswerKind,
    /// Id of the document; empty for a tag or speaker.
    pub id: String,
    /// 标题 of the document, or the name.
    pub title: String,
    /// The heading, if it was the heading that fits.
    pub heading: Option<String>,
    /// Its block.
    pub block: Option<u32>,
    /// Chars of heading or title that fit.
    pub mark: (u32, u32),
}

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SuggestedKind {
    /// 检索历史
    Asked,
    /// 已存检索
    Saved,
    /// 固定提法
    Phrase,
    /// 标签
    Tag,
    /// 讲话人
    Speaker,
    /// 标题
    Title,
}

/// A suggestion of the search box.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SuggestionRow {
    /// What it is.
    pub kind: SuggestedKind,
    /// What is shown.
    pub text: String,
    /// What it asks.
    pub query: String,
    /// The document, if it is a title.
    pub document: Option<String>,
    /// Chars of the text that fit.
    pub mark: (u32, u32),
}

impl Session {
    /// The best targets for what was typed; what was read last for nothing.
    ///
    /// # Errors
    /// What the store says.
    pub fn quick_open(&self, pattern: &str, pinyin: bool) -> Result<Vec<QuickAnswer>, ApiError> {
        let targets = self.with(|library| library.quick_open(pattern, letters(pinyin), TARGETS))?;
        let answer = |t: yandu::QuickTarget| QuickAnswer {
            kind: match t.kind {
                QuickKind::Document => QuickAnswerKind::Document,
                QuickKind::Tag => QuickAnswerKind::Tag,
                QuickKind::Speaker => QuickAnswerKind::Speaker,
            },
            id: t.id,
            title: t.title,
            block: t.heading.as_ref().map(|(block, _)| *block),
            heading: t.heading.map(|(_, text)| text),
            mark: t.mark,
        };
        Ok(targets.into_iter().map(answer).collect())
    }

    /// What could be meant by what stands in the search box; asked for after the answer is there.
    ///
    /// # Errors
    /// What the store says.
    pub fn suggest(&self, typed: &str, pinyin: bool) -> Result<Vec<SuggestionRow>, ApiError> {
        let found = self.with(|library| library.suggest(typed, letters(pinyin), SUGGESTIONS))?;
        Ok(found.into_iter().map(row).collect())
    }
}

/// For each name the chars that fit what was typed, if it fits: commands of the window by pinyin.
pub fn match_names(pattern: &str, names: &[String], pinyin: bool) -> Vec<Option<(u32, u32)>> {
    let matcher = TitleMatcher::new(pattern, letters(pinyin));
    let fits = |name: &String| matcher.as_ref().and_then(|matcher| matcher.find(name));
    names.iter().map(fits).collect()
}

fn row(suggestion: Suggestion) -> SuggestionRow {
    SuggestionRow {
        kind: match suggestion.kind {
            SuggestionKind::Asked => SuggestedKind::Asked,
            SuggestionKind::Saved => SuggestedKind::Saved,
            SuggestionKind::Phrase => SuggestedKind::Phrase,
            SuggestionKind::Tag => SuggestedKind::Tag,
            SuggestionKind::Speaker => SuggestedKind::Speaker,
            SuggestionKind::Title => SuggestedKind::Title,
        },
        text: suggestion.text,
        query: suggestion.query,
        document: suggestion.document,
        mark: suggestion.mark,
    }
}
