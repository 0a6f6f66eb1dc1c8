//! Bytes to text: Unicode with and without a mark, GB18030, Big5, HZ, the code pages of Japan and Korea, and what else
//! the detector knows. What is in none of them is refused, never guessed.
//!
//! The order was measured on real files (docs/decisions): marks, seven bits with shifts, valid UTF-8, the shape of
//! UTF-16, then the detector without any country hint, since a `cn` hint turns every Big5 file into GBK.

mod guess;
mod wide;

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::ImportError;
use crate::surrogates::mend_surrogates;

/// An encoding that texts come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8
    Utf8,
    /// UTF-16, low byte first
    Utf16Le,
    /// UTF-16, high byte first
    Utf16Be,
    /// GB18030, which holds GBK and GB2312
    Gb18030,
    /// Big5
    Big5,
    /// Anything else that the detector knows, for Latin files
    Other(&'static str),
}

impl TextEncoding {
    /// Those that Chinese texts come in.
    pub const ALL: [TextEncoding; 5] = [
        TextEncoding::Utf8,
        TextEncoding::Gb18030,
        TextEncoding::Big5,
        TextEncoding::Utf16Le,
        TextEncoding::Utf16Be,
    ];

    /// Reads a name as the user writes it.
    ///
    /// # Errors
    /// [`ImportError::UnknownEncoding`].
    pub fn from_name(name: &str) -> Result<Self, ImportError> {
        match name.to_ascii_lowercase().replace(['_', '-'], "").as_str() {
            "utf8" => Ok(TextEncoding::Utf8),
            "utf16" | "utf16le" => Ok(TextEncoding::Utf16Le),
            "utf16be" => Ok(TextEncoding::Utf16Be),
            "gb18030" | "gbk" | "gb2312" | "cp936" => Ok(TextEncoding::Gb18030),
            "big5" => Ok(TextEncoding::Big5),
            _ => Err(ImportError::UnknownEncoding(name.to_owned())),
        }
    }

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            TextEncoding::Utf8 => "utf-8",
            TextEncoding::Utf16Le => "utf-16le",
            TextEncoding::Utf16Be => "utf-16be",
            TextEncoding::Gb18030 => "gb18030",
            TextEncoding::Big5 => "big5",
            TextEncoding::Other(name) => name,
        }
    }

    fn decoder(self) -> &'static Encoding {
        match self {
            TextEncoding::Utf8 => UTF_8,
            TextEncoding::Utf16Le => UTF_16LE,
            TextEncoding::Utf16Be => UTF_16BE,
            TextEncoding::Gb18030 => GB18030,
            TextEncoding::Big5 => BIG5,
            TextEncoding::Other(name) => Encoding::for_label(name.as_bytes()).unwrap_or(UTF_8),
        }
    }

    /// The name here of an encoding of the web.
    pub(crate) fn of(encoding: &'static Encoding) -> Self {
        match encoding {
            e if e == UTF_8 => TextEncoding::Utf8,
            e if e == UTF_16LE => TextEncoding::Utf16Le,
            e if e == UTF_16BE => TextEncoding::Utf16Be,
            e if e == GBK || e == GB18030 => TextEncoding::Gb18030,
            e if e == BIG5 => TextEncoding::Big5,
            e => TextEncoding::Other(e.name()),
        }
    }
}

/// A decoded text.
#[derive(Debug)]
pub struct Decoded {
    /// The text, NFC, without BOM and zero-width characters.
    pub text: String,
    /// What it was decoded from.
    pub encoding: TextEncoding,
    /// Something doubtful, for the report.
    pub warning: Option<String>,
}

/// Decodes a text, in the given encoding or by its bytes.
///
/// # Errors
/// [`ImportError::Binary`] for what is no text; [`ImportError::WrongEncoding`] if the given encoding
/// does not fit.
pub fn decode(bytes: &[u8], given: Option<TextEncoding>) -> Result<Decoded, ImportError> {
    if let Some(encoding) = given {
        return decode_given(bytes, encoding);
    }
    if let Some(decoded) = wide::utf32(bytes) {
        return Ok(decoded);
    }
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return finish(&bytes[skip..], TextEncoding::of(encoding));
    }
    if let Some(decoded) = wide::seven_bit(bytes) {
        return decoded;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return finish(bytes, TextEncoding::Utf8);
    }
    if let Some(mended) = mend_surrogates(bytes) {
        return finish(&mended, TextEncoding::Utf8);
    }
    if is_nearly_utf8(bytes) {
        return finish(bytes, TextEncoding::Utf8);
    }
    if let Some(encoding) = utf16_shape(bytes) {
        return finish(bytes, encoding);
    }
    if looks_binary(bytes) {
        return Err(ImportError::Binary);
    }
    let unknown = ImportError::UnsupportedEncoding("无法判断是哪一种");
    finish(bytes, guess::detect(bytes).ok_or(unknown)?)
}

