//! Why an answer is empty: the words stand nowhere, not together, or a condition leaves them out. And which
//! documents a date leaves out because they have none.
//!
//! It runs parts of the query again, so it is asked for empty answers and for conditions on dates only.

use serde::Serialize;

use crate::engine::{Engine, Request, with_filters};
use crate::evaluate::Evaluator;
use crate::{Filter, Query, SearchError, Tongue};

/// Why nothing was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// There is nothing to search.
    EmptyLibrary,
    /// These words stand in no text.
    Nowhere {
        /// As typed.
        words: Vec<String>,
    },
    /// Each of these stands somewhere, but no document has all of them.
    NotTogether {
        /// Each with the number of documents that have it.
        words: Vec<(String, u32)>,
    },
    /// Two words stand in the same documents, but farther apart.
    Apart {
        /// Documents that have both.
        documents: u32,
        /// The distance asked for, in characters.
        distance: u32,
    },
    /// The words stand there with other marks.
    OtherMarks {
        /// As typed.
        words: String,
        /// Documents that have them.
        documents: u32,
    },
    /// What was to be left out is in all of them.
    LeftOut {
        /// Documents that fulfil the rest.
        documents: u32,
    },
    /// The words stand there, but no such document fulfils the conditions.
    Conditions {
        /// Documents that have the words; `None` if no words were asked for.
        documents: Option<u32>,
        /// The conditions that nothing fulfils, in words.
        conditions: Vec<String>,
        /// The same in English.
        #[serde(skip)]
        english: Vec<String>,
    },
    /// No document at all fulfils a condition.
    NoSuchValue {
        /// The condition in words.
        condition: String,
        /// The same in English.
        #[serde(skip)]
        english: String,
    },
    /// The words stand in texts that were not looked through.
    Elsewhere {
        /// 笔记, 批注, 资料
        place: &'static str,
        /// Texts there that have them.
        texts: u32,
    },
}

/// Documents without a date that fulfil everything but a condition on dates.
#[derive(Debug, Clone, Default)]
pub struct Undated {
    /// How many.
    pub documents: u32,
    /// The library's numbers of the first of them.
    pub first: Vec<u64>,
}

/// Undated documents that are named.
const NAMED: usize = 3;

impl Reason {
    /// For people.
    pub fn chinese(&self) -> String {
        let quoted = |words: &[String]| -> String {
            words
                .iter()
                .map(|w| format!("“{w}”"))
                .collect::<Vec<_>>()
                .join("、")
        };
        match self {
            Reason::EmptyLibrary => "资料库还是空的".to_owned(),
            Reason::Nowhere { words } => format!("资料库中没有{}", quoted(words)),
            Reason::NotTogether { words } => {
                let counts = words.iter().map(|(w, n)| format!("{w} {n} 篇"));
                let counts: Vec<String> = counts.collect();
                format!("没有一篇同时含有这些词，分别见于：{}", counts.join("，"))
            }
            Reason::Apart {
                documents,
                distance,
            } => format!("有 {documents} 篇同时含有这两个词，但相距都超过 {distance} 字"),
            Reason::OtherMarks { words, documents } => {
                format!("有 {documents} 篇含有“{words}”这些字，但标点不同；去掉 = 即可找到")
            }
            Reason::LeftOut { documents } => {
                format!("有 {documents} 篇含有要找的词，但都含有要排除的词")
            }
            Reason::Conditions {
                documents: Some(documents),
                conditions,
                ..
            } => format!(
                "有 {documents} 篇含有这些文字，但都不符合条件（{}）",
                conditions.join("；")
            ),
            Reason::Conditions { conditions, .. } => {
                format!("没有同时符合这些条件的资料（{}）", conditions.join("；"))
            }
            Reason::NoSuchValue { condition, .. } => format!("没有符合“{condition}”的资料"),
            Reason::Elsewhere { place, texts } => {
                format!("{place}中有 {texts} 条含有这些文字，检索范围没有包括{place}")
            }
        }
    }

