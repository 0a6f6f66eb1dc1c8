//! Fonts with codes of one byte, and the old Chinese ones that pass GBK off as such.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GB18030, MACINTOSH, WINDOWS_1252};
use hayro_syntax::object::{Dict, Object};

use super::embedded;
use super::font::{Shown, TABLE_LIMIT, Text, Widths, descriptor};
use super::objects::{content, dictionary, name, number, number_of, numbers, value};

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
    pub(super) fn load(font: &Dict<'_>, mapped: bool) -> Simple {
        let (about, embedded) = descriptor(font);
        let flags = about.as_ref().and_then(|d| number_of(d, b"Flags"));
        let symbolic = flags.unwrap_or(0.0) as u32 & SYMBOLIC != 0;
        let matrix = value(font, b"FontMatrix").map(|m| numbers(&m));
        let unit = matrix.and_then(|m| m.first().copied()).unwrap_or(0.001);
        let missing = about.as_ref().and_then(|d| number_of(d, b"MissingWidth"));
        let base = name(font, b"BaseFont").unwrap_or_default();
        let type_3 = name(font, b"Subtype").as_deref() == Some(b"Type3");
        let differences = differences(font);
        // A font that says what its codes are does not pass a code page off as bytes.
        let says = differences.iter().any(|(code, _)| *code >= 0x80);
        let mut chars = base_table(font, embedded && symbolic || type_3);
        // The font file knows the codes of which the PDF says nothing.
        let own = about.as_ref().map(own_chars).unwrap_or_default();
        for (slot, own) in chars.iter_mut().zip(own) {
            *slot = (*slot).or(own);
        }
        for (code, c) in differences {
            chars[usize::from(code)] = c;
        }
        Simple {
            chars,
            code_page: code_page(&base).filter(|_| !embedded && !mapped && !says),
            widths: Widths::simple(font, unit),
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

/// The table that a font begins with.
fn base_table(font: &Dict<'_>, own_signs: bool) -> Vec<Option<char>> {
    let base = match dictionary(font, b"Encoding") {
        Some(encoding) => name(&encoding, b"BaseEncoding"),
        None => name(font, b"Encoding"),
    };
    match base.as_deref() {
        Some(b"MacRomanEncoding") => table(MACINTOSH),
        Some(b"WinAnsiEncoding") => table(WINDOWS_1252),
        // Without a word on its codes such a font can mean anything by them.
        _ if own_signs => vec![None; 256],
        _ => standard(),
    }
}

/// What a font says of single codes, by the names of glyphs (ISO 32000-1, 9.6.6).
fn differences(font: &Dict<'_>) -> Vec<(u8, Option<char>)> {
    let list = dictionary(font, b"Encoding").and_then(|e| value(&e, b"Differences"));
    let list = list.and_then(Object::into_array);
    let mut found = Vec::new();
    let mut code = 0_u16;
    for item in list.into_iter().flat_map(|l| l.iter::<Object<'_>>()) {
        match item {
            Object::Name(glyph) => {
                let c = glyph_char(&String::from_utf8_lossy(&glyph));
                found.extend(u8::try_from(code).ok().map(|code| (code, c)));
                code = code.saturating_add(1);
            }
            other => {
                let at = number(&other).unwrap_or(256.0);
                code = at.clamp(0.0, 256.0) as u16;
            }
        }
    }
    found
}

/// The chars of the codes as the embedded font file itself has them.
fn own_chars(about: &Dict<'_>) -> Vec<Option<char>> {
    let file = |key: &[u8]| content(about, key, TABLE_LIMIT);
    if let Some(file) = file(b"FontFile3") {
        return embedded::of_cff(&file);
    }
    if let Some(file) = file(b"FontFile") {
        return embedded::of_type_1(&file);
    }
    file(b"FontFile2")
        .map(|file| embedded::of_true_type(&file))
        .unwrap_or_default()
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
    // The crate calls ligatures by their letters.
    let ligatures = ["ff", "fi", "fl", "ffi", "ffl"].map(str::to_owned);
    (0x20..0x2600)
        .chain(0xFB00..0xFB07)
        .filter_map(named)
        .chain(ligatures.into_iter().zip('\u{fb00}'..))
        .collect()
});

/// The char of a glyph's name: of the list, or uniXXXX, or uXXXXX; a subset's own names say nothing.
pub(super) fn glyph_char(name: &str) -> Option<char> {
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
