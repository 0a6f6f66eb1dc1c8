//! The content of a page: which chars it shows, and where (ISO 32000-1, 8.4, 9.4, 14.6).

use std::collections::HashMap;
use std::rc::Rc;
use std::time::Instant;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use unicode_normalization::UnicodeNormalization;

use super::font::{Font, Text};
use super::objects::{dictionary, name, number, numbers, value};
use crate::ImportError;
use crate::layout::{GETA, Glyph, Matrix, Page, Turn};

/// Drawings inside drawings.
const DEPTH: usize = 12;
/// Drawings of one file, each as often as it is used.
const MOST_DRAWINGS: usize = 50_000;
/// Chars of one page; a drawing of more is a picture, whatever it holds.
const MOST_GLYPHS: usize = 200_000;
/// Bytes of the content of a page or drawing; an operation takes some ninety times its bytes in memory.
pub(super) const MOST_BYTES: usize = 4 << 20;

/// What stays the same over the pages of a file.
pub(super) struct Reader<'d> {
    pub(super) document: &'d Document,
    fonts: HashMap<ObjectId, Rc<Font>>,
    drawings: usize,
    /// When to give up.
    until: Instant,
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Document, until: Instant) -> Self {
        Reader {
            document,
            fonts: HashMap::new(),
            drawings: 0,
            until,
        }
    }

    fn font(&mut self, resources: &Dictionary, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = dictionary(self.document, resources, b"Font")?;
        let object = fonts.get(name).ok()?;
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(known.clone());
        }
        let about = self.document.dereference(object).ok()?.1.as_dict().ok()?;
        let font = Rc::new(Font::load(self.document, about));
        self.fonts.extend(id.map(|id| (id, font.clone())));
        Some(font)
    }
}

/// The state that q and Q keep.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    char_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

/// A marked part of the content.
struct Mark {
    /// Page numbers, running heads, watermarks of a tagged file.
    artifact: bool,
    /// What the part means, where that is not what it shows; taken by its first char.
    actual: Option<Option<String>>,
}

/// Shows the content of one page.
pub(super) struct Shower<'r, 'd> {
    reader: &'r mut Reader<'d>,
    pub(super) page: Page,
    /// Chars of artifacts.
    beside: Vec<Glyph>,
    state: State,
    kept: Vec<State>,
    text: Matrix,
    line: Matrix,
    marks: Vec<Mark>,
}

impl<'r, 'd> Shower<'r, 'd> {
    pub(super) fn new(reader: &'r mut Reader<'d>, page: Page, matrix: Matrix) -> Self {
        Shower {
            reader,
            page,
            beside: Vec::new(),
            state: State {
                matrix,
                font: None,
                size: 1.0,
                char_space: 0.0,
                word_space: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
            },
            kept: Vec::new(),
            text: Matrix::ONE,
            line: Matrix::ONE,
            marks: Vec::new(),
        }
    }

    /// The page with its chars. A file that calls everything an artifact means nothing by it.
    pub(super) fn finish(mut self) -> Page {
        if self.page.glyphs.is_empty() {
            self.page.glyphs = self.beside;
        }
        self.page
    }

    /// Shows a content with the things that it names.
    pub(super) fn show(
        &mut self,
        bytes: &[u8],
        resources: &Dictionary,
        depth: usize,
    ) -> Result<(), ImportError> {
        // What cannot be read of a broken content is lost; what came before it is not.
        let Ok(content) = Content::decode(bytes) else {
            return Ok(());
        };
        for operation in &content.operations {
            if Instant::now() > self.reader.until {
                return Err(ImportError::TooSlow);
            }
            if self.page.glyphs.len() + self.beside.len() > MOST_GLYPHS {
                self.page.glyphs.clear();
                self.page.picture = 1.0;
                return Ok(());
            }
            let of = &operation.operands[..];
            match operation.operator.as_str() {
                "Do" => self.draw(of, resources, depth)?,
                "Tf" => self.set_font(of, resources),
                "BMC" | "BDC" => self.mark(of, resources),
                "EMC" => {
                    self.marks.pop();
                }
                operator => self.operate(operator, of),
            }
        }
        Ok(())
    }

    fn set_font(&mut self, of: &[Object], resources: &Dictionary) {
        if let [Object::Name(name), size] = of {
            self.state.font = self.reader.font(resources, name);
            self.state.size = number(size).unwrap_or(1.0);
        }
    }

