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
use crate::{Format, ImportError, Imported, Importer, Options, clock, field};

/// Groups within groups; a real file has a dozen.
const DEEPEST: usize = 500;

/// The importer of RTF.
pub(crate) struct Rtf;

impl Importer for Rtf {
    fn format(&self) -> Format {
        Format::Rtf
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        begin(bytes).is_some()
    }

    fn import(&self, bytes: &[u8], _options: &Options) -> Result<Imported, ImportError> {
        let bytes = begin(bytes).unwrap_or(bytes);
        let mut reader = Reader::new();
        let mut words = Words::new(bytes);
        while let Some(token) = words.next() {
            clock::tick()?;
            reader.take(&token)?;
            // Behind the file's one group there is nothing, unless a bracket too many has closed it early.
            if reader.states.is_empty() && !reader.goes_on(words.rest()) {
                break;
            }
        }
        if reader.states.len() > 1 {
            return Err(ImportError::damaged("RTF", "文件不完整：有未结束的组"));
        }
        reader.end_line(LineRole::Text);
        let source = SourceText {
            lines: reader.lines,
            ..SourceText::default()
        };
        let count = reader.objects;
        let warning = format!("{count} 个嵌入对象（表格、公式等）中的文字没有读入");
        Ok(Imported {
            warnings: (count > 0).then_some(warning).into_iter().collect(),
            ..Imported::new(self.format(), source)
        })
    }
}

/// The file from its first bracket on: behind a byte order mark or blanks that a mail put there.
fn begin(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let rest = rest.trim_ascii_start();
    rest.starts_with(b"{\\rtf").then_some(rest)
}

/// What a group is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Destination {
    Text,
    FontTable,
    Footnote,
    /// The code of a field.
    Code,
    /// Only what stands in its text box, or is an object's result, is text.
    Drawing,
    /// Text in a box, which comes behind the paragraph that anchors it.
    Box,
    /// Nothing of it is text.
    Skipped,
}

/// A field that is open.
struct Field {
    /// Groups that are open around it.
    depth: usize,
    code: String,
    in_result: bool,
    /// Something of its result was text.
    shown: bool,
}

/// A paragraph that waits while a text box within it is read.
struct Anchor {
    depth: usize,
    line: String,
    /// Lines that were there before the box.
    lines: usize,
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

impl State {
    /// What holds outside of all groups.
    fn file(encoding: &'static Encoding) -> Self {
        State {
            destination: Destination::Text,
            encoding,
            fallback: 1,
            hidden: false,
            in_table: false,
        }
    }
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
    fields: Vec<Field>,
    anchors: Vec<Anchor>,
    /// Lines of text boxes of the open paragraph.
    boxed: Vec<SourceLine>,
    /// What held when the outermost group ended.
    last: Option<State>,
    objects: usize,
}

impl Reader {
    fn new() -> Self {
        Reader {
            states: vec![State::file(WINDOWS_1252)],
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
            fields: Vec::new(),
            anchors: Vec::new(),
            boxed: Vec::new(),
            last: None,
            objects: 0,
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
            Token::Close => self.close(),
            Token::Byte(byte) => self.byte(*byte),
            Token::Word(word, number) => self.word(word, *number),
            Token::Symbol(symbol) => self.symbol(*symbol),
        }
        if !matches!(token, Token::Symbol(b'*')) {
            self.optional = false;
        }
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        let closed = self.states.pop();
        let depth = self.states.len();
        if self.fields.last().is_some_and(|f| f.depth > depth) {
            self.end_field();
        }
        if self.anchors.last().is_some_and(|a| a.depth > depth) {
            self.end_box();
        }
        let inside = self.states.last().map(|s| s.destination);
        if closed.is_some_and(|s| s.destination == Destination::Footnote)
            && inside != Some(Destination::Footnote)
        {
            self.end_footnote();
        }
        // The outermost state is that of the file, around its one group.
        if depth <= 1 {
            self.last = closed.or(self.last);
        }
        if depth == 1 {
            self.states.clear();
        }
    }

