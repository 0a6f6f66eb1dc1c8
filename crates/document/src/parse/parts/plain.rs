//! Texts that follow one another without headings of the format: known by their heads alone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::line::Line;
use super::super::{attachment, recipients, signature, speech, title};
use super::{Parts, ranges};
use crate::{LineRole, number, numbering};

/// Chars; a shorter run of lines between two heads is no text.
const SHORTEST: u32 = 150;
/// Lines of a title.
const TITLE_LINES: usize = 3;

static ORDER_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:令|公告)(?:第[0-9一二三四五六七八九十百〇零]+号|[〔（(]\\d{4}[〕）)]第?\\d+号)$")
        .expect("constant")
});

/// The texts of a file without headings.
pub(super) fn find(lines: &[Line]) -> Option<Parts> {
    let mut starts = Vec::new();
    for n in 0..lines.len() {
        // A saved page often shows the same title twice.
        let again = starts
            .iter()
            .any(|s: &usize| lines[*s].tight == lines[n].tight);
        if begins(lines, n) && !again && !carried(lines, &starts, n) {
            starts.push(n);
        }
    }
    let texts = ranges(&starts, lines.len());
    let long = |r: &Range<usize>| lines[r.clone()].iter().map(|l| l.chars).sum::<u32>() >= SHORTEST;
    // What is before the first head must be short: else the heads are quoted in one long text.
    let lead = starts.first().copied()?;
    let led: u32 = lines[..lead].iter().map(|l| l.chars).sum();
    let whole: u32 = lines.iter().map(|l| l.chars).sum();
    (texts.len() >= 2 && texts.iter().all(long) && led * 10 <= whole).then_some(Parts {
        lead: 0..lead,
        texts,
    })
}

/// A title whose head goes on with a date line or a number of its own.
fn begins(lines: &[Line], n: usize) -> bool {
    if ORDER_NUMBER.is_match(&lines[n].squeezed()) && lines[n].chars <= 40 {
        return true;
    }
    if !is_title(&lines[n]) || (n > 0 && is_title_run(lines, n)) {
        return false;
    }
    let length = lines[n..]
        .iter()
        .take(TITLE_LINES)
        .take_while(|l| is_title(l))
        .count();
    // Two lines: a speaker or a mark may be between title and date line.
    let mut below = lines[n + length..].iter().take(2);
    // A bare date is that of a signature above it.
    below.any(|line| (speech::is_date_line(line) && !signature::is_date(line)) || is_number(line))
}

fn is_number(line: &Line) -> bool {
    line.chars <= 40 && number::header_number(&line.shadow).is_some()
}

/// True if the line before is a title line of the same head.
fn is_title_run(lines: &[Line], n: usize) -> bool {
    let before = &lines[n - 1];
    is_title(before) && !signature::is_signature(before)
}

fn is_title(line: &Line) -> bool {
    line.role == LineRole::Text
        && (4..=60).contains(&line.chars)
        && !line
            .shadow
            .ends_with(['。', '；', '：', ':', '，', '！', '、', '）', ')'])
        && !line.shadow.contains('。')
        && !signature::is_date(line)
        && !is_number(line)
        && !recipients::is_salutation(line)
        && numbering::find_mark(&line.shadow).is_none()
}

/// True if the text that begins here is carried by the 通知 or 令 before it, or is its 附件.
fn carried(lines: &[Line], starts: &[usize], n: usize) -> bool {
    let Some(start) = starts.last() else {
        return false;
    };
    let labelled = lines[n.saturating_sub(2)..n]
        .iter()
        .any(attachment::is_label);
    let head: String = lines[*start..n]
        .iter()
        .take(6)
        .map(|l| l.tight.as_str())
        .collect();
    let first_of_it = !lines[*start + 1..n].iter().any(attachment::is_label);
    labelled || (first_of_it && title::relation(&head).is_some() && !own_number(lines, n))
}

fn own_number(lines: &[Line], n: usize) -> bool {
    ORDER_NUMBER.is_match(&lines[n].squeezed())
        || lines[n..]
            .iter()
            .take(TITLE_LINES + 1)
            .any(|l| number::header_number(&l.shadow).is_some())
}