    /// For people who read English.
    pub fn english(&self) -> String {
        match self {
            Reason::EmptyLibrary => "the library is empty".to_owned(),
            Reason::Nowhere { words } => {
                format!("no text holds \"{}\"", words.join("\", \""))
            }
            Reason::NotTogether { words } => {
                let counts = words.iter().map(|(w, n)| format!("{w}: {n}"));
                let counts: Vec<String> = counts.collect();
                format!("no document holds all of these ({})", counts.join(", "))
            }
            Reason::Apart {
                documents,
                distance,
            } => {
                format!("{documents} documents hold both words, but farther apart than {distance}")
            }
            Reason::OtherMarks { documents, .. } => {
                format!("{documents} documents hold these words with other marks; drop the =")
            }
            Reason::LeftOut { documents } => {
                format!("{documents} documents hold the words, but also what was excluded")
            }
            Reason::Conditions {
                documents: Some(documents),
                english,
                ..
            } => format!(
                "{documents} documents hold the words, but none of them fulfils: {}",
                english.join("; ")
            ),
            Reason::Conditions { english, .. } => {
                format!("no document fulfils all of: {}", english.join("; "))
            }
            Reason::NoSuchValue { english, .. } => format!("no document has {english}"),
            Reason::Elsewhere { place, texts } => {
                let place = match *place {
                    "笔记" => "notes",
                    "批注" => "annotations",
                    _ => "documents",
                };
                format!("{texts} {place} hold the words, but {place} were not searched")
            }
        }
    }
}

impl Engine<'_> {
    /// Says why a request has no answer.
    ///
    /// # Errors
    /// What the index says.
    pub fn why_empty(&self, request: &Request) -> Result<Vec<Reason>, SearchError> {
        if self.catalogue.is_empty() {
            return Ok(vec![Reason::EmptyLibrary]);
        }
        let searcher = self.index.searcher();
        let evaluator = self.evaluator(&searcher);
        Parts::of(&with_filters(&request.query, &request.filters)).why(&evaluator)
    }

    /// The undated documents that a condition on dates leaves out; none without such a condition.
    ///
    /// # Errors
    /// What the index says.
    pub fn undated(&self, request: &Request) -> Result<Undated, SearchError> {
        let query = with_filters(&request.query, &request.filters);
        let Some(timeless) = without_dates(&query) else {
            return Ok(Undated::default());
        };
        let searcher = self.index.searcher();
        let evaluator = self.evaluator(&searcher);
        let mut found = evaluator.run(&timeless)?;
        found.retain(|m| self.catalogue.date(m.ordinal) == 0);
        // What another branch of an OR finds all the same is not left out.
        let dated: Vec<u32> = match found.is_empty() {
            true => Vec::new(),
            false => evaluator.run(&query)?.iter().map(|m| m.ordinal).collect(),
        };
        found.retain(|m| dated.binary_search(&m.ordinal).is_err());
        let first = found.iter().take(NAMED);
        Ok(Undated {
            documents: found.len() as u32,
            first: first.map(|m| self.catalogue.document(m.ordinal)).collect(),
        })
    }
}

/// The query with its conditions on dates fulfilled by all; `None` if it has none. Below NOT they stay: what has no date
/// is not of a date.
fn without_dates(query: &Query) -> Option<Query> {
    let each = |parts: &[Query]| {
        let without: Vec<Option<Query>> = parts.iter().map(without_dates).collect();
        let any = without.iter().any(Option::is_some);
        let kept = without.into_iter().zip(parts);
        any.then(|| kept.map(|(w, p)| w.unwrap_or_else(|| p.clone())).collect())
    };
    match query {
        Query::Filter(Filter::Date(..)) => Some(Query::All),
        Query::And(parts) => each(parts).map(Query::And),
        Query::Or(parts) => each(parts).map(Query::Or),
        _ => None,
    }
}

/// The conditions of a query by kind.
#[derive(Default)]
struct Parts {
    texts: Vec<Query>,
    excluded: Vec<Query>,
    conditions: Vec<Query>,
}

