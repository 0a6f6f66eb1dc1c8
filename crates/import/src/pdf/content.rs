//! The content of a page: which chars it shows, and where (ISO 32000-1, 8.4, 9.4, 14.6).

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Object, ObjectIdentifier};
use unicode_normalization::UnicodeNormalization;

use super::annotations::Written;
use super::font::{Font, Text};
use super::layers::Layers;
use super::objects::{dictionary, name, number, numbers, resolved, string, text, value};
use super::streams;
use crate::layout::{GETA, Glyph, Matrix, Page, Turn};
use crate::{ImportError, clock};

/// Drawings inside drawings.
const DEPTH: usize = 12;
/// Drawings of one file, each as often as it is used.
const MOST_DRAWINGS: usize = 50_000;
/// Chars of one page; a drawing of more is a picture, whatever it holds.
const MOST_GLYPHS: usize = 200_000;
/// Bytes of the content of a page or drawing.
pub(super) const MOST_BYTES: usize = 16 << 20;

/// What stays the same over the pages of a file.
pub(super) struct Reader<'d> {
    pdf: &'d Pdf,
    layers: Layers,
    fonts: HashMap<ObjectIdentifier, Rc<Font>>,
    drawings: usize,
}

impl<'d> Reader<'d> {
    pub(super) fn new(pdf: &'d Pdf, layers: Layers) -> Self {
        Reader {
            pdf,
            layers,
            fonts: HashMap::new(),
            drawings: 0,
        }
    }

    pub(super) fn layers(&self) -> &Layers {
        &self.layers
    }

