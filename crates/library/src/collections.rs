//! 专题: named sets of documents.

use serde::Serialize;

use crate::transact::Act;
use crate::{Changes, Library, LibraryError};

/// A collection with the number of its documents.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Collection {
    /// Its name.
    pub name: String,
    /// Documents in it, those in the trash excepted.
    pub documents: u32,
}

impl Library {
    /// Makes a collection.
    ///
    /// # Errors
    /// [`LibraryError::NameTaken`].
    pub fn add_collection(&mut self, name: &str) -> Result<Changes, LibraryError> {
        let name = name.trim();
        let (_, changes) =
            self.transact(
                Act::quoted("新建专题", name),
                |connection| match connection.execute(
                    "INSERT OR IGNORE INTO collection (name) VALUES (?1)",
                    [name],
                )? {
                    0 => Err(LibraryError::NameTaken(name.to_owned())),
                    _ => Ok(()),
                },
            )?;
        Ok(changes)
    }

    /// Removes a collection; its documents stay.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`].
    pub fn remove_collection(&mut self, name: &str) -> Result<Changes, LibraryError> {
        let (_, changes) = self.transact(Act::quoted("删除专题", name), |connection| {
            let of = "DELETE FROM collection_document WHERE collection = (SELECT id FROM collection WHERE name = ?1)";
            connection.execute(of, [name])?;
            match connection.execute("DELETE FROM collection WHERE name = ?1", [name])? {
                0 => Err(LibraryError::NoSuchName(name.to_owned())),
                _ => Ok(()),
            }
        })?;
        Ok(changes)
    }

    /// Puts documents into a collection, which is made if it is new.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] for an unknown id; nothing is changed then.
    pub fn add_to_collection(
        &mut self,
        name: &str,
        ids: &[String],
    ) -> Result<Changes, LibraryError> {
        let documents = self.rows_of(ids)?;
        let (_, changes) = self.transact(Act::quoted("加入专题", name), |connection| {
            connection.execute("INSERT OR IGNORE INTO collection (name) VALUES (?1)", [name.trim()])?;
            for document in documents {
                let sql = "INSERT OR IGNORE INTO collection_document SELECT id, ?1 FROM collection WHERE name = ?2";
                connection.execute(sql, (document, name.trim()))?;
            }
            Ok(())
        })?;
        Ok(changes)
    }

    /// Takes documents out of a collection.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] for an unknown id.
    pub fn remove_from_collection(
        &mut self,
        name: &str,
        ids: &[String],
    ) -> Result<Changes, LibraryError> {
        let documents = self.rows_of(ids)?;
        let (_, changes) = self.transact(Act::quoted("移出专题", name), |connection| {
            for document in documents {
                let sql = "DELETE FROM collection_document WHERE document = ?1
                           AND collection = (SELECT id FROM collection WHERE name = ?2)";
                connection.execute(sql, (document, name))?;
            }
            Ok(())
        })?;
        Ok(changes)
    }

    /// All collections by name.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_collections(&self) -> Result<Vec<Collection>, LibraryError> {
        let mut statement = self.connection.prepare(
            "SELECT collection.name, count(document.id) FROM collection
             LEFT JOIN collection_document ON collection_document.collection = collection.id
             LEFT JOIN document ON document.id = collection_document.document AND document.trashed_at IS NULL
             GROUP BY collection.id ORDER BY collection.name",
        )?;
        let all = statement.query_map([], |row| {
            Ok(Collection {
                name: row.get(0)?,
                documents: row.get(1)?,
            })
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }
}
