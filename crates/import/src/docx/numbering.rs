//! The lists of a DOCX, out of its numbering.xml.

use super::NAME;
use crate::ImportError;
use crate::numbering::{LEVELS, Level, List, Numbering};
use crate::xml::{Node, attribute, events};

/// Reads numbering.xml.
pub(super) fn read(xml: &str) -> Result<Numbering, ImportError> {
    let mut numbering = Numbering::default();
    let (mut definition, mut list, mut level) = (None::<u32>, None::<u32>, None::<usize>);
    let mut picture = false;
    events(NAME, xml, |node| match node {
        Node::Open(e) => {
            let local = e.local_name();
            let number = |name: &str| attribute(e, name).and_then(|v| v.parse::<u32>().ok());
            match local.as_ref() {
                "abstractNum" => {
                    definition = number("abstractNumId");
                    if let Some(id) = definition {
                        numbering
                            .definitions
                            .insert(id, vec![Level::default(); LEVELS]);
                    }
                }
                "num" => {
                    list = number("numId");
                    definition = None;
                    numbering.lists.extend(list.map(|id| (id, List::default())));
                }
                "abstractNumId" => {
                    if let Some(l) = list.and_then(|id| numbering.lists.get_mut(&id)) {
                        l.definition = number("val").unwrap_or_default();
                    }
                }
                "lvl" | "lvlOverride" => {
                    level = number("ilvl").map(|n| n as usize).filter(|n| *n < LEVELS)
                }
                "startOverride" => {
                    let target = list.and_then(|id| numbering.lists.get_mut(&id)).zip(level);
                    if let (Some((l, at)), Some(value)) = (target, number("val")) {
                        l.starts.insert(at, value);
                    }
                }
                "numPicBullet" => picture = true,
                name if !picture => {
                    let levels = definition.and_then(|id| numbering.definitions.get_mut(&id));
                    if let Some(target) = levels.zip(level).and_then(|(l, at)| l.get_mut(at)) {
                        set(target, name, attribute(e, "val"));
                    }
                }
                _ => {}
            }
        }
        Node::Close("numPicBullet") => picture = false,
        Node::Close("lvl") => level = None,
        _ => {}
    })?;
    Ok(numbering)
}

fn set(level: &mut Level, property: &str, value: Option<String>) {
    match (property, value) {
        ("numFmt", Some(value)) => level.format = value,
        ("lvlText", Some(value)) => level.text = value,
        ("start", Some(value)) => level.start = value.parse().unwrap_or(1),
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
}
