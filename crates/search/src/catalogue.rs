//! What each document is, in memory: the columns that filters, facets and sorting read.
//!
//! The library fills it from SQLite and keeps it true, so an edit of metadata never waits for the
//! index.

use std::collections::HashMap;

use serde::Serialize;
use yandu_document::Kind;

use crate::fold;

/// One document.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The library's number of the document.
    pub document: u64,
    /// 类型
    pub kind: Kind,
    /// 标题 as shown.
    pub title: String,
    /// Date as yyyymmdd; 0 = unknown.
    pub date: u32,
    /// 讲话人; empty = unknown.
    pub speaker: String,
    /// 发文机关; joint issuers joined by 、.
    pub issuer: String,
    /// 发文字号; empty = none.
    pub number: String,
    /// 场合; empty = unknown.
    pub occasion: String,
    /// 标签
    pub tags: Vec<String>,
    /// 专题 (collections)
    pub collections: Vec<String>,
    /// Chars of the folded text.
    pub chars: u32,
}

struct Row {
    entry: Entry,
    title: String,
    /// Speaker, issuer, number, occasion, folded.
    folded: [String; 4],
}

/// Counts of one facet, most frequent first.
pub type FacetCounts = Vec<FacetCount>;

/// How many documents of an answer have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Documents.
    pub count: u32,
}

/// The facets of an answer.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Facets {
    /// 类型
    pub kind: FacetCounts,
    /// 年份
    pub year: FacetCounts,
    /// 讲话人
    pub speaker: FacetCounts,
    /// 发文机关
    pub issuer: FacetCounts,
    /// 标签
    pub tag: FacetCounts,
}

/// A field whose folded value is matched by substring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Speaker,
    Issuer,
    Number,
    Occasion,
}

/// All documents that a search may answer with, in the order of their numbers.
#[derive(Default)]
pub struct Catalogue {
    rows: Vec<Row>,
    /// Document number -> ordinal + 1; 0 = not there.
    ordinals: Vec<u32>,
    total_chars: u64,
    speakers: Interned,
    issuers: Interned,
}

/// A column of values that repeat: each row's value by number, 0 = none.
#[derive(Default)]
struct Interned {
    names: Vec<String>,
    of_row: Vec<u32>,
}

impl Interned {
    fn push(&mut self, name: &str, seen: &mut HashMap<String, u32>) {
        let id = if name.is_empty() {
            0
        } else {
            *seen.entry(name.to_owned()).or_insert_with(|| {
                self.names.push(name.to_owned());
                self.names.len() as u32
            })
        };
        self.of_row.push(id);
    }
}

impl Catalogue {
    /// A catalogue of these documents.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|e| e.document);
        let last = entries.last().map_or(0, |e| e.document) as usize;
        let mut catalogue = Catalogue {
            ordinals: vec![0; last + 1],
            ..Catalogue::default()
        };
        let (mut speakers, mut issuers) = (HashMap::new(), HashMap::new());
        for entry in entries {
            catalogue.ordinals[entry.document as usize] = catalogue.rows.len() as u32 + 1;
            catalogue.total_chars += u64::from(entry.chars);
            catalogue.speakers.push(&entry.speaker, &mut speakers);
            catalogue.issuers.push(&entry.issuer, &mut issuers);
            let folded = [
                &entry.speaker,
                &entry.issuer,
                &entry.number,
                &entry.occasion,
            ]
            .map(|s| fold(s));
            catalogue.rows.push(Row {
                title: fold(&entry.title),
                folded,
                entry,
            });
        }
        catalogue
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True without documents.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The document at an ordinal.
    pub fn entry(&self, ordinal: u32) -> &Entry {
        &self.rows[ordinal as usize].entry
    }

    pub(crate) fn ordinal(&self, document: u64) -> Option<u32> {
        self.ordinals
            .get(usize::try_from(document).ok()?)?
            .checked_sub(1)
    }

    pub(crate) fn average_chars(&self) -> f32 {
        (self.total_chars as f32 / self.rows.len().max(1) as f32).max(1.0)
    }

    pub(crate) fn title_contains(&self, ordinal: u32, folded: &str) -> bool {
        self.rows[ordinal as usize].title.contains(folded)
    }

    pub(crate) fn column_contains(&self, ordinal: u32, column: Column, folded: &str) -> bool {
        self.rows[ordinal as usize].folded[column as usize].contains(folded)
    }

    /// The facets of the documents at these ordinals.
    pub(crate) fn facets(&self, ordinals: impl Iterator<Item = u32>) -> Facets {
        let mut kinds = [0_u32; Kind::ALL.len()];
        let mut years: HashMap<u32, u32> = HashMap::new();
        let mut tags: HashMap<&str, u32> = HashMap::new();
        let mut speakers = vec![0_u32; self.speakers.names.len() + 1];
        let mut issuers = vec![0_u32; self.issuers.names.len() + 1];
        for ordinal in ordinals {
            let at = ordinal as usize;
            let entry = &self.rows[at].entry;
            kinds[entry.kind as usize] += 1;
            speakers[self.speakers.of_row[at] as usize] += 1;
            issuers[self.issuers.of_row[at] as usize] += 1;
            if entry.date > 0 {
                *years.entry(entry.date / 10_000).or_default() += 1;
            }
            for tag in &entry.tags {
                *tags.entry(tag).or_default() += 1;
            }
        }
        let kind_counts = Kind::ALL
            .iter()
            .map(|k| (k.name().to_owned(), kinds[*k as usize]));
        let interned = |column: &Interned, counts: Vec<u32>| {
            sorted(
                column
                    .names
                    .iter()
                    .cloned()
                    .zip(counts.into_iter().skip(1))
                    .collect(),
            )
        };
        Facets {
            kind: sorted(kind_counts.collect()),
            year: sorted(years.into_iter().map(|(y, n)| (y.to_string(), n)).collect()),
            speaker: interned(&self.speakers, speakers),
            issuer: interned(&self.issuers, issuers),
            tag: sorted(tags.into_iter().map(|(t, n)| (t.to_owned(), n)).collect()),
        }
    }
}

/// Most frequent first, then by name; at most 50, as many as a list can show.
fn sorted(counts: Vec<(String, u32)>) -> FacetCounts {
    let present = counts.into_iter().filter(|(_, count)| *count > 0);
    let mut counts: FacetCounts = present
        .map(|(value, count)| FacetCount { value, count })
        .collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| b.value.cmp(&a.value)));
    counts.truncate(50);
    counts
}
