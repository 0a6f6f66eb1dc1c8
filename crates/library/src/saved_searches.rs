//! 已存检索 and 检索历史: queries in the query language, with a name or with their last time.
//!
//! A saved search is undone like everything a user makes; the history is a note of what was asked, of
//! which the last [`REMEMBERED`] stay.

use serde::Serialize;
use yandu_search::{Sort, parse_query};

use crate::store::now;
use crate::transact::Act;
use crate::{Library, LibraryError};

/// Queries that the history keeps.
const REMEMBERED: u32 = 200;

/// A search with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// In the query language.
    pub query: String,
    /// The order of its answer.
    pub sort: Sort,
}

/// A query of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedQuery {
    /// As typed.
    pub query: String,
    /// When it was asked last, RFC 3339.
    pub asked_at: String,
    /// Documents that held it then.
    pub documents: u32,
}

impl Library {
    /// Saves a search under a name.
    ///
    /// # Errors
    /// [`LibraryError::Query`] for a query that says nothing, [`LibraryError::NameTaken`].
    pub fn save_search(
        &mut self,
        name: &str,
        query: &str,
        sort: Sort,
    ) -> Result<SavedSearch, LibraryError> {
        parse_query(query)?;
        let name = if name.trim().is_empty() { query } else { name };
        let saved = SavedSearch {
            id: uuid::Uuid::new_v4().simple().to_string(),
            name: name.trim().to_owned(),
            query: query.trim().to_owned(),
            sort,
        };
        self.transact(Act::quoted("保存检索", &saved.name), |connection| {
            let sql = "INSERT OR IGNORE INTO saved_search (uid, name, query, sort, created_at)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            let values = (&saved.id, &saved.name, &saved.query, sort.name(), &now());
            match connection.execute(sql, values)? {
                0 => Err(LibraryError::NameTaken(saved.name.clone())),
                _ => Ok(()),
            }
        })?;
        Ok(saved)
    }

    /// Gives a saved search another name.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`], [`LibraryError::NameTaken`].
    pub fn rename_search(&mut self, name: &str, to: &str) -> Result<(), LibraryError> {
        self.transact(Act::quoted("重命名检索", name), |connection| {
            let sql = "UPDATE OR IGNORE saved_search SET name = ?2 WHERE name = ?1";
            let known = "SELECT count(*) FROM saved_search WHERE name = ?1";
            let count: u32 = connection.query_row(known, [name], |row| row.get(0))?;
            match (count, connection.execute(sql, [name, to.trim()])?) {
                (0, _) => Err(LibraryError::NoSuchName(name.to_owned())),
                (_, 0) => Err(LibraryError::NameTaken(to.to_owned())),
                _ => Ok(()),
            }
        })?;
        Ok(())
    }

    /// Removes a saved search.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`].
    pub fn remove_search(&mut self, name: &str) -> Result<(), LibraryError> {
        self.transact(
            Act::quoted("删除已存检索", name),
            |connection| match connection
                .execute("DELETE FROM saved_search WHERE name = ?1", [name])?
            {
                0 => Err(LibraryError::NoSuchName(name.to_owned())),
                _ => Ok(()),
            },
        )?;
        Ok(())
    }

    /// All saved searches by name.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_searches(&self) -> Result<Vec<SavedSearch>, LibraryError> {
        let sql = "SELECT uid, name, query, sort FROM saved_search ORDER BY name";
        let mut statement = self.connection.prepare_cached(sql)?;
        let all = statement.query_map([], |row| {
            let sort: String = row.get(3)?;
            Ok(SavedSearch {
                id: row.get(0)?,
                name: row.get(1)?,
                query: row.get(2)?,
                sort: Sort::from_name(&sort).unwrap_or_default(),
            })
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// The saved search of a name.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`].
    pub fn saved_search(&self, name: &str) -> Result<SavedSearch, LibraryError> {
        let mut all = self.list_searches()?.into_iter();
        let found = all.find(|saved| saved.name == name);
        found.ok_or_else(|| LibraryError::NoSuchName(name.to_owned()))
    }

    /// Notes that a query was asked, and forgets the oldest.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn remember_query(&mut self, query: &str, documents: u32) -> Result<(), LibraryError> {
        let query = query.trim();
        // A history that cannot be kept is no reason to disturb a search.
        if query.is_empty() || self.is_read_only() {
            return Ok(());
        }
        self.transact_texts(|connection| {
            // A clock may go back: the order is that of the numbers.
            let sql = "INSERT OR REPLACE INTO asked VALUES ((SELECT coalesce(max(id), 0) + 1 FROM asked), ?1, ?2, ?3)";
            connection.execute(sql, (query, &now(), documents))?;
            let sql =
                "DELETE FROM asked WHERE id NOT IN (SELECT id FROM asked ORDER BY id DESC LIMIT ?1)";
            connection.execute(sql, [REMEMBERED])?;
            Ok(())
        })
    }

    /// The history, the last query first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn search_history(&self, limit: u32) -> Result<Vec<AskedQuery>, LibraryError> {
        let sql = "SELECT query, asked_at, documents FROM asked ORDER BY id DESC LIMIT ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let all = statement.query_map([limit], |row| {
            Ok(AskedQuery {
                query: row.get(0)?,
                asked_at: row.get(1)?,
                documents: row.get(2)?,
            })
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// Forgets one query, or all of them.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_queries(&mut self, query: Option<&str>) -> Result<(), LibraryError> {
        self.transact_texts(|connection| {
            match query {
                Some(query) => connection.execute("DELETE FROM asked WHERE query = ?1", [query])?,
                None => connection.execute("DELETE FROM asked", [])?,
            };
            Ok(())
        })
    }
}
