//! What floats in a document: pictures, WordArt, SmartArt, charts, objects, and documents that are inserted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::events::BytesStart;
use yandu_document::SourceLine;

use super::NAME;
use super::body::Body;
use crate::field;
use crate::package::Relation;
use crate::xml::{Node, attribute, events};

impl Body<'_, '_, '_> {
    pub(super) fn drawing(&mut self, name: &str, e: &BytesStart<'_>) {
        match name {
            "docPr" | "cNvPr" | "shape" => {
                let said = attribute(e, "descr").or_else(|| attribute(e, "alt"));
                if let Some(said) = said.filter(|s| !s.trim().is_empty()) {
                    self.alt = said;
                }
            }
            "blip" => self.picture(attribute(e, "embed")),
            "imagedata" => match attribute(e, "src") {
                Some(name) => self.own_picture(&name),
                None => self.picture(attribute(e, "id")),
            },
            "binData" => {
                let name = attribute(e, "name").unwrap_or_default();
                self.binary = Some((name, String::new()));
            }
            // WordArt, as red heads are.
            "textpath" => {
                let text = attribute(e, "string").filter(|t| !t.trim().is_empty());
                self.add_boxed(text.map(SourceLine::plain).into_iter().collect());
            }
            "relIds" => self.diagram(attribute(e, "dm")),
            "chart" => self.chart(attribute(e, "id")),
            "OLEObject" => self.context.objects += 1,
            "altChunk" => self.inserted(attribute(e, "id")),
            _ => {}
        }
    }

    /// The part that an id of this story stands for.
    fn target(&self, id: Option<String>) -> Option<Relation> {
        let id = id?;
        let found = self.story.relations.iter().find(|r| r.id == id);
        found.filter(|r| !r.outside).cloned()
    }

    fn picture(&mut self, id: Option<String>) {
        let Some(relation) = self.target(id) else {
            return;
        };
        // A picture that is missing or broken takes no text with it.
        let bytes = self.context.package.read(&relation.target);
        if let Ok(Some(bytes)) = bytes {
            let name = relation.target.rsplit('/').next().unwrap_or_default();
            let mark = self.context.shelf.picture(name, &self.alt, bytes);
            self.push(&mark);
        }
    }

    /// A picture of Word 2003 XML.
    fn own_picture(&mut self, name: &str) {
        let Some(bytes) = self.context.binaries.get(name).cloned() else {
            return;
        };
        let short = name.rsplit('/').next().unwrap_or_default();
        let mark = self.context.shelf.picture(short, &self.alt, bytes);
        self.push(&mark);
    }

    pub(super) fn end_binary(&mut self) {
        let Some((name, packed)) = self.binary.take() else {
            return;
        };
        let packed: String = packed.split_whitespace().collect();
        if let Ok(bytes) = STANDARD.decode(packed) {
            self.context.binaries.insert(name, bytes);
        }
    }

    /// The texts of a SmartArt, in the order of its points.
    fn diagram(&mut self, id: Option<String>) {
        let Some(relation) = self.target(id) else {
            return;
        };
        let xml = self
            .context
            .package
            .text(&relation.target)
            .unwrap_or_default();
        let lines = drawn_paragraphs(&xml).unwrap_or_default();
        self.add_boxed(lines);
    }

    /// A chart's title; its data are numbers of a sheet.
    fn chart(&mut self, id: Option<String>) {
        let Some(relation) = self.target(id) else {
            return;
        };
        let xml = self
            .context
            .package
            .text(&relation.target)
            .unwrap_or_default();
        let lines = drawn_paragraphs(&xml).unwrap_or_default();
        self.context.charts += 1;
        self.add_boxed(lines);
    }

    /// A document within this one, as merging and web editors write it.
    fn inserted(&mut self, id: Option<String>) {
        let Some(relation) = self.target(id) else {
            return;
        };
        let lines = self.context.inserted(&relation.target).unwrap_or_default();
        self.frame().end_carried();
        self.add_boxed(lines);
    }

    /// A symbol of a symbol font has no meaning as text unless it is a known one; a plain character has.
    pub(super) fn symbol(&mut self, e: &BytesStart<'_>) {
        let code = attribute(e, "char").and_then(|v| u32::from_str_radix(&v, 16).ok());
        let font = attribute(e, "font").unwrap_or_default().to_lowercase();
        let c = match code {
            Some(code) if font.starts_with("wingdings") && code <= 0xF0FF => {
                if font == "wingdings" {
                    field::pictograph(code)
                } else {
                    check_mark(code)
                }
            }
            Some(code) => char::from_u32(code).filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}')),
            None => None,
        };
        if let Some(c) = c {
            self.push(c.encode_utf8(&mut [0; 4]));
        }
    }
}

/// Boxes and checks of Wingdings 2.
fn check_mark(code: u32) -> Option<char> {
    match code & 0xFF {
        0x50 => Some('✓'),
        0x4F => Some('✗'),
        0x52 => Some('☑'),
        0x51 | 0x53 | 0x54 => Some('☒'),
        0xA3 | 0x2A => Some('□'),
        _ => None,
    }
}

/// The paragraphs of DrawingML: `a:p` with `a:t`.
pub(crate) fn drawn_paragraphs(xml: &str) -> Result<Vec<SourceLine>, crate::ImportError> {
    let (mut lines, mut text, mut in_text) = (Vec::new(), String::new(), false);
    events(NAME, xml, |node| match node {
        Node::Open(e) => match e.local_name().as_ref() {
            "t" => in_text = true,
            "br" => text.push('\n'),
            _ => {}
        },
        Node::Text(t) if in_text => text.push_str(t),
        Node::Text(_) => {}
        Node::Close("t") => in_text = false,
        Node::Close("p") => {
            let text = std::mem::take(&mut text);
            let filled = text.split('\n').filter(|t| !t.trim().is_empty());
            lines.extend(filled.map(SourceLine::plain));
        }
        Node::Close(_) => {}
    })?;
    Ok(lines)
}
