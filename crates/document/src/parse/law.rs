//! 题注: how and when a law was adopted, promulgated, put into force.

use std::sync::LazyLock;

use regex::Regex;

use super::Part;
use super::line::Line;
use crate::date::find_dates;
use crate::model::{BlockKind, Extracted};

static ADOPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(通过|公布|颁布|修订|修正|施行|生效|发布|批准|实施|废止)[）)]?$").expect("constant")
});

/// A short line that begins with a date and ends with 通过、公布、施行 …
pub(super) fn is_adoption(line: &Line) -> bool {
    if line.chars > 200 || !ADOPTION.is_match(line.shadow.trim_end_matches(['。', ' '])) {
        return false;
    }
    let text = line.shadow.trim_start_matches(['（', '(']);
    find_dates(text).next().is_some_and(|(_, start, _)| start == 0)
}

/// Reads the adoption lines of the header.
pub(super) fn read(part: &mut Part<'_>, head_end: usize) {
    let (mut promulgated, mut passed) = (None, None);
    for index in 0..head_end.min(part.lines.len()) {
        let line = &part.lines[index];
        if !is_adoption(line) {
            continue;
        }
        part.kinds[index] = BlockKind::Adoption;
        let Some((date, start, end)) = find_dates(&line.shadow).last() else { continue };
        let place = vec![(index as u32, crate::Span::of_bytes(&line.shadow, start, end))];
        let tail = line.shadow.trim_end_matches(['）', ')', '。', ' ']);
        if tail.ends_with("施行") || tail.ends_with("生效") || tail.ends_with("实施") {
            part.fields.effective_date = Some(Extracted::new(date, "adoption-line", 0.9).at(place));
        } else if tail.ends_with("公布") || tail.ends_with("颁布") || tail.ends_with("发布") {
            promulgated = Some((date, place));
        } else {
            passed = Some((date, place));
        }
    }
    let sure = part.fields.issue_date.as_ref().is_some_and(|d| d.confidence > 0.9);
    if let (false, Some((date, place))) = (sure, promulgated.or(passed)) {
        part.fields.issue_date = Some(Extracted::new(date, "adoption-line", 0.9).at(place));
    }
}
