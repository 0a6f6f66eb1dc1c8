//! A substring of frequent bigrams: their postings and positions are read a block of 128 documents at a time.
//!
//! tantivy's cursor unpacks the positions of one document at a time, which is most of the answer where hundreds of
//! thousands of documents hold every bigram. Blocks are read in their order, for only so it is known where in the
//! positions of a bigram those of a block begin; what is sparse is therefore left to [`crate::substring`].

use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::SegmentComponent;
use tantivy::positions::PositionReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, TERMINATED, TantivyError};

use crate::SearchError;
use crate::cover::Cover;
use crate::substring::own_chars;

/// Documents of a full block of tantivy's postings.
const BLOCK: usize = 128;

/// Positions that are unpacked in one go: eight blocks of tantivy's positions.
const STRIDE: usize = 1024;

/// The places of one substring in one segment whose bigrams are frequent.
#[derive(Clone)]
pub(crate) struct DenseScan {
    grams: Vec<Stream>,
    own: Option<Column<u64>>,
    starts: Vec<u32>,
}

/// One bigram's documents and positions, read in their order.
#[derive(Clone)]
struct Stream {
    /// Chars from the start of the substring.
    offset: u32,
    postings: BlockSegmentPostings,
    reader: PositionReader,
    /// Positions of the blocks before this one.
    before: u64,
    /// The document within the block.
    at: usize,
    /// The block's positions, each as the distance from the one before in its document; read when first asked for.
    distances: Vec<u32>,
    /// Where in them those of each document begin, and where the last end; empty if they are not read.
    bounds: Vec<u32>,
}

impl DenseScan {
    /// A scan for the grams of a [`Cover`].
    pub(crate) fn open(
        reader: &SegmentReader,
        field: Field,
        cover: &Cover,
    ) -> Result<DenseScan, SearchError> {
        let inverted = reader.inverted_index(field)?;
        let file = reader.open_read(SegmentComponent::Positions);
        let file = CompositeFile::open(&file.map_err(TantivyError::from)?)?;
        let positions = file.open_read(field).unwrap_or_else(FileSlice::empty);
        let stream = |(info, offset): &(_, u32)| {
            let option = IndexRecordOption::WithFreqs;
            Ok(Stream {
                offset: *offset,
                postings: inverted.read_block_postings_from_terminfo(info, option)?,
                reader: PositionReader::open(
                    positions.read_bytes_slice(info.positions_range.clone())?,
                )?,
                before: 0,
                at: 0,
                distances: Vec::new(),
                bounds: Vec::new(),
            })
        };
        Ok(DenseScan {
            grams: cover
                .grams
                .iter()
                .map(stream)
                .collect::<Result<_, SearchError>>()?,
            own: own_chars(reader)?,
            starts: Vec::new(),
        })
    }

    /// Documents that it can find at most.
    pub(crate) fn most(&self) -> usize {
        let rarest = self.grams.first();
        rarest.map_or(0, |gram| gram.postings.doc_freq() as usize)
    }

    /// Calls `take` for every one of these documents that holds the substring, deleted ones too, with its hits.
    pub(crate) fn for_each(&mut self, docs: Range<DocId>, mut take: impl FnMut(DocId, u32)) {
        let (mut doc, end) = (docs.start, docs.end.min(TERMINATED));
        while doc < end {
            match self.align(doc) {
                Ok(()) => {
                    match self.hits(doc) {
                        0 => {}
                        hits => take(doc, hits),
                    }
                    doc += 1;
                }
                Err(next) => doc = next,
            }
        }
    }

    /// All grams on `doc`, or the first document on which they could meet.
    fn align(&mut self, doc: DocId) -> Result<(), DocId> {
        for gram in &mut self.grams {
            let at = gram.seek(doc);
            if at != doc {
                return Err(at);
            }
        }
        Ok(())
    }

    fn hits(&mut self, doc: DocId) -> u32 {
        let own = self.own.as_ref().and_then(|own| own.first(doc));
        let own = own.unwrap_or(u64::from(u32::MAX));
        let Some((first, rest)) = self.grams.split_first_mut() else {
            return 0;
        };
        self.starts.clear();
        let (offset, mut position) = (first.offset, 0);
        for distance in first.distances() {
            position += distance;
            if position >= offset && u64::from(position - offset) < own {
                self.starts.push(position - offset);
            }
        }
        for gram in rest {
            if self.starts.is_empty() {
                return 0;
            }
            let offset = gram.offset;
            keep_standing(&mut self.starts, gram.distances(), offset);
        }
        self.starts.len() as u32
    }
}

