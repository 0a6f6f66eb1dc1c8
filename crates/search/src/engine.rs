//! A search from parsed query to ranked, counted, located answer.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::evaluate::{Address, Evaluator, Match};
use crate::pending::positions;
use crate::scan::Scan;
use crate::{
    Catalogue, Facets, Filter, Letters, NearAnswer, Pending, Query, SearchError, Segment, TextIndex,
};

/// The library's texts, for literal searches.
pub trait Texts {
    /// The original text of a document, blocks joined by line breaks.
    ///
    /// # Errors
    /// A reason in the user's language.
    fn original(&self, document: u64) -> Result<String, String>;
}

/// The order of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first; undated last.
    Date,
    /// Oldest first; undated last.
    Oldest,
    /// By title.
    Title,
}

impl Sort {
    const ALL: [(Sort, &str); 4] = [
        (Sort::Relevance, "relevance"),
        (Sort::Date, "date"),
        (Sort::Oldest, "oldest"),
        (Sort::Title, "title"),
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        let found = Sort::ALL.iter().find(|(sort, _)| *sort == self);
        found.map_or("relevance", |(_, name)| name)
    }

    /// The order of a name on the wire.
    pub fn from_name(name: &str) -> Option<Sort> {
        let found = Sort::ALL.iter().find(|(_, known)| *known == name);
        found.map(|(sort, _)| *sort)
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request {
    /// The parsed query.
    pub query: Query,
    /// Filters beside it (chips).
    pub filters: Vec<Filter>,
    /// The order.
    pub sort: Sort,
    /// First document to show, from 0.
    pub offset: usize,
    /// Documents to show.
    pub limit: usize,
    /// Hits to show of each document; 0 = all.
    pub hits: usize,
    /// Near matches even where the exact answer is long.
    pub near: bool,
    /// What letters that stand nowhere may be the pinyin of.
    pub letters: Letters,
}

/// A hit in a document: what stands there, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Block index.
    pub block: u32,
    /// Folded chars before it in that block.
    pub offset: u32,
    /// The folded text that stands there.
    pub needle: String,
    /// The text as typed, if its marks must stand there too.
    pub literal: Option<String>,
}

/// One document of an answer.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// Its ordinal in the catalogue.
    pub ordinal: u32,
    /// All hits in it.
    pub hits: u32,
    /// Score, for comparison within one answer.
    pub score: f32,
    /// The first hits, in the order of the text.
    pub places: Vec<Place>,
}

/// An answer.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Documents that hold it, exactly counted.
    pub documents: u32,
    /// Hits in them.
    pub hits: u64,
    /// Facets of all of them.
    pub facets: Facets,
    /// Those to show.
    pub page: Vec<Ranked>,
    /// Near matches; never among the exact ones.
    pub near: NearAnswer,
}

/// A document in which a text stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The library's number of it.
    pub document: u64,
    /// How often it stands there.
    pub hits: u32,
    /// The first places, in the order of the text.
    pub places: Vec<Place>,
}

/// What a search runs on.
pub struct Engine<'a> {
    /// The committed texts.
    pub index: &'a TextIndex,
    /// What the documents are.
    pub catalogue: &'a Catalogue,
    /// The texts that are not committed yet.
    pub pending: &'a Pending,
    /// The originals.
    pub texts: &'a dyn Texts,
}

