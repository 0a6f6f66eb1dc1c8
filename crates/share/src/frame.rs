//! Signed frames and the logs that they make: one append-only file a device, hash-chained.
//!
//! A frame is `YDF1`, the device's key (32 bytes), its sequence from 0 (8, little end first), the SHA-256 of the frame
//! before (32; the log's root for the first, so that no log passes for that of another group), the length of the payload (4), the
//! payload, a signature over all of it (64). What a payload says is sealed: signatures are checked without any key. A log that is cut is good up to the cut; a byte that was changed ends it there, and says so.

use crate::ShareError;
use crate::hash::Hash;
use crate::key::{DeviceKey, PublicKey};

const MAGIC: &[u8; 4] = b"YDF1";
const HEAD: usize = 4 + 32 + 8 + 32 + 4;
const SIGNATURE: usize = 64;

/// Bytes of a payload.
const MOST_PAYLOAD: usize = 4 << 20;

/// A place in a log: between the frame before and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogPlace {
    /// The number of the next frame.
    pub next: u64,
    /// The SHA-256 of the frame before, or the log's root.
    pub previous: Hash,
}

impl LogPlace {
    /// The beginning of the logs of one group.
    pub fn beginning(root: Hash) -> LogPlace {
        LogPlace {
            next: 0,
            previous: root,
        }
    }

    /// Behind a frame.
    pub fn behind(frame: &Frame) -> LogPlace {
        LogPlace {
            next: frame.sequence + 1,
            previous: frame.hash,
        }
    }
}

/// A frame that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its number in its log, from 0.
    pub sequence: u64,
    /// The SHA-256 of its bytes.
    pub hash: Hash,
    /// All of its bytes, as they are in the log.
    pub bytes: Vec<u8>,
}

impl Frame {
    /// What it says, sealed.
    pub fn payload(&self) -> &[u8] {
        payload_of(&self.bytes)
    }
}

/// The payload in the bytes of a frame that was checked before; empty for other bytes.
pub fn payload_of(frame: &[u8]) -> &[u8] {
    frame
        .get(HEAD..frame.len().saturating_sub(SIGNATURE))
        .unwrap_or_default()
}

/// The frames of several logs one behind the other, each with its device, unchecked; ends at what is no frame.
pub fn split_frames(bytes: &[u8]) -> Vec<(PublicKey, &[u8])> {
    let mut frames = Vec::new();
    let mut rest = bytes;
    while let Some(head) = rest.get(..HEAD) {
        let mut device = [0; 32];
        device.copy_from_slice(&head[4..36]);
        let len = HEAD + number(head, 76, 4) as usize + SIGNATURE;
        match rest.split_at_checked(len) {
            Some((frame, behind)) if frame.starts_with(MAGIC) => {
                frames.push((PublicKey(device), frame));
                rest = behind;
            }
            _ => break,
        }
    }
    frames
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
    at: LogPlace,
}

impl<'k> FrameWriter<'k> {
    /// Goes on at a place.
    pub fn new(key: &'k DeviceKey, at: LogPlace) -> Self {
        FrameWriter { key, at }
    }

    /// Where the next frame goes.
    pub fn place(&self) -> LogPlace {
        self.at
    }

    /// The bytes of the next frame.
    ///
    /// # Errors
    /// [`ShareError::TooLarge`].
    pub fn frame(&mut self, payload: &[u8]) -> Result<Vec<u8>, ShareError> {
        if payload.len() > MOST_PAYLOAD {
            return Err(ShareError::TooLarge(format!(
                "一次写入 {} 字节",
                payload.len()
            )));
        }
        let mut bytes = Vec::with_capacity(HEAD + payload.len() + SIGNATURE);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.key.public().0);
        bytes.extend_from_slice(&self.at.next.to_le_bytes());
        bytes.extend_from_slice(&self.at.previous.0);
        bytes.extend_from_slice(&(payload.len() as u32).to_le_bytes());
        bytes.extend_from_slice(payload);
        let signature = self.key.sign(&bytes);
        bytes.extend_from_slice(&signature);
        self.at = LogPlace {
            next: self.at.next + 1,
            previous: Hash::of(&bytes),
        };
        Ok(bytes)
    }
}

