//! Fonts of many chars: codes by a CMap to CIDs, CIDs to chars (ISO 32000-1, 9.7).

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS};
use hayro_cmap::{CMap, CMapName, CidFamily, WritingMode, load_embedded};
use lopdf::{Dictionary, Document, Object};

use super::font::{Shown, TABLE_LIMIT, Text, Widths, descriptor, mapped};
use super::objects::{content, dictionary, name, number, value};

pub(super) struct Composite {
    cmap: CMap,
    /// What the codes themselves are.
    writing: Option<Writing>,
    /// The table of the CID collection.
    collection: Option<CMap>,
    /// Chars of the embedded font's glyphs, where CIDs are its glyphs.
    glyphs: HashMap<u16, char>,
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
    pub(super) fn load(document: &Document, font: &Dictionary) -> Composite {
        let descendant = value(document, font, b"DescendantFonts").and_then(|d| match d {
            Object::Array(list) => document.dereference(list.first()?).ok()?.1.as_dict().ok(),
            Object::Dictionary(one) => Some(one),
            _ => None,
        });
        let empty = Dictionary::new();
        let descendant = descendant.unwrap_or(&empty);
        let encoding = name(document, font, b"Encoding").unwrap_or_default();
        let cmap = cmap(document, font, encoding);
        let (_, embedded) = descriptor(document, descendant);
        let family = family(document, descendant, &cmap);
        let collection = family.ucs2_cmap().and_then(load_embedded);
        let vertical = cmap.metadata().writing_mode == Some(WritingMode::Vertical);
        Composite {
            writing: writing(encoding),
            collection: collection.and_then(|table| CMap::parse(table, load_embedded)),
            glyphs: glyphs(document, descendant).unwrap_or_default(),
            widths: Widths::cid(document, descendant),
            usual: value(document, descendant, b"DW")
                .and_then(number)
                .unwrap_or(1000.0)
                / 1000.0,
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
            let glyph = u16::try_from(cid).ok()?;
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

fn cmap(document: &Document, font: &Dictionary, encoding: &[u8]) -> CMap {
    let known = match encoding {
        b"" => content(document, font, b"Encoding", TABLE_LIMIT)
            .and_then(|table| CMap::parse(&table, load_embedded)),
        b"Identity-V" => Some(CMap::identity_v()),
        b"Identity-H" => None,
        name => load_embedded(CMapName::from_bytes(name))
            .and_then(|table| CMap::parse(table, load_embedded)),
    };
    known.unwrap_or_else(CMap::identity_h)
}

/// The collection that CIDs count in: of the font, else of the CMap.
fn family(document: &Document, descendant: &Dictionary, cmap: &CMap) -> CidFamily {
    let info = dictionary(document, descendant, b"CIDSystemInfo");
    let part = |key: &[u8]| info.and_then(|i| value(document, i, key)?.as_str().ok());
    match (part(b"Registry"), part(b"Ordering")) {
        (Some(registry), Some(ordering)) => CidFamily::from_registry_ordering(registry, ordering),
        _ => cmap
            .metadata()
            .character_collection
            .as_ref()
            .map_or(CidFamily::AdobeIdentity, |c| c.family.clone()),
    }
}

/// The embedded TrueType font's own table, read backwards; subsets seldom keep it.
fn glyphs(document: &Document, descendant: &Dictionary) -> Option<HashMap<u16, char>> {
    let map = value(document, descendant, b"CIDToGIDMap");
    if map.is_some_and(|m| m.as_name().ok() != Some(b"Identity")) {
        return None;
    }
    let about = dictionary(document, descendant, b"FontDescriptor")?;
    let file = content(document, about, b"FontFile2", TABLE_LIMIT)?;
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
