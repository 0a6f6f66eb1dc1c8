//! Fonts of many chars: codes by a CMap to CIDs, CIDs to chars (ISO 32000-1, 9.7).

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS};
use hayro_cmap::{CMap, CMapName, CidFamily, WritingMode, load_embedded};
use hayro_syntax::object::{Dict, Object};

use super::font::{Shown, TABLE_LIMIT, Text, Widths, descriptor, mapped};
use super::objects::{as_dictionary, content, dictionary, name, number_of, string, value};

pub(super) struct Composite {
    cmap: CMap,
    /// What the codes themselves are.
    writing: Option<Writing>,
    /// The table of the CID collection.
    collection: Option<CMap>,
    /// Chars of the embedded font's glyphs, where CIDs are its glyphs.
    glyphs: HashMap<u16, char>,
    /// The glyph of each CID, two bytes each, where they differ (ISO 32000-1, 9.7.4.2).
    glyph_ids: Option<Vec<u8>>,
    widths: Widths,
    usual: f32,
    embedded: bool,
    pub(super) vertical: bool,
}

/// Codes that are chars in a known encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Utf16,
    Utf32,
    CodePage(&'static Encoding),
}

impl Composite {
    pub(super) fn load(font: &Dict<'_>) -> Composite {
        let descendant = value(font, b"DescendantFonts").and_then(|d| match d {
            Object::Array(list) => list.iter::<Object<'_>>().next().and_then(as_dictionary),
            other => as_dictionary(other),
        });
        let descendant = descendant.unwrap_or_default();
        let encoding = name(font, b"Encoding").unwrap_or_default();
        let cmap = cmap(font, &encoding);
        let (_, embedded) = descriptor(&descendant);
        let family = family(&descendant, &cmap);
        let collection = family.ucs2_cmap().and_then(load_embedded);
        let vertical = cmap.metadata().writing_mode == Some(WritingMode::Vertical);
        Composite {
            writing: writing(&encoding),
            collection: collection.and_then(|table| CMap::parse(table, load_embedded)),
            glyphs: glyphs(&descendant).unwrap_or_default(),
            glyph_ids: content(&descendant, b"CIDToGIDMap", TABLE_LIMIT),
            widths: Widths::cid(&descendant),
            usual: number_of(&descendant, b"DW").unwrap_or(1000.0) / 1000.0,
            embedded,
            vertical: vertical || encoding.ends_with(b"-V"),
            cmap,
        }
    }

    /// The first code, and what it is without a /ToUnicode.
    pub(super) fn first(&self, bytes: &[u8]) -> (u32, Shown) {
        let (mut code, mut found) = (0_u32, None);
        for len in 1..=bytes.len().min(4) {
            code = code << 8 | u32::from(bytes[len - 1]);
            if let Some(cid) = self.cmap.lookup_cid_code(code, len as u8) {
                found = Some((len, cid));
                break;
            }
        }
        // A code that the CMap lacks takes two bytes, as all but single ones do.
        let (len, cid) = found.unwrap_or((bytes.len().min(2), 0));
        let code = bytes[..len]
            .iter()
            .fold(0, |code, b| code << 8 | u32::from(*b));
        let text = self.text(&bytes[..len], cid);
        // Fonts that are not in the file and do not say: half a square for Latin, a whole one for others.
        let guess = if len == 1 && !self.embedded {
            0.5
        } else {
            self.usual
        };
        let shown = Shown {
            len,
            text: text.unwrap_or(Text::Unreadable),
            width: self.widths.get(cid).unwrap_or(guess),
            space: len == 1 && code == 32,
        };
        (code, shown)
    }

    fn glyph_of(&self, cid: u32) -> Option<u16> {
        let Some(table) = &self.glyph_ids else {
            return u16::try_from(cid).ok();
        };
        let at = 2 * usize::try_from(cid).ok()?;
        let pair = table.get(at..at.checked_add(2)?)?;
        Some(u16::from_be_bytes([pair[0], pair[1]]))
    }

