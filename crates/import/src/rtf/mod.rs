//! RTF: text in the code page of its font, `\u` with its fallback, tables, footnotes. Pictures, headers,
//! footers, field instructions, deleted and hidden text stay out.
//!
//! Own reader: the crate that was tried fails on the code page 936 of real government files, where the two
//! bytes of a char may be parted by line breaks and control words (RTF 1.9.1, "Character Text").

mod words;

use encoding_rs::{BIG5, Encoding, GB18030, WINDOWS_1252};
use std::collections::HashMap;

use yandu_document::{LineRole, SourceLine, SourceText};

use self::words::{Token, Words};
use crate::{Format, ImportError, Imported, Importer, Options};

/// Groups within groups; a real file has a dozen.
const DEEPEST: usize = 500;

/// The importer of RTF.
pub(crate) struct Rtf;

impl Importer for Rtf {
    fn format(&self) -> Format {
        Format::Rtf
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        bytes.starts_with(b"{\\rtf")
    }

    fn import(&self, bytes: &[u8], _options: &Options) -> Result<Imported, ImportError> {
        let mut reader = Reader::new();
        for token in Words::new(bytes) {
            reader.take(&token)?;
        }
        if reader.states.len() > 1 {
            return Err(ImportError::damaged("RTF", "文件不完整：有未结束的组"));
        }
        reader.end_line(LineRole::Text);
        let source = SourceText {
            lines: reader.lines,
            ..SourceText::default()
        };
        Ok(Imported::new(self.format(), source))
    }
}

/// What a group is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Destination {
    Text,
    FontTable,
    Footnote,
    /// Nothing of it is text.
    Skipped,
}

/// What holds until the end of a group.
#[derive(Debug, Clone, Copy)]
struct State {
    destination: Destination,
    encoding: &'static Encoding,
    /// Fallback chars behind a `\u`.
    fallback: usize,
    hidden: bool,
    in_table: bool,
}

struct Reader {
    states: Vec<State>,
    /// The code page of the file.
    page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    /// The font of the table that is being read.
    font: i32,
    lines: Vec<SourceLine>,
    line: String,
    footnote: String,
    /// Bytes of chars that are not complete yet.
    bytes: Vec<u8>,
    /// The first half of a pair of `\u`.
    surrogate: Option<u16>,
    /// Fallback chars still to be passed over.
    skip: usize,
    /// `\*` has been read: an unknown destination is passed over.
    optional: bool,
}

impl Reader {
    fn new() -> Self {
        Reader {
            states: vec![State {
                destination: Destination::Text,
                encoding: WINDOWS_1252,
                fallback: 1,
                hidden: false,
                in_table: false,
            }],
            page: WINDOWS_1252,
            fonts: HashMap::new(),
            font: 0,
            lines: Vec::new(),
            line: String::new(),
            footnote: String::new(),
            bytes: Vec::new(),
            surrogate: None,
            skip: 0,
            optional: false,
        }
    }

    fn state(&mut self) -> Option<&mut State> {
        self.states.last_mut()
    }

    fn take(&mut self, token: &Token<'_>) -> Result<(), ImportError> {
        match token {
            Token::Open => {
                self.flush();
                self.skip = 0;
                let state = self.states.last().copied();
                let state = state.ok_or_else(|| ImportError::damaged("RTF", "多余的右括号"))?;
                if self.states.len() >= DEEPEST {
                    return Err(ImportError::damaged("RTF", "组的嵌套过深"));
                }
                self.states.push(state);
            }
            Token::Close => self.close()?,
            Token::Byte(byte) => self.byte(*byte),
            Token::Word(word, number) => self.word(word, *number),
            Token::Symbol(symbol) => self.symbol(*symbol),
        }
        if !matches!(token, Token::Symbol(b'*')) {
            self.optional = false;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), ImportError> {
        self.flush();
        self.skip = 0;
        let closed = self.states.pop();
        // The outermost state is that of the file, around its one group.
        if self.states.is_empty() {
            return Err(ImportError::damaged("RTF", "多余的右括号"));
        }
        let inside = self.states.last().map(|s| s.destination);
        if closed.is_some_and(|s| s.destination == Destination::Footnote)
            && inside != Some(Destination::Footnote)
        {
            let text = std::mem::take(&mut self.footnote);
            if !text.trim().is_empty() {
                self.lines.push(SourceLine {
                    text,
                    role: LineRole::Footnote,
                });
            }
        }
        Ok(())
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        let destination = self.states.last().map(|s| s.destination);
        if let Some(Destination::Text | Destination::Footnote) = destination {
            self.bytes.push(byte);
        }
    }

    /// Bytes of chars become text in the code page of their font.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let encoding = self.states.last().map_or(self.page, |s| s.encoding);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        self.surrogate = None;
        let Some(state) = self.states.last().copied() else {
            return;
        };
        if state.hidden {
            return;
        }
        match state.destination {
            Destination::Text => self.line.push_str(text),
            Destination::Footnote => self.footnote.push_str(text),
            Destination::FontTable | Destination::Skipped => {}
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.optional = true,
            b'~' => self.mark("\u{a0}"),
            b'_' => self.mark("-"),
            _ => {}
        }
    }

