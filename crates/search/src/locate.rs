//! Where in its documents a substring stands: folded positions, then block and offset.

use std::collections::HashMap;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader};

use crate::evaluate::{Address, Evaluator, Match, NOWHERE};
use crate::index::{OWN, STARTS};
use crate::pending;
use crate::substring::SubstringScan;
use crate::{SearchError, Segment};

/// A place in a document: the block, and the folded chars before it in that block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FoldedPlace {
    pub(crate) block: u32,
    pub(crate) offset: u32,
}

impl Evaluator<'_> {
    /// The first `limit` places of `needle` in each of the documents, by ordinal.
    pub(crate) fn places(
        &self,
        needle: &str,
        documents: &[(u32, Address)],
        limit: usize,
    ) -> Result<HashMap<u32, Vec<FoldedPlace>>, SearchError> {
        let mut found = HashMap::new();
        let mut indexed: Vec<(u32, Address)> = Vec::new();
        for (ordinal, address) in documents {
            match self.pending.get(self.catalogue.document(*ordinal)) {
                Some(text) => {
                    let positions = pending::positions(text, needle, limit);
                    let place =
                        |p: u32| block_of(p, text.starts.len() as u32, |n| text.starts[n as usize]);
                    found.insert(*ordinal, positions.into_iter().map(place).collect());
                }
                None if *address != NOWHERE => indexed.push((*ordinal, *address)),
                None => {}
            }
        }
        indexed.sort_by_key(|(_, a)| (a.segment, a.doc));
        for group in indexed.chunk_by(|a, b| a.1.segment == b.1.segment) {
            let reader = self.searcher.segment_reader(group[0].1.segment);
            found.extend(self.places_in(reader, needle, group, limit)?);
        }
        Ok(found)
    }

    fn places_in(
        &self,
        reader: &SegmentReader,
        needle: &str,
        group: &[(u32, Address)],
        limit: usize,
    ) -> Result<Vec<(u32, Vec<FoldedPlace>)>, SearchError> {
        let mut found = Vec::with_capacity(group.len());
        let starts = reader.fast_fields().u64(STARTS)?;
        let mut put = |ordinal: u32, doc: u32, positions: &[u32]| {
            let range = starts.index.value_row_ids(doc);
            let start = |n: u32| starts.values.get_val(range.start + n) as u32;
            let places = positions
                .iter()
                .take(limit)
                .map(|p| block_of(*p, range.len() as u32, start));
            found.push((ordinal, places.collect()));
        };
        if needle.chars().nth(1).is_none() {
            let positions = self.single_character_places(reader, needle, group)?;
            positions
                .iter()
                .for_each(|(ordinal, doc, list)| put(*ordinal, *doc, list));
            return Ok(found);
        }
        let scan = SubstringScan::open_with_positions(reader, self.fields.grams, needle)?;
        let Some(mut scan) = scan else {
            return Ok(found);
        };
        for (ordinal, address) in group {
            let positions = scan.positions_in(address.doc).to_vec();
            put(*ordinal, address.doc, &positions);
        }
        Ok(found)
    }

    fn single_character_places(
        &self,
        reader: &SegmentReader,
        needle: &str,
        group: &[(u32, Address)],
    ) -> Result<Vec<(u32, u32, Vec<u32>)>, SearchError> {
        let inverted = reader.inverted_index(self.fields.grams)?;
        let own = reader.fast_fields().u64(OWN)?;
        let mut lists: Vec<(u32, u32, Vec<u32>)> =
            group.iter().map(|(o, a)| (*o, a.doc, Vec::new())).collect();
        let mut positions = Vec::new();
        let mut terms = inverted
            .terms()
            .range()
            .ge(needle.as_bytes())
            .into_stream()?;
        while terms.advance() {
            if !terms.key().starts_with(needle.as_bytes()) {
                break;
            }
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = inverted.read_postings_from_terminfo(terms.value(), option)?;
            for (_, doc, list) in &mut lists {
                let at = if postings.doc() < *doc {
                    postings.seek(*doc)
                } else {
                    postings.doc()
                };
                if at == *doc {
                    postings.positions(&mut positions);
                    list.extend_from_slice(&positions);
                }
            }
        }
        for (_, doc, list) in &mut lists {
            let limit = own.first(*doc).unwrap_or(u64::MAX);
            list.retain(|p| u64::from(*p) < limit);
            list.sort_unstable();
        }
        Ok(lists)
    }
}

/// The block in which a folded position of the document lies.
fn block_of(position: u32, blocks: u32, start: impl Fn(u32) -> u32) -> FoldedPlace {
    let (mut low, mut high) = (0, blocks);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if start(middle) <= position {
            low = middle
        } else {
            high = middle
        }
    }
    let begin = if blocks == 0 { 0 } else { start(low) };
    FoldedPlace {
        block: low,
        offset: position.saturating_sub(begin),
    }
}

/// Documents in which both stand with at most `distance` chars between them.
pub(crate) fn near(
    evaluator: &Evaluator<'_>,
    a: &Segment,
    b: &Segment,
    distance: u32,
) -> Result<Vec<Match>, SearchError> {
    use crate::Query;
    let both = Query::And(vec![Query::Text(a.clone()), Query::Text(b.clone())]);
    let mut found = evaluator.run(&both)?;
    let documents: Vec<(u32, Address)> = found.iter().map(|m| (m.ordinal, m.address)).collect();
    let (first, second) = (
        positions(evaluator, a, &documents)?,
        positions(evaluator, b, &documents)?,
    );
    let (length_a, length_b) = (chars(&a.folded), chars(&b.folded));
    found.retain_mut(|m| {
        let (Some(x), Some(y)) = (first.get(&m.ordinal), second.get(&m.ordinal)) else {
            return false;
        };
        let close = |p: u32| {
            let low = p.saturating_sub(distance + length_b);
            let from = y.partition_point(|q| *q < low);
            y[from..]
                .iter()
                .take_while(|q| **q <= p + length_a + distance)
                .any(|q| {
                    (*q >= p + length_a && q - (p + length_a) <= distance)
                        || (p >= q + length_b && p - (q + length_b) <= distance)
                })
        };
        m.hits = x.iter().filter(|p| close(**p)).count() as u32;
        m.hits > 0
    });
    Ok(found)
}

fn chars(text: &str) -> u32 {
    text.chars().count() as u32
}

/// All positions in the folded document, by ordinal.
fn positions(
    evaluator: &Evaluator<'_>,
    segment: &Segment,
    documents: &[(u32, Address)],
) -> Result<HashMap<u32, Vec<u32>>, SearchError> {
    let mut found = HashMap::new();
    for (ordinal, address) in documents {
        if let Some(text) = evaluator
            .pending
            .get(evaluator.catalogue.document(*ordinal))
        {
            found.insert(
                *ordinal,
                pending::positions(text, &segment.folded, usize::MAX),
            );
        } else if *address != NOWHERE {
            let reader = evaluator.searcher.segment_reader(address.segment);
            let list = if segment.folded.chars().nth(1).is_none() {
                let mut lists = evaluator.single_character_places(
                    reader,
                    &segment.folded,
                    &[(*ordinal, *address)],
                )?;
                lists.pop().map(|l| l.2).unwrap_or_default()
            } else {
                SubstringScan::open_with_positions(reader, evaluator.fields.grams, &segment.folded)?
                    .map(|mut scan| scan.positions_in(address.doc).to_vec())
                    .unwrap_or_default()
            };
            found.insert(*ordinal, list);
        }
    }
    Ok(found)
}
