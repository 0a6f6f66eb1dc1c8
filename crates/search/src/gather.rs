//! Where most stretches of a text stand close together: the places at which a changed quotation may come from.
//!
//! Rare stretches say more than frequent ones (inverse document frequency). All documents count; nothing is
//! cut off before the sum is known, so the likest place is among the first whatever its date.

use std::collections::HashMap;

use crate::evaluate::Address;
use crate::{Engine, SearchError};

/// A stretch of a folded text, and its first char there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Folded.
    pub text: String,
    /// Chars before it in the text that it was cut from.
    pub offset: u32,
}

/// A place at which stretches of one text stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathering {
    /// The library's number of the document.
    pub document: u64,
    /// The block.
    pub block: u32,
    /// Where the whole text would begin: folded chars of that block before it; negative if in a block before.
    pub start: i64,
    /// Sum over the stretches, each by its rarity.
    pub weight: f32,
}

/// Places of one stretch in one document that are looked at.
const PLACES: usize = 64;

impl Engine<'_> {
    /// The places at which most stretches of a text of `chars` folded chars stand, the likeliest first, in
    /// at most `documents` documents.
    ///
    /// # Errors
    /// [`SearchError`]; an empty answer is none.
    pub fn gather(
        &self,
        pieces: &[Piece],
        chars: usize,
        documents: usize,
    ) -> Result<Vec<Gathering>, SearchError> {
        let searcher = self.index.searcher();
        let evaluator = self.evaluator(&searcher);
        let all = self.catalogue.len().max(1) as f32;
        let mut weights = Vec::with_capacity(pieces.len());
        let mut sums: HashMap<u32, (f32, Address)> = HashMap::new();
        for piece in pieces {
            let found = evaluator.substring(&piece.text)?.concat();
            let weight = (1.0 + all / found.len().max(1) as f32).ln();
            weights.push(weight);
            for one in &found {
                sums.entry(one.ordinal).or_insert((0.0, one.address)).0 += weight;
            }
        }
        let mut likely: Vec<(u32, f32, Address)> =
            sums.into_iter().map(|(n, (w, a))| (n, w, a)).collect();
        likely.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        likely.truncate(documents);
        let at: Vec<(u32, Address)> = likely.iter().map(|(n, _, a)| (*n, *a)).collect();
        let mut sites = Sites::new(chars);
        for (piece, weight) in pieces.iter().zip(weights) {
            for (ordinal, places) in evaluator.places(&piece.text, &at, PLACES)? {
                for place in places {
                    let start = i64::from(place.offset) - i64::from(piece.offset);
                    sites.put((ordinal, place.block), start, weight);
                }
            }
        }
        Ok(sites.gatherings(|ordinal| self.catalogue.document(ordinal)))
    }
}

/// Stretches that stand at about the right distances, put together.
struct Sites {
    /// Chars over which starts count as one.
    width: i64,
    found: HashMap<(u32, u32, i64), (f32, i64)>,
}

impl Sites {
    fn new(chars: usize) -> Self {
        Sites {
            width: (chars as i64).max(8),
            found: HashMap::new(),
        }
    }

    fn put(&mut self, (ordinal, block): (u32, u32), start: i64, weight: f32) {
        let bucket = start.div_euclid(self.width);
        let site = self.found.entry((ordinal, block, bucket));
        let site = site.or_insert((0.0, start));
        site.0 += weight;
        site.1 = site.1.min(start);
    }

    /// A site at the edge of a bucket takes what its neighbour has.
    fn gatherings(&self, document: impl Fn(u32) -> u64) -> Vec<Gathering> {
        let mut list: Vec<Gathering> = Vec::with_capacity(self.found.len());
        for ((ordinal, block, bucket), (weight, start)) in &self.found {
            let next = self.found.get(&(*ordinal, *block, bucket + 1));
            let near = next.filter(|(_, other)| other - start < self.width);
            list.push(Gathering {
                document: document(*ordinal),
                block: *block,
                start: *start,
                weight: weight + near.map_or(0.0, |(weight, _)| *weight),
            });
        }
        list.sort_unstable_by(|a, b| {
            let order = b.weight.total_cmp(&a.weight);
            order.then((a.document, a.block, a.start).cmp(&(b.document, b.block, b.start)))
        });
        list
    }
}
