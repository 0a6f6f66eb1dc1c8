//! Near matches: what could have been meant, and texts that speak of the same things. Marked as such,
//! never mixed into the exact answer.
//!
//! First the corrections of what was typed, then texts that hold its words apart, then what is related
//! (BM25). Long passages with a few changed characters are the library's: they need the texts.

mod corrections;
mod grams;
mod homophones;
mod pinyin;
mod related;

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::engine::{Engine, Place, Ranked, Request};
use crate::evaluate::{Address, Evaluator, Match};
use crate::{Filter, Letters, Query, SearchError, Segment};

/// Exact documents from which on a question needs no related ones.
const ENOUGH: usize = 10;

/// Corrections that are offered as queries.
const OFFERED: usize = 3;

/// Words up to which texts that hold all of them come first; of a sentence the weights of its words tell more.
const MOST_WORDS: usize = 4;

/// Words that make a question.
const QUESTIONS: [&str; 12] = [
    "什么", "怎么", "怎样", "如何", "为何", "哪些", "哪个", "谁", "多少", "是否", "吗", "几",
];

/// How a near match differs from what was typed; the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nearness {
    /// 拼音: what was typed are letters of it.
    Pinyin,
    /// 标点不同: by marks between clauses only.
    Marks,
    /// 同音字: by characters that are read alike.
    Homophone,
    /// 字序不同: two neighbours have changed places.
    Swapped,
    /// 错字: one character.
    Wrong,
    /// 漏字: what was typed lacks a character.
    Missing,
    /// 多字: what was typed has one too many.
    Extra,
    /// 首尾字不同: the first or the last character.
    End,
    /// 个别字不同: a long passage with a few changed characters.
    Passage,
    /// 分散出现: all its words, not together.
    Scattered,
    /// 相关: speaks of the same things.
    Related,
}

impl Nearness {
    /// For people.
    pub fn chinese(self) -> &'static str {
        match self {
            Nearness::Pinyin => "拼音",
            Nearness::Marks => "标点不同",
            Nearness::Homophone => "同音字",
            Nearness::Swapped => "字序不同",
            Nearness::Wrong => "错字",
            Nearness::Missing => "漏字",
            Nearness::Extra => "多字",
            Nearness::End => "首尾字不同",
            Nearness::Passage => "个别字不同",
            Nearness::Scattered => "分散出现",
            Nearness::Related => "相关",
        }
    }

    /// For people who read English.
    pub fn english(self) -> &'static str {
        match self {
            Nearness::Pinyin => "pinyin",
            Nearness::Marks => "other marks",
            Nearness::Homophone => "sounds alike",
            Nearness::Swapped => "characters swapped",
            Nearness::Wrong => "one character differs",
            Nearness::Missing => "a character is missing",
            Nearness::Extra => "a character too many",
            Nearness::End => "differs at an end",
            Nearness::Passage => "a few characters differ",
            Nearness::Scattered => "all words, apart",
            Nearness::Related => "related",
        }
    }
}

/// A text that stands in the library and could have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Correction {
    /// Folded.
    pub text: String,
    /// How it differs from what was typed.
    pub nearness: Nearness,
}

/// A near match.
#[derive(Debug, Clone)]
pub struct Near {
    /// The document with its places.
    pub ranked: Ranked,
    /// How it differs.
    pub nearness: Nearness,
    /// What was typed and what stands there, folded, where the difference can be shown.
    pub correction: Option<(String, String)>,
}

/// The near matches of a query.
#[derive(Debug, Clone, Default)]
pub struct NearAnswer {
    /// The nearest first.
    pub matches: Vec<Near>,
    /// What could have been meant, as texts to search for.
    pub suggestions: Vec<String>,
}

