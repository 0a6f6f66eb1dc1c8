//! The documents of a piece of a segment that hold a text. It knows no library, so that pieces can be looked through at once.

use std::ops::Range;
use std::sync::Arc;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::cover::Cover;
use crate::dense::DenseScan;
use crate::evaluate::{Address, Match};
use crate::index::{DOCUMENT, Fields, OWN};
use crate::substring::SubstringScan;
use crate::{Catalogue, Pending, SearchError};

/// What a scan of segments looks at.
#[derive(Clone, Copy)]
pub(crate) struct Scan<'a> {
    pub(crate) fields: Fields,
    pub(crate) catalogue: &'a Catalogue,
    /// What waits here hides what the index has of it.
    pub(crate) pending: &'a Pending,
}

/// What is looked through in a segment.
enum Look {
    /// The grams of the needle.
    Grams(Box<SubstringScan>),
    /// The grams of the needle, all of them frequent.
    Dense(DenseScan),
    /// Every gram that begins with its one character: whole segments only.
    Character,
}

impl Look {
    /// Documents of the segment that it can find at most.
    fn most(&self) -> usize {
        match self {
            Look::Grams(scan) => scan.most(),
            Look::Dense(scan) => scan.most(),
            Look::Character => 0,
        }
    }
}

/// Documents of a segment that one thread looks through.
pub(crate) struct Piece<'s> {
    number: u32,
    reader: &'s SegmentReader,
    docs: Range<DocId>,
    look: Arc<Look>,
}

/// Documents of a piece: segments grow large, and two threads shall end at the same time.
const PIECE: usize = 1 << 16;

impl Scan<'_> {
    /// The pieces of all segments that can hold `needle`, in their order. Its grams are looked up once a segment.
    pub(crate) fn pieces<'s>(
        &self,
        segments: &'s [SegmentReader],
        needle: &str,
    ) -> Result<Vec<Piece<'s>>, SearchError> {
        let mut pieces = Vec::new();
        for (number, reader) in (0..).zip(segments) {
            let Some(look) = self.look(reader, needle)? else {
                continue;
            };
            let size = match look {
                Look::Character => usize::MAX,
                Look::Grams(_) => PIECE,
                // Each piece reads over the blocks before it, so there are two of them.
                Look::Dense(_) => (reader.max_doc() as usize).div_ceil(2),
            };
            let look = Arc::new(look);
            pieces.extend((0..reader.max_doc()).step_by(size).map(|from| Piece {
                number,
                reader,
                docs: from..reader.max_doc().min(from.saturating_add(size as u32)),
                look: Arc::clone(&look),
            }));
        }
        Ok(pieces)
    }

    /// How to look for `needle` in a segment; `None` if it cannot hold it.
    fn look(&self, reader: &SegmentReader, needle: &str) -> Result<Option<Look>, SearchError> {
        if needle.chars().nth(1).is_none() {
            return Ok(Some(Look::Character));
        }
        let grams = self.fields.grams;
        let Some(cover) = Cover::of(reader, grams, needle)? else {
            return Ok(None);
        };
        Ok(Some(match cover.is_dense() {
            true => Look::Dense(DenseScan::open(reader, grams, &cover)?),
            false => Look::Grams(Box::new(SubstringScan::of(reader, grams, cover)?)),
        }))
    }

    /// The documents of a piece that hold `needle`, in the order of the segment, not scored.
    pub(crate) fn piece(&self, piece: &Piece<'_>, needle: &str) -> Result<Vec<Match>, SearchError> {
        let (reader, number) = (piece.reader, piece.number);
        let mut found = Vec::with_capacity(piece.docs.len().min(piece.look.most()));
        let standing = self.standing(reader)?;
        let mut take = |doc: u32, hits: u32| {
            if let Some(ordinal) = standing(doc) {
                let address = Address {
                    segment: number,
                    doc,
                };
                found.push(Match {
                    ordinal,
                    hits,
                    score: 0.0,
                    address,
                });
            }
        };
        match &*piece.look {
            Look::Character => self.single_character(reader, needle, &mut take)?,
            Look::Grams(scan) => scan.clone().for_each(piece.docs.clone(), take),
            Look::Dense(scan) => scan.clone().for_each(piece.docs.clone(), take),
        }
        Ok(found)
    }

    /// True if a document of the segments holds `needle`; ends at the first.
    pub(crate) fn holds(
        &self,
        segments: &[SegmentReader],
        needle: &str,
    ) -> Result<bool, SearchError> {
        for reader in segments {
            let standing = self.standing(reader)?;
            let stands = |doc| standing(doc).is_some();
            let mut holds = false;
            match needle.chars().nth(1) {
                None => {
                    self.single_character(reader, needle, &mut |doc, _| holds |= stands(doc))?
                }
                Some(_) => {
                    if let Some(mut scan) = SubstringScan::open(reader, self.fields.grams, needle)?
                    {
                        holds = scan.stands(0..reader.max_doc(), stands);
                    }
                }
            }
            if holds {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Tells of a document of the segment its ordinal, if an answer may have it.
    fn standing<'s>(
        &'s self,
        reader: &'s SegmentReader,
    ) -> Result<impl Fn(u32) -> Option<u32> + 's, SearchError> {
        let documents = reader.fast_fields().u64(DOCUMENT)?;
        let alive = reader.alive_bitset();
        Ok(move |doc| {
            if alive.is_some_and(|a| !a.is_alive(doc)) {
                return None;
            }
            let document = documents.first(doc)?;
            if !self.pending.is_empty() && self.pending.get(document).is_some() {
                return None;
            }
            self.catalogue.ordinal(document)
        })
    }

    /// One character begins exactly one bigram wherever it stands.
    fn single_character(
        &self,
        reader: &SegmentReader,
        needle: &str,
        take: &mut dyn FnMut(u32, u32),
    ) -> Result<(), SearchError> {
        let inverted = reader.inverted_index(self.fields.grams)?;
        let own = reader.fast_fields().u64(OWN)?;
        let has_tails = own.min_value() != u64::from(u32::MAX);
        let option = if has_tails {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let mut counts = vec![0_u32; reader.max_doc() as usize];
        let mut positions = Vec::new();
        let mut terms = inverted
            .terms()
            .range()
            .ge(needle.as_bytes())
            .lt(next_prefix(needle))
            .into_stream()?;
        while terms.advance() {
            let mut postings = inverted.read_postings_from_terminfo(terms.value(), option)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                let limit = if has_tails {
                    own.first(doc).unwrap_or(u64::MAX)
                } else {
                    u64::MAX
                };
                counts[doc as usize] += if limit < u64::from(u32::MAX) {
                    postings.positions(&mut positions);
                    positions.iter().filter(|p| u64::from(**p) < limit).count() as u32
                } else {
                    postings.term_freq()
                };
                doc = postings.advance();
            }
        }
        for (doc, count) in counts.into_iter().enumerate().filter(|(_, n)| *n > 0) {
            take(doc as u32, count);
        }
        Ok(())
    }
}

/// The smallest string above all that begin with `prefix`.
fn next_prefix(prefix: &str) -> Vec<u8> {
    let mut bytes = prefix.as_bytes().to_vec();
    if let Some(last) = bytes.last_mut() {
        *last += 1;
    }
    bytes
}
