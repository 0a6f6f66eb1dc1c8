//! The features of the classifier: the signs, and hashed pairs of characters of title, head and tail.
//!
//! Training (`scripts/train-kinds`, an example of `yandu-import`) and use share this code, so they cannot differ.

use super::evidence::Evidence;
use crate::shadow::is_han;

/// Buckets of the hash; a power of two.
pub(crate) const BUCKETS: u32 = 1 << 14;

/// Chars of the head whose pairs count.
const HEAD: usize = 500;

/// What the classifier knows of a text.
#[derive(Debug, Clone)]
pub struct KindFeatures {
    /// Log-odds of each kind before anything is learned, in the order of [`crate::Kind::ALL`].
    pub points: Vec<f32>,
    /// Bucket and value; a bucket can come more than once, values add up.
    pub hashed: Vec<(u32, f32)>,
}

/// Returns the features of a text.
pub(crate) fn features(evidence: &Evidence) -> KindFeatures {
    KindFeatures {
        points: super::kind::points(&evidence.signs).to_vec(),
        hashed: hashed(evidence),
    }
}

fn hashed(evidence: &Evidence) -> Vec<(u32, f32)> {
    let mut all = Vec::with_capacity(800);
    let mut active = Vec::new();
    evidence.signs.each(|name| active.push(name));
    for (n, name) in active.iter().enumerate() {
        all.push((bucket("sign", name), 1.0));
        for other in &active[n + 1..] {
            all.push((bucket(name, other), 0.2));
        }
    }
    let title: Vec<char> = evidence
        .title
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    for n in [2, 3] {
        let end: String = title[title.len().saturating_sub(n)..].iter().collect();
        all.push((bucket("title-end", &end), 0.7));
        let start: String = title.iter().take(n).collect();
        all.push((bucket("title-start", &start), 0.3));
    }
    group(&mut all, "title", &title, 1.0);
    let head: Vec<char> = evidence.head.chars().take(HEAD).collect();
    group(&mut all, "head", &head, 1.0);
    let tail: Vec<char> = evidence.tail.chars().collect();
    group(&mut all, "tail", &tail, 0.4);
    all
}

/// Pairs of Han characters, together as long as `norm`.
fn group(all: &mut Vec<(u32, f32)>, name: &str, text: &[char], norm: f32) {
    let from = all.len();
    let mut pair = [0_u8; 8];
    for two in text.windows(2).filter(|w| is_han(w[0]) && is_han(w[1])) {
        let first = two[0].encode_utf8(&mut pair[..4]).len();
        let second = two[1].encode_utf8(&mut pair[first..]).len();
        let key = std::str::from_utf8(&pair[..first + second]).unwrap_or_default();
        all.push((bucket(name, key), 1.0));
    }
    let count = (all.len() - from) as f32;
    for (_, value) in &mut all[from..] {
        *value = norm / count.sqrt();
    }
}

/// FNV-1a over both words.
fn bucket(group: &str, key: &str) -> u32 {
    let bytes = group.bytes().chain([0]).chain(key.bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, b| {
        (hash ^ u32::from(b)).wrapping_mul(0x0100_0193)
    });
    (hash ^ (hash >> 15)) & (BUCKETS - 1)
}
