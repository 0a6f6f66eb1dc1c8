//! Office Open XML packages (ECMA-376 part 2): parts by name whatever its case, and the relations that say which
//! part is what. A package is a zip, or one XML file that holds all parts (Flat OPC, which Word and OA systems
//! write as .xml or .doc).

use std::collections::HashMap;
use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zip::ZipArchive;

use crate::xml::{Node, attribute, decode, events};
use crate::zip_reader::{open, part};
use crate::{ImportError, Limits};

/// A package whose parts are read on demand.
pub(crate) struct Package<'a> {
    parts: Parts<'a>,
    /// The names of the parts as they are written, by their names in lower case.
    names: HashMap<String, String>,
    limits: &'a Limits,
    format: &'static str,
}

enum Parts<'a> {
    Zip(ZipArchive<Cursor<&'a [u8]>>),
    Flat(HashMap<String, Vec<u8>>),
}

/// A part that another one refers to.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last step of its type, as `image`, `header`, `officeDocument`.
    pub(crate) kind: String,
    /// The name of the part; the address where it is outside of the package.
    pub(crate) target: String,
    pub(crate) outside: bool,
}

/// `a/./b/../c` as `a/c`; `\` is `/`, the root is empty.
pub(crate) fn resolve(base: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let folder = match target.strip_prefix('/') {
        Some(_) => "",
        None => base.rsplit_once('/').map_or("", |(folder, _)| folder),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

impl<'a> Package<'a> {
    /// Opens a zip.
    pub(crate) fn zip(
        bytes: &'a [u8],
        limits: &'a Limits,
        format: &'static str,
    ) -> Result<Self, ImportError> {
        let zip = open(bytes, format)?;
        let names = zip.file_names().flatten().map(|n| n.into_owned());
        let names = names
            .map(|n| (n.replace('\\', "/").to_lowercase(), n))
            .collect();
        Ok(Package {
            parts: Parts::Zip(zip),
            names,
            limits,
            format,
        })
    }

    /// A package without any part.
    pub(crate) fn none(limits: &'a Limits, format: &'static str) -> Self {
        Package {
            parts: Parts::Flat(HashMap::new()),
            names: HashMap::new(),
            limits,
            format,
        }
    }

    /// Reads all parts of a Flat OPC file.
    pub(crate) fn flat(
        xml: &str,
        limits: &'a Limits,
        format: &'static str,
    ) -> Result<Self, ImportError> {
        let parts = flat_parts(xml, format)?;
        let names = parts
            .keys()
            .map(|n| (n.to_lowercase(), n.clone()))
            .collect();
        Ok(Package {
            parts: Parts::Flat(parts),
            names,
            limits,
            format,
        })
    }

    /// The bytes of a part; `None` if there is none of this name.
    pub(crate) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let Some(name) = self.names.get(&name.trim_start_matches('/').to_lowercase()) else {
            return Ok(None);
        };
        match &mut self.parts {
            Parts::Zip(zip) => part(zip, name, self.limits, self.format),
            Parts::Flat(parts) => Ok(parts.get(name).cloned()),
        }
    }

    /// True if there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names
            .contains_key(&name.trim_start_matches('/').to_lowercase())
    }

    /// The first part, by name, that ends so.
    pub(crate) fn first_ending(&self, end: &str) -> Option<String> {
        let found = self.names.keys().filter(|name| name.ends_with(end)).min();
        found.and_then(|name| self.names.get(name)).cloned()
    }

    /// The text of a part; empty if there is none of this name.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, ImportError> {
        match self.read(name)? {
            Some(bytes) => decode(self.format, &bytes),
            None => Ok(String::new()),
        }
    }

    /// What a part refers to; the package itself has no name.
    pub(crate) fn relations(&mut self, of: &str) -> Result<Vec<Relation>, ImportError> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let name = format!("{folder}/_rels/{file}.rels");
        let xml = self.text(&name)?;
        let mut found = Vec::new();
        events(self.format, &xml, |node| {
            let Node::Open(e) = node else { return };
            if e.local_name().as_ref() != "Relationship" {
                return;
            }
            let value = |name| attribute(e, name).unwrap_or_default();
            let outside = value("TargetMode") == "External";
            let target = value("Target");
            let kind = value("Type");
            found.push(Relation {
                id: value("Id"),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: if outside {
                    target
                } else {
                    resolve(of, &target)
                },
                outside,
            });
        })?;
        Ok(found)
    }

    /// The part that the package is about, or the first of these that is there.
    pub(crate) fn main_part(&mut self, usual: &[&str]) -> Result<Option<String>, ImportError> {
        let relations = self.relations("").unwrap_or_default();
        let named = relations.into_iter().filter(|r| r.kind == "officeDocument");
        let mut named = named.map(|r| r.target);
        let found = named.find(|name| self.names.contains_key(&name.to_lowercase()));
        let usual = || usual.iter().find(|name| self.names.contains_key(**name));
        Ok(found.or_else(|| usual().map(|name| (*name).to_owned())))
    }
}

/// The parts of a Flat OPC file: `pkg:xmlData` as it is written, `pkg:binaryData` decoded.
fn flat_parts(xml: &str, format: &'static str) -> Result<HashMap<String, Vec<u8>>, ImportError> {
    let damaged = |e| ImportError::damaged(format, e);
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut parts = HashMap::new();
    let mut name = String::new();
    loop {
        use quick_xml::events::Event;
        match reader.read_event().map_err(damaged)? {
            Event::Start(e) if e.local_name().as_ref() == "part" => {
                name = attribute(&e, "name").unwrap_or_default();
                name = name.trim_start_matches('/').to_owned();
            }
            Event::Start(e) => {
                let is_xml = e.local_name().as_ref() == "xmlData";
                if !is_xml && e.local_name().as_ref() != "binaryData" {
                    continue;
                }
                let span = reader.read_to_end(e.name()).map_err(damaged)?;
                let content = xml.get(span.start as usize..span.end as usize);
                let content = content.unwrap_or_default();
                let bytes = if is_xml {
                    content.as_bytes().to_vec()
                } else {
                    let packed: String = content.split_whitespace().collect();
                    STANDARD.decode(packed).unwrap_or_default()
                };
                parts.insert(std::mem::take(&mut name), bytes);
            }
            Event::Eof => return Ok(parts),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_resolved_against_the_part_that_has_them() {
        assert_eq!(
            resolve("word/document.xml", "media/a.png"),
            "word/media/a.png"
        );
        assert_eq!(resolve("word/document.xml", "/word/a.xml"), "word/a.xml");
        assert_eq!(
            resolve("ppt/slides/s1.xml", "../media/a.png"),
            "ppt/media/a.png"
        );
        assert_eq!(resolve("", "word\\document.xml"), "word/document.xml");
    }
}
