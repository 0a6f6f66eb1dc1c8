//! Opening frames: who belongs to the group, then the keys, then what counts. What no longer counts is taken back.

use std::collections::{BTreeSet, HashSet};

use rusqlite::params;
use yandu_share::{
    ChangeId, Content, GroupKey, Hash, KeyId, MembershipChange, PlacedChange, PublicKey, Put,
    Roster, payload_of, sealed_with,
};

use super::merge::Merge;
use super::object::ObjectRef;
use super::row::Group;
use crate::{Library, LibraryError};

/// Frames that are opened in one transaction.
const CHUNK: usize = 512;
/// KiB of pages at hand while much is opened: names are random, so every insertion goes to another page.
const CACHE: i32 = 128 << 10;
/// Pages of the write-ahead log, meanwhile, before they are carried over.
const CHECKPOINT: i32 = 16_000;

/// What opening brought.
#[derive(Debug, Clone, Default)]
pub(super) struct Opened {
    /// Things that came, of others.
    pub(super) received: u32,
    /// From whom.
    pub(super) from: Vec<String>,
    /// Frames that count but whose key is not here.
    pub(super) sealed: u32,
}

/// A frame that was not opened yet.
struct SealedFrame {
    log: i64,
    device: PublicKey,
    sequence: u64,
    key: Option<KeyId>,
}

impl Library {
    /// Opens all frames that can be, and merges what they say.
    pub(super) fn open_frames(&mut self, group: &Group) -> Result<(Roster, Opened), LibraryError> {
        let sealed = self.sealed_frames(group)?;
        let door = Some(group.door.id());
        let (membership, contents): (Vec<_>, Vec<_>) =
            sealed.into_iter().partition(|f| f.key == door);
        let before = self.roster(group)?;
        let hidden_before = self.hidden(group, &before)?;
        self.open_membership(group, &membership)?;
        let roster = self.roster(group)?;
        self.take_keys(group, &roster)?;
        self.name_logs(group, &roster)?;
        self.take_back(group, &roster)?;
        if !membership.is_empty() {
            self.take_back_lost_epochs(group, &roster)?;
        }
        self.stand_hidden(group, &roster, &hidden_before)?;
        let opened = self.open_contents(group, &roster, &contents)?;
        Ok((roster, opened))
    }

