//! The lists of a file and their numbers ([MS-DOC] 2.9.131, 2.9.147, 2.9.150).

use super::fib::{u16_at, u32_at};
use crate::number_format::format_of_code;
use crate::numbering::{LEVELS, Level, List, Numbering, Restart};

/// Bytes of a list's head, of a level's head, of a use of a list.
const LIST: usize = 28;
const LEVEL: usize = 28;
const USE: usize = 16;

/// Set in the first bit of a list's flags: it has one level only.
const SIMPLE: u8 = 1;

/// Reads the lists at `lists` of the table stream, with the levels behind them, and their uses. What is broken
/// numbers nothing.
pub(super) fn read(table: &[u8], lists: (u32, u32), uses: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    let start = lists.0 as usize;
    let heads = table.get(start..).unwrap_or_default();
    let count = if lists.1 == 0 {
        0
    } else {
        usize::from(u16_at(heads, 0).unwrap_or(0))
    };
    let mut at = 2 + count * LIST;
    for n in 0..count {
        let head = 2 + n * LIST;
        let (Some(id), Some(flags)) = (u32_at(heads, head), heads.get(head + 26)) else {
            break;
        };
        let mut levels = vec![Level::default(); LEVELS];
        let own = if flags & SIMPLE == 1 { 1 } else { LEVELS };
        for level in levels.iter_mut().take(own) {
            let Some((read, len)) = read_level(heads.get(at..).unwrap_or_default()) else {
                return numbering;
            };
            *level = read;
            at += len;
        }
        numbering.definitions.insert(id, levels);
    }
    for n in 0..u32_at(uses, 0).unwrap_or(0).min(u32::from(u16::MAX)) {
        let Some(definition) = u32_at(uses, 4 + n as usize * USE) else {
            break;
        };
        let list = List {
            definition,
            ..List::default()
        };
        numbering.lists.insert(n + 1, list);
    }
    numbering
}

/// A level, and its bytes.
fn read_level(bytes: &[u8]) -> Option<(Level, usize)> {
    let start = u32_at(bytes, 0)?;
    let format = format_of_code(u16::from(*bytes.get(4)?));
    let properties = usize::from(*bytes.get(24)?) + usize::from(*bytes.get(25)?);
    let at = LEVEL + properties;
    let len = usize::from(u16_at(bytes, at)?);
    let text = bytes.get(at + 2..at + 2 + 2 * len)?;
    let units = text
        .chunks_exact(2)
        .map(|b| u16::from_le_bytes([b[0], b[1]]));
    let label = char::decode_utf16(units).map(|c| match c {
        // A number of 0 to 8 stands for that level's number.
        Ok(c @ '\0'..='\u{8}') => format!("%{}", c as u32 + 1),
        Ok(c) => c.to_string(),
        Err(_) => String::new(),
    });
    // The byte behind the format: alignment, fLegal, fNoRestart, … ([MS-DOC] 2.9.150), then ixchFollow and, before the
    // sizes of the properties, the level behind which a level with fNoRestart restarts.
    let flags = *bytes.get(5)?;
    let restart = match (flags & 8 != 0, *bytes.get(26)?) {
        (false, _) => Restart::Higher,
        (true, 0) => Restart::Never,
        (true, behind) => Restart::Behind(usize::from(behind) - 1),
    };
    let level = Level {
        format: format.to_owned(),
        text: label.collect(),
        start,
        restart,
        legal: flags & 4 != 0,
        style: None,
    };
    Some((level, at + 2 + 2 * len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_two_levels_counts() {
        let mut table = vec![1, 0];
        table.extend(7_u32.to_le_bytes());
        table.extend([0; 24]);
        for (n, text) in ["\0、", "（\u{1}）"]
            .iter()
            .chain(&["\u{2}."; 7])
            .enumerate()
        {
            table.extend(1_u32.to_le_bytes());
            table.push(if n < 2 { 37 } else { 0 });
            table.extend([0; 23]);
            table.extend((text.encode_utf16().count() as u16).to_le_bytes());
            table.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        }
        let mut uses = 1_u32.to_le_bytes().to_vec();
        uses.extend(7_u32.to_le_bytes());
        uses.extend([0; 12]);
        let mut numbering = read(&table, (0, 30), &uses);
        let labels = [0, 1, 1, 0].map(|level| numbering.next(1, level));
        assert_eq!(labels, ["一、", "（一）", "（二）", "二、"]);
        assert!(read(&table[..40], (0, 30), &uses).definitions.is_empty());
    }
}