fn decode_given(bytes: &[u8], encoding: TextEncoding) -> Result<Decoded, ImportError> {
    let skip = Encoding::for_bom(bytes)
        .filter(|(e, _)| *e == encoding.decoder())
        .map_or(0, |b| b.1);
    let (text, broken) = encoding
        .decoder()
        .decode_without_bom_handling(&bytes[skip..]);
    // A wrong override must not fill the library with mojibake.
    if broken || suspicious_share(&text) > 0.01 {
        return Err(ImportError::WrongEncoding(encoding.name()));
    }
    Ok(Decoded {
        text: clean(&text).unwrap_or_else(|| text.into_owned()),
        encoding,
        warning: None,
    })
}

fn finish(bytes: &[u8], encoding: TextEncoding) -> Result<Decoded, ImportError> {
    let (text, _) = encoding.decoder().decode_without_bom_handling(bytes);
    let share = suspicious_share(&text);
    // Valid UTF-8 is text even with stray controls in it; they are dropped.
    let limit = if encoding == TextEncoding::Utf8 {
        0.3
    } else {
        0.05
    };
    if share > limit || text.contains('\0') {
        return Err(ImportError::Binary);
    }
    let warning = (share > 0.0 && text.contains('\u{fffd}'))
        .then(|| format!("有无法解码的字节，已用 � 代替（{}）", encoding.name()));
    Ok(Decoded {
        text: clean(&text).unwrap_or_else(|| text.into_owned()),
        encoding,
        warning,
    })
}

/// UTF-8 with a few broken bytes: cut in the middle of a character, or damaged in one place. Bytes of
/// another encoding form long valid sequences only by accident.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut wide, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    wide >= 20 && broken * 200 <= wide
}

/// UTF-16 without BOM: no detector finds it. Han code units have 0x4E–0x9F in their high byte.
fn utf16_shape(bytes: &[u8]) -> Option<TextEncoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let share = |offset: usize| {
        let high = head.iter().skip(offset).step_by(2);
        // Han, ASCII, general and CJK punctuation, full-width forms.
        let wide = high
            .filter(|b| matches!(b, 0x4E..=0x9F | 0x00 | 0x20 | 0x30 | 0xFF))
            .count();
        wide as f64 / (head.len() / 2) as f64
    };
    let (even, odd) = (share(0), share(1));
    let encoding = match (even > 0.9, odd > 0.9) {
        (true, _) if even > odd + 0.3 => TextEncoding::Utf16Be,
        (_, true) if odd > even + 0.3 => TextEncoding::Utf16Le,
        _ => return None,
    };
    let (text, broken) = encoding.decoder().decode_without_bom_handling(head);
    let han = text
        .chars()
        .filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
        .count();
    // Shift-JIS of kana has the same shape, but makes chars that nobody uses.
    let usual = guess::usual_share(&text).1 >= guess::USUAL;
    (!broken && usual && han * 10 > text.chars().count() * 3).then_some(encoding)
}

fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let control = head
        .iter()
        .filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31))
        .count();
    control * 100 > head.len() || head.contains(&0)
}

/// Share of characters that no text has: replacement, private use, controls.
fn suspicious_share(text: &str) -> f64 {
    let (mut all, mut bad) = (0_u64, 0_u64);
    for c in text.chars() {
        all += 1;
        let odd = matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{7f}'..='\u{9f}')
            || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}'));
        bad += u64::from(odd);
    }
    if all == 0 {
        0.0
    } else {
        bad as f64 / all as f64
    }
}