    fn font(&mut self, resources: &Dict<'d>, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = dictionary(resources, b"Font")?;
        let id = fonts.get_ref(name).map(ObjectIdentifier::from);
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(known.clone());
        }
        let font = Rc::new(Font::load(&dictionary(&fonts, name)?));
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
    /// The file hides the layer that the part belongs to.
    hidden: bool,
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
        resources: &Dict<'d>,
        depth: usize,
    ) -> Result<(), ImportError> {
        let mut operations = UntypedIter::new(bytes);
        while let Some(operation) = operations.next() {
            clock::tick()?;
            if self.page.glyphs.len() + self.beside.len() > MOST_GLYPHS {
                self.page.glyphs.clear();
                self.page.picture = 1.0;
                return Ok(());
            }
            let operator: &[u8] = operation.operator;
            if !is_known(operator) {
                continue;
            }
            let of: Vec<&Object<'_>> = operation.operands().collect();
            match operator {
                b"Do" => self.draw(&of, resources, depth)?,
                b"Tf" => self.set_font(&of, resources),
                b"BMC" | b"BDC" => self.mark(&of, resources),
                b"EMC" => {
                    self.marks.pop();
                }
                b"BI" => self.picture(),
                operator => self.operate(operator, &of),
            }
        }
        Ok(())
    }

    fn set_font(&mut self, of: &[&Object<'_>], resources: &Dict<'d>) {
        if let [.., Object::Name(name), size] = of {
            self.state.font = self.reader.font(resources, name);
            self.state.size = number(size).unwrap_or(1.0);
        }
    }

    fn mark(&mut self, of: &[&Object<'_>], resources: &Dict<'d>) {
        let about = match of.get(1) {
            Some(Object::Dict(about)) => string(about, b"ActualText").map(|t| (text(&t), false)),
            Some(Object::Name(named)) => dictionary(resources, b"Properties")
                .and_then(|p| dictionary(&p, named))
                .map(|about| {
                    let actual = string(&about, b"ActualText").map(|t| text(&t));
                    let hidden = self.reader.layers.hides(self.reader.pdf, &about);
                    (actual.unwrap_or_default(), hidden)
                }),
            _ => None,
        };
        let kind = of.first().and_then(|n| match n {
            Object::Name(n) => Some(n.to_vec()),
            _ => None,
        });
        let (actual, hidden) = about.unwrap_or_default();
        self.marks.push(Mark {
            artifact: kind.as_deref() == Some(b"Artifact"),
            hidden: hidden && kind.as_deref() == Some(b"OC"),
            actual: (!actual.is_empty()).then_some(Some(actual)),
        });
    }

    /// A picture covers the square from 0 to 1.
    fn picture(&mut self) {
        let whole = (self.page.width * self.page.height).max(1.0);
        self.page.picture += self.state.matrix.area() / whole;
    }

    fn draw(
        &mut self,
        of: &[&Object<'_>],
        resources: &Dict<'d>,
        depth: usize,
    ) -> Result<(), ImportError> {
        let drawing = match of.first() {
            Some(Object::Name(named)) => {
                dictionary(resources, b"XObject").and_then(|all| value(&all, named)?.into_stream())
            }
            _ => None,
        };
        let Some(drawing) = drawing else {
            return Ok(());
        };
        let layer = dictionary(drawing.dict(), b"OC");
        if layer.is_some_and(|layer| self.reader.layers.hides(self.reader.pdf, &layer)) {
            return Ok(());
        }
        if name(drawing.dict(), b"Subtype").as_deref() == Some(b"Image") {
            self.picture();
            return Ok(());
        }
        self.reader.drawings += 1;
        if depth >= DEPTH || self.reader.drawings > MOST_DRAWINGS {
            return Ok(());
        }
        let Some(bytes) = streams::decoded(&drawing, MOST_BYTES) else {
            return Ok(());
        };
        let own = value(drawing.dict(), b"Matrix").map(|m| numbers(&m));
        let own: Option<[f32; 6]> = own.and_then(|m| m.try_into().ok());
        let kept = (self.state.clone(), self.kept.len(), self.marks.len());
        self.state.matrix = Matrix(own.unwrap_or(Matrix::ONE.0)).then(&self.state.matrix);
        let inner = dictionary(drawing.dict(), b"Resources");
        let shown = self.show(&bytes, inner.as_ref().unwrap_or(resources), depth + 1);
        self.state = kept.0;
        self.kept.truncate(kept.1);
        self.marks.truncate(kept.2);
        shown
    }

    /// Writes what somebody filled in upon the page.
    pub(super) fn fill_in(&mut self, written: &[Written], matrix: Matrix) {
        self.marks.clear();
        for written in written {
            self.state.matrix = matrix;
            self.state.rise = 0.0;
            self.write(written);
        }
    }

    /// Writes the words of a form field into its box, a line below the other.
    fn write(&mut self, written: &Written) {
        let [left, bottom, right, top] = written.area;
        let lines: Vec<&str> = written
            .text
            .split(['\r', '\n'])
            .filter(|l| !l.trim().is_empty())
            .collect();
        let height = (top - bottom) / lines.len().max(1) as f32;
        let size = written.size.unwrap_or((0.7 * height).min(12.0)).max(1.0);
        let half = |c: char| if c.is_ascii() { 0.5 } else { 1.0 };
        for (n, line) in lines.into_iter().enumerate() {
            let wide: f32 = line.chars().map(half).sum::<f32>() * size;
            let narrow = ((right - left) / wide.max(1.0)).clamp(0.2, 1.0);
            let y = top - (n as f32 + 0.5) * height - 0.35 * size;
            self.state.size = size;
            self.state.scale = narrow;
            self.set_line(Matrix([1.0, 0.0, 0.0, 1.0, left + 1.0, y]));
            for c in line.chars() {
                self.glyph(c, half(c), false, false);
                self.go_on(half(c) * size, false);
            }
        }
    }

    fn operate(&mut self, operator: &[u8], of: &[&Object<'_>]) {
        let n = |at: usize| of.get(at).and_then(|o| number(o)).unwrap_or(0.0);
        let matrix = || {
            let six: Vec<f32> = of.iter().filter_map(|o| number(o)).collect();
            six.try_into().ok().map(Matrix)
        };
        match operator {
            b"q" if self.kept.len() < 256 => self.kept.push(self.state.clone()),
            b"Q" => self.state = self.kept.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => {
                if let Some(m) = matrix() {
                    self.state.matrix = m.then(&self.state.matrix);
                }
            }
            b"BT" => self.set_line(Matrix::ONE),
            b"Tm" => matrix().into_iter().for_each(|m| self.set_line(m)),
            b"Td" => self.move_line(n(0), n(1)),
            b"TD" => {
                self.state.leading = -n(1);
                self.move_line(n(0), n(1));
            }
            b"T*" => self.next_line(),
            b"TL" => self.state.leading = n(0),
            b"Tc" => self.state.char_space = n(0),
            b"Tw" => self.state.word_space = n(0),
            b"Tz" => self.state.scale = n(0) / 100.0,
            b"Ts" => self.state.rise = n(0),
            b"Tj" => of.first().into_iter().for_each(|s| self.string(s)),
            b"'" => {
                self.next_line();
                of.first().into_iter().for_each(|s| self.string(s));
            }
            b"\"" => {
                (self.state.word_space, self.state.char_space) = (n(0), n(1));
                self.next_line();
                of.get(2).into_iter().for_each(|s| self.string(s));
            }
            b"TJ" => of.first().into_iter().for_each(|s| self.strings(s)),
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
    fn strings(&mut self, list: &Object<'_>) {
        let vertical = self.state.font.as_ref().is_some_and(|f| f.is_vertical());
        let Object::Array(list) = list else {
            return self.string(list);
        };
        let list: &Array<'_> = list;
        for item in list
            .raw_iter()
            .filter_map(|item| resolved(self.reader.pdf, item))
        {
            match number(&item) {
                Some(back) => self.go_on(-back / 1000.0 * self.state.size, vertical),
                None => self.string(&item),
            }
        }
    }

    fn string(&mut self, string: &Object<'_>) {
        let (Object::String(string), Some(font)) = (string, self.state.font.clone()) else {
            return;
        };
        let mut bytes: &[u8] = string;
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
        if self.marks.iter().any(|m| m.hidden) {
            return;
        }
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
        let turn = Turn::of(ahead.0, ahead.1);
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

/// Operators that place text or picture; the others draw lines and fill areas.
fn is_known(operator: &[u8]) -> bool {
    let known: [&[u8]; 23] = [
        b"q", b"Q", b"cm", b"BT", b"Tm", b"Td", b"TD", b"T*", b"TL", b"Tc", b"Tw", b"Tz", b"Ts",
        b"Tj", b"'", b"\"", b"TJ", b"Do", b"Tf", b"BMC", b"BDC", b"EMC", b"BI",
    ];
    known.contains(&operator)
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
