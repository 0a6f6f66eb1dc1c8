//! Page numbers and running heads: what stands on the page beside the text (GB/T 9704 7.5 keeps 页码 outside
//! of 版心).

use std::collections::HashMap;
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

/// Takes page numbers and running heads away.
pub(super) fn remove(pages: &mut [LaidPage]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let mut on_page: Vec<String> = in_margins(page)
            .map(|line| without_digits(&line.text))
            .collect();
        on_page.sort();
        on_page.dedup();
        for text in on_page {
            *seen.entry(text).or_default() += 1;
        }
    }
    let most = REPEATED.min(pages.len()).max(2);
    for page in pages {
        let height = page.height;
        let edges = edges(&page.lines);
        let others: Vec<f32> = page.lines.iter().map(|line| line.y).collect();
        let mut n = 0;
        page.lines.retain(|line| {
            let edge = edges.contains(&n);
            n += 1;
            let repeated = seen
                .get(&without_digits(&line.text))
                .is_some_and(|n| *n >= most);
            let apart = edge && distance(line, &others) > APART * line.size;
            !(is_in_margin(line, height) && apart && (repeated || is_page_number(&line.text)))
        });
    }
}

/// How far the next line is.
fn distance(line: &Line, others: &[f32]) -> f32 {
    let apart = others.iter().map(|y| (y - line.y).abs());
    // Parts of one line, as a name at the left and a number at the right.
    apart
        .filter(|d| *d > 0.5 * line.size)
        .fold(f32::MAX, f32::min)
}

fn in_margins(page: &LaidPage) -> impl Iterator<Item = &Line> {
    page.lines
        .iter()
        .filter(|line| is_in_margin(line, page.height))
}

fn is_in_margin(line: &Line, height: f32) -> bool {
    line.y < MARGIN * height || line.y > (1.0 - MARGIN) * height
}

/// The highest and the lowest three lines: furniture is never among others.
fn edges(lines: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| lines[*a].y.total_cmp(&lines[*b].y));
    let ends = order.iter().take(3).chain(order.iter().rev().take(3));
    ends.copied().collect()
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
