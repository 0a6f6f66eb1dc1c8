//! The table of the fold, read from `data/fold.txt`, which `scripts/fold-table` generates.
//!
//! Two levels: [`Table::shapes`] knows marks, width, case and shape; [`Table::classes`] also makes one of the Han
//! characters that are variants of each other. It assumes that the generated file is well formed and ignores lines
//! that are not.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Codes of a level that are no characters: surrogates never are.
pub(super) const DOT: u16 = 0xD800;
pub(super) const OH: u16 = 0xD801;
const FIRST_LONG: u16 = 0xD802;
const LAST_LONG: u16 = 0xDFFF;

/// What a character folds to.
pub(super) enum Folded<'t> {
    Dropped,
    One(char),
    Several(&'t str),
    /// A full stop: decimal point, part of an address, or nothing; its neighbours say which.
    Dot,
    /// An o: a letter, or the zero of a year in Chinese numerals.
    Oh,
}

/// What every character folds to.
#[derive(Clone)]
pub(super) struct Level {
    /// For each code of the BMP the folded code; 0 = dropped, surrogates = see [`Folded`].
    bmp: Vec<u16>,
    /// The foldings that are no single character of the BMP.
    long: Vec<Box<str>>,
    beyond: FxHashMap<char, Box<str>>,
}

impl Level {
    pub(super) fn of(&self, c: char) -> Folded<'_> {
        let Ok(code) = u16::try_from(c as u32) else {
            return match self.beyond.get(&c) {
                None => Folded::One(c),
                Some(text) => one_or_several(text),
            };
        };
        match self.bmp[usize::from(code)] {
            0 => Folded::Dropped,
            DOT => Folded::Dot,
            OH => Folded::Oh,
            long @ FIRST_LONG..=LAST_LONG => {
                Folded::Several(&self.long[usize::from(long - FIRST_LONG)])
            }
            one => char::from_u32(u32::from(one)).map_or(Folded::Dropped, Folded::One),
        }
    }

    fn put(&mut self, c: char, text: &str) {
        let Ok(code) = u16::try_from(c as u32) else {
            self.beyond.insert(c, text.into());
            return;
        };
        let mut chars = text.chars();
        let folded = match (chars.next(), chars.next()) {
            (None, _) => 0,
            (Some('.'), None) => DOT,
            (Some('o'), None) => OH,
            (Some(one), None) if one <= '\u{ffff}' => one as u16,
            _ => {
                self.long.push(text.into());
                FIRST_LONG + (self.long.len() - 1) as u16
            }
        };
        self.bmp[usize::from(code)] = folded;
    }
}

fn one_or_several(text: &str) -> Folded<'_> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (None, _) => Folded::Dropped,
        (Some('o'), None) => Folded::Oh,
        (Some(one), None) => Folded::One(one),
        _ => Folded::Several(text),
    }
}

/// Both levels, and what has no shape.
pub(super) struct Table {
    pub(super) shapes: Level,
    pub(super) classes: Level,
    /// White space, controls, formats and what is ignorable by default, in order.
    blank: Vec<(u32, u32)>,
    /// The characters that stand for a class.
    pub(super) chosen: FxHashSet<char>,
}

impl Table {
    /// True for a character without a shape.
    pub(super) fn is_blank(&self, c: char) -> bool {
        let after = self.blank.partition_point(|(first, _)| *first <= c as u32);
        let before = after.checked_sub(1).and_then(|n| self.blank.get(n));
        before.is_some_and(|(_, last)| c as u32 <= *last)
    }

    fn read(text: &str) -> Table {
        let identity = Level {
            bmp: (0..=u16::MAX).collect(),
            long: Vec::new(),
            beyond: FxHashMap::default(),
        };
        let mut shapes = identity;
        shapes.put('.', ".");
        shapes.put('o', "o");
        let mut blank = Vec::new();
        let mut class_of: FxHashMap<char, char> = FxHashMap::default();
        let mut mapped: Vec<(char, String)> = Vec::new();
        let mut section = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match section {
                _ if line.starts_with('[') => section = line,
                "[blank]" | "[marks]" => {
                    let Some((first, last)) = range(line) else {
                        continue;
                    };
                    (first..=last)
                        .filter_map(char::from_u32)
                        .for_each(|c| shapes.put(c, ""));
                    blank.extend((section == "[blank]").then_some((first, last)));
                }
                "[shapes]" => {
                    let mut codes = line.split(' ').filter_map(code);
                    let Some(from) = codes.next() else { continue };
                    let to: String = codes.collect();
                    shapes.put(from, &to);
                    mapped.push((from, to));
                }
                _ => {
                    let mut members = line.chars();
                    let Some(chosen) = members.next() else {
                        continue;
                    };
                    class_of.extend(members.map(|member| (member, chosen)));
                }
            }
        }
        let mut classes = shapes.clone();
        let chosen = |c: char| class_of.get(&c).copied().unwrap_or(c);
        for (member, chosen) in &class_of {
            classes.put(*member, chosen.encode_utf8(&mut [0; 4]));
        }
        for (from, to) in &mapped {
            if to.chars().any(|c| chosen(c) != c) {
                let to: String = to.chars().map(chosen).collect();
                classes.put(*from, &to);
            }
        }
        Table {
            shapes,
            classes,
            blank,
            chosen: class_of.into_values().collect(),
        }
    }
}

fn code(hex: &str) -> Option<char> {
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
}

fn range(line: &str) -> Option<(u32, u32)> {
    let (first, last) = line.split_once("..").unwrap_or((line, line));
    let number = |hex| u32::from_str_radix(hex, 16).ok();
    Some((number(first)?, number(last)?))
}

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::read(include_str!("../../data/fold.txt")));
