//! Properties that say what is text: deletions and hidden chars, headings, table rows ([MS-DOC] 2.4.6, 2.6).

use super::fib::{u16_at, u32_at};

/// A page of properties.
const PAGE: usize = 512;

/// `sprmCFRMarkDel`: deleted, but kept as a change.
const DELETED: u16 = 0x0800;
/// `sprmCFVanish`: hidden.
const HIDDEN: u16 = 0x083C;
/// `sprmPFTtp`: the mark at the end of a table row.
const ROW_END: u16 = 0x2417;
/// `sprmPFInTable`: within a table cell.
const IN_TABLE: u16 = 0x2416;
/// `sprmPIlfo`: the list that numbers the paragraph.
const LIST: u16 = 0x460B;
/// From here on the number of a list means that there is none.
const NO_LIST: u16 = 0x07FF;
/// `sprmPIlvl`: the level in that list.
const LEVEL: u16 = 0x260A;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Level of a heading, 1 to 9, by the fixed numbers of the built-in styles.
    pub(super) heading: Option<u8>,
    /// Within a table cell.
    pub(super) in_table: bool,
    /// The mark that ends a table row.
    pub(super) row_end: bool,
    /// The list that numbers it, from 1, and its level there, from 0.
    pub(super) list: Option<u16>,
    pub(super) level: u8,
}

/// Properties by the place in the stream, sorted.
#[derive(Debug, Default)]
pub(super) struct Ranges<T>(Vec<(u32, u32, T)>);

impl<T: Copy> Ranges<T> {
    /// What is said about the char at this place.
    pub(super) fn at(&self, place: u32) -> Option<T> {
        let n = self.0.partition_point(|(start, _, _)| *start <= place);
        let (_, end, value) = self.0.get(n.checked_sub(1)?)?;
        (place < *end).then_some(*value)
    }
}

/// The chars that are no text. `index` is the part of the table stream that lists the pages.
pub(super) fn left_out(stream: &[u8], index: &[u8]) -> Ranges<()> {
    ranges(stream, index, |page, run, runs| {
        let at = usize::from(*page.get(4 * (runs + 1) + run)?) * 2;
        let len = usize::from(*page.get(at)?);
        let properties = if at == 0 {
            &[][..]
        } else {
            page.get(at + 1..at + 1 + len)?
        };
        // Each says its own, whatever comes behind it.
        let (mut deleted, mut hidden) = (false, false);
        each(properties, |sprm, value| {
            let on = value.first().is_some_and(|v| *v & 1 == 1);
            match sprm {
                DELETED => deleted = on,
                HIDDEN => hidden = on,
                _ => {}
            }
        });
        (deleted || hidden).then_some(())
    })
}

/// What the paragraphs are.
pub(super) fn paragraphs(stream: &[u8], index: &[u8]) -> Ranges<Paragraph> {
    ranges(stream, index, |page, run, runs| {
        let at = usize::from(*page.get(4 * (runs + 1) + 13 * run)?) * 2;
        if at == 0 {
            return Some(Paragraph::default());
        }
        let (from, len) = match usize::from(*page.get(at)?) {
            0 => (at + 2, 2 * usize::from(*page.get(at + 1)?)),
            half => (at + 1, 2 * half - 1),
        };
        let style = u16_at(page, from)?;
        let mut paragraph = Paragraph {
            heading: u8::try_from(style).ok().filter(|s| (1..=9).contains(s)),
            ..Paragraph::default()
        };
        each(page.get(from + 2..from + len)?, |sprm, value| match sprm {
            ROW_END => paragraph.row_end = value.first().is_some_and(|v| *v == 1),
            IN_TABLE => paragraph.in_table = value.first().is_some_and(|v| *v == 1),
            LIST => paragraph.list = u16_at(value, 0).filter(|n| (1..NO_LIST).contains(n)),
            LEVEL => paragraph.level = value.first().copied().unwrap_or(0),
            _ => {}
        });
        Some(paragraph)
    })
}

/// Reads every page that the index names; a page that is broken says nothing.
fn ranges<T>(
    stream: &[u8],
    index: &[u8],
    read: impl Fn(&[u8], usize, usize) -> Option<T>,
) -> Ranges<T> {
    let pages = index.len().saturating_sub(4) / 8;
    let mut found = Vec::new();
    for n in 0..pages {
        let number = u32_at(index, 4 * (pages + 1) + 4 * n).unwrap_or_default() & 0x003F_FFFF;
        let at = number as usize * PAGE;
        let Some(page) = stream.get(at..at + PAGE) else {
            continue;
        };
        let runs = usize::from(page[PAGE - 1]);
        for run in 0..runs {
            let start = u32_at(page, 4 * run);
            let end = u32_at(page, 4 * run + 4);
            if let (Some(start), Some(end), Some(value)) = (start, end, read(page, run, runs)) {
                found.push((start, end, value));
            }
        }
    }
    found.sort_by_key(|(start, _, _)| *start);
    Ranges(found)
}

/// Calls `take` for every property with its value ([MS-DOC] 2.2.5.1).
fn each(mut properties: &[u8], mut take: impl FnMut(u16, &[u8])) {
    while let Some(sprm) = u16_at(properties, 0) {
        let rest = &properties[2..];
        let (skip, len) = match sprm >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ => match (sprm, rest.first(), u16_at(rest, 0)) {
                // sprmTDefTable counts with two bytes, and one too many.
                (0xD608, _, Some(size)) => (2, usize::from(size).saturating_sub(1)),
                (_, Some(size), _) => (1, usize::from(*size)),
                _ => return,
            },
        };
        let Some(value) = rest.get(skip..skip + len) else {
            return;
        };
        take(sprm, value);
        properties = &rest[skip + len..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deleted_run_is_known_by_its_page() {
        let mut page = vec![0; PAGE];
        for (n, place) in [1024_u32, 1030, 1040].into_iter().enumerate() {
            page[4 * n..4 * n + 4].copy_from_slice(&place.to_le_bytes());
        }
        page[12] = 0;
        page[13] = 100;
        page[200..204].copy_from_slice(&[3, 0x00, 0x08, 1]);
        page[PAGE - 1] = 2;
        let index: Vec<u8> = [1024_u32, 1040, 0]
            .into_iter()
            .flat_map(u32::to_le_bytes)
            .collect();
        let out = left_out(&page, &index);
        let found = [1029, 1030, 1039, 1040].map(|at| out.at(at).is_some());
        assert_eq!(found, [false, true, true, false]);
    }

    #[test]
    fn a_deletion_that_is_not_hidden_stays_out() {
        let mut page = vec![0; PAGE];
        page[4..8].copy_from_slice(&10_u32.to_le_bytes());
        page[8] = 100;
        page[200..207].copy_from_slice(&[6, 0x00, 0x08, 1, 0x3C, 0x08, 0]);
        page[PAGE - 1] = 1;
        let index: Vec<u8> = [0_u32, 10, 0]
            .into_iter()
            .flat_map(u32::to_le_bytes)
            .collect();
        assert!(left_out(&page, &index).at(5).is_some());
    }

    #[test]
    fn properties_of_every_size_are_walked() {
        let bytes = [
            0x17, 0x24, 1, // one byte
            0x08, 0xD6, 3, 0, 7, 7, // two bytes of length
            0x15, 0xC6, 1, 9, // one byte of length
            0x0B, 0x46, 2, 0,
        ];
        let mut seen = Vec::new();
        each(&bytes, |sprm, value| seen.push((sprm, value.len())));
        assert_eq!(seen, [(ROW_END, 1), (0xD608, 2), (0xC615, 1), (LIST, 2)]);
    }
}