impl Engine<'_> {
    /// Near matches are for an empty answer, for a question with a short one, or asked for: related
    /// texts need the dictionary, for which an exact answer never waits.
    pub(crate) fn wants_near(&self, request: &Request, exact: usize) -> bool {
        let segments = request.query.segments();
        let text: usize = segments.iter().map(|s| s.folded.chars().count()).sum();
        let literal = segments.iter().any(|s| s.literal);
        let asks = exact < ENOUGH && segments.iter().any(|s| is_question(&s.folded));
        text > 1 && !literal && (request.near || exact == 0 || asks)
    }

    /// The near matches of a request, without the documents that hold it exactly.
    pub(crate) fn near(
        &self,
        evaluator: &Evaluator<'_>,
        request: &Request,
        exact: &HashSet<u32>,
    ) -> Result<NearAnswer, SearchError> {
        let mut seen = exact.clone();
        let limit = request.limit.max(1);
        let mut answer = self.corrected(evaluator, request, &mut seen)?;
        if answer.matches.len() < limit {
            answer
                .matches
                .extend(self.scattered(evaluator, request, &mut seen)?);
        }
        if answer.matches.len() < limit {
            let wanted = limit - answer.matches.len();
            answer
                .matches
                .extend(self.related(evaluator, request, wanted, &seen)?);
        }
        answer.matches.truncate(limit);
        Ok(answer)
    }

    /// What the corrections of the segment that nothing holds lead to; of each kind one document of
    /// each correction, then the next of each.
    fn corrected(
        &self,
        evaluator: &Evaluator<'_>,
        request: &Request,
        seen: &mut HashSet<u32>,
    ) -> Result<NearAnswer, SearchError> {
        let mut answer = NearAnswer::default();
        let Some(segment) = self.doubtful(evaluator, request)? else {
            return Ok(answer);
        };
        let mut ran = Vec::new();
        let mut corrections = corrections::corrections(evaluator, &segment.folded)?;
        if request.letters == Letters::Pinyin {
            corrections.extend(pinyin::corrections(self.catalogue, &segment.folded));
        }
        for correction in corrections {
            let query = replaced(&request.query, &segment, &correction.text);
            let mut found =
                evaluator.run(&crate::engine::with_filters(&query, &request.filters))?;
            found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.ordinal.cmp(&b.ordinal)));
            if !found.is_empty() {
                ran.push((correction, query, found));
            }
        }
        ran.sort_by_key(|(c, _, found)| (c.nearness, std::cmp::Reverse(found.len())));
        answer.suggestions = ran
            .iter()
            .take(OFFERED)
            .map(|(c, ..)| c.text.clone())
            .collect();
        for kind in ran.chunk_by(|a, b| a.0.nearness == b.0.nearness) {
            let most = kind
                .iter()
                .map(|(_, _, found)| found.len())
                .max()
                .unwrap_or(0);
            for n in 0..most.min(request.limit) {
                for (correction, query, found) in kind {
                    let Some(m) = found.get(n).filter(|m| seen.insert(m.ordinal)) else {
                        continue;
                    };
                    let ranked = self.rank(evaluator, &[*m], &query.segments(), &first(request))?;
                    answer.matches.extend(ranked.into_iter().map(|ranked| Near {
                        ranked,
                        nearness: correction.nearness,
                        correction: Some((segment.folded.clone(), correction.text.clone())),
                    }));
                    if answer.matches.len() >= request.limit {
                        return Ok(answer);
                    }
                }
            }
        }
        Ok(answer)
    }

    /// The segment to be corrected: the first that stands nowhere, or the only one.
    fn doubtful(
        &self,
        evaluator: &Evaluator<'_>,
        request: &Request,
    ) -> Result<Option<Segment>, SearchError> {
        let segments = request.query.segments();
        for segment in &segments {
            let stands = match segment.literal {
                true => !evaluator.run(&Query::Text((*segment).clone()))?.is_empty(),
                false => self.holds(&segment.folded)?,
            };
            if !stands {
                return Ok(Some((*segment).clone()));
            }
        }
        Ok((segments.len() == 1).then(|| segments[0].clone()))
    }

    /// Documents that hold all words of a short query, wherever.
    fn scattered(
        &self,
        evaluator: &Evaluator<'_>,
        request: &Request,
        seen: &mut HashSet<u32>,
    ) -> Result<Vec<Near>, SearchError> {
        let typed = typed(request);
        if is_question(&typed) {
            return Ok(Vec::new());
        }
        let mut words = related::query_words(&typed);
        words.retain(|w| w.chars().count() > 1);
        words.dedup();
        if !(2..=MOST_WORDS).contains(&words.len()) {
            return Ok(Vec::new());
        }
        let text = |word: &String| {
            Query::Text(Segment {
                raw: word.clone(),
                folded: word.clone(),
                literal: false,
            })
        };
        let all = Query::And(words.iter().map(text).collect());
        let narrowed = match conditions(&request.query, &request.filters) {
            Some(conditions) => Query::And(vec![all.clone(), conditions]),
            None => all.clone(),
        };
        let mut found = evaluator.run(&narrowed)?;
        found.retain(|m| !seen.contains(&m.ordinal));
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.ordinal.cmp(&b.ordinal)));
        found.truncate(request.limit);
        seen.extend(found.iter().map(|m| m.ordinal));
        let ranked = self.rank(evaluator, &found, &all.segments(), &first(request))?;
        Ok(ranked
            .into_iter()
            .map(|r| of(r, Nearness::Scattered))
            .collect())
    }

    /// Documents that speak of the same things.
    fn related(
        &self,
        evaluator: &Evaluator<'_>,
        request: &Request,
        limit: usize,
        seen: &HashSet<u32>,
    ) -> Result<Vec<Near>, SearchError> {
        let allowed: Option<HashSet<u32>> = match conditions(&request.query, &request.filters) {
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
        let (found, mut words) = evaluator.related(&typed(request), limit, &allow, seen)?;
        words.retain(|w| w.chars().count() >= 2);
        words.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
        words.dedup();
        let mut places = word_places(evaluator, &words, &found)?;
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
        Ok(ranked.map(|r| of(r, Nearness::Related)).collect())
    }
}

