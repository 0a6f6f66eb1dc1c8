//! A search from parsed query to ranked, counted, located answer.

use std::collections::{HashMap, HashSet};

use crate::evaluate::{Address, Evaluator, Match};
use crate::{
    Catalogue, Facets, Filter, Pending, Query, SearchError, Segment, TextIndex, fold, fold_loose,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    pub near: Vec<Ranked>,
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
        let mut found = evaluator.run(&query)?;
        let documents = found.len() as u32;
        let hits = found.iter().map(|m| u64::from(m.hits)).sum();
        let facets = self.catalogue.facets(found.iter().map(|m| m.ordinal));
        let known: HashSet<u32> = match self.wants_near(request, found.len()) {
            true => found.iter().map(|m| m.ordinal).collect(),
            false => HashSet::new(),
        };
        let total = found.len();
        self.order(&mut found, request);
        let segments = request.query.segments();
        let page = self.rank(&evaluator, &found, &segments, request)?;
        let near = match self.wants_near(request, total) {
            true => self.near(&evaluator, request, &segments, &known)?,
            false => Vec::new(),
        };
        Ok(Outcome {
            documents,
            hits,
            facets,
            page,
            near,
        })
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
        let mut found = evaluator.run(&Query::Text(segment))?;
        let date = |m: &Match| self.catalogue.entry(m.ordinal).date.wrapping_sub(1);
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
            let document = self.catalogue.entry(m.ordinal).document;
            Standing {
                document,
                hits: m.hits,
                places: places.into_iter().map(whole).collect(),
            }
        });
        Ok(documents.collect())
    }

    fn evaluator<'b>(&'b self, searcher: &'b tantivy::Searcher) -> Evaluator<'b> {
        Evaluator {
            searcher,
            fields: self.index.fields,
            catalogue: self.catalogue,
            pending: self.pending,
            texts: self.texts,
        }
    }

    /// Near matches are for an empty answer, or asked for: they need the dictionary, for which an exact
    /// answer never waits.
    fn wants_near(&self, request: &Request, exact: usize) -> bool {
        let text: usize = request
            .query
            .segments()
            .iter()
            .map(|s| s.folded.chars().count())
            .sum();
        let literal = request.query.segments().iter().any(|s| s.literal);
        text > 1 && !literal && (request.near || exact == 0)
    }

    /// Sorts what is shown: the page's documents stand in order at the front.
    fn order(&self, found: &mut Vec<Match>, request: &Request) {
        let entry = |m: &Match| self.catalogue.entry(m.ordinal);
        let end = request
            .offset
            .saturating_add(request.limit)
            .min(found.len());
        match request.sort {
            Sort::Relevance => {
                let best = |a: &Match, b: &Match| {
                    b.score
                        .total_cmp(&a.score)
                        .then_with(|| entry(b).date.cmp(&entry(a).date))
                        .then(a.ordinal.cmp(&b.ordinal))
                };
                if end < found.len() && end > 0 {
                    found.select_nth_unstable_by(end - 1, best);
                    found.truncate(end);
                }
                found.sort_unstable_by(best);
            }
            Sort::Date => found.sort_by_key(|m| (std::cmp::Reverse(entry(m).date), m.ordinal)),
            // Day 0 is no day: it wraps round to the end.
            Sort::Oldest => found.sort_by_key(|m| (entry(m).date.wrapping_sub(1), m.ordinal)),
            Sort::Title => found.sort_by(|a, b| entry(a).about.title().cmp(entry(b).about.title())),
        }
    }

    fn rank(
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

    fn near(
        &self,
        evaluator: &Evaluator<'_>,
        request: &Request,
        segments: &[&Segment],
        known: &HashSet<u32>,
    ) -> Result<Vec<Ranked>, SearchError> {
        let folded: String = segments.iter().map(|s| s.folded.as_str()).collect();
        let conditions = conditions(&request.query, &request.filters);
        let allowed: Option<HashSet<u32>> = match conditions {
            Some(query) => Some(
                evaluator
                    .run(&query)?
                    .into_iter()
                    .map(|m| m.ordinal)
                    .collect(),
            ),
            None => None,
        };
        let allow = |ordinal: u32| allowed.as_ref().is_none_or(|a| a.contains(&ordinal));
        let limit = request.limit.max(1);
        let (found, mut words) = evaluator.near(&folded, limit, &allow, known)?;
        let found = self.loose_first(found, &folded)?;
        words.retain(|w| w.chars().count() >= 2);
        words.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
        words.dedup();
        let addresses: Vec<(u32, Address)> = found.iter().map(|m| (m.ordinal, m.address)).collect();
        let mut places: HashMap<u32, Vec<Place>> = HashMap::new();
        for word in words.iter().take(8) {
            for (ordinal, list) in evaluator.places(word, &addresses, 1)? {
                let to_place = |p: crate::locate::FoldedPlace| Place {
                    block: p.block,
                    offset: p.offset,
                    needle: word.clone(),
                    literal: None,
                };
                places
                    .entry(ordinal)
                    .or_default()
                    .extend(list.into_iter().map(to_place));
            }
        }
        let ranked = found.into_iter().map(|m| {
            let mut places = places.remove(&m.ordinal).unwrap_or_default();
            places.truncate(if request.hits == 0 { 3 } else { request.hits });
            Ranked {
                ordinal: m.ordinal,
                hits: 0,
                score: m.score,
                places,
            }
        });
        Ok(ranked.collect())
    }
}

impl Engine<'_> {
    /// Texts that hold the query but for clause marks (不忘初心、牢记使命) stand before the others.
    fn loose_first(&self, found: Vec<Match>, folded: &str) -> Result<Vec<Match>, SearchError> {
        let needle = fold_loose(folded);
        let (mut loose, mut others) = (Vec::new(), Vec::new());
        for m in found {
            let document = self.catalogue.entry(m.ordinal).document;
            let text = self.texts.original(document).map_err(SearchError::Text)?;
            let holds = fold_loose(&fold(&text)).contains(&needle);
            if holds { loose.push(m) } else { others.push(m) }
        }
        loose.append(&mut others);
        Ok(loose)
    }
}

fn with_filters(query: &Query, filters: &[Filter]) -> Query {
    if filters.is_empty() {
        return query.clone();
    }
    let mut parts = vec![query.clone()];
    parts.extend(filters.iter().cloned().map(Query::Filter));
    Query::And(parts)
}

/// The conditions on metadata of a query, for near matches.
fn conditions(query: &Query, filters: &[Filter]) -> Option<Query> {
    let mut parts: Vec<Query> = filters.iter().cloned().map(Query::Filter).collect();
    if let Query::And(inner) = query {
        parts.extend(
            inner
                .iter()
                .filter(|p| matches!(p, Query::Filter(_)))
                .cloned(),
        );
    }
    (!parts.is_empty()).then_some(Query::And(parts))
}
