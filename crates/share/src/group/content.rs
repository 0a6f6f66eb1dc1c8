//! What a frame says: membership, sealed with the key of the door, or what members write, sealed with an epoch's key.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::membership::MembershipChange;
use crate::seal::GroupKey;
use crate::{Hash, ShareError};

/// Bytes of a frame's content, opened.
const MOST: u64 = 32 << 20;

/// Something that a member writes, in a whole; the last one of a member's devices wins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Put {
    /// Which of the member's things: 32 hexadecimal digits, or a name.
    #[serde(rename = "o")]
    pub object: String,
    /// What sort of thing.
    #[serde(rename = "k")]
    pub kind: String,
    /// When, by the hybrid logical clock of the writer; see [`Clock`].
    #[serde(rename = "t")]
    pub at: u64,
    /// The thing; `None` is a tombstone.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// The content of a frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Who belongs to the group.
    Membership(Vec<MembershipChange>),
    /// What members write.
    Puts(Vec<Put>),
}

impl Content {
    /// As JSON lines, sealed, for a frame.
    ///
    /// # Errors
    /// [`ShareError::NoRandomness`].
    pub fn seal(&self, key: &GroupKey, root: Hash) -> Result<Vec<u8>, ShareError> {
        let lines = match self {
            Content::Membership(changes) => lines(changes),
            Content::Puts(puts) => lines(puts),
        };
        key.seal(&root.0, &lines.map_err(ShareError::damaged)?)
    }

    /// Opens the payload of a frame. Lines that are not understood are left out: a newer program may have written them.
    ///
    /// # Errors
    /// [`ShareError::NotForUs`], [`ShareError::TooLarge`].
    pub fn open(
        payload: &[u8],
        key: &GroupKey,
        root: Hash,
        membership: bool,
    ) -> Result<Content, ShareError> {
        let bytes = key.open(&root.0, payload, MOST)?;
        let lines = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty());
        Ok(if membership {
            Content::Membership(
                lines
                    .filter_map(|l| serde_json::from_slice(l).ok())
                    .collect(),
            )
        } else {
            Content::Puts(
                lines
                    .filter_map(|l| serde_json::from_slice(l).ok())
                    .collect(),
            )
        })
    }
}

fn lines<T: Serialize>(values: &[T]) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for value in values {
        serde_json::to_writer(&mut bytes, value)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// A hybrid logical clock (Kulkarni et al. 2014): milliseconds since 1970 and a counter, and never behind what was seen.
/// A clock that is wrong by a day puts nobody's later words before their earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Clock(pub u64);

const COUNTER_BITS: u32 = 16;

impl Clock {
    /// The next time after this one, given the machine's milliseconds.
    #[must_use]
    pub fn next(self, ms: u64) -> Clock {
        Clock((ms << COUNTER_BITS).max(self.0.saturating_add(1)))
    }

    /// Milliseconds since 1970.
    pub fn ms(self) -> u64 {
        self.0 >> COUNTER_BITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_never_goes_back() {
        let now = Clock::default().next(1_000);
        assert_eq!(now.ms(), 1_000);
        let later = now.next(10);
        assert!(later > now && later.ms() == 1_000);
        assert_eq!(later.next(2_000).ms(), 2_000);
    }

    #[test]
    fn lines_of_a_newer_program_are_left_out() {
        let key = GroupKey::generate().unwrap();
        let root = Hash::of(b"g");
        let put = Put {
            object: "a".into(),
            kind: "annotation".into(),
            at: 7,
            body: Some(serde_json::json!({ "comment": "好" })),
        };
        let known = serde_json::to_string(&put).unwrap();
        let bytes = format!("{{\"unknown\":1}}\n{known}\n");
        let sealed = key.seal(&root.0, bytes.as_bytes()).unwrap();
        let read = Content::open(&sealed, &key, root, false).unwrap();
        assert_eq!(read, Content::Puts(vec![put]));
        assert!(Content::open(&sealed, &key, Hash::of(b"h"), false).is_err());
    }
}
