//! Where a quotation comes from: exact places first, else the passages that are most alike.
//!
//! A passage with up to three changed chars shares a stretch of a quarter of its length with the
//! quotation. Stretches of the quotation are looked for, long ones first, and where several stand together
//! the passage is compared whole.

use std::collections::{HashMap, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};
use yandu_document::{TextPositionSelector, TextQuoteSelector, nearest};
use yandu_search::{Sort, fold};

use super::{Difference, QuotationSource};
use crate::annotations::texts_of;
use crate::find::folded_text;
use crate::{AnswerItem, Library, LibraryError, SearchOptions};

/// Likeness, 0 to 1, below which two passages of so many folded chars have nothing to do with each other.
fn alike(chars: usize) -> f32 {
    if chars < 12 { 0.8 } else { 0.66 }
}

/// Likeness from which on no further stretches are tried.
const SURE: f32 = 0.9;

/// Documents that are taken of one stretch.
const DOCUMENTS: usize = 60;

/// Places that are compared whole for one length of stretches.
const COMPARED: usize = 24;

impl Library {
    pub(super) fn stands_in_library(&mut self, text: &str) -> Result<bool, LibraryError> {
        Ok(!self.places(text, 1, 1)?.is_empty())
    }

    /// The passages that are equal, the earliest first.
    pub(super) fn exact_sources(
        &mut self,
        text: &str,
    ) -> Result<Vec<QuotationSource>, LibraryError> {
        let mut sources = Vec::new();
        for item in self.places(text, 12, 1)? {
            let Some(passage) = item.passages.first() else {
                continue;
            };
            let end_block = passage.end_block.unwrap_or(passage.block);
            // A passage that goes on into the next document of the file is taken to its end here.
            let end = match passage.end_document {
                Some(_) => u32::MAX,
                None => passage.end,
            };
            let at = TextPositionSelector {
                block: passage.block,
                start: passage.start,
                end_block: if end == u32::MAX { u32::MAX } else { end_block },
                end,
            };
            sources.extend(self.quotation_source(&item, at)?);
        }
        Ok(sources)
    }

