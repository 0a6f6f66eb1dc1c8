//! 纪要: when the meeting was, who chaired it, who was there and who was not (GB/T 9704—2012 §10.3).

use std::sync::LazyLock;

use regex::Regex;

use super::Part;
use crate::date::find_date;
use crate::model::{Extracted, Meeting};
use crate::surname::is_name;

/// Names behind a label are no longer than this in all. Chars.
const LONGEST_LIST: u32 = 400;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(出\s*席|参\s*加|参\s*会|列\s*席|请\s*假|缺\s*席|主\s*持|时\s*间|会议时间|会议主持)\s*(?:会议)?\s*(?:人员|人|领导|同志|单位)?\s*[：:]\s*(.*)$")
        .expect("constant")
});
static CHAIRED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[，、]?(?:\p{Han}{0,16}(?:书记|市长|县长|区长|省长|镇长|乡长|主任|局长|总理|主席|院长|校长|组长|董事长|总经理|秘书长|部长|厅长|处长))?(?P<n>\p{Han}{2,4}?)(?:同志)?(?:主持召开|主持|召集)")
        .expect("constant")
});

/// Reads the meeting of a text whose masthead or title says 纪要.
pub(super) fn read(part: &mut Part<'_>, head_end: usize) {
    let named = |value: Option<&String>| value.is_some_and(|v| v.ends_with("纪要"));
    let is_minutes = named(part.fields.issuer_mark.as_ref().map(|m| &m.value))
        || named(part.fields.title.as_ref().map(|t| &t.value));
    if !is_minutes {
        return;
    }
    let mut meeting = Meeting::default();
    let mut places = Vec::new();
    for index in 0..part.lines.len() {
        let line = &part.lines[index];
        let Some(c) = LABEL
            .captures(&line.shadow)
            .filter(|_| line.chars <= LONGEST_LIST)
        else {
            continue;
        };
        let label = crate::shadow::squeeze(&c[1]);
        // A label alone has its names on the next line.
        let value = match (c[2].trim(), part.lines.get(index + 1)) {
            ("", Some(next)) if next.chars <= LONGEST_LIST => next.shadow.as_str(),
            (value, _) => value,
        };
        match label.as_str() {
            "列席" => meeting.attending = names(value),
            "请假" | "缺席" => meeting.absent = names(value),
            "主持" | "会议主持" => meeting.chair = names(value).into_iter().next(),
            "时间" | "会议时间" => meeting.held = find_date(value).map(|d| d.0),
            _ => meeting.present = names(value),
        }
        places.extend(part.places(&[index]));
    }
    read_opening(part, head_end, &mut meeting);
    if meeting != Meeting::default() {
        part.fields.meeting = Some(Extracted::new(meeting, "minutes", 0.9).at(places));
    }
}

/// 2022年3月1日，市长周明远主持召开市政府第5次常务会议。
fn read_opening(part: &Part<'_>, head_end: usize, meeting: &mut Meeting) {
    let texts = part.lines.iter().skip(head_end).take(3);
    for line in texts {
        let start: String = line.shadow.chars().take(120).collect();
        if meeting.held.is_none()
            && (start.contains("主持") || start.contains("召开") || start.contains("举行"))
        {
            meeting.held = find_date(&start).map(|d| d.0);
        }
        let chair = CHAIRED.captures_iter(&start).find(|c| is_name(&c["n"]));
        if let (None, Some(c)) = (&meeting.chair, chair) {
            meeting.chair = Some(c["n"].to_owned());
        }
    }
}

/// Names stand apart by 、 or spaces; a spaced-out name of two characters is one name.
fn names(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches('。');
    let pieces: Vec<&str> = text
        .split(['、', '，', ',', '；', ';'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    let apart = pieces.len() > 1;
    let words = |piece: &str| -> Vec<String> {
        let closed = crate::shadow::squeeze(piece);
        if apart || is_name(&closed) {
            return vec![closed];
        }
        crate::shadow::tight(piece)
            .split(' ')
            .map(str::to_owned)
            .collect()
    };
    pieces.into_iter().flat_map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        assert_eq!(
            names("周明远、陈国栋，刘 河。"),
            ["周明远", "陈国栋", "刘河"]
        );
        assert_eq!(
            names("周明远 陈国栋 刘长河"),
            ["周明远", "陈国栋", "刘长河"]
        );
        assert_eq!(names("周 明 远"), ["周明远"]);
    }
}
