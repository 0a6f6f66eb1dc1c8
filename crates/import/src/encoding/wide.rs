//! UTF-32, with and without a mark, and the old ways of writing Chinese, Japanese and Korean in seven bits: HZ
//! (RFC 1843) and ISO-2022 (RFC 1468, 1557, 1922).

use encoding_rs::{EUC_KR, Encoding, GB18030, ISO_2022_JP};

use super::{Decoded, TextEncoding};
use crate::ImportError;

const ESCAPE: u8 = 0x1B;
const SHIFT_OUT: u8 = 0x0E;
const SHIFT_IN: u8 = 0x0F;

/// Reads UTF-32; `None` if it is none.
pub(super) fn utf32(bytes: &[u8]) -> Option<Decoded> {
    let (big, body) = match bytes {
        [0, 0, 0xFE, 0xFF, body @ ..] => (true, body),
        [0xFF, 0xFE, 0, 0, body @ ..] if body.len().is_multiple_of(4) => (false, body),
        _ if bytes.len() < 8 || !bytes.len().is_multiple_of(4) => return None,
        // Without a mark: no char has anything in its highest byte, and the second one is small.
        _ => {
            let all = |at: usize, most: u8| bytes.chunks_exact(4).all(|unit| unit[at] <= most);
            match (all(0, 0) && all(1, 0x10), all(3, 0) && all(2, 0x10)) {
                (true, false) => (true, bytes),
                (false, true) => (false, bytes),
                _ => return None,
            }
        }
    };
    let unit = |unit: &[u8]| {
        let unit: [u8; 4] = unit.try_into().ok()?;
        let code = if big {
            u32::from_be_bytes(unit)
        } else {
            u32::from_le_bytes(unit)
        };
        char::from_u32(code)
    };
    let text: Option<String> = body.chunks_exact(4).map(unit).collect();
    Some(told(text?, if big { "utf-32be" } else { "utf-32le" }))
}

/// Reads a text of seven bits with shifts in it; `None` if it is plain.
///
/// # Errors
/// Shifts to a set of chars that is not known here.
pub(super) fn seven_bit(bytes: &[u8]) -> Option<Result<Decoded, ImportError>> {
    if bytes.contains(&ESCAPE) && bytes.is_ascii() {
        let has = |what: &[u8]| bytes.windows(what.len()).any(|w| w == what);
        return Some(match () {
            () if has(b"\x1B$)C") => shifted(bytes, EUC_KR, "iso-2022-kr"),
            () if has(b"\x1B$)A") && !has(b"\x1B$)G") => shifted(bytes, GB18030, "iso-2022-cn"),
            () if has(b"\x1B$)G") || has(b"\x1B$*H") => {
                Err(ImportError::UnsupportedEncoding("ISO-2022-CN（CNS）"))
            }
            () if has(b"\x1B$B") || has(b"\x1B$@") || has(b"\x1B(J") || has(b"\x1B(I") => {
                japanese(bytes)
            }
            () => return None,
        });
    }
    hz(bytes).map(|text| Ok(told(text, "hz-gb-2312")))
}

fn japanese(bytes: &[u8]) -> Result<Decoded, ImportError> {
    let (text, broken) = ISO_2022_JP.decode_without_bom_handling(bytes);
    if broken {
        return Err(ImportError::UnsupportedEncoding("ISO-2022-JP 的扩展"));
    }
    Ok(told(text.into_owned(), "iso-2022-jp"))
}

/// Pairs between SO and SI are chars of a set whose usual form has the high bits.
fn shifted(
    bytes: &[u8],
    page: &'static Encoding,
    name: &'static str,
) -> Result<Decoded, ImportError> {
    let (mut plain, mut out) = (Vec::with_capacity(bytes.len()), false);
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        rest = match (*first, tail) {
            (ESCAPE, [b'$', b')', _, after @ ..]) => after,
            (SHIFT_OUT, after) => {
                out = true;
                after
            }
            (SHIFT_IN, after) => {
                out = false;
                after
            }
            (byte, after) => {
                // A line ends a shift that was forgotten.
                out &= byte != b'\n';
                let high = if out && byte > 0x20 { 0x80 } else { 0 };
                plain.push(byte | high);
                after
            }
        };
    }
    let (text, broken) = page.decode_without_bom_handling(&plain);
    if broken {
        return Err(ImportError::UnsupportedEncoding("ISO-2022 的扩展"));
    }
    Ok(told(text.into_owned(), name))
}

/// HZ: `~{` and `~}` around pairs of GB 2312 without their high bits. `None` unless every pair is one.
fn hz(bytes: &[u8]) -> Option<String> {
    let begins = bytes.windows(2).any(|w| w == b"~{");
    if !begins || !bytes.is_ascii() {
        return None;
    }
    let (mut plain, mut inside, mut pairs) = (Vec::with_capacity(bytes.len()), false, 0_usize);
    let mut rest = bytes;
    while !rest.is_empty() {
        rest = match (inside, rest) {
            (false, [b'~', b'{', after @ ..]) => {
                inside = true;
                after
            }
            (true, [b'~', b'}', after @ ..]) => {
                inside = false;
                after
            }
            (false, [b'~', b'~', after @ ..]) => {
                plain.push(b'~');
                after
            }
            (_, [b'~', b'\n', after @ ..]) => after,
            (true, [b'\n', after @ ..]) => {
                plain.push(b'\n');
                inside = false;
                after
            }
            (true, [first @ 0x21..=0x77, second @ 0x21..=0x7E, after @ ..]) => {
                plain.extend([first | 0x80, second | 0x80]);
                pairs += 1;
                after
            }
            (true, _) => return None,
            (false, [byte, after @ ..]) => {
                plain.push(*byte);
                after
            }
            (false, []) => &[],
        };
    }
    let (text, broken) = GB18030.decode_without_bom_handling(&plain);
    (pairs > 0 && !broken).then(|| text.into_owned())
}

fn told(text: String, name: &'static str) -> Decoded {
    Decoded {
        text: super::clean(&text).unwrap_or(text),
        encoding: TextEncoding::Other(name),
        warning: None,
    }
}
