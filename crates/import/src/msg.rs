//! Mails of Outlook ([MS-OXMSG]): head, body, attachments, mails within mails.

use encoding_rs::Encoding;
use yandu_document::{Claims, LineRole, SourceLine, SourceText};

use crate::attached::Letter;
use crate::compound::{Compound, open};
use crate::html::import_html;
use crate::rtf::Rtf;
use crate::{Format, ImportError, Imported, Importer, Options, eml, sniff};

/// The importer of MSG.
pub(crate) struct Msg;

/// The stream that every mail has.
pub(crate) const PROPERTIES: &str = "/__properties_version1.0";

/// Properties ([MS-OXPROPS]).
const SUBJECT: u16 = 0x0037;
const SENT: u16 = 0x0039;
const DELIVERED: u16 = 0x0E06;
const SENDER: u16 = 0x0C1A;
const SENDER_ADDRESS: u16 = 0x5D01;
const SENDER_ADDRESS_TYPED: u16 = 0x0C1F;
const TO: u16 = 0x0E04;
const COPIES: u16 = 0x0E03;
const BODY: u16 = 0x1000;
const HTML: u16 = 0x1013;
const PACKED_RTF: u16 = 0x1009;
const CODE_PAGE: u16 = 0x3FFD;
const FILE_NAME: u16 = 0x3707;
const SHORT_NAME: u16 = 0x3704;
const DISPLAY_NAME: u16 = 0x3001;
const DATA: u16 = 0x3701;
const CONTENT_ID: u16 = 0x3712;

/// Mails within mails.
const DEEPEST: usize = 3;

impl Importer for Msg {
    fn format(&self) -> Format {
        Format::Msg
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::is_compound(bytes) && open(bytes).is_some_and(|f| f.exists(PROPERTIES))
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let file = open(bytes).ok_or_else(|| ImportError::damaged("MSG", "复合文件无法打开"))?;
        let mut reader = Reader {
            file,
            limit: options.limits.file,
        };
        let mut letter = Letter::new(options);
        reader.letter("", &mut letter, options, 0);
        Ok(letter.finish(self.format()))
    }
}

struct Reader<'a> {
    file: Compound<'a>,
    limit: u64,
}

