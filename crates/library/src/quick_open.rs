//! 快速打开: documents by title, passages by heading, tags and speakers, found by characters, pinyin or
//! initials.

use std::time::{Duration, Instant};

use serde::Serialize;
use yandu_search::{Catalogue, Letters, Rank, Reach, TitleMatcher, fold};

use crate::documents::BLOCK_BITS;
use crate::scopes::Scope;
use crate::{Library, LibraryError};

/// Time for what cannot be looked up in memory: whole readings in a large library, and headings.
const DEADLINE: Duration = Duration::from_millis(120);

/// So many times as many headings as are wanted are ranked.
const HEADINGS: usize = 4;

/// What a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuickKind {
    /// A document, or a heading in it.
    Document,
    /// 标签
    Tag,
    /// 讲话人
    Speaker,
}

/// A title, a heading, a tag or a speaker that fits.
#[derive(Debug, Clone, Serialize)]
pub struct QuickTarget {
    /// What it is.
    pub kind: QuickKind,
    /// Id of the document; empty for a tag or speaker.
    pub id: String,
    /// 标题 of the document, or the name.
    pub title: String,
    /// The heading and its block, if it was the heading that fits.
    pub heading: Option<(u32, String)>,
    /// Chars of title or heading that fit.
    pub mark: (u32, u32),
}

impl Library {
    /// The best `limit` targets: titles and names before headings, early and short ones first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn quick_open(
        &mut self,
        pattern: &str,
        letters: Letters,
        limit: usize,
    ) -> Result<Vec<QuickTarget>, LibraryError> {
        let Some(matcher) = TitleMatcher::new(pattern, letters) else {
            return self.last_read(limit);
        };
        let until = Instant::now() + DEADLINE;
        let mut found = self.names_and_titles(&matcher, limit, until)?;
        if found.len() < limit && pattern.trim().chars().count() > 1 {
            let reach = match matcher.wants_readings(found.len(), limit) {
                true => Reach::Readings,
                false => Reach::Letters,
            };
            let fits = |heading: &str| matcher.find_by(heading, reach);
            found.extend(self.headings_that(fits, limit - found.len(), until)?);
        }
        Ok(found)
    }

    /// Tags, speakers and titles, without headings: what can be suggested while something is typed.
    pub(crate) fn names_and_titles(
        &mut self,
        matcher: &TitleMatcher,
        limit: usize,
        until: Instant,
    ) -> Result<Vec<QuickTarget>, LibraryError> {
        self.load_catalogue(Scope::Documents)?;
        let mut found = self.tags_like(matcher)?;
        if let Some(catalogue) = &self.at(Scope::Documents).catalogue {
            let speakers = catalogue.speakers_like(matcher, limit, until);
            found.extend(speakers.into_iter().filter_map(|(rank, name)| {
                Some((rank, named(QuickKind::Speaker, name, matcher)?))
            }));
            for (rank, ordinal) in catalogue.titles_like(matcher, limit, until) {
                found.extend(self.titled(catalogue, ordinal, matcher)?.map(|t| (rank, t)));
            }
        }
        // A stable sort: among equals tags and speakers stand before titles.
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(limit);
        Ok(found.into_iter().map(|(_, target)| target).collect())
    }

    fn titled(
        &self,
        catalogue: &Catalogue,
        ordinal: u32,
        matcher: &TitleMatcher,
    ) -> Result<Option<QuickTarget>, LibraryError> {
        let sql = "SELECT uid FROM document WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let id = statement.query_row([catalogue.document(ordinal) as i64], |r| r.get(0))?;
        let title = catalogue.title(ordinal);
        let target = named(QuickKind::Document, title, matcher);
        Ok(target.map(|target| QuickTarget { id, ..target }))
    }

    fn tags_like(&self, matcher: &TitleMatcher) -> Result<Vec<(Rank, QuickTarget)>, LibraryError> {
        let tags = self.list_tags()?.into_iter().filter(|t| t.documents > 0);
        let target = |name: String| {
            let target = named(QuickKind::Tag, &name, matcher)?;
            Some((rank(&name, target.mark), target))
        };
        Ok(tags.filter_map(|tag| target(tag.name)).collect())
    }

    /// Headings that fit, those of the newest documents first; as many as time allows.
    fn headings_that(
        &self,
        fits: impl Fn(&str) -> Option<(u32, u32)>,
        limit: usize,
        until: Instant,
    ) -> Result<Vec<QuickTarget>, LibraryError> {
        let sql = "SELECT id, text FROM block WHERE kind = 'heading' ORDER BY id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let name = "SELECT uid, title FROM document WHERE id = ?1 AND trashed_at IS NULL";
        let mut name = self.connection.prepare_cached(name)?;
        let mut rows = statement.query([])?;
        let (mut found, mut looked_at) = (Vec::new(), 0_u32);
        while let Some(row) = rows.next()? {
            looked_at += 1;
            if found.len() == limit * HEADINGS || (looked_at % 64 == 0 && Instant::now() > until) {
                break;
            }
            let key: i64 = row.get(0)?;
            let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let Some(mark) = fits(text) else {
                continue;
            };
            let document: rusqlite::Result<(String, String)> =
                name.query_row([key >> BLOCK_BITS], |r| Ok((r.get(0)?, r.get(1)?)));
            if let Ok((id, title)) = document {
                let block = (key & ((1 << BLOCK_BITS) - 1)) as u32;
                let target = QuickTarget {
                    kind: QuickKind::Document,
                    id,
                    title,
                    heading: Some((block, text.to_owned())),
                    mark,
                };
                found.push((rank(text, mark), target));
            }
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(limit);
        Ok(found.into_iter().map(|(_, target)| target).collect())
    }

    fn last_read(&self, limit: usize) -> Result<Vec<QuickTarget>, LibraryError> {
        let sql = "SELECT d.uid, d.title FROM reading r JOIN document d ON d.id = r.document
                   WHERE d.trashed_at IS NULL ORDER BY r.read_at DESC, r.document DESC LIMIT ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([limit as i64], |row| {
            Ok(QuickTarget {
                kind: QuickKind::Document,
                id: row.get(0)?,
                title: row.get(1)?,
                heading: None,
                mark: (0, 0),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn named(kind: QuickKind, name: &str, matcher: &TitleMatcher) -> Option<QuickTarget> {
    Some(QuickTarget {
        kind,
        id: String::new(),
        title: name.to_owned(),
        heading: None,
        mark: matcher.find(name)?,
    })
}

fn rank(text: &str, mark: (u32, u32)) -> Rank {
    let chars = fold(text).chars().count();
    Rank::of(mark.0 as usize, (mark.1 - mark.0) as usize, chars)
}