    /// Who belongs to a group, by what is here.
    pub(super) fn roster(&self, group: &Group) -> Result<Roster, LibraryError> {
        let sql = "SELECT l.device, c.sequence, c.line, c.change FROM group_change c JOIN group_log l ON l.id = c.log
                   WHERE l.grp = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([group.key])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            let (device, change): (String, String) = (row.get(0)?, row.get(3)?);
            let id = ChangeId {
                device: device.parse()?,
                sequence: row.get::<_, i64>(1)? as u64,
                line: row.get(2)?,
            };
            let change: MembershipChange = serde_json::from_str(&change)?;
            changes.push(PlacedChange { id, change });
        }
        Ok(Roster::of(&group.charter, &changes))
    }

    fn sealed_frames(&self, group: &Group) -> Result<Vec<SealedFrame>, LibraryError> {
        let sql = "SELECT f.log, l.device, f.sequence, f.key FROM group_log l
                   JOIN group_frame f ON f.log = l.id AND f.opened = 0 WHERE l.grp = ?1 ORDER BY f.log, f.sequence";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([group.key])?;
        let mut frames = Vec::new();
        while let Some(row) = rows.next()? {
            let (device, key): (String, Vec<u8>) = (row.get(1)?, row.get(3)?);
            frames.push(SealedFrame {
                log: row.get(0)?,
                device: device.parse()?,
                sequence: row.get::<_, i64>(2)? as u64,
                key: sealed_with(&key),
            });
        }
        Ok(frames)
    }

    fn open_membership(
        &mut self,
        group: &Group,
        frames: &[SealedFrame],
    ) -> Result<(), LibraryError> {
        if frames.is_empty() {
            return Ok(());
        }
        let root = group.root();
        self.transact_texts(|connection| {
            for frame in frames {
                let bytes = frame_bytes(connection, frame)?;
                let content = Content::open(payload_of(&bytes), &group.door, root, true);
                // What is no membership change is kept and counts for nothing.
                if let Ok(Content::Membership(changes)) = content {
                    for (line, change) in changes.iter().enumerate() {
                        let sql = "INSERT OR IGNORE INTO group_change VALUES (?1, ?2, ?3, ?4)";
                        let change = serde_json::to_string(change)?;
                        let row = params![frame.log, frame.sequence as i64, line as i64, change];
                        connection.prepare_cached(sql)?.execute(row)?;
                    }
                }
                set_opened(connection, frame.log, frame.sequence)?;
            }
            Ok(())
        })
    }

    /// The keys that were sent to this device, or to one of its earlier keys.
    fn take_keys(&mut self, group: &Group, roster: &Roster) -> Result<(), LibraryError> {
        let known: Vec<KeyId> = self.group_keys(group)?.iter().map(GroupKey::id).collect();
        for device in self.device_keys()? {
            for wrapped in roster.keys_for(&device.public()) {
                if known.contains(&wrapped.key) {
                    continue;
                }
                if let Ok(key) = device.unwrap_key(wrapped) {
                    self.keep_key(group, &key)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn keep_key(&self, group: &Group, key: &GroupKey) -> Result<(), LibraryError> {
        let secret = Hash(key.secret()).to_string();
        let sql = "INSERT OR IGNORE INTO group_key VALUES (?1, ?2)";
        self.connection.execute(sql, params![group.key, secret])?;
        Ok(())
    }

    /// The keys of the epochs that are here.
    pub(super) fn group_keys(&self, group: &Group) -> Result<Vec<GroupKey>, LibraryError> {
        let sql = "SELECT secret FROM group_key WHERE grp = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([group.key], |r| r.get::<_, String>(0))?;
        let mut keys = Vec::new();
        for secret in rows {
            let secret: Hash = secret?.parse()?;
            keys.push(GroupKey::from_secret(secret.0));
        }
        Ok(keys)
    }

    /// Writes to each log whose it is. A device that changed hands says everything anew.
    fn name_logs(&mut self, group: &Group, roster: &Roster) -> Result<(), LibraryError> {
        let logs = self.logs(group)?;
        for (device, log) in logs {
            let member = roster
                .member_of(&device)
                .map_or("", |a| a.member.as_str())
                .to_owned();
            let sql = "SELECT member FROM group_log WHERE id = ?1";
            let before: String = self
                .connection
                .prepare_cached(sql)?
                .query_row([log.key], |r| r.get(0))?;
            if before == member {
                continue;
            }
            if !before.is_empty() {
                self.take_back_frames(group, roster, log.key, &|_| true)?;
            }
            let sql = "UPDATE group_log SET member = ?2 WHERE id = ?1";
            self.connection.execute(sql, params![log.key, member])?;
        }
        let own = roster.member_of(&group.device).map(|a| a.member.clone());
        if let Some(member) = own.filter(|m| *m != group.member) {
            let sql = "UPDATE study_group SET member = ?2 WHERE id = ?1";
            self.connection.execute(sql, params![group.key, member])?;
        }
        Ok(())
    }

    /// Takes back what was opened before a removal said that it does not count.
    fn take_back(&mut self, group: &Group, roster: &Roster) -> Result<(), LibraryError> {
        for (device, log) in self.logs(group)? {
            if !roster.accepts_all(&device) {
                let void = |sequence| !roster.accepts(&device, sequence);
                self.take_back_frames(group, roster, log.key, &void)?;
            }
        }
        Ok(())
    }

    /// A moderator came or went: what that one hid is hidden, or shown again.
    fn stand_hidden(
        &mut self,
        group: &Group,
        roster: &Roster,
        before: &HashSet<ObjectRef>,
    ) -> Result<(), LibraryError> {
        let hidden = self.hidden(group, roster)?;
        if hidden == *before {
            return Ok(());
        }
        self.transact_unrecorded(|connection| {
            let mut merge = Merge::new(connection, group, roster, hidden.clone());
            merge.touch_targets(hidden.symmetric_difference(before));
            merge.stand()
        })
    }

    /// A key of somebody who turned out not to rule is no epoch's: what was sealed with it does not count, and is written
    /// anew by its authors.
    fn take_back_lost_epochs(
        &mut self,
        group: &Group,
        roster: &Roster,
    ) -> Result<(), LibraryError> {
        let counts: BTreeSet<[u8; 8]> = roster.epochs().values().map(|id| id.0).collect();
        let door = group.door.id().0;
        for log in self.logs(group)?.into_values() {
            let sql = "SELECT sequence, key FROM group_frame WHERE log = ?1 AND opened = 1";
            let lost: BTreeSet<u64> = {
                let mut statement = self.connection.prepare_cached(sql)?;
                let rows = statement.query_map([log.key], |r| {
                    Ok((r.get::<_, i64>(0)? as u64, r.get::<_, [u8; 8]>(1)?))
                })?;
                let rows = rows.collect::<Result<Vec<_>, _>>()?.into_iter();
                let lost = rows.filter(|(_, key)| *key != door && !counts.contains(key));
                lost.map(|(sequence, _)| sequence).collect()
            };
            if !lost.is_empty() {
                self.take_back_frames(group, roster, log.key, &|s| lost.contains(&s))?;
            }
        }
        Ok(())
    }

    fn take_back_frames(
        &mut self,
        group: &Group,
        roster: &Roster,
        log: i64,
        void: &dyn Fn(u64) -> bool,
    ) -> Result<(), LibraryError> {
        let sql = "SELECT DISTINCT sequence FROM group_put WHERE log = ?1";
        let sequences: Vec<i64> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([log], |r| r.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        let void: Vec<i64> = sequences.into_iter().filter(|s| void(*s as u64)).collect();
        if void.is_empty() {
            return Ok(());
        }
        let group = self.group(&group.charter.id)?;
        let hidden = self.hidden(&group, roster)?;
        self.transact_unrecorded(|connection| {
            let mut merge = Merge::new(connection, &group, roster, hidden);
            void.iter().try_for_each(|s| merge.take_back(log, *s))?;
            merge.stand()
        })
    }

    fn open_contents(
        &mut self,
        group: &Group,
        roster: &Roster,
        frames: &[SealedFrame],
    ) -> Result<Opened, LibraryError> {
        let group = self.group(&group.charter.id)?;
        let keys = self.group_keys(&group)?;
        let mut opened = Opened::default();
        let counting: Vec<&SealedFrame> = frames
            .iter()
            .filter(|f| roster.accepts(&f.device, f.sequence))
            .filter(|f| roster.epochs().values().any(|id| Some(*id) == f.key))
            .collect();
        let (openable, sealed): (Vec<_>, Vec<_>) = counting
            .into_iter()
            .partition(|f| keys.iter().any(|k| Some(k.id()) == f.key));
        opened.sealed = sealed.len() as u32;
        let before: i32 = self
            .connection
            .pragma_query_value(None, "cache_size", |r| r.get(0))?;
        self.connection.pragma_update(None, "cache_size", -CACHE)?;
        self.connection
            .pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
        let result = self.open_chunks(&group, roster, (&openable, &keys), &mut opened);
        self.connection.pragma_update(None, "cache_size", before)?;
        self.connection
            .pragma_update(None, "wal_autocheckpoint", 1000)?;
        result.map(|()| opened)
    }

    fn open_chunks(
        &mut self,
        group: &Group,
        roster: &Roster,
        (openable, keys): (&[&SealedFrame], &[GroupKey]),
        opened: &mut Opened,
    ) -> Result<(), LibraryError> {
        for chunk in openable.chunks(CHUNK) {
            let hidden = self.hidden(group, roster)?;
            self.transact_unrecorded(|connection| {
                let mut merge = Merge::new(connection, group, roster, hidden);
                for frame in chunk {
                    let puts = open_puts(connection, frame, keys, group)?;
                    merge.take(frame.log, (&frame.device, frame.sequence), &puts)?;
                    set_opened(connection, frame.log, frame.sequence)?;
                }
                merge.stand()?;
                opened.received += merge.received();
                for name in merge.heard() {
                    if !opened.from.contains(&name) {
                        opened.from.push(name);
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// What a frame says; nothing if it can't be opened although its key is here.
fn open_puts(
    connection: &rusqlite::Connection,
    frame: &SealedFrame,
    keys: &[GroupKey],
    group: &Group,
) -> Result<Vec<Put>, LibraryError> {
    let bytes = frame_bytes(connection, frame)?;
    let key = keys.iter().find(|k| Some(k.id()) == frame.key);
    let content = key.map(|key| Content::open(payload_of(&bytes), key, group.root(), false));
    Ok(match content {
        Some(Ok(Content::Puts(puts))) => puts,
        _ => Vec::new(),
    })
}

fn frame_bytes(
    connection: &rusqlite::Connection,
    frame: &SealedFrame,
) -> Result<Vec<u8>, LibraryError> {
    let sql = "SELECT bytes FROM group_frame WHERE log = ?1 AND sequence = ?2";
    Ok(connection
        .prepare_cached(sql)?
        .query_row(params![frame.log, frame.sequence as i64], |r| r.get(0))?)
}

fn set_opened(
    connection: &rusqlite::Connection,
    log: i64,
    sequence: u64,
) -> Result<(), LibraryError> {
    let sql = "UPDATE group_frame SET opened = 1 WHERE log = ?1 AND sequence = ?2";
    connection
        .prepare_cached(sql)?
        .execute(params![log, sequence as i64])?;
    Ok(())
}
