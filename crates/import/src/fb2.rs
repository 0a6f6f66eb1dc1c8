//! FB2 (FictionBook 2): sections, titles, verses, tables, notes, pictures.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use yandu_document::{Claims, LineRole, SourceLine, SourceText};

use crate::marks::Shelf;
use crate::xml::{Node, attribute, decode, events};
use crate::{Format, ImportError, Imported, Importer, Options, sniff};

const NAME: &str = "FB2";

/// The importer of FB2.
pub(crate) struct Fb2;

impl Importer for Fb2 {
    fn format(&self) -> Format {
        Format::Fb2
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::xml_root(bytes).is_some_and(|root| root == "FictionBook")
    }

    fn import(&self, bytes: &[u8], _options: &Options) -> Result<Imported, ImportError> {
        let xml = decode(NAME, bytes)?;
        let mut reader = Reader {
            binaries: binaries(&xml)?,
            ..Reader::default()
        };
        events(NAME, &xml, |node| reader.take(node))?;
        let mut source = SourceText {
            lines: reader.lines,
            claims: reader.claims,
            ..SourceText::default()
        };
        let mut warnings = Vec::new();
        reader.shelf.give(&mut source, &mut warnings);
        Ok(Imported {
            warnings,
            ..Imported::new(self.format(), source)
        })
    }
}

/// The pictures stand behind the text that refers to them.
fn binaries(xml: &str) -> Result<HashMap<String, Vec<u8>>, ImportError> {
    let mut found = HashMap::new();
    let mut open: Option<(String, String)> = None;
    events(NAME, xml, |node| match node {
        Node::Open(e) if e.local_name().as_ref() == "binary" => {
            open = attribute(e, "id").map(|id| (id, String::new()));
        }
        Node::Text(text) => {
            if let Some((_, packed)) = &mut open {
                packed.extend(text.split_whitespace());
            }
        }
        Node::Close("binary") => {
            if let Some((id, packed)) = open.take()
                && let Ok(bytes) = STANDARD.decode(packed)
            {
                found.insert(id, bytes);
            }
        }
        _ => {}
    })?;
    Ok(found)
}

#[derive(Default)]
struct Reader {
    lines: Vec<SourceLine>,
    claims: Claims,
    shelf: Shelf,
    binaries: HashMap<String, Vec<u8>>,
    text: String,
    /// Elements that are open, outermost first.
    path: Vec<String>,
    sections: u8,
    in_notes: bool,
    cells: Vec<String>,
    name: String,
}

impl Reader {
    fn within(&self, element: &str) -> bool {
        self.path.iter().any(|e| e == element)
    }

    fn take(&mut self, node: Node<'_>) {
        match node {
            Node::Open(e) => {
                let name = e.local_name().as_ref().to_owned();
                match name.as_str() {
                    "body" => self.in_notes = attribute(e, "name").is_some_and(|n| n == "notes"),
                    "section" => self.sections = self.sections.saturating_add(1),
                    "image" if self.within("body") => {
                        let id = attribute(e, "href").unwrap_or_default();
                        let bytes = self.binaries.get(id.trim_start_matches('#')).cloned();
                        let alt = attribute(e, "alt").unwrap_or_default();
                        let mark = self.shelf.picture(&id, &alt, bytes.unwrap_or_default());
                        self.text.push_str(&mark);
                    }
                    "empty-line" | "br" => self.text.push('\n'),
                    _ => {}
                }
                self.path.push(name);
            }
            Node::Text(text) => {
                if self.within("body") || self.within("title-info") {
                    // A line of the file is no line of the book.
                    let text = text.replace(['\n', '\r', '\t'], " ");
                    let begins = self.text.is_empty() || self.text.ends_with([' ', '\n']);
                    let text = if begins { text.trim_start() } else { &text };
                    self.text.push_str(text);
                }
            }
            Node::Close(name) => {
                self.close(name);
                self.path.pop();
            }
        }
    }

    fn close(&mut self, name: &str) {
        if self.within("title-info") {
            self.claim(name);
            return;
        }
        if !self.within("body") {
            return;
        }
        match name {
            "p" | "v" | "subtitle" | "text-author" | "date" | "section" | "title" => {
                self.end_line(name);
            }
            "td" | "th" => {
                let cell = std::mem::take(&mut self.text);
                self.cells
                    .push(cell.replace(['\t', '\n'], " ").trim().to_owned());
            }
            "tr" => {
                let text = std::mem::take(&mut self.cells).join("\t");
                let role = LineRole::TableRow;
                self.lines.push(SourceLine { text, role });
            }
            _ => {}
        }
        if name == "section" {
            self.sections = self.sections.saturating_sub(1);
        }
    }

    fn end_line(&mut self, name: &str) {
        let text = std::mem::take(&mut self.text);
        let role = match name {
            _ if self.in_notes => LineRole::Footnote,
            "p" if self.within("title") && self.sections == 0 => LineRole::Title,
            "p" if self.within("title") => LineRole::Heading(self.sections.clamp(1, 6)),
            "subtitle" => LineRole::Heading((self.sections + 1).clamp(1, 6)),
            _ => LineRole::Text,
        };
        let lines = text.split('\n').map(str::trim).filter(|t| !t.is_empty());
        self.lines.extend(lines.map(|text| SourceLine {
            text: text.to_owned(),
            role,
        }));
    }

    fn claim(&mut self, name: &str) {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        match name {
            "book-title" if !text.is_empty() => self.claims.title = Some(text),
            "first-name" | "middle-name" | "last-name" | "nickname" if self.within("author") => {
                // 姓 stands last in the file and first in a Chinese name.
                let han = text.chars().next().is_some_and(|c| c > '\u{2e80}');
                let parts = [self.name.as_str(), text.as_str()];
                self.name = match (han, name) {
                    (true, "last-name") => format!("{text}{}", self.name),
                    (true, _) => format!("{}{text}", self.name),
                    _ => parts.join(" ").trim().to_owned(),
                };
            }
            "author" => {
                let name = std::mem::take(&mut self.name);
                if self.claims.author.is_none() && !name.is_empty() {
                    self.claims.author = Some(name);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_text_notes_and_pictures() {
        let xml = "<?xml version=\"1.0\"?><FictionBook><description><title-info><author><first-name>三</first-name><last-name>张</last-name></author>\
            <book-title>书名</book-title></title-info></description><body><title><p>书名</p></title><section><title><p>第一回</p></title>\
            <p>正<emphasis>文</emphasis><image l:href=\"#a\"/></p></section></body><body name=\"notes\"><section><p>注</p></section></body><binary id=\"a\">UE5H</binary></FictionBook>";
        let read = crate::import(xml.as_bytes(), "a.fb2", &Options::default()).unwrap();
        let lines: Vec<_> = read
            .source
            .lines
            .iter()
            .map(|l| (l.text.as_str(), l.role))
            .collect();
        assert_eq!(
            lines,
            [
                ("书名", LineRole::Title),
                ("第一回", LineRole::Heading(1)),
                ("正文", LineRole::Text),
                ("注", LineRole::Footnote)
            ]
        );
        assert_eq!(read.source.claims.author.as_deref(), Some("张三"));
        assert_eq!(
            (read.source.pictures[0].line, read.source.pictures[0].at),
            (2, 2)
        );
    }
}
