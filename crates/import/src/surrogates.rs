//! UTF-8 with surrogates in it, as some databases and old web programs write it (CESU-8, WTF-8): pairs
//! become their character, lone ones U+FFFD. It refuses anything that is no UTF-8 in other ways too.

/// The text as real UTF-8; `None` if there is no surrogate, or if that is not all that is wrong.
pub(crate) fn mend_surrogates(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut mended = Vec::with_capacity(bytes.len());
    let (mut at, mut found) = (0, false);
    while at < bytes.len() {
        match (
            surrogate(&bytes[at..]),
            bytes.get(at + 3..).and_then(surrogate),
        ) {
            (Some(high @ 0xd800..=0xdbff), Some(low @ 0xdc00..=0xdfff)) => {
                let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                mended.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                (at, found) = (at + 6, true);
            }
            (Some(_), _) => {
                mended.extend_from_slice("\u{fffd}".as_bytes());
                (at, found) = (at + 3, true);
            }
            _ => {
                mended.push(bytes[at]);
                at += 1;
            }
        }
    }
    (found && std::str::from_utf8(&mended).is_ok()).then_some(mended)
}

/// The surrogate that stands first in `bytes`.
fn surrogate(bytes: &[u8]) -> Option<u32> {
    match bytes {
        [0xed, a @ 0xa0..=0xbf, b @ 0x80..=0xbf, ..] => {
            Some(0xd000 | (u32::from(a & 0x3f) << 6) | u32::from(b & 0x3f))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_become_characters_and_lone_ones_are_replaced() {
        // U+20BB7 as a pair, then a lone high and a lone low.
        let bytes = [
            b"\xed\xa1\x82\xed\xbe\xb7".as_slice(),
            "祥".as_bytes(),
            b"\xed\xa0\x80x\xed\xbf\xbf",
        ]
        .concat();
        let mended = String::from_utf8(mend_surrogates(&bytes).unwrap()).unwrap();
        assert_eq!(mended, "𠮷祥\u{fffd}x\u{fffd}");
    }

    #[test]
    fn what_is_whole_or_otherwise_broken_is_left() {
        assert_eq!(mend_surrogates("학습 학습".as_bytes()), None);
        assert_eq!(mend_surrogates(b"\xed\xa0\x80\xff"), None);
    }
}
