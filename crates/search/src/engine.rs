//! A search from parsed query to ranked, counted, located answer.

use std::collections::HashMap;

use crate::evaluate::{Address, Evaluator, Match};
use crate::pending::positions;
use crate::summary::Summary;
use crate::{
    Borders, Catalogue, Facets, Filter, Letters, NearAnswer, Pending, Query, SearchError, Segment,
    TextIndex,
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
    /// The text as typed, if it has words of an alphabet, whose borders must stand there too.
    pub lettered: Option<String>,
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
        let parts = evaluator.parts(&query)?;
        let documents = parts.iter().map(Vec::len).sum();
        let all = Summary::of(self.catalogue, &parts, request);
        let segments = request.query.segments();
        let page = self.rank(&evaluator, &all.first, &segments, request)?;
        let near = match self.wants_near(request, documents) {
            true => {
                let exact = parts.iter().flatten().map(|m| m.ordinal).collect();
                self.near(&evaluator, request, &exact)?
            }
            false => NearAnswer::default(),
        };
        Ok(Outcome {
            documents: documents as u32,
            hits: all.hits,
            facets: all.facets,
            page,
            near,
        })
    }

    /// Number of documents that fulfil a request.
    ///
    /// # Errors
    /// What the index says.
    pub fn count(&self, request: &Request) -> Result<u32, SearchError> {
        let searcher = self.index.searcher();
        let query = with_filters(&request.query, &request.filters);
        let parts = self.evaluator(&searcher).parts(&query)?;
        Ok(parts.iter().map(Vec::len).sum::<usize>() as u32)
    }

    /// Does a folded text stand in a document? Ends at the first that has it.
    ///
    /// # Errors
    /// What the index says.
    pub fn holds(&self, folded: &str) -> Result<bool, SearchError> {
        let waits = self.pending.texts().any(|text| {
            self.catalogue.ordinal(text.document).is_some()
                && !positions(text, folded, 1).is_empty()
        });
        let searcher = self.index.searcher();
        let evaluator = self.evaluator(&searcher);
        Ok(waits || evaluator.scan().holds(searcher.segment_readers(), folded)?)
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
        let searcher = self.index.searcher();
        let evaluator = self.evaluator(&searcher);
        let mut found = evaluator.substring(folded)?.concat();
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
            lettered: None,
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
        let mut checks = false;
        for segment in segments {
            let lettered = Borders::of(&segment.raw).map(|_| segment.raw.clone());
            // Such a hit is told from the others only by the original: look at all.
            let checked = segment.literal || lettered.is_some();
            let wanted = if checked { usize::MAX } else { limit };
            checks |= checked;
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
                        lettered: lettered.clone(),
                    }));
            }
        }
        Ok(shown
            .into_iter()
            .map(|m| {
                let mut places = places.remove(&m.ordinal).unwrap_or_default();
                places.sort();
                if !checks {
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
