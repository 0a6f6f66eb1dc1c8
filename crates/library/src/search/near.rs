//! Near matches as the library shows them: with the difference between what was typed and what stands
//! there, and with long passages in which a few characters differ.

use serde::Serialize;
use yandu_search::{Near, Nearness, Query, Request, fold, is_question, unfold};

use super::{AnswerItem, Passage};
use crate::passages::snippet;
use crate::quotations::{Difference, QuotationSource, differences};
use crate::scopes::Scope;
use crate::{Library, LibraryError};

/// Folded chars from which on a passage with several changed characters is looked for.
const LONG: usize = 10;

/// A near match.
#[derive(Debug, Clone, Serialize)]
pub struct NearItem {
    /// What was found.
    #[serde(flatten)]
    pub item: AnswerItem,
    /// How it differs from what was typed.
    pub nearness: Nearness,
    /// What was typed (`draft`) beside what stands there (`source`); empty where it is no passage.
    pub differences: Vec<Difference>,
}

impl Library {
    /// Joins near matches with titles, texts and differences.
    pub(super) fn near_items(
        &self,
        scope: Scope,
        near: Vec<Near>,
        hits: usize,
    ) -> Result<Vec<NearItem>, LibraryError> {
        let mut items = Vec::with_capacity(near.len());
        for found in near {
            let differences = match &found.correction {
                Some((typed, stands)) => differences(&unfold(typed), &unfold(stands)),
                None => Vec::new(),
            };
            let joined = self.items(scope, vec![found.ranked], hits)?;
            items.extend(joined.into_iter().map(|item| NearItem {
                item,
                nearness: found.nearness,
                differences: differences.clone(),
            }));
        }
        Ok(items)
    }

    /// Puts passages with a few changed characters before what is only related. Filters are for the index;
    /// a filtered search leaves these out.
    pub(super) fn with_passages(
        &mut self,
        request: &Request,
        near: Vec<NearItem>,
    ) -> Result<Vec<NearItem>, LibraryError> {
        let Query::Text(segment) = &request.query else {
            return Ok(near);
        };
        let corrected = near.iter().any(|n| n.nearness < Nearness::End);
        let long = segment.folded.chars().count() >= LONG;
        let asks = is_question(&segment.folded);
        if corrected || !long || asks || !request.filters.is_empty() {
            return Ok(near);
        }
        let mut items = Vec::new();
        for source in self.alike_sources(&segment.raw)? {
            items.extend(self.passage_item(&segment.folded, source)?);
        }
        let known: Vec<String> = items.iter().map(|n: &NearItem| n.item.id.clone()).collect();
        items.extend(near.into_iter().filter(|n| !known.contains(&n.item.id)));
        items.truncate(request.limit.max(1));
        Ok(items)
    }

    fn passage_item(
        &self,
        typed: &str,
        source: QuotationSource,
    ) -> Result<Option<NearItem>, LibraryError> {
        let key = self.row_of(&source.document)?;
        let Some((block, _)) = self.block_text(key, source.block)? else {
            return Ok(None);
        };
        let end = if source.end_block == source.block {
            source.end
        } else {
            yandu_document::char_len(&block)
        };
        let (snippet, mark) = snippet(&block, source.start as usize, end as usize);
        let sql = "SELECT kind FROM document WHERE id = ?1";
        let kind = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |r| r.get(0))?;
        Ok(Some(NearItem {
            differences: differences(&unfold(typed), &unfold(&fold(&source.text))),
            nearness: Nearness::Passage,
            item: AnswerItem {
                id: source.document,
                kind,
                document: None,
                title: source.title,
                date: source.date,
                score: 0.0,
                hits: 0,
                passages: vec![Passage {
                    block: source.block,
                    start: source.start,
                    end: source.end,
                    end_block: (source.end_block != source.block).then_some(source.end_block),
                    end_document: None,
                    address: source.address,
                    snippet,
                    marks: vec![mark],
                }],
            },
        }))
    }
}
