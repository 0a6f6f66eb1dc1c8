//! Related documents: they speak of the same things in other words.

use std::collections::HashSet;

use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{
    BooleanQuery, BoostQuery, Occur, PhraseQuery, Query as TantivyQuery, TermQuery,
};
use tantivy::schema::IndexRecordOption;

use crate::SearchError;
use crate::cover::covering_grams;
use crate::evaluate::{Address, Evaluator, Match};
use crate::index::DOCUMENT;
use crate::words::{is_added, words};

/// Words that every question has.
const STOP_WORDS: &str = "的 了 是 在 和 与 及 或 有 为 对 于 从 到 被 把 吗 呢 吧 什么 哪 哪些 哪个 谁 怎么 怎样 如何 多少 几 为什么 请问 是否 一个 这个 那个 我们 你们 他们";

/// Weights of the measured ranking: words 1, bigrams 0.5, words of the title 0.5.
const GRAM_BOOST: f32 = 0.5;
const TITLE_BOOST: f32 = 0.5;

/// Related documents that are asked for at most.
const MOST: usize = 1000;

impl Evaluator<'_> {
    /// The `limit` documents nearest to `folded`, without those in `known`; best first.
    pub(crate) fn related(
        &self,
        folded: &str,
        limit: usize,
        allowed: &dyn Fn(u32) -> bool,
        known: &HashSet<u32>,
    ) -> Result<(Vec<Match>, Vec<String>), SearchError> {
        let words = query_words(folded);
        let query = self.query(folded, &words);
        // Trashed and filtered documents are still in the index: ask for more than is shown.
        let wanted = (limit.min(MOST) + known.len()).max(10) * 4;
        let top = self
            .searcher
            .search(&query, &TopDocs::with_limit(wanted).order_by_score())?;
        let mut found = Vec::new();
        for (score, address) in top {
            let reader = self.searcher.segment_reader(address.segment_ord);
            let document = reader.fast_fields().u64(DOCUMENT)?.first(address.doc_id);
            let Some(ordinal) = document.and_then(|d| self.catalogue.ordinal(d)) else {
                continue;
            };
            if known.contains(&ordinal) || !allowed(ordinal) {
                continue;
            }
            let address = Address {
                segment: address.segment_ord,
                doc: address.doc_id,
            };
            found.push(Match {
                ordinal,
                hits: 0,
                score,
                address,
            });
            if found.len() == limit {
                break;
            }
        }
        Ok((found, words))
    }

    fn query(&self, folded: &str, words: &[String]) -> BooleanQuery {
        let mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)> = Vec::new();
        let mut add = |field, text: &str, boost: f32| {
            let term = TermQuery::new(
                Term::from_field_text(field, text),
                IndexRecordOption::WithFreqs,
            );
            clauses.push((
                Occur::Should,
                Box::new(BoostQuery::new(Box::new(term), boost)),
            ));
        };
        let (added, known): (Vec<&String>, Vec<&String>) = words.iter().partition(|w| is_added(w));
        for word in known {
            add(self.fields.words, word, 1.0);
            add(self.fields.title, word, TITLE_BOOST);
        }
        let chars: Vec<char> = folded.chars().collect();
        for pair in chars.windows(2) {
            add(
                self.fields.grams,
                &pair.iter().collect::<String>(),
                GRAM_BOOST,
            );
        }
        // Texts were cut before the word was added: the bigrams know where it stands all the same.
        let stretches = added.into_iter().filter_map(|word| self.stretch(word));
        clauses.extend(stretches.map(|query| (Occur::Should, query)));
        BooleanQuery::new(clauses)
    }
}

impl Evaluator<'_> {
    /// A word by its bigrams, weighted like a word.
    fn stretch(&self, word: &str) -> Option<Box<dyn TantivyQuery>> {
        let chars: Vec<char> = word.chars().collect();
        let term = |gram: &str| Term::from_field_text(self.fields.grams, gram);
        match chars.len() {
            0 | 1 => None,
            2 => {
                let query = TermQuery::new(term(word), IndexRecordOption::WithFreqs);
                Some(Box::new(query))
            }
            _ => {
                let grams = covering_grams(&chars, 0);
                let terms = grams.map(|(gram, at)| (at as usize, term(&gram))).collect();
                Some(Box::new(PhraseQuery::new_with_offset(terms)))
            }
        }
    }
}

/// The words of a query without stop words; all of them if nothing else is left.
pub(super) fn query_words(folded: &str) -> Vec<String> {
    let stop: HashSet<&str> = STOP_WORDS.split(' ').collect();
    let all = words(folded);
    let telling: Vec<String> = all
        .iter()
        .filter(|w| !stop.contains(w.as_str()))
        .cloned()
        .collect();
    if telling.is_empty() { all } else { telling }
}
