//! 学习纪要: when, who, what was read, what everyone said, what is open. A compilation, so it has every form of an export.

use yandu_document::{BlockKind, char_len};
use yandu_export::{Compilation, CompiledEntry, CompiledSection, ExportedBlock};

use super::session::SessionComment;
use crate::annotations::AnnotationKind;
use crate::export::{chinese_day, today};
use crate::{Library, LibraryError};

/// What the minutes are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Minutes {
    /// The group: id or title.
    pub group: String,
    /// The documents that were read; none: all in which something was said.
    pub documents: Vec<String>,
    /// The day, 2026-11-24; today if there is none.
    pub date: Option<String>,
    /// Who took part; all who said something if there is none.
    pub present: Vec<String>,
    /// Only what was marked as discussed, and what is open.
    pub discussed_only: bool,
}

/// Chars of a passage that is quoted whole.
const PASSAGE: u32 = 120;

impl Library {
    /// The minutes as they are exported.
    pub(crate) fn minutes_compilation(
        &self,
        minutes: &Minutes,
    ) -> Result<Compilation, LibraryError> {
        let title = self.minutes_title(minutes)?;
        let mut sessions = Vec::new();
        for document in self.minutes_documents(minutes)? {
            let mut session = self.group_session(&minutes.group, &document)?;
            session
                .comments
                .retain(|c| !minutes.discussed_only || c.discussed || is_open(c));
            sessions.push(session);
        }
        let mut page = Page(Vec::new());
        page.add(BlockKind::Title, 0, &title);
        let day = minutes.date.as_deref().map_or_else(today, chinese_day);
        page.line("时间", &day);
        let all: Vec<&SessionComment> = sessions.iter().flat_map(|s| &s.comments).collect();
        page.line("参加人员", &present(minutes, &all).join("、"));
        let titles: Vec<String> = sessions
            .iter()
            .map(|s| format!("《{}》", s.title))
            .collect();
        page.line("学习材料", &titles.join("、"));
        page.add(BlockKind::Heading, 1, "一、交流发言");
        for (n, session) in sessions.iter().enumerate() {
            if sessions.len() > 1 {
                let heading = format!("（{}）《{}》", chinese_number(n + 1), session.title);
                page.add(BlockKind::Heading, 2, &heading);
            }
            let said = session.comments.iter().filter(|c| !is_open(c));
            page.passages(said);
        }
        if all.iter().all(|c| is_open(c)) {
            page.add(BlockKind::Text, 0, "（没有记录发言。）");
        }
        page.add(BlockKind::Heading, 1, "二、待研究的问题");
        let open: Vec<&SessionComment> = all.into_iter().filter(|c| is_open(c)).collect();
        if open.is_empty() {
            page.add(BlockKind::Text, 0, "（无。）");
        }
        page.passages(open.into_iter());
        let entry = CompiledEntry {
            title: title.clone(),
            chars: page.0.iter().map(|b| char_len(&b.text)).sum(),
            blocks: page.0,
            ..CompiledEntry::default()
        };
        Ok(Compilation {
            title,
            date: day,
            sections: vec![CompiledSection {
                entries: vec![entry],
                ..CompiledSection::default()
            }],
            ..Compilation::default()
        })
    }

    pub(crate) fn minutes_title(&self, minutes: &Minutes) -> Result<String, LibraryError> {
        Ok(format!("{}学习纪要", self.get_group(&minutes.group)?.title))
    }

    /// The documents whose passages the minutes show.
    pub(crate) fn minutes_documents(&self, minutes: &Minutes) -> Result<Vec<String>, LibraryError> {
        if !minutes.documents.is_empty() {
            return Ok(minutes.documents.clone());
        }
        let materials = self.list_group_materials(&minutes.group)?.into_iter();
        let spoken = materials.filter(|m| m.annotations > 0);
        Ok(spoken.filter_map(|m| m.document).collect())
    }
}

/// A question that was not discussed.
fn is_open(comment: &SessionComment) -> bool {
    comment.annotation.kind == AnnotationKind::Question && !comment.discussed
}

fn present(minutes: &Minutes, comments: &[&SessionComment]) -> Vec<String> {
    if !minutes.present.is_empty() {
        return minutes.present.clone();
    }
    let mut names: Vec<String> = Vec::new();
    for comment in comments {
        let replies = comment.annotation.replies.iter().map(|r| &r.author);
        for name in std::iter::once(&comment.annotation.author).chain(replies) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

struct Page(Vec<ExportedBlock>);

impl Page {
    fn add(&mut self, kind: BlockKind, level: u8, text: &str) {
        self.0.push(ExportedBlock {
            kind,
            level,
            text: text.to_owned(),
        });
    }

    fn line(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.add(BlockKind::Text, 0, &format!("{name}：{value}"));
        }
    }

    /// Each passage once, with what was said about it.
    fn passages<'c>(&mut self, comments: impl Iterator<Item = &'c SessionComment>) {
        let mut last = None;
        for comment in comments {
            let annotation = &comment.annotation;
            let words = annotation.comment.trim();
            if words.is_empty() && annotation.replies.is_empty() {
                continue;
            }
            if last != Some(&annotation.exact) {
                self.add(
                    BlockKind::Text,
                    0,
                    &format!("关于“{}”：", shortened(&annotation.exact)),
                );
                last = Some(&annotation.exact);
            }
            if !words.is_empty() {
                let verb = match annotation.kind {
                    AnnotationKind::Question => "提问",
                    _ => "认为",
                };
                self.add(
                    BlockKind::Text,
                    0,
                    &format!("{}{verb}：{words}", annotation.author),
                );
            }
            for reply in &annotation.replies {
                let said = format!("{}回应：{}", reply.author, reply.comment.trim());
                self.add(BlockKind::Text, 0, &said);
            }
        }
    }
}

/// The beginning and the end of a long passage, on one line; its quotation marks are those within a quotation.
fn shortened(passage: &str) -> String {
    let line: String = passage.split_whitespace().collect();
    let line = line.replace('“', "‘").replace('”', "’");
    let len = char_len(&line);
    if len <= PASSAGE {
        return line;
    }
    let half = PASSAGE as usize / 2;
    let begin: String = line.chars().take(half).collect();
    let end: String = line.chars().skip(len as usize - half).collect();
    format!("{begin}……{end}")
}

/// 1–99 in Chinese digits.
fn chinese_number(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match n {
        0..=9 => DIGITS[n].to_owned(),
        10..=19 => format!("十{}", DIGITS[n - 10]),
        20..=99 => format!("{}十{}", DIGITS[n / 10], DIGITS[n % 10]),
        _ => n.to_string(),
    }
}
