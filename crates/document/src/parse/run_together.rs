//! A text whose paragraphs were run together: title, date in brackets, speaker and salutation stand in one line with the
//! first sentences, and are read where they stand.

use std::sync::LazyLock;

use regex::Regex;

use super::{Part, date_line, speech};
use crate::Span;
use crate::model::Extracted;
use crate::surname::is_name;

/// Such a line is longer. Chars.
const SHORTEST: u32 = 200;
/// The head is no longer. Chars.
const HEAD: usize = 160;
/// A title is no longer. Chars.
const LONGEST_TITLE: usize = 90;

static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "[（(][^（）()]{0,10}[12一二][0-9〇○零一二三四五六七八九]{3}[年.\\-/][^（）()]{1,24}[）)]",
    )
    .expect("constant")
});
static GREETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:尊敬的|亲爱的|女士们|先生们|朋友们|同志们|各位|同学们|老师们|主席先生|同胞们|诸位|大会主席)").expect("constant")
});
static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(.*(?:总书记|国家主席|主席|总理|书记|主任|部长|省长|市长|州长|区长|县长|局长|院长|校长|秘书长|会长))?\\s*(\\p{Han}{2,3})$")
        .expect("constant")
});

/// Reads the head of the first line if paragraphs were run together there.
pub(super) fn read(part: &mut Part<'_>, head_end: usize) {
    let Some(line) = part
        .lines
        .get(head_end)
        .filter(|l| l.chars >= SHORTEST && part.fields.title.is_none())
    else {
        return;
    };
    let shadow = line.shadow.clone();
    let head_bytes = shadow
        .char_indices()
        .nth(HEAD)
        .map_or(shadow.len(), |(at, _)| at);
    let head = &shadow[..head_bytes];
    let start = crate::recognise::dateline(head).unwrap_or(0);
    let bracket = BRACKETED
        .find(&head[start..])
        .map(|m| (start + m.start(), start + m.end()));
    let greeting = GREETING.find(&head[start..]).map(|m| start + m.start());
    let before_greeting = |at: usize| greeting.is_none_or(|g| at <= g);
    let place = |from: usize, to: usize| vec![(head_end as u32, Span::of_bytes(&shadow, from, to))];
    if let Some((open, close)) = bracket.filter(|(open, _)| before_greeting(*open))
        && let Some(read) = date_line::read_text(&head[open..close])
    {
        let date = Extracted::new(read.date, "run-together", 0.93);
        part.fields
            .issue_date
            .get_or_insert(date.at(place(open, close)));
        take_title(part, &head[start..open], place(start, open));
        if let Some(at) = read.place {
            part.fields.place =
                Some(Extracted::new(at, "run-together", 0.85).at(place(open, close)));
        }
        let until = greeting.unwrap_or(head.len());
        take_speaker(part, &head[close..until.max(close)], || place(close, until));
    } else if let Some(at) = greeting.filter(|at| *at > start) {
        // 标题 习近平 同志们：
        let lead = head[start..at].trim();
        let clean = lead.chars().count() <= LONGEST_TITLE && !lead.contains(['。', '；', '，']);
        if clean && lead.chars().count() >= 6 {
            take_title(part, lead, place(start, at));
        }
    }
}

fn take_title(part: &mut Part<'_>, text: &str, places: Vec<(u32, Span)>) {
    let title = text.trim().trim_matches(['※', '*', ' ', '\u{3000}']).trim();
    let count = title.chars().count();
    if !(4..=LONGEST_TITLE).contains(&count) || title.contains(['。', '；']) {
        return;
    }
    let occasion = speech::occasion_of(title.split(['—', '－']).next_back().unwrap_or(title));
    part.fields.title =
        Some(Extracted::new(title.to_owned(), "run-together", 0.8).at(places.clone()));
    if let Some(occasion) = occasion {
        part.fields.occasion = Some(Extracted::new(occasion, "run-together", 0.8).at(places));
    }
}

fn take_speaker(part: &mut Part<'_>, text: &str, places: impl Fn() -> Vec<(u32, Span)>) {
    let text = text.trim();
    if text.chars().count() > 40 || part.fields.speaker.is_some() {
        return;
    }
    if let Some(c) = ROLE.captures(text).filter(|c| is_name(&c[2])) {
        part.fields.speaker =
            Some(Extracted::new(c[2].to_owned(), "run-together", 0.85).at(places()));
        if let Some(role) = c
            .get(1)
            .map(|m| m.as_str().trim().to_owned())
            .filter(|r| !r.is_empty())
        {
            part.fields.speaker_roles =
                Some(Extracted::new(vec![role], "run-together", 0.8).at(places()));
        }
    }
}
