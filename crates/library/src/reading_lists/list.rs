//! Lists as they are shown: sections, items, lengths, progress.

use rusqlite::Row;
use serde::Serialize;
use yandu_document::{TextPositionSelector, TextQuoteSelector, char_len};

use super::{CHARS_A_MINUTE, Requirement};
use crate::annotations::{locate_quote, texts_of};
use crate::{AttachmentSummary, Library, LibraryError};

/// A list among others.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ReadingListSummary {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Items.
    pub items: u32,
    /// Items that were read.
    pub finished: u32,
    /// UTC.
    pub modified_at: String,
}

/// The passage of an item, as it stands now.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ReadingPassage {
    /// The quotation as it was chosen.
    pub quote: String,
    /// Where it stands; `None` if the text has it no more.
    pub at: Option<TextPositionSelector>,
    /// 地址 of its first block.
    pub address: String,
}

/// An item.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ReadingListItem {
    /// Its id.
    pub id: String,
    /// Id of the document.
    pub document: String,
    /// 标题 of the document.
    pub title: String,
    /// 讲话人 or 发文机关
    pub source: Option<String>,
    /// 日期
    pub date: Option<String>,
    /// The document is in the trash.
    pub trashed: bool,
    /// The passage; `None`: the whole document.
    pub passage: Option<ReadingPassage>,
    /// What the whole document carries and what is no item of its own in the list: read with it.
    pub attachments: Vec<AttachmentSummary>,
    /// 必读 or 选读
    pub requirement: Requirement,
    /// 完成期限, 2026-12-01
    pub due: Option<String>,
    /// 导读
    pub guide: String,
    /// 思考题
    pub questions: Vec<String>,
    /// 字数 to read, with that of the attachments.
    pub chars: u32,
    /// Minutes to read.
    pub minutes: u32,
    /// When it was read, UTC.
    pub finished_at: Option<String>,
}

/// A section.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ReadingListSection {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What stands before its items.
    pub introduction: String,
    /// Its items in order.
    pub items: Vec<ReadingListItem>,
}

/// A list.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ReadingListView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 前言
    pub introduction: String,
    /// 思考题 of the whole.
    pub questions: Vec<String>,
    /// Name of who made it.
    pub author: String,
    /// UTC.
    pub modified_at: String,
    /// Its sections in order.
    pub sections: Vec<ReadingListSection>,
    /// 字数 of all items.
    pub chars: u32,
    /// Minutes for all items.
    pub minutes: u32,
    /// Items.
    pub items: u32,
    /// Items that were read.
    pub finished: u32,
}

pub(super) fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

impl Library {
    /// The key of the list with this id, unique prefix of it, or title.
    pub(crate) fn list_row(&self, name: &str) -> Result<i64, LibraryError> {
        let sql = "SELECT id, uid FROM reading_list WHERE title = ?1 ORDER BY id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let titled = statement.query_map([name.trim()], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let titled: Vec<(i64, String)> = titled.collect::<Result<_, _>>()?;
        match titled[..] {
            [] => self.row_in("reading_list", "阅读清单", name),
            [(key, _)] => Ok(key),
            _ => Err(LibraryError::SeveralNamed {
                noun: "阅读清单",
                name: name.trim().to_owned(),
                ids: titled
                    .iter()
                    .map(|(_, uid)| uid.chars().take(8).collect())
                    .collect(),
            }),
        }
    }

