//! Places of an answer as passages: the original text around each hit, every mark verified there.

use yandu_search::{Borders, Place, literal_key, place_in_blocks};

use crate::scopes::Scope;
use crate::search::Passage;
use crate::{Library, LibraryError};

/// Chars of a snippet before and behind the hit.
const BEFORE: usize = 24;
const BEHIND: usize = 60;

impl Library {
    /// The passages of a text, in its order.
    pub(crate) fn passages(
        &self,
        scope: Scope,
        key: i64,
        places: &[Place],
    ) -> Result<Vec<Passage>, LibraryError> {
        let mut passages = Vec::new();
        let mut reader = BlockReader {
            library: self,
            scope,
            key,
            first: u32::MAX,
            blocks: Vec::new(),
            own: 0,
        };
        for place in places {
            passages.extend(reader.passage(place)?);
        }
        Ok(passages)
    }
}

/// Reads the blocks from a place on, over the end of the document into the next part of its file.
struct BlockReader<'a> {
    library: &'a Library,
    scope: Scope,
    key: i64,
    first: u32,
    /// Text and address of the blocks from `first` on.
    blocks: Vec<(String, String)>,
    /// How many of them are the document's own; the others begin the next part.
    own: usize,
}

impl BlockReader<'_> {
    fn passage(&mut self, place: &Place) -> Result<Option<Passage>, LibraryError> {
        if self.first != place.block {
            self.first = place.block;
            self.blocks.clear();
            self.own = 0;
        }
        let marked = loop {
            let blocks = &self.blocks;
            let mut short = false;
            let marked = place_in_blocks(&place.needle, place.offset, |n| {
                let block = blocks.get(n as usize).map(|b| b.0.as_str());
                short |= block.is_none();
                block
            });
            if marked.is_some() || !short || !self.read_next()? {
                break marked;
            }
        };
        let Some(marked) = marked else {
            return Ok(None);
        };
        let (text, address) = &self.blocks[0];
        let (end_block, end_document) = self.end_of(marked.blocks as usize)?;
        if let Some(literal) = &place.literal {
            let end = if marked.blocks == 0 {
                marked.end
            } else {
                u32::MAX
            };
            if !literal_stands(text, literal, marked.start, end) {
                return Ok(None);
            }
        }
        if let Some(borders) = place.lettered.as_deref().and_then(Borders::of) {
            let blocks = &self.blocks[..=marked.blocks as usize];
            let texts: Vec<&str> = blocks.iter().map(|b| b.0.as_str()).collect();
            let mut hits = vec![place.offset as usize];
            borders.keep(&texts.join("\n"), &mut hits);
            if hits.is_empty() {
                return Ok(None);
            }
        }
        let end = if marked.blocks == 0 {
            marked.end
        } else {
            text.chars().count() as u32
        };
        let (snippet, mark) = snippet(text, marked.start as usize, end as usize);
        Ok(Some(Passage {
            block: place.block,
            start: marked.start,
            end: marked.end,
            end_block,
            end_document,
            address: address.clone(),
            snippet,
            marks: vec![mark],
        }))
    }

    fn end_of(&self, blocks: usize) -> Result<(Option<u32>, Option<String>), LibraryError> {
        if blocks == 0 {
            return Ok((None, None));
        }
        if blocks < self.own {
            return Ok((Some(self.first + blocks as u32), None));
        }
        let mut rest = (blocks - self.own) as u32;
        for key in self.library.following(self.key)? {
            let sql = "SELECT blocks, uid FROM document WHERE id = ?1";
            let (count, uid): (u32, String) = self
                .library
                .connection
                .prepare_cached(sql)?
                .query_row([key], |r| Ok((r.get(0)?, r.get(1)?)))?;
            if rest < count {
                return Ok((Some(rest), Some(uid)));
            }
            rest -= count;
        }
        Ok((None, None))
    }

    fn read_next(&mut self) -> Result<bool, LibraryError> {
        if self.own == self.blocks.len() {
            let next =
                self.library
                    .scope_block(self.scope, self.key, self.first + self.own as u32)?;
            if let Some(block) = next {
                self.blocks.push(block);
                self.own += 1;
                return Ok(true);
            }
        }
        if self.scope != Scope::Documents {
            return Ok(false);
        }
        let mut skip = self.blocks.len() - self.own;
        for key in self.library.following(self.key)? {
            let mut n = 0;
            while let Some(block) = self.library.block_text(key, n)? {
                if skip == 0 {
                    self.blocks.push(block);
                    return Ok(true);
                }
                skip -= 1;
                n += 1;
            }
        }
        Ok(false)
    }
}

/// Does the literal text, marks included, cover the found chars?
fn literal_stands(text: &str, literal: &str, start: u32, end: u32) -> bool {
    let key = literal_key(literal);
    let chars: Vec<char> = text.chars().collect();
    let (from, to) = (
        (start as usize).saturating_sub(4),
        (end as usize).saturating_add(4).min(chars.len()),
    );
    let window: String = chars[from.min(chars.len())..to].iter().collect();
    literal_key(&window).contains(&key)
}

/// The text around chars `start..end`, cut at clause marks, and the mark in it.
pub(crate) fn snippet(text: &str, start: usize, end: usize) -> (String, (u32, u32)) {
    let chars: Vec<char> = text.chars().collect();
    let clause = |c: &char| matches!(c, '。' | '；' | '，' | '！' | '？');
    let low = start.saturating_sub(BEFORE);
    let from = match low {
        0 => 0,
        _ => chars[low..start]
            .iter()
            .position(clause)
            .map_or(low, |at| low + at + 1),
    };
    let high = (end + BEHIND).min(chars.len());
    let to = if high == chars.len() {
        high
    } else {
        chars[end..high]
            .iter()
            .rposition(clause)
            .map_or(high, |at| end + at + 1)
    };
    let lead = usize::from(from > 0);
    let mut snippet = String::new();
    snippet.extend((from > 0).then_some('…'));
    snippet.extend(&chars[from..to]);
    snippet.extend((to < chars.len()).then_some('…'));
    let mark = ((start - from + lead) as u32, (end - from + lead) as u32);
    (snippet, mark)
}
