//! Page numbers and running heads: what stands on the page beside the text (GB/T 9704 7.5 keeps 页码 outside
//! of 版心).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Bearing, LaidPage, Line};

/// Only this share of the page, at its top and bottom, can hold page numbers and running heads.
const MARGIN: f32 = 0.12;

/// Heights of the font between furniture and text; lines of text are nearer, also with the wide spacing of 公文.
const APART: f32 = 2.0;

/// A line that stands on so many pages, or on both of two, is a running head.
const REPEATED: usize = 3;

static PAGE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let dash = "[-—－–‐·•~～―─]";
    let total = r"(?:[/／]|of|OF|共)?第?\d{1,4}页?";
    Regex::new(&format!(
        r"^(?:{dash}*(?:\d{{1,4}}|[ivxlcIVXLC]{{1,6}}){dash}*|第?\d{{1,4}}页?{total}|第\d{{1,4}}页)$"
    ))
    .ok()
});

/// What a file repeats on its pages.
struct Furniture {
    /// Running heads without their digits.
    heads: HashSet<String>,
    /// Its page numbers less the numbers of its pages.
    offset: Option<i64>,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    /// A line that other pages have as well.
    Head,
    PageNumber,
}

/// Takes page numbers away, and running heads but once: a head is text as well, and may be the title. A head that the
/// text has anyway goes altogether; a page that has nothing else keeps what is its own.
pub(super) fn remove(pages: &mut [LaidPage]) {
    let furniture = Furniture::of(pages);
    let parts: Vec<Vec<Part>> = pages.iter().map(|page| furniture.on(page)).collect();
    let mut text = String::new();
    for (page, parts) in pages.iter().zip(&parts) {
        for (line, _) in page
            .lines
            .iter()
            .zip(parts)
            .filter(|(_, part)| **part == Part::Text)
        {
            text.push_str(&squeeze(&line.text));
            text.push('\n');
        }
    }
    let mut kept = Kept {
        text,
        seen: HashSet::new(),
    };
    // A head is kept where it comes first, a foot where it comes last, so that neither parts a paragraph.
    let mut keep: Vec<Vec<bool>> = Vec::with_capacity(pages.len());
    for (page, parts) in pages.iter().zip(&parts) {
        let bare = parts.iter().all(|part| *part != Part::Text);
        keep.push(kept.heads(page, parts, bare));
    }
    for n in (0..pages.len()).rev() {
        kept.feet(&pages[n], &parts[n], &mut keep[n]);
    }
    for (page, keep) in pages.iter_mut().zip(keep) {
        let mut keep = keep.into_iter();
        page.lines.retain(|_| keep.next().unwrap_or(true));
    }
}

/// The heads that were kept.
struct Kept {
    /// The text without white space.
    text: String,
    seen: HashSet<String>,
}

impl Kept {
    /// For every line, whether it stays; feet are not decided yet.
    fn heads(&mut self, page: &LaidPage, parts: &[Part], bare: bool) -> Vec<bool> {
        let lines = page.lines.iter().zip(parts);
        lines
            .map(|(line, part)| match part {
                Part::Text => true,
                Part::PageNumber => false,
                // Where a page has nothing else, its line differs from the others by its digits.
                Part::Head if bare => self.is_new(squeeze(&line.text)),
                Part::Head if line.y > page.height / 2.0 => false,
                Part::Head => self.is_new(without_digits(&line.text)),
            })
            .collect()
    }

    fn feet(&mut self, page: &LaidPage, parts: &[Part], keep: &mut [bool]) {
        for ((line, part), keep) in page.lines.iter().zip(parts).zip(keep) {
            if *part == Part::Head && !*keep && line.y > page.height / 2.0 {
                *keep = self.is_new(without_digits(&line.text));
            }
        }
    }

    fn is_new(&mut self, words: String) -> bool {
        let some = words.chars().any(char::is_alphanumeric);
        some && !self.text.contains(&words) && self.seen.insert(words)
    }
}

