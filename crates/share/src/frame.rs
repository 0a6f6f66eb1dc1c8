//! Signed frames and the logs that they make: one append-only file a device, hash-chained.
//!
//! A frame is `YDF1`, the device's key (32 bytes), its sequence from 0 (8, little end first), the SHA-256 of the frame
//! before (32, zeros for the first), the length of the payload (4), the payload (zstd), a signature over all of it (64).
//! A log that is cut is good up to the cut; a byte that was changed ends it there, and says so.

use crate::ShareError;
use crate::hash::Hash;
use crate::key::{DeviceKey, PublicKey};
use crate::packed::{pack, unpack};

const MAGIC: &[u8; 4] = b"YDF1";
const HEAD: usize = 4 + 32 + 8 + 32 + 4;
const SIGNATURE: usize = 64;

/// Bytes of a payload, packed and unpacked.
const MOST_PACKED: usize = 4 << 20;
const MOST_UNPACKED: u64 = 32 << 20;

/// A frame that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its number in its log, from 0.
    pub sequence: u64,
    /// The SHA-256 of its bytes.
    pub hash: Hash,
    /// What it says.
    pub payload: Vec<u8>,
}

/// How a log ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// With its last frame.
    Whole,
    /// Within a frame: more may come.
    Cut,
    /// At a frame that is not taken, and why; nothing behind it is.
    Refused(ShareError),
}

/// What was read of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The good frames from the first one on.
    pub frames: Vec<Frame>,
    /// How it ends.
    pub ending: Ending,
}

/// Writes the frames of one device.
#[derive(Debug)]
pub struct FrameWriter<'k> {
    key: &'k DeviceKey,
    sequence: u64,
    previous: Hash,
}

impl<'k> FrameWriter<'k> {
    /// Goes on behind the last frame, of which the caller knows number and hash; `None` begins a log.
    pub fn new(key: &'k DeviceKey, last: Option<(u64, Hash)>) -> Self {
        FrameWriter {
            key,
            sequence: last.map_or(0, |(sequence, _)| sequence + 1),
            previous: last.map_or(Hash::default(), |(_, hash)| hash),
        }
    }

    /// The bytes of the next frame.
    ///
    /// # Errors
    /// [`ShareError::TooLarge`].
    pub fn frame(&mut self, payload: &[u8]) -> Result<Vec<u8>, ShareError> {
        let packed = pack(payload)?;
        if packed.len() > MOST_PACKED || payload.len() as u64 > MOST_UNPACKED {
            return Err(ShareError::TooLarge(format!(
                "一次写入 {} 字节",
                payload.len()
            )));
        }
        let mut bytes = Vec::with_capacity(HEAD + packed.len() + SIGNATURE);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.key.public().0);
        bytes.extend_from_slice(&self.sequence.to_le_bytes());
        bytes.extend_from_slice(&self.previous.0);
        bytes.extend_from_slice(&(packed.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&packed);
        let signature = self.key.sign(&bytes);
        bytes.extend_from_slice(&signature);
        self.previous = Hash::of(&bytes);
        self.sequence += 1;
        Ok(bytes)
    }
}

/// Reads the log of a device, behind the frame that is known already (`None`: from the first one on).
pub fn read_log(device: &PublicKey, bytes: &[u8], known: Option<(u64, Hash)>) -> Log {
    let mut expected = known.map_or((0, Hash::default()), |(sequence, hash)| {
        (sequence + 1, hash)
    });
    let mut log = Log {
        frames: Vec::new(),
        ending: Ending::Whole,
    };
    let mut rest = bytes;
    while !rest.is_empty() {
        match take(device, rest, expected) {
            Ok(Some((frame, len))) => {
                expected = (frame.sequence + 1, frame.hash);
                log.frames.push(frame);
                rest = &rest[len..];
            }
            Ok(None) => {
                log.ending = Ending::Cut;
                break;
            }
            Err(error) => {
                log.ending = Ending::Refused(error);
                break;
            }
        }
    }
    log
}

