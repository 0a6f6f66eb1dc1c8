//! A group as it is stored here.

use rusqlite::{Connection, OptionalExtension, Row, params};
use yandu_share::{Address, Charter, Clock, GroupKey, Hash, PublicKey};

use super::status::GroupStatus;
use crate::{Library, LibraryError};

/// What this library knows of a group.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(super) key: i64,
    pub(super) charter: Charter,
    pub(super) door: GroupKey,
    pub(super) address: Address,
    /// This person in the group.
    pub(super) member: String,
    /// The key with which this library writes its log.
    pub(super) device: PublicKey,
    pub(super) background: bool,
    /// Bytes of the own log at its last upload.
    pub(super) uploaded: u64,
    pub(super) status: GroupStatus,
    pub(super) left_at: Option<String>,
}

const COLUMNS: &str =
    "id, charter, door, address, member, device, background, uploaded, status, left_at";

impl Group {
    /// From which its logs begin.
    pub(super) fn root(&self) -> Hash {
        self.charter.root()
    }

    fn read(row: &Row<'_>) -> Result<Group, LibraryError> {
        let text = |n: usize| row.get::<_, String>(n);
        Ok(Group {
            key: row.get(0)?,
            charter: serde_json::from_str(&text(1)?)?,
            door: serde_json::from_str(&text(2)?)?,
            address: text(3)?
                .parse()
                .map_err(|_| LibraryError::Content("小组地址".to_owned()))?,
            member: text(4)?,
            device: text(5)?.parse()?,
            background: row.get(6)?,
            uploaded: row.get::<_, i64>(7)? as u64,
            status: serde_json::from_str(&text(8)?).unwrap_or_default(),
            left_at: row.get(9)?,
        })
    }
}

impl Library {
    /// The group with this id, unique prefix of an id, or title.
    pub(super) fn group(&self, name: &str) -> Result<Group, LibraryError> {
        let name = name.trim();
        let mut fitting: Vec<Group> = self.groups()?;
        fitting.retain(|g| {
            let id = name.chars().count() >= 4 && g.charter.id.starts_with(&name.to_lowercase());
            id || g.charter.title == name
        });
        match fitting.len() {
            0 => Err(LibraryError::NothingThere {
                noun: "小组",
                id: name.to_owned(),
            }),
            1 => Ok(fitting.remove(0)),
            _ => Err(LibraryError::Ambiguous(name.to_owned())),
        }
    }

    /// All groups, the oldest first.
    pub(super) fn groups(&self) -> Result<Vec<Group>, LibraryError> {
        let sql = format!("SELECT {COLUMNS} FROM study_group ORDER BY id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut groups = Vec::new();
        while let Some(row) = rows.next()? {
            groups.push(Group::read(row)?);
        }
        Ok(groups)
    }

    /// The key of the log of a device, made if it is not there.
    pub(super) fn log_of(&self, group: &Group, device: &PublicKey) -> Result<i64, LibraryError> {
        let connection = &self.connection;
        let known = connection
            .prepare_cached("SELECT id FROM group_log WHERE grp = ?1 AND device = ?2")?
            .query_row(params![group.key, device.to_string()], |r| r.get(0))
            .optional()?;
        if let Some(known) = known {
            return Ok(known);
        }
        let sql = "INSERT INTO group_log (grp, device, member, next, previous, bytes) VALUES (?1, ?2, '', 0, ?3, 0)";
        let root = group.root().to_string();
        connection.execute(sql, params![group.key, device.to_string(), root])?;
        Ok(connection.last_insert_rowid())
    }
}

/// The next time of the clock of this library in a group.
pub(super) fn tick(connection: &Connection, group: i64) -> Result<Clock, LibraryError> {
    let ms = jiff::Timestamp::now().as_millisecond().max(0) as u64;
    let sql = "SELECT clock FROM study_group WHERE id = ?1";
    let last: i64 = connection
        .prepare_cached(sql)?
        .query_row([group], |r| r.get(0))?;
    let next = Clock(last as u64).next(ms);
    set_clock(connection, group, next)?;
    Ok(next)
}

/// The clock is never behind what was seen.
pub(super) fn set_clock(
    connection: &Connection,
    group: i64,
    seen: Clock,
) -> Result<(), LibraryError> {
    let sql = "UPDATE study_group SET clock = max(clock, ?2) WHERE id = ?1";
    connection
        .prepare_cached(sql)?
        .execute(params![group, seen.0 as i64])?;
    Ok(())
}
