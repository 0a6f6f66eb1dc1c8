use std::io::Cursor;

use super::write::PackAbout;
use super::*;
use crate::{DeviceKey, PublicKey, ShareError};

fn publisher() -> Publisher {
    Publisher {
        key: PublicKey([0; 32]),
        name: "青河市委党校".into(),
        change: None,
    }
}

fn pack(
    key: &DeviceKey,
    version: u32,
    base: Option<&Manifest>,
    texts: &[&str],
) -> (Vec<u8>, Manifest) {
    let mut writer = PackWriter::new(Cursor::new(Vec::new()), base);
    for text in texts {
        writer
            .add(
                PackContent::Document,
                &format!("{text}.txt"),
                text.as_bytes(),
            )
            .unwrap();
    }
    let about = PackAbout {
        id: "p1",
        title: "学习材料",
        version,
        created_at: "2026-11-24T00:00:00Z",
        publisher: &publisher(),
    };
    let (file, manifest) = writer.finish(key, about).unwrap();
    (file.into_inner(), manifest)
}

fn key() -> DeviceKey {
    DeviceKey::from_secret(&[5; 32])
}

/// Names, and the contents that are there.
type Found = Vec<(String, Option<Vec<u8>>)>;

fn open(bytes: &[u8]) -> Result<Found, ShareError> {
    let mut pack = Pack::open(Cursor::new(bytes))?;
    let entries = pack.manifest().entries.clone();
    entries
        .into_iter()
        .map(|e| Ok((e.name.clone(), pack.content(&e)?)))
        .collect()
}

#[test]
fn a_pack_comes_back_and_an_update_carries_only_what_is_new() {
    let (first, manifest) = pack(&key(), 1, None, &["一", "二"]);
    let found = open(&first).unwrap();
    assert_eq!(found[1], ("二.txt".into(), Some("二".as_bytes().to_vec())));
    let (second, _) = pack(&key(), 2, Some(&manifest), &["一", "三"]);
    let found = open(&second).unwrap();
    assert_eq!(found[0], ("一.txt".into(), None));
    assert_eq!(found[1], ("三.txt".into(), Some("三".as_bytes().to_vec())));
}

#[test]
fn another_key_in_the_manifest_does_not_fit_the_signature() {
    let (bytes, _) = pack(&key(), 1, None, &["一"]);
    let ours = key().public().to_string();
    let theirs = DeviceKey::from_secret(&[6; 32]).public().to_string();
    let at = bytes
        .windows(ours.len())
        .position(|w| w == ours.as_bytes())
        .unwrap();
    let mut forged = bytes;
    forged[at..at + theirs.len()].copy_from_slice(theirs.as_bytes());
    assert!(open(&forged).is_err());
}

#[test]
fn names_that_lead_outside_and_versions_that_go_back_are_refused() {
    let mut writer = PackWriter::new(Cursor::new(Vec::new()), None);
    writer
        .add(PackContent::Document, "../逃逸.txt", b"x")
        .unwrap();
    let about = PackAbout {
        id: "p1",
        title: "t",
        version: 1,
        created_at: "",
        publisher: &publisher(),
    };
    assert!(matches!(
        writer.finish(&key(), about),
        Err(ShareError::Damaged(_))
    ));
    let (_, manifest) = pack(&key(), 2, None, &["一"]);
    let writer = PackWriter::new(Cursor::new(Vec::new()), Some(&manifest));
    let about = PackAbout {
        version: 2,
        ..about
    };
    assert!(writer.finish(&key(), about).is_err());
}

#[test]
fn a_key_changes_by_the_old_one_s_word() {
    let (old, new) = (key(), DeviceKey::from_secret(&[6; 32]));
    let change = KeyChange::new(&old, &new.public());
    assert!(change.verify(&new.public()).is_ok());
    assert!(change.verify(&old.public()).is_err());
    let forged = KeyChange {
        from: old.public(),
        ..KeyChange::new(&new, &new.public())
    };
    assert_eq!(forged.verify(&new.public()), Err(ShareError::BadSignature));
}

/// A small generator with a fixed seed (SplitMix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[test]
fn five_thousand_damages_are_refused_or_change_nothing() {
    let (bytes, _) = pack(&key(), 1, None, &["一", "二", "三"]);
    let truth = open(&bytes).unwrap();
    let mut state = 7;
    let (mut refused, mut harmless) = (0, 0);
    for _ in 0..5000 {
        let mut copy = bytes.clone();
        let at = next(&mut state) as usize % copy.len();
        match next(&mut state) % 3 {
            0 => copy[at] ^= 1 << (next(&mut state) % 8),
            1 => copy.truncate(at),
            _ => {
                let len = (next(&mut state) as usize % 64).min(copy.len() - at);
                copy.drain(at..at + len);
            }
        }
        match open(&copy) {
            Ok(found) => {
                assert_eq!(found, truth);
                harmless += 1;
            }
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 3000, "{refused} refused, {harmless} harmless");
}
