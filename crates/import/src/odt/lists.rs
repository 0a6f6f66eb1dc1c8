//! Automatic numbers ([ODF 1.3 part 3] 5.3, 16.30, 19.880): what the levels look like and how far each list counted.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::number_format::written;
use crate::xml::attribute;

/// Levels of a list.
pub(super) const LEVELS: usize = 10;

/// One level of a list style; without a format it has no number.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    format: String,
    prefix: String,
    suffix: String,
    /// The label as LibreOffice 7 writes it, `第%1%章`, instead of prefix and suffix.
    whole: Option<String>,
    /// Levels whose numbers are shown, this one included.
    shown: usize,
    start: u32,
    /// Behind z comes aa, bb instead of aa, ab.
    letters_repeat: bool,
}

impl Level {
    pub(super) fn read(e: &BytesStart<'_>) -> Self {
        let number = |name: &str| attribute(e, name).and_then(|v| v.parse().ok());
        Level {
            format: attribute(e, "num-format").unwrap_or_default(),
            prefix: attribute(e, "num-prefix").unwrap_or_default(),
            suffix: attribute(e, "num-suffix").unwrap_or_default(),
            whole: attribute(e, "num-list-format"),
            shown: number("display-levels")
                .map_or(1, |n: u32| n as usize)
                .clamp(1, LEVELS),
            start: number("start-value").unwrap_or(1),
            letters_repeat: attribute(e, "num-letter-sync").is_some_and(|v| v == "true"),
        }
    }

    fn number(&self, value: u32) -> String {
        let letters = matches!(self.format.as_str(), "a" | "A");
        if letters && !self.letters_repeat && value > 26 {
            return by_26(value, if self.format == "a" { b'a' } else { b'A' });
        }
        written(value, format_name(&self.format))
    }
}

