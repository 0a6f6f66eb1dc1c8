//! A file that holds many texts: 汇编, 简报, a day's news, a book of speeches. Where each of them begins.
//!
//! A section is a text of its own if it shows what only whole texts have: a date line, a number of its own, recipients,
//! a salutation, a dateline of news, a signature. Sections of one document have none of these, whatever their headings
//! look like, so a report with chapters stays whole. A 通知 and what it carries is one text here (`attachment` divides
//! it). Anything doubtful stays whole: a text that is cut wrongly is worse than two texts in one.

mod evidence;
mod plain;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
use crate::model::{Document, Extracted};
use crate::{Kind, LineRole, numbering};

/// Chars; a shorter section is no text of its own.
const SHORTEST: u32 = 80;

/// Titles of collections.
static COLLECTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(汇编|选编|汇集|文集|文选|文稿集|选集|摘编|辑录|简报|快报|专报|动态|周报|要闻|新闻联播|新闻和报纸摘要|学习资料|学习材料|参考资料|案例选|案例集|事迹选)(?:[（(《》)）\\s\\d].*)?$")
        .expect("constant")
});

/// How a file divides into texts: what comes before the first one, then one range of lines a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// Lines before the first text: the collection's own title and contents.
    pub(super) lead: Range<usize>,
    /// At least two.
    pub(super) texts: Vec<Range<usize>>,
}

/// Gives an undated item of a day's news the day of the whole.
pub(super) fn inherit(text: &mut Document, collection: &Document) {
    let dated = text.fields.issue_date.is_some() || text.fields.publish_date.is_some();
    if dated || collection.kind != Kind::News {
        return;
    }
    if let Some(day) = collection.date() {
        text.fields.issue_date = Some(Extracted::new(day, "day-of-the-whole", 0.85));
    }
}

/// The texts of a file; `None` where it is one text.
pub(super) fn find(lines: &[Line]) -> Option<Parts> {
    by_headings(lines).or_else(|| plain::find(lines))
}

/// Sections under headings of one level, the highest whose sections look like texts.
fn by_headings(lines: &[Line]) -> Option<Parts> {
    let collection = names_collection(lines);
    (1..=4).find_map(|level| {
        let starts: Vec<usize> = heads(lines, level);
        let sections = ranges(&starts, lines.len());
        let texts: Vec<Range<usize>> = sections
            .into_iter()
            .filter(|r| holds_text(&lines[r.clone()]))
            .collect();
        if texts.len() < 2 || texts.len() * 10 < starts.len() * 8 {
            return None;
        }
        let evident = texts
            .iter()
            .filter(|r| evidence::is_text(&lines[(*r).clone()]))
            .count();
        let enough = if collection { 2 } else { 4 };
        let divides = evident >= 2 && evident * 5 >= texts.len() * enough;
        divides.then(|| Parts {
            lead: 0..texts[0].start,
            texts,
        })
    })
}

/// Headings of a level that are names, not numbered sections of one document.
fn heads(lines: &[Line], level: u8) -> Vec<usize> {
    let named = |line: &Line| numbering::find_mark(&line.shadow).is_none();
    (0..lines.len())
        .filter(|n| lines[*n].role == LineRole::Heading(level) && named(&lines[*n]))
        .collect()
}

/// A collection says so in its first lines.
fn names_collection(lines: &[Line]) -> bool {
    let head = lines.iter().take(3).filter(|l| l.chars <= 60);
    head.into_iter().any(|l| COLLECTION.is_match(&l.squeezed()))
}

/// From each start to the next; the last to `end`.
fn ranges(starts: &[usize], end: usize) -> Vec<Range<usize>> {
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(a, b)| a..b)
        .collect()
}

fn holds_text(lines: &[Line]) -> bool {
    lines.iter().skip(1).map(|l| l.chars).sum::<u32>() >= SHORTEST
}

#[cfg(test)]
mod tests;
