//! Which numbers at the starts of paragraphs belong to the document's own numbering.
//!
//! A number on its own proves little: 三、五百字就可以了 is a sentence. It counts if it begins a sequence, goes on with
//! one, or is followed by its successor. Sequences may begin again in each section (一、 2. 二、 1.) or run on through
//! all of them (一、（一）（二） 二、（三）), as most 意见 do. Where a number is missing, what comes after it still counts.

use std::collections::{HashMap, HashSet};

use crate::numbering::{Mark, NumberingStyle};

/// Returns, for each mark in the order of the text, whether it counts.
pub(crate) fn accepted(marks: &[Mark]) -> Vec<bool> {
    let scheme = Scheme::of(marks);
    let mut read = Read::default();
    let next = successors(marks);
    marks
        .iter()
        .zip(next)
        .map(|(mark, next)| {
            let counts = scheme.allows(mark) && read.continues(mark, next.map(|n| &marks[n]));
            if counts {
                read.take(mark);
            }
            counts
        })
        .collect()
}

/// What the whole text tells about its numbering.
struct Scheme {
    /// First numbers of the decimals: 1 and 4 where there are 1.1 and 4.2.1.
    decimals: HashSet<u32>,
    /// Spoken styles that reach a second item.
    pairs: HashSet<NumberingStyle>,
}

impl Scheme {
    fn of(marks: &[Mark]) -> Scheme {
        let first = |m: &Mark| m.parents.first().copied();
        let second = |m: &&Mark| m.value == 2 && m.parents.is_empty();
        Scheme {
            decimals: marks.iter().filter_map(first).collect(),
            pairs: marks.iter().filter(second).map(|m| m.style).collect(),
        }
    }

    /// The styles that look like ordinary words or figures need more than their own value.
    fn allows(&self, mark: &Mark) -> bool {
        match mark.style {
            NumberingStyle::Bare => self.decimals.contains(&mark.value),
            style @ NumberingStyle::SpokenPoint(_) => self.pairs.contains(&style),
            _ => true,
        }
    }
}

/// The sequences as far as they were read.
#[derive(Default)]
struct Read {
    /// Last value of each style since the last mark of a higher one.
    section: HashMap<NumberingStyle, u32>,
    /// Last value of each style in the whole text.
    text: HashMap<NumberingStyle, u32>,
    /// The decimal read last, all its numbers.
    decimal: Vec<u32>,
}

impl Read {
    fn continues(&self, mark: &Mark, next: Option<&Mark>) -> bool {
        if let NumberingStyle::Decimal(_) = mark.style {
            return self.continues_decimal(mark, next);
        }
        let follows = |last: Option<&u32>| last.is_some_and(|n| n + 1 == mark.value);
        let succeeded = next.is_some_and(|n| n.value == mark.value + 1);
        // Articles of an excerpt may begin anywhere.
        mark.style.is_of_law()
            || mark.value == 1
            || follows(self.section.get(&mark.style))
            || follows(self.text.get(&mark.style))
            || (succeeded && !matches!(mark.style, NumberingStyle::SpokenPoint(_)))
    }

    /// 1.1 opens; 1.2 follows 1.1 and 1.1.7; 2.1 follows 1.9 where chapters have no line of their own.
    fn continues_decimal(&self, mark: &Mark, next: Option<&Mark>) -> bool {
        let depth = mark.parents.len();
        let beside = self.decimal.get(..depth) == Some(&mark.parents[..]);
        let opens = mark.value == 1;
        let follows = beside && self.decimal.get(depth).is_some_and(|n| n + 1 == mark.value);
        let succeeded =
            next.is_some_and(|n| n.parents == mark.parents && n.value == mark.value + 1);
        opens || follows || succeeded
    }

    fn take(&mut self, mark: &Mark) {
        self.section.retain(|style, _| *style <= mark.style);
        self.section.insert(mark.style, mark.value);
        self.text.insert(mark.style, mark.value);
        if let NumberingStyle::Decimal(_) = mark.style {
            self.decimal.clone_from(&mark.parents);
            self.decimal.push(mark.value);
        }
    }
}

/// For each mark the next one of its style.
fn successors(marks: &[Mark]) -> Vec<Option<usize>> {
    let mut seen: HashMap<NumberingStyle, usize> = HashMap::new();
    let mut next: Vec<Option<usize>> = marks
        .iter()
        .enumerate()
        .rev()
        .map(|(n, mark)| seen.insert(mark.style, n))
        .collect();
    next.reverse();
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbering::find_mark;

    /// The starts of paragraphs whose number counts.
    fn counted<'a>(lines: &[&'a str]) -> Vec<&'a str> {
        let found: Vec<(&str, Mark)> = lines
            .iter()
            .filter_map(|l| Some((*l, find_mark(l)?)))
            .collect();
        let marks: Vec<Mark> = found.iter().map(|(_, mark)| mark.clone()).collect();
        let counts = accepted(&marks);
        found
            .into_iter()
            .zip(counts)
            .filter_map(|((line, _), counts)| counts.then_some(line))
            .collect()
    }

    fn all_count(lines: &[&str]) {
        assert_eq!(counted(lines), lines);
    }

    #[test]
    fn numbers_run_on_through_the_sections() {
        all_count(&[
            "一、甲",
            "（一）子",
            "（二）丑",
            "二、乙",
            "（三）寅",
            "（四）卯",
        ]);
        all_count(&["第一章 总则", "一、甲", "二、乙", "第二章 分则", "三、丙"]);
    }

    #[test]
    fn numbers_begin_again_in_each_section() {
        all_count(&["一、甲", "1．子", "2．丑", "二、乙", "1．寅"]);
    }

    #[test]
    fn a_gap_does_not_lose_the_rest() {
        all_count(&["一、甲", "二、乙", "四、丁", "五、戊"]);
        all_count(&["（五）戊", "（六）己"]);
    }

    #[test]
    fn a_number_out_of_order_is_text() {
        assert!(counted(&["三、五百字就可以了"]).is_empty());
        assert_eq!(
            counted(&["一、甲", "三、丙", "二、乙"]),
            ["一、甲", "二、乙"]
        );
    }

    #[test]
    fn decimals() {
        all_count(&[
            "1 总则",
            "1.1 目的",
            "1.2 依据",
            "2 组织",
            "2.1 机构",
            "2.1.1 职责",
            "2.1.2 人员",
            "2.2 专家",
        ]);
        assert_eq!(counted(&["3.5公里的路", "2010.7月"]), Vec::<&str>::new());
        assert_eq!(counted(&["5 月份工作", "一、甲"]), ["一、甲"]);
    }

    #[test]
    fn spoken_points_need_a_second() {
        all_count(&["一是快。", "二是好。"]);
        assert!(counted(&["一是快。", "一要好。"]).is_empty());
    }
}
