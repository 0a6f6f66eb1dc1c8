//! Fonts with codes of one byte, and the old Chinese ones that pass GBK off as such.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GB18030, MACINTOSH, WINDOWS_1252};
use lopdf::{Dictionary, Document, Object};

use super::font::{Shown, Text, Widths, descriptor};
use super::objects::{dictionary, name, number, numbers, value};

/// The flag of a font with its own set of signs (ISO 32000-1, 9.8.2).
const SYMBOLIC: u32 = 1 << 2;

/// Chinese fonts by the ASCII names that Windows and the foundries give them; the last ones are traditional.
const CHINESE: [&str; 15] = [
    "SimSun", "SimHei", "SimKai", "SimFang", "FangSong", "KaiTi", "YouYuan", "LiSu", "FZ",
    "STSong", "STKai", "STFang", "STHei", "STZhong", "HY",
];
const TRADITIONAL: [&str; 4] = ["MingLiU", "DFKai", "DFMing", "MSung"];

pub(super) struct Simple {
    /// Chars of the codes.
    chars: Vec<Option<char>>,
    /// The bytes are a Chinese code page, not one byte a char.
    code_page: Option<&'static Encoding>,
    widths: Widths,
    missing: f32,
}

impl Simple {
    pub(super) fn load(document: &Document, font: &Dictionary, mapped: bool) -> Simple {
        let (about, embedded) = descriptor(document, font);
        let flags = about
            .and_then(|d| value(document, d, b"Flags"))
            .and_then(number);
        let symbolic = flags.unwrap_or(0.0) as u32 & SYMBOLIC != 0;
        let matrix = value(document, font, b"FontMatrix").map(|m| numbers(document, m));
        let unit = matrix.and_then(|m| m.first().copied()).unwrap_or(0.001);
        let missing = about
            .and_then(|d| value(document, d, b"MissingWidth"))
            .and_then(number);
        let base = name(document, font, b"BaseFont").unwrap_or_default();
        let type_3 = name(document, font, b"Subtype") == Some(b"Type3");
        Simple {
            chars: chars(document, font, embedded && symbolic || type_3),
            code_page: code_page(base).filter(|_| !embedded && !mapped),
            widths: Widths::simple(document, font, unit),
            missing: missing.map_or(0.5, |w| w * unit),
        }
    }

    /// The first code, and what it is without a /ToUnicode.
    pub(super) fn first(&self, bytes: &[u8]) -> (u32, Shown) {
        let code = u32::from(bytes[0]);
        if let (Some(page), [0x81..=0xFE, 0x40..=0xFE, ..]) = (self.code_page, bytes) {
            let (text, broken) = page.decode_without_bom_handling(&bytes[..2]);
            let c = text.chars().next().filter(|_| !broken);
            let half = |byte: u8| {
                self.widths
                    .get(u32::from(byte))
                    .filter(|w| *w > 0.0)
                    .unwrap_or(0.5)
            };
            let shown = Shown {
                len: 2,
                text: c.map_or(Text::Unreadable, Text::Char),
                width: half(bytes[0]) + half(bytes[1]),
                space: false,
            };
            return (code, shown);
        }
        let c = self.chars.get(code as usize).copied().flatten();
        let shown = Shown {
            len: 1,
            text: c.map_or(Text::Unreadable, Text::Char),
            width: self.widths.get(code).unwrap_or(self.missing),
            space: code == 32,
        };
        (code, shown)
    }
}

/// The code page of a Chinese font by its name, which itself is often written in it.
fn code_page(name: &[u8]) -> Option<&'static Encoding> {
    let plain = String::from_utf8_lossy(name);
    let plain = plain.rsplit_once('+').map_or(&*plain, |(_, name)| name);
    if TRADITIONAL.iter().any(|t| plain.starts_with(t)) {
        return Some(BIG5);
    }
    let han = |text: &str| text.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let (decoded, broken) = GB18030.decode_without_bom_handling(name);
    let chinese = CHINESE.iter().any(|c| plain.starts_with(c));
    (chinese || !broken && !decoded.is_ascii() && han(&decoded)).then_some(GB18030)
}