    fn text(&self, code: &[u8], cid: u32) -> Option<Text> {
        let direct = self
            .writing
            .and_then(|writing| writing.char(code))
            .map(Text::Char);
        let by_collection = || {
            self.collection
                .as_ref()
                .and_then(|table| mapped(table, cid))
        };
        let by_glyph = || {
            let glyph = self.glyph_of(cid)?;
            self.glyphs.get(&glyph).copied().map(Text::Char)
        };
        direct.or_else(by_collection).or_else(by_glyph)
    }
}

impl Writing {
    fn char(self, code: &[u8]) -> Option<char> {
        match (self, code) {
            (Writing::Utf16, code) => {
                let units = code
                    .chunks_exact(2)
                    .map(|b| u16::from_be_bytes([b[0], b[1]]));
                char::decode_utf16(units).next()?.ok()
            }
            (Writing::Utf32, code) => char::from_u32(
                code.iter()
                    .fold(0, |value, byte| value << 8 | u32::from(*byte)),
            ),
            (Writing::CodePage(page), code) => {
                let (text, broken) = page.decode_without_bom_handling(code);
                text.chars().next().filter(|_| !broken)
            }
        }
        .filter(|c| *c == ' ' || !c.is_control() && !crate::layout::is_private(*c))
    }
}

/// What the codes of a predefined CMap are (ISO 32000-1, 9.7.5.2).
fn writing(name: &[u8]) -> Option<Writing> {
    let name = std::str::from_utf8(name).ok()?;
    let starts = |names: &[&str]| names.iter().any(|n| name.starts_with(n));
    Some(match () {
        () if name.contains("-UCS2-") || name.contains("-UTF16-") => Writing::Utf16,
        () if name.contains("-UTF32-") => Writing::Utf32,
        () if starts(&["GBK", "GB-EUC", "GBpc-EUC"]) => Writing::CodePage(GB18030),
        () if starts(&["ETen-B5", "ETenms-B5", "B5pc", "HKscs-B5"]) => Writing::CodePage(BIG5),
        () if starts(&["90ms-RKSJ", "90msp-RKSJ", "90pv-RKSJ"]) => Writing::CodePage(SHIFT_JIS),
        () if starts(&["KSCms-UHC", "KSC-EUC", "KSCpc-EUC"]) => Writing::CodePage(EUC_KR),
        () => return None,
    })
}

fn cmap(font: &Dict<'_>, encoding: &[u8]) -> CMap {
    let known = match encoding {
        b"" => content(font, b"Encoding", TABLE_LIMIT)
            .and_then(|table| CMap::parse(&table, load_embedded)),
        b"Identity-V" => Some(CMap::identity_v()),
        b"Identity-H" => None,
        name => load_embedded(CMapName::from_bytes(name))
            .and_then(|table| CMap::parse(table, load_embedded)),
    };
    known.unwrap_or_else(CMap::identity_h)
}

/// The collection that CIDs count in: of the font, else of the CMap.
fn family(descendant: &Dict<'_>, cmap: &CMap) -> CidFamily {
    let info = dictionary(descendant, b"CIDSystemInfo");
    let part = |key: &[u8]| string(info.as_ref()?, key);
    match (part(b"Registry"), part(b"Ordering")) {
        (Some(registry), Some(ordering)) => CidFamily::from_registry_ordering(&registry, &ordering),
        _ => cmap
            .metadata()
            .character_collection
            .as_ref()
            .map_or(CidFamily::AdobeIdentity, |c| c.family.clone()),
    }
}

/// The embedded TrueType font's own table, read backwards; subsets seldom keep it.
fn glyphs(descendant: &Dict<'_>) -> Option<HashMap<u16, char>> {
    let about = dictionary(descendant, b"FontDescriptor")?;
    let file = content(&about, b"FontFile2", TABLE_LIMIT)
        .or_else(|| content(&about, b"FontFile3", TABLE_LIMIT))?;
    let face = ttf_parser::Face::parse(&file, 0).ok()?;
    let mut glyphs = HashMap::new();
    for table in face
        .tables()
        .cmap?
        .subtables
        .into_iter()
        .filter(|t| t.is_unicode())
    {
        table.codepoints(|code| {
            let c =
                char::from_u32(code).filter(|c| !crate::layout::is_private(*c) && !c.is_control());
            if let (Some(c), Some(glyph)) = (c, table.glyph_index(code)) {
                glyphs.entry(glyph.0).or_insert(c);
            }
        });
    }
    Some(glyphs)
}
