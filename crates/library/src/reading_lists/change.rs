//! Making, changing, copying and removing lists and their sections.

use rusqlite::{Connection, params};

use super::ReadingListView;
use crate::people::me;
use crate::store::now;
use crate::transact::Act;
use crate::{Changes, Library, LibraryError};

/// What shall be another; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ListChange {
    /// Its title.
    pub title: Option<String>,
    /// 前言
    pub introduction: Option<String>,
    /// 思考题
    pub questions: Option<Vec<String>>,
}

/// What shall be another; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct SectionChange {
    /// Its title.
    pub title: Option<String>,
    /// What stands before its items.
    pub introduction: Option<String>,
}

pub(super) fn new_uid() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

fn titled(title: &str) -> Result<&str, LibraryError> {
    let title = title.trim();
    if title.is_empty() {
        return Err(LibraryError::InvalidValue {
            field: "标题",
            value: String::new(),
        });
    }
    Ok(title)
}

/// The list was changed: it comes first among the lists.
pub(super) fn touch(connection: &Connection, list: i64) -> Result<(), LibraryError> {
    let sql = "UPDATE reading_list SET modified_at = ?2 WHERE id = ?1";
    connection
        .prepare_cached(sql)?
        .execute(params![list, now()])?;
    Ok(())
}

pub(super) fn insert_section(
    connection: &Connection,
    list: i64,
    title: &str,
) -> Result<i64, LibraryError> {
    let sql = "INSERT INTO reading_list_section (uid, list, position, title, introduction)
               SELECT ?1, ?2, coalesce(max(position), 0) + 1, ?3, '' FROM reading_list_section WHERE list = ?2";
    connection
        .prepare_cached(sql)?
        .execute(params![new_uid(), list, title.trim()])?;
    Ok(connection.last_insert_rowid())
}

impl Library {
    /// A new list without sections.
    ///
    /// # Errors
    /// [`LibraryError::InvalidValue`] for an empty title.
    pub fn add_reading_list(
        &mut self,
        title: &str,
        introduction: &str,
    ) -> Result<ReadingListView, LibraryError> {
        let title = titled(title)?;
        let (key, _) = self.transact(Act::quoted("新建阅读清单", title), |connection| {
            let sql = "INSERT INTO reading_list (uid, title, introduction, questions, author, created_at, modified_at)
                       VALUES (?1, ?2, ?3, '', ?4, ?5, ?5)";
            connection.execute(sql, params![new_uid(), title, introduction.trim(), me(connection)?, now()])?;
            Ok(connection.last_insert_rowid())
        })?;
        self.list_by_key(key)
    }

    /// Changes what a list says of itself.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::InvalidValue`].
    pub fn update_reading_list(
        &mut self,
        name: &str,
        change: &ListChange,
    ) -> Result<ReadingListView, LibraryError> {
        let key = self.list_row(name)?;
        let title = change.title.as_deref().map(titled).transpose()?;
        let act = self.on_row(
            "修改阅读清单",
            "SELECT title FROM reading_list WHERE id = ?1",
            key,
        )?;
        self.transact(act, |connection| {
            let sql = "UPDATE reading_list SET title = coalesce(?2, title), introduction = coalesce(?3, introduction),
                       questions = coalesce(?4, questions) WHERE id = ?1";
            let questions = change.questions.as_ref().map(|q| q.join("\n"));
            connection.execute(sql, params![key, title, change.introduction, questions])?;
            touch(connection, key)
        })?;
        self.list_by_key(key)
    }

