//! 提法: where a formulation first appears, how often by year, kind, speaker and issuer, and every place
//! of it with what stands around it.
//!
//! Counts are those of the exact search: every place, nothing else. What has no date has no year and comes
//! last. Documents in the trash do not count.

use std::collections::BTreeMap;

use serde::Serialize;
use yandu_document::{Kind, char_len, slice_chars};
use yandu_export::{ExportedConcordanceLine, write_concordance_csv};
use yandu_search::{Standing, fold};

use crate::scopes::Scope;
use crate::{Library, LibraryError, Passage};

/// By what counts are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TermGrouping {
    /// 年份
    #[default]
    Year,
    /// 类型
    Kind,
    /// 讲话人
    Speaker,
    /// 发文机关
    Issuer,
}

impl TermGrouping {
    /// All of them.
    pub const ALL: [TermGrouping; 4] = [
        TermGrouping::Year,
        TermGrouping::Kind,
        TermGrouping::Speaker,
        TermGrouping::Issuer,
    ];

    /// The name on the command line and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            TermGrouping::Year => "year",
            TermGrouping::Kind => "kind",
            TermGrouping::Speaker => "speaker",
            TermGrouping::Issuer => "issuer",
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }
}

/// Counts of one year, kind, speaker or issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermCount {
    /// Year, kind, speaker or issuer; empty if it is not known.
    pub key: String,
    /// The key for people.
    pub label: String,
    /// Documents that have the term.
    pub documents: u32,
    /// How often it stands in them.
    pub occurrences: u64,
}

/// The first appearance of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermFirst {
    /// Id of the document.
    pub document: String,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// Its block.
    pub block: u32,
    /// First char in that block.
    pub start: u32,
    /// One past its last char.
    pub end: u32,
    /// 地址
    pub address: String,
    /// The text around it.
    pub snippet: String,
}

/// What the library knows of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermView {
    /// As asked.
    pub text: String,
    /// Documents that have it.
    pub documents: u32,
    /// How often it stands in them.
    pub occurrences: u64,
    /// Documents that have it and no date: whether they are older is not known.
    pub undated: u32,
    /// Its first appearance among the dated ones.
    pub first: Option<TermFirst>,
    /// The counts; years in order, else the most first.
    pub counts: Vec<TermCount>,
}

/// A place of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConcordanceLine {
    /// Id of the document.
    pub document: String,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// Its block.
    pub block: u32,
    /// First char in that block.
    pub start: u32,
    /// One past its last char.
    pub end: u32,
    /// 地址
    pub address: String,
    /// What stands before it.
    pub left: String,
    /// The term as it stands.
    pub term: String,
    /// What stands behind it.
    pub right: String,
}

/// Places of a term, the oldest documents first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Concordance {
    /// All places.
    pub total: u64,
    /// Those that were asked for.
    pub lines: Vec<ConcordanceLine>,
}

struct About {
    id: String,
    title: String,
    date: Option<String>,
    kind: String,
    speaker: Option<String>,
    issuer: Option<String>,
}

impl Library {
    /// First appearance and counts of a term.
    ///
    /// # Errors
    /// [`LibraryError::EmptySelection`] for a term without words; what the search says.
    pub fn term(&mut self, text: &str, by: TermGrouping) -> Result<TermView, LibraryError> {
        let standings = self.term_standings(text, 1)?;
        let mut view = TermView {
            text: text.trim().to_owned(),
            documents: standings.len() as u32,
            occurrences: standings.iter().map(|s| u64::from(s.hits)).sum(),
            undated: 0,
            first: None,
            counts: Vec::new(),
        };
        let mut counts: BTreeMap<String, (u32, u64)> = BTreeMap::new();
        for standing in &standings {
            let about = self.about(standing)?;
            view.undated += u32::from(about.date.is_none());
            if view.first.is_none() && about.date.is_some() {
                view.first = self.first_place(standing, &about)?;
            }
            for key in keys(&about, by) {
                let count = counts.entry(key).or_default();
                count.0 += 1;
                count.1 += u64::from(standing.hits);
            }
        }
        view.counts = counts
            .into_iter()
            .map(|(key, (documents, occurrences))| TermCount {
                label: label(&key, by),
                key,
                documents,
                occurrences,
            })
            .collect();
        match by {
            // Years are in order already; what has none comes last.
            TermGrouping::Year => view.counts.sort_by_key(|count| count.key.is_empty()),
            _ => view
                .counts
                .sort_by_key(|count| std::cmp::Reverse(count.occurrences)),
        }
        Ok(view)
    }