impl Stream {
    /// The first document from `target` on.
    fn seek(&mut self, target: DocId) -> DocId {
        loop {
            let docs = self.postings.docs();
            if docs.last().is_some_and(|last| *last >= target) {
                let ahead = docs[self.at..].iter().take_while(|doc| **doc < target);
                self.at += ahead.count();
                return docs[self.at];
            }
            if docs.len() < BLOCK {
                return TERMINATED;
            }
            self.before += self
                .postings
                .freqs()
                .iter()
                .map(|n| u64::from(*n))
                .sum::<u64>();
            self.postings.advance();
            self.at = 0;
            self.bounds.clear();
        }
    }

    /// The positions in the document, each as the distance from the one before.
    fn distances(&mut self) -> &[u32] {
        if self.bounds.is_empty() {
            let mut sum = 0;
            self.bounds.push(0);
            self.bounds
                .extend(self.postings.freqs().iter().map(|frequency| {
                    sum += frequency;
                    sum
                }));
            self.distances.resize(sum as usize, 0);
            let mut from = self.before;
            for stride in self.distances.chunks_mut(STRIDE) {
                self.reader.read(from, stride);
                from += stride.len() as u64;
            }
        }
        &self.distances[self.bounds[self.at] as usize..self.bounds[self.at + 1] as usize]
    }
}

/// Keeps the starts that have a position `offset` behind them.
fn keep_standing(starts: &mut Vec<u32>, distances: &[u32], offset: u32) {
    let mut rest = distances.iter();
    let mut position = rest.next().copied().unwrap_or(u32::MAX);
    let mut kept = 0;
    for at in 0..starts.len() {
        let wanted = starts[at] + offset;
        while position < wanted {
            position = rest.next().map_or(u32::MAX, |distance| position + distance);
        }
        if position == wanted {
            starts[kept] = starts[at];
            kept += 1;
        }
    }
    starts.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{IndexedText, TextIndex};

    /// 700 texts of four characters, every seventh with a neighbour's beginning behind it.
    fn texts() -> Vec<(Vec<char>, u32)> {
        let mut state = 7_u32;
        let mut below = |n: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % n
        };
        let text = |n| {
            let length = 1 + below(150);
            let text: Vec<char> = (0..length)
                .map(|_| ['甲', '乙', '丙', '丁'][below(4) as usize])
                .collect();
            (text, if n % 7 == 0 { length / 2 } else { length })
        };
        (0..700).map(text).collect()
    }

    #[test]
    fn blocks_say_what_the_texts_say() {
        let folder = tempfile::tempdir().unwrap();
        let mut index = TextIndex::create(folder.path(), "test").unwrap();
        let texts = texts();
        for (document, (text, own)) in (0..).zip(&texts) {
            let text = IndexedText {
                document,
                text: text.iter().collect(),
                own: *own,
                starts: vec![0],
                ..IndexedText::default()
            };
            index.put(&text, false).unwrap();
        }
        let payload = index.payload().clone();
        index.commit(&payload).unwrap();
        let (searcher, field) = (index.searcher(), index.fields.grams);
        let [reader] = searcher.segment_readers() else {
            panic!("one segment")
        };
        for needle in ["甲乙", "甲甲甲", "丙丁甲", "乙丙丁甲", "甲乙甲乙甲"] {
            let chars: Vec<char> = needle.chars().collect();
            for docs in [0..700, 128..129, 133..612] {
                let mut expected = Vec::new();
                for doc in docs.clone() {
                    let (text, own) = &texts[doc as usize];
                    let starts = text.windows(chars.len()).take(*own as usize);
                    match starts.filter(|window| *window == chars).count() {
                        0 => {}
                        hits => expected.push((doc, hits as u32)),
                    }
                }
                let cover = Cover::of(reader, field, needle).unwrap().unwrap();
                let mut found = Vec::new();
                let mut scan = DenseScan::open(reader, field, &cover).unwrap();
                scan.for_each(docs.clone(), |doc, hits| found.push((doc, hits)));
                assert_eq!(found, expected, "{needle}");
                assert!(found.len() > 10 || docs.len() == 1);
            }
        }
    }

    #[test]
    fn starts_that_have_a_position_behind_them_stay() {
        let mut starts = vec![0, 4, 9, 12];
        // 2, 6, 7, 14
        keep_standing(&mut starts, &[2, 4, 1, 7], 2);
        assert_eq!(starts, [0, 4, 12]);
        keep_standing(&mut starts, &[], 1);
        assert!(starts.is_empty());
    }
}
