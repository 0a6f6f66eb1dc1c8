//! 标签

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::{Act, Changes, Library, LibraryError};

/// A tag with the number of its documents.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct TagCount {
    /// Its name.
    pub name: String,
    /// Documents that carry it, those in the trash excepted.
    pub documents: u32,
}

impl Library {
    /// Puts a tag on documents.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] for an unknown id; no document is changed then.
    pub fn add_tag(&mut self, ids: &[String], tag: &str) -> Result<Changes, LibraryError> {
        let documents = self.rows_of(ids)?;
        let (_, changes) = self.transact(Act::quoted("添加标签", tag), |connection| {
            connection.execute("INSERT OR IGNORE INTO tag (name) VALUES (?1)", [tag.trim()])?;
            for document in documents {
                let sql =
                    "INSERT OR IGNORE INTO document_tag SELECT ?1, id FROM tag WHERE name = ?2";
                connection.execute(sql, (document, tag.trim()))?;
            }
            Ok(())
        })?;
        Ok(changes)
    }

    /// Takes a tag off documents; a tag without documents goes.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] for an unknown id, [`LibraryError::NoSuchName`] for an unknown tag.
    pub fn remove_tag(&mut self, ids: &[String], tag: &str) -> Result<Changes, LibraryError> {
        let documents = self.rows_of(ids)?;
        let (_, changes) = self.transact(Act::quoted("移除标签", tag), |connection| {
            let known: u32 = connection.query_row("SELECT count(*) FROM tag WHERE name = ?1", [tag], |r| r.get(0))?;
            if known == 0 {
                return Err(LibraryError::NoSuchName(tag.to_owned()));
            }
            for document in documents {
                let sql = "DELETE FROM document_tag WHERE document = ?1 AND tag = (SELECT id FROM tag WHERE name = ?2)";
                connection.execute(sql, (document, tag))?;
            }
            remove_unused(connection)?;
            Ok(())
        })?;
        Ok(changes)
    }

    /// All tags by name.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_tags(&self) -> Result<Vec<TagCount>, LibraryError> {
        let mut statement = self.connection.prepare(
            "SELECT tag.name, count(document.id) FROM tag
             LEFT JOIN document_tag ON document_tag.tag = tag.id
             LEFT JOIN document ON document.id = document_tag.document AND document.trashed_at IS NULL
             GROUP BY tag.id ORDER BY tag.name",
        )?;
        let tags = statement.query_map([], |row| {
            Ok(TagCount {
                name: row.get(0)?,
                documents: row.get(1)?,
            })
        })?;
        Ok(tags.collect::<Result<_, _>>()?)
    }
}

/// Gives a row of `annotation` or `note` exactly these tags.
pub(crate) fn set_tags(
    connection: &Connection,
    table: &'static str,
    key: i64,
    tags: &[String],
) -> Result<(), LibraryError> {
    let sql = format!(
        "DELETE FROM {table}_tag WHERE {table} = ?1
         AND tag NOT IN (SELECT t.id FROM tag t JOIN json_each(?2) j ON j.value = t.name)"
    );
    let wanted: Vec<&str> = tags
        .iter()
        .map(|t| t.trim())
        .filter(|t| !t.is_empty())
        .collect();
    let removed = connection
        .prepare_cached(&sql)?
        .execute(params![key, serde_json::to_string(&wanted)?])?;
    for tag in wanted {
        connection
            .prepare_cached("INSERT OR IGNORE INTO tag (name) VALUES (?1)")?
            .execute([tag])?;
        let sql =
            format!("INSERT OR IGNORE INTO {table}_tag SELECT ?1, id FROM tag WHERE name = ?2");
        connection
            .prepare_cached(&sql)?
            .execute(params![key, tag])?;
    }
    if removed > 0 {
        remove_unused(connection)?;
    }
    Ok(())
}

/// A tag on nothing goes.
fn remove_unused(connection: &Connection) -> Result<(), LibraryError> {
    let sql = "DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM document_tag WHERE tag = tag.id)
               AND NOT EXISTS (SELECT 1 FROM annotation_tag WHERE tag = tag.id)
               AND NOT EXISTS (SELECT 1 FROM note_tag WHERE tag = tag.id)";
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}
