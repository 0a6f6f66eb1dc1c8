//! The lists of a DOCX, out of its numbering.xml, and those of Word 2003 XML, which have other names.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::NAME;
use crate::ImportError;
use crate::number_format::format_of_code;
use crate::numbering::{LEVELS, Level, List, Numbering, Restart};
use crate::xml::{Node, attribute, events, is_on};

/// Reads numbering.xml.
pub(super) fn read(xml: &str) -> Result<Numbering, ImportError> {
    let mut reader = Reader::default();
    events(NAME, xml, |node| match node {
        Node::Open(e) => reader.open(e),
        Node::Close(name) => reader.close(name),
        Node::Text(_) => {}
    })?;
    Ok(reader.finish())
}

#[derive(Default)]
struct Reader {
    numbering: Numbering,
    definition: Option<u32>,
    list: Option<u32>,
    /// The level that is open, and where.
    level: Option<(usize, Level)>,
    /// The level that a list overrides.
    overridden: Option<usize>,
    /// Depth within what says nothing here: pictures of bullets, the copy for old programs.
    skipped: u32,
    /// Definitions that refer to another one by the name of a list style, and those that carry it.
    links: HashMap<u32, String>,
    linked: HashMap<String, u32>,
}

impl Reader {
    fn open(&mut self, e: &BytesStart<'_>) {
        let local = e.local_name();
        let name = local.as_ref();
        if self.skipped > 0 || matches!(name, "numPicBullet" | "listPicBullet" | "Fallback") {
            self.skipped += 1;
            return;
        }
        let number = |name: &str| attribute(e, name).and_then(|v| v.parse::<u32>().ok());
        match name {
            "abstractNum" | "listDef" => {
                self.definition = number("abstractNumId").or_else(|| number("listDefId"));
                let levels = || vec![Level::default(); LEVELS];
                let id = self.definition;
                self.numbering
                    .definitions
                    .extend(id.map(|id| (id, levels())));
            }
            "num" | "list" => {
                self.list = number("numId").or_else(|| number("ilfo"));
                self.definition = None;
                let id = self.list;
                self.numbering
                    .lists
                    .extend(id.map(|id| (id, List::default())));
            }
            "abstractNumId" | "ilst" => {
                if let Some(list) = self.list() {
                    list.definition = number("val").unwrap_or_default();
                }
            }
            "numStyleLink" | "listStyleLink" => {
                let name = attribute(e, "val");
                self.links.extend(self.definition.zip(name));
            }
            "styleLink" => {
                let name = attribute(e, "val");
                self.linked.extend(name.zip(self.definition));
            }
            "lvlOverride" => self.overridden = number("ilvl").map(|n| n as usize),
            "startOverride" => {
                let at = self.overridden.filter(|n| *n < LEVELS);
                if let (Some(at), Some(value), Some(list)) = (at, number("val"), self.list()) {
                    list.starts.insert(at, value);
                }
            }
            "lvl" => {
                let at = number("ilvl").map(|n| n as usize).filter(|n| *n < LEVELS);
                self.level = at.map(|at| (at, Level::default()));
            }
            name => {
                if let Some((_, level)) = &mut self.level {
                    set(level, name, e);
                }
            }
        }
    }

    fn list(&mut self) -> Option<&mut List> {
        let id = self.list?;
        self.numbering.lists.get_mut(&id)
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "lvl" => self.end_level(),
            "lvlOverride" => self.overridden = None,
            "abstractNum" | "listDef" => self.definition = None,
            "num" | "list" => self.list = None,
            _ => {}
        }
    }

    fn end_level(&mut self) {
        let Some((at, level)) = self.level.take() else {
            return;
        };
        if let Some(id) = self.definition {
            let levels = self.numbering.definitions.get_mut(&id);
            if let Some(place) = levels.and_then(|l| l.get_mut(at)) {
                *place = level;
            }
        } else if let Some(list) = self.list() {
            list.levels.insert(at, level);
        }
    }

    /// Lists whose definition refers to a list style get that style's definition.
    fn finish(self) -> Numbering {
        let mut numbering = self.numbering;
        for list in numbering.lists.values_mut() {
            let style = self.links.get(&list.definition);
            if let Some(id) = style.and_then(|style| self.linked.get(style)) {
                list.definition = *id;
            }
        }
        numbering
    }
}

fn set(level: &mut Level, property: &str, e: &BytesStart<'_>) {
    let value = attribute(e, "val").unwrap_or_default();
    match property {
        // A format of its own is given by its first numbers.
        "numFmt" if value == "custom" => {
            level.format = attribute(e, "format").unwrap_or_default();
        }
        "numFmt" => level.format = value,
        "nfc" => level.format = format_of_code(value.parse().unwrap_or(0)).to_owned(),
        // A label may be switched off with its text kept.
        "lvlText" if attribute(e, "null").is_some_and(|v| v == "1" || v == "true") => {
            level.text = String::new();
        }
        "lvlText" => level.text = value,
        "start" => level.start = value.parse().unwrap_or(1),
        "isLgl" => level.legal = is_on(e),
        "pStyle" => level.style = Some(value),
        "lvlRestart" => {
            level.restart = match value.parse() {
                Ok(0) => Restart::Never,
                Ok(n) => Restart::Behind(n - 1),
                Err(_) => Restart::Higher,
            };
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_levels_start_again() {
        let xml = r#"<w:numbering><w:abstractNum w:abstractNumId="0">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
            </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
        let mut numbering = read(xml).unwrap();
        let labels: Vec<String> = [0, 1, 1, 0, 1]
            .into_iter()
            .map(|l| numbering.next(1, l))
            .collect();
        assert_eq!(labels, ["一、", "（一）", "（二）", "二、", "（一）"]);
        assert_eq!(numbering.next(9, 0), "");
    }

    #[test]
    fn a_definition_may_be_that_of_a_list_style() {
        let xml = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s"/></w:abstractNum>
            <w:abstractNum w:abstractNumId="1"><w:styleLink w:val="s"/>
            <w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:pStyle w:val="a"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;
        let mut numbering = read(xml).unwrap();
        assert_eq!([1, 2].map(|list| numbering.next(list, 0)), ["一、", "二、"]);
        assert_eq!(numbering.level_of_style(1, "a"), Some(0));
    }

    #[test]
    fn a_list_overrides_a_level_and_word_2003_has_other_names() {
        let xml = r#"<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/><w:lvlText w:val="%1、"/></w:lvl></w:listDef>
            <w:list w:ilfo="7"><w:ilst w:val="3"/></w:list>
            <w:list w:ilfo="8"><w:ilst w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/><w:lvl w:ilvl="0"><w:nfc w:val="0"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride></w:list></w:lists>"#;
        let mut numbering = read(xml).unwrap();
        let labels = [7, 8, 8].map(|list| numbering.next(list, 0));
        assert_eq!(labels, ["一、", "4)", "5)"]);
    }
}
