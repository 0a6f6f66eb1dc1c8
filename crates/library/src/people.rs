//! Who wrote what. One person sits at this machine; others come with files and groups.

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use crate::{Library, LibraryError};

/// What the person of this machine is called until a name is set.
pub(crate) const FIRST_NAME: &str = "我";

/// A person who wrote annotations or notes.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Person {
    /// A name that is no one else's.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// Annotations of that person, in documents that are not in the trash.
    pub annotations: u32,
    /// The person of this machine.
    pub me: bool,
}

impl Library {
    /// The name under which this machine's person writes.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn my_name(&self) -> Result<String, LibraryError> {
        let sql =
            "SELECT p.name FROM setting s JOIN person p ON p.uid = s.value WHERE s.name = 'me'";
        let name = self
            .connection
            .query_row(sql, [], |r| r.get(0))
            .optional()?;
        Ok(name.unwrap_or_else(|| FIRST_NAME.to_owned()))
    }

    /// Sets that name; what was written before carries it too.
    ///
    /// # Errors
    /// [`LibraryError::InvalidValue`] for an empty name.
    pub fn set_my_name(&mut self, name: &str) -> Result<(), LibraryError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(LibraryError::InvalidValue {
                field: "姓名",
                value: name.to_owned(),
            });
        }
        self.transact_unrecorded(|connection| {
            let me = me(connection)?;
            connection.execute("UPDATE person SET name = ?2 WHERE id = ?1", (me, name))?;
            Ok(())
        })
    }

    /// Everyone who wrote annotations, this machine's person first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_people(&self) -> Result<Vec<Person>, LibraryError> {
        let sql = "SELECT p.uid, p.name,
               (SELECT count(*) FROM annotation a WHERE a.author = p.id),
               p.uid = coalesce((SELECT value FROM setting WHERE name = 'me'), '')
             FROM person p ORDER BY 4 DESC, p.name";
        let mut statement = self.connection.prepare_cached(sql)?;
        let people = statement.query_map([], |row| {
            Ok(Person {
                id: row.get(0)?,
                name: row.get(1)?,
                annotations: row.get(2)?,
                me: row.get(3)?,
            })
        })?;
        Ok(people.collect::<Result<_, _>>()?)
    }
}

/// The key of this machine's person, made at the first writing.
pub(crate) fn me(connection: &Connection) -> Result<i64, LibraryError> {
    let sql = "SELECT p.id FROM setting s JOIN person p ON p.uid = s.value WHERE s.name = 'me'";
    let known = connection
        .prepare_cached(sql)?
        .query_row([], |r| r.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let uid = uuid::Uuid::new_v4().simple().to_string();
    connection.execute("INSERT INTO setting VALUES ('me', ?1)", [&uid])?;
    person(connection, &uid, FIRST_NAME)
}

/// The key of the person with this uid; a new one gets the name.
pub(crate) fn person(connection: &Connection, uid: &str, name: &str) -> Result<i64, LibraryError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO person (uid, name) VALUES (?1, ?2)")?
        .execute([uid, name])?;
    Ok(connection
        .prepare_cached("SELECT id FROM person WHERE uid = ?1")?
        .query_row([uid], |r| r.get(0))?)
}

/// The id of a person.
pub(crate) fn person_uid(connection: &Connection, person: i64) -> Result<String, LibraryError> {
    let sql = "SELECT uid FROM person WHERE id = ?1";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([person], |r| r.get(0))?)
}
