//! What embedded font files say of codes of one byte: the names of their glyphs, or their own tables of chars.
//!
//! It only believes names of the Adobe Glyph List and Unicode tables; a subset that calls its glyphs G1, G2 says
//! nothing, and its codes stay unreadable.

use ttf_parser::Face;
use ttf_parser::cff;
use ttf_parser::cmap::Subtable;

use super::simple::glyph_char;

/// Codes of one byte.
const CODES: usize = 256;

/// A bare CFF font (Adobe technical note 5176), or an OpenType font around one.
pub(super) fn of_cff(file: &[u8]) -> Vec<Option<char>> {
    if file.starts_with(b"OTTO") {
        return of_true_type(file);
    }
    let Some(font) = cff::Table::parse(file) else {
        return Vec::new();
    };
    let code = |code: u8| {
        let glyph = font.glyph_index(code).filter(|g| g.0 != 0)?;
        glyph_char(font.glyph_name(glyph)?)
    };
    (0..=u8::MAX).map(code).collect()
}

/// A Type 1 font: its encoding stands in clear before the encrypted part, as `dup 65 /A put`.
pub(super) fn of_type_1(file: &[u8]) -> Vec<Option<char>> {
    let clear = file
        .windows(5)
        .position(|w| w == b"eexec")
        .unwrap_or(file.len());
    let text = String::from_utf8_lossy(&file[..clear]);
    let mut chars = vec![None; CODES];
    let Some(at) = text.find("/Encoding") else {
        return chars;
    };
    let text = text[at..].replace('/', " /");
    let words: Vec<&str> = text.split_whitespace().take(8 * CODES).collect();
    for four in words.windows(4) {
        let ["dup", code, name, "put"] = four else {
            continue;
        };
        let slot = code
            .parse::<usize>()
            .ok()
            .and_then(|code| chars.get_mut(code));
        if let (Some(slot), Some(name)) = (slot, name.strip_prefix('/')) {
            *slot = glyph_char(name);
        }
    }
    chars
}

/// A TrueType font: codes go to glyphs by its Mac or symbol table, glyphs to chars by its Unicode table or their names.
pub(super) fn of_true_type(file: &[u8]) -> Vec<Option<char>> {
    let Ok(face) = Face::parse(file, 0) else {
        return Vec::new();
    };
    let Some(cmap) = face.tables().cmap else {
        return Vec::new();
    };
    let tables: Vec<Subtable<'_>> = cmap.subtables.into_iter().collect();
    let unicode = tables.iter().find(|t| t.is_unicode());
    let coded = tables.iter().filter(|t| !t.is_unicode() || is_symbol(t));
    let coded: Vec<&Subtable<'_>> = coded.collect();
    let glyph = |code: u8| {
        let code = u32::from(code);
        let symbol = 0xF000 + code;
        coded
            .iter()
            .find_map(|t| t.glyph_index(code).or_else(|| t.glyph_index(symbol)))
    };
    let char_of = |glyph: ttf_parser::GlyphId| {
        let mut found = None;
        if let Some(table) = unicode.filter(|t| !is_symbol(t)) {
            table.codepoints(|c| {
                if found.is_none() && table.glyph_index(c) == Some(glyph) {
                    found = char::from_u32(c)
                        .filter(|c| !c.is_control() && !crate::layout::is_private(*c));
                }
            });
        }
        found.or_else(|| glyph_char(face.glyph_name(glyph)?))
    };
    let code = |code: u8| glyph(code).filter(|g| g.0 != 0).and_then(char_of);
    (0..=u8::MAX).map(code).collect()
}

/// The table of a symbol font: codes above F000.
fn is_symbol(table: &Subtable<'_>) -> bool {
    table.platform_id == ttf_parser::PlatformId::Windows && table.encoding_id == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_of_a_type_1_font_is_read_in_clear() {
        let font = b"%!PS-AdobeFont\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n\
            dup 12/fi put dup 65 /A put\ndup 200 /G23 put readonly def\ncurrentfile eexec \x80\x01dup 66 /B put";
        let chars = of_type_1(font);
        assert_eq!(
            (chars[65], chars[12], chars[200], chars[66]),
            (Some('A'), Some('ﬁ'), None, None)
        );
    }
}