    fn mark(&mut self, text: &str) {
        self.flush();
        self.text(text);
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if word == "u" {
            return self.unicode(number.unwrap_or(0));
        }
        // The two bytes of a char may be parted by words that say nothing of the text.
        let parted = matches!(
            word,
            "loch"
                | "hich"
                | "dbch"
                | "lang"
                | "langfe"
                | "langnp"
                | "langfenp"
                | "cgrid"
                | "kerning"
                | "insrsid"
                | "charrsid"
        );
        if !parted {
            self.flush();
        }
        match word {
            "ansicpg" => {
                self.page = code_page(number.unwrap_or(1252));
                let page = self.page;
                self.states.iter_mut().for_each(|s| s.encoding = page);
            }
            "uc" => {
                let count = usize::try_from(number.unwrap_or(1)).unwrap_or(1);
                if let Some(state) = self.state() {
                    state.fallback = count.min(16);
                }
            }
            "f" => self.choose_font(number.unwrap_or(0)),
            "fcharset" => {
                let encoding = charset(number.unwrap_or(0)).unwrap_or(self.page);
                self.fonts.insert(self.font, encoding);
            }
            "plain" => {
                let page = self.page;
                if let Some(state) = self.state() {
                    state.hidden = false;
                    state.encoding = page;
                }
            }
            "v" | "deleted" => {
                if let Some(state) = self.state() {
                    state.hidden = number != Some(0);
                }
            }
            "pard" => self.in_table(false),
            "intbl" => self.in_table(true),
            _ => self.layout(word),
        }
    }

    fn in_table(&mut self, on: bool) {
        if let Some(state) = self.state() {
            state.in_table = on;
        }
    }

    fn choose_font(&mut self, font: i32) {
        self.font = font;
        let encoding = self.fonts.get(&font).copied().unwrap_or(self.page);
        if let Some(state) = self.state() {
            state.encoding = encoding;
        }
    }

    /// Breaks, marks with a name, destinations.
    fn layout(&mut self, word: &str) {
        match word {
            "par" | "sect" | "page" => self.paragraph(),
            "line" => self.text("\n"),
            "tab" => self.text("\t"),
            "cell" | "nestcell" => self.text("\u{f8f0}"),
            "row" | "nestrow" => self.row(),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "fonttbl" => self.destination(Destination::FontTable),
            "footnote" => self.destination(Destination::Footnote),
            // Word writes a picture and what stands in a text box twice: once for old readers.
            "shptxt" | "shppict" if self.optional => self.destination(Destination::Text),
            _ if is_skipped(word) || self.optional => self.destination(Destination::Skipped),
            _ => {}
        }
    }

    fn destination(&mut self, destination: Destination) {
        if let Some(state) = self.state()
            && state.destination != Destination::Skipped
        {
            state.destination = destination;
        }
    }

