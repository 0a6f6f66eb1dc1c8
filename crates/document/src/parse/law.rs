//! 题注: how and when a law was adopted, promulgated, put into force.

use std::sync::LazyLock;

use regex::Regex;

use super::Part;
use super::line::Line;
use crate::date::find_dates;
use crate::model::{BlockKind, Extracted};
use crate::{Date, Span};

static ADOPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(通过|公布|颁布|修订|修正|施行|生效|发布|批准|实施|废止|印发|执行)[）)]?$")
        .expect("constant")
});

/// A short line that begins with a date or a bracket and says what happened on its dates.
pub(super) fn is_adoption(line: &Line) -> bool {
    if line.chars > 200 || !ADOPTION.is_match(line.shadow.trim_end_matches(['。', ' '])) {
        return false;
    }
    let bracketed = line.shadow.starts_with(['（', '(']);
    let text = line.shadow.trim_start_matches(['（', '(']);
    find_dates(text)
        .next()
        .is_some_and(|(_, start, _)| start == 0 || bracketed)
}

/// What happened on a day.
enum Event {
    Passed,
    Promulgated,
    InForce,
}

/// The dates of a line, each with the event that the words behind it name.
fn events(shadow: &str) -> Vec<(Date, Span, Event)> {
    let dates: Vec<_> = find_dates(shadow).collect();
    let ends = dates.iter().skip(1).map(|d| d.1).chain([shadow.len()]);
    dates
        .iter()
        .zip(ends)
        .map(|((date, start, end), until)| {
            let words =
                shadow[*end..until].trim_end_matches(['）', ')', '。', ' ', '，', '起', '自']);
            let event = if ["施行", "生效", "实施", "执行"]
                .iter()
                .any(|w| words.ends_with(w))
            {
                Event::InForce
            } else if ["公布", "颁布", "发布", "印发"]
                .iter()
                .any(|w| words.contains(w))
            {
                Event::Promulgated
            } else {
                Event::Passed
            };
            (*date, Span::of_bytes(shadow, *start, *end), event)
        })
        .collect()
}

/// Reads the adoption lines of the header. The wording is of the last day on which something was decided; what comes into
/// force later is no other wording.
pub(super) fn read(part: &mut Part<'_>, head_end: usize) {
    let mut decided: Vec<(Date, (u32, Span))> = Vec::new();
    let mut above = false;
    for index in 0..head_end.min(part.lines.len()) {
        let line = &part.lines[index];
        if !(is_adoption(line) || above && continues(line)) {
            above = false;
            continue;
        }
        above = true;
        part.kinds[index] = BlockKind::Adoption;
        for (date, span, event) in events(&line.shadow) {
            let place = (index as u32, span);
            let at = |rule| Extracted::new(date, rule, 0.9).at(vec![place]);
            match event {
                Event::InForce => part.fields.effective_date = Some(at("adoption-line")),
                Event::Promulgated if part.fields.publish_date.is_none() => {
                    part.fields.publish_date = Some(at("adoption-line"));
                }
                Event::Passed if part.fields.adoption_date.is_none() => {
                    part.fields.adoption_date = Some(at("adoption-line"));
                }
                _ => {}
            }
            if !matches!(event, Event::InForce) {
                decided.push((date, place));
            }
        }
    }
    let sure = part
        .fields
        .issue_date
        .as_ref()
        .is_some_and(|d| d.confidence > 0.9);
    let last = decided.into_iter().max_by_key(|(date, _)| *date);
    if let (false, Some((date, place))) = (sure, last) {
        part.fields.issue_date = Some(Extracted::new(date, "adoption-line", 0.9).at(vec![place]));
    }
}

/// The second line of a 题注 that was broken: it ends as one and has a date.
fn continues(line: &Line) -> bool {
    line.chars <= 200
        && ADOPTION.is_match(line.shadow.trim_end_matches(['。', ' ']))
        && find_dates(&line.shadow).next().is_some()
}
