//! Compound documents: where the cover ends and what it carries.

use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
use super::{parse_part, recipients, signature};
use crate::model::Document;
use crate::source::{Claims, SourceText};
use crate::{LineRole, number};

/// So many chars must follow a signature before it is the end of a cover.
const SHORTEST_ATTACHMENT: u32 = 150;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^附\\s*件\\s*[0-9一二三四五六七八九十]{0,3}\\s*[：:]?$").expect("constant")
});
static REMARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^（[^）]{2,60}）$").expect("constant"));

/// How a file divides: the cover is `..cover_end`, each attachment a range behind it.
pub(super) struct Split {
    pub(super) cover_end: usize,
    pub(super) attachments: Vec<std::ops::Range<usize>>,
}

/// Divides the lines of a file.
pub(super) fn split(lines: &[Line]) -> Split {
    let whole = Split {
        cover_end: lines.len(),
        attachments: Vec::new(),
    };
    let imprint = lines
        .iter()
        .rposition(|l| l.shadow.ends_with("印发") && l.chars <= 80);
    let end = lines.len();
    let Some(cover_end) = cover_end(lines) else {
        return whole;
    };
    // The 版记 of a short document follows its signature: no attachment.
    if imprint.is_some_and(|at| at < cover_end + 3)
        && remaining(&lines[cover_end..]) < SHORTEST_ATTACHMENT
    {
        return whole;
    }
    if remaining(&lines[cover_end..]) <= SHORTEST_ATTACHMENT {
        return whole;
    }
    let mut starts: Vec<usize> = (cover_end..end)
        .filter(|i| LABEL.is_match(&lines[*i].squeezed()))
        .collect();
    if starts.first() != Some(&cover_end) {
        starts.insert(0, cover_end);
    }
    let ends = starts.iter().skip(1).copied().chain([end]);
    let attachments = starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(a, b)| a..b)
        .collect();
    Split {
        cover_end,
        attachments,
    }
}

/// Divides the lines of a file where it says itself that its parts begin, as a mail's attachments.
pub(super) fn split_at(lines: &[Line], source: &SourceText) -> Split {
    let mut offset = 0;
    let offsets: Vec<u32> = source
        .lines
        .iter()
        .map(|line| {
            let here = offset;
            offset += crate::char_len(&line.text) + 1;
            here
        })
        .collect();
    let begins = |part: &u32| {
        let offset = offsets.get(*part as usize).copied().unwrap_or(offset);
        lines.partition_point(|line| line.offset < offset)
    };
    let mut starts: Vec<usize> = source.parts.iter().map(begins).collect();
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let ranges = starts.iter().copied().zip(ends).map(|(a, b)| a..b);
    Split {
        cover_end: starts.first().copied().unwrap_or(lines.len()),
        attachments: ranges.filter(|r| !r.is_empty()).collect(),
    }
}

fn remaining(lines: &[Line]) -> u32 {
    lines.iter().map(|l| l.chars).sum()
}

/// The first line behind signature, date and remark; `None` where nothing says that a cover ended.
fn cover_end(lines: &[Line]) -> Option<usize> {
    let official = lines
        .iter()
        .take(40)
        .any(|l| number::header_number(&l.shadow).is_some() || recipients::is_recipients(l));
    if !official {
        return None;
    }
    let text_start = lines.iter().position(Line::is_body)?;
    let signed = (text_start + 1..lines.len()).find(|i| {
        signature::is_date(&lines[*i])
            && *i > 0
            && signature::is_signature(&lines[*i - 1])
            && lines[*i].role != LineRole::TableRow
    });
    let labelled = (text_start + 1..lines.len()).find(|i| LABEL.is_match(&lines[*i].squeezed()));
    let mut end = match (signed, labelled) {
        (Some(signed), Some(labelled)) if labelled < signed => return Some(labelled),
        (Some(signed), _) => signed + 1,
        (None, labelled) => return labelled,
    };
    while lines
        .get(end)
        .is_some_and(|l| REMARK.is_match(&l.shadow) && !super::speech::is_date_line(l))
    {
        end += 1;
    }
    Some(end)
}

/// Parses what the cover carries.
pub(super) fn parse_attachments(lines: &[Line], split: &Split, cover: &Document) -> Vec<Document> {
    split
        .attachments
        .iter()
        .map(|range| {
            let part = &lines[range.clone()];
            let mut document = parse_part(part, &Claims::default(), Some(cover));
            name_by_list(&mut document, cover);
            crate::recognise::settle(&mut document, &crate::Origin::default());
            document
        })
        .collect()
}

/// A labelled attachment without a title of its own takes the one of the cover's list.
fn name_by_list(document: &mut Document, cover: &Document) {
    if document.fields.title.is_some() {
        return;
    }
    if let Some(name) = cover
        .fields
        .attachment_list
        .as_ref()
        .and_then(|l| l.value.first())
    {
        document.fields.title = Some(crate::Extracted::new(name.clone(), "attachment-list", 0.7));
    }
}

/// True for the label line 附件1 that heads an attachment.
pub(super) fn is_label(line: &Line) -> bool {
    LABEL.is_match(&line.squeezed())
}
