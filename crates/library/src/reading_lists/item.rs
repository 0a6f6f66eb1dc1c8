//! Items: what is read, how it is asked for, whether it was read.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use yandu_document::{Date, TextPositionSelector, TextQuoteSelector};

use super::ReadingListView;
use super::change::{insert_section, new_uid, reorder, touch};
use crate::annotations::texts_of;
use crate::store::now;
use crate::{Library, LibraryError};

/// How much an item is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// 必读
    Required,
    /// 选读
    Optional,
}

impl Requirement {
    /// The name on the wire and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Requirement::Required => "required",
            Requirement::Optional => "optional",
        }
    }

    /// The name for people.
    pub fn chinese(self) -> &'static str {
        match self {
            Requirement::Required => "必读",
            Requirement::Optional => "选读",
        }
    }

    /// From either name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Requirement::Required, Requirement::Optional]
            .into_iter()
            .find(|r| r.name() == name || r.chinese() == name)
    }
}

/// What a new item is.
#[derive(Debug, Clone)]
pub struct NewItem {
    /// Id of the document.
    pub document: String,
    /// The passage; `None`: the whole document.
    pub passage: Option<TextPositionSelector>,
    /// Id or title of the section; `None`: the last one, which is made where there is none.
    pub section: Option<String>,
    /// 必读 or 选读
    pub requirement: Requirement,
}

/// What shall be another; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ItemChange {
    /// 必读 or 选读
    pub requirement: Option<Requirement>,
    /// 完成期限 as 2026-12-01; empty: none.
    pub due: Option<String>,
    /// 导读
    pub guide: Option<String>,
    /// 思考题
    pub questions: Option<Vec<String>>,
    /// Read or not.
    pub finished: Option<bool>,
}

impl Library {
    /// Adds a document or a passage at the end of a section.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::NotFound`], [`LibraryError::EmptySelection`].
    pub fn add_item(&mut self, list: &str, new: &NewItem) -> Result<ReadingListView, LibraryError> {
        let list = self.list_row(list)?;
        let document = self.row_of(&new.document)?;
        let quote = match new.passage {
            Some(at) => Some(quote_of(&texts_of(&self.connection, document)?, at)?),
            None => None,
        };
        let wanted = match &new.section {
            Some(name) => Some(self.section_row(list, name)?),
            None => None,
        };
        let act = self.on_documents("加入阅读清单", &[document])?;
        self.transact(act, |connection| {
            let section = match wanted {
                Some(section) => section,
                None => last_section(connection, list)?,
            };
            let sql = "INSERT INTO reading_list_item
                 (uid, section, position, document, exact, prefix, suffix, requirement, guide, questions)
               SELECT ?1, ?2, coalesce(max(position), 0) + 1, ?3, ?4, ?5, ?6, ?7, '', ''
               FROM reading_list_item WHERE section = ?2";
            let quote = quote.as_ref();
            connection.execute(
                sql,
                params![
                    new_uid(),
                    section,
                    document,
                    quote.map(|q| &q.exact),
                    quote.map_or("", |q| &q.prefix),
                    quote.map_or("", |q| &q.suffix),
                    new.requirement.name()
                ],
            )?;
            touch(connection, list)
        })?;
        self.list_by_key(list)
    }

