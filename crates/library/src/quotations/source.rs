//! Where a quotation comes from: exact places first, else the passages that are most alike.
//!
//! A passage with up to three changed chars shares a stretch of a quarter of its length with the
//! quotation. Stretches of the quotation are looked for, long ones first, and where most of them stand
//! together the passage is compared whole. A passage never ends inside of a number.

use std::collections::HashSet;

use yandu_document::{TextPositionSelector, TextQuoteSelector, nearest};
use yandu_search::{Gathering, Piece, fold, fold_with_origin, is_clause_mark};

use super::QuotationSource;
use super::check::Reach;
use super::units::{trimmed, uncut};
use crate::annotations::texts_of;
use crate::scopes::Scope;
use crate::{Library, LibraryError};

/// Likeness, 0 to 1, below which two passages of so many folded chars have nothing to do with each other.
fn alike(chars: usize) -> f32 {
    if chars < 10 { 0.8 } else { 0.66 }
}

/// Likeness from which on no further stretches are tried.
const SURE: f32 = 0.9;

/// Documents in which stretches are located.
const DOCUMENTS: usize = 64;

/// Documents that are named for one quotation.
const DOCUMENTS_SHOWN: usize = 12;

/// Places in one document that are looked at where the first does not say the same.
const PLACES: usize = 8;

/// Places that are compared whole for one length of stretches.
const COMPARED: usize = 32;

/// Passages that are answered with.
const PASSAGES: usize = 8;

/// Stretches of one length that are looked for in a long quotation.
const STRETCHES: usize = 48;

/// Folded chars up to which every exchange of two neighbours is looked for as such: a short quotation has
/// no stretch left that could lead to its place.
const SHORT: usize = 14;

/// Chars of a stretch in which two neighbours are exchanged.
const EXCHANGED: usize = 4;

/// Blocks over which one passage goes at most.
const BLOCKS: u32 = 40;

impl Library {
    pub(super) fn stands_in_library(&mut self, text: &str) -> Result<bool, LibraryError> {
        let folded = fold(trimmed(text));
        Ok(!folded.is_empty() && self.holds(&folded)?)
    }

