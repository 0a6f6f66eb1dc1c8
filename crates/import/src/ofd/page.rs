//! The text objects of a page (GB/T 33190 7.7, 11).

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::{NAME, latin};
use crate::ImportError;
use crate::layout::{GETA, Glyph, Matrix, Page, Turn, is_private};
use crate::xml::{Node, attribute, events};

/// Graphics inside graphics.
const DEPTH: usize = 8;
/// Drawings of one page, each as often as it is used.
const MOST_DRAWINGS: usize = 20_000;

/// Chars of one page: a page has thousands; what goes beyond counts as unreadable.
const MOST_GLYPHS: usize = 200_000;

/// The map of an object: its own, then its place on what it stands on; and that place.
fn map_of(element: &BytesStart<'_>) -> (Matrix, [f32; 4]) {
    let own = numbers(&attribute(element, "CTM").unwrap_or_default());
    let own: [f32; 6] = own.try_into().unwrap_or(Matrix::ONE.0);
    let place = numbers(&attribute(element, "Boundary").unwrap_or_default());
    let place: [f32; 4] = place.try_into().unwrap_or_default();
    let moved = Matrix([1.0, 0.0, 0.0, 1.0, place[0], place[1]]);
    (Matrix(own).then(&moved), place)
}

/// True for an object that is not to be seen (GB/T 33190 8.5, Visible).
fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "Visible").is_some_and(|v| v.eq_ignore_ascii_case("false"))
}

/// Numbers that are separated by white space; what is none is left out.
pub(super) fn numbers(text: &str) -> Vec<f32> {
    let finite = |n: &f32| n.is_finite();
    text.split_whitespace()
        .filter_map(|n| n.parse().ok())
        .filter(finite)
        .collect()
}

/// Distances from char to char: numbers, and `g n v` for n times v.
fn deltas(text: &str, most: usize) -> Vec<f32> {
    let mut found = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next().filter(|_| found.len() < most) {
        if word == "g" {
            let count: usize = words.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            let value = words.next().and_then(|v| v.parse().ok()).unwrap_or(0.0);
            found.extend(std::iter::repeat_n(value, count.min(most - found.len())));
        } else if let Ok(value) = word.parse() {
            found.push(value);
        }
    }
    found
}

/// Drawings that pages name, by their ids: their XML.
pub(super) type Graphics = HashMap<String, String>;

/// What a page's XML says.
pub(super) struct Content<'g> {
    graphics: &'g Graphics,
    pub(super) page: Page,
    /// Ids of the templates that lie below.
    pub(super) templates: Vec<String>,
    /// The drawings that are being read: one that holds itself is read once.
    inside: Vec<String>,
    drawings: usize,
}

/// A text object that is open.
struct TextObject {
    matrix: Matrix,
    size: f32,
    scale: f32,
    /// A quarter turn of the reading direction.
    read_down: bool,
    code: Option<TextCode>,
}

#[derive(Default)]
struct TextCode {
    x: f32,
    y: f32,
    across: String,
    down: String,
    text: String,
}

impl<'g> Content<'g> {
    pub(super) fn new(graphics: &'g Graphics, page: Page) -> Self {
        Content {
            graphics,
            page,
            templates: Vec::new(),
            inside: Vec::new(),
            drawings: 0,
        }
    }

    /// Reads the XML of a page, a template or a drawing.
    pub(super) fn read(&mut self, xml: &str, outer: Matrix) -> Result<(), ImportError> {
        let mut open: Option<TextObject> = None;
        let mut clips = 0_usize;
        let mut in_box = false;
        let mut used = Vec::new();
        // The element that the file hides, and how many of its name are open.
        let mut hidden: Option<(String, usize)> = None;
        events(NAME, xml, |node| match node {
            Node::Open(e) => match e.local_name().as_ref() {
                name if hidden.is_some() || is_hidden(e) => {
                    let (of, depth) = hidden.get_or_insert_with(|| (name.to_owned(), 0));
                    *depth += usize::from(of == name);
                }
                "Clips" => clips += 1,
                _ if clips > 0 => {}
                "Template" => self.templates.extend(attribute(e, "TemplateID")),
                "PhysicalBox" => in_box = true,
                "TextObject" => open = Some(TextObject::new(e, &outer)),
                "TextCode" => {
                    if let Some(object) = &mut open {
                        object.code = Some(TextCode::new(e));
                    }
                }
                "ImageObject" => self.picture(e, &outer),
                "CompositeObject" => {
                    let id = attribute(e, "ResourceID").unwrap_or_default();
                    used.push((id, map_of(e).0.then(&outer)));
                }
                _ => {}
            },
            Node::Close(name) => match name {
                _ if hidden.is_some() => {
                    if let Some((_, depth)) = hidden.as_mut().filter(|(of, _)| of == name) {
                        *depth -= 1;
                    }
                    hidden = hidden.take().filter(|(_, depth)| *depth > 0);
                }
                "Clips" => clips = clips.saturating_sub(1),
                "PhysicalBox" => in_box = false,
                "TextCode" => {
                    if let Some((object, code)) =
                        open.as_mut().and_then(|o| o.code.take().map(|c| (&*o, c)))
                    {
                        self.show(object, &code);
                    }
                }
                "TextObject" => open = None,
                _ => {}
            },
            Node::Text(_) if hidden.is_some() => {}
            Node::Text(text) if in_box => self.resize(text),
            Node::Text(text) => {
                if let Some(code) = open.as_mut().and_then(|o| o.code.as_mut()) {
                    code.text.push_str(text);
                }
            }
        })?;
        self.draw(used)
    }

