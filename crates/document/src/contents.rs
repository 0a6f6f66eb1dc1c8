//! A table of contents (目录) at the head of a text: its lines repeat the headings and are none themselves.
//!
//! Only a line that says 目录 opens one, and only where its first entry comes again as a line of its own.

use std::ops::Range;

use crate::outline::Paragraph;
use crate::shadow::squeeze;

/// Chars; a longer line is no entry.
const LONGEST_ENTRY: usize = 60;

/// The paragraphs of the table of contents, without the line 目录; empty where there is none.
pub(crate) fn find_contents(paragraphs: &[Paragraph<'_>]) -> Range<usize> {
    let mut texts = paragraphs.iter().map(|p| entry(p.shadow));
    let Some(title) = texts.clone().position(|text| text == "目录") else {
        return 0..0;
    };
    let first = title + 1;
    let Some(opening) = texts.clone().nth(first).filter(|text| !text.is_empty()) else {
        return 0..0;
    };
    let entries = texts
        .clone()
        .skip(first + 1)
        .take_while(|text| {
            *text != opening && text.chars().count() <= LONGEST_ENTRY && !text.contains('。')
        })
        .count();
    let end = first + 1 + entries;
    match texts.nth(end) {
        Some(text) if text == opening => first..end,
        _ => 0..0,
    }
}

/// A line without white space, leader dots and page number.
fn entry(shadow: &str) -> String {
    let text = squeeze(shadow);
    let leaders = ['.', '…', '·', '．', '—', '-', '(', ')', '（', '）'];
    let cut = text.trim_end_matches(|c: char| c.is_ascii_digit() || leaders.contains(&c));
    // Only with leaders is the number at the end that of a page.
    let tail = &text[cut.len()..];
    if tail.contains(['.', '…', '·', '．']) {
        cut.to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BlockKind;

    fn contents(lines: &[&str]) -> Range<usize> {
        let paragraphs: Vec<Paragraph<'_>> = lines
            .iter()
            .map(|text| Paragraph {
                block: 0,
                text,
                shadow: text,
                kind: BlockKind::Text,
                heading: None,
            })
            .collect();
        find_contents(&paragraphs)
    }

    #[test]
    fn entries_are_no_headings() {
        assert_eq!(
            contents(&[
                "条例",
                "目 录",
                "第一章 总则",
                "第二章 附则",
                "第一章 总则",
                "第一条 为了。"
            ]),
            2..4
        );
        assert_eq!(
            contents(&["目录", "一、总则……1", "二、分则……3", "一、总则", "正文。"]),
            1..3
        );
    }

    #[test]
    fn a_list_that_is_called_contents_stays() {
        assert_eq!(contents(&["目录", "一、设备", "二、材料"]), 0..0);
        assert_eq!(contents(&["目录"]), 0..0);
    }
}
