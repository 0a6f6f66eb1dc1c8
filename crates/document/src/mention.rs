//! What a text speaks of: persons, meetings, campaigns, organs, places, quotations.
//!
//! Surface rules only; a mention is a candidate for a link, never a fact.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::shadow::is_han;
use crate::{Span, surname};

/// What is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// A person by full name.
    Person,
    /// A person by given name only: 跃跃同志.
    PartialName,
    /// 会议
    Meeting,
    /// 活动
    Campaign,
    /// 机构
    Organ,
    /// 地点
    Place,
    /// “…”
    Quotation,
}

/// One thing mentioned, with its first place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// What it is.
    pub kind: MentionKind,
    /// The name without its title, or the quotation without its marks.
    pub text: String,
    /// How often it stands in the document.
    pub count: u32,
    /// Index of the block in which it first stands.
    pub block: u32,
    /// Chars there.
    pub span: Span,
}

static PERSON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:同志|总书记|主席|总理|委员长)").expect("constant"));

static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:党的)?十[一二三四五六七八九]届[一二三四五六七八九]中全会|党的(?:十[一二三四五六七八九]|二十)大|(?:中央[\p{Han}]{1,6}工作会议)|[一二三四五六七八九十]届[一二三四五六七八九]中全会")
        .expect("constant")
});

static CAMPAIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(创先争优|学习实践|主题教育|先进性教育|[\p{Han}]{2}教育|[\p{Han}]{2}实践|[\p{Han}]{2}争优|[\p{Han}]{2}竞赛)活动").expect("constant")
});

static ORGAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"[\p{Han}]{2}[一二三四五六七八九]局|(?:综合|宣传|文秘|指导|督导|联络)组|中央政治局常委",
    )
    .expect("constant")
});

static PLACE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{Han}{2}(?:村|镇|乡|屯)").expect("constant"));

/// All mentions of a document, each once, in the order of their first places.
pub fn find_mentions<'a>(blocks: impl Iterator<Item = (u32, &'a str)>) -> Vec<Mention> {
    let mut seen: BTreeMap<(MentionKind, String), Mention> = BTreeMap::new();
    let blocks: Vec<(u32, &str)> = blocks.collect();
    for (block, text) in &blocks {
        let mut add = |kind, from: usize, to: usize| {
            let name = text[from..to].to_owned();
            let span = Span::of_bytes(text, from, to);
            let mention = Mention {
                kind,
                text: name.clone(),
                count: 0,
                block: *block,
                span,
            };
            seen.entry((kind, name)).or_insert(mention).count += 1;
        };
        persons(text, &mut add);
        for (kind, pattern) in [
            (MentionKind::Meeting, &MEETING),
            (MentionKind::Campaign, &CAMPAIGN),
            (MentionKind::Organ, &ORGAN),
            (MentionKind::Place, &PLACE),
        ] {
            pattern
                .find_iter(text)
                .filter(|m| kind == MentionKind::Meeting || clean(m.as_str()))
                .for_each(|m| add(kind, m.start(), m.end()));
        }
        quotations(text, &mut add);
    }
    let mut all: Vec<Mention> = seen.into_values().collect();
    for mention in all.iter_mut().filter(|m| m.kind == MentionKind::Person) {
        let count: usize = blocks
            .iter()
            .map(|(_, text)| text.matches(&mention.text).count())
            .sum();
        mention.count = u32::try_from(count).unwrap_or(u32::MAX);
    }
    all.sort_by_key(|m| (m.block, m.span.start, m.kind));
    all
}

/// A suffix rule must not swallow function words: 的农村, 在乡镇.
fn clean(text: &str) -> bool {
    !text.starts_with([
        '的', '了', '在', '和', '与', '到', '从', '对', '是', '各', '个', '农', '些', '村', '乡',
        '城', '全', '用',
    ]) && !text.contains(['的', '和', '与'])
}

fn persons(text: &str, add: &mut impl FnMut(MentionKind, usize, usize)) {
    let mut found: Vec<(MentionKind, usize, usize)> = Vec::new();
    for title in PERSON.find_iter(text) {
        let before = &text[..title.start()];
        let run: Vec<usize> = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_han(*c))
            .take(3)
            .map(|(at, _)| at)
            .collect();
        let full = [3, 2]
            .into_iter()
            .filter_map(|n| run.get(n - 1))
            .find(|from| {
                let name = &before[**from..];
                surname::is_name(name)
                    && !name.ends_with(['们', '的', '导', '部', '位', '党', '等'])
            });
        if let Some(from) = full {
            found.push((MentionKind::Person, *from, title.start()));
        } else if title.as_str() == "同志" && run.len() == 2 && stands_alone(before, run.len()) {
            found.push((MentionKind::PartialName, run[1], title.start()));
        }
    }
    // 跃跃同志、向群同志: beside given names, a two-character name is a given name too.
    for n in 0..found.len() {
        let (kind, from, to) = found[n];
        let beside = |other: Option<&(MentionKind, usize, usize)>| {
            other.is_some_and(|(kind, start, end)| {
                let between = if *start > to {
                    &text[to..*start]
                } else {
                    &text[*end..from]
                };
                *kind == MentionKind::PartialName && between == "同志、"
            })
        };
        let previous = n.checked_sub(1).and_then(|n| found.get(n));
        let two = text[from..to].chars().count() == 2;
        if kind == MentionKind::Person && two && (beside(previous) || beside(found.get(n + 1))) {
            found[n].0 = MentionKind::PartialName;
        }
    }
    found
        .into_iter()
        .for_each(|(kind, from, to)| add(kind, from, to));
}

/// The run of `count` chars before the title follows punctuation or starts the text.
fn stands_alone(before: &str, count: usize) -> bool {
    let lead = before.chars().rev().nth(count);
    let given = before.chars().rev().take(count).collect::<String>();
    lead.is_none_or(|c| matches!(c, '。' | '，' | '、' | '；'))
        && !given.contains(['们', '部', '位', '的', '些', '有', '老', '多', '等', '党'])
}

fn quotations(text: &str, add: &mut impl FnMut(MentionKind, usize, usize)) {
    let mut rest = 0;
    while let Some(open) = text[rest..].find('“').map(|at| rest + at) {
        let from = open + '“'.len_utf8();
        let Some(close) = text[from..].find('”').map(|at| from + at) else {
            return;
        };
        if close > from {
            add(MentionKind::Quotation, from, close);
        }
        rest = close;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: MentionKind, text: &str) -> Vec<String> {
        let all = find_mentions([(0, text)].into_iter());
        all.into_iter()
            .filter(|m| m.kind == kind)
            .map(|m| m.text)
            .collect()
    }

    #[test]
    fn persons_full_and_partial() {
        let text =
            "胡锦涛总书记作出指示，习近平同志提出要求。跃跃同志、向群同志讲了意见。同志们好。";
        assert_eq!(of(MentionKind::Person, text), ["胡锦涛", "习近平"]);
        assert_eq!(of(MentionKind::PartialName, text), ["跃跃", "向群"]);
    }

    #[test]
    fn meetings_and_quotations() {
        let text = "党的十七大和十七届四中全会强调“两张皮”问题";
        assert_eq!(
            of(MentionKind::Meeting, text),
            ["党的十七大", "十七届四中全会"]
        );
        assert_eq!(of(MentionKind::Quotation, text), ["两张皮"]);
    }
}