    /// True if there is text behind the file's group; then it goes on as it was before the bracket.
    fn goes_on(&mut self, rest: &[u8]) -> bool {
        let goes_on = rest.contains(&b'}') && rest.windows(4).any(|w| w == b"\\par");
        if let Some(last) = self.last.filter(|_| goes_on) {
            self.states = vec![State::file(self.page), last];
        }
        goes_on
    }

    fn end_footnote(&mut self) {
        let text = std::mem::take(&mut self.footnote);
        for text in text.split('\n').filter(|t| !t.trim().is_empty()) {
            self.lines.push(SourceLine {
                text: text.trim().to_owned(),
                role: LineRole::Footnote,
            });
        }
    }

    /// A field without a result may show what its code says.
    fn end_field(&mut self) {
        if let Some(field) = self.fields.pop().filter(|f| !f.shown)
            && let Some(text) = field::shown(&field.code)
        {
            self.text(&text);
        }
    }

    fn begin_box(&mut self) {
        self.destination(Destination::Box);
        if self
            .states
            .last()
            .is_some_and(|s| s.destination == Destination::Box)
        {
            self.in_table(false);
            self.anchors.push(Anchor {
                depth: self.states.len(),
                line: std::mem::take(&mut self.line),
                lines: self.lines.len(),
            });
        }
    }

    fn end_box(&mut self) {
        if let Some(anchor) = self.anchors.pop() {
            self.end_own_line(LineRole::Text);
            let lines = self.lines.split_off(anchor.lines.min(self.lines.len()));
            self.boxed
                .extend(lines.into_iter().filter(|l| !l.text.trim().is_empty()));
            self.line = anchor.line;
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        let destination = self.states.last().map(|s| s.destination);
        if let Some(
            Destination::Text | Destination::Footnote | Destination::Box | Destination::Code,
        ) = destination
        {
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
        if state.destination == Destination::Code {
            if let Some(field) = self.fields.last_mut() {
                field.code.push_str(text);
            }
            return;
        }
        // A result within the code of another field is part of that code.
        if let Some(outer) = self.fields.iter_mut().rev().find(|f| !f.in_result) {
            outer.code.push_str(text);
            return;
        }
        self.fields.iter_mut().for_each(|f| f.shown = true);
        match state.destination {
            Destination::Text | Destination::Box => self.line.push_str(text),
            Destination::Footnote => self.footnote.push_str(text),
            _ => {}
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
            "par" | "sect" | "page" | "column" => self.paragraph(),
            "line" => self.text("\n"),
            "tab" => self.text("\t"),
            "cell" => self.text("\u{f8f0}"),
            // A table within a cell is text of that cell.
            "nestcell" => self.text(" "),
            "row" => self.row(),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "fonttbl" => self.destination(Destination::FontTable),
            "footnote" => self.destination(Destination::Footnote),
            "field" => self.fields.push(Field {
                depth: self.states.len(),
                code: String::new(),
                in_result: false,
                shown: false,
            }),
            "fldinst" => self.destination(Destination::Code),
            "fldrslt" => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            // Word writes what stands in a text box twice: shprslt is for old readers.
            "shpinst" | "do" => self.destination(Destination::Drawing),
            "shptxt" | "dptxbxtext" => self.begin_box(),
            "object" => {
                self.objects += 1;
                self.destination(Destination::Drawing);
            }
            "result" => self.destination(Destination::Text),
            "shppict" if self.optional => self.destination(Destination::Text),
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
            Some((Destination::Footnote, _)) => self.footnote.push('\n'),
            Some((Destination::Text | Destination::Box, true)) => self.line.push(' '),
            Some((Destination::Text | Destination::Box, false)) => self.end_line(LineRole::Text),
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

    /// Ends the line; what stands in its boxes comes behind it.
    fn end_line(&mut self, role: LineRole) {
        self.end_own_line(role);
        if self.anchors.is_empty() {
            self.lines.append(&mut self.boxed);
        }
    }

    fn end_own_line(&mut self, role: LineRole) {
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
            | "objdata"
            | "objclass"
            | "shprslt"
            | "sp"
            | "nonesttables"
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
mod tests;