/// Reads the log of a device from a place on.
pub fn read_log(device: &PublicKey, bytes: &[u8], at: LogPlace) -> Log {
    let mut expected = at;
    let mut log = Log {
        frames: Vec::new(),
        ending: Ending::Whole,
    };
    let mut rest = bytes;
    while !rest.is_empty() {
        match take(device, rest, expected) {
            Ok(Some(frame)) => {
                expected = LogPlace::behind(&frame);
                rest = &rest[frame.bytes.len()..];
                log.frames.push(frame);
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

/// A number, little end first.
fn number(bytes: &[u8], at: usize, len: usize) -> u64 {
    let bytes = bytes[at..at + len].iter().rev();
    bytes.fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// The frame at the beginning; `None` if it is cut.
fn take(device: &PublicKey, bytes: &[u8], expected: LogPlace) -> Result<Option<Frame>, ShareError> {
    let damaged = |what: &str| Err(ShareError::damaged(what));
    if !bytes.starts_with(&MAGIC[..bytes.len().min(4)]) {
        return damaged("不是日志内容");
    }
    let Some(head) = bytes.get(..HEAD) else {
        return Ok(None);
    };
    let len = number(head, 76, 4) as usize;
    if len > MOST_PAYLOAD {
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
    if number(head, 36, 8) != expected.next || head[44..76] != expected.previous.0 {
        return damaged("帧的次序不符");
    }
    Ok(Some(Frame {
        sequence: expected.next,
        hash: Hash::of(whole),
        bytes: whole.to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start() -> LogPlace {
        LogPlace::beginning(Hash::of(b"group"))
    }

    fn log(key: &DeviceKey, payloads: &[&str]) -> Vec<u8> {
        let mut writer = FrameWriter::new(key, start());
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
        let read = read_log(&key.public(), &bytes, start());
        let words: Vec<&[u8]> = read.frames.iter().map(|f| f.payload()).collect();
        assert_eq!(words, ["一".as_bytes(), "二".as_bytes(), "三".as_bytes()]);
        assert_eq!(read.ending, Ending::Whole);
        let last = LogPlace::behind(read.frames.last().unwrap());
        let more = FrameWriter::new(&key, last).frame("四".as_bytes()).unwrap();
        let read = read_log(&key.public(), &more, last);
        assert_eq!((read.frames[0].sequence, &read.ending), (3, &Ending::Whole));
        let both = [bytes, more].concat();
        let split = split_frames(&both);
        assert!(split.len() == 4 && split.iter().all(|(device, _)| *device == key.public()));
        assert_eq!(payload_of(split[3].1), "四".as_bytes());
        assert_eq!(split_frames(&both[..both.len() - 1]).len(), 3);
    }

    #[test]
    fn frames_of_another_device_another_order_or_twice_are_refused() {
        let (key, other) = (key(), DeviceKey::from_secret(&[8; 32]));
        let bytes = log(&key, &["一", "二"]);
        assert!(read_log(&other.public(), &bytes, start()).frames.is_empty());
        let elsewhere = LogPlace::beginning(Hash::of(b"another group"));
        assert!(read_log(&key.public(), &bytes, elsewhere).frames.is_empty());
        let first = read_log(&key.public(), &bytes, start()).frames[0].clone();
        let len = log(&key, &["一"]).len();
        let twice = [&bytes[..len], &bytes[..len]].concat();
        let read = read_log(&key.public(), &twice, start());
        assert_eq!(read.frames, [first]);
        assert!(matches!(
            read.ending,
            Ending::Refused(ShareError::Damaged(_))
        ));
        assert!(
            read_log(&key.public(), &bytes[len..], start())
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
            let truth = read_log(&key.public(), &bytes, start()).frames;
            let at = at % bytes.len();
            if flip {
                bytes[at] ^= 1 << bit;
            } else {
                bytes.truncate(cut % (bytes.len() + 1));
            }
            let read = read_log(&key.public(), &bytes, start());
            prop_assert!(truth.starts_with(&read.frames));
            if flip {
                prop_assert!(read.frames.len() < truth.len() && read.ending != Ending::Whole);
            }
        }

        #[test]
        fn no_bytes_are_a_frame_by_chance(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(read_log(&key().public(), &bytes, start()).frames.is_empty());
        }
    }
}
