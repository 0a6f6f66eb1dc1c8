//! Styles: which paragraphs are headings, which are numbered by their style, which text is hidden.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::NAME;
use crate::ImportError;
use crate::xml::{Node, attribute, events, is_on};

/// What a style says.
#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline_level: Option<u8>,
    num_id: Option<u32>,
    level: Option<usize>,
    hidden: Option<bool>,
}

/// All styles by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The paragraph style of paragraphs that name none.
    default: Option<String>,
}

/// What a paragraph gets from its style and those below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Resolved {
    /// Heading level, from 1.
    pub(super) heading: Option<u8>,
    pub(super) is_title: bool,
    /// The list, and the style that brings it.
    pub(super) list: Option<(u32, String)>,
    pub(super) level: Option<usize>,
    pub(super) hidden: bool,
}

/// Styles below a style; a damaged file may base a style on itself.
const DEEPEST: usize = 16;

impl Styles {
    /// The styles from this one down to the lowest.
    fn chain(&self, id: &str) -> impl Iterator<Item = (&str, &Style)> {
        let first = self.styles.get_key_value(id);
        let below = |(_, style): &(&String, &Style)| {
            let id = style.based_on.as_ref()?;
            self.styles.get_key_value(id)
        };
        std::iter::successors(first, move |style| below(style))
            .take(DEEPEST)
            .map(|(id, style)| (id.as_str(), style))
    }

    /// What a paragraph style says; `None` asks for the style of paragraphs that name none.
    pub(super) fn resolve(&self, id: Option<&str>) -> Resolved {
        let mut resolved = Resolved::default();
        let Some(id) = id.or(self.default.as_deref()) else {
            return resolved;
        };
        let mut hidden = None;
        for (id, style) in self.chain(id) {
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
            let list = style.num_id.map(|n| (n, id.to_owned()));
            resolved.list = resolved.list.or(list);
            resolved.level = resolved.level.or(style.level);
            hidden = hidden.or(style.hidden);
        }
        resolved.hidden = hidden.unwrap_or(false);
        resolved
    }

    /// Whether a char style hides its text; `None` where it does not say.
    pub(super) fn hides(&self, id: &str) -> Option<bool> {
        self.chain(id).find_map(|(_, style)| style.hidden)
    }
}

/// Reads styles.xml.
pub(super) fn read(xml: &str) -> Result<Styles, ImportError> {
    let mut styles = Styles::default();
    let mut current: Option<(String, Style)> = None;
    let mut skipped = 0_u32;
    events(NAME, xml, |node| match node {
        Node::Open(e) => {
            let local = e.local_name();
            let name = local.as_ref();
            // What a table style says of its corners, and what a style was before a change.
            if skipped > 0 || name == "tblStylePr" || name.ends_with("PrChange") {
                skipped += 1;
            } else if name == "style" {
                current = attribute(e, "styleId").map(|id| (id, Style::default()));
                let paragraph = attribute(e, "type").is_some_and(|t| t == "paragraph");
                let default =
                    attribute(e, "default").is_some_and(|d| matches!(&*d, "1" | "true" | "on"));
                if paragraph && default {
                    styles.default = attribute(e, "styleId");
                }
            } else if let Some((_, style)) = &mut current {
                set(style, name, e);
            }
        }
        Node::Close(_) if skipped > 0 => skipped -= 1,
        Node::Close("style") => {
            if let Some((id, style)) = current.take() {
                styles.styles.insert(id, style);
            }
        }
        _ => {}
    })?;
    Ok(styles)
}

fn set(style: &mut Style, property: &str, e: &BytesStart<'_>) {
    let value = || attribute(e, "val");
    match property {
        "name" => style.name = value().unwrap_or_default().to_lowercase(),
        "basedOn" => style.based_on = value(),
        "outlineLvl" => style.outline_level = value().and_then(|v| v.parse().ok()),
        "numId" | "ilfo" => style.num_id = value().and_then(|v| v.parse().ok()),
        "ilvl" => style.level = value().and_then(|v| v.parse().ok()),
        "vanish" => style.hidden = Some(is_on(e)),
        _ => {}
    }
}
