//! The gates of re-anchoring, with fixed seeds: texts are edited in a way that is known, and every
//! anchor is looked for in the edited text.

use std::ops::Range;

use yandu_document::{FoldedText, Placement, Reanchoring, TextPositionSelector};
use yandu_search::fold_with_origin;

use crate::shared::{Dice, sample_folder, shared};

/// A char of the edited text, with the char of the first text that it was.
type Char = (char, Option<usize>);

fn folded(blocks: &[String]) -> FoldedText {
    let mut text = FoldedText::default();
    for (n, block) in blocks.iter().enumerate() {
        let part = fold_with_origin(block);
        text.text.push_str(&part.text);
        text.origin
            .extend(part.origin.into_iter().map(|at| (n as u32, at)));
    }
    text
}

/// Blocks, the place of each char of the first text in them, and the number of those chars.
type Split = (Vec<String>, Vec<Option<(u32, u32)>>, usize);

fn split(chars: &[Char]) -> Split {
    let length = chars.iter().filter_map(|c| c.1).max().map_or(0, |m| m + 1);
    let mut places = vec![None; length];
    let mut blocks = vec![String::new()];
    let mut at = 0;
    for (c, from) in chars {
        if *c == '\n' {
            blocks.push(String::new());
            at = 0;
            continue;
        }
        if let Some(from) = from {
            places[*from] = Some((blocks.len() as u32 - 1, at));
        }
        blocks.last_mut().unwrap().push(*c);
        at += 1;
    }
    (blocks, places, length)
}

fn edit_chars(text: &[Char], percent: usize, dice: &mut Dice) -> Vec<Char> {
    let mut edited = Vec::new();
    for (c, from) in text {
        if *c == '\n' || !dice.chance(percent) {
            edited.push((*c, *from));
            continue;
        }
        let other = text[dice.below(text.len())].0;
        let other = if other == '\n' { '的' } else { other };
        match dice.below(3) {
            0 => edited.push((other, None)),
            1 => {}
            _ => edited.extend([(other, None), (*c, *from)]),
        }
    }
    edited
}

fn sentences(text: &[Char]) -> Vec<Vec<Char>> {
    let mut all = vec![Vec::new()];
    for c in text {
        all.last_mut().unwrap().push(*c);
        if matches!(c.0, '。' | '；' | '！' | '？' | '\n') {
            all.push(Vec::new());
        }
    }
    all
}

/// One in five sentences is deleted, goes elsewhere, or gets a foreign one behind it, in turn by chance.
fn edit_sentences(text: &[Char], percent: usize, foreign: &[Char], dice: &mut Dice) -> Vec<Char> {
    let strange = sentences(foreign);
    let mut kept: Vec<Vec<Char>> = Vec::new();
    let mut moved: Vec<Vec<Char>> = Vec::new();
    for sentence in sentences(text) {
        if !dice.chance(percent) {
            kept.push(sentence);
            continue;
        }
        match dice.below(3) {
            0 => {}
            1 => moved.push(sentence),
            _ => {
                let other = &strange[dice.below(strange.len())];
                kept.extend([sentence, other.iter().map(|c| (c.0, None)).collect()]);
            }
        }
    }
    for sentence in moved {
        kept.insert(dice.below(kept.len()), sentence);
    }
    kept.concat()
}

/// Paragraphs are joined and broken, marks change width or go, spaces come in.
fn edit_layout(text: &[Char], percent: usize, dice: &mut Dice) -> Vec<Char> {
    let mut edited = Vec::new();
    for (c, from) in text {
        let touched = dice.chance(percent);
        match c {
            '\n' if touched => {}
            '，' if touched => edited.push((',', *from)),
            '；' if touched => edited.push((';', *from)),
            '“' | '”' if touched => edited.push(('"', *from)),
            '《' | '》' | '（' | '）' | '、' if touched => {}
            '。' if touched => edited.extend([('。', *from), ('\n', None)]),
            _ if touched && dice.chance(20) => edited.extend([(*c, *from), ('\u{3000}', None)]),
            _ => edited.push((*c, *from)),
        }
    }
    edited
}

#[derive(Debug, Default)]
struct Tally {
    kept: u32,
    right: u32,
    wrong: u32,
    deleted: u32,
    deleted_placed: u32,
}

impl Tally {
    fn right(&self) -> f64 {
        100.0 * f64::from(self.right) / f64::from(self.kept.max(1))
    }
    fn wrong(&self) -> f64 {
        100.0 * f64::from(self.wrong) / f64::from(self.kept.max(1))
    }
    fn placed(&self) -> f64 {
        100.0 * f64::from(self.deleted_placed) / f64::from(self.deleted.max(1))
    }
}

/// Chars by which an end may differ from the truth: an edit right at the end can be seen either way.
const SLACK: usize = 2;

