//! The outline: which paragraphs begin a section, and how deep.

use std::collections::HashMap;

use crate::contents::find_contents;
use crate::numbering::{Mark, NumberingStyle, find_mark};
use crate::points::{Point, find_points};
use crate::sequence::accepted;
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

/// A section's rank: the format's headings are above all numberings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Format(u8),
    Numbered(NumberingStyle),
}

/// A section that is not over.
struct Open {
    rank: Rank,
    /// Heading level of the format, of a numbered section too.
    heading: Option<u8>,
}

impl Open {
    /// True if a section of `rank` belongs inside.
    fn holds(&self, rank: Rank, heading: Option<u8>) -> bool {
        match (self.heading, heading) {
            // Where the format gives both their levels, it knows.
            (Some(outer), Some(inner)) if outer != inner => outer < inner,
            (None, Some(_)) if matches!(rank, Rank::Format(_)) => false,
            _ => self.rank < rank,
        }
    }
}

/// What one paragraph tells.
struct Reading {
    points: Vec<Point>,
    mark: Option<Mark>,
}

impl Reading {
    fn of(paragraph: &Paragraph<'_>) -> Reading {
        if !matches!(paragraph.kind, BlockKind::Text | BlockKind::Heading) {
            return Reading {
                points: Vec::new(),
                mark: None,
            };
        }
        let points = find_points(paragraph.shadow, paragraph.text);
        // 第一，… 第二，… in one paragraph are points of it, not a section.
        let is_point = |m: &Mark| {
            points
                .iter()
                .any(|p| p.span.start == 0 && p.numbering == m.text)
        };
        let mark = find_mark(paragraph.shadow).filter(|m| !is_point(m));
        Reading { points, mark }
    }

    /// 一是… at the start of a paragraph is a point whose run goes on in the next paragraphs.
    fn begins_point(&self) -> bool {
        self.mark
            .as_ref()
            .is_some_and(|m| matches!(m.style, NumberingStyle::SpokenPoint(_)))
    }
}

/// Reads the outline of the paragraphs of a text.
pub(crate) fn read_outline(paragraphs: &[Paragraph<'_>]) -> Outline {
    let mut outline = Outline::default();
    let mut open: Vec<Open> = Vec::new();
    for (paragraph, reading) in paragraphs.iter().zip(readings(paragraphs)) {
        if !matches!(paragraph.kind, BlockKind::Text | BlockKind::Heading) {
            continue;
        }
        let rank = match (&reading.mark, paragraph.heading) {
            (Some(_), _) if reading.begins_point() => None,
            (Some(mark), _) => Some(Rank::Numbered(mark.style)),
            (None, Some(level)) => Some(Rank::Format(level)),
            (None, None) => None,
        };
        if let Some(rank) = rank {
            open.retain(|o| o.holds(rank, paragraph.heading));
            open.push(Open {
                rank,
                heading: paragraph.heading,
            });
            outline.push_section(paragraph, depth(open.len()), reading.mark.as_ref());
            outline.closing = None;
        } else if outline.closing.is_none() && !outline.nodes.is_empty() && closes(paragraph.shadow)
        {
            outline.closing = Some(paragraph.block);
        }
        let level = depth(open.len() + 1);
        if reading.begins_point() {
            // No heading: its words are text.
            outline
                .nodes
                .push(whole(paragraph, level, reading.mark.as_ref()));
        }
        outline
            .nodes
            .extend(reading.points.into_iter().map(|point| OutlineNode {
                level,
                numbering: point.numbering,
                title: point.title,
                block: paragraph.block,
                span: point.span,
            }));
    }
    outline
}

fn depth(sections: usize) -> u8 {
    u8::try_from(sections).unwrap_or(u8::MAX)
}

/// The readings of all paragraphs, with the marks that belong to the document's numbering.
fn readings(paragraphs: &[Paragraph<'_>]) -> Vec<Reading> {
    let mut readings: Vec<Reading> = paragraphs.iter().map(Reading::of).collect();
    for entry in &mut readings[find_contents(paragraphs)] {
        entry.mark = None;
    }
    let marks: Vec<Mark> = readings.iter().filter_map(|r| r.mark.clone()).collect();
    let mut counts = accepted(&marks).into_iter();
    for reading in readings.iter_mut().filter(|r| r.mark.is_some()) {
        if counts.next() != Some(true) {
            reading.mark = None;
        }
    }
    readings
}

impl Outline {
    fn push_section(&mut self, paragraph: &Paragraph<'_>, level: u8, mark: Option<&Mark>) {
        let numbering = mark.map(|m| m.text.clone());
        self.headings.insert(paragraph.block, (level, numbering));
        self.nodes.push(whole(paragraph, level, mark));
    }
}

/// The node of a whole paragraph.
fn whole(paragraph: &Paragraph<'_>, level: u8, mark: Option<&Mark>) -> OutlineNode {
    let rest = &paragraph.shadow[mark.map_or(0, |m| m.bytes)..];
    let skipped = char_len(paragraph.shadow) - char_len(rest);
    OutlineNode {
        level,
        numbering: mark.map(|m| m.text.clone()).unwrap_or_default(),
        title: heading_title(paragraph.text, skipped, rest),
        block: paragraph.block,
        span: Span {
            start: 0,
            end: char_len(paragraph.text),
        },
    }
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
