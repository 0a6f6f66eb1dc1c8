//! The outline: which paragraphs begin a section, and how deep.

use std::collections::HashMap;

use crate::numbering::{Mark, NumberingStyle, find_mark};
use crate::points::find_points;
use crate::{BlockKind, OutlineNode, Span, char_len};

/// What the outline looks at: one paragraph of the text zone.
pub(crate) struct Paragraph<'a> {
    /// Index of the block.
    pub(crate) block: u32,
    pub(crate) text: &'a str,
    pub(crate) shadow: &'a str,
    pub(crate) kind: BlockKind,
    /// Heading level that the file's format gives, if any.
    pub(crate) heading: Option<u8>,
}

/// The outline and what frames it.
#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) nodes: Vec<OutlineNode>,
    /// Level and numbering of each paragraph that begins a section.
    pub(crate) headings: HashMap<u32, (u8, Option<String>)>,
    /// Block from which the closing words run, if they are there.
    pub(crate) closing: Option<u32>,
}

/// A section's rank: the format's headings stand above all numberings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Format(u8),
    Numbered(NumberingStyle),
}

/// Reads the outline of the paragraphs of a text.
pub(crate) fn read_outline(paragraphs: &[Paragraph<'_>]) -> Outline {
    let mut outline = Outline::default();
    let mut open: Vec<Rank> = Vec::new();
    let mut last: HashMap<NumberingStyle, u32> = HashMap::new();
    for paragraph in paragraphs {
        if !matches!(paragraph.kind, BlockKind::Text | BlockKind::Heading) {
            continue;
        }
        let points = find_points(paragraph.shadow, paragraph.text);
        let mark = find_mark(paragraph.shadow)
            .filter(|m| m.style != NumberingStyle::SpokenOrdinal || points_allow(&points, m))
            .filter(|m| counts(m, &last));
        let rank = match (&mark, paragraph.heading) {
            (Some(mark), _) => Some(Rank::Numbered(mark.style)),
            (None, Some(level)) => Some(Rank::Format(level)),
            (None, None) => None,
        };
        if let Some(rank) = rank {
            open.retain(|o| *o < rank);
            if let Some(mark) = &mark {
                last.retain(|style, _| *style <= mark.style);
                last.insert(mark.style, mark.value);
            } else {
                last.clear();
            }
            open.push(rank);
            let level = u8::try_from(open.len()).unwrap_or(u8::MAX);
            outline.push_section(paragraph, level, mark.as_ref());
        } else if outline.closing.is_none() && !outline.nodes.is_empty() && closes(paragraph.shadow)
        {
            outline.closing = Some(paragraph.block);
        }
        if rank.is_some() {
            outline.closing = None;
        }
        let level = u8::try_from(open.len() + 1).unwrap_or(u8::MAX);
        outline
            .nodes
            .extend(points.into_iter().map(|point| OutlineNode {
                level,
                numbering: point.numbering,
                title: point.title,
                block: paragraph.block,
                span: point.span,
            }));
    }
    outline
}

impl Outline {
    fn push_section(&mut self, paragraph: &Paragraph<'_>, level: u8, mark: Option<&Mark>) {
        let numbering = mark.map(|m| m.text.clone());
        let rest = &paragraph.shadow[mark.map_or(0, |m| m.bytes)..];
        let skipped = char_len(paragraph.shadow) - char_len(rest);
        let title = heading_title(paragraph.text, skipped, rest);
        self.headings
            .insert(paragraph.block, (level, numbering.clone()));
        self.nodes.push(OutlineNode {
            level,
            numbering: numbering.unwrap_or_default(),
            title,
            block: paragraph.block,
            span: Span {
                start: 0,
                end: char_len(paragraph.text),
            },
        });
    }
}

/// 第一，… 第二，… in one paragraph are points of it, not a section.
fn points_allow(points: &[crate::points::Point], mark: &Mark) -> bool {
    !points
        .iter()
        .any(|p| p.span.start == 0 && p.numbering == mark.text)
}

/// A mark counts if its value is 1 or the next one at its style since the last higher mark.
fn counts(mark: &Mark, last: &HashMap<NumberingStyle, u32>) -> bool {
    let previous = last.get(&mark.style).copied();
    let article = matches!(
        mark.style,
        NumberingStyle::Part
            | NumberingStyle::Chapter
            | NumberingStyle::Section
            | NumberingStyle::Article
    );
    // Articles run on through the chapters of a law; an excerpt may begin anywhere.
    article || mark.value == 1 || previous.is_some_and(|p| mark.value == p + 1)
}

fn closes(shadow: &str) -> bool {
    [
        "总之，",
        "最后，",
        "同志们，",
        "同志们！",
        "同志们：",
        "各位代表！",
    ]
    .iter()
    .any(|s| shadow.starts_with(s))
}

/// Up to the first 。：；, or the whole line; without the white space after the mark.
fn heading_title(text: &str, skipped: u32, rest: &str) -> String {
    let lead = rest.chars().take_while(|c| c.is_whitespace()).count() as u32;
    let rest = rest.trim_start();
    let end = rest
        .find(['。', '：', '；', '！', '？'])
        .unwrap_or(rest.len());
    let from = skipped + lead;
    crate::slice_chars(text, from, from + char_len(&rest[..end]))
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(lines: &[&str]) -> Vec<String> {
        let paragraphs: Vec<Paragraph<'_>> = lines
            .iter()
            .enumerate()
            .map(|(n, text)| Paragraph {
                block: n as u32,
                text,
                shadow: text,
                kind: BlockKind::Text,
                heading: None,
            })
            .collect();
        let nodes = read_outline(&paragraphs).nodes;
        nodes
            .iter()
            .map(|n| format!("{} {} {}", n.level, n.numbering, n.title))
            .collect()
    }

    #[test]
    fn four_levels() {
        let lines = [
            "一、总体要求",
            "（一）指导思想。坚持。",
            "1．坚持。",
            "2．求真。",
            "（二）原则",
            "二、任务",
        ];
        assert_eq!(
            outline(&lines),
            [
                "1 一、 总体要求",
                "2 （一） 指导思想",
                "3 1． 坚持",
                "3 2． 求真",
                "2 （二） 原则",
                "1 二、 任务"
            ]
        );
    }

    #[test]
    fn a_number_out_of_order_is_text() {
        assert!(outline(&["三、五百字就可以了"]).is_empty());
        assert_eq!(
            outline(&["一、甲", "三、丙", "二、乙"]),
            ["1 一、 甲", "1 二、 乙"]
        );
    }

    #[test]
    fn spoken_sections_hold_points() {
        let lines = [
            "第一，要全面推进。一要分析。二要把握。",
            "第二，要分类指导。一要推动。二要总结。",
        ];
        let got = outline(&lines);
        assert_eq!(got[0], "1 第一 要全面推进");
        assert_eq!(got[1], "2 一 要分析");
        assert_eq!(got.len(), 6);
    }

    #[test]
    fn chapters_hold_articles() {
        let got = outline(&[
            "第一章 总则",
            "第一条 为了。",
            "第二章 分则",
            "第二条 本法。",
        ]);
        assert_eq!(got[1], "2 第一条 为了");
        assert_eq!(got[3], "2 第二条 本法");
    }
}
