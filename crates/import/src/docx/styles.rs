//! Styles: which paragraphs are headings, and which are numbered by their style.

use std::collections::HashMap;

use super::NAME;
use crate::ImportError;
use crate::xml::{Node, attribute, events, is_on};

/// What a paragraph style says.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    name: String,
    based_on: Option<String>,
    outline_level: Option<u8>,
    pub(super) num_id: Option<u32>,
    pub(super) level: Option<usize>,
    hidden: bool,
}

/// All styles by id.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

/// What a paragraph gets from its style and those below it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Resolved {
    /// Heading level, from 1.
    pub(super) heading: Option<u8>,
    pub(super) is_title: bool,
    pub(super) num_id: Option<u32>,
    pub(super) level: Option<usize>,
    pub(super) hidden: bool,
}

impl Styles {
    pub(super) fn resolve(&self, id: &str) -> Resolved {
        let mut resolved = Resolved::default();
        let mut next = Some(id.to_owned());
        // A damaged file may base a style on itself.
        for _ in 0..16 {
            let Some(style) = next.take().and_then(|id| self.0.get(&id)) else {
                break;
            };
            let by_name = style
                .name
                .strip_prefix("heading ")
                .and_then(|n| n.trim().parse().ok());
            let level = style
                .outline_level
                .filter(|l| *l < 9)
                .map(|l| l + 1)
                .or(by_name);
            resolved.heading = resolved.heading.or(level.filter(|l| (1..=6).contains(l)));
            resolved.is_title |= style.name == "title";
            resolved.num_id = resolved.num_id.or(style.num_id);
            resolved.level = resolved.level.or(style.level);
            resolved.hidden |= style.hidden;
            next.clone_from(&style.based_on);
        }
        resolved
    }
}

/// Reads styles.xml.
pub(super) fn read(xml: &str) -> Result<Styles, ImportError> {
    let mut styles = Styles::default();
    let mut current: Option<(String, Style)> = None;
    events(NAME, xml, |node| match node {
        Node::Open(e) => {
            let local = e.local_name();
            if local.as_ref() == "style" {
                current = attribute(e, "styleId").map(|id| (id, Style::default()));
                return;
            }
            let Some((_, style)) = &mut current else {
                return;
            };
            let value = || attribute(e, "val");
            match local.as_ref() {
                "name" => style.name = value().unwrap_or_default().to_lowercase(),
                "basedOn" => style.based_on = value(),
                "outlineLvl" => style.outline_level = value().and_then(|v| v.parse().ok()),
                "numId" => style.num_id = value().and_then(|v| v.parse().ok()),
                "ilvl" => style.level = value().and_then(|v| v.parse().ok()),
                "vanish" => style.hidden = is_on(e),
                _ => {}
            }
        }
        Node::Close("style") => {
            if let Some((id, style)) = current.take() {
                styles.0.insert(id, style);
            }
        }
        _ => {}
    })?;
    Ok(styles)
}
