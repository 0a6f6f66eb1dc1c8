//! How alike two texts are: shingles, and a small sample of them that tells which pairs are worth a look.
//!
//! The sample keeps every shingle whose hash falls into one of [`KEPT_OF`] parts (FracMinHash: Irber et al. 2022,
//! "Lightweight compositional analysis of metagenomes with FracMinHash"), so an excerpt and the text that it is of share
//! theirs whatever their lengths. Texts are folded: punctuation, width and 繁简 make no difference.

use std::collections::HashSet;

/// Chars of a shingle.
const SHINGLE: usize = 6;

/// One of so many shingles is in the sample.
const KEPT_OF: u64 = 32;

/// The sample of one text: sorted, each hash once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch(Vec<u32>);

/// How alike two texts are, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Shingles that both have, of all that either has (Jaccard).
    pub resemblance: f64,
    /// Shingles that both have, of those of the text with fewer.
    pub containment: f64,
}

impl Sketch {
    /// The sample of a folded text.
    pub fn of(folded: &str) -> Sketch {
        let kept = |hash: &u64| hash.is_multiple_of(KEPT_OF);
        let mut hashes: Vec<u32> = hashes(folded)
            .filter(kept)
            .map(|h| (h >> 32) as u32)
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        Sketch(hashes)
    }

    /// The hashes, sorted.
    pub fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// Four bytes a hash, little end first.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|h| h.to_le_bytes()).collect()
    }

    /// What [`Sketch::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Sketch {
        let number = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        Sketch(bytes.chunks_exact(4).map(number).collect())
    }
}

impl Likeness {
    /// Compares two folded texts, all shingles of both.
    pub fn of(a: &str, b: &str) -> Likeness {
        let (a, b): (HashSet<u64>, HashSet<u64>) = (hashes(a).collect(), hashes(b).collect());
        let both = a.intersection(&b).count() as f64;
        let share = |of: usize| if of == 0 { 0.0 } else { both / of as f64 };
        Likeness {
            resemblance: share(a.union(&b).count()),
            containment: share(a.len().min(b.len())),
        }
    }
}

/// A hash for every shingle of a text.
fn hashes(folded: &str) -> impl Iterator<Item = u64> {
    let chars: Vec<char> = folded.chars().collect();
    let count = (chars.len() + 1).saturating_sub(SHINGLE);
    (0..count).map(move |at| {
        let shingle = chars[at..at + SHINGLE].iter();
        mix(shingle.fold(0, |hash: u64, c| {
            (hash ^ u64::from(*c))
                .wrapping_mul(0x0100_0000_01B3)
                .rotate_left(23)
        }))
    })
}

/// Spreads every bit over all (the finaliser of splitmix64); the same on every machine and in every version.
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: u32, to: u32) -> String {
        let chars = (from..to).map(|n| char::from_u32(0x4e00 + n * 7919 % 8000));
        chars.flatten().collect()
    }

    #[test]
    fn an_excerpt_is_contained_and_shares_its_sample() {
        let whole = text(0, 6000);
        let part: String = whole.chars().skip(2000).take(1500).collect();
        let likeness = Likeness::of(&whole, &part);
        assert!(likeness.containment > 0.999 && likeness.resemblance < 0.3);
        let (whole, part) = (Sketch::of(&whole), Sketch::of(&part));
        assert!(part.hashes().len() > 20);
        assert!(
            part.hashes()
                .iter()
                .all(|h| whole.hashes().binary_search(h).is_ok())
        );
        assert_eq!(Sketch::from_bytes(&part.to_bytes()), part);
    }

    #[test]
    fn texts_without_a_shingle_are_like_nothing() {
        let likeness = Likeness::of("通知", "通知");
        assert_eq!((likeness.resemblance, likeness.containment), (0.0, 0.0));
        assert!(Sketch::of("").hashes().is_empty());
    }
}