impl Engine<'_> {
    /// Runs a search.
    ///
    /// # Errors
    /// [`SearchError`]; an empty answer is none.
    pub fn search(&self, request: &Request) -> Result<Outcome, SearchError> {
        let searcher = self.index.searcher();
        let evaluator = self.evaluator(&searcher);
        let query = with_filters(&request.query, &request.filters);
        let found = evaluator.run_in_any_order(&query)?;
        let hits = found.iter().map(|m| u64::from(m.hits)).sum();
        let segments = request.query.segments();
        let page = self.rank(&evaluator, &self.first(&found, request), &segments, request)?;
        let near = match self.wants_near(request, found.len()) {
            true => {
                let exact = found.iter().map(|m| m.ordinal).collect();
                self.near(&evaluator, request, &exact)?
            }
            false => NearAnswer::default(),
        };
        Ok(Outcome {
            documents: found.len() as u32,
            hits,
            facets: self.catalogue.facets(&found, |m| m.ordinal),
            page,
            near,
        })
    }

    /// Does a folded text stand in a document? Ends at the first that has it.
    ///
    /// # Errors
    /// What the index says.
    pub fn holds(&self, folded: &str) -> Result<bool, SearchError> {
        let scan = Scan {
            fields: self.index.fields,
            catalogue: self.catalogue,
            pending: self.pending,
        };
        let waits = self.pending.texts().any(|text| {
            self.catalogue.ordinal(text.document).is_some()
                && !positions(text, folded, 1).is_empty()
        });
        Ok(waits || scan.holds(self.index.searcher().segment_readers(), folded)?)
    }

    /// Where a folded text stands, the oldest documents first, with the first `hits` places of each. No ranking, no facets, no near matches: for whoever asks many times.
    ///
    /// # Errors
    /// [`SearchError`]; an empty answer is none.
    pub fn stands_in(
        &self,
        folded: &str,
        documents: usize,
        hits: usize,
    ) -> Result<Vec<Standing>, SearchError> {
        let segment = Segment {
            raw: folded.to_owned(),
            folded: folded.to_owned(),
            literal: false,
        };
        let searcher = self.index.searcher();
        let evaluator = self.evaluator(&searcher);
        let mut found = evaluator.run_in_any_order(&Query::Text(segment))?;
        let date = |m: &Match| self.catalogue.date(m.ordinal).wrapping_sub(1);
        found.sort_by_key(|m| (date(m), m.ordinal));
        found.truncate(documents);
        let at: Vec<_> = found.iter().map(|m| (m.ordinal, m.address)).collect();
        let mut places = evaluator.places(folded, &at, hits)?;
        let whole = |place: crate::locate::FoldedPlace| Place {
            block: place.block,
            offset: place.offset,
            needle: folded.to_owned(),
            literal: None,
        };
        let documents = found.iter().map(|m| {
            let places = places.remove(&m.ordinal).unwrap_or_default();
            let document = self.catalogue.document(m.ordinal);
            Standing {
                document,
                hits: m.hits,
                places: places.into_iter().map(whole).collect(),
            }
        });
        Ok(documents.collect())
    }

    pub(crate) fn evaluator<'b>(&'b self, searcher: &'b tantivy::Searcher) -> Evaluator<'b> {
        Evaluator {
            searcher,
            fields: self.index.fields,
            catalogue: self.catalogue,
            pending: self.pending,
            texts: self.texts,
        }
    }

    /// The first documents in the order that is asked for, up to the end of the page.
    fn first(&self, found: &[Match], request: &Request) -> Vec<Match> {
        let date = |m: &Match| self.catalogue.date(m.ordinal);
        let title = |m: &Match| self.catalogue.title(m.ordinal);
        let end = request.offset.saturating_add(request.limit);
        let order = |a: &Match, b: &Match| {
            let order = match request.sort {
                Sort::Relevance => b
                    .score
                    .total_cmp(&a.score)
                    .then_with(|| date(b).cmp(&date(a))),
                Sort::Date => date(b).cmp(&date(a)),
                // Day 0 is no day: it wraps round to the end.
                Sort::Oldest => date(a).wrapping_sub(1).cmp(&date(b).wrapping_sub(1)),
                Sort::Title => title(a).cmp(title(b)),
            };
            order.then(a.ordinal.cmp(&b.ordinal))
        };
        first_by(found, end, order)
    }

    pub(crate) fn rank(
        &self,
        evaluator: &Evaluator<'_>,
        found: &[Match],
        segments: &[&Segment],
        request: &Request,
    ) -> Result<Vec<Ranked>, SearchError> {
        let shown: Vec<&Match> = found
            .iter()
            .skip(request.offset)
            .take(request.limit)
            .collect();
        let addresses: Vec<(u32, Address)> = shown.iter().map(|m| (m.ordinal, m.address)).collect();
        let limit = if request.hits == 0 {
            usize::MAX
        } else {
            request.hits
        };
        let mut places: HashMap<u32, Vec<Place>> = HashMap::new();
        for segment in segments {
            // A literal hit is told from the others only by the original: look at all.
            let wanted = if segment.literal { usize::MAX } else { limit };
            for (ordinal, list) in evaluator.places(&segment.folded, &addresses, wanted)? {
                let literal = segment.literal.then(|| segment.raw.clone());
                places
                    .entry(ordinal)
                    .or_default()
                    .extend(list.into_iter().map(|p| Place {
                        block: p.block,
                        offset: p.offset,
                        needle: segment.folded.clone(),
                        literal: literal.clone(),
                    }));
            }
        }
        let literal = segments.iter().any(|s| s.literal);
        Ok(shown
            .into_iter()
            .map(|m| {
                let mut places = places.remove(&m.ordinal).unwrap_or_default();
                places.sort();
                if !literal {
                    places.truncate(limit);
                }
                Ranked {
                    ordinal: m.ordinal,
                    hits: m.hits,
                    score: m.score,
                    places,
                }
            })
            .collect())
    }
}

pub(crate) fn with_filters(query: &Query, filters: &[Filter]) -> Query {
    if filters.is_empty() {
        return query.clone();
    }
    let mut parts = vec![query.clone()];
    parts.extend(filters.iter().cloned().map(Query::Filter));
    Query::And(parts)
}

/// The first `end` of many, in order: whatever stands behind the last of those known is passed over.
fn first_by(found: &[Match], end: usize, order: impl Fn(&Match, &Match) -> Ordering) -> Vec<Match> {
    let room = end.saturating_mul(4).max(256);
    let mut first: Vec<Match> = Vec::with_capacity(room.min(found.len()));
    let mut last: Option<Match> = None;
    for m in found {
        if last.is_some_and(|last| order(m, &last) == Ordering::Greater) {
            continue;
        }
        first.push(*m);
        if first.len() == room && end > 0 {
            first.select_nth_unstable_by(end - 1, &order);
            first.truncate(end);
            last = first.last().copied();
        }
    }
    first.sort_unstable_by(&order);
    first.truncate(end);
    first
}
