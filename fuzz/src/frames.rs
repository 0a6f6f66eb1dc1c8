//! What comes from the storage of a group: logs, sealed contents, charters, requests, invitations. The first byte
//! chooses what the bytes are; half of the ways sign or seal them, so that what lies behind a signature is reached.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yandu_share::{
    Charter, Content, DeviceKey, FrameWriter, GroupFile, GroupKey, Hash, Invitation, LogPlace, Request, payload_of,
    read_log, sealed_with, split_frames,
};

static DEVICE: LazyLock<DeviceKey> = LazyLock::new(|| DeviceKey::from_secret(&[7; 32]));
static DOOR: LazyLock<GroupKey> = LazyLock::new(|| GroupKey::from_secret([9; 32]));

fn open_content(sealed: &[u8], root: Hash) {
    for membership in [true, false] {
        let _ = Content::open(sealed, &DOOR, root, membership);
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((way, bytes)) = bytes.split_first() else {
        return;
    };
    let (device, root) = (DEVICE.public(), Hash::of(b"fuzz"));
    let beginning = LogPlace::beginning(root);
    match way % 6 {
        0 => {
            read_log(&device, bytes, beginning);
            split_frames(bytes).iter().for_each(|(_, frame)| {
                payload_of(frame);
            });
        }
        // A frame that the device signed is read as it was written, with whatever stands behind it.
        1 => {
            let mut writer = FrameWriter::new(&DEVICE, beginning);
            let (payload, behind) = bytes.split_at(bytes.len() / 2);
            let Ok(mut log) = writer.frame(payload) else { return };
            log.extend_from_slice(behind);
            let read = read_log(&device, &log, beginning);
            assert_eq!(read.frames.first().map(yandu_share::Frame::payload), Some(payload));
        }
        2 => open_content(bytes, root),
        3 => {
            if let Ok(sealed) = DOOR.seal(&root.0, bytes) {
                assert_eq!(sealed_with(&sealed), Some(DOOR.id()));
                open_content(&sealed, root);
            }
        }
        4 => {
            let _ = Charter::read(bytes, &DOOR, ("fuzz", device));
            let _ = Request::read(bytes, &DOOR, "fuzz");
        }
        _ => {
            let text = String::from_utf8_lossy(bytes);
            let _ = text.parse::<Invitation>();
            let _ = format!("yandu-invite-1.{text}").parse::<Invitation>();
            GroupFile::of(&text);
        }
    }
});
