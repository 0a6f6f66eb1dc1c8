//! Giving: what this person shares is compared with the last word in the own log, and what differs is written into it.

use rusqlite::params;
use serde_json::Value;
use yandu_share::{Content, GroupKey, Put, Roster};

use super::merge::last_word;
use super::object::{
    LIST, ObjectRef, SharedAnnotation, SharedMaterial, SharedProgress, SharedReply,
};
use super::row::{Group, tick};
use super::stand::table_of;
use crate::annotations::AnnotationView;
use crate::{Library, LibraryError};

/// Things in a frame.
const FRAME: usize = 256;
/// More tombstones at once than these, and than half of what was shared, are held back.
const BRAKE: usize = 20;

/// What was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// Things written into the own log.
    pub(super) sent: u32,
    /// Deletions that were held back.
    pub(super) held: u32,
}

impl std::ops::AddAssign for Given {
    fn add_assign(&mut self, other: Given) {
        self.sent += other.sent;
        self.held = self.held.max(other.held);
    }
}

impl Library {
    /// Writes what is new into the own log. `deletions`: those that were held back go too.
    pub(super) fn give(
        &mut self,
        group: &Group,
        roster: &Roster,
        deletions: bool,
    ) -> Result<Given, LibraryError> {
        if roster.role(&group.device).is_none() {
            return Ok(Given::default());
        }
        let key = self.writing_key(group, roster)?;
        let mut puts = Vec::new();
        self.follow_documents(group)?;
        self.annotations_to_give(group, &mut puts)?;
        self.replies_to_give(group, &mut puts)?;
        self.lists_to_give(group, &mut puts)?;
        self.materials_to_give(group, &mut puts)?;
        let (tombstones, shared) = self.tombstones_to_give(group)?;
        let held = !deletions && tombstones.len() > BRAKE && tombstones.len() * 2 > shared;
        let held = if held { tombstones.len() as u32 } else { 0 };
        if held == 0 {
            puts.extend(tombstones);
        }
        for chunk in puts.chunks(FRAME) {
            self.write_frame(group, &Content::Puts(chunk.to_vec()), &key)?;
        }
        if !puts.is_empty() {
            self.open_frames(group)?;
        }
        Ok(Given {
            sent: puts.len() as u32,
            held,
        })
    }

    /// The key of the current epoch, or of the last one whose key is here.
    pub(super) fn writing_key(
        &self,
        group: &Group,
        roster: &Roster,
    ) -> Result<GroupKey, LibraryError> {
        let keys = self.group_keys(group)?;
        let mut current = roster.epochs().values().rev();
        let found = current.find_map(|id| keys.iter().find(|k| k.id() == *id));
        found.cloned().ok_or(LibraryError::NotAdmitted)
    }

