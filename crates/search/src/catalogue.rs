//! What each document is, in memory: the columns that filters, facets and sorting read.
//!
//! The library fills it from SQLite and keeps it true, so an edit of metadata never waits for the
//! index.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use yandu_document::Kind;

use crate::fold;

/// What a document is; what is written beside it shares it.
#[derive(Debug)]
pub struct About {
    kind: Kind,
    title: String,
    speaker: String,
    issuer: String,
    collections: Vec<String>,
    /// Title, speaker, issuer, number, occasion, folded.
    folded: [String; 5],
}

/// The values of [`About::new`]; an empty text means unknown or none.
#[derive(Debug)]
pub struct Description {
    /// 类型
    pub kind: Kind,
    /// 标题 as shown.
    pub title: String,
    /// 讲话人
    pub speaker: String,
    /// 发文机关; joint issuers joined by 、.
    pub issuer: String,
    /// 发文字号
    pub number: String,
    /// 场合
    pub occasion: String,
    /// 专题 (collections)
    pub collections: Vec<String>,
}

impl About {
    /// With its values folded for filters.
    pub fn new(description: Description) -> Self {
        let d = description;
        About {
            folded: [&d.title, &d.speaker, &d.issuer, &d.number, &d.occasion].map(|s| fold(s)),
            kind: d.kind,
            title: d.title,
            speaker: d.speaker,
            issuer: d.issuer,
            collections: d.collections,
        }
    }

    /// 类型
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// 标题 as shown.
    pub fn title(&self) -> &str {
        &self.title
    }

    pub(crate) fn is_in(&self, collection: &str) -> bool {
        self.collections.iter().any(|c| c == collection)
    }
}

/// One text that can be found: a document, or something that is written beside one.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The library's number of the text.
    pub document: u64,
    /// Date as yyyymmdd; 0 = unknown.
    pub date: u32,
    /// 标签
    pub tags: Vec<String>,
    /// Chars of the folded text.
    pub chars: u32,
    /// What the document is, or the document that it is beside.
    pub about: Arc<About>,
}

struct Row {
    entry: Entry,
    speaker: u32,
    issuer: u32,
    alive: bool,
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
    Title,
    Speaker,
    Issuer,
    Number,
    Occasion,
}

/// All texts that a search may answer with.
#[derive(Default)]
pub struct Catalogue {
    rows: Vec<Row>,
    /// Document number -> ordinal + 1; 0 = not there.
    ordinals: Vec<u32>,
    alive: usize,
    total_chars: u64,
    speakers: Interned,
    issuers: Interned,
}

/// Values that repeat, by number from 1; 0 = none.
#[derive(Default)]
struct Interned {
    names: Vec<String>,
    seen: HashMap<String, u32>,
}

impl Interned {
    fn number(&mut self, name: &str) -> u32 {
        if name.is_empty() {
            return 0;
        }
        if let Some(known) = self.seen.get(name) {
            return *known;
        }
        self.names.push(name.to_owned());
        let number = self.names.len() as u32;
        self.seen.insert(name.to_owned(), number);
        number
    }
}

impl Catalogue {
    /// A catalogue of these texts.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|e| e.document);
        let mut catalogue = Catalogue::default();
        catalogue.rows.reserve(entries.len());
        entries.into_iter().for_each(|entry| catalogue.put(entry));
        catalogue
    }

    /// Adds a text, or puts it in place of the one with its number.
    pub fn put(&mut self, entry: Entry) {
        let document = entry.document as usize;
        self.remove(entry.document);
        if self.ordinals.len() <= document {
            self.ordinals.resize(document + 1, 0);
        }
        self.ordinals[document] = self.rows.len() as u32 + 1;
        self.total_chars += u64::from(entry.chars);
        self.alive += 1;
        self.rows.push(Row {
            speaker: self.speakers.number(&entry.about.speaker),
            issuer: self.issuers.number(&entry.about.issuer),
            alive: true,
            entry,
        });
    }

    /// Takes a text out; one that is not there is none.
    pub fn remove(&mut self, document: u64) {
        if let Some(ordinal) = self.ordinal(document) {
            let row = &mut self.rows[ordinal as usize];
            row.alive = false;
            self.ordinals[document as usize] = 0;
            self.alive -= 1;
            self.total_chars -= u64::from(row.entry.chars);
        }
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.alive
    }

    /// True without texts.
    pub fn is_empty(&self) -> bool {
        self.alive == 0
    }

    /// What the document with a number is.
    pub fn about(&self, document: u64) -> Option<Arc<About>> {
        Some(self.entry(self.ordinal(document)?).about.clone())
    }

    /// The text at an ordinal.
    pub fn entry(&self, ordinal: u32) -> &Entry {
        &self.rows[ordinal as usize].entry
    }

    /// The ordinals of all texts, ascending.
    pub(crate) fn all(&self) -> impl Iterator<Item = u32> {
        let alive = self.rows.iter().enumerate().filter(|(_, row)| row.alive);
        alive.map(|(ordinal, _)| ordinal as u32)
    }

    pub(crate) fn ordinal(&self, document: u64) -> Option<u32> {
        self.ordinals
            .get(usize::try_from(document).ok()?)?
            .checked_sub(1)
    }

    pub(crate) fn average_chars(&self) -> f32 {
        (self.total_chars as f32 / self.alive.max(1) as f32).max(1.0)
    }

    pub(crate) fn contains(&self, ordinal: u32, column: Column, folded: &str) -> bool {
        self.entry(ordinal).about.folded[column as usize].contains(folded)
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
            let row = &self.rows[at];
            let entry = &row.entry;
            kinds[entry.about.kind as usize] += 1;
            speakers[row.speaker as usize] += 1;
            issuers[row.issuer as usize] += 1;
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
