//! Headers and footers. The head of an official document may stand in the header of its first page: it is the
//! document's. What else they say is named in a warning, unless the text says it as well.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use yandu_document::SourceLine;

use super::body::{self, Read, Story};
use super::story::Context;
use crate::ImportError;
use crate::package::Relation;

/// 〔2023〕5号
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[〔\[［【（(]\s*(19|20)\d{2}\s*[〕\]］】）)].{0,12}号").expect("constant")
});
/// 青河市人民政府文件; not 招标文件, which is no organ's.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    let organ = "[府会委局厅部院室组司学校心支处所站镇乡道社团厂队办]";
    Regex::new(&format!(
        "^[^，。；：]{{1,60}}({organ}文件|{organ}令|会议纪要|公报|简报)(（.{{1,20}}）)?$"
    ))
    .expect("constant")
});

/// Longest piece of a header that a warning quotes, in chars.
const LONGEST_QUOTE: usize = 20;

/// Adds the head of the document to its lines and warns of other headers.
pub(super) fn add(
    context: &mut Context<'_, '_>,
    relations: &[Relation],
    read: Read,
) -> Result<Vec<SourceLine>, ImportError> {
    let Read {
        mut lines,
        headers,
        title_page,
        ..
    } = read;
    let first_kind = if title_page { "first" } else { "default" };
    let mut seen = HashSet::new();
    let body: String = lines.iter().map(|l| squeeze(&l.text)).collect();
    let mut head = Vec::new();
    let mut first = true;
    for (element, kind, id) in headers {
        let Some(relation) = relations.iter().find(|r| r.id == id && !r.outside) else {
            continue;
        };
        let is_header = element == "headerReference";
        let on_first_page = is_header && first && kind == first_kind;
        first &= !on_first_page;
        if !seen.insert(relation.target.clone()) {
            continue;
        }
        let xml = context.package.text(&relation.target)?;
        let story = Story {
            relations: context.relations(&relation.target)?,
            ..Story::default()
        };
        let found = body::read(context, &xml, story)?.lines;
        if on_first_page && is_head(&found) {
            let new = |line: &SourceLine| !body.contains(&squeeze(&line.text));
            head = found.into_iter().filter(new).collect();
        } else {
            note_unread(context, !is_header, &found, &body);
        }
    }
    head.append(&mut lines);
    Ok(head)
}

fn squeeze(text: &str) -> String {
    let text = crate::marks::without(text);
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn squeezed(lines: &[SourceLine]) -> String {
    lines.iter().map(|l| squeeze(&l.text)).collect()
}

/// True for the red head of an official document: its organ's name with 文件, or its number.
fn is_head(lines: &[SourceLine]) -> bool {
    let mut texts = lines.iter().map(|l| squeeze(&l.text));
    texts.any(|text| HEAD.is_match(&text) || NUMBER.is_match(&text))
}

/// Warns of a header or footer that says what `body` does not; page numbers say nothing.
pub(super) fn note_unread(
    context: &mut Context<'_, '_>,
    is_footer: bool,
    lines: &[SourceLine],
    body: &str,
) {
    let text = squeezed(lines);
    let letters = text
        .chars()
        .filter(|c| c.is_alphabetic() && !"第页共".contains(*c));
    if letters.count() < 2 || body.contains(&text) {
        return;
    }
    let quote: String = text.chars().take(LONGEST_QUOTE).collect();
    let more = if text.chars().count() > LONGEST_QUOTE {
        "……"
    } else {
        ""
    };
    let place = if is_footer { "页脚" } else { "页眉" };
    let warning = format!("{place}文字没有收入正文：“{quote}{more}”");
    if !context.unread.contains(&warning) && context.unread.len() < 8 {
        context.unread.push(warning);
    }
}