    /// The passages that are most alike, best first.
    pub(super) fn alike_sources(
        &mut self,
        text: &str,
    ) -> Result<Vec<QuotationSource>, LibraryError> {
        let pattern: Vec<char> = fold(text).chars().collect();
        let mut seen = HashSet::new();
        let mut fits: Vec<(f32, AnswerItem, TextPositionSelector)> = Vec::new();
        for length in stretches(pattern.len()) {
            let mut votes = self.votes(&pattern, length)?;
            votes.retain(|vote| !seen.contains(&(vote.item.id.clone(), vote.block)));
            for vote in votes.into_iter().take(COMPARED) {
                seen.insert((vote.item.id.clone(), vote.block));
                if let Some((score, at)) = self.compare_place(&pattern, &vote)? {
                    fits.push((score, vote.item, at));
                }
            }
            if fits.iter().any(|(score, ..)| *score >= SURE) {
                break;
            }
        }
        fits.retain(|(score, ..)| *score >= alike(pattern.len()));
        fits.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.date.cmp(&b.1.date)));
        let mut documents = HashSet::new();
        fits.retain(|(_, item, _)| documents.insert(item.id.clone()));
        let mut sources = Vec::new();
        for (_, item, at) in fits.into_iter().take(5) {
            sources.extend(self.quotation_source(&item, at)?);
        }
        Ok(sources)
    }

    fn places(
        &mut self,
        text: &str,
        documents: usize,
        hits: usize,
    ) -> Result<Vec<AnswerItem>, LibraryError> {
        let options = SearchOptions {
            sort: Sort::Oldest,
            limit: documents,
            hits,
            ..SearchOptions::default()
        };
        let folded = fold(text);
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.search(&format!("“{folded}”"), &options)?.items)
    }

    /// Blocks in which stretches of a pattern stand, those with the most first.
    fn votes(&mut self, pattern: &[char], length: usize) -> Result<Vec<Vote>, LibraryError> {
        let step = (length / 3).max(1);
        let mut votes: HashMap<(String, u32), Vote> = HashMap::new();
        for stretch in pattern.windows(length).step_by(step) {
            let text: String = stretch.iter().collect();
            for mut item in self.places(&text, DOCUMENTS, 3)? {
                for passage in std::mem::take(&mut item.passages) {
                    let vote = votes
                        .entry((item.id.clone(), passage.block))
                        .or_insert_with(|| Vote {
                            item: item.clone(),
                            block: passage.block,
                            count: 0,
                        });
                    vote.count += 1;
                }
            }
        }
        let mut votes: Vec<Vote> = votes.into_values().collect();
        votes.sort_by(|a, b| {
            let place = |v: &Vote| (v.item.id.clone(), v.block);
            b.count.cmp(&a.count).then_with(|| place(a).cmp(&place(b)))
        });
        Ok(votes)
    }

    /// The likest stretch of a block and its neighbours.
    fn compare_place(
        &self,
        pattern: &[char],
        vote: &Vote,
    ) -> Result<Option<(f32, TextPositionSelector)>, LibraryError> {
        let key = self.row_of(&vote.item.id)?;
        let blocks = texts_of(&self.connection, key)?;
        let first = vote.block.saturating_sub(1);
        let near = blocks.iter().skip(first as usize).take(3);
        let folded = folded_text(near.map(String::as_str));
        let Some((range, score)) = nearest(pattern, &folded) else {
            return Ok(None);
        };
        Ok(folded.position_of(&range).map(|mut at| {
            at.block += first;
            at.end_block += first;
            (score, at)
        }))
    }

    fn quotation_source(
        &self,
        item: &AnswerItem,
        at: TextPositionSelector,
    ) -> Result<Option<QuotationSource>, LibraryError> {
        let key = self.row_of(&item.id)?;
        let blocks = texts_of(&self.connection, key)?;
        let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let Some(at) = at.within(&texts) else {
            return Ok(None);
        };
        Ok(Some(QuotationSource {
            document: item.id.clone(),
            title: item.title.clone(),
            date: item.date.clone(),
            block: at.block,
            start: at.start,
            end_block: at.end_block,
            end: at.end,
            address: self.block_text(key, at.block)?.map_or_else(String::new, |b| b.1),
            text: TextQuoteSelector::of(&texts, &at).exact,
        }))
    }
}

/// A block that holds stretches of the quotation.
struct Vote {
    item: AnswerItem,
    block: u32,
    count: u32,
}

/// Lengths of stretches for a quotation of so many folded chars: with three chars changed, one of the last
/// length is left whole.
fn stretches(chars: usize) -> Vec<usize> {
    let shortest = (chars.saturating_sub(3)).div_ceil(4).clamp(2, 4);
    [6, 4, 3, 2]
        .into_iter()
        .filter(|length| *length >= shortest && *length <= chars)
        .collect()
}

/// Both texts beside each other, char by char.
pub(super) fn differences(draft: &str, source: &str) -> Vec<Difference> {
    let draft: Vec<char> = draft.chars().collect();
    let source: Vec<char> = source.chars().collect();
    let text = |chars: &[char], from: usize, len: usize| chars[from..from + len].iter().collect();
    capture_diff_slices(Algorithm::Myers, &draft, &source)
        .into_iter()
        .map(|op| {
            let name = match op {
                DiffOp::Equal { .. } => "equal",
                DiffOp::Delete { .. } => "insert",
                DiffOp::Insert { .. } => "delete",
                DiffOp::Replace { .. } => "replace",
            };
            let (old, new) = (op.old_range(), op.new_range());
            Difference {
                op: name,
                draft: text(&draft, old.start, old.len()),
                source: text(&source, new.start, new.len()),
            }
        })
        .collect()
}
