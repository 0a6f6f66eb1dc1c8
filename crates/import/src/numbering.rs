//! Automatic numbering: 一、 （一） 1. are not in the text of a DOCX or DOC, they are computed.
//!
//! The rules are those of ECMA-376 part 1, 17.9: levels restart behind higher ones unless `lvlRestart` says
//! otherwise, `isLgl` makes the numbers of a label decimal, lists of one definition count on together, and a list
//! may replace levels of its definition or start them at a value of its own.

use std::collections::{HashMap, HashSet};

use crate::number_format::written;

/// One level of a list definition.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    /// The name of its numbers' format in ECMA-376, 17.18.59.
    pub(crate) format: String,
    /// The label, with %1 to %9 for the numbers of the levels.
    pub(crate) text: String,
    pub(crate) start: u32,
    /// Behind which levels it begins again.
    pub(crate) restart: Restart,
    /// All numbers of the label are decimal.
    pub(crate) legal: bool,
    /// The paragraph style that brings this level.
    pub(crate) style: Option<String>,
}

/// When a level begins again at its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Restart {
    /// Behind every higher level.
    Higher,
    /// Behind this level (from 0) and those above it.
    Behind(usize),
    /// Never.
    Never,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            format: "decimal".into(),
            text: String::new(),
            start: 1,
            restart: Restart::Higher,
            legal: false,
            style: None,
        }
    }
}

/// A list: its definition, and what it has of its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    pub(crate) definition: u32,
    /// Values at which levels begin in this list.
    pub(crate) starts: HashMap<usize, u32>,
    /// Levels that replace the definition's.
    pub(crate) levels: HashMap<usize, Level>,
}

/// Definitions, lists, and how far each has counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    pub(crate) definitions: HashMap<u32, Vec<Level>>,
    pub(crate) lists: HashMap<u32, List>,
    /// Lists of one definition count on together.
    counters: HashMap<u32, Vec<Option<u32>>>,
    /// Levels of lists that have begun at a value of their own.
    begun: HashSet<(u32, usize)>,
}

/// Levels of a list.
pub(crate) const LEVELS: usize = 9;

impl Numbering {
    /// The level of a list that a paragraph style brings, if it names one.
    pub(crate) fn level_of_style(&self, num_id: u32, style: &str) -> Option<usize> {
        let list = self.lists.get(&num_id)?;
        let is_it = |level: &Level| level.style.as_deref() == Some(style);
        let own = list.levels.iter().find(|(_, level)| is_it(level));
        let levels = self.definitions.get(&list.definition);
        own.map(|(at, _)| *at)
            .or_else(|| levels?.iter().position(is_it))
    }

    /// The label of the next paragraph of a list; empty for bullets.
    pub(crate) fn next(&mut self, num_id: u32, level: usize) -> String {
        let Some(list) = self.lists.get(&num_id) else {
            return String::new();
        };
        let Some(levels) = self.definitions.get(&list.definition) else {
            return String::new();
        };
        let of = |at: usize| list.levels.get(&at).or_else(|| levels.get(at));
        let start = |at: usize| {
            let own = list.starts.get(&at).copied();
            own.or_else(|| of(at).map(|l| l.start)).unwrap_or(1)
        };
        let Some(this) = of(level) else {
            return String::new();
        };
        let counters = self
            .counters
            .entry(list.definition)
            .or_insert_with(|| vec![None; LEVELS]);
        // A list with its own start begins there, each level once.
        if list.starts.contains_key(&level) && self.begun.insert((num_id, level)) {
            counters[level] = None;
        }
        counters[level] = Some(counters[level].map_or(start(level), |n| n.saturating_add(1)));
        for (lower, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            let restarts = match of(lower).map_or(Restart::Higher, |l| l.restart) {
                Restart::Higher => true,
                Restart::Behind(at) => level <= at || at >= lower,
                Restart::Never => false,
            };
            if restarts {
                *counter = None;
            }
        }
        if this.format == "bullet" {
            return String::new();
        }
        label(&this.text, |at| {
            let other = of(at).filter(|_| at <= level)?;
            let value = counters[at].unwrap_or_else(|| start(at));
            let plain = this.legal && other.format != "none";
            Some(written(
                value,
                if plain { "decimal" } else { &other.format },
            ))
        })
    }
}