    /// Drawings come behind the objects of their page; places put them right.
    fn draw(&mut self, used: Vec<(String, Matrix)>) -> Result<(), ImportError> {
        for (id, matrix) in used {
            let Some(xml) = self.graphics.get(&id) else {
                continue;
            };
            if self.inside.len() >= DEPTH
                || self.inside.contains(&id)
                || self.drawings >= MOST_DRAWINGS
            {
                continue;
            }
            self.drawings += 1;
            self.inside.push(id);
            let read = self.read(xml, matrix);
            self.inside.pop();
            read?;
        }
        Ok(())
    }

    fn resize(&mut self, text: &str) {
        if let [_, _, width, height] = numbers(text)[..] {
            (self.page.width, self.page.height) = (width, height);
        }
    }

    fn picture(&mut self, element: &BytesStart<'_>, outer: &Matrix) {
        let [a, b, c, d, ..] = outer.0;
        let (_, [_, _, width, height]) = map_of(element);
        let whole = (self.page.width * self.page.height).max(1.0);
        self.page.picture += width * height * (a * d - b * c).abs() / whole;
    }

    fn show(&mut self, object: &TextObject, code: &TextCode) {
        let chars: Vec<char> = code
            .text
            .chars()
            .filter(|c| !matches!(c, '\n' | '\r'))
            .collect();
        let across = deltas(&code.across, chars.len());
        let down = deltas(&code.down, chars.len());
        let sum = |deltas: &[f32]| deltas.iter().map(|d| d.abs()).sum::<f32>();
        let vertical = object.read_down || sum(&down) > sum(&across);
        let unit = object.size * object.scale;
        let even = latin::even_width(&chars, &across, unit);
        let width = |c: char| unit * latin::width(c, even);
        let (mut x, mut y) = (code.x, code.y);
        for (n, c) in chars.iter().copied().enumerate() {
            let advance = if vertical { object.size } else { width(c) };
            self.put(object, c, (x, y), (advance, vertical));
            // A list that is too short goes on with the width of the char.
            let missing = across.is_empty() && down.is_empty() || across.len().max(down.len()) <= n;
            let own = |is: bool| if missing && is { advance } else { 0.0 };
            x += across.get(n).copied().unwrap_or_else(|| own(!vertical));
            y += down.get(n).copied().unwrap_or_else(|| own(vertical));
        }
    }

    fn put(
        &mut self,
        object: &TextObject,
        c: char,
        at: (f32, f32),
        (advance, vertical): (f32, bool),
    ) {
        let unreadable = is_private(c);
        self.page.unreadable += usize::from(unreadable);
        let c = if unreadable { GETA } else { c };
        let [a, b, cc, d, ..] = object.matrix.0;
        let ahead = if vertical { (cc, d) } else { (a, b) };
        let turn = Turn::of(ahead.0, ahead.1);
        let (x, y) = object.matrix.apply(at.0, at.1);
        let scale = (a * d - b * cc).abs().sqrt();
        if self.page.glyphs.len() >= MOST_GLYPHS {
            self.page.unreadable += 1;
            return;
        }
        self.page.glyphs.push(Glyph {
            c,
            x,
            y,
            advance: advance * scale,
            size: (object.size * scale).max(0.01),
            turn,
        });
    }
}

impl TextObject {
    fn new(e: &BytesStart<'_>, outer: &Matrix) -> Self {
        let number = |name: &str| attribute(e, name).and_then(|v| v.trim().parse::<f32>().ok());
        let (own, _) = map_of(e);
        let direction = number("ReadDirection").unwrap_or(0.0);
        TextObject {
            matrix: own.then(outer),
            size: number("Size").unwrap_or(4.0).abs().clamp(0.01, 1000.0),
            scale: number("HScale").unwrap_or(1.0),
            read_down: direction == 90.0,
            code: None,
        }
    }
}

impl TextCode {
    fn new(e: &BytesStart<'_>) -> Self {
        let number = |name: &str| attribute(e, name).and_then(|v| v.trim().parse().ok());
        TextCode {
            x: number("X").unwrap_or(0.0),
            y: number("Y").unwrap_or(0.0),
            across: attribute(e, "DeltaX").unwrap_or_default(),
            down: attribute(e, "DeltaY").unwrap_or_default(),
            text: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deltas_repeat_and_mix() {
        assert_eq!(deltas("4 g 3 2.5 1", 9), [4.0, 2.5, 2.5, 2.5, 1.0]);
        assert_eq!(deltas("g 1000000000 1", 3), [1.0; 3]);
        assert_eq!(deltas("g", 3), [0.0; 0]);
    }
}