/// The table of a font: its base, then the differences by the names of glyphs.
fn chars(document: &Document, font: &Dictionary, own_signs: bool) -> Vec<Option<char>> {
    let about = dictionary(document, font, b"Encoding");
    let base = match about {
        Some(encoding) => name(document, encoding, b"BaseEncoding"),
        None => name(document, font, b"Encoding"),
    };
    let mut chars = match base {
        Some(b"MacRomanEncoding") => table(MACINTOSH),
        Some(b"WinAnsiEncoding") => table(WINDOWS_1252),
        // Without a word on its codes such a font can mean anything by them.
        _ if own_signs => vec![None; 256],
        _ => standard(),
    };
    let differences = about.and_then(|e| value(document, e, b"Differences"));
    let mut code = 0_usize;
    for item in differences
        .and_then(|d| d.as_array().ok())
        .into_iter()
        .flatten()
    {
        match item {
            Object::Integer(at) => code = usize::try_from(*at).unwrap_or(256),
            Object::Name(glyph) => {
                if let Some(slot) = chars.get_mut(code) {
                    *slot = glyph_char(&String::from_utf8_lossy(glyph));
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    chars
}

fn table(encoding: &'static Encoding) -> Vec<Option<char>> {
    let one = |byte: u8| {
        let bytes = [byte];
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        text.chars().next().filter(|c| *c == ' ' || !c.is_control())
    };
    (0..=255).map(one).collect()
}

/// StandardEncoding (ISO 32000-1, annex D.2) where it differs from Latin 1 in signs that texts use.
fn standard() -> Vec<Option<char>> {
    let mut chars = table(WINDOWS_1252);
    let differ = [
        (0x27, '’'),
        (0x60, '‘'),
        (0xAA, '“'),
        (0xBA, '”'),
        (0xAE, 'ﬁ'),
        (0xAF, 'ﬂ'),
        (0xB1, '–'),
        (0xB7, '•'),
        (0xD0, '—'),
    ];
    for (code, c) in differ {
        chars[code] = Some(c);
    }
    chars
}

/// Chars by the names of the Adobe Glyph List, which the crate gives the other way round.
static GLYPHS: LazyLock<HashMap<String, char>> = LazyLock::new(|| {
    let named = |c: u32| {
        let name = glyph_names::glyph_name(c)?.into_owned();
        Some((name, char::from_u32(c)?))
    };
    (0x20..0x2600)
        .chain(0xFB00..0xFB07)
        .filter_map(named)
        .collect()
});

/// The char of a glyph's name: of the list, or uniXXXX, or uXXXXX; a subset's own names say nothing.
fn glyph_char(name: &str) -> Option<char> {
    let name = name.split('.').next().unwrap_or(name);
    if let Some(c) = GLYPHS.get(name) {
        return Some(*c);
    }
    let hex = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))?;
    let known = matches!(hex.len(), 4..=6).then(|| u32::from_str_radix(hex, 16).ok());
    known.flatten().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_are_chars_or_nothing() {
        let found = ["A", "comma", "uni4E00", "u20BB7", "g123", "quoteright"].map(glyph_char);
        assert_eq!(
            found,
            [
                Some('A'),
                Some(','),
                Some('一'),
                Some('𠮷'),
                None,
                Some('’')
            ]
        );
    }

    #[test]
    fn chinese_fonts_are_known_by_names_in_any_writing() {
        let (song, _, _) = encoding_rs::GBK.encode("宋体");
        assert_eq!(code_page(&song), Some(GB18030));
        assert_eq!(code_page(b"SimSun,Bold"), Some(GB18030));
        assert_eq!(code_page(b"PMingLiU"), None);
        assert_eq!(code_page(b"MingLiU"), Some(BIG5));
        assert_eq!(code_page(b"Arial"), None);
    }
}