impl Reader<'_> {
    fn bytes(&mut self, at: &str, property: u16, kind: u16) -> Option<Vec<u8>> {
        let path = format!("{at}/__substg1.0_{property:04X}{kind:04X}");
        self.file.stream(&path, self.limit).ok()
    }

    /// A text property: UTF-16, or bytes in the code page of the mail.
    fn text(&mut self, at: &str, property: u16) -> String {
        if let Some(bytes) = self.bytes(at, property, 0x001F) {
            let (text, _) = encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes);
            return text.trim_matches('\0').to_owned();
        }
        let bytes = self.bytes(at, property, 0x001E).unwrap_or_default();
        self.decoded(&bytes)
    }

    /// Text in the code page that the mail names, or whatever its bytes say.
    fn decoded(&mut self, bytes: &[u8]) -> String {
        let page = self.number("", CODE_PAGE).and_then(code_page);
        let by_page = page.map(|e| e.decode_without_bom_handling(bytes));
        match by_page {
            Some((text, false)) => text.into_owned(),
            _ => crate::decode(bytes, None).map_or_else(|_| String::new(), |d| d.text),
        }
    }

    /// A property of fixed size: its eight bytes as a number.
    fn number(&mut self, at: &str, property: u16) -> Option<u64> {
        let stream = self
            .file
            .stream(&format!("{at}{PROPERTIES}"), self.limit)
            .ok()?;
        // The head is of 32, 24 or 8 bytes, by what it belongs to; the rest are entries of 16.
        let head = stream.len() % 16;
        let head = if head == 8 && at.is_empty() {
            24
        } else if head == 8 {
            8
        } else {
            32
        };
        let entries = stream.get(head..).or(stream.get(8..))?;
        let entry = entries
            .chunks_exact(16)
            .find(|e| u16::from_le_bytes([e[2], e[3]]) == property)?;
        Some(u64::from_le_bytes(entry[8..16].try_into().ok()?))
    }

    fn letter(&mut self, at: &str, letter: &mut Letter<'_>, options: &Options, depth: usize) {
        let subject = self.text(at, SUBJECT);
        if !subject.trim().is_empty() {
            letter.source.lines.push(SourceLine {
                text: subject.trim().to_owned(),
                role: LineRole::Title,
            });
        }
        let sender = self.text(at, SENDER);
        let mut address = self.text(at, SENDER_ADDRESS);
        if address.is_empty() {
            address = self.text(at, SENDER_ADDRESS_TYPED);
        }
        let shown = if address.contains('@') && address != sender {
            format!("{sender} <{address}>")
        } else {
            sender.clone()
        };
        letter.head("发件人", &shown);
        let (to, copies) = (self.text(at, TO), self.text(at, COPIES));
        letter.head("收件人", &to.replace("; ", "、"));
        letter.head("抄送", &copies.replace("; ", "、"));
        let time = self.number(at, SENT).or_else(|| self.number(at, DELIVERED));
        let day = time.and_then(date_of);
        letter.head(
            "日期",
            &day.map_or_else(String::new, |(y, m, d)| format!("{y}年{m}月{d}日")),
        );
        let attachments = self.attachments(at);
        let names: Vec<&str> = attachments.iter().map(|a| a.name.as_str()).collect();
        letter.head("附件", &names.join("、"));
        if depth == 0 {
            letter.source.claims = Claims {
                title: Some(subject.trim().to_owned()).filter(|s| !s.is_empty()),
                author: Some(sender.trim().to_owned()).filter(|s| !s.is_empty()),
                publish_date: day.and_then(|(y, m, d)| format!("{y}-{m:02}-{d:02}").parse().ok()),
                ..Claims::default()
            };
        }
        self.body(at, letter, options, &attachments);
        for attachment in attachments {
            self.attach(&attachment, letter, options, depth);
        }
    }

    /// The page where there is one, for its tables; else the plain text; else the RTF.
    fn body(
        &mut self,
        at: &str,
        letter: &mut Letter<'_>,
        options: &Options,
        attached: &[Attachment],
    ) {
        let html = self.bytes(at, HTML, 0x0102);
        let html = html.and_then(|bytes| crate::html::decode_page(&bytes, None).ok());
        let html = html
            .map(|d| d.text)
            .or_else(|| Some(self.text(at, HTML)).filter(|t| !t.is_empty()));
        if let Some(html) = html {
            let pictures: Vec<(String, Vec<u8>)> = attached
                .iter()
                .filter(|a| !a.content_id.is_empty())
                .filter_map(|a| Some((a.content_id.clone(), self.bytes(&a.at, DATA, 0x0102)?)))
                .collect();
            let find = |address: &str| {
                let id = address.strip_prefix("cid:")?;
                pictures
                    .iter()
                    .find(|(known, _)| known == id)
                    .map(|(_, bytes)| bytes.clone())
            };
            letter.body(import_html(&eml::mailed(&html), Format::Msg, None, &find));
            return;
        }
        let text = self.text(at, BODY);
        let read = if text.trim().is_empty() {
            let packed = self.bytes(at, PACKED_RTF, 0x0102).unwrap_or_default();
            unpack_rtf(&packed).and_then(|rtf| Rtf.import(&rtf, options).ok())
        } else {
            Some(Imported::new(Format::Msg, SourceText::from_plain(&text)))
        };
        if let Some(imported) = read {
            letter.body(imported);
        }
    }

    fn attachments(&mut self, at: &str) -> Vec<Attachment> {
        let storage = if at.is_empty() { "/" } else { at };
        let names = self.file.names(storage);
        let of_attachment = |n: &String| n.to_lowercase().starts_with("__attach_version1.0");
        let storages = names.into_iter().filter(of_attachment);
        let places: Vec<String> = storages.map(|name| format!("{at}/{name}")).collect();
        places
            .into_iter()
            .map(|at| {
                let names = [FILE_NAME, SHORT_NAME, DISPLAY_NAME].map(|p| self.text(&at, p));
                let name = names.into_iter().find(|n| !n.trim().is_empty());
                Attachment {
                    name: name.unwrap_or_else(|| "未命名".to_owned()),
                    content_id: self.text(&at, CONTENT_ID),
                    at,
                }
            })
            .collect()
    }

    fn attach(&mut self, a: &Attachment, letter: &mut Letter<'_>, options: &Options, depth: usize) {
        let inner = format!("{}/__substg1.0_{DATA:04X}000D", a.at);
        if self.file.exists(&format!("{inner}{PROPERTIES}")) {
            if depth >= DEEPEST {
                letter
                    .warnings
                    .push(format!("附件“{}”没有读入：嵌套过深", a.name));
                return;
            }
            letter.source.parts.push(letter.source.lines.len() as u32);
            let number = letter.source.parts.len();
            letter
                .source
                .lines
                .push(SourceLine::plain(format!("附件{number}")));
            self.letter(&inner, letter, options, depth + 1);
            return;
        }
        // A picture that the page shows is none.
        let is_shown = !a.content_id.is_empty();
        match self.bytes(&a.at, DATA, 0x0102) {
            Some(bytes) if is_shown && sniff::is_picture(&bytes) => {}
            Some(bytes) => letter.attach(&a.name, &bytes),
            None => letter
                .warnings
                .push(format!("附件“{}”没有读入：不在文件中", a.name)),
        }
    }
}

struct Attachment {
    /// Its storage.
    at: String,
    name: String,
    /// How the page refers to it; empty for one that it does not show.
    content_id: String,
}