    /// Places of a term with `width` chars on both sides.
    ///
    /// # Errors
    /// As [`Library::term`].
    pub fn concordance(
        &mut self,
        text: &str,
        width: u32,
        offset: usize,
        limit: usize,
    ) -> Result<Concordance, LibraryError> {
        let standings = self.term_standings(text, usize::MAX)?;
        let mut concordance = Concordance {
            total: standings.iter().map(|s| u64::from(s.hits)).sum(),
            lines: Vec::new(),
        };
        let mut before = 0;
        for standing in &standings {
            let hits = standing.places.len();
            let skip = offset.saturating_sub(before).min(hits);
            before += hits;
            let wanted = limit - concordance.lines.len();
            if wanted == 0 {
                break;
            }
            let places: Vec<_> = standing.places[skip..]
                .iter()
                .take(wanted)
                .cloned()
                .collect();
            if places.is_empty() {
                continue;
            }
            let about = self.about(standing)?;
            let key = standing.document as i64;
            for passage in self.passages(Scope::Documents, key, &places)? {
                let line = self.line(key, &about, passage, width)?;
                concordance.lines.extend(line);
            }
        }
        Ok(concordance)
    }

    /// All places of a term as CSV.
    ///
    /// # Errors
    /// As [`Library::term`]; what the writer says.
    pub fn concordance_csv(&mut self, text: &str, width: u32) -> Result<Vec<u8>, LibraryError> {
        let lines = self.concordance(text, width, 0, usize::MAX)?.lines;
        let lines: Vec<ExportedConcordanceLine> = lines
            .into_iter()
            .map(|line| ExportedConcordanceLine {
                left: line.left,
                term: line.term,
                right: line.right,
                title: line.title,
                date: line.date.unwrap_or_default(),
                address: line.address,
            })
            .collect();
        Ok(write_concordance_csv(&lines)?)
    }

    fn term_standings(&mut self, text: &str, hits: usize) -> Result<Vec<Standing>, LibraryError> {
        let folded = fold(text);
        if folded.is_empty() {
            return Err(LibraryError::InvalidValue {
                field: "提法",
                value: text.to_owned(),
            });
        }
        self.open_documents()?;
        self.stands_in(&folded, usize::MAX, hits)
    }

    fn about(&self, standing: &Standing) -> Result<About, LibraryError> {
        let sql = "SELECT uid, title, date, kind, speaker, issuer FROM document WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([standing.document as i64], |row| {
            Ok(About {
                id: row.get(0)?,
                title: row.get(1)?,
                date: row.get(2)?,
                kind: row.get(3)?,
                speaker: row.get(4)?,
                issuer: row.get(5)?,
            })
        })?)
    }

    fn first_place(
        &self,
        standing: &Standing,
        about: &About,
    ) -> Result<Option<TermFirst>, LibraryError> {
        let key = standing.document as i64;
        let passages = self.passages(Scope::Documents, key, &standing.places)?;
        Ok(passages.into_iter().next().map(|passage| TermFirst {
            document: about.id.clone(),
            title: about.title.clone(),
            date: about.date.clone(),
            block: passage.block,
            start: passage.start,
            end: passage.end,
            address: passage.address,
            snippet: passage.snippet,
        }))
    }

    fn line(
        &self,
        key: i64,
        about: &About,
        passage: Passage,
        width: u32,
    ) -> Result<Option<ConcordanceLine>, LibraryError> {
        let Some((text, address)) = self.block_text(key, passage.block)? else {
            return Ok(None);
        };
        // A place that goes on into the next block is shown to the end of its first.
        let end = match passage.end_block {
            Some(_) => char_len(&text),
            None => passage.end,
        };
        let from = passage.start.saturating_sub(width);
        let flat = |from, to| slice_chars(&text, from, to).replace(['\n', '\t'], " ");
        Ok(Some(ConcordanceLine {
            document: about.id.clone(),
            title: about.title.clone(),
            date: about.date.clone(),
            block: passage.block,
            start: passage.start,
            end,
            address,
            left: flat(from, passage.start),
            term: flat(passage.start, end),
            right: flat(end, end.saturating_add(width)),
        }))
    }
}

/// The keys under which a document counts; a joint document counts for each of its issuers.
fn keys(about: &About, by: TermGrouping) -> Vec<String> {
    let known = |value: &Option<String>| vec![value.clone().unwrap_or_default()];
    match by {
        TermGrouping::Year => {
            let year = about.date.as_deref().and_then(|date| date.get(..4));
            vec![year.unwrap_or_default().to_owned()]
        }
        TermGrouping::Kind => vec![about.kind.clone()],
        TermGrouping::Speaker => known(&about.speaker),
        TermGrouping::Issuer => {
            let issuers = about.issuer.as_deref().unwrap_or_default();
            issuers.split('、').map(str::to_owned).collect()
        }
    }
}

fn label(key: &str, by: TermGrouping) -> String {
    match by {
        _ if key.is_empty() => "未知".to_owned(),
        TermGrouping::Year => format!("{key}年"),
        TermGrouping::Kind => match Kind::from_name(key) {
            Some(kind) => kind.chinese().to_owned(),
            None => key.to_owned(),
        },
        TermGrouping::Speaker | TermGrouping::Issuer => key.to_owned(),
    }
}