impl Furniture {
    fn of(pages: &[LaidPage]) -> Self {
        let (mut heads, mut offsets) = (HashMap::new(), HashMap::new());
        for page in pages {
            let ends: Vec<&Line> = ends(page).into_iter().map(|n| &page.lines[n]).collect();
            let texts: HashSet<String> =
                ends.iter().map(|line| without_digits(&line.text)).collect();
            texts
                .into_iter()
                .for_each(|text| *heads.entry(text).or_insert(0) += 1);
            let numbers = ends.iter().filter_map(|line| offset(line, page.number));
            numbers
                .collect::<HashSet<i64>>()
                .into_iter()
                .for_each(|o| *offsets.entry(o).or_insert(0) += 1);
        }
        let most = REPEATED.min(pages.len()).max(2);
        let often = |(_, count): &(String, usize)| *count >= most;
        let usual = offsets.into_iter().filter(|(_, count)| *count >= REPEATED);
        Furniture {
            heads: heads
                .into_iter()
                .filter(often)
                .map(|(text, _)| text)
                .collect(),
            offset: usual
                .max_by_key(|(_, count)| *count)
                .map(|(offset, _)| offset),
        }
    }

    /// What the lines of a page are.
    fn on(&self, page: &LaidPage) -> Vec<Part> {
        let ends = ends(page);
        let along = page.lines.iter().filter(|l| l.bearing == Bearing::Along);
        let others: Vec<f32> = along.map(|line| line.y).collect();
        let is = |n: usize, line: &Line| {
            // A number that fits the others is a page number however near the text comes.
            let fits = self.offset.is_some() && offset(line, page.number) == self.offset;
            let apart = distance(line, &others) > APART * line.size;
            let head = self.heads.contains(&without_digits(&line.text));
            match ends.contains(&n) {
                true if fits || apart && is_page_number(&line.text) => Part::PageNumber,
                true if apart && head => Part::Head,
                _ => Part::Text,
            }
        };
        page.lines
            .iter()
            .enumerate()
            .map(|(n, line)| is(n, line))
            .collect()
    }
}

/// What a page number says beyond the number of its page; `None` for other lines.
fn offset(line: &Line, page: u32) -> Option<i64> {
    let number = line
        .text
        .split(|c: char| !c.is_ascii_digit())
        .find(|part| !part.is_empty());
    let number: i64 = number
        .filter(|_| is_page_number(&line.text))?
        .parse()
        .ok()?;
    Some(number - i64::from(page))
}

/// How far the next line is.
fn distance(line: &Line, others: &[f32]) -> f32 {
    let apart = others.iter().map(|y| (y - line.y).abs());
    // Parts of one line, as a name at the left and a number at the right.
    apart
        .filter(|d| *d > 0.5 * line.size)
        .fold(f32::MAX, f32::min)
}

/// The highest and the lowest three lines, as far as they stand in the margins: furniture is never among others.
fn ends(page: &LaidPage) -> Vec<usize> {
    let lines = &page.lines;
    let along = |n: &usize| lines[*n].bearing == Bearing::Along;
    let mut order: Vec<usize> = (0..lines.len()).filter(along).collect();
    order.sort_by(|a, b| lines[*a].y.total_cmp(&lines[*b].y));
    let margin = |n: &&usize| {
        let y = lines[**n].y / page.height;
        !(MARGIN..=1.0 - MARGIN).contains(&y)
    };
    let ends = order.iter().take(3).chain(order.iter().rev().take(3));
    ends.filter(margin).copied().collect()
}

/// True for 12, — 12 —, 第 3 页, 第3页共9页, 3/9, iv.
pub(super) fn is_page_number(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    !text.is_empty() && PAGE_NUMBER.as_ref().is_some_and(|p| p.is_match(&text))
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Running heads differ by their page numbers.
fn without_digits(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| !c.is_numeric() && !c.is_whitespace());
    kept.collect()
}
