//! Who wrote an article, and where it was printed: bylines and the line of a newspaper.
//!
//! Bylines stand under the title (本报记者 周一鸣 郑小芳), behind a dateline (新华社北京6月8日电（记者周一鸣、
//! 郑小芳）) or behind the text (（本报记者 周一鸣）). A name that has not the shape of one ends a byline.

use std::sync::LazyLock;

use regex::Regex;

use crate::date::find_date;
use crate::shadow::{is_han, shadow};
use crate::surname::is_name;
use crate::{BlockKind, Date};

static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:记者|通讯员|撰稿人?|撰文|评论员|作者|执笔|文字?\s*[/／])\s*[：:]?\s*[/／]?\s*")
        .expect("constant")
});

/// Words that stand between or behind the names.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:本报|本刊|本网|新华社|人民日报|特约|见习|实习|首席|驻\p{Han}{2,4}?)*(?:记者|通讯员|实习生|评论员|作者)\s*[：:]?\s*",
    )
    .expect("constant")
});
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:摄影报道|联合报道|综合报道|报道|整理|采写|撰文|文|摄影|摄|图)$")
        .expect("constant")
});
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[（(]([^（）()]{0,20}(?:记者|通讯员)[^（）()]{2,60})[）)]").expect("constant")
});
static NEWSPAPER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:来源|稿源|原载|刊于|载)?\s*[：:]?\s*《?\s*(?P<name>\p{Han}{2,12}(?:报|刊|网|杂志|求是))\s*》?\s*[（(,，]?\s*(?P<rest>\d{4}.+?)\s*[）)]?$",
    )
    .expect("constant")
});
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"第?\s*(?P<page>[A-Za-z]?\d{1,3})\s*版|[（(]\s*(?P<short>[A-Za-z]?\d{1,3})\s*[）)]?\s*$",
    )
    .expect("constant")
});

/// Where an article was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedIn {
    /// 报纸名
    pub name: String,
    /// The day of the issue.
    pub date: Option<Date>,
    /// 版次 without leading zeros: 2, A1.
    pub page: Option<String>,
}

/// Reads the line of a newspaper: 《青河日报》（2020年5月12日 第01版）, 青河日报 2020-05-12(1).
pub fn find_printed_in(line: &str) -> Option<PrintedIn> {
    if line.chars().count() > 60 {
        return None;
    }
    let line = shadow(line.trim());
    let found = NEWSPAPER.captures(&line)?;
    let rest = &found["rest"];
    let page = PAGE.captures(rest).and_then(|c| {
        let page = c.name("page").or_else(|| c.name("short"))?.as_str();
        let letter = page.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = page[letter.len()..].trim_start_matches('0');
        Some(format!("{}{number}", letter.to_ascii_uppercase()))
    });
    let date = find_date(rest).map(|(date, ..)| date);
    (date.is_some() || page.is_some()).then(|| PrintedIn {
        name: found["name"].to_owned(),
        date,
        page,
    })
}

/// The names of a line that is a byline: 本报记者 周一鸣 郑小芳; empty for any other line.
pub(crate) fn names_of_byline(line: &str) -> Vec<String> {
    let line = shadow(line);
    match ROLE.find(&line) {
        Some(role) if role.start() < 40 => names(&line[role.end()..]),
        _ => Vec::new(),
    }
}

/// The persons who wrote an article, as far as its blocks say so: a line under the title, else a bracket
/// at the beginning or the end of the text.
pub fn find_authors<'a>(blocks: impl Iterator<Item = (BlockKind, &'a str)>) -> Vec<String> {
    let blocks: Vec<(BlockKind, &str)> = blocks.collect();
    let head = blocks.iter().take(8).filter(|(kind, text)| {
        let other = matches!(
            kind,
            BlockKind::Aside | BlockKind::Text | BlockKind::Speaker | BlockKind::Subtitle
        );
        other && text.chars().count() <= 60 && !text.contains(['。', '，']) && !text.ends_with('摄')
    });
    let found = head
        .map(|(_, text)| names_of_byline(text))
        .find(|names| !names.is_empty());
    let bracket = |text: &str| {
        let found = BRACKETED
            .captures_iter(text)
            .map(|c| names_of_byline(&c[1]));
        found.filter(|names| !names.is_empty()).last()
    };
    let text: Vec<&str> = blocks
        .iter()
        .filter(|(kind, _)| *kind == BlockKind::Text)
        .map(|(_, text)| *text)
        .collect();
    let lead = || {
        text.iter()
            .take(3)
            .find_map(|text| bracket(first(text, 120)))
    };
    let tail = || {
        text.iter()
            .rev()
            .take(2)
            .find_map(|text| bracket(last(text, 80)))
    };
    found.or_else(lead).or_else(tail).unwrap_or_default()
}

fn first(text: &str, chars: u32) -> &str {
    crate::slice_chars(text, 0, chars)
}

