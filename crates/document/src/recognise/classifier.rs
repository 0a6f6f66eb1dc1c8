//! A linear classifier of kinds, for texts of which no rule is sure.
//!
//! The weights were trained by `scripts/train-kinds` on real texts, none of which is part of the program; `kinds.model`
//! holds one byte for each kind and bucket. Confidence is the softmax at a temperature that was chosen on held-out
//! folders, so that it can be read as a probability (calibration table in docs/testing.md).

use std::sync::LazyLock;

use super::features::{BUCKETS, KindFeatures};
use crate::Kind;

/// First bytes of the file: name and version of its layout.
const MAGIC: &[u8; 4] = b"YKM1";

/// The weights, quantised to one byte each.
#[derive(Debug, Clone)]
pub struct KindModel {
    /// The softmax divides scores by it.
    pub temperature: f32,
    /// Score of each kind before any feature, in the order of [`Kind::ALL`].
    pub bias: Vec<f32>,
    /// What one step of a weight is worth.
    pub scale: f32,
    /// A weight for each kind and bucket, kind after kind.
    pub weights: Vec<i8>,
}

static SHIPPED: LazyLock<KindModel> = LazyLock::new(|| {
    KindModel::read(include_bytes!("kinds.model")).unwrap_or_else(KindModel::empty)
});

impl KindModel {
    /// Returns the model that the program ships.
    pub(crate) fn shipped() -> &'static KindModel {
        &SHIPPED
    }

    /// Returns a model that finds all kinds equally likely.
    fn empty() -> KindModel {
        KindModel {
            temperature: 1.0,
            bias: vec![0.0; Kind::ALL.len()],
            scale: 0.0,
            weights: vec![0; Kind::ALL.len() * BUCKETS as usize],
        }
    }

    /// Reads the bytes of a model file; `None` if they are of another layout or size.
    pub fn read(bytes: &[u8]) -> Option<KindModel> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let numbers = 2 + Kind::ALL.len();
        let (head, weights) = rest.split_at_checked(4 * numbers)?;
        let mut values = head
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let (temperature, scale) = (values.next()?, values.next()?);
        let model = KindModel {
            temperature,
            scale,
            bias: values.collect(),
            weights: weights.iter().map(|b| *b as i8).collect(),
        };
        (model.weights.len() == Kind::ALL.len() * BUCKETS as usize).then_some(model)
    }

    /// Returns the bytes of the model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for value in [self.temperature, self.scale].iter().chain(&self.bias) {
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend(self.weights.iter().map(|w| *w as u8));
        bytes
    }

    /// Returns how likely each kind is, in the order of [`Kind::ALL`]; the sum is 1.
    pub fn likelihoods(&self, features: &KindFeatures) -> Vec<f32> {
        let scores: Vec<f32> = (0..Kind::ALL.len())
            .map(|kind| {
                let weights = &self.weights[kind * BUCKETS as usize..][..BUCKETS as usize];
                let sum: f32 = features
                    .hashed
                    .iter()
                    .map(|(b, v)| f32::from(weights[*b as usize]) * v)
                    .sum();
                (features.points[kind] + self.bias[kind] + self.scale * sum) / self.temperature
            })
            .collect();
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = scores.iter().map(|s| (s - most).exp()).collect();
        let sum: f32 = powers.iter().sum();
        powers.iter().map(|p| p / sum).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_is_read_and_small() {
        let bytes = include_bytes!("kinds.model");
        assert!(bytes.len() < 1 << 20);
        let model = KindModel::read(bytes).unwrap();
        assert_eq!(model.to_bytes(), bytes);
        let features = KindFeatures {
            points: vec![0.0; Kind::ALL.len()],
            hashed: vec![(1, 1.0), (2, 0.5)],
        };
        let likely = model.likelihoods(&features);
        assert!((likely.iter().sum::<f32>() - 1.0).abs() < 1e-4);
    }

    #[test]
    fn bytes_of_another_layout_are_refused() {
        assert!(KindModel::read(b"").is_none());
        assert!(KindModel::read(b"YKM1").is_none());
        assert!(KindModel::read(&[0; 200_000]).is_none());
    }
}
