//! DOC, and WPS as Kingsoft writes it: the binary Word format in a compound file.
//!
//! Own reader of the piece table ([MS-DOC]): main text, footnotes, endnotes, text boxes. Deletions that are
//! only marked, hidden chars, field codes, comments, headers and footers stay out. Numbers of lists are
//! computed, as in DOCX; those that a style brings are not. Word 6 and 95 are read by the
//! code page of the file's language, or by chars of two bytes, without properties. Microsoft Works' .wps is another format.

mod fib;
mod lists;
mod pieces;
mod properties;
mod story;

use yandu_document::SourceText;

use crate::compound::{Compound, open};
use crate::{Format, ImportError, Imported, Importer, Options};
use fib::Fib;
use pieces::{code_page, pieces};
use properties::{Ranges, left_out, paragraphs};
use story::Stories;

const NAME: &str = "DOC";

/// The importer of DOC and WPS.
pub(crate) struct Doc;

fn stream(file: &mut Compound<'_>, name: &str, limit: u64) -> Result<Vec<u8>, ImportError> {
    let damaged = |e: std::io::Error| ImportError::damaged(NAME, format!("{name}：{e}"));
    file.stream(&format!("/{name}"), limit).map_err(damaged)
}

impl Importer for Doc {
    fn format(&self) -> Format {
        Format::Doc
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        crate::sniff::is_compound(bytes) && open(bytes).is_some_and(|f| f.exists("/WordDocument"))
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let mut file = open(bytes).ok_or_else(|| ImportError::damaged(NAME, "复合文件无法打开"))?;
        let limit = options.limits.file;
        let text = stream(&mut file, "WordDocument", limit)?;
        let fib = Fib::read(&text)?;
        let table = match (fib.unicode, fib.table_one) {
            (false, _) => text.clone(),
            (true, true) => stream(&mut file, "1Table", limit)?,
            (true, false) => stream(&mut file, "0Table", limit)?,
        };
        let part = |(at, len): (u32, u32)| {
            let at = at as usize;
            table
                .get(at..at.saturating_add(len as usize))
                .unwrap_or_default()
        };
        let numbering = lists::read(&table, fib.lists, part(fib.list_uses));
        let mut stories = Stories::new(
            &fib,
            paragraphs(&text, part(fib.paragraph_index)),
            numbering,
        );
        let out = left_out(&text, part(fib.char_index));
        for piece in pieces(&fib, &table)? {
            take_piece(&mut stories, &text, piece, (&fib, &out))?;
        }
        let lines = stories.finish();
        let source = SourceText {
            lines,
            ..SourceText::default()
        };
        Ok(Imported::new(self.format(), source))
    }
}

/// Hands over the chars of one piece, each with its place in the stream.
fn take_piece(
    stories: &mut Stories,
    text: &[u8],
    piece: pieces::Piece,
    (fib, out): (&Fib, &Ranges<()>),
) -> Result<(), ImportError> {
    let broken = || ImportError::damaged(NAME, "文字块超出文件");
    let start = piece.start as usize;
    let len = (piece.len as usize).checked_mul(piece.width() as usize);
    let end = len.and_then(|l| start.checked_add(l)).ok_or_else(broken)?;
    let bytes = text.get(start..end).ok_or_else(broken)?;
    if !fib.unicode {
        let encoding = if piece.wide {
            encoding_rs::UTF_16LE
        } else {
            code_page(fib.language)
        };
        let (decoded, _) = encoding.decode_without_bom_handling(bytes);
        stories.take_bytes(&decoded, bytes.len());
        return Ok(());
    }
    let units: Vec<u16> = if piece.wide {
        bytes
            .chunks_exact(2)
            .map(|b| u16::from_le_bytes([b[0], b[1]]))
            .collect()
    } else {
        // Code page 1252 has a char for every byte, each one UTF-16 unit.
        let (decoded, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
        decoded.encode_utf16().collect()
    };
    let mut place = piece.start;
    for decoded in char::decode_utf16(units) {
        let c = decoded.unwrap_or('\u{fffd}');
        stories.take(c, place, out.at(place).is_some());
        place += piece.width() * c.len_utf16() as u32;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