    fn mark(&mut self, of: &[Object], resources: &Dictionary) {
        let document = self.reader.document;
        let about = match of.get(1) {
            Some(Object::Dictionary(about)) => Some(about),
            Some(Object::Name(named)) => dictionary(document, resources, b"Properties")
                .and_then(|p| dictionary(document, p, named)),
            _ => None,
        };
        let actual = about
            .and_then(|a| value(document, a, b"ActualText"))
            .and_then(|t| lopdf::decode_text_string(t).ok());
        self.marks.push(Mark {
            artifact: of.first().and_then(|n| n.as_name().ok()) == Some(b"Artifact"),
            actual: actual.map(Some),
        });
    }

    fn draw(
        &mut self,
        of: &[Object],
        resources: &Dictionary,
        depth: usize,
    ) -> Result<(), ImportError> {
        let document = self.reader.document;
        let drawing = of.first().and_then(|n| n.as_name().ok()).and_then(|named| {
            let all = dictionary(document, resources, b"XObject")?;
            value(document, all, named)?.as_stream().ok()
        });
        let Some(drawing) = drawing else {
            return Ok(());
        };
        if name(document, &drawing.dict, b"Subtype") == Some(b"Image") {
            let whole = (self.page.width * self.page.height).max(1.0);
            self.page.picture += self.state.matrix.area() / whole;
            return Ok(());
        }
        self.reader.drawings += 1;
        if depth >= DEPTH || self.reader.drawings > MOST_DRAWINGS {
            return Ok(());
        }
        let Ok(bytes) = drawing.get_plain_content_with_limit(MOST_BYTES) else {
            return Ok(());
        };
        let own = value(document, &drawing.dict, b"Matrix").map(|m| numbers(document, m));
        let own: Option<[f32; 6]> = own.and_then(|m| m.try_into().ok());
        let kept = (self.state.clone(), self.kept.len(), self.marks.len());
        self.state.matrix = Matrix(own.unwrap_or(Matrix::ONE.0)).then(&self.state.matrix);
        let inner = dictionary(document, &drawing.dict, b"Resources");
        let shown = self.show(&bytes, inner.unwrap_or(resources), depth + 1);
        self.state = kept.0;
        self.kept.truncate(kept.1);
        self.marks.truncate(kept.2);
        shown
    }

    fn operate(&mut self, operator: &str, of: &[Object]) {
        let n = |at: usize| of.get(at).and_then(number).unwrap_or(0.0);
        let matrix = || {
            let six: Vec<f32> = of.iter().filter_map(number).collect();
            six.try_into().ok().map(Matrix)
        };
        match operator {
            "q" if self.kept.len() < 256 => self.kept.push(self.state.clone()),
            "Q" => self.state = self.kept.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => {
                if let Some(m) = matrix() {
                    self.state.matrix = m.then(&self.state.matrix);
                }
            }
            "BT" => self.set_line(Matrix::ONE),
            "Tm" => matrix().into_iter().for_each(|m| self.set_line(m)),
            "Td" => self.move_line(n(0), n(1)),
            "TD" => {
                self.state.leading = -n(1);
                self.move_line(n(0), n(1));
            }
            "T*" => self.next_line(),
            "TL" => self.state.leading = n(0),
            "Tc" => self.state.char_space = n(0),
            "Tw" => self.state.word_space = n(0),
            "Tz" => self.state.scale = n(0) / 100.0,
            "Ts" => self.state.rise = n(0),
            "Tj" => of.first().into_iter().for_each(|s| self.string(s)),
            "'" => {
                self.next_line();
                of.first().into_iter().for_each(|s| self.string(s));
            }
            "\"" => {
                (self.state.word_space, self.state.char_space) = (n(0), n(1));
                self.next_line();
                of.get(2).into_iter().for_each(|s| self.string(s));
            }
            "TJ" => of.first().into_iter().for_each(|s| self.strings(s)),
            _ => {}
        }
    }

    fn set_line(&mut self, matrix: Matrix) {
        (self.text, self.line) = (matrix, matrix);
    }

    fn move_line(&mut self, x: f32, y: f32) {
        self.set_line(Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(&self.line));
    }

    fn next_line(&mut self) {
        self.move_line(0.0, -self.state.leading);
    }

