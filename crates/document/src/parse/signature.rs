//! The end of a document: 附件说明, 署名, 成文日期, 附注, 版记.

use std::sync::LazyLock;

use regex::Regex;

use super::Part;
use super::line::Line;
use super::recipients::groups;
use crate::date::find_date;
use crate::model::{BlockKind, Extracted, PrintLine};

static CC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(抄\s*送|主\s*送|分\s*送|抄\s*报|报\s*送)[：:]\s*(.+)$").expect("constant")
});
static PRINTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(.+?)\s*印发$").expect("constant"));
static ATTACHMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^附\s*件?\s*[：:]\s*(.+)$").expect("constant"));
static ITEM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([0-9]{1,2})[.．、]\s*(.+)$").expect("constant"));
static REMARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^（([^）]{2,60})）$").expect("constant"));

/// True for a line that is one date and nothing else.
pub(super) fn is_date(line: &Line) -> bool {
    line.chars <= 24 && line.squeezed().parse::<crate::Date>().is_ok()
}

/// Could this line be a signature? A short line without sentence marks.
pub(super) fn is_signature(line: &Line) -> bool {
    // A saved page leaves the tail of a broken entity behind the name.
    let text = line
        .tight
        .trim_end_matches(|c: char| c.is_ascii() && c != ')');
    let ends = text.chars().next_back().is_some_and(crate::shadow::is_han) || text.ends_with('）');
    (2..=60).contains(&line.chars)
        && ends
        && !line.tight.contains(['。', '；', '：', '，', '《', '“'])
}

/// Reads everything behind the text.
pub(super) fn read(part: &mut Part<'_>, head_end: usize) {
    read_imprint(part, head_end);
    let date = read_date(part, head_end);
    read_attachment_list(part, head_end, date.unwrap_or(part.lines.len()));
    if let Some(date) = date {
        read_remark(part, date + 1);
    }
}

/// 抄送 and 印发 lines stand last; a printed year-old form also has 主题词.
fn read_imprint(part: &mut Part<'_>, head_end: usize) {
    for index in head_end..part.lines.len() {
        let line = &part.lines[index];
        if line.chars > 400 {
            continue;
        }
        let places = part.places(&[index]);
        if let Some(c) = CC
            .captures(&line.shadow)
            .filter(|_| line.shadow.starts_with(['抄', '主', '分', '报']))
        {
            let list = groups(c[2].trim_end_matches('。'));
            part.fields.cc_recipients = Some(Extracted::new(list, "cc-label", 0.95).at(places));
            part.kinds[index] = BlockKind::Imprint;
        } else if line.shadow.ends_with("印发") && line.chars <= 80 {
            let Some(c) = PRINTED.captures(&line.shadow) else {
                continue;
            };
            let Some((date, start, _)) = find_date(&c[1]) else {
                continue;
            };
            let office = crate::shadow::squeeze(&c[1][..start]);
            part.fields.print_line =
                Some(Extracted::new(PrintLine { office, date }, "print-line", 0.95).at(places));
            part.kinds[index] = BlockKind::Imprint;
        } else if line.tight.starts_with("主题词：") {
            part.kinds[index] = BlockKind::Imprint;
        }
    }
}

/// The last line that is a date, with its issuers above; answers with its index.
fn read_date(part: &mut Part<'_>, head_end: usize) -> Option<usize> {
    let tail = part.lines.len().saturating_sub(12).max(head_end);
    let index = (tail..part.lines.len())
        .rev()
        .find(|i| is_date(&part.lines[*i]) || names_and_dates(&part.lines[*i]).is_some())?;
    let line = &part.lines[index];
    let (date, start, end) = find_date(&line.shadow)?;
    let span = crate::Span::of_bytes(&line.shadow, start, end);
    let mut above: Vec<usize> = Vec::new();
    for i in (head_end..index).rev().take(6) {
        let fits = part.kinds[i] == BlockKind::Text && is_signature(&part.lines[i]);
        if !fits || crate::numbering::find_mark(&part.lines[i].shadow).is_some() {
            break;
        }
        above.insert(0, i);
    }
    part.fields.issue_date = Some(
        Extracted::new(
            date,
            "last-date-line",
            if above.is_empty() { 0.8 } else { 0.95 },
        )
        .at(vec![(index as u32, span)]),
    );
    part.kinds[index] = BlockKind::IssueDate;
    if let Some(organ) = names_and_dates(line) {
        part.fields.issuer_signature =
            Some(Extracted::new(organ, "signature-beside-date", 0.85).at(part.places(&[index])));
    } else if !above.is_empty() {
        let trim = |i: &usize| {
            part.lines[*i]
                .tight
                .trim_end_matches(|c: char| c.is_ascii())
        };
        let names: Vec<&str> = above.iter().map(trim).collect();
        let places = part.places(&above);
        part.fields.issuer_signature =
            Some(Extracted::new(names.join(" "), "line-above-date", 0.95).at(places));
        above
            .iter()
            .for_each(|i| part.kinds[*i] = BlockKind::Signature);
    }
    Some(index)
}

/// An office, then a date, and nothing else.
pub(super) fn office_and_date(line: &Line) -> Option<(String, crate::Date, crate::Span)> {
    let organ = names_and_dates(line)?;
    let (date, start, end) = find_date(&line.shadow)?;
    super::title::is_organ(&organ)
        .then(|| (organ, date, crate::Span::of_bytes(&line.shadow, start, end)))
}

/// 机关 and date on one line.
fn names_and_dates(line: &Line) -> Option<String> {
    if line.chars > 50 {
        return None;
    }
    let (_, start, end) = find_date(&line.shadow)?;
    let organ = crate::shadow::squeeze(&line.shadow[..start]);
    let plausible = line.shadow[end..].trim().is_empty()
        && organ.chars().count() >= 3
        && organ.chars().all(crate::shadow::is_han)
        && !organ.ends_with(['于', '至', '自', '在']);
    plausible.then_some(organ)
}

/// 附件：1．… 2．… above the signature.
fn read_attachment_list(part: &mut Part<'_>, head_end: usize, end: usize) {
    let from = end.saturating_sub(16).max(head_end);
    let start = (from..end).find(|i| {
        part.kinds[*i] == BlockKind::Text
            && part.lines[*i].chars <= 120
            && ATTACHMENT.is_match(&part.lines[*i].shadow)
    });
    let Some(start) = start else { return };
    let Some(c) = ATTACHMENT.captures(&part.lines[start].shadow) else {
        return;
    };
    let first = c[1].trim().to_owned();
    let mut names = vec![
        ITEM.captures(&first)
            .map_or(first.clone(), |c| c[2].to_owned()),
    ];
    let mut indices = vec![start];
    for index in start + 1..end {
        let line = &part.lines[index];
        match ITEM.captures(&line.shadow) {
            Some(c) if part.kinds[index] == BlockKind::Text => {
                names.push(c[2].trim().to_owned());
                indices.push(index);
            }
            _ => break,
        }
    }
    let places = part.places(&indices);
    part.fields.attachment_list = Some(Extracted::new(names, "attachment-label", 0.9).at(places));
    indices
        .iter()
        .for_each(|i| part.kinds[*i] = BlockKind::AttachmentList);
}

fn read_remark(part: &mut Part<'_>, index: usize) {
    let Some(line) = part.lines.get(index) else {
        return;
    };
    if let Some(c) = REMARK.captures(&line.shadow) {
        let places = part.places(&[index]);
        part.fields.remark =
            Some(Extracted::new(c[1].to_owned(), "parenthesis-under-date", 0.9).at(places));
        part.kinds[index] = BlockKind::Remark;
    }
}
