//! The file information block: where the parts of a Word file stand ([MS-DOC] 2.5).

use crate::ImportError;

use super::NAME;

/// `nFib` of Word 97, the first whose text is Unicode.
const WORD_97: u16 = 0x00C1;

/// `fExtChar`: chars of two bytes.
const WIDE_CHARS: u16 = 0x1000;

/// The numbers of the block that matter for text.
#[derive(Debug)]
pub(super) struct Fib {
    /// Word 97 and later.
    pub(super) unicode: bool,
    /// Before Word 97, but with two bytes a char, as the Far East editions of Word 95 wrote.
    pub(super) wide: bool,
    /// Language of the file, which names the code page before Word 97.
    pub(super) language: u16,
    /// The table stream is `1Table`, not `0Table`.
    pub(super) table_one: bool,
    /// Bytes of the text before Word 97 where there is no piece table: start and length.
    pub(super) plain: Option<(u32, u32)>,
    /// Chars of the stories in file order: main, footnotes, headers, macros, comments, endnotes, text boxes.
    pub(super) stories: [u32; 7],
    /// Place and length of the piece table.
    pub(super) clx: (u32, u32),
    /// Place and length of the index of char properties; empty before Word 97.
    pub(super) char_index: (u32, u32),
    /// Place and length of the lists, and of their uses; empty before Word 97.
    pub(super) lists: (u32, u32),
    pub(super) list_uses: (u32, u32),
    /// Place and length of the index of paragraph properties; empty before Word 97.
    pub(super) paragraph_index: (u32, u32),
}

/// Little-endian numbers that may be missing.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(found.try_into().ok()?))
}

/// See [`u16_at`].
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}

impl Fib {
    pub(super) fn read(stream: &[u8]) -> Result<Self, ImportError> {
        let short = || ImportError::damaged(NAME, "文件头不完整");
        let word = |at| u16_at(stream, at).ok_or_else(short);
        let long = |at| u32_at(stream, at).ok_or_else(short);
        let pair = |at| Ok::<_, ImportError>((long(at)?, long(at + 4)?));
        let flags = word(0x0A)?;
        if flags & 0x0100 != 0 {
            return Err(ImportError::Encrypted);
        }
        let unicode = word(2)? >= WORD_97;
        let first = if unicode { 0x4C } else { 0x34 };
        let mut stories = [0; 7];
        for (n, story) in stories.iter_mut().enumerate() {
            *story = long(first + 4 * n)?;
        }
        let start = long(0x18)?;
        let complex = flags & 0x0004 != 0;
        let wide = !unicode && flags & WIDE_CHARS != 0;
        let plain = (!unicode && !complex).then_some((start, long(0x1C)?.saturating_sub(start)));
        let indexes = |at| if unicode { pair(at) } else { Ok((0, 0)) };
        Ok(Fib {
            unicode,
            wide,
            language: word(6)?,
            table_one: flags & 0x0200 != 0,
            plain,
            stories,
            clx: pair(if unicode { 0x1A2 } else { 0x160 })?,
            lists: indexes(0x2E2)?,
            list_uses: indexes(0x2EA)?,
            char_index: indexes(0xFA)?,
            paragraph_index: indexes(0x102)?,
        })
    }
}
