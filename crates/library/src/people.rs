//! Who wrote what. One person sits at this machine; others come with files and groups.
//!
//! A person is an id; a name is what the id is called, and several may be called the same. Where that
//! happens, everyone but this machine's person is shown with the beginning of the id.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use crate::{Library, LibraryError};

/// What the person of this machine is called until a name is set.
pub(crate) const FIRST_NAME: &str = "我";

/// What a person without a name is called.
pub(crate) const NO_NAME: &str = "未署名";

/// The setting that lists what this machine's person was called before, as JSON.
const FORMER_NAMES: &str = "my-former-names";

/// A person who wrote annotations or notes.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Person {
    /// A name that is no one else's.
    pub id: String,
    /// The name that is shown: no other person's.
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

    /// The same, for what leaves this machine.
    ///
    /// # Errors
    /// [`LibraryError::NoName`] until one was set.
    pub fn signed_name(&self) -> Result<String, LibraryError> {
        let name = self.my_name()?;
        match name == FIRST_NAME {
            true => Err(LibraryError::NoName),
            false => Ok(name),
        }
    }

    /// Asks for a name before annotations leave this machine, if its person has written any.
    ///
    /// # Errors
    /// [`LibraryError::NoName`].
    pub(crate) fn sign(&self) -> Result<(), LibraryError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM annotation WHERE author = p.id)
                     OR EXISTS (SELECT 1 FROM reply WHERE author = p.id)
                   FROM setting s JOIN person p ON p.uid = s.value WHERE s.name = 'me'";
        let wrote: Option<bool> = self
            .connection
            .query_row(sql, [], |r| r.get(0))
            .optional()?;
        match wrote {
            Some(true) => self.signed_name().map(drop),
            _ => Ok(()),
        }
    }

    /// Sets that name; what was written before carries it too.
    ///
    /// # Errors
    /// [`LibraryError::InvalidValue`] for an empty name, and for 我, which everybody is.
    pub fn set_my_name(&mut self, name: &str) -> Result<(), LibraryError> {
        let name = name.trim();
        if name.is_empty() || name == FIRST_NAME {
            return Err(LibraryError::InvalidValue {
                field: "姓名",
                value: name.to_owned(),
            });
        }
        self.transact_unrecorded(|connection| {
            let me = me(connection)?;
            keep_former_name(connection, me)?;
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
        let mut people: Vec<Person> = people.collect::<Result<_, _>>()?;
        let shown = shown_names(&self.connection)?;
        for person in &mut people {
            if let Some(name) = shown.get(&person.id) {
                person.name.clone_from(name);
            }
        }
        Ok(people)
    }

    /// The person that is meant by a name, as shown or as given, or by the beginning of an id.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchPerson`], [`LibraryError::SeveralPeople`].
    pub fn find_person(&self, wanted: &str) -> Result<Person, LibraryError> {
        let wanted = wanted.trim();
        let people = self.list_people()?;
        let given = given_names(&self.connection)?;
        let shown = |p: &Person| p.name == wanted || (p.me && wanted == FIRST_NAME);
        if let [one] = people.iter().filter(|p| shown(p)).collect::<Vec<_>>()[..]
            && given.values().filter(|name| *name == wanted).count() <= 1
        {
            return Ok(one.clone());
        }
        let fits = |p: &&Person| {
            shown(p)
                || given.get(&p.id).is_some_and(|name| name == wanted)
                || (wanted.len() >= 4 && p.id.starts_with(&wanted.to_lowercase()))
        };
        let mut found: Vec<Person> = people.iter().filter(fits).cloned().collect();
        match found.len() {
            0 => Err(LibraryError::NoSuchPerson {
                wanted: wanted.to_owned(),
                known: people.into_iter().map(|p| p.name).collect(),
            }),
            1 => Ok(found.remove(0)),
            _ => Err(LibraryError::SeveralPeople {
                wanted: wanted.to_owned(),
                ids: found
                    .iter()
                    .map(|p| (p.name.clone(), p.id[..8.min(p.id.len())].to_owned()))
                    .collect(),
            }),
        }
    }
}

fn keep_former_name(connection: &Connection, me: i64) -> Result<(), LibraryError> {
    let sql = "SELECT name FROM person WHERE id = ?1";
    let name: String = connection.query_row(sql, [me], |r| r.get(0))?;
    let mut names = former_names(connection)?;
    if name != FIRST_NAME && !names.contains(&name) {
        names.push(name);
        let sql = "INSERT OR REPLACE INTO setting VALUES (?1, ?2)";
        connection.execute(sql, (FORMER_NAMES, serde_json::to_string(&names)?))?;
    }
    Ok(())
}

/// What this machine's person was called before.
pub(crate) fn former_names(connection: &Connection) -> Result<Vec<String>, LibraryError> {
    let sql = "SELECT value FROM setting WHERE name = ?1";
    let names: Option<String> = connection
        .query_row(sql, [FORMER_NAMES], |r| r.get(0))
        .optional()?;
    Ok(names
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default())
}

/// The names as they were given, by id.
pub(crate) fn given_names(
    connection: &Connection,
) -> Result<HashMap<String, String>, LibraryError> {
    let mut statement = connection.prepare_cached("SELECT uid, name FROM person")?;
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Names of people whose given name would be taken for somebody else's, by id.
pub(crate) fn shown_names(
    connection: &Connection,
) -> Result<HashMap<String, String>, LibraryError> {
    let sql = "SELECT p.uid, p.name FROM person p
               WHERE p.uid <> coalesce((SELECT value FROM setting WHERE name = 'me'), '')
                 AND (p.name = ?1 OR EXISTS (SELECT 1 FROM person q WHERE q.name = p.name AND q.id <> p.id))";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([FIRST_NAME], |r| {
        let (uid, name): (String, String) = (r.get(0)?, r.get(1)?);
        // A colleague who had not set a name is not me.
        let name = if name == FIRST_NAME { NO_NAME } else { &name };
        let shown = format!("{name}（{}）", &uid[..4.min(uid.len())]);
        Ok((uid, shown))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
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