/// Looks for anchors of 5–80 chars of `old` in the edited text and compares with the truth.
fn look(old: &[Char], edited: &[Char], anchors: usize, dice: &mut Dice, tally: &mut Tally) {
    let (old_blocks, old_places, length) = split(old);
    let (new_blocks, new_places, _) = split(edited);
    let (old_text, new_text) = (folded(&old_blocks), folded(&new_blocks));
    let reanchoring = Reanchoring::new(&old_text, &new_text);
    for _ in 0..anchors {
        let size = 5 + dice.below(76);
        let start = dice.below(length.saturating_sub(size).max(1));
        let Some(anchor) = stretch(&old_places, start..(start + size).min(length)) else {
            continue;
        };
        let stays = |n: &usize| new_places.get(*n).copied().flatten();
        let survivors: Vec<(u32, u32)> = (start..(start + size).min(length))
            .filter_map(|n| stays(&n))
            .collect();
        let placement = reanchoring.place(&anchor);
        if survivors.len() * 2 < size {
            tally.deleted += 1;
            tally.deleted_placed += u32::from(matches!(placement, Placement::Found(_)));
            continue;
        }
        // A stretch that was torn apart has no one true place.
        let (low, high) = (
            survivors.iter().min().unwrap(),
            survivors.iter().max().unwrap(),
        );
        let truth = new_text.range_of(&position(*low, *high));
        if truth.len() > size * 2 {
            continue;
        }
        tally.kept += 1;
        if let Placement::Found(candidate) = placement {
            let got = new_text.range_of(&candidate.position);
            let right =
                got.start.abs_diff(truth.start) <= SLACK && got.end.abs_diff(truth.end) <= SLACK;
            tally.right += u32::from(right);
            // Half of it in common is a blemish, less is another place.
            let common = got
                .end
                .min(truth.end)
                .saturating_sub(got.start.max(truth.start));
            tally.wrong += u32::from(common * 2 < truth.len());
        }
    }
}

fn position(first: (u32, u32), last: (u32, u32)) -> TextPositionSelector {
    TextPositionSelector {
        block: first.0,
        start: first.1,
        end_block: last.0,
        end: last.1 + 1,
    }
}

fn stretch(places: &[Option<(u32, u32)>], range: Range<usize>) -> Option<TextPositionSelector> {
    let mut there = range.filter_map(|n| places.get(n).copied().flatten());
    let first = there.next()?;
    Some(position(first, there.next_back().unwrap_or(first)))
}

fn chars_of(text: &str) -> Vec<Char> {
    let mut n = 0;
    let mut number = |c: char| {
        if c == '\n' {
            return None;
        }
        n += 1;
        Some(n - 1)
    };
    text.chars().map(|c| (c, number(c))).collect()
}

/// Real documents of some length; on a machine without them the sample library's.
fn texts() -> Vec<Vec<Char>> {
    let mut paths: Vec<std::path::PathBuf> = Vec::new();
    if let Some(folder) = shared() {
        collect(&folder.join("corpus"), &mut paths);
    }
    collect(&sample_folder(), &mut paths);
    paths.sort();
    let mut texts = Vec::new();
    for path in &paths {
        let Ok(text) = std::fs::read_to_string(path) else {
            continue;
        };
        let text: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect();
        let chars = chars_of(&text.join("\n"));
        if (1500..60_000).contains(&chars.len()) {
            texts.push(chars);
        }
    }
    let step = (texts.len() / 30).max(1);
    texts.into_iter().step_by(step).take(30).collect()
}

fn collect(folder: &std::path::Path, paths: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|e| e == "txt" || e == "md") {
            paths.push(path);
        }
    }
}

const ANCHORS: usize = 60;

#[expect(clippy::print_stdout, reason = "docs/testing.md quotes the figures")]
fn run(edit: impl Fn(&[Char], &[Char], &mut Dice) -> Vec<Char>) -> Tally {
    let texts = texts();
    let mut tally = Tally::default();
    for (n, text) in texts.iter().enumerate() {
        let mut dice = Dice(n as u64 + 20_101_112);
        let edited = edit(text, &texts[(n + 1) % texts.len()], &mut dice);
        look(text, &edited, ANCHORS, &mut dice, &mut tally);
    }
    println!(
        "{} texts: right {:.1} %, wrong {:.2} %, deleted and placed {:.1} % {tally:?}",
        texts.len(),
        tally.right(),
        tally.wrong(),
        tally.placed()
    );
    tally
}

#[test]
fn chars_edited_one_in_ten() {
    let tally = run(|text, _, dice| edit_chars(text, 10, dice));
    assert!(tally.right() >= 99.0 && tally.wrong() <= 0.3, "{tally:?}");
}

#[test]
fn chars_edited_one_in_five() {
    let tally = run(|text, _, dice| edit_chars(text, 20, dice));
    assert!(tally.right() >= 95.0 && tally.wrong() <= 0.5, "{tally:?}");
}

#[test]
fn sentences_edited_one_in_five() {
    let tally = run(|text, foreign, dice| edit_sentences(text, 20, foreign, dice));
    assert!(tally.right() >= 97.0, "{tally:?}");
    assert!(tally.deleted > 50 || tally.kept < 500, "{tally:?}");
    assert!(tally.placed() <= 10.0, "{tally:?}");
}

#[test]
fn layout_and_marks_edited_one_in_five() {
    let tally = run(|text, _, dice| edit_layout(text, 20, dice));
    assert!(tally.right() >= 99.0 && tally.wrong() <= 0.3, "{tally:?}");
}
