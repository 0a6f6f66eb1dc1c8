//! Fonts: codes of a string to chars and widths (ISO 32000-1, 9.6, 9.7, 9.10).
//!
//! In this order: /ToUnicode; the code page that a predefined CMap is made of; the table of the CID collection;
//! the font file's own table. A code that none of them knows is unreadable and is counted, never guessed.

use std::collections::HashMap;

use hayro_syntax::object::{Dict, Object};

use super::composite::Composite;
use super::objects::{content, dictionary, name, number, number_of, numbers, value};
use super::simple::Simple;
use hayro_cmap::{BfString, CMap};

/// Bytes of a font's tables.
pub(super) const TABLE_LIMIT: usize = 32 << 20;

/// One code of a string.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// Bytes that it took, at least 1.
    pub(super) len: usize,
    pub(super) text: Text,
    /// In sizes of the font.
    pub(super) width: f32,
    /// The one-byte space, which word spacing widens.
    pub(super) space: bool,
}

/// What a code shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Text {
    Char(char),
    /// A ligature.
    Chars(String),
    /// A sign of a picture font.
    Nothing,
    Unreadable,
}

/// A font that is ready to read strings.
pub(super) struct Font {
    to_unicode: Option<CMap>,
    codes: Codes,
    /// Signs only: bullets and arrows without any meaning in the text.
    pictures: bool,
}

enum Codes {
    Simple(Simple),
    Composite(Box<Composite>),
}

impl Font {
    pub(super) fn load(font: &Dict<'_>) -> Font {
        let table = content(font, b"ToUnicode", TABLE_LIMIT);
        let to_unicode = table.and_then(|t| CMap::parse(&t, hayro_cmap::load_embedded));
        let base = name(font, b"BaseFont").unwrap_or_default();
        let composite = name(font, b"Subtype").as_deref() == Some(b"Type0");
        let signs = ["Symbol", "Wingdings", "Webdings", "ZapfDingbats", "Marlett"];
        let plain = String::from_utf8_lossy(&base);
        let codes = if composite {
            Codes::Composite(Box::new(Composite::load(font)))
        } else {
            Codes::Simple(Simple::load(font, to_unicode.is_some()))
        };
        Font {
            to_unicode,
            codes,
            pictures: signs.iter().any(|sign| plain.contains(sign)),
        }
    }

    /// True if lines run down the page.
    pub(super) fn is_vertical(&self) -> bool {
        matches!(&self.codes, Codes::Composite(c) if c.vertical)
    }

    /// The first code of a string that is not empty.
    pub(super) fn first(&self, bytes: &[u8]) -> Shown {
        let (code, mut shown) = match &self.codes {
            Codes::Simple(simple) => simple.first(bytes),
            Codes::Composite(composite) => composite.first(bytes),
        };
        if let Some(text) = self.to_unicode.as_ref().and_then(|t| mapped(t, code)) {
            shown.text = text;
        }
        if self.pictures && shown.text == Text::Unreadable {
            shown.text = Text::Nothing;
        }
        shown
    }
}

/// What a table says; private and missing chars are no answer.
pub(super) fn mapped(table: &CMap, code: u32) -> Option<Text> {
    let known = |c: char| !crate::layout::is_private(c) && c != '\0';
    match table.lookup_bf_string(code)? {
        BfString::Char(c) => known(c).then_some(Text::Char(c)),
        BfString::String(s) => s.chars().all(known).then_some(Text::Chars(s)),
    }
}

/// Widths by CID or code, in sizes of the font.
#[derive(Debug, Default)]
pub(super) struct Widths(HashMap<u32, f32>);

impl Widths {
    pub(super) fn get(&self, code: u32) -> Option<f32> {
        self.0.get(&code).copied()
    }

    /// /FirstChar and /Widths of a simple font; `unit` is the size of one unit.
    pub(super) fn simple(font: &Dict<'_>, unit: f32) -> Widths {
        let first = number_of(font, b"FirstChar").unwrap_or(0.0);
        let widths = value(font, b"Widths").map(|w| numbers(&w));
        let widths = widths.unwrap_or_default().into_iter().take(256);
        Widths(
            (first.max(0.0) as u32..)
                .zip(widths.map(|w| w * unit))
                .collect(),
        )
    }

    /// /W of a CID font: c [w …] and c1 c2 w (ISO 32000-1, 9.7.4.3).
    pub(super) fn cid(font: &Dict<'_>) -> Widths {
        let mut widths = HashMap::new();
        let list = value(font, b"W").and_then(Object::into_array);
        let mut items = list.into_iter().flat_map(|l| l.iter::<Object<'_>>());
        while let Some(first) = items.next().as_ref().and_then(number) {
            let first = first.clamp(0.0, 65_535.0) as u32;
            let Some(second) = items.next() else { break };
            if matches!(second, Object::Array(_)) {
                let found = numbers(&second);
                widths.extend((first..).zip(found.into_iter().map(|w| w / 1000.0)));
            } else if let (Some(last), Some(width)) =
                (number(&second), items.next().as_ref().and_then(number))
            {
                let last = last.clamp(0.0, 65_535.0) as u32;
                widths.extend((first..=last).map(|cid| (cid, width / 1000.0)));
            }
        }
        Widths(widths)
    }
}

/// The font's descriptor, and whether it brings the font file.
pub(super) fn descriptor<'a>(font: &Dict<'a>) -> (Option<Dict<'a>>, bool) {
    let descriptor = dictionary(font, b"FontDescriptor");
    let files: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
    let embedded = descriptor
        .as_ref()
        .is_some_and(|d| files.iter().any(|key| d.contains_key(key)));
    (descriptor, embedded)
}