/// The first place of each of the longest words in each document.
fn word_places(
    evaluator: &Evaluator<'_>,
    words: &[String],
    found: &[Match],
) -> Result<HashMap<u32, Vec<Place>>, SearchError> {
    let addresses: Vec<(u32, Address)> = found.iter().map(|m| (m.ordinal, m.address)).collect();
    let mut places: HashMap<u32, Vec<Place>> = HashMap::new();
    for word in words.iter().take(8) {
        for (ordinal, list) in evaluator.places(word, &addresses, 1)? {
            let place = |p: crate::locate::FoldedPlace| Place {
                block: p.block,
                offset: p.offset,
                needle: word.clone(),
                literal: None,
                lettered: None,
            };
            let known = places.entry(ordinal).or_default();
            known.extend(list.into_iter().map(place));
        }
    }
    Ok(places)
}

fn of(ranked: Ranked, nearness: Nearness) -> Near {
    Near {
        ranked,
        nearness,
        correction: None,
    }
}

/// All that was typed, folded.
fn typed(request: &Request) -> String {
    let segments = request.query.segments();
    segments.iter().map(|s| s.folded.as_str()).collect()
}

/// The request for what is given, from the first on.
fn first(request: &Request) -> Request {
    Request {
        offset: 0,
        ..request.clone()
    }
}

/// A query with another text in place of a segment's.
fn replaced(query: &Query, segment: &Segment, text: &str) -> Query {
    let all = |parts: &[Query]| parts.iter().map(|p| replaced(p, segment, text)).collect();
    let swap = |s: &Segment| match s == segment {
        true => Segment {
            raw: text.to_owned(),
            folded: text.to_owned(),
            literal: false,
        },
        false => s.clone(),
    };
    match query {
        Query::Text(s) => Query::Text(swap(s)),
        Query::Near(a, b, distance) => Query::Near(swap(a), swap(b), *distance),
        Query::And(parts) => Query::And(all(parts)),
        Query::Or(parts) => Query::Or(all(parts)),
        other => other.clone(),
    }
}

/// The conditions on metadata of a query.
fn conditions(query: &Query, filters: &[Filter]) -> Option<Query> {
    let mut parts: Vec<Query> = filters.iter().cloned().map(Query::Filter).collect();
    if let Query::And(inner) = query {
        let own = inner.iter().filter(|p| matches!(p, Query::Filter(_)));
        parts.extend(own.cloned());
    }
    (!parts.is_empty()).then_some(Query::And(parts))
}

/// True if a text asks something.
pub fn is_question(folded: &str) -> bool {
    folded.chars().nth(5).is_some() && QUESTIONS.iter().any(|word| folded.contains(word))
}