    /// The passages that are equal in a search, the earliest first.
    pub(super) fn exact_sources(
        &mut self,
        text: &str,
        reach: Reach,
    ) -> Result<Vec<QuotationSource>, LibraryError> {
        let folded = fold(trimmed(text));
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let (documents, places) = match reach {
            Reach::First => (DOCUMENTS_SHOWN, 1),
            Reach::Many => (DOCUMENTS, PLACES),
        };
        let mut sources = Vec::new();
        for standing in self.stands_in(&folded, documents, places)? {
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

    /// The passages that are most alike, one a document, best first; clause marks do not count.
    pub(crate) fn alike_sources(
        &mut self,
        text: &str,
    ) -> Result<Vec<QuotationSource>, LibraryError> {
        let folded: Vec<char> = fold(trimmed(text)).chars().collect();
        let words = folded.iter().filter(|c| !is_clause_mark(**c));
        let pattern: Vec<char> = words.copied().collect();
        let mut fits = Fits {
            pattern: &pattern,
            seen: HashSet::new(),
            list: Vec::new(),
        };
        self.exchanged(&folded, &mut fits)?;
        for length in stretches(folded.len()) {
            let mut pieces = pieces(&folded, length);
            if length == EXCHANGED && folded.len() <= SHORT {
                pieces.extend(exchanged_pieces(&folded));
            }
            let found = self.gather(&pieces, folded.len(), DOCUMENTS)?;
            for place in found.iter().take(COMPARED) {
                fits.compare(self, place)?;
            }
            if fits.list.iter().any(|fit| fit.score >= SURE) {
                break;
            }
        }
        let mut sources = Vec::new();
        for fit in fits.best().into_iter().take(PASSAGES) {
            sources.extend(self.quotation_source(fit.key, fit.at)?);
        }
        Ok(sources)
    }

    /// Passages from which a short text differs by two neighbours that are exchanged.
    fn exchanged(&mut self, folded: &[char], fits: &mut Fits<'_>) -> Result<(), LibraryError> {
        if folded.len() > SHORT {
            return Ok(());
        }
        for n in 1..folded.len() {
            if folded[n - 1] == folded[n] {
                continue;
            }
            let mut other = folded.to_vec();
            other.swap(n - 1, n);
            let other: String = other.into_iter().collect();
            for standing in self.stands_in(&other, DOCUMENTS_SHOWN, 1)? {
                for place in standing.places {
                    let place = Gathering {
                        document: standing.document,
                        block: place.block,
                        start: i64::from(place.offset),
                        weight: 0.0,
                    };
                    fits.compare(self, &place)?;
                }
            }
        }
        Ok(())
    }

    /// The passage at a place of a document.
    pub(super) fn source_at(
        &self,
        id: &str,
        at: TextPositionSelector,
    ) -> Result<Option<QuotationSource>, LibraryError> {
        self.quotation_source(self.row_of(id)?, at)
    }

    /// The folded text around a place without the marks of clauses.
    fn folded_around(&self, place: &Gathering, chars: i64) -> Result<Around, LibraryError> {
        let key = place.document as i64;
        let first = match place.start < chars {
            true => place.block.saturating_sub(1),
            false => place.block,
        };
        let mut whole: Vec<(char, (u32, u32))> = Vec::new();
        let mut start = place.start;
        for n in first..place.block + BLOCKS {
            if n == place.block {
                start = place.start + whole.len() as i64;
            }
            if n > place.block && whole.len() as i64 > start + 3 * chars {
                break;
            }
            let Some((text, _)) = self.block_text(key, n)? else {
                break;
            };
            let folded = fold_with_origin(&text);
            let origin = folded.origin.into_iter().map(|at| (n, at));
            whole.extend(folded.text.chars().zip(origin));
        }
        let from = (start - chars).clamp(0, whole.len() as i64) as usize;
        let to = (start + 3 * chars).clamp(0, whole.len() as i64) as usize;
        let words = whole[from..to.max(from)].iter();
        let (chars, origin) = words.filter(|(c, _)| !is_clause_mark(*c)).copied().unzip();
        Ok(Around { chars, origin })
    }

    fn quotation_source(
        &self,
        key: i64,
        at: TextPositionSelector,
    ) -> Result<Option<QuotationSource>, LibraryError> {
        let blocks = texts_of(&self.connection, key)?;
        let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let Some(mut at) = at.within(&texts) else {
            return Ok(None);
        };
        let quote = TextQuoteSelector::of(&texts, &at);
        let (before, behind) = (texts[at.block as usize], texts[at.end_block as usize]);
        let before = yandu_document::slice_chars(before, 0, at.start);
        let behind = yandu_document::slice_chars(behind, at.end, u32::MAX);
        let (before, behind) = uncut(before, &quote.exact, behind);
        (at.start, at.end) = (at.start - before, at.end + behind);
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

/// Folded chars, each with its block and its char there.
struct Around {
    chars: Vec<char>,
    origin: Vec<(u32, u32)>,
}

/// The places that were compared whole.
struct Fits<'a> {
    pattern: &'a [char],
    seen: HashSet<(u64, u32, i64)>,
    list: Vec<Fit>,
}

struct Fit {
    score: f32,
    key: i64,
    at: TextPositionSelector,
}

impl Fits<'_> {
    /// Compares the text around a place, once.
    fn compare(&mut self, library: &Library, place: &Gathering) -> Result<(), LibraryError> {
        if !self.seen.insert((place.document, place.block, place.start)) {
            return Ok(());
        }
        let length = self.pattern.len();
        let around = library.folded_around(place, length as i64 + 8)?;
        let Some((range, edits)) = nearest(self.pattern, &around.chars) else {
            return Ok(());
        };
        let (start, last) = (around.origin[range.start], around.origin[range.end - 1]);
        self.list.push(Fit {
            score: 1.0 - edits as f32 / length.max(range.len()).max(1) as f32,
            key: place.document as i64,
            at: TextPositionSelector {
                block: start.0,
                start: start.1,
                end_block: last.0,
                end: last.1 + 1,
            },
        });
        Ok(())
    }

    /// The best place of each document, best first; chance is left out.
    fn best(self) -> Vec<Fit> {
        let mut fits = self.list;
        let least = alike(self.pattern.len());
        fits.retain(|fit| fit.score >= least);
        fits.sort_by(|a, b| {
            let order = b.score.total_cmp(&a.score).then(a.key.cmp(&b.key));
            order.then((a.at.block, a.at.start).cmp(&(b.at.block, b.at.start)))
        });
        let mut documents = HashSet::new();
        fits.retain(|fit| documents.insert(fit.key));
        fits
    }
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

/// Stretches around every two neighbours, with these exchanged: a mark of a clause may stand beside them.
fn exchanged_pieces(folded: &[char]) -> Vec<Piece> {
    let around = |n: usize| {
        let (from, to) = (n.saturating_sub(2), (n + 2).min(folded.len()));
        let mut stretch = folded[from..to].to_vec();
        stretch.swap(n - 1 - from, n - from);
        Piece {
            text: stretch.into_iter().collect(),
            offset: from as u32,
        }
    };
    let differ = |n: &usize| folded[n - 1] != folded[*n];
    (1..folded.len()).filter(differ).map(around).collect()
}

/// Stretches of one length, evenly over the whole text.
fn pieces(folded: &[char], length: usize) -> Vec<Piece> {
    let step = (length / 3).max(1).max(folded.len() / STRETCHES);
    let stretch = |(n, chars): (usize, &[char])| Piece {
        text: chars.iter().collect(),
        offset: (n * step) as u32,
    };
    folded
        .windows(length)
        .step_by(step)
        .enumerate()
        .map(stretch)
        .collect()
}
