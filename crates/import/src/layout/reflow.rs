//! Lines to paragraphs, by the edges of the text and the indent of two chars (GB/T 9704 7.3.3).

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use yandu_document::{LineRole, PageStart, SourceLine};

use super::lines::{Bearing, LaidPage, Line, join_text};
use super::{Bookmark, Flow};

/// A line that ends so many chars short of the edge can still be full: punctuation and numbers move on whole.
const SHORT: f32 = 3.5;
/// How far a line may begin from the left edge, in chars.
const AT_LEFT: f32 = 0.7;
/// A full line is at least this share of the page, in one of two columns too.
const NARROWEST: f32 = 0.25;
/// Lines of one paragraph differ by less in the size of their font.
const SAME_SIZE: f32 = 0.15;

static LEVEL_MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let chinese = "[一二三四五六七八九十百零〇]+";
    Regex::new(&format!(
        r"^(?:{chinese}、|[（(]{chinese}[）)]|第{chinese}[章节条编]|[（(]?\d{{1,2}}[）)．、]|\d{{1,2}}\.[^\d]|附件|[①-⑳])"
    ))
    .ok()
});

/// The edges of the text around a line, and whether its paragraphs are indented.
#[derive(Debug, Clone, Copy)]
struct Edges {
    left: f32,
    right: f32,
    /// Width of the page.
    page: f32,
}

/// Joins lines into paragraphs across pages.
pub(super) fn paragraphs(pages: &[LaidPage], bookmarks: &[Bookmark]) -> Flow {
    let edges: Vec<Vec<Edges>> = pages.iter().map(edges).collect();
    let indented = is_indented(pages, &edges);
    let headings: HashMap<String, u8> = bookmarks
        .iter()
        .map(|b| (squeeze(&b.title), b.level.clamp(1, 6)))
        .collect();
    let mut flow = Flow::default();
    // The line that a paragraph was read to, and the place of the paragraph.
    let mut open: Option<(&Line, Edges, usize)> = None;
    for (page, edges) in pages.iter().zip(&edges) {
        let begun = flow.lines.len() as u32;
        let mut first = None;
        for (line, edge) in page.lines.iter().zip(edges) {
            // What runs across the page does not part the paragraph that goes on behind it.
            if line.bearing != Bearing::Along {
                first = first.or(Some(flow.lines.len() as u32));
                flow.lines.push(SourceLine {
                    text: line.text.clone(),
                    role: LineRole::Text,
                });
                continue;
            }
            let heading = headings.get(&squeeze(&line.text));
            let joins = open
                .filter(|_| heading.is_none())
                .filter(|(before, of, _)| goes_on((before, *of), (line, *edge), indented));
            let at = match joins.and_then(|(_, _, at)| Some((at, flow.lines.get_mut(at)?))) {
                Some((at, paragraph)) => {
                    join_text(&mut paragraph.text, &line.text);
                    at
                }
                None => {
                    first = first.or(Some(flow.lines.len() as u32));
                    flow.lines.push(SourceLine {
                        text: line.text.clone(),
                        role: role(line, heading),
                    });
                    flow.lines.len() - 1
                }
            };
            open = heading.is_none().then_some((line, *edge, at));
        }
        flow.pages.push(PageStart {
            number: page.number,
            line: first.unwrap_or(begun),
        });
    }
    flow
}

fn role(line: &Line, heading: Option<&u8>) -> LineRole {
    match heading {
        Some(level) => LineRole::Heading(*level),
        None if line.row => LineRole::TableRow,
        None => LineRole::Text,
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The edges for every line of a page: those of the column that it stands in.
fn edges(page: &LaidPage) -> Vec<Edges> {
    let mut all = Vec::with_capacity(page.lines.len());
    let mut from = 0;
    for to in 1..=page.lines.len() {
        let jump = page.lines.get(to).is_none_or(|next| {
            let before = &page.lines[to - 1];
            next.y < before.y - 2.0 * before.size
        });
        if jump {
            let column = &page.lines[from..to];
            // A few lines know their edges only from the page.
            let of = if to - from < 3 {
                &page.lines[..]
            } else {
                column
            };
            all.extend(std::iter::repeat_n(extent(of, page.width), to - from));
            from = to;
        }
    }
    all
}

fn extent(lines: &[Line], page: f32) -> Edges {
    let text = || {
        lines
            .iter()
            .filter(|l| !l.row && l.bearing == Bearing::Along)
    };
    let right = text().map(|l| l.right).fold(f32::MIN, f32::max);
    let left = text().map(|l| l.left).fold(f32::MAX, f32::min);
    // A note that hangs out at the left is not the edge if hardly any line begins there.
    let mut starts: Vec<f32> = text().map(|l| l.left).collect();
    starts.sort_by(f32::total_cmp);
    let size = text().map(|l| l.size).next().unwrap_or(1.0);
    let many = starts.len() / 8;
    let edge = starts.iter().copied().find(|x| {
        let near = starts
            .iter()
            .filter(|y| (*y - x).abs() < AT_LEFT * size)
            .count();
        near > many
    });
    Edges {
        left: edge.unwrap_or(left),
        right,
        page,
    }
}

/// True if paragraphs begin with an indent of about two chars.
fn is_indented(pages: &[LaidPage], edges: &[Vec<Edges>]) -> bool {
    let (mut indents, mut lines) = (0, 0);
    for (page, edges) in pages.iter().zip(edges) {
        let text = |l: &Line| !l.row && l.bearing == Bearing::Along;
        for (line, edge) in page.lines.iter().zip(edges).filter(|(l, _)| text(l)) {
            let by = (line.left - edge.left) / line.size;
            // Only a full line tells: a centred one is short on both sides.
            let full = edge.right - line.right < SHORT * line.size;
            indents += usize::from((1.4..2.7).contains(&by) && full);
            lines += 1;
        }
    }
    indents >= 1 && indents * 40 >= lines
}

/// True if the second line is of the same paragraph as the first.
fn goes_on((line, of): (&Line, Edges), (next, edge): (&Line, Edges), indented: bool) -> bool {
    if line.row || next.row || (next.size / line.size - 1.0).abs() > SAME_SIZE {
        return false;
    }
    // Short lines below each other are a title or a list, not a paragraph.
    if line.right - line.left < NARROWEST * of.page {
        return false;
    }
    let short = (of.right - line.right) / line.size;
    let indent = (next.left - edge.left) / next.size;
    if short > SHORT || indent.abs() > AT_LEFT {
        return false;
    }
    // Further below than the next line.
    if next.y - line.y > 3.2 * line.size {
        return false;
    }
    if indented {
        return true;
    }
    let ends = line
        .text
        .ends_with(['。', '！', '？', '；', '：', '”', '.', ':']);
    let marked = LEVEL_MARK.as_ref().is_some_and(|m| m.is_match(&next.text));
    !marked && !ends
}
