//! Points inside one paragraph: 一要…二要…, 第一，…第二，…, 首先，…其次，….

use std::sync::LazyLock;

use regex::Regex;

use crate::{Span, numeral};

/// A run of points in one paragraph, at least two, numbered from 1 without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) numbering: String,
    pub(crate) title: String,
    pub(crate) span: Span,
}

static POINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<n>[一二三四五六七八九十]{1,2})(?P<v>[要是])|第(?P<o>[一二三四五六七八九十]{1,2})[，,]|(?P<w>首先|其次|再次|最后)[，,]",
    )
    .expect("constant")
});

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// 一要 / 一是; the verb belongs to the title.
    Verb(char),
    /// 第一，
    Ordinal,
    /// 首先，
    Word,
}

struct Candidate<'a> {
    form: Form,
    value: u32,
    numbering: &'a str,
    /// Byte where the point starts.
    start: usize,
    /// Byte where its title starts.
    title: usize,
}

/// The points of a paragraph; empty if it has no complete run.
pub(crate) fn find_points(shadow: &str, text: &str) -> Vec<Point> {
    let candidates = candidates(shadow);
    let Some(run) = first_run(&candidates) else {
        return Vec::new();
    };
    let chars_to = |byte: usize| shadow[..byte].chars().count() as u32;
    let ends = run.iter().skip(1).map(|c| c.start).chain([shadow.len()]);
    run.iter()
        .zip(ends)
        .map(|(c, end)| {
            let span = Span {
                start: chars_to(c.start),
                end: chars_to(end),
            };
            let title = title_of(&shadow[c.title..end]);
            let from = chars_to(c.title);
            let title = crate::slice_chars(text, from, from + title.chars().count() as u32);
            Point {
                numbering: c.numbering.to_owned(),
                title: title.to_owned(),
                span,
            }
        })
        .collect()
}

fn candidates(shadow: &str) -> Vec<Candidate<'_>> {
    let mut found = Vec::new();
    let (mut depth, mut scanned) = (0_i32, 0);
    for c in POINT.captures_iter(shadow) {
        let Some(whole) = c.get(0) else { continue };
        let before = &shadow[..whole.start()];
        for ch in shadow[scanned..whole.start()].chars() {
            match ch {
                '“' | '《' | '（' | '(' => depth += 1,
                '”' | '》' | '）' | ')' => depth = (depth - 1).max(0),
                _ => {}
            }
        }
        scanned = whole.start();
        let starts_sentence = before.trim_end().is_empty()
            || before
                .trim_end()
                .ends_with(['。', '；', '！', '？', '：', ';', ':']);
        if depth > 0 || !starts_sentence {
            continue;
        }
        found.extend(read(&c, whole));
    }
    found
}

fn read<'a>(c: &regex::Captures<'a>, whole: regex::Match<'a>) -> Option<Candidate<'a>> {
    if let (Some(n), Some(v)) = (c.name("n"), c.name("v")) {
        return Some(Candidate {
            form: Form::Verb(v.as_str().chars().next()?),
            value: numeral::number(n.as_str())?,
            numbering: n.as_str(),
            start: whole.start(),
            title: v.start(),
        });
    }
    let (form, value, numbering) = match (c.name("o"), c.name("w")) {
        (Some(o), _) => {
            let from = o.start() - "第".len() - whole.start();
            let to = o.end() - whole.start();
            (
                Form::Ordinal,
                numeral::number(o.as_str())?,
                &whole.as_str()[from..to],
            )
        }
        (None, Some(w)) => {
            let order = ["首先", "其次", "再次", "最后"]
                .iter()
                .position(|x| *x == w.as_str())?;
            (Form::Word, order as u32 + 1, w.as_str())
        }
        (None, None) => return None,
    };
    Some(Candidate {
        form,
        value,
        numbering,
        start: whole.start(),
        title: whole.end(),
    })
}

/// The first run of one form: 1, 2, 3 …; 最后 may follow 其次.
fn first_run<'a, 'b>(candidates: &'b [Candidate<'a>]) -> Option<Vec<&'b Candidate<'a>>> {
    for (at, first) in candidates.iter().enumerate() {
        if first.value != 1 {
            continue;
        }
        let mut run = vec![first];
        for next in candidates[at + 1..].iter().filter(|c| c.form == first.form) {
            let last = run[run.len() - 1].value;
            let follows = next.value == last + 1
                || (first.form == Form::Word && next.value == 4 && last >= 2);
            if follows {
                run.push(next);
            } else if next.value == 1 {
                break;
            }
        }
        if run.len() >= 2 {
            return Some(run);
        }
    }
    None
}

/// Up to the first 。 or ； outside quotes, at most 80 chars.
fn title_of(rest: &str) -> &str {
    let mut depth = 0_i32;
    for (at, c) in rest.char_indices() {
        match c {
            '“' | '《' | '（' => depth += 1,
            '”' | '》' | '）' => depth -= 1,
            '。' | '；' | '！' | '？' if depth <= 0 => return &rest[..at],
            _ => {}
        }
    }
    let end = rest.char_indices().nth(80).map_or(rest.len(), |(at, _)| at);
    rest[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        let points = find_points(text, text);
        points
            .into_iter()
            .map(|p| format!("{}|{}", p.numbering, p.title))
            .collect()
    }

    #[test]
    fn runs() {
        assert_eq!(
            titles("要抓好三件事。一要分析形势。这是基点。二要把握方向。"),
            ["一|要分析形势", "二|要把握方向"]
        );
        assert_eq!(
            titles("第一，要读原著。第二，要读历史。"),
            ["第一|要读原著", "第二|要读历史"]
        );
        assert_eq!(
            titles("首先，持之以恒。其次，学思结合。最后，有笔记。"),
            ["首先|持之以恒", "其次|学思结合", "最后|有笔记"]
        );
        assert_eq!(titles("一是快。二是好。"), ["一|是快", "二|是好"]);
    }

    #[test]
    fn no_runs() {
        for text in [
            "一要分析形势。",
            "一心一意。二要",
            "他说“一要快。二要好。”",
            "一篇评论，三、五百字",
        ] {
            assert!(titles(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_title_keeps_its_quotation() {
        let text = "一要落实“先进。表率”的要求。二要办实事。";
        assert_eq!(titles(text)[0], "一|要落实“先进。表率”的要求");
    }
}
