//! Near duplicates and works.

use serde::Serialize;
use yandu::{NearDuplicate, NearKind, NearRun};

use crate::exports::WorkProgress;
use crate::{ApiError, Session};

/// Two documents that are much alike.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NearRow {
    /// The longer text.
    pub left: NearText,
    /// The other one.
    pub right: NearText,
    /// `same`, `version` or `excerpt`.
    pub kind: String,
    /// Percent of what either has.
    pub resemblance: u32,
    /// Percent of the shorter text.
    pub containment: u32,
}

/// One of a pair.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NearText {
    /// Its id.
    pub id: String,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// Its file.
    pub path: String,
    /// 字数
    pub chars: u32,
}

/// What a joining did.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct JoinedAnswer {
    /// Annotations that moved.
    pub carried: u32,
    /// Annotations that stayed.
    pub stayed: u32,
}

impl Session {
    /// Looks for near duplicates that are new; answers with their number. The library is free between the steps.
    ///
    /// # Errors
    /// Other work is under way; what the store says.
    pub fn find_near_duplicates(
        &self,
        mut hear: impl FnMut(WorkProgress),
    ) -> Result<u32, ApiError> {
        let mut go_on = self.work.begin(&mut hear);
        let mut run = NearRun::new();
        while self.with(|library| library.near_step(&mut run))? {
            let (done, total) = run.progress();
            if !go_on(done as usize, total as usize) {
                break;
            }
        }
        Ok(run.found())
    }

    /// Pairs on which the user has not said a word.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_near_duplicates(&self) -> Result<Vec<NearRow>, ApiError> {
        let pairs = self.with(|library| library.list_near_duplicates())?;
        Ok(pairs.into_iter().map(row).collect())
    }

    /// The user says that two documents are different.
    ///
    /// # Errors
    /// One of them is not there.
    pub fn keep_apart(&self, document: &str, other: &str) -> Result<(), ApiError> {
        self.with(|library| library.keep_apart(document, other))
            .map(|_| ())
    }

    /// Makes two documents editions of one work; annotations go to `keep`.
    ///
    /// # Errors
    /// One of them is not there.
    pub fn join_work(&self, keep: &str, other: &str) -> Result<JoinedAnswer, ApiError> {
        let joined = self.with(|library| library.join_work(keep, other))?;
        Ok(JoinedAnswer {
            carried: joined.carried,
            stayed: joined.stayed,
        })
    }

    /// Takes a document out of its work.
    ///
    /// # Errors
    /// It is not there.
    pub fn leave_work(&self, document: &str) -> Result<(), ApiError> {
        self.with(|library| library.leave_work(document))
    }
}

fn row(pair: NearDuplicate) -> NearRow {
    let percent = |share: f64| (share * 100.0).round() as u32;
    NearRow {
        left: NearText {
            id: pair.id,
            title: pair.title,
            date: pair.date,
            path: pair.path,
            chars: pair.chars,
        },
        right: NearText {
            id: pair.other,
            title: pair.other_title,
            date: pair.other_date,
            path: pair.other_path,
            chars: pair.other_chars,
        },
        kind: match pair.kind {
            NearKind::Same => "same",
            NearKind::Version => "version",
            NearKind::Excerpt => "excerpt",
        }
        .to_owned(),
        resemblance: percent(pair.resemblance),
        containment: percent(pair.containment),
    }
}
