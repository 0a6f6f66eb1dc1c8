//! 检索建议 while typing: what was asked before, saved searches, tags, speakers, set phrases, titles.
//!
//! A call of its own after the exact answer, so that it delays none; past its deadline it answers with
//! what it has. It reads no text and needs no dictionary.

use std::time::{Duration, Instant};

use serde::Serialize;
use yandu_search::{Letters, TitleMatcher, fold, set_phrases};

use crate::{Library, LibraryError, QuickKind};

/// Time for a call.
const DEADLINE: Duration = Duration::from_millis(30);

/// Suggestions of one kind.
const OF_ONE_KIND: usize = 3;

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
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

/// Something that could be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// What is shown.
    pub text: String,
    /// What it asks, in the query language.
    pub query: String,
    /// The document, if it is a title.
    pub document: Option<String>,
    /// Chars of the text that fit.
    pub mark: (u32, u32),
}

impl Library {
    /// What could be meant by what was typed so far.
    ///
    /// # Errors
    /// What the store says.
    pub fn suggest(
        &mut self,
        typed: &str,
        letters: Letters,
        limit: usize,
    ) -> Result<Vec<Suggestion>, LibraryError> {
        let Some(matcher) = TitleMatcher::new(typed, letters) else {
            return Ok(Vec::new());
        };
        let until = Instant::now() + DEADLINE;
        let mut all = self.asked_like(&matcher, typed)?;
        all.extend(self.saved_like(&matcher)?);
        all.extend(self.phrases_like(&matcher, typed)?);
        if Instant::now() < until && fold(typed).chars().count() > 1 {
            all.extend(self.targets_like(&matcher, until)?);
        }
        all.truncate(limit);
        Ok(all)
    }

    fn asked_like(
        &self,
        matcher: &TitleMatcher,
        typed: &str,
    ) -> Result<Vec<Suggestion>, LibraryError> {
        let asked = self.search_history(200)?.into_iter();
        let found = asked.filter(|a| a.query != typed.trim()).filter_map(|a| {
            let mark = matcher.find(&a.query)?;
            Some(suggestion(
                SuggestionKind::Asked,
                a.query.clone(),
                a.query,
                mark,
            ))
        });
        Ok(found.take(OF_ONE_KIND).collect())
    }

    fn saved_like(&self, matcher: &TitleMatcher) -> Result<Vec<Suggestion>, LibraryError> {
        let found = self.list_searches()?.into_iter().filter_map(|saved| {
            let mark = matcher.find(&saved.name)?;
            Some(suggestion(
                SuggestionKind::Saved,
                saved.name,
                saved.query,
                mark,
            ))
        });
        Ok(found.take(OF_ONE_KIND).collect())
    }

    /// Set phrases that stand in the library.
    fn phrases_like(
        &mut self,
        matcher: &TitleMatcher,
        typed: &str,
    ) -> Result<Vec<Suggestion>, LibraryError> {
        self.open_documents()?;
        let mut found = Vec::new();
        for phrase in set_phrases() {
            let Some(mark) = matcher.find(&phrase).filter(|mark| mark.0 == 0) else {
                continue;
            };
            let folded = fold(&phrase);
            if folded != fold(typed) && self.holds(&folded)? {
                found.push(suggestion(
                    SuggestionKind::Phrase,
                    phrase.clone(),
                    phrase,
                    mark,
                ));
            }
            if found.len() == OF_ONE_KIND {
                break;
            }
        }
        Ok(found)
    }

    fn targets_like(
        &mut self,
        matcher: &TitleMatcher,
        until: Instant,
    ) -> Result<Vec<Suggestion>, LibraryError> {
        let mut counts = [0; 3];
        let mut found = Vec::new();
        for target in self.names_and_titles(matcher, OF_ONE_KIND * 4, until)? {
            let (n, kind, query) = match target.kind {
                QuickKind::Document => {
                    (0, SuggestionKind::Title, format!("标题:“{}”", target.title))
                }
                QuickKind::Tag => (1, SuggestionKind::Tag, format!("标签:“{}”", target.title)),
                QuickKind::Speaker => (
                    2,
                    SuggestionKind::Speaker,
                    format!("讲话人:“{}”", target.title),
                ),
            };
            counts[n] += 1;
            if counts[n] > OF_ONE_KIND {
                continue;
            }
            let document = Some(target.id).filter(|id| !id.is_empty());
            let text = suggestion(kind, target.title, query, target.mark);
            found.push(Suggestion { document, ..text });
        }
        Ok(found)
    }
}

fn suggestion(kind: SuggestionKind, text: String, query: String, mark: (u32, u32)) -> Suggestion {
    Suggestion {
        kind,
        text,
        query,
        document: None,
        mark,
    }
}