    fn section_row(&self, list: i64, name: &str) -> Result<i64, LibraryError> {
        let sql = "SELECT id FROM reading_list_section WHERE list = ?1 AND title = ?2 ORDER BY position LIMIT 1";
        let titled = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![list, name.trim()], |r| r.get(0))
            .optional()?;
        titled.map_or_else(|| self.row_in("reading_list_section", "栏目", name), Ok)
    }

    fn item_row(&self, id: &str) -> Result<(i64, i64), LibraryError> {
        let key = self.row_in("reading_list_item", "清单条目", id)?;
        let sql = "SELECT s.list FROM reading_list_item i JOIN reading_list_section s ON s.id = i.section WHERE i.id = ?1";
        Ok((
            key,
            self.connection
                .prepare_cached(sql)?
                .query_row([key], |r| r.get(0))?,
        ))
    }

    /// Changes how an item is asked for, or says that it was read.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::InvalidValue`] for a day that does not exist.
    pub fn update_item(
        &mut self,
        id: &str,
        change: &ItemChange,
    ) -> Result<ReadingListView, LibraryError> {
        let (key, list) = self.item_row(id)?;
        let due = change.due.as_deref().map(str::trim);
        if let Some(day) = due.filter(|d| !d.is_empty())
            && day.parse::<Date>().is_err()
        {
            return Err(LibraryError::InvalidValue {
                field: "完成期限",
                value: day.to_owned(),
            });
        }
        let act = self.on_row("修改清单条目", TITLE_OF_ITEM, key)?;
        self.transact(act, |connection| {
            let sql = "UPDATE reading_list_item SET requirement = coalesce(?2, requirement),
                 due = CASE WHEN ?3 IS NULL THEN due ELSE nullif(?3, '') END, guide = coalesce(?4, guide),
                 questions = coalesce(?5, questions),
                 finished_at = CASE ?6 WHEN 1 THEN coalesce(finished_at, ?7) WHEN 0 THEN NULL ELSE finished_at END
               WHERE id = ?1";
            let questions = change.questions.as_ref().map(|q| q.join("\n"));
            let requirement = change.requirement.map(Requirement::name);
            connection.execute(
                sql,
                params![key, requirement, due, change.guide, questions, change.finished, now()],
            )?;
            touch(connection, list)
        })?;
        self.list_by_key(list)
    }

    /// Moves an item into a section of its list, before the one that stands at `position` there, from 0.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn move_item(
        &mut self,
        id: &str,
        section: &str,
        position: u32,
    ) -> Result<ReadingListView, LibraryError> {
        let (key, list) = self.item_row(id)?;
        let section = self.section_row(list, section)?;
        let act = self.on_row("移动清单条目", TITLE_OF_ITEM, key)?;
        self.transact(act, |connection| {
            connection.execute(
                "UPDATE reading_list_item SET section = ?2 WHERE id = ?1",
                [key, section],
            )?;
            let order = "SELECT id FROM reading_list_item WHERE section = ?1 ORDER BY position, id";
            reorder(
                connection,
                "reading_list_item",
                order,
                section,
                (key, position),
            )?;
            touch(connection, list)
        })?;
        self.list_by_key(list)
    }

    /// Removes an item; the document stays.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn remove_item(&mut self, id: &str) -> Result<ReadingListView, LibraryError> {
        let (key, list) = self.item_row(id)?;
        let act = self.on_row("移出阅读清单", TITLE_OF_ITEM, key)?;
        self.transact(act, |connection| {
            connection.execute("DELETE FROM reading_list_item WHERE id = ?1", [key])?;
            touch(connection, list)
        })?;
        self.list_by_key(list)
    }
}

const TITLE_OF_ITEM: &str =
    "SELECT d.title FROM reading_list_item i JOIN document d ON d.id = i.document WHERE i.id = ?1";

fn quote_of(
    blocks: &[String],
    at: TextPositionSelector,
) -> Result<TextQuoteSelector, LibraryError> {
    let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let at = at.within(&texts).ok_or(LibraryError::EmptySelection)?;
    let quote = TextQuoteSelector::of(&texts, &at);
    match quote.exact.trim().is_empty() {
        true => Err(LibraryError::EmptySelection),
        false => Ok(quote),
    }
}

fn last_section(connection: &Connection, list: i64) -> Result<i64, LibraryError> {
    let sql = "SELECT id FROM reading_list_section WHERE list = ?1 ORDER BY position DESC, id DESC LIMIT 1";
    let last = connection.query_row(sql, [list], |r| r.get(0)).optional()?;
    last.map_or_else(|| insert_section(connection, list, "阅读材料"), Ok)
}
