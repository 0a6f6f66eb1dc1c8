//! Merging: what frames say goes into the set of all that was ever written, and the objects that it touches stand anew.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension, params};
use yandu_share::{Clock, GroupRole, PublicKey, Put, Roster};

use super::object::{Discussed, Hidden, LIST, ObjectRef, SharedAnnotation, SharedReply};
use super::row::{Group, set_clock};
use super::stand::Standing;
use crate::{Library, LibraryError};

/// The condition of the index of what is seldom: marks, materials, lists.
pub(super) const SMALL_KINDS: &str =
    "p.kind IN ('discussed', 'hidden', 'material', 'progress', 'list')";
/// Bytes of a body.
const LARGEST: usize = 1 << 20;
/// Bytes of a name.
const LONGEST: usize = 256;
/// A clock that is further ahead does not move ours, ms.
const FURTHEST_AHEAD: u64 = 48 * 3600 * 1000;

pub(super) struct Merge<'c> {
    connection: &'c Connection,
    group: &'c Group,
    roster: &'c Roster,
    hidden: HashSet<ObjectRef>,
    touched: BTreeSet<(ObjectRef, String)>,
    heard: BTreeSet<String>,
    received: u32,
    /// The latest time that was seen, and the machine's, ms.
    seen: Clock,
    now: u64,
}

impl<'c> Merge<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        group: &'c Group,
        roster: &'c Roster,
        hidden: HashSet<ObjectRef>,
    ) -> Self {
        Merge {
            connection,
            group,
            roster,
            hidden,
            touched: BTreeSet::new(),
            heard: BTreeSet::new(),
            received: 0,
            seen: Clock::default(),
            now: jiff::Timestamp::now().as_millisecond().max(0) as u64,
        }
    }

    /// Takes what a frame of a device says.
    pub(super) fn take(
        &mut self,
        log: i64,
        (device, sequence): (&PublicKey, u64),
        puts: &[Put],
    ) -> Result<(), LibraryError> {
        let Some(admission) = self.roster.member_of(device) else {
            return Ok(());
        };
        let (member, name) = (admission.member.clone(), admission.name.clone());
        for put in puts.iter().filter(|p| acceptable(p)) {
            let body = put.body.as_ref().map(ToString::to_string);
            if body.as_ref().is_some_and(|b| b.len() > LARGEST) {
                continue;
            }
            let sql = "INSERT OR REPLACE INTO group_put VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let row = params![
                put.object,
                log,
                put.at as i64,
                sequence as i64,
                put.kind,
                body
            ];
            self.connection.prepare_cached(sql)?.execute(row)?;
            self.see(Clock(put.at));
            self.touch(&member, &put.object, &put.kind);
        }
        if member != self.group.member {
            self.received += puts.len() as u32;
            if !puts.is_empty() {
                self.heard.insert(name);
            }
        }
        Ok(())
    }

    /// Takes back what a frame said.
    pub(super) fn take_back(&mut self, log: i64, sequence: i64) -> Result<(), LibraryError> {
        let sql = "DELETE FROM group_put WHERE log = ?1 AND sequence = ?2 RETURNING object, kind,
                   (SELECT member FROM group_log WHERE id = ?1)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![log, sequence])?;
        let mut gone: Vec<(String, String, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            gone.push((row.get(0)?, row.get(1)?, row.get(2)?));
        }
        for (object, kind, member) in gone {
            self.touch(&member, &object, &kind);
        }
        let sql = "UPDATE group_frame SET opened = 0 WHERE log = ?1 AND sequence = ?2";
        self.connection
            .prepare_cached(sql)?
            .execute(params![log, sequence])?;
        Ok(())
    }

    /// Lets everything that was touched stand as the last word of its author says.
    pub(super) fn stand(&mut self) -> Result<(), LibraryError> {
        set_clock(self.connection, self.group.key, self.seen)?;
        let touched = std::mem::take(&mut self.touched);
        let mut standing = Standing::new(self.connection, self.group, self.roster, &self.hidden)?;
        // Annotations before the replies to them.
        for kind in [SharedAnnotation::KIND, SharedReply::KIND, LIST] {
            for (object, _) in touched.iter().filter(|(_, k)| k == kind) {
                standing.stand(object, kind)?;
            }
        }
        Ok(())
    }

    /// Things that came from others.
    pub(super) fn received(&self) -> u32 {
        self.received
    }

    /// From whom.
    pub(super) fn heard(&self) -> impl Iterator<Item = String> {
        self.heard.iter().cloned()
    }

    /// What a change of the roster has hidden or shown again stands anew.
    pub(super) fn touch_targets<'o>(&mut self, targets: impl Iterator<Item = &'o ObjectRef>) {
        for target in targets {
            for kind in [SharedAnnotation::KIND, SharedReply::KIND] {
                self.touched.insert((target.clone(), kind.to_owned()));
            }
        }
    }

    fn touch(&mut self, member: &str, object: &str, kind: &str) {
        if let (Hidden::KIND, Some(target)) = (kind, ObjectRef::target(object)) {
            // Whether it is hidden may have changed; asked again below.
            self.touch_targets(std::iter::once(&target));
            self.hidden = hidden(self.connection, self.group, self.roster).unwrap_or_default();
            return;
        }
        let object = ObjectRef {
            member: member.to_owned(),
            object: object.to_owned(),
        };
        self.touched.insert((object, kind.to_owned()));
    }

    fn see(&mut self, at: Clock) {
        if at.ms() <= self.now + FURTHEST_AHEAD {
            self.seen = self.seen.max(at);
        }
    }
}

