//! What an answer says about itself: how the query was read, what a date leaves out, why nothing was found.

use serde::Serialize;
use yandu_document::Date;
use yandu_search::{Notice, Reason, Request, Tongue, Undated};

use super::{Answer, SearchOptions};
use crate::scopes::Scope;
use crate::{Library, LibraryError};

/// Why nothing was found, for programs and for people.
#[derive(Debug, Clone, Serialize)]
pub struct WhyEmpty {
    /// The reason.
    #[serde(flatten)]
    pub reason: Reason,
    /// In the language of the search.
    pub message: String,
}

/// The day on which 今年 and 昨天 are said: today, in the time of this machine.
pub fn today() -> Date {
    let now = jiff::ZonedDateTime::now().date();
    let date = Date::new(
        now.year().max(0) as u32,
        now.month() as u32,
        now.day() as u32,
    );
    date.unwrap_or(Date {
        year: 2000,
        month: 1,
        day: 1,
    })
}

/// The conditions of a request in words.
pub(super) fn of(request: &Request, tongue: Tongue) -> Vec<String> {
    let mut reading = request.query.reading(tongue);
    reading.extend(request.filters.iter().map(|filter| filter.in_words(tongue)));
    reading
}

/// The queries that may have been meant.
pub(super) fn better(notices: &[Notice]) -> Vec<String> {
    let better = notices.iter().filter_map(Notice::better);
    better.map(str::to_owned).collect()
}

/// True if the words are nowhere, and are what was meant: a condition that was read as text is not.
fn is_absent(reasons: &[WhyEmpty], notices: &[Notice]) -> bool {
    let nowhere = |why: &WhyEmpty| matches!(why.reason, Reason::Nowhere { .. });
    let as_text = |notice: &Notice| {
        matches!(
            notice,
            Notice::UnknownKind { .. }
                | Notice::BadDate { .. }
                | Notice::EmptyField(_)
                | Notice::NotAField { .. }
        )
    };
    !reasons.is_empty() && reasons.iter().all(nowhere) && !notices.iter().any(as_text)
}

impl Library {
    /// Says what the user should know about an answer.
    pub(super) fn explain(
        &mut self,
        answer: &mut Answer,
        request: &Request,
        notices: &[Notice],
        options: &SearchOptions,
    ) -> Result<(), LibraryError> {
        let english = options.tongue == Tongue::English;
        let said = notices.iter().map(|notice| match english {
            true => notice.english(),
            false => notice.chinese(),
        });
        answer.notices.extend(said);
        if options.scopes.contains(&Scope::Documents) {
            let undated = self.with_engine(Scope::Documents, |engine| engine.undated(request))?;
            answer.undated = undated.documents;
            answer
                .notices
                .extend(self.undated_notice(&undated, english)?);
        }
        if answer.documents == 0 {
            let reasons = self.why_empty(request, options)?;
            answer.reasons = reasons
                .into_iter()
                .map(|reason| WhyEmpty {
                    message: match english {
                        true => reason.english(),
                        false => reason.chinese(),
                    },
                    reason,
                })
                .collect();
        }
        answer.absent = is_absent(&answer.reasons, notices);
        let mark = if english { "; " } else { "；" };
        answer.notice = (!answer.notices.is_empty()).then(|| answer.notices.join(mark));
        Ok(())
    }

    fn undated_notice(
        &self,
        undated: &Undated,
        english: bool,
    ) -> Result<Option<String>, LibraryError> {
        let (all, named) = (undated.documents, undated.first.len());
        if all == 0 {
            return Ok(None);
        }
        let sql = "SELECT title FROM document WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut titles = Vec::with_capacity(named);
        for document in &undated.first {
            let title: String = statement.query_row([*document as i64], |row| row.get(0))?;
            titles.push(format!("《{title}》"));
        }
        let titles = titles.concat();
        Ok(Some(match (english, all as usize > named) {
            (true, _) => format!("{all} documents without a date were left out: {titles}"),
            (false, true) => format!("另有 {all} 篇没有日期，未列入：{titles}等"),
            (false, false) => format!("另有 {all} 篇没有日期，未列入：{titles}"),
        }))
    }

    /// The reasons in the scopes that were searched, and what the others would have found.
    fn why_empty(
        &mut self,
        request: &Request,
        options: &SearchOptions,
    ) -> Result<Vec<Reason>, LibraryError> {
        let main = options.scopes.iter().min().copied();
        let main = main.unwrap_or(Scope::Documents);
        let mut reasons = match self.at(main).index.is_some() {
            true => self.with_engine(main, |engine| engine.why_empty(request))?,
            false => vec![Reason::EmptyLibrary],
        };
        if request.query.segments().is_empty() {
            return Ok(reasons);
        }
        for scope in Scope::ALL {
            if options.scopes.contains(&scope) || !self.any_in(scope)? {
                continue;
            }
            self.check_index(scope)?;
            self.load_catalogue(scope)?;
            let texts = self.with_engine(scope, |engine| engine.count(request))?;
            if texts > 0 {
                let place = match scope {
                    Scope::Documents => "资料",
                    Scope::Notes => "笔记",
                    Scope::Annotations => "批注",
                };
                reasons.push(Reason::Elsewhere { place, texts });
            }
        }
        Ok(reasons)
    }
}