/// a to z, aa, ab, …
fn by_26(value: u32, first: u8) -> String {
    let mut letters = Vec::new();
    let mut rest = value;
    while rest > 0 {
        letters.push(char::from(first + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The format whose first numbers these are ([ODF 1.3 part 3] 20.318, and those that LibreOffice adds).
fn format_name(sample: &str) -> &'static str {
    let first = sample.split(',').next().unwrap_or_default().trim();
    match first {
        "" => "none",
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        "01" => "decimalZero",
        "一" if sample.contains("一〇") => "ideographDigital",
        "一" => "chineseCountingThousand",
        "壹" if sample.contains('貳') => "ideographLegalTraditional",
        "壹" => "chineseLegalSimplified",
        "甲" => "ideographTraditional",
        "子" => "ideographZodiac",
        "①" => "decimalEnclosedCircle",
        "⑴" => "decimalEnclosedParen",
        "⒈" => "decimalEnclosedFullstop",
        "㊀" => "ideographEnclosedCircle",
        "１" => "decimalFullWidth",
        "ア" => "aiueoFullWidth",
        "ｱ" => "aiueo",
        "イ" => "irohaFullWidth",
        "가" => "ganada",
        "ㄱ" => "chosung",
        "일" => "koreanDigital",
        "1st" => "ordinal",
        _ => "decimal",
    }
}

/// A list that is open.
#[derive(Debug, Clone, Default)]
struct Open {
    style: String,
    /// The number of the next item was said.
    start: Option<u32>,
    /// The first paragraph of an item has its number, the others none.
    label_is_due: bool,
}

/// How far lists have counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    open: Vec<Open>,
    /// Numbers by the list that counts.
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    /// The list that is counting, and the style of the list before it.
    current: String,
    last_style: String,
    outline: [Option<u32>; LEVELS],
    count: usize,
}

impl Lists {
    /// A list begins; `style` is empty where it has that of the list around it.
    pub(super) fn begin(&mut self, e: &BytesStart<'_>) {
        let own = attribute(e, "style-name");
        if let Some(outer) = self.open.last() {
            let style = own.unwrap_or_else(|| outer.style.clone());
            self.open.push(Open {
                style,
                ..Open::default()
            });
            return;
        }
        let style = own.unwrap_or_default();
        let id = attribute(e, "id");
        let continued = attribute(e, "continue-list").filter(|id| self.counters.contains_key(id));
        let goes_on = attribute(e, "continue-numbering").is_some_and(|v| v == "true");
        if let Some(before) = continued {
            self.current = before;
        } else if !(goes_on && style == self.last_style) {
            self.count += 1;
            self.current = format!("list {}", self.count);
        }
        let now = self
            .counters
            .get(&self.current)
            .copied()
            .unwrap_or_default();
        if let Some(id) = id {
            // Later lists refer to this one by its id.
            self.current = id;
        }
        self.counters.insert(self.current.clone(), now);
        self.last_style.clone_from(&style);
        self.open.push(Open {
            style,
            ..Open::default()
        });
    }

    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    pub(super) fn begin_item(&mut self, e: &BytesStart<'_>, has_label: bool) {
        if let Some(list) = self.open.last_mut() {
            list.start = attribute(e, "start-value").and_then(|v| v.parse().ok());
            list.label_is_due = has_label;
        }
    }

    /// The label of a paragraph in a list; `None` outside of lists.
    pub(super) fn label(
        &mut self,
        styles: &HashMap<String, Vec<Level>>,
        by_style: Option<&str>,
    ) -> Option<String> {
        let depth = self.open.len().checked_sub(1)?.min(LEVELS - 1);
        let list = self.open.last_mut()?;
        if !std::mem::take(&mut list.label_is_due) {
            return Some(String::new());
        }
        let style = if list.style.is_empty() {
            by_style.unwrap_or_default()
        } else {
            &list.style
        };
        let start = list.start.take();
        let Some(levels) = styles.get(style) else {
            return Some(String::new());
        };
        let counters = self.counters.entry(self.current.clone()).or_default();
        Some(count(counters, levels, depth, start))
    }

    /// The label of a heading outside of lists.
    pub(super) fn heading(&mut self, outline: &[Level], level: u8, start: Option<u32>) -> String {
        let at = usize::from(level.saturating_sub(1)).min(LEVELS - 1);
        count(&mut self.outline, outline, at, start)
    }
}

/// Counts on and writes the label.
fn count(
    counters: &mut [Option<u32>; LEVELS],
    levels: &[Level],
    at: usize,
    start: Option<u32>,
) -> String {
    let Some(level) = levels.get(at) else {
        return String::new();
    };
    let next = counters[at].map_or(level.start, |n| n.saturating_add(1));
    counters[at] = Some(start.unwrap_or(next));
    counters[at + 1..].fill(None);
    let number = |n: usize| {
        let other = levels.get(n)?;
        let value = counters[n].unwrap_or(other.start);
        (!other.format.is_empty()).then(|| other.number(value))
    };
    if let Some(whole) = &level.whole {
        return filled(whole, number);
    }
    if level.format.is_empty() {
        return format!("{}{}", level.prefix, level.suffix);
    }
    let from = (at + 1).saturating_sub(level.shown);
    let numbers: Vec<String> = (from..=at).filter_map(number).collect();
    format!("{}{}{}", level.prefix, numbers.join("."), level.suffix)
}

/// `第%1%章` with its numbers.
fn filled(whole: &str, number: impl Fn(usize) -> Option<String>) -> String {
    let mut text = String::new();
    let mut rest = whole;
    while let Some((before, behind)) = rest.split_once('%') {
        text.push_str(before);
        let level = behind.split_once('%').and_then(|(digits, after)| {
            let level = digits
                .parse::<usize>()
                .ok()
                .filter(|n| (1..=LEVELS).contains(n))?;
            Some((level, after))
        });
        match level {
            Some((level, after)) => {
                text.push_str(&number(level - 1).unwrap_or_default());
                rest = after;
            }
            None => {
                text.push('%');
                rest = behind;
            }
        }
    }
    text + rest
}
