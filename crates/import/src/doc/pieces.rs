//! The piece table: which bytes of the stream are the text, and in which order ([MS-DOC] 2.4.1).

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};

use super::NAME;
use super::fib::{Fib, u16_at, u32_at};
use crate::ImportError;

/// Set in a piece's place where its chars are bytes of code page 1252.
const BYTES: u32 = 1 << 30;

/// A stretch of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Bytes from the start of the stream.
    pub(super) start: u32,
    /// Chars as the file counts them: UTF-16 units or bytes.
    pub(super) len: u32,
    /// Two bytes a char.
    pub(super) wide: bool,
}

impl Piece {
    /// Bytes of one char.
    pub(super) fn width(&self) -> u32 {
        if self.wide { 2 } else { 1 }
    }
}

/// All pieces in reading order. `table` is the stream that holds the piece table.
pub(super) fn pieces(fib: &Fib, table: &[u8]) -> Result<Vec<Piece>, ImportError> {
    if let Some((start, len)) = fib.plain {
        let wide = fib.wide;
        let len = if wide { len / 2 } else { len };
        return Ok(vec![Piece { start, len, wide }]);
    }
    let broken = || ImportError::damaged(NAME, "文字块表不完整");
    let (at, len) = (fib.clx.0 as usize, fib.clx.1 as usize);
    let clx = table.get(at..at.saturating_add(len)).ok_or_else(broken)?;
    let plc = piece_list(clx).ok_or_else(broken)?;
    let count = plc.len().saturating_sub(4) / 12;
    let mut pieces = Vec::with_capacity(count);
    for n in 0..count {
        let from = u32_at(plc, 4 * n).ok_or_else(broken)?;
        let to = u32_at(plc, 4 * n + 4).ok_or_else(broken)?;
        let place = u32_at(plc, 4 * (count + 1) + 8 * n + 2).ok_or_else(broken)?;
        let wide = (fib.unicode || fib.wide) && place & BYTES == 0;
        let start = match place & BYTES {
            0 => place,
            _ => (place & !BYTES) / 2,
        };
        let len = to.checked_sub(from).ok_or_else(broken)?;
        pieces.push(Piece { start, len, wide });
    }
    Ok(pieces)
}

/// The list of pieces behind the property modifiers that come first.
fn piece_list(clx: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        match clx.get(at)? {
            1 => at += 3 + usize::from(u16_at(clx, at + 1)?),
            2 => {
                let len = u32_at(clx, at + 1)? as usize;
                return clx.get(at + 5..(at + 5).checked_add(len)?);
            }
            _ => return None,
        }
    }
}

/// The code page of a file before Word 97, by its language ([MS-LCID]).
pub(super) fn code_page(language: u16) -> &'static Encoding {
    match language {
        0x0804 | 0x1004 => GB18030,
        0x0404 | 0x0C04 | 0x1404 => BIG5,
        0x0411 => SHIFT_JIS,
        0x0412 => EUC_KR,
        _ => WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stand_behind_modifiers_and_name_their_width() {
        let mut clx = vec![1, 2, 0, 9, 9, 2];
        let mut plc = Vec::new();
        for cp in [0_u32, 4, 6] {
            plc.extend(cp.to_le_bytes());
        }
        for place in [1024_u32, BYTES | 4096] {
            plc.extend([0, 0]);
            plc.extend(place.to_le_bytes());
            plc.extend([0, 0]);
        }
        clx.extend((plc.len() as u32).to_le_bytes());
        clx.extend(plc);
        let fib = Fib {
            unicode: true,
            wide: false,
            language: 0,
            table_one: true,
            plain: None,
            stories: [6, 0, 0, 0, 0, 0, 0],
            clx: (0, clx.len() as u32),
            lists: (0, 0),
            list_uses: (0, 0),
            char_index: (0, 0),
            paragraph_index: (0, 0),
        };
        let piece = |start, len, wide| Piece { start, len, wide };
        let expected = [piece(1024, 4, true), piece(2048, 2, false)];
        assert_eq!(pieces(&fib, &clx).unwrap(), expected);
        assert!(pieces(&fib, &clx[..clx.len() - 1]).is_err());
    }
}
