//! Page numbers and running heads: what stands on the page beside the text (GB/T 9704 7.5 keeps 页码 outside
//! of 版心).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::lines::{LaidPage, Line};

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

/// Takes page numbers and running heads away.
pub(super) fn remove(pages: &mut [LaidPage]) {
    let furniture = Furniture::of(pages);
    for page in pages {
        let mut is = furniture.on(page).into_iter();
        page.lines.retain(|_| !is.next().unwrap_or(false));
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

    /// For every line of a page, whether it is furniture.
    fn on(&self, page: &LaidPage) -> Vec<bool> {
        let ends = ends(page);
        let others: Vec<f32> = page.lines.iter().map(|line| line.y).collect();
        let is = |n: usize, line: &Line| {
            // A number that fits the others is a page number however near the text comes.
            let fits = self.offset.is_some() && offset(line, page.number) == self.offset;
            let apart = distance(line, &others) > APART * line.size;
            let head = self.heads.contains(&without_digits(&line.text));
            ends.contains(&n) && (fits || apart && (head || is_page_number(&line.text)))
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
    let mut order: Vec<usize> = (0..lines.len()).collect();
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

/// Running heads differ by their page numbers.
fn without_digits(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| !c.is_numeric() && !c.is_whitespace());
    kept.collect()
}