    fn annotations_to_give(&self, group: &Group, puts: &mut Vec<Put>) -> Result<(), LibraryError> {
        let sql = "SELECT a.id, d.folded_hash, d.part FROM group_shared s JOIN annotation a ON a.uid = s.uid
                   JOIN document d ON d.id = a.document WHERE s.grp = ?1 AND s.kind = 'annotation' ORDER BY a.id";
        let rows: Vec<(i64, String, u32)> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows =
                statement.query_map([group.key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        for (key, text, part) in rows {
            let view = self.annotation_by_key(key)?;
            let object = self.own_object(group, &view.id)?;
            let body = shared_annotation(&view, (text, part));
            let last = last_word(&self.connection, group.key, &object, SharedAnnotation::KIND)?;
            let last = last
                .flatten()
                .map(|b| serde_json::from_str::<SharedAnnotation>(&b));
            if last.is_none_or(|l| l.is_err() || l.is_ok_and(|l| !l.same_words(&body))) {
                self.put(group, (object, SharedAnnotation::KIND), &body, puts)?;
            }
        }
        Ok(())
    }

    fn replies_to_give(&self, group: &Group, puts: &mut Vec<Put>) -> Result<(), LibraryError> {
        let sql = "SELECT r.uid, r.comment, r.created_at, r.modified_at, o.member, o.object FROM reply r
                   CROSS JOIN annotation a ON a.id = r.annotation CROSS JOIN group_object o ON o.uid = a.uid
                   WHERE o.grp = ?1 AND o.kind = 'annotation' AND o.target <> 'withdrawn'
                   AND r.author = (SELECT p.id FROM setting s JOIN person p ON p.uid = s.value WHERE s.name = 'me')";
        let rows: Vec<(String, SharedReply)> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([group.key], |r| {
                let to = ObjectRef {
                    member: r.get(4)?,
                    object: r.get(5)?,
                };
                let reply = SharedReply {
                    to,
                    comment: r.get(1)?,
                    created: r.get(2)?,
                    modified: r.get(3)?,
                };
                Ok((r.get(0)?, reply))
            })?;
            rows.collect::<Result<_, _>>()?
        };
        for (uid, reply) in rows {
            let object = self.own_object(group, &uid)?;
            self.put_if_new(group, (object, SharedReply::KIND), &reply, puts)?;
        }
        Ok(())
    }

    fn lists_to_give(&self, group: &Group, puts: &mut Vec<Put>) -> Result<(), LibraryError> {
        for id in self.shared_ids(group, LIST)? {
            if let Ok(list) = self.shared_list(&id) {
                let object = self.own_object(group, &id)?;
                self.put_if_new(group, (object, LIST), &list, puts)?;
            }
        }
        for id in self.shared_ids(group, SharedProgress::KIND)? {
            if let Ok(list) = self.get_reading_list(&id) {
                let items = list.sections.iter().flat_map(|s| &s.items);
                let progress = SharedProgress {
                    list: list.id.clone(),
                    title: list.title.clone(),
                    finished: items.clone().filter(|i| i.finished_at.is_some()).count() as u32,
                    items: items.count() as u32,
                };
                let object = self.own_object(group, &id)?;
                self.put_if_new(group, (object, SharedProgress::KIND), &progress, puts)?;
            }
        }
        Ok(())
    }

    fn materials_to_give(&self, group: &Group, puts: &mut Vec<Put>) -> Result<(), LibraryError> {
        for id in self.shared_ids(group, SharedMaterial::KIND)? {
            if let Ok(material) = self.shared_material(&id) {
                let object = ObjectRef {
                    member: group.member.clone(),
                    object: material.text.clone(),
                };
                self.put_if_new(group, (object, SharedMaterial::KIND), &material, puts)?;
            }
        }
        Ok(())
    }

    /// Tombstones for what stood here as shared and is gone, or is shared no more; and how much was shared. What went with
    /// its document stays with the group.
    fn tombstones_to_give(&self, group: &Group) -> Result<(Vec<Put>, usize), LibraryError> {
        let sql = "SELECT object, kind, uid, target FROM group_object WHERE grp = ?1 AND member = ?2 AND uid IS NOT NULL";
        let rows: Vec<(String, String, String, String)> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![group.key, group.member], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
            })?;
            rows.collect::<Result<_, _>>()?
        };
        let shared = rows.len();
        let mut puts = Vec::new();
        for (object, kind, uid, target) in rows {
            if self.is_given(group, &kind, &uid)? || !self.has_target(group, &target)? {
                continue;
            }
            let own = ObjectRef {
                member: group.member.clone(),
                object: object.clone(),
            };
            if last_word(&self.connection, group.key, &own, &kind)?
                .flatten()
                .is_none()
            {
                continue;
            }
            puts.push(Put {
                object,
                kind,
                at: tick(&self.connection, group.key)?.0,
                body: None,
            });
        }
        Ok((puts, shared))
    }

    /// Is it here and shared? Replies are shared by where they stand.
    fn is_given(&self, group: &Group, kind: &str, uid: &str) -> Result<bool, LibraryError> {
        let sql = format!("SELECT count(*) FROM {} WHERE uid = ?1", table_of(kind));
        let here: u32 = self
            .connection
            .prepare_cached(&sql)?
            .query_row([uid], |r| r.get(0))?;
        if here == 0 || kind == SharedReply::KIND {
            return Ok(here > 0);
        }
        let sql = "SELECT count(*) FROM group_shared WHERE grp = ?1 AND kind = ?2 AND uid = ?3";
        let row = params![group.key, kind, uid];
        let shared: u32 = self
            .connection
            .prepare_cached(sql)?
            .query_row(row, |r| r.get(0))?;
        Ok(shared > 0)
    }

    /// Is the text, or the annotation, on which it stood here?
    fn has_target(&self, group: &Group, target: &str) -> Result<bool, LibraryError> {
        let count = |sql: &str, row: &[&dyn rusqlite::ToSql]| -> Result<u32, LibraryError> {
            let mut statement = self.connection.prepare_cached(sql)?;
            Ok(statement.query_row(row, |r| r.get(0))?)
        };
        if let Some(rest) = target.strip_prefix("text:") {
            let (text, part) = rest.rsplit_once(':').unwrap_or((rest, "0"));
            let part: u32 = part.parse().unwrap_or(0);
            let sql = "SELECT count(*) FROM document WHERE folded_hash = ?1 AND part = ?2";
            return Ok(count(sql, &[&text, &part])? > 0);
        }
        if let Some(object) = ObjectRef::target(target) {
            let sql = "SELECT count(*) FROM group_object o JOIN annotation a ON a.uid = o.uid
                       WHERE o.grp = ?1 AND o.member = ?2 AND o.object = ?3";
            return Ok(count(sql, &[&group.key, &object.member, &object.object])? > 0);
        }
        Ok(true)
    }

    pub(super) fn shared_ids(
        &self,
        group: &Group,
        kind: &str,
    ) -> Result<Vec<String>, LibraryError> {
        let sql = "SELECT uid FROM group_shared WHERE grp = ?1 AND kind = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![group.key, kind], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The name of an own thing: under another one if it came from another device of this person under that.
    pub(super) fn own_object(&self, group: &Group, uid: &str) -> Result<ObjectRef, LibraryError> {
        let sql = "SELECT object FROM group_object WHERE grp = ?1 AND uid = ?2 AND member = ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let known = statement.query_row(params![group.key, uid, group.member], |r| r.get(0));
        Ok(ObjectRef {
            member: group.member.clone(),
            object: known.unwrap_or_else(|_| uid.to_owned()),
        })
    }

    fn put_if_new<T: serde::Serialize + serde::de::DeserializeOwned>(
        &self,
        group: &Group,
        (object, kind): (ObjectRef, &str),
        body: &T,
        puts: &mut Vec<Put>,
    ) -> Result<(), LibraryError> {
        let last = last_word(&self.connection, group.key, &object, kind)?.flatten();
        let last = last.and_then(|last| serde_json::from_str::<Value>(&last).ok());
        if last == Some(serde_json::to_value(body)?) {
            return Ok(());
        }
        self.put(group, (object, kind), body, puts)
    }

    fn put<T: serde::Serialize>(
        &self,
        group: &Group,
        (object, kind): (ObjectRef, &str),
        body: &T,
        puts: &mut Vec<Put>,
    ) -> Result<(), LibraryError> {
        puts.push(Put {
            object: object.object,
            kind: kind.to_owned(),
            at: tick(&self.connection, group.key)?.0,
            body: Some(serde_json::to_value(body)?),
        });
        Ok(())
    }
}

fn shared_annotation(view: &AnnotationView, (text, part): (String, u32)) -> SharedAnnotation {
    SharedAnnotation {
        text,
        part,
        title: view.title.clone(),
        kind: view.kind.name().to_owned(),
        colour: view.colour.name().to_owned(),
        comment: view.comment.clone(),
        tags: view.tags.clone(),
        created: view.created_at.clone(),
        modified: view.modified_at.clone(),
        at: [view.block, view.start, view.end_block, view.end],
        exact: view.exact.clone(),
        prefix: view.prefix.clone(),
        suffix: view.suffix.clone(),
    }
}