/// Names and times within bounds.
fn acceptable(put: &Put) -> bool {
    put.object.len() <= LONGEST && put.kind.len() <= LONGEST && i64::try_from(put.at).is_ok()
}

impl Library {
    /// What moderators have hidden.
    pub(super) fn hidden(
        &self,
        group: &Group,
        roster: &Roster,
    ) -> Result<HashSet<ObjectRef>, LibraryError> {
        hidden(&self.connection, group, roster)
    }

    /// Which objects are marked as discussed: the last word of any member.
    pub(super) fn discussed(&self, group: &Group) -> Result<HashSet<ObjectRef>, LibraryError> {
        marks(&self.connection, group, Discussed::KIND, |_, _| true)
    }
}

/// Only moderators hide.
fn hidden(
    connection: &Connection,
    group: &Group,
    roster: &Roster,
) -> Result<HashSet<ObjectRef>, LibraryError> {
    marks(connection, group, Hidden::KIND, |device, sequence| {
        roster.role_at(device, sequence) >= Some(GroupRole::Moderator)
    })
}

/// The targets whose last mark of a kind has a body, among the marks that count.
fn marks(
    connection: &Connection,
    group: &Group,
    kind: &'static str,
    counts: impl Fn(&PublicKey, u64) -> bool,
) -> Result<HashSet<ObjectRef>, LibraryError> {
    // SQLite takes a partial index only where its condition stands in the statement too.
    let sql = format!(
        "SELECT p.object, p.body IS NOT NULL, l.device, p.sequence
         FROM group_put p INDEXED BY group_put_mark CROSS JOIN group_log l ON l.id = p.log
         WHERE l.grp = ?1 AND p.kind = '{kind}' AND {SMALL_KINDS} ORDER BY p.at, l.device, p.sequence"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([group.key])?;
    let mut marked = HashSet::new();
    while let Some(row) = rows.next()? {
        let (object, set): (String, bool) = (row.get(0)?, row.get(1)?);
        let (device, sequence): (String, i64) = (row.get(2)?, row.get(3)?);
        if !counts(&device.parse()?, sequence as u64) {
            continue;
        }
        if let Some(target) = ObjectRef::target(&object) {
            if set {
                marked.insert(target);
            } else {
                marked.remove(&target);
            }
        }
    }
    Ok(marked)
}

/// The last word of a member on an object; `None` if there is none, with a body of `None` for a tombstone.
pub(super) fn last_word(
    connection: &Connection,
    group: i64,
    object: &ObjectRef,
    kind: &str,
) -> Result<Option<Option<String>>, LibraryError> {
    let sql = "SELECT p.body FROM group_put p JOIN group_log l ON l.id = p.log
               WHERE p.object = ?1 AND l.grp = ?2 AND l.member = ?3 AND p.kind = ?4
               ORDER BY p.at DESC, l.device DESC, p.sequence DESC LIMIT 1";
    Ok(connection
        .prepare_cached(sql)?
        .query_row(params![object.object, group, object.member, kind], |r| {
            r.get(0)
        })
        .optional()?)
}