    /// Removes a list; the documents stay.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn remove_reading_list(&mut self, name: &str) -> Result<Changes, LibraryError> {
        let key = self.list_row(name)?;
        let act = self.on_row(
            "删除阅读清单",
            "SELECT title FROM reading_list WHERE id = ?1",
            key,
        )?;
        let (_, changes) = self.transact(act, |connection| {
            for sql in [
                "DELETE FROM reading_list_item WHERE section IN (SELECT id FROM reading_list_section WHERE list = ?1)",
                "DELETE FROM reading_list_section WHERE list = ?1",
                "DELETE FROM reading_list WHERE id = ?1",
            ] {
                connection.execute(sql, [key])?;
            }
            Ok(())
        })?;
        Ok(changes)
    }

    /// A copy under another title; nothing in it has been read.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::InvalidValue`].
    pub fn copy_reading_list(
        &mut self,
        name: &str,
        title: &str,
    ) -> Result<ReadingListView, LibraryError> {
        let key = self.list_row(name)?;
        let title = titled(title)?;
        let act = self.on_row(
            "复制阅读清单",
            "SELECT title FROM reading_list WHERE id = ?1",
            key,
        )?;
        let (copy, _) = self.transact(act, |connection| copy_list(connection, key, title))?;
        self.list_by_key(copy)
    }

    /// Adds a section at the end of a list.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn add_section(
        &mut self,
        list: &str,
        title: &str,
    ) -> Result<ReadingListView, LibraryError> {
        let key = self.list_row(list)?;
        let act = self.on_row(
            "添加栏目",
            "SELECT title FROM reading_list WHERE id = ?1",
            key,
        )?;
        self.transact(act, |connection| {
            insert_section(connection, key, title)?;
            touch(connection, key)
        })?;
        self.list_by_key(key)
    }

    /// Changes what a section says of itself.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn update_section(
        &mut self,
        id: &str,
        change: &SectionChange,
    ) -> Result<ReadingListView, LibraryError> {
        let key = self.row_in("reading_list_section", "栏目", id)?;
        let act = self.on_row(
            "修改栏目",
            "SELECT title FROM reading_list_section WHERE id = ?1",
            key,
        )?;
        let (list, _) = self.transact(act, |connection| {
            let sql = "UPDATE reading_list_section SET title = coalesce(?2, title), introduction = coalesce(?3, introduction)
                       WHERE id = ?1 RETURNING list";
            let list = connection.query_row(sql, params![key, change.title, change.introduction], |r| r.get(0))?;
            touch(connection, list)?;
            Ok(list)
        })?;
        self.list_by_key(list)
    }

    /// Moves a section before the one that now stands at `position`, from 0; beyond the last: to the end.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn move_section(
        &mut self,
        id: &str,
        position: u32,
    ) -> Result<ReadingListView, LibraryError> {
        let key = self.row_in("reading_list_section", "栏目", id)?;
        let act = self.on_row(
            "移动栏目",
            "SELECT title FROM reading_list_section WHERE id = ?1",
            key,
        )?;
        let (list, _) = self.transact(act, |connection| {
            let sql = "SELECT list FROM reading_list_section WHERE id = ?1";
            let list: i64 = connection.query_row(sql, [key], |r| r.get(0))?;
            let order = "SELECT id FROM reading_list_section WHERE list = ?1 ORDER BY position, id";
            reorder(
                connection,
                "reading_list_section",
                order,
                list,
                (key, position),
            )?;
            touch(connection, list)?;
            Ok(list)
        })?;
        self.list_by_key(list)
    }

    /// Removes a section with its items; the documents stay.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn remove_section(&mut self, id: &str) -> Result<ReadingListView, LibraryError> {
        let key = self.row_in("reading_list_section", "栏目", id)?;
        let act = self.on_row(
            "删除栏目",
            "SELECT title FROM reading_list_section WHERE id = ?1",
            key,
        )?;
        let (list, _) = self.transact(act, |connection| {
            connection.execute("DELETE FROM reading_list_item WHERE section = ?1", [key])?;
            let sql = "DELETE FROM reading_list_section WHERE id = ?1 RETURNING list";
            let list = connection.query_row(sql, [key], |r| r.get(0))?;
            touch(connection, list)?;
            Ok(list)
        })?;
        self.list_by_key(list)
    }
}

/// Puts a row before the one at a position and numbers all anew.
pub(super) fn reorder(
    connection: &Connection,
    table: &'static str,
    order: &str,
    group: i64,
    (key, position): (i64, u32),
) -> Result<(), LibraryError> {
    let mut keys: Vec<i64> = {
        let mut statement = connection.prepare_cached(order)?;
        let rows = statement.query_map([group], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    keys.retain(|k| *k != key);
    keys.insert((position as usize).min(keys.len()), key);
    let sql = format!("UPDATE {table} SET position = ?2 WHERE id = ?1 AND position <> ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    for (n, key) in keys.iter().enumerate() {
        statement.execute([*key, n as i64 + 1])?;
    }
    Ok(())
}

fn copy_list(connection: &Connection, list: i64, title: &str) -> Result<i64, LibraryError> {
    let sql = "INSERT INTO reading_list (uid, title, introduction, questions, author, created_at, modified_at)
               SELECT ?2, ?3, introduction, questions, ?4, ?5, ?5 FROM reading_list WHERE id = ?1";
    connection.execute(sql, params![list, new_uid(), title, me(connection)?, now()])?;
    let copy = connection.last_insert_rowid();
    let sections: Vec<i64> = {
        let mut statement = connection
            .prepare("SELECT id FROM reading_list_section WHERE list = ?1 ORDER BY position, id")?;
        let rows = statement.query_map([list], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for section in sections {
        let sql = "INSERT INTO reading_list_section (uid, list, position, title, introduction)
                   SELECT ?2, ?3, position, title, introduction FROM reading_list_section WHERE id = ?1";
        connection.execute(sql, params![section, new_uid(), copy])?;
        let copied = connection.last_insert_rowid();
        let sql = "INSERT INTO reading_list_item (uid, section, position, document, exact, prefix, suffix, requirement,
                     due, guide, questions)
                   SELECT lower(hex(randomblob(16))), ?2, position, document, exact, prefix, suffix, requirement,
                     due, guide, questions
                   FROM reading_list_item WHERE section = ?1 ORDER BY position, id";
        connection.execute(sql, [section, copied])?;
    }
    Ok(copy)
}