/// A label's text with its numbers; `%n` of a level that has none is left out.
fn label(text: &str, number: impl Fn(usize) -> Option<String>) -> String {
    let mut label = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let level = chars.peek().and_then(|d| d.to_digit(10)).filter(|d| *d > 0);
        match level {
            Some(level) if c == '%' => {
                chars.next();
                label.push_str(&number(level as usize - 1).unwrap_or_default());
            }
            _ => label.push(c),
        }
    }
    label
}

/// A label and the text behind it; a blank keeps "1.1" and "2020" apart.
pub(crate) fn labelled(label: &str, text: &str) -> String {
    let ends = label.ends_with(|c: char| c.is_ascii_alphanumeric());
    let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let blank = if ends && begins { " " } else { "" };
    format!("{label}{blank}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbering(levels: Vec<Level>, lists: &[(u32, List)]) -> Numbering {
        let mut all = vec![Level::default(); LEVELS];
        for (to, from) in all.iter_mut().zip(levels) {
            *to = from;
        }
        Numbering {
            definitions: HashMap::from([(0, all)]),
            lists: lists.iter().cloned().collect(),
            ..Numbering::default()
        }
    }

    fn level(format: &str, text: &str) -> Level {
        Level {
            format: format.into(),
            text: text.into(),
            ..Level::default()
        }
    }

    #[test]
    fn a_level_may_go_on_through_all_chapters() {
        let article = Level {
            restart: Restart::Never,
            ..level("chineseCountingThousand", "第%2条")
        };
        let chapter = level("chineseCountingThousand", "第%1章");
        let mut numbering = numbering(vec![chapter, article], &[(1, List::default())]);
        let labels = [0, 1, 1, 0, 1].map(|l| numbering.next(1, l));
        assert_eq!(labels, ["第一章", "第一条", "第二条", "第二章", "第三条"]);
    }

    #[test]
    fn a_level_may_restart_behind_one_level_only() {
        let third = Level {
            restart: Restart::Behind(0),
            ..level("decimal", "%3)")
        };
        let levels = vec![level("decimal", "%1"), level("decimal", "%2"), third];
        let mut numbering = numbering(levels, &[(1, List::default())]);
        let labels = [0, 1, 2, 1, 2, 0, 2].map(|l| numbering.next(1, l));
        assert_eq!(labels, ["1", "1", "1)", "2", "2)", "2", "1)"]);
    }

    #[test]
    fn legal_numbers_are_decimal_and_unknown_places_empty() {
        let second = Level {
            legal: true,
            ..level("decimal", "%1.%2.%5")
        };
        let levels = vec![level("chineseCounting", "第%1章"), second];
        let mut numbering = numbering(levels, &[(1, List::default())]);
        assert_eq!([0, 1].map(|l| numbering.next(1, l)), ["第一章", "1.1."]);
    }

    #[test]
    fn a_list_replaces_levels_and_starts_at_its_own_value() {
        let own = List {
            starts: HashMap::from([(0, 5)]),
            levels: HashMap::from([(0, level("decimal", "（%1）"))]),
            ..List::default()
        };
        let levels = vec![level("chineseCounting", "%1、")];
        let lists = [(1, List::default()), (2, own)];
        let mut numbering = numbering(levels, &lists);
        let labels = [1, 1, 2, 2, 1].map(|list| numbering.next(list, 0));
        assert_eq!(labels, ["一、", "二、", "（5）", "（6）", "七、"]);
    }

    #[test]
    fn a_blank_stands_between_two_numbers_only() {
        assert_eq!(labelled("1.1", "2020年"), "1.1 2020年");
        assert_eq!(labelled("1.1", "总则"), "1.1总则");
        assert_eq!(labelled("一、", "2020年"), "一、2020年");
    }
}
