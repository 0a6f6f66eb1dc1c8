//! Automatic numbering: 一、 （一） 1. are not in the text of a DOCX or DOC, they are computed.

use std::collections::HashMap;

/// One level of a list definition.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    /// The name of its numbers' format in ECMA-376, 17.18.59.
    pub(crate) format: String,
    /// The label, with %1 to %9 for the numbers of the levels.
    pub(crate) text: String,
    pub(crate) start: u32,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            format: "decimal".into(),
            text: String::new(),
            start: 1,
        }
    }
}

/// A list: its definition, and the levels that it starts anew.
#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    pub(crate) definition: u32,
    pub(crate) starts: HashMap<usize, u32>,
}

/// Definitions, lists, and how far each has counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    pub(crate) definitions: HashMap<u32, Vec<Level>>,
    pub(crate) lists: HashMap<u32, List>,
    /// Lists of one definition count on together.
    counters: HashMap<u32, Vec<Option<u32>>>,
    begun: Vec<u32>,
}

/// Levels of a list.
pub(crate) const LEVELS: usize = 9;

impl Numbering {
    /// The label of the next paragraph of a list; empty for bullets.
    pub(crate) fn next(&mut self, num_id: u32, level: usize) -> String {
        let Some(list) = self.lists.get(&num_id) else {
            return String::new();
        };
        let Some(levels) = self.definitions.get(&list.definition) else {
            return String::new();
        };
        let Some(this) = levels.get(level) else {
            return String::new();
        };
        let counters = self
            .counters
            .entry(list.definition)
            .or_insert_with(|| vec![None; LEVELS]);
        // A list with its own start counts anew at its first paragraph.
        if !self.begun.contains(&num_id) {
            self.begun.push(num_id);
            for at in list.starts.keys().filter(|at| **at < LEVELS) {
                counters[*at] = None;
            }
        }
        let start = list.starts.get(&level).copied().unwrap_or(this.start);
        counters[level] = Some(counters[level].map_or(start, |n| n + 1));
        counters[level + 1..].fill(None);
        let mut label = this.text.clone();
        for (at, other) in levels.iter().enumerate().take(level + 1) {
            let value = counters[at].unwrap_or(other.start);
            label = label.replace(&format!("%{}", at + 1), &written(value, &other.format));
        }
        if this.format == "bullet" || this.format == "none" {
            String::new()
        } else {
            label
        }
    }
}

/// A value in one of the formats of ECMA-376 §17.18.59 that Chinese documents use.
fn written(value: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "chineseLegalSimplified" => chinese(value),
        "decimalFullWidth" | "decimalFullWidth2" => value
            .to_string()
            .chars()
            .filter_map(|c| char::from_u32(c as u32 + 0xFEE0))
            .collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&value) => {
            char::from_u32('①' as u32 + value - 1)
                .map(String::from)
                .unwrap_or_default()
        }
        "lowerLetter" => letter(value, b'a'),
        "upperLetter" => letter(value, b'A'),
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).to_lowercase(),
        "decimalZero" => format!("{value:02}"),
        "none" => String::new(),
        _ => value.to_string(),
    }
}

fn letter(value: u32, first: u8) -> String {
    let index = value.saturating_sub(1) % 26;
    char::from(first + index as u8).to_string()
}

fn chinese(value: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS[(n % 10) as usize];
    match value {
        0..=9 => digit(value).to_owned(),
        10..=19 => format!("十{}", if value == 10 { "" } else { digit(value) }),
        20..=99 => {
            let ones = if value.is_multiple_of(10) {
                ""
            } else {
                digit(value)
            };
            format!("{}十{ones}", digit(value / 10))
        }
        100..=999 => {
            let rest = value % 100;
            let tail = match rest {
                0 => String::new(),
                1..=9 => format!("零{}", digit(rest)),
                10..=19 => format!("一{}", chinese(rest)),
                _ => chinese(rest),
            };
            format!("{}百{tail}", digit(value / 100))
        }
        _ => value.to_string(),
    }
}

fn roman(mut value: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (n, letters) in PARTS {
        while value >= n && text.len() < 32 {
            text.push_str(letters);
            value -= n;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        let cases = [
            (1, "chineseCounting", "一"),
            (10, "chineseCountingThousand", "十"),
            (23, "japaneseCounting", "二十三"),
            (105, "chineseCounting", "一百零五"),
            (3, "decimalEnclosedCircle", "③"),
            (12, "decimalFullWidth", "１２"),
            (4, "upperRoman", "IV"),
        ];
        for (value, format, text) in cases {
            assert_eq!(written(value, format), text);
        }
    }
}
