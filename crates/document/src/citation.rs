//! What a text cites: titles in 《》 and document numbers.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::{Span, number};

/// What is cited, by the form of its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CitationKind {
    /// 条例、通知、决定 …
    Official,
    /// 日报、杂志 …
    Periodical,
    /// Any other title.
    Work,
    /// A document number without a title.
    Number,
}

/// One citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The title without its outer marks, or the number in canonical form.
    pub text: String,
    /// The number that stands in brackets behind the title.
    pub number: Option<String>,
    /// What it is.
    pub kind: CitationKind,
    /// Index of the block.
    pub block: u32,
    /// Chars in the block, with the marks.
    pub span: Span,
    /// False when the closing mark is missing.
    pub closed: bool,
}

const LONGEST: usize = 80;

static PERIODICAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(日报|时报|晚报|早报|周报|周刊|月刊|杂志|求是|内参|简报)$").expect("constant")
});

static OFFICIAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(条例|规定|办法|规则|细则|法|意见|通知|决定|决议|公报|公告|通告|通报|批复|请示|函|纪要|准则|章程|解释|纲要|规划|方案|计划|报告|令)(（[^）]*）)?$")
        .expect("constant")
});

/// All citations of one block.
pub fn find_citations(block: u32, text: &str) -> Vec<Citation> {
    let mut numbers = number::find_numbers(text);
    let mut found = Vec::new();
    for (start, end, closed) in titles(text) {
        let inner = text[start..end].trim_start_matches('《');
        let inner = if closed {
            inner.trim_end_matches('》')
        } else {
            inner
        };
        let behind = &text[end..];
        let number = numbers.iter().position(|n| {
            n.start > end
                && behind.starts_with(['（', '('])
                && text[end..n.start].chars().count() == 1
        });
        let number = number.map(|at| numbers.remove(at).number.to_string());
        found.push(Citation {
            text: inner.split_whitespace().collect::<Vec<_>>().join(""),
            number,
            kind: kind_of(inner),
            block,
            span: Span::of_bytes(text, start, end),
            closed,
        });
    }
    found.extend(numbers.into_iter().map(|n| Citation {
        text: n.number.to_string(),
        number: None,
        kind: CitationKind::Number,
        block,
        span: Span::of_bytes(text, n.start, n.end),
        closed: true,
    }));
    found.sort_by_key(|c| c.span.start);
    found
}

fn kind_of(title: &str) -> CitationKind {
    if PERIODICAL.is_match(title) {
        CitationKind::Periodical
    } else if OFFICIAL.is_match(title) {
        CitationKind::Official
    } else {
        CitationKind::Work
    }
}

/// Byte ranges of 《…》, marks included; nested 《》 belong to the outer title.
fn titles(text: &str) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = text[rest..].find('《').map(|at| rest + at) {
        let (mut depth, mut end, mut count) = (0_i32, None, 0);
        for (offset, c) in text[at..].char_indices() {
            match c {
                '《' => depth += 1,
                '》' => depth -= 1,
                _ => {}
            }
            count += 1;
            if depth == 0 {
                end = Some(at + offset + c.len_utf8());
                break;
            }
            if count > LONGEST + 2 {
                break;
            }
        }
        let closed = end.is_some();
        let end = end.unwrap_or_else(|| unclosed_end(text, at));
        if text[at..end].chars().count() > 2 {
            found.push((at, end, closed));
        }
        rest = end.max(at + '《'.len_utf8());
    }
    found
}

/// An unclosed title ends with its sentence.
fn unclosed_end(text: &str, at: usize) -> usize {
    let from = at + '《'.len_utf8();
    let limit = text[from..]
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(n, _)| from + n);
    text[from..limit]
        .find(['。', '；', '，', '》', '《'])
        .map_or(limit, |n| from + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_numbers_pair_up() {
        let got = find_citations(
            0,
            "落实《关于大兴调查研究之风的决定》（青发〔2021〕3号）和国发〔2009〕1号、2号",
        );
        let texts: Vec<_> = got
            .iter()
            .map(|c| (c.text.as_str(), c.number.as_deref()))
            .collect();
        assert_eq!(
            texts,
            [
                ("关于大兴调查研究之风的决定", Some("青发〔2021〕3号")),
                ("国发〔2009〕1号", None),
                ("国发〔2009〕2号", None)
            ]
        );
    }

    #[test]
    fn neighbours_nesting_and_a_missing_mark() {
        let got = find_citations(0, "《实践论》《矛盾论》");
        assert_eq!(got.len(), 2);
        let nested = find_citations(0, "《关于修改〈人民日报〉条例的决定》");
        assert_eq!(nested[0].text, "关于修改〈人民日报〉条例的决定");
        let open = find_citations(0, "学习《实践论，再学一遍");
        assert_eq!((open[0].text.as_str(), open[0].closed), ("实践论", false));
        assert!(find_citations(0, "《》").is_empty());
    }

    #[test]
    fn kinds() {
        let kind = |text: &str| find_citations(0, text)[0].kind;
        assert_eq!(kind("《人民日报》"), CitationKind::Periodical);
        assert_eq!(kind("《暂行办法（试行）》"), CitationKind::Official);
        assert_eq!(kind("《共产党宣言》"), CitationKind::Work);
    }
}
