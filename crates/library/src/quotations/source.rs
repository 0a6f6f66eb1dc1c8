//! Where a quotation comes from: exact places first, else the passages that are most alike.
//!
//! A passage with up to three changed chars shares a stretch of a quarter of its length with the
//! quotation. Stretches of the quotation are looked for, long ones first, and where several stand together
//! the passage is compared whole.

use std::collections::{HashMap, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};
use yandu_document::{FoldedText, TextPositionSelector, TextQuoteSelector, nearest};
use yandu_search::{fold, fold_loose, is_clause_mark};

use super::{Difference, QuotationSource};
use crate::annotations::texts_of;
use crate::find::folded_text;
use crate::scopes::Scope;
use crate::{Library, LibraryError};

/// Likeness, 0 to 1, below which two passages of so many folded chars have nothing to do with each other.
fn alike(chars: usize) -> f32 {
    if chars < 10 { 0.8 } else { 0.66 }
}

/// Likeness from which on no further stretches are tried.
const SURE: f32 = 0.9;

/// Documents that are taken of one stretch.
const DOCUMENTS: usize = 60;

/// Documents that are named for one quotation.
const DOCUMENTS_SHOWN: usize = 12;

/// Places that are compared whole for one length of stretches.
const COMPARED: usize = 24;

impl Library {
    pub(super) fn stands_in_library(&mut self, text: &str) -> Result<bool, LibraryError> {
        let folded = fold(trimmed(text));
        Ok(!folded.is_empty() && self.holds(&folded)?)
    }

    /// The passages that are equal, the earliest first.
    pub(super) fn exact_sources(
        &mut self,
        text: &str,
    ) -> Result<Vec<QuotationSource>, LibraryError> {
        let folded = fold(trimmed(text));
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let mut sources = Vec::new();
        for standing in self.stands_in(&folded, DOCUMENTS_SHOWN, 1)? {
            let key = standing.document as i64;
            for passage in self.passages(Scope::Documents, key, &standing.places)? {
                // A passage that goes on into the next document of the file is taken to the end here.
                let (end_block, end) = match passage.end_document {
                    Some(_) => (u32::MAX, u32::MAX),
                    None => (passage.end_block.unwrap_or(passage.block), passage.end),
                };
                let at = TextPositionSelector {
                    block: passage.block,
                    start: passage.start,
                    end_block,
                    end,
                };
                sources.extend(self.quotation_source(key, at)?);
            }
        }
        Ok(sources)
    }

    /// The passages that are most alike, best first; clause marks do not count.
    pub(crate) fn alike_sources(
        &mut self,
        text: &str,
    ) -> Result<Vec<QuotationSource>, LibraryError> {
        let folded: Vec<char> = fold(trimmed(text)).chars().collect();
        let pattern: Vec<char> = fold_loose(&fold(text)).chars().collect();
        let mut seen = HashSet::new();
        let mut fits: Vec<Fit> = Vec::new();
        for length in stretches(folded.len()) {
            let mut votes = self.votes(&folded, length)?;
            votes.retain(|(key, block, _)| !seen.contains(&(*key, *block)));
            for (key, block, _) in votes.into_iter().take(COMPARED) {
                seen.insert((key, block));
                fits.extend(self.compare_place(&pattern, key, block)?);
            }
            if fits.iter().any(|fit| fit.score >= SURE) {
                break;
            }
        }
        fits.retain(|fit| fit.score >= alike(pattern.len()));
        fits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.key.cmp(&b.key)));
        let mut documents = HashSet::new();
        fits.retain(|fit| documents.insert(fit.key));
        let mut sources = Vec::new();
        for fit in fits.into_iter().take(5) {
            sources.extend(self.quotation_source(fit.key, fit.at)?);
        }
        Ok(sources)
    }

    /// Blocks in which stretches of a pattern stand, those with the most first: document, block, stretches.
    fn votes(
        &mut self,
        pattern: &[char],
        length: usize,
    ) -> Result<Vec<(i64, u32, u32)>, LibraryError> {
        let step = (length / 3).max(1);
        let mut votes: HashMap<(i64, u32), u32> = HashMap::new();
        for stretch in pattern.windows(length).step_by(step) {
            let text: String = stretch.iter().collect();
            for standing in self.stands_in(&text, DOCUMENTS, 3)? {
                let key = standing.document as i64;
                for place in standing.places {
                    *votes.entry((key, place.block)).or_default() += 1;
                }
            }
        }
        let mut votes: Vec<_> = votes.into_iter().map(|((k, b), n)| (k, b, n)).collect();
        votes.sort_unstable_by_key(|(key, block, count)| (std::cmp::Reverse(*count), *key, *block));
        Ok(votes)
    }

    /// The likest stretch of a block and its neighbours.
    fn compare_place(
        &self,
        pattern: &[char],
        key: i64,
        block: u32,
    ) -> Result<Option<Fit>, LibraryError> {
        let first = block.saturating_sub(1);
        let mut near = Vec::new();
        for n in first..=block + 1 {
            near.extend(self.block_text(key, n)?.map(|b| b.0));
        }
        let folded = folded_loosely(near.iter().map(String::as_str));
        let Some((range, score)) = nearest(pattern, &folded) else {
            return Ok(None);
        };
        Ok(folded.position_of(&range).map(|mut at| {
            at.block += first;
            at.end_block += first;
            Fit { score, key, at }
        }))
    }

    fn quotation_source(
        &self,
        key: i64,
        at: TextPositionSelector,
    ) -> Result<Option<QuotationSource>, LibraryError> {
        let blocks = texts_of(&self.connection, key)?;
        let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let Some(at) = at.within(&texts) else {
            return Ok(None);
        };
        let sql = "SELECT uid, title, date FROM document WHERE id = ?1";
        let about = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get(2)?));
        let mut statement = self.connection.prepare_cached(sql)?;
        let (document, title, date) = statement.query_row([key], about)?;
        let address = self.block_text(key, at.block)?.map(|b| b.1);
        Ok(Some(QuotationSource {
            document,
            title,
            date,
            block: at.block,
            start: at.start,
            end_block: at.end_block,
            end: at.end,
            address: address.unwrap_or_default(),
            text: TextQuoteSelector::of(&texts, &at).exact,
        }))
    }
}

/// A passage that was compared whole.
struct Fit {
    score: f32,
    key: i64,
    at: TextPositionSelector,
}

/// Without the clause marks at its ends: a quotation may stop where its source goes on.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        folded.chars().all(is_clause_mark)
    })
}

/// The fold of some blocks without clause marks, each char with where it comes from.
fn folded_loosely<'a>(blocks: impl Iterator<Item = &'a str>) -> FoldedText {
    let whole = folded_text(blocks);
    let mut loose = FoldedText::default();
    for (c, origin) in whole.text.chars().zip(whole.origin) {
        if !is_clause_mark(c) {
            loose.text.push(c);
            loose.origin.push(origin);
        }
    }
    loose
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
pub(crate) fn differences(draft: &str, source: &str) -> Vec<Difference> {
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