impl Parts {
    fn of(query: &Query) -> Parts {
        let mut parts = Parts::default();
        parts.add(query);
        parts
    }

    fn add(&mut self, query: &Query) {
        match query {
            Query::And(inner) => inner.iter().for_each(|part| self.add(part)),
            Query::All => {}
            Query::Not(_) => self.excluded.push(query.clone()),
            part if part.segments().is_empty() => self.conditions.push(part.clone()),
            part => self.texts.push(part.clone()),
        }
    }

    fn why(&self, evaluator: &Evaluator<'_>) -> Result<Vec<Reason>, SearchError> {
        let count = |parts: &[Query]| -> Result<u32, SearchError> {
            Ok(evaluator.run(&Query::And(parts.to_vec()))?.len() as u32)
        };
        let mut reasons = self.words(evaluator)?;
        for condition in &self.conditions {
            if count(std::slice::from_ref(condition))? == 0 {
                let said = |tongue| condition.reading(tongue).join("");
                reasons.push(Reason::NoSuchValue {
                    condition: said(Tongue::Chinese),
                    english: said(Tongue::English),
                });
            }
        }
        if !reasons.is_empty() {
            return Ok(reasons);
        }
        let with_words = count(&self.texts)?;
        if with_words == 0 {
            return Ok(vec![self.not_together(evaluator)?]);
        }
        let mut rest = [self.texts.clone(), self.excluded.clone()].concat();
        let left = count(&rest)?;
        if left == 0 {
            return Ok(vec![Reason::LeftOut {
                documents: with_words,
            }]);
        }
        let mut failing = Vec::new();
        for condition in &self.conditions {
            rest.push(condition.clone());
            if count(&rest)? == 0 {
                failing.push(condition.clone());
            }
            rest.pop();
        }
        if failing.is_empty() {
            failing = self.conditions.clone();
        }
        let said = |tongue| failing.iter().flat_map(|c| c.reading(tongue)).collect();
        Ok(vec![Reason::Conditions {
            documents: (!self.texts.is_empty()).then_some(left),
            conditions: said(Tongue::Chinese),
            english: said(Tongue::English),
        }])
    }

    /// What is wrong with single words.
    fn words(&self, evaluator: &Evaluator<'_>) -> Result<Vec<Reason>, SearchError> {
        let mut reasons = Vec::new();
        let mut nowhere = Vec::new();
        for part in &self.texts {
            if !evaluator.run(part)?.is_empty() {
                continue;
            }
            let mut missing = 0;
            for segment in part.segments() {
                let mut plain = segment.clone();
                plain.literal = false;
                let documents = evaluator.run(&Query::Text(plain))?.len() as u32;
                if documents == 0 {
                    nowhere.push(segment.raw.trim().to_owned());
                    missing += 1;
                } else if segment.literal {
                    reasons.push(Reason::OtherMarks {
                        words: segment.raw.trim().to_owned(),
                        documents,
                    });
                    missing += 1;
                }
            }
            if let (Query::Near(a, b, distance), 0) = (part, missing) {
                let both = Query::And(vec![Query::Text(a.clone()), Query::Text(b.clone())]);
                let documents = evaluator.run(&both)?.len() as u32;
                reasons.push(match documents {
                    0 => self.not_together(evaluator)?,
                    documents => Reason::Apart {
                        documents,
                        distance: *distance,
                    },
                });
            }
        }
        if !nowhere.is_empty() {
            reasons.insert(0, Reason::Nowhere { words: nowhere });
        }
        Ok(reasons)
    }

    fn not_together(&self, evaluator: &Evaluator<'_>) -> Result<Reason, SearchError> {
        let mut words = Vec::new();
        for segment in self.texts.iter().flat_map(Query::segments) {
            let documents = evaluator.run(&Query::Text(segment.clone()))?.len() as u32;
            words.push((segment.raw.trim().to_owned(), documents));
        }
        Ok(Reason::NotTogether { words })
    }
}