    /// \u: a UTF-16 unit as a signed number; what follows for old readers is passed over.
    fn unicode(&mut self, number: i32) {
        let waiting = self.surrogate;
        self.flush();
        let unit = (number & 0xFFFF) as u16;
        self.skip = self.states.last().map_or(1, |s| s.fallback);
        let pair = waiting.map(|high| [high, unit]);
        if let Some(Ok(c)) = pair.map(|p| String::from_utf16(&p)) {
            self.text(&c);
        } else if (0xD800..0xDC00).contains(&unit) {
            self.surrogate = Some(unit);
        } else if let Some(c) = char::from_u32(u32::from(unit)) {
            self.text(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn paragraph(&mut self) {
        let state = self.states.last().copied();
        match state.map(|s| (s.destination, s.in_table)) {
            Some((Destination::Footnote, _)) => self.footnote.push(' '),
            Some((Destination::Text, true)) => self.line.push(' '),
            Some((Destination::Text, false)) => self.end_line(LineRole::Text),
            _ => {}
        }
    }

    /// A row of one cell is layout; its text stays a paragraph.
    fn row(&mut self) {
        let line = std::mem::take(&mut self.line);
        let cells: Vec<&str> = line.split('\u{f8f0}').map(str::trim).collect();
        let cells = cells.strip_suffix(&[""]).unwrap_or(&cells);
        self.line = cells.join("\t").replace('\n', " ");
        self.end_line(if cells.len() > 1 {
            LineRole::TableRow
        } else {
            LineRole::Text
        });
    }

    fn end_line(&mut self, role: LineRole) {
        self.flush();
        let line = std::mem::take(&mut self.line).replace('\u{f8f0}', "\t");
        for text in line.split('\n') {
            self.lines.push(SourceLine {
                text: text.to_owned(),
                role,
            });
        }
    }
}

/// Destinations that are no text.
fn is_skipped(word: &str) -> bool {
    matches!(
        word,
        "colortbl"
            | "stylesheet"
            | "info"
            | "pict"
            | "object"
            | "header"
            | "headerl"
            | "headerr"
            | "headerf"
            | "footer"
            | "footerl"
            | "footerr"
            | "footerf"
            | "ftnsep"
            | "ftnsepc"
            | "fldinst"
            | "nonshppict"
            | "annotation"
            | "xe"
            | "tc"
            | "bkmkstart"
            | "bkmkend"
            | "themedata"
            | "datastore"
            | "template"
            | "revtbl"
    )
}

/// A code page of Windows.
fn code_page(number: i32) -> &'static Encoding {
    match number {
        936 | 54936 => GB18030,
        950 => BIG5,
        932 => encoding_rs::SHIFT_JIS,
        949 => encoding_rs::EUC_KR,
        65001 => encoding_rs::UTF_8,
        _ => WINDOWS_1252,
    }
}

/// The code page of a character set of a font (RTF 1.9.1, "Font Table").
fn charset(number: i32) -> Option<&'static Encoding> {
    match number {
        134 => Some(GB18030),
        136 => Some(BIG5),
        128 => Some(encoding_rs::SHIFT_JIS),
        129 => Some(encoding_rs::EUC_KR),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rtf: &[u8]) -> Vec<(String, LineRole)> {
        let imported = Rtf.import(rtf, &Options::default());
        let lines = imported.map(|i| i.source.lines).unwrap_or_default();
        let filled = lines.into_iter().filter(|l| !l.text.trim().is_empty());
        filled.map(|l| (l.text, l.role)).collect()
    }

    fn texts(rtf: &[u8]) -> Vec<String> {
        lines(rtf).into_iter().map(|l| l.0).collect()
    }

    #[test]
    fn bytes_of_a_char_may_be_parted() {
        let rtf = b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 \\'ce\\'c4\\'d7\r\n\\'d6\\par \\'ce\\hich\\'c4}";
        assert_eq!(texts(rtf), ["文字", "文"]);
    }

    #[test]
    fn unicode_with_its_fallback_and_pairs() {
        let rtf = b"{\\rtf1\\ansi\\uc1\\u25991?\\u-30719\\'3f{\\uc2\\u25991??}\\u-10178?\\u-8711?}";
        assert_eq!(texts(rtf)[0].chars().take(3).collect::<String>(), "文蠁文");
        assert_eq!(texts(rtf)[0].chars().count(), 4);
    }

    #[test]
    fn destinations_hidden_text_and_fields() {
        let rtf = b"{\\rtf1{\\info{\\title T}}{\\header H}{\\*\\unknown U}A{\\v B}{\\field{\\*\\fldinst X}{\\fldrslt C}}\\par}";
        assert_eq!(texts(rtf), ["AC"]);
    }

    #[test]
    fn tables_and_footnotes() {
        let rtf = b"{\\rtf1\\trowd\\intbl 1\\cell 2\\cell\\row\\pard A{\\footnote F}B\\par}";
        let row = ("1\t2".to_owned(), LineRole::TableRow);
        assert_eq!(lines(rtf)[0], row);
        assert!(lines(rtf).contains(&("F".to_owned(), LineRole::Footnote)));
        assert!(lines(rtf).contains(&("AB".to_owned(), LineRole::Text)));
    }

    #[test]
    fn damaged_files_are_refused() {
        for rtf in [&b"{\\rtf1 A"[..], b"{\\rtf1 A}}", b"{\\rtf1\\'"] {
            assert!(Rtf.import(rtf, &Options::default()).is_err(), "{rtf:?}");
        }
        let deep = [b"{\\rtf1".to_vec(), vec![b'{'; 100_000]].concat();
        assert!(Rtf.import(&deep, &Options::default()).is_err());
    }
}
