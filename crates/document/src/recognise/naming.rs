//! The title of a text that has no title line: the name of its file if that says something, else one made of what the text
//! says of itself. A made title is marked by its rule and is never a sentence cut off.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Block, BlockKind, Document, Extracted};
use crate::{Kind, Origin};

/// The rule of a title that was made.
pub(crate) const MADE: &str = "made-title";
/// The rule of a title that is the name of the file.
const FILE_NAME: &str = "file-name";

/// A made title is no longer. Chars.
const LONGEST: usize = 40;

static SESSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(.{4,60}?(?:全体会议|代表大会|会议|全会|大会|座谈会))[，,]?(?:已)?(?:于|在|自|[0-9０-９一二三四五六七八九十]{1,4}[年月])")
        .expect("constant")
});
static PARTY_SESSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("(?:委员会|大会).{0,12}(?:全体会议|代表大会)$").expect("constant"));
static GATHERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:隆重集会|欢聚一堂|齐聚一堂|召开|举行|出席|参加|迎来)(?:这个|这次|本次)?[，,]?(.{4,36}?(?:大会|会议|论坛|峰会|座谈会|开幕式|闭幕式|启动仪式|典礼|研讨会|年会|周年))")
        .expect("constant")
});

/// Returns true for a title that the program made of what the text says of itself.
pub fn is_made_title(title: &Extracted<String>) -> bool {
    title.rule == MADE
}

/// Takes the name of the file for a title where the text has none, or nothing but 标题 that says nothing.
pub(super) fn take_name(document: &mut Document, origin: &Origin) {
    if document.fields.title.is_some() {
        return;
    }
    if let Some(name) = origin.title() {
        document.fields.title = Some(Extracted::new(name, FILE_NAME, 0.75));
    }
}

/// Makes a title where neither the text nor the name has one.
pub(super) fn settle(document: &mut Document, origin: &Origin) {
    if document.fields.title.is_some() {
        return;
    }
    let made = of_session(document)
        .or_else(|| of_speech(document))
        .or_else(|| first_clause(document))
        .or_else(|| Some(origin.name.clone()).filter(|n| !n.is_empty()));
    if let Some(title) = made {
        document.fields.title = Some(Extracted::new(title, MADE, 0.5));
    }
}

/// 中国共产党第十五届中央委员会第五次全体会议，于…在北京举行 → …公报
fn of_session(document: &Document) -> Option<String> {
    let text = texts(document).next()?.text.as_str();
    let c = SESSION.captures(text)?;
    let session = c[1].trim();
    let clean = !session.contains(['，', '。', '；', '：']);
    let suffix = match document.kind {
        Kind::Official if PARTY_SESSION.is_match(session) => "公报",
        Kind::News => "的报道",
        Kind::Speech => return None,
        _ => "",
    };
    clean.then(|| format!("{session}{suffix}"))
}

fn of_speech(document: &Document) -> Option<String> {
    if document.kind != Kind::Speech {
        return None;
    }
    if let Some(occasion) = &document.fields.occasion {
        return Some(format!("在{}上的讲话", occasion.value));
    }
    let head: String = texts(document)
        .take(3)
        .flat_map(|b| b.text.chars().take(300))
        .collect();
    let occasion = GATHERED.captures(&head).map(|c| c[1].to_owned());
    let clean = occasion.filter(|o| !o.contains(['，', '。', '；', '：', '！']));
    clean.map(|o| format!("在{}上的讲话", o.trim_start_matches(['的', '了'])))
}

/// The first clause that says something, whole; `None` if it is too long to be a title.
fn first_clause(document: &Document) -> Option<String> {
    let clauses = texts(document).take(5).flat_map(|b| {
        b.text
            .split(['，', '。', '；', '：', '！', '？', ',', ';', '!', '?', '　'])
            .map(str::trim)
            .take(6)
    });
    let good = |clause: &&str| (6..=LONGEST).contains(&clause.chars().count());
    clauses
        .filter(|c| !crate::parse::is_salutation_text(c))
        .find(good)
        .map(str::to_owned)
}

fn texts(document: &Document) -> impl Iterator<Item = &Block> {
    document.blocks.iter().filter(|b| {
        matches!(
            b.kind,
            BlockKind::Text | BlockKind::Heading | BlockKind::TableRow
        )
    })
}