    /// All lists, last changed first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_reading_lists(&self) -> Result<Vec<ReadingListSummary>, LibraryError> {
        let sql = "SELECT l.uid, l.title, count(i.id), count(i.finished_at), l.modified_at FROM reading_list l
                   LEFT JOIN reading_list_section s ON s.list = l.id LEFT JOIN reading_list_item i ON i.section = s.id
                   GROUP BY l.id ORDER BY l.modified_at DESC, l.id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(ReadingListSummary {
                id: row.get(0)?,
                title: row.get(1)?,
                items: row.get(2)?,
                finished: row.get(3)?,
                modified_at: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One list with everything in it.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn get_reading_list(&self, name: &str) -> Result<ReadingListView, LibraryError> {
        self.list_by_key(self.list_row(name)?)
    }

    pub(crate) fn list_by_key(&self, key: i64) -> Result<ReadingListView, LibraryError> {
        let sql = "SELECT l.uid, l.title, l.introduction, l.questions, p.name, l.modified_at FROM reading_list l
                   JOIN person p ON p.id = l.author WHERE l.id = ?1";
        let mut view = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |row| {
                Ok(ReadingListView {
                    id: row.get(0)?,
                    title: row.get(1)?,
                    introduction: row.get(2)?,
                    questions: lines(&row.get::<_, String>(3)?),
                    author: row.get(4)?,
                    modified_at: row.get(5)?,
                    sections: Vec::new(),
                    chars: 0,
                    minutes: 0,
                    items: 0,
                    finished: 0,
                })
            })?;
        view.sections = self.sections_of(key)?;
        self.join_attachments(&mut view.sections)?;
        let items = view.sections.iter().flat_map(|s| &s.items);
        for item in items {
            view.chars += item.chars;
            view.items += 1;
            view.finished += u32::from(item.finished_at.is_some());
        }
        view.minutes = view.chars.div_ceil(CHARS_A_MINUTE);
        Ok(view)
    }

    fn sections_of(&self, list: i64) -> Result<Vec<ReadingListSection>, LibraryError> {
        let sql = "SELECT id, uid, title, introduction FROM reading_list_section WHERE list = ?1 ORDER BY position, id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([list], |row| {
            let section = ReadingListSection {
                id: row.get(1)?,
                title: row.get(2)?,
                introduction: row.get(3)?,
                items: Vec::new(),
            };
            Ok((row.get::<_, i64>(0)?, section))
        })?;
        let mut sections = Vec::new();
        for row in rows {
            let (key, mut section) = row?;
            section.items = self.items_of(key)?;
            sections.push(section);
        }
        Ok(sections)
    }

    fn items_of(&self, section: i64) -> Result<Vec<ReadingListItem>, LibraryError> {
        let sql = "SELECT i.uid, d.uid, d.title, coalesce(d.speaker, d.issuer), d.date, d.trashed_at IS NOT NULL,
               i.requirement, i.due, i.guide, i.questions, d.chars, i.finished_at, i.exact, i.prefix, i.suffix, d.id
             FROM reading_list_item i JOIN document d ON d.id = i.document WHERE i.section = ?1 ORDER BY i.position, i.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([section], read)?;
        let mut items = Vec::new();
        for row in rows {
            let (document, quote, mut item) = row?;
            if let Some(quote) = quote {
                let passage = self.passage(document, &quote)?;
                item.chars = char_len(&quote.exact);
                item.passage = Some(passage);
            } else {
                item.attachments = self.attachments_of(document)?;
            }
            item.minutes = item.chars.div_ceil(CHARS_A_MINUTE);
            items.push(item);
        }
        Ok(items)
    }

    /// A cover and what it carries are one item, unless the list has that as an item of its own.
    fn join_attachments(&self, sections: &mut [ReadingListSection]) -> Result<(), LibraryError> {
        let whole = |item: &&ReadingListItem| item.passage.is_none();
        let items = sections.iter().flat_map(|s| &s.items).filter(whole);
        let own: Vec<String> = items.map(|item| item.document.clone()).collect();
        let sql = "SELECT chars FROM document WHERE uid = ?1";
        for item in sections.iter_mut().flat_map(|s| &mut s.items) {
            item.attachments.retain(|a| !own.contains(&a.id));
            for attached in &item.attachments {
                let mut statement = self.connection.prepare_cached(sql)?;
                item.chars += statement.query_row([&attached.id], |r| r.get::<_, u32>(0))?;
            }
            item.minutes = item.chars.div_ceil(CHARS_A_MINUTE);
        }
        Ok(())
    }

    fn passage(
        &self,
        document: i64,
        quote: &TextQuoteSelector,
    ) -> Result<ReadingPassage, LibraryError> {
        let blocks = texts_of(&self.connection, document)?;
        let at = locate_quote(&blocks, quote);
        let address = match at {
            Some(at) => self.block_text(document, at.block)?.map(|b| b.1),
            None => None,
        };
        Ok(ReadingPassage {
            quote: quote.exact.clone(),
            at,
            address: address.unwrap_or_default(),
        })
    }
}

type Read = (i64, Option<TextQuoteSelector>, ReadingListItem);

fn read(row: &Row<'_>) -> rusqlite::Result<Read> {
    let exact: Option<String> = row.get(12)?;
    let (prefix, suffix) = (row.get(13)?, row.get(14)?);
    let quote = exact.map(|exact| TextQuoteSelector {
        exact,
        prefix,
        suffix,
    });
    let item = ReadingListItem {
        id: row.get(0)?,
        document: row.get(1)?,
        title: row.get(2)?,
        source: row.get(3)?,
        date: row.get(4)?,
        trashed: row.get(5)?,
        passage: None,
        attachments: Vec::new(),
        requirement: Requirement::from_name(&row.get::<_, String>(6)?)
            .unwrap_or(Requirement::Required),
        due: row.get(7)?,
        guide: row.get(8)?,
        questions: lines(&row.get::<_, String>(9)?),
        chars: row.get(10)?,
        minutes: 0,
        finished_at: row.get(11)?,
    };
    Ok((row.get(15)?, quote, item))
}
