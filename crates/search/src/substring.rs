//! Every place of a substring in one segment of the index.
//!
//! A substring of n chars is covered by n/2 bigrams at known distances; where all of them stand, the
//! substring stands, and nowhere else. The rarest bigram leads. Where all are frequent, [`crate::dense`] is quicker.

use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::SearchError;
use crate::cover::Cover;
use crate::index::OWN;

#[derive(Clone)]
struct Gram {
    postings: SegmentPostings,
    /// Chars from the start of the substring.
    offset: u32,
}

/// The places of one substring in one segment.
#[derive(Clone)]
pub(crate) struct SubstringScan {
    grams: Vec<Gram>,
    /// Chars of each document that are its own; `None` where no document has a neighbour's beginning behind it.
    own: Option<Column<u64>>,
    /// Places are wanted even where a count would do.
    with_places: bool,
    positions: Vec<u32>,
    other: Vec<u32>,
}

/// What a scan calls for each document: its number in the segment and the places or their count.
pub(crate) enum Places<'a> {
    Count(u32),
    At(&'a [u32]),
}

impl SubstringScan {
    /// A scan for a substring of two chars or more; `None` if the segment cannot hold it.
    pub(crate) fn open(
        reader: &SegmentReader,
        field: Field,
        needle: &str,
    ) -> Result<Option<SubstringScan>, SearchError> {
        let cover = Cover::of(reader, field, needle)?;
        cover
            .map(|cover| Self::of(reader, field, cover))
            .transpose()
    }

    /// A scan for the grams of a cover.
    pub(crate) fn of(
        reader: &SegmentReader,
        field: Field,
        cover: Cover,
    ) -> Result<SubstringScan, SearchError> {
        let inverted = reader.inverted_index(field)?;
        let own = own_chars(reader)?;
        // One gram alone is counted, but for a document with a neighbour's beginning behind it.
        let option = match (cover.grams.len(), &own) {
            (1, None) => IndexRecordOption::WithFreqs,
            _ => IndexRecordOption::WithFreqsAndPositions,
        };
        let mut grams = Vec::with_capacity(cover.grams.len());
        for (info, offset) in cover.grams {
            let postings = inverted.read_postings_from_terminfo(&info, option)?;
            grams.push(Gram { postings, offset });
        }
        Ok(SubstringScan {
            grams,
            own,
            with_places: false,
            positions: Vec::new(),
            other: Vec::new(),
        })
    }

    /// The same with positions even where counts would do.
    pub(crate) fn open_with_positions(
        reader: &SegmentReader,
        field: Field,
        needle: &str,
    ) -> Result<Option<SubstringScan>, SearchError> {
        let Some(mut scan) = Self::open(reader, field, needle)? else {
            return Ok(None);
        };
        if scan.grams.len() == 1 {
            let term = Term::from_field_text(field, needle);
            let inverted = reader.inverted_index(field)?;
            let postings =
                inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
            scan.with_places = true;
            scan.grams = postings
                .into_iter()
                .map(|postings| Gram {
                    postings,
                    offset: 0,
                })
                .collect();
        }
        Ok(Some(scan))
    }

    /// Documents that it can find at most.
    pub(crate) fn most(&self) -> usize {
        self.grams[0].postings.doc_freq() as usize
    }

    /// Calls `take` for every one of these documents that holds the substring, deleted ones too.
    pub(crate) fn for_each(&mut self, docs: Range<DocId>, mut take: impl FnMut(DocId, u32)) {
        let (mut doc, end) = (self.seek_first(docs.start), docs.end.min(TERMINATED));
        while doc < end {
            match self.align(doc) {
                Ok(()) => {
                    let count = match self.places(doc) {
                        Places::Count(count) => count,
                        Places::At(positions) => positions.len() as u32,
                    };
                    if count > 0 {
                        take(doc, count);
                    }
                    doc = self.grams[0].postings.advance();
                }
                Err(next) => doc = self.seek_first(next),
            }
        }
    }

    /// True if one of these documents holds it and `counts`; ends at the first.
    pub(crate) fn stands(&mut self, docs: Range<DocId>, counts: impl Fn(DocId) -> bool) -> bool {
        let (mut doc, end) = (self.seek_first(docs.start), docs.end.min(TERMINATED));
        while doc < end {
            let next = match self.align(doc) {
                Ok(()) => match self.places(doc) {
                    Places::Count(count) if count > 0 && counts(doc) => return true,
                    Places::At([_, ..]) if counts(doc) => return true,
                    _ => doc + 1,
                },
                Err(next) => next,
            };
            doc = self.seek_first(next);
        }
        false
    }

    /// The positions in one document; documents must be asked for in ascending order.
    pub(crate) fn positions_in(&mut self, doc: DocId) -> &[u32] {
        if self.seek_first(doc) != doc || self.align(doc).is_err() {
            return &[];
        }
        match self.places(doc) {
            Places::At(_) => &self.positions,
            Places::Count(_) => &[],
        }
    }

    fn seek_first(&mut self, target: DocId) -> DocId {
        let first = &mut self.grams[0].postings;
        if first.doc() >= target {
            first.doc()
        } else {
            first.seek(target)
        }
    }

    /// All grams on `doc`, or the first document on which they could meet.
    fn align(&mut self, doc: DocId) -> Result<(), DocId> {
        for gram in &mut self.grams[1..] {
            let at = gram.postings.doc();
            let at = if at < doc {
                gram.postings.seek(doc)
            } else {
                at
            };
            if at != doc {
                return Err(at);
            }
        }
        Ok(())
    }

    fn places(&mut self, doc: DocId) -> Places<'_> {
        let own = self.own.as_ref().and_then(|own| own.first(doc));
        let own = own.unwrap_or(u64::from(u32::MAX));
        if self.grams.len() == 1 && own == u64::from(u32::MAX) && !self.with_places {
            return Places::Count(self.grams[0].postings.term_freq());
        }
        let (first, rest) = self.grams.split_at_mut(1);
        first[0].postings.positions(&mut self.positions);
        let offset = first[0].offset;
        self.positions.retain_mut(|p| {
            let fits = *p >= offset;
            *p = p.wrapping_sub(offset);
            fits && u64::from(*p) < own
        });
        for gram in rest {
            if self.positions.is_empty() {
                break;
            }
            gram.postings.positions(&mut self.other);
            intersect(&mut self.positions, &self.other, gram.offset);
        }
        Places::At(&self.positions)
    }
}

/// Chars of each document that are its own; `None` where no document has a neighbour's beginning behind it.
pub(crate) fn own_chars(reader: &SegmentReader) -> Result<Option<Column<u64>>, SearchError> {
    let own = reader.fast_fields().u64(OWN)?;
    let has_tails = own.min_value() != u64::from(u32::MAX);
    Ok(has_tails.then_some(own))
}

/// Keeps the starts whose gram at `offset` is there. Both lists ascend; the longer one is leapt over.
fn intersect(starts: &mut Vec<u32>, other: &[u32], offset: u32) {
    if starts.len() * 8 < other.len() {
        starts.retain(|start| other.binary_search(&(start + offset)).is_ok());
        return;
    }
    let mut at = 0;
    starts.retain(|start| {
        let want = start + offset;
        while at < other.len() && other[at] < want {
            at += 1;
        }
        other.get(at) == Some(&want)
    });
}