fn code_page(number: u64) -> Option<&'static Encoding> {
    match number {
        936 | 54936 => Some(encoding_rs::GB18030),
        950 => Some(encoding_rs::BIG5),
        932 => Some(encoding_rs::SHIFT_JIS),
        949 => Some(encoding_rs::EUC_KR),
        65001 => Some(encoding_rs::UTF_8),
        _ => None,
    }
}

/// The day of a time in units of 100 ns since 1601, as Beijing counts it.
fn date_of(time: u64) -> Option<(i64, i64, i64)> {
    const UNITS: u64 = 10_000_000;
    let days = i64::try_from((time / UNITS).checked_add(8 * 3600)? / 86_400).ok()?;
    // Days since 1601-01-01 to the calendar, by the well-known arithmetic on eras of 400 years.
    let days = days + 584_694;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (1990..2100).contains(&year).then_some((year, month, day))
}

/// Compressed RTF ([MS-OXRTFCP]).
fn unpack_rtf(packed: &[u8]) -> Option<Vec<u8>> {
    const MAGIC: u32 = 0x7546_5A4C;
    const START: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
    const MOST: usize = 64 << 20;
    let long = |at: usize| {
        let bytes = packed.get(at..at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    };
    let size = long(4)? as usize;
    if long(8)? != MAGIC {
        return Some(packed.get(16..)?.to_vec());
    }
    let mut window = [b' '; 4096];
    window[..START.len()].copy_from_slice(START);
    let mut write = START.len();
    let mut out = Vec::new();
    let mut put = |byte: u8, write: &mut usize, window: &mut [u8; 4096]| {
        out.push(byte);
        window[*write] = byte;
        *write = (*write + 1) % 4096;
        out.len()
    };
    let mut at = 16;
    'all: while let Some(flags) = packed.get(at) {
        at += 1;
        for bit in 0..8 {
            let Some(&first) = packed.get(at) else {
                break 'all;
            };
            if flags >> bit & 1 == 0 {
                at += 1;
                if put(first, &mut write, &mut window) >= MOST {
                    break 'all;
                }
                continue;
            }
            let Some(&second) = packed.get(at + 1) else {
                break 'all;
            };
            at += 2;
            let pair = usize::from(first) << 8 | usize::from(second);
            let (from, len) = (pair >> 4, (pair & 15) + 2);
            if from == write {
                break 'all;
            }
            for n in 0..len {
                let byte = window[(from + n) % 4096];
                if put(byte, &mut write, &mut window) >= MOST {
                    break 'all;
                }
            }
        }
    }
    out.truncate(size);
    Some(out)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn msg(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (path, bytes) in streams {
            if let Some((storage, _)) = path.rsplit_once('/').filter(|(s, _)| !s.is_empty()) {
                file.create_storage_all(storage).unwrap();
            }
            file.create_stream(path).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn head_body_attachments_and_a_mail_within() {
        let mut properties = vec![0; 32];
        // 2024-03-04 01:00 UTC.
        properties.extend([0x40, 0, 0x39, 0, 0, 0, 0, 0]);
        properties.extend(133_540_236_000_000_000_u64.to_le_bytes());
        let inner = "/__attach_version1.0_#00000001/__substg1.0_3701000D";
        let bytes = msg(&[
            (PROPERTIES, properties),
            ("/__substg1.0_0037001F", wide("关于读书")),
            ("/__substg1.0_0C1A001F", wide("张三")),
            ("/__substg1.0_1000001F", wide("请查收。")),
            (
                "/__attach_version1.0_#00000000/__substg1.0_3707001F",
                wide("a.txt"),
            ),
            (
                "/__attach_version1.0_#00000000/__substg1.0_37010102",
                "附来的文字".into(),
            ),
            (&format!("{inner}{PROPERTIES}"), vec![0; 24]),
            (&format!("{inner}/__substg1.0_1000001F"), wide("转来的信")),
        ]);
        let read = crate::import(&bytes, "a.msg", &Options::default()).unwrap();
        assert_eq!(read.format, Format::Msg);
        let text = read.source.plain();
        for part in [
            "关于读书",
            "发件人：张三",
            "日期：2024年3月4日",
            "请查收。",
            "附件1\n附来的文字",
            "附件2\n转来的信",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert_eq!(read.source.parts.len(), 2);
    }

    #[test]
    fn packed_rtf_is_unpacked() {
        // The example of [MS-OXRTFCP] 4.1.1.
        let packed = [
            0x2D, 0, 0, 0, 0x2B, 0, 0, 0, 0x4C, 0x5A, 0x46, 0x75, 0xF1, 0xC5, 0xC7, 0xA7, 0x03,
            0x00, 0x0A, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0A, 0xF3,
            0x20, 0x68, 0x65, 0x6C, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xB0, 0x6C, 0x64, 0x7D,
            0x0A, 0x80, 0x0F, 0xA0,
        ];
        let rtf = unpack_rtf(&packed).unwrap();
        assert_eq!(rtf, b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    }
}