/// NFC without zero-width characters and controls; `None` if the text is so already.
pub(crate) fn clean(text: &str) -> Option<String> {
    let invisible = |c: char| {
        matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
        ) || (c.is_control() && !matches!(c, '\n' | '\t'))
    };
    let normal = is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if normal && !text.contains(invisible) {
        return None;
    }
    // CR, form feed and vertical tab end a line; other controls have no place in a text.
    let broken = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{c}', '\u{b}'], "\n");
    Some(broken.chars().filter(|c| !invisible(*c)).nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_override_is_refused() {
        let gbk = GB18030.encode("没有调查，没有发言权。").0.into_owned();
        assert!(matches!(
            decode(&gbk, Some(TextEncoding::Utf8)),
            Err(ImportError::WrongEncoding(_))
        ));
        assert_eq!(
            decode(&gbk, Some(TextEncoding::Gb18030)).unwrap().text,
            "没有调查，没有发言权。"
        );
    }

    #[test]
    fn combining_marks_and_zero_width_characters() {
        let text = decode("e\u{301}调\u{200b}研\r\n完".as_bytes(), None)
            .unwrap()
            .text;
        assert_eq!(text, "é调研\n完");
    }

    #[test]
    fn a_text_cut_inside_a_character_stays_utf8() {
        let text = "很长的一行".repeat(100);
        let decoded = decode(&text.as_bytes()[..text.len() - 1], None).unwrap();
        assert_eq!(decoded.encoding, TextEncoding::Utf8);
        assert!(decoded.text.starts_with("很长的一行") && decoded.warning.is_some());
    }

    #[test]
    fn surrogates_in_utf8_make_no_other_encoding_of_it() {
        let bytes = [
            "代理\n前".as_bytes(),
            b"\xed\xa0\x80\xed\xbf\xbf".as_slice(),
            "后".as_bytes(),
        ]
        .concat();
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!(decoded.encoding, TextEncoding::Utf8);
        assert!(decoded.text.starts_with("代理\n前") && decoded.text.ends_with('后'));
    }

    #[test]
    fn seven_bits_and_four_bytes_are_read() {
        let text = "坚持实事求是";
        let pairs: Vec<u8> = GB18030.encode(text).0.iter().map(|b| b & 0x7F).collect();
        let hz = [b"a ~~ ~{", pairs.as_slice(), b"~}\n"].concat();
        assert_eq!(decode(&hz, None).unwrap().text, format!("a ~ {text}\n"));
        let cn = [b"\x1B$)A\x0E", pairs.as_slice(), b"\x0F\n"].concat();
        assert_eq!(decode(&cn, None).unwrap().text, format!("{text}\n"));
        let jp = b"\x1B$B$\"$j$,$H$&\x1B(B\n";
        assert_eq!(decode(jp, None).unwrap().text, "ありがとう\n");
        for mark in ["", "\u{feff}"] {
            let chars = || mark.chars().chain(text.chars()).map(u32::from);
            let little: Vec<u8> = chars().flat_map(u32::to_le_bytes).collect();
            let big: Vec<u8> = chars().flat_map(u32::to_be_bytes).collect();
            assert_eq!(decode(&little, None).unwrap().text, text);
            assert_eq!(decode(&big, None).unwrap().text, text);
        }
        assert_eq!(
            decode(b"~{ is an operator ~}", None).unwrap().text,
            "~{ is an operator ~}"
        );
    }

    #[test]
    fn neighbours_never_become_chinese() {
        let japanese = "みなさん、こんにちは。きょうは漢字とかなを書きます。".repeat(3);
        for page in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP] {
            assert_eq!(
                decode(&page.encode(&japanese).0, None).unwrap().text,
                japanese
            );
        }
        let korean = "안녕하세요. 오늘은 한국어로 글을 씁니다. 날씨가 좋습니다.";
        assert_eq!(
            decode(&encoding_rs::EUC_KR.encode(korean).0, None)
                .unwrap()
                .text,
            korean
        );
        let russian = "Сегодня хорошая погода, и мы идём гулять в парк вместе с друзьями.";
        assert_eq!(
            decode(&encoding_rs::WINDOWS_1251.encode(russian).0, None)
                .unwrap()
                .text,
            russian
        );
        // CNS plane 1, and one char of plane 2.
        let taiwan = b"\xC8\xB6\xD9\xE1\xD4\xA7\xE1\xF0\x8E\xA2\xA1\xC3\xC4\xE3\n";
        assert!(matches!(
            decode(taiwan, None),
            Err(ImportError::UnsupportedEncoding(_))
        ));
    }

    #[test]
    fn binary_is_no_text() {
        let noise: Vec<u8> = (0..4000_u32).map(|n| (n * 7919 % 251) as u8).collect();
        assert!(matches!(decode(&noise, None), Err(ImportError::Binary)));
    }
}