    fn go_on(&mut self, by: f32, vertical: bool) {
        let (x, y) = if vertical {
            (0.0, -by)
        } else {
            (by * self.state.scale, 0.0)
        };
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(&self.text);
    }

    /// Strings and the distances between them.
    fn strings(&mut self, list: &Object) {
        let vertical = self.state.font.as_ref().is_some_and(|f| f.is_vertical());
        for item in list.as_array().into_iter().flatten() {
            match number(item) {
                Some(back) => self.go_on(-back / 1000.0 * self.state.size, vertical),
                None => self.string(item),
            }
        }
    }

    fn string(&mut self, string: &Object) {
        let (Ok(mut bytes), Some(font)) = (string.as_str(), self.state.font.clone()) else {
            return;
        };
        let vertical = font.is_vertical();
        while !bytes.is_empty() {
            let shown = font.first(bytes);
            let width = if vertical { 1.0 } else { shown.width };
            self.put(&shown.text, width, vertical);
            let word = if shown.space {
                self.state.word_space
            } else {
                0.0
            };
            self.go_on(
                width * self.state.size + self.state.char_space + word,
                vertical,
            );
            bytes = &bytes[shown.len.clamp(1, bytes.len())..];
        }
    }

    /// Puts what a code shows on the page.
    fn put(&mut self, text: &Text, width: f32, vertical: bool) {
        let artifact = self.marks.iter().any(|m| m.artifact);
        if let Some(actual) = self.marks.iter_mut().find_map(|m| m.actual.as_mut()) {
            let actual = actual.take().unwrap_or_default();
            self.spread(&actual, width, (vertical, artifact));
            return;
        }
        match text {
            Text::Char(c) => self.glyph(*c, width, vertical, artifact),
            Text::Chars(chars) => {
                let share = width / chars.chars().count().max(1) as f32;
                self.spread(chars, share, (vertical, artifact));
            }
            Text::Unreadable if artifact => {}
            Text::Unreadable => {
                self.page.unreadable += 1;
                self.glyph(GETA, width, vertical, artifact);
            }
            Text::Nothing => {}
        }
    }

    /// Several chars for one code, each beside the one before: at one place they would be one char printed twice.
    fn spread(&mut self, chars: &str, width: f32, (vertical, artifact): (bool, bool)) {
        let kept = self.text;
        for c in chars.chars() {
            self.glyph(c, width, vertical, artifact);
            self.go_on(width * self.state.size, vertical);
        }
        self.text = kept;
    }

    fn glyph(&mut self, c: char, width: f32, vertical: bool, artifact: bool) {
        let state = &self.state;
        let own = Matrix([
            state.size * state.scale,
            0.0,
            0.0,
            state.size,
            0.0,
            state.rise,
        ]);
        let matrix = own.then(&self.text).then(&state.matrix);
        let [a, b, cc, d, x, y] = matrix.0;
        // Signs do not turn a line: a mirrored page is read like any other.
        let ahead = if vertical { (-cc, -d) } else { (a, b) };
        let Some(turn) = Turn::of(ahead.0, ahead.1) else {
            return;
        };
        let finite = x.is_finite() && y.is_finite();
        if !finite || is_outside(&self.page, x, y) {
            return;
        }
        for c in plain(c) {
            let glyph = Glyph {
                c,
                x,
                y,
                advance: width * ahead.0.hypot(ahead.1),
                size: cc.hypot(d).max(0.01),
                turn,
            };
            if artifact {
                &mut self.beside
            } else {
                &mut self.page.glyphs
            }
            .push(glyph);
        }
    }
}

/// What stands outside of the page is not seen: cut marks, and what an editor pushed aside.
fn is_outside(page: &Page, x: f32, y: f32) -> bool {
    x < -1.0 || y < -1.0 || x > page.width + 1.0 || y > page.height + 1.0
}

/// Radicals (U+2E80…) that fonts confuse with the chars, and ligatures, as plain chars; no control chars.
fn plain(c: char) -> impl Iterator<Item = char> {
    let mapped = matches!(c, '\u{2e80}'..='\u{2fd5}' | '\u{fb00}'..='\u{fb06}');
    let folded: String = if mapped {
        c.nfkc().collect()
    } else {
        c.to_string()
    };
    folded
        .chars()
        .filter(|c| !c.is_control())
        .collect::<Vec<_>>()
        .into_iter()
}