fn last(text: &str, chars: u32) -> &str {
    let all = crate::char_len(text);
    crate::slice_chars(text, all.saturating_sub(chars), all)
}

/// The names at the beginning of a text, parted by white space or 、.
fn names(text: &str) -> Vec<String> {
    let separator = |c: char| c.is_whitespace() || "、，,；;/／|和".contains(c);
    let mut names: Vec<String> = Vec::new();
    let mut rest = text.trim_start_matches(separator);
    // A name of two characters may be spaced out: 李 静.
    let mut half: Option<&str> = None;
    while !rest.is_empty() {
        if let Some(role) = BETWEEN.find(rest) {
            rest = rest[role.end()..].trim_start_matches(separator);
            continue;
        }
        let end = rest
            .find(|c: char| !is_han(c) && c != '·')
            .unwrap_or(rest.len());
        let whole = &rest[..end];
        let token = DONE
            .find(whole)
            .filter(|done| done.start() > 0)
            .map_or(whole, |done| &whole[..done.start()]);
        let joined = half.map(|half| format!("{half}{token}"));
        match (joined.filter(|j| is_name(j)), split(token)) {
            (Some(name), _) => {
                names.push(name);
                half = None;
            }
            (None, found) if !found.is_empty() => {
                names.extend(found);
                half = None;
            }
            (None, _) if half.is_none() && token.chars().count() == 1 => half = Some(token),
            _ => break,
        }
        if token.len() < whole.len() {
            break;
        }
        rest = rest[end..].trim_start_matches(separator);
    }
    names
}

/// One name, or two of three characters that nothing parts.
fn split(token: &str) -> Vec<String> {
    if is_name(token) {
        return vec![token.to_owned()];
    }
    let Some((cut, _)) = token.char_indices().nth(3) else {
        return Vec::new();
    };
    let (left, right) = token.split_at(cut);
    match token.chars().count() == 6 && is_name(left) && is_name(right) {
        true => vec![left.to_owned(), right.to_owned()],
        false => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_name_everybody() {
        for (line, expected) in [
            ("本报记者 周一鸣 郑小芳", "周一鸣 郑小芳"),
            ("本报记者　周一鸣　通讯员　郑小芳", "周一鸣 郑小芳"),
            ("□ 本报记者 李 静 王晓东", "李静 王晓东"),
            ("记者：周一鸣、郑小芳、诸葛平", "周一鸣 郑小芳 诸葛平"),
            ("新华社记者周一鸣郑小芳", "周一鸣 郑小芳"),
            ("作者：周一鸣", "周一鸣"),
            ("文/周一鸣", "周一鸣"),
            ("本报记者 周一鸣报道", "周一鸣"),
            ("人民日报记者 阿不都·热合曼 李静", "阿不都·热合曼 李静"),
            ("记者走进了几户人家", ""),
            ("水渠修到家门口", ""),
        ] {
            assert_eq!(names_of_byline(line).join(" "), expected, "{line}");
        }
    }

    #[test]
    fn authors_stand_under_the_title_or_in_brackets() {
        let find = |texts: &[&str]| {
            let blocks = texts.iter().map(|text| (BlockKind::Text, *text));
            find_authors(blocks).join(" ")
        };
        assert_eq!(
            find(&["题目", "本报记者 周一鸣 郑小芳", "正文。"]),
            "周一鸣 郑小芳"
        );
        let lead = "新华社北京6月8日电（记者周一鸣、郑小芳）水渠修到了家门口。";
        assert_eq!(find(&["题目", lead]), "周一鸣 郑小芳");
        assert_eq!(find(&["题目", "本报讯(通讯员 李静)正文。"]), "李静");
        assert_eq!(
            find(&["题目", "正文。", "最后一段。（本报记者 周一鸣）"]),
            "周一鸣"
        );
        assert_eq!(find(&["题目", "记者走进了几户人家，问了很多问题。"]), "");
    }

    #[test]
    fn newspapers_with_day_and_page() {
        let read = |line: &str| {
            let found = find_printed_in(line)?;
            let date = found.date.map(|d| d.to_string()).unwrap_or_default();
            Some((found.name, date, found.page.unwrap_or_default()))
        };
        let own = |name: &str, date: &str, page: &str| {
            Some((name.to_owned(), date.to_owned(), page.to_owned()))
        };
        for (line, page) in [
            ("《南坪日报》（2021年6月8日 第2版）", "2"),
            ("《南坪日报》（ 2021年06月08日   第 02 版）", "2"),
            ("南坪日报 2021年6月8日 第A1版", "A1"),
            ("来源：南坪日报 2021-06-08(02)", "2"),
            ("《南坪日报》2021年6月8日", ""),
        ] {
            assert_eq!(read(line), own("南坪日报", "2021-06-08", page), "{line}");
        }
        assert_eq!(read("《南坪日报》是一份报纸"), None);
    }
}
