//! Styles: which lists number how, which paragraphs and stretches are hidden, which paragraph style brings a list.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::NAME;
use super::lists::{LEVELS, Level};
use crate::ImportError;
use crate::xml::{Node, attribute, events};

/// Styles below a style; a damaged file may base a style on itself.
const DEEPEST: usize = 16;

/// A style of paragraphs or stretches.
#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    hidden: Option<bool>,
    list: Option<String>,
    is_title: bool,
}

/// All styles that say something of the text.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    pub(super) lists: HashMap<String, Vec<Level>>,
    /// The numbers of headings.
    pub(super) outline: Vec<Level>,
}

/// Where the levels that are being read belong.
enum Target {
    List(String),
    Outline,
}

impl Styles {
    /// Reads the styles of a part; those of a later part come on top.
    pub(super) fn read(&mut self, xml: &str) -> Result<(), ImportError> {
        let mut style: Option<(String, Style)> = None;
        let mut target: Option<Target> = None;
        events(NAME, xml, |node| match node {
            Node::Open(e) => match e.local_name().as_ref() {
                "style" => {
                    let name = attribute(e, "name").unwrap_or_default();
                    let parent = attribute(e, "parent-style-name");
                    let is_title =
                        [Some(&name), parent.as_ref()].contains(&Some(&"Title".to_owned()));
                    let list = attribute(e, "list-style-name");
                    style = Some((
                        name,
                        Style {
                            parent,
                            hidden: None,
                            list,
                            is_title,
                        },
                    ));
                }
                "text-properties" | "properties" => {
                    if let (Some((_, style)), Some(display)) = (&mut style, attribute(e, "display"))
                    {
                        style.hidden = Some(display == "none");
                    }
                }
                "list-style" => {
                    let name = attribute(e, "name").unwrap_or_default();
                    self.lists
                        .insert(name.clone(), vec![Level::default(); LEVELS]);
                    target = Some(Target::List(name));
                }
                "outline-style" => {
                    self.outline = vec![Level::default(); LEVELS];
                    target = Some(Target::Outline);
                }
                "list-level-style-number" | "outline-level-style" => {
                    if let Some(target) = &target {
                        self.set_level(target, e);
                    }
                }
                _ => {}
            },
            Node::Close("style") => self.styles.extend(style.take()),
            Node::Close("list-style" | "outline-style") => target = None,
            _ => {}
        })
    }

    fn set_level(&mut self, target: &Target, e: &BytesStart<'_>) {
        let at = attribute(e, "level").and_then(|l| l.parse::<usize>().ok());
        let levels = match target {
            Target::List(name) => self.lists.get_mut(name),
            Target::Outline => Some(&mut self.outline),
        };
        let place = at.and_then(|at| levels?.get_mut(at.checked_sub(1)?));
        if let Some(place) = place {
            *place = Level::read(e);
        }
    }

    fn chain(&self, name: &str) -> impl Iterator<Item = &Style> {
        let first = self.styles.get(name);
        std::iter::successors(first, |style| self.styles.get(style.parent.as_ref()?)).take(DEEPEST)
    }

    pub(super) fn is_hidden(&self, name: &str) -> bool {
        self.chain(name).find_map(|s| s.hidden).unwrap_or(false)
    }

    pub(super) fn is_title(&self, name: &str) -> bool {
        name == "Title" || self.chain(name).any(|s| s.is_title)
    }

    /// The list that a paragraph style brings; an empty name takes one away.
    pub(super) fn list_of(&self, name: &str) -> Option<&str> {
        self.chain(name).find_map(|s| s.list.as_deref())
    }
}