/// The frame at the beginning, with its bytes; `None` if it is cut.
fn take(
    device: &PublicKey,
    bytes: &[u8],
    (sequence, previous): (u64, Hash),
) -> Result<Option<(Frame, usize)>, ShareError> {
    let damaged = |what: &str| Err(ShareError::damaged(what));
    if !bytes.starts_with(&MAGIC[..bytes.len().min(4)]) {
        return damaged("不是日志内容");
    }
    let Some(head) = bytes.get(..HEAD) else {
        return Ok(None);
    };
    let number = |at: usize, len: usize| {
        let bytes = head[at..at + len].iter().rev();
        bytes.fold(0_u64, |value, byte| value << 8 | u64::from(*byte))
    };
    let len = number(76, 4) as usize;
    if len > MOST_PACKED {
        return Err(ShareError::TooLarge(format!("一帧 {len} 字节")));
    }
    let Some(whole) = bytes.get(..HEAD + len + SIGNATURE) else {
        return Ok(None);
    };
    if head[4..36] != device.0 {
        return damaged("不是这台设备的日志");
    }
    let (signed, signature) = whole.split_at(HEAD + len);
    let signature: &[u8; SIGNATURE] = signature.try_into().map_err(|_| ShareError::BadSignature)?;
    device.verify(signed, signature)?;
    if number(36, 8) != sequence || head[44..76] != previous.0 {
        return damaged("帧的次序不符");
    }
    let frame = Frame {
        sequence,
        hash: Hash::of(whole),
        payload: unpack(&whole[HEAD..HEAD + len], MOST_UNPACKED)?,
    };
    Ok(Some((frame, whole.len())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn log(key: &DeviceKey, payloads: &[&str]) -> Vec<u8> {
        let mut writer = FrameWriter::new(key, None);
        payloads
            .iter()
            .flat_map(|p| writer.frame(p.as_bytes()).unwrap())
            .collect()
    }

    fn key() -> DeviceKey {
        DeviceKey::from_secret(&[9; 32])
    }

    #[test]
    fn frames_come_back_and_a_log_goes_on_where_it_was_left() {
        let key = key();
        let bytes = log(&key, &["一", "二", "三"]);
        let read = read_log(&key.public(), &bytes, None);
        let words: Vec<&[u8]> = read.frames.iter().map(|f| f.payload.as_slice()).collect();
        assert_eq!(words, ["一".as_bytes(), "二".as_bytes(), "三".as_bytes()]);
        assert_eq!(read.ending, Ending::Whole);
        let last = read.frames.last().map(|f| (f.sequence, f.hash));
        let more = FrameWriter::new(&key, last).frame("四".as_bytes()).unwrap();
        let read = read_log(&key.public(), &more, last);
        assert_eq!((read.frames[0].sequence, &read.ending), (3, &Ending::Whole));
    }

    #[test]
    fn frames_of_another_device_another_order_or_twice_are_refused() {
        let (key, other) = (key(), DeviceKey::from_secret(&[8; 32]));
        let bytes = log(&key, &["一", "二"]);
        assert!(read_log(&other.public(), &bytes, None).frames.is_empty());
        let first = read_log(&key.public(), &bytes, None).frames[0].clone();
        let len = log(&key, &["一"]).len();
        let twice = [&bytes[..len], &bytes[..len]].concat();
        let read = read_log(&key.public(), &twice, None);
        assert_eq!(read.frames, [first]);
        assert!(matches!(
            read.ending,
            Ending::Refused(ShareError::Damaged(_))
        ));
        assert!(
            read_log(&key.public(), &bytes[len..], None)
                .frames
                .is_empty()
        );
    }

    proptest! {
        #[test]
        fn a_cut_or_changed_log_gives_a_beginning_of_the_truth(
            cut in 0_usize..1000, at in 0_usize..1000, bit in 0_u8..8, flip: bool
        ) {
            let key = key();
            let mut bytes = log(&key, &["学习", "讨论", "纪要"]);
            let truth = read_log(&key.public(), &bytes, None).frames;
            let at = at % bytes.len();
            if flip {
                bytes[at] ^= 1 << bit;
            } else {
                bytes.truncate(cut % (bytes.len() + 1));
            }
            let read = read_log(&key.public(), &bytes, None);
            prop_assert!(truth.starts_with(&read.frames));
            if flip {
                prop_assert!(read.frames.len() < truth.len() && read.ending != Ending::Whole);
            }
        }

        #[test]
        fn no_bytes_are_a_frame_by_chance(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(read_log(&key().public(), &bytes, None).frames.is_empty());
        }
    }
}
