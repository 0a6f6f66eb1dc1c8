//! Similar documents: those that share the telling words of one (after tantivy's MoreLikeThis, on the word
//! field, which stores no text).

use std::collections::{HashMap, HashSet};

use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query as TantivyQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::engine::Engine;
use crate::evaluate::{Address, Evaluator};
use crate::index::DOCUMENT;
use crate::words::words;
use crate::{SearchError, fold};

/// Telling words of a document that are looked for.
const WORDS: usize = 40;

/// Words that are named as shared.
const NAMED: usize = 6;

/// A document that speaks of the same things.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    /// The library's number of it.
    pub document: u64,
    /// Likeness: the score in relation to that of the document itself, 0 to 1.
    pub likeness: f32,
    /// Telling words that both have.
    pub words: Vec<String>,
}

impl Engine<'_> {
    /// The documents most like one, best first; needs the dictionary.
    ///
    /// # Errors
    /// [`SearchError`]; no answer is none.
    pub fn similar(&self, document: u64, limit: usize) -> Result<Vec<Similar>, SearchError> {
        let text = self.texts.original(document).map_err(SearchError::Text)?;
        let searcher = self.index.searcher();
        let evaluator = self.evaluator(&searcher);
        let telling = evaluator.telling_words(&fold(&text))?;
        let mut found = evaluator.sharing(&telling, limit + 1)?;
        let own = found
            .iter()
            .find(|f| f.document == document)
            .map(|f| f.score);
        let best = own
            .or_else(|| found.first().map(|f| f.score))
            .unwrap_or(1.0);
        found.retain(|f| f.document != document);
        found.truncate(limit);
        let addresses: Vec<(u32, Address)> = found.iter().map(|f| (f.ordinal, f.address)).collect();
        let mut shared: HashMap<u32, Vec<String>> = HashMap::new();
        for (word, _) in &telling {
            for (ordinal, places) in evaluator.places(word, &addresses, 1)? {
                let words = shared.entry(ordinal).or_default();
                if !places.is_empty() && words.len() < NAMED {
                    words.push(word.clone());
                }
            }
        }
        let similar = found.into_iter().map(|f| Similar {
            document: f.document,
            likeness: (f.score / best.max(f32::MIN_POSITIVE)).min(1.0),
            words: shared.remove(&f.ordinal).unwrap_or_default(),
        });
        Ok(similar.collect())
    }
}

struct Sharing {
    ordinal: u32,
    document: u64,
    score: f32,
    address: Address,
}

impl Evaluator<'_> {
    /// The words of a text that tell most of it (frequent here, rare elsewhere), with their weights.
    fn telling_words(&self, folded: &str) -> Result<Vec<(String, f32)>, SearchError> {
        let mut counts: HashMap<String, u32> = HashMap::new();
        for word in words(folded) {
            if word.chars().nth(1).is_some() && !word.chars().all(|c| c.is_ascii_digit()) {
                *counts.entry(word).or_default() += 1;
            }
        }
        let all = self.searcher.num_docs() as f32;
        let mut weighed = Vec::with_capacity(counts.len());
        for (word, count) in counts {
            let term = Term::from_field_text(self.fields.words, &word);
            let with = self.searcher.doc_freq(&term)? as f32;
            // A word that nothing else has finds nothing.
            if with >= 2.0 {
                let rare = (1.0 + all / with).ln();
                weighed.push((word, (count as f32).sqrt() * rare));
            }
        }
        weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        weighed.truncate(WORDS);
        Ok(weighed)
    }

    fn sharing(
        &self,
        telling: &[(String, f32)],
        limit: usize,
    ) -> Result<Vec<Sharing>, SearchError> {
        let clause = |(word, weight): &(String, f32)| -> (Occur, Box<dyn TantivyQuery>) {
            let term = Term::from_field_text(self.fields.words, word);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            (
                Occur::Should,
                Box::new(BoostQuery::new(Box::new(query), *weight)),
            )
        };
        let query = BooleanQuery::new(telling.iter().map(clause).collect());
        let top = TopDocs::with_limit(limit * 4).order_by_score();
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        for (score, address) in self.searcher.search(&query, &top)? {
            let reader = self.searcher.segment_reader(address.segment_ord);
            let document = reader.fast_fields().u64(DOCUMENT)?.first(address.doc_id);
            let known = document.and_then(|d| Some((d, self.catalogue.ordinal(d)?)));
            if let Some((document, ordinal)) = known
                && seen.insert(ordinal)
            {
                found.push(Sharing {
                    ordinal,
                    document,
                    score,
                    address: Address {
                        segment: address.segment_ord,
                        doc: address.doc_id,
                    },
                });
            }
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }
}
