//! Letting a member's thing stand in this library: as an annotation, a reply, or a list; or removing it again.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};
use yandu_export::ForeignAnnotation;
use yandu_share::Roster;

use super::merge::last_word;
use super::object::{LIST, ObjectRef, SharedAnnotation, SharedReply};
use super::row::Group;
use crate::LibraryError;
use crate::annotations::{
    AnchorState, AnnotationKind, Colour, Located, ReceivedAnnotation, locate, remove_annotation,
    texts_of,
};
use crate::originals::hash;
use crate::packs::{SharedList, remove_list, take_in_list};
use crate::people::{me, person};
use crate::store::now;

/// Texts that are kept at hand.
const TEXTS: usize = 64;

/// A document with its blocks.
type Text = (i64, Vec<String>);

pub(super) struct Standing<'c> {
    connection: &'c Connection,
    group: &'c Group,
    hidden: &'c HashSet<ObjectRef>,
    me: i64,
    names: HashMap<String, String>,
    people: HashMap<String, i64>,
    texts: HashMap<(String, u32), Option<Text>>,
    /// Something may wait.
    waiting: bool,
}

impl<'c> Standing<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        group: &'c Group,
        roster: &Roster,
        hidden: &'c HashSet<ObjectRef>,
    ) -> Result<Self, LibraryError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM group_object INDEXED BY group_object_waiting WHERE grp = ?1 AND uid IS NULL)";
        let members = roster.members().into_iter().map(|m| (m.id, m.name));
        Ok(Standing {
            connection,
            group,
            hidden,
            me: me(connection)?,
            names: members.collect(),
            people: HashMap::new(),
            texts: HashMap::new(),
            waiting: connection
                .prepare_cached(sql)?
                .query_row([group.key], |r| r.get(0))?,
        })
    }

    /// Lets it stand as the last word of its author says.
    pub(super) fn stand(&mut self, object: &ObjectRef, kind: &str) -> Result<(), LibraryError> {
        let own = object.member == self.group.member;
        match last_word(self.connection, self.group.key, object, kind)? {
            Some(Some(_)) if self.hidden.contains(object) => self.fall(object, kind),
            Some(Some(body)) => match kind {
                SharedAnnotation::KIND => self.annotation(object, &body),
                SharedReply::KIND => self.reply(object, &body),
                LIST if !own => self.list(object, &body),
                _ => Ok(()),
            },
            Some(None) => self.fall(object, kind),
            // What was taken back was another's; one's own words stay with their author.
            None if own => Ok(()),
            None => self.fall(object, kind),
        }
    }

    /// What waited for this to be here.
    fn stand_waiting(&mut self, target: &str) -> Result<(), LibraryError> {
        if !self.waiting {
            return Ok(());
        }
        let sql = "SELECT member, object, kind FROM group_object INDEXED BY group_object_waiting
                   WHERE grp = ?1 AND target = ?2 AND uid IS NULL";
        let waiting: Vec<(ObjectRef, String)> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![self.group.key, target], |r| {
                let object = ObjectRef {
                    member: r.get(0)?,
                    object: r.get(1)?,
                };
                Ok((object, r.get(2)?))
            })?;
            rows.collect::<Result<_, _>>()?
        };
        for (object, kind) in waiting {
            self.stand(&object, &kind)?;
        }
        Ok(())
    }

    /// Everything that waits for a text that has come since, and lists with gaps.
    pub(super) fn stand_all_waiting(&mut self) -> Result<(), LibraryError> {
        let sql = "SELECT DISTINCT target FROM group_object INDEXED BY group_object_waiting WHERE grp = ?1 AND uid IS NULL AND target LIKE 'text:%'";
        let targets: Vec<String> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([self.group.key], |r| r.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        for target in targets {
            let parts = target.split(':').collect::<Vec<_>>();
            if let [_, text, part] = parts[..]
                && self.text(text, part.parse().unwrap_or(0))?.is_some()
            {
                self.stand_waiting(&target)?;
            }
        }
        let sql = "SELECT member, object FROM group_object INDEXED BY group_object_list
                   WHERE grp = ?1 AND kind = 'list' AND target = 'gaps'";
        let lists: Vec<ObjectRef> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([self.group.key], |r| {
                Ok(ObjectRef {
                    member: r.get(0)?,
                    object: r.get(1)?,
                })
            })?;
            rows.collect::<Result<_, _>>()?
        };
        lists.iter().try_for_each(|list| self.stand(list, LIST))
    }

    fn annotation(&mut self, object: &ObjectRef, body: &str) -> Result<(), LibraryError> {
        let Ok(body) = serde_json::from_str::<SharedAnnotation>(body) else {
            return self.fall(object, SharedAnnotation::KIND);
        };
        let target = format!("text:{}:{}", body.text, body.part);
        if object.member == self.group.member {
            if self.was_deleted_here(object)? {
                return Ok(());
            }
            if let Some(uid) = self.own_row(object, &body.modified)? {
                return self.here(object, SharedAnnotation::KIND, &uid, &target);
            }
        }
        let kind = AnnotationKind::from_name(&body.kind);
        let located = match self.text(&body.text, body.part)? {
            Some((document, texts)) => place(texts, &body).map(|l| (*document, l)),
            None => None,
        };
        let (Some((document, located)), Ok(kind)) = (located, kind) else {
            return self.wait(object, SharedAnnotation::KIND, &target);
        };
        let author = self.author(object)?;
        let (uid, fresh) = self.uid(SharedAnnotation::KIND, object, author)?;
        let received = ReceivedAnnotation {
            uid: &uid,
            document,
            kind,
            colour: Colour::from_name(&body.colour).unwrap_or(Colour::KeyPoint),
            comment: &body.comment,
            tags: &body.tags,
            author,
            created: &body.created,
            modified: &body.modified,
            located: &located,
            batch: None,
            fresh,
        };
        received.put(self.connection)?;
        self.here(object, SharedAnnotation::KIND, &uid, &target)?;
        self.stand_waiting(&format!("object:{}/{}", object.member, object.object))
    }

    /// One's own annotation stood here and its row is gone: the tombstone was not written yet.
    fn was_deleted_here(&self, object: &ObjectRef) -> Result<bool, LibraryError> {
        let sql = "SELECT count(*) FROM group_object WHERE grp = ?1 AND member = ?2 AND object = ?3
                   AND kind = 'annotation' AND uid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM annotation a WHERE a.uid = group_object.uid)";
        let row = params![self.group.key, object.member, object.object];
        let gone: u32 = self
            .connection
            .prepare_cached(sql)?
            .query_row(row, |r| r.get(0))?;
        Ok(gone > 0)
    }

    /// The row of one's own annotation, if it says this already: what was written here was given just now.
    fn own_row(&self, object: &ObjectRef, modified: &str) -> Result<Option<String>, LibraryError> {
        let sql = "SELECT uid FROM annotation WHERE uid = ?1 AND author = ?2 AND modified_at = ?3";
        let row = params![object.object, self.me, modified];
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row(row, |r| r.get(0))
            .optional()?)
    }

    fn reply(&mut self, object: &ObjectRef, body: &str) -> Result<(), LibraryError> {
        let Ok(body) = serde_json::from_str::<SharedReply>(body) else {
            return self.fall(object, SharedReply::KIND);
        };
        let target = format!("object:{}/{}", body.to.member, body.to.object);
        let sql = "SELECT a.id FROM group_object o JOIN annotation a ON a.uid = o.uid
                   WHERE o.grp = ?1 AND o.member = ?2 AND o.object = ?3 AND o.kind = 'annotation'";
        let annotation: Option<i64> = self
            .connection
            .prepare_cached(sql)?
            .query_row(
                params![self.group.key, body.to.member, body.to.object],
                |r| r.get(0),
            )
            .optional()?;
        let Some(annotation) = annotation.filter(|_| !body.comment.trim().is_empty()) else {
            return self.wait(object, SharedReply::KIND, &target);
        };
        let author = self.author(object)?;
        let (uid, _) = self.uid(SharedReply::KIND, object, author)?;
        let sql = "SELECT count(*) FROM reply WHERE uid = ?1";
        let known: u32 = self
            .connection
            .prepare_cached(sql)?
            .query_row([&uid], |r| r.get(0))?;
        let sql = match known {
            0 => {
                "INSERT INTO reply (uid, annotation, comment, author, created_at, modified_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            }
            _ => {
                "UPDATE reply SET annotation = ?2, comment = ?3, author = ?4, created_at = ?5, modified_at = ?6
                 WHERE uid = ?1"
            }
        };
        let row = params![
            uid,
            annotation,
            body.comment,
            author,
            body.created,
            body.modified
        ];
        self.connection.prepare_cached(sql)?.execute(row)?;
        self.here(object, SharedReply::KIND, &uid, &target)
    }

    fn list(&mut self, object: &ObjectRef, body: &str) -> Result<(), LibraryError> {
        let Ok(list) = serde_json::from_str::<SharedList>(body) else {
            return Ok(());
        };
        let author = self.author(object)?;
        let (uid, _) = self.uid(LIST, object, author)?;
        let list = list.named(&uid);
        let (_, missing) = take_in_list(self.connection, &list, author, &HashMap::new())?;
        let target = if missing > 0 { "gaps" } else { "" };
        self.here(object, LIST, &uid, target)
    }

    /// It stands here no more.
    fn fall(&mut self, object: &ObjectRef, kind: &str) -> Result<(), LibraryError> {
        if object.member == self.group.member {
            return self.withdraw(object, kind);
        }
        let sql = "DELETE FROM group_object WHERE grp = ?1 AND member = ?2 AND object = ?3 AND kind = ?4 RETURNING uid";
        let row = params![self.group.key, object.member, object.object, kind];
        let stood: Option<Option<String>> = self
            .connection
            .prepare_cached(sql)?
            .query_row(row, |r| r.get(0))
            .optional()?;
        let Some(Some(uid)) = stood else {
            return Ok(());
        };
        let table = table_of(kind);
        let sql = format!("SELECT id FROM {table} WHERE uid = ?1");
        let key: Option<i64> = self
            .connection
            .prepare_cached(&sql)?
            .query_row([&uid], |r| r.get(0))
            .optional()?;
        let Some(key) = key else { return Ok(()) };
        match table {
            "annotation" => {
                remove_annotation(self.connection, key)?;
                // Its replies wait: it may come back.
                self.waiting = true;
                let sql = "UPDATE group_object SET uid = NULL WHERE grp = ?1 AND target = ?2";
                let target = format!("object:{}/{}", object.member, object.object);
                self.connection
                    .execute(sql, params![self.group.key, target])?;
            }
            "reply" => {
                self.connection
                    .execute("DELETE FROM reply WHERE id = ?1", [key])?;
            }
            _ => remove_list(self.connection, key)?,
        }
        Ok(())
    }

    /// Nothing of one's own is deleted by an exchange: it is shared no more.
    fn withdraw(&self, object: &ObjectRef, kind: &str) -> Result<(), LibraryError> {
        let sql = "DELETE FROM group_shared WHERE grp = ?1 AND kind = ?4 AND uid IN
                   (SELECT uid FROM group_object WHERE grp = ?1 AND member = ?2 AND object = ?3 AND kind = ?4)";
        let row = params![self.group.key, object.member, object.object, kind];
        self.connection.prepare_cached(sql)?.execute(row)?;
        let sql = "UPDATE group_object SET target = 'withdrawn' WHERE grp = ?1 AND member = ?2 AND object = ?3 AND kind = ?4";
        self.connection.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    fn wait(&mut self, object: &ObjectRef, kind: &str, target: &str) -> Result<(), LibraryError> {
        self.waiting = true;
        self.note(object, kind, None, target)
    }

    fn here(
        &self,
        object: &ObjectRef,
        kind: &str,
        uid: &str,
        target: &str,
    ) -> Result<(), LibraryError> {
        if object.member == self.group.member {
            let sql = "INSERT OR IGNORE INTO group_shared VALUES (?1, ?2, ?3)";
            let row = params![self.group.key, kind, uid];
            self.connection.prepare_cached(sql)?.execute(row)?;
        }
        self.note(object, kind, Some(uid), target)
    }

    fn note(
        &self,
        object: &ObjectRef,
        kind: &str,
        uid: Option<&str>,
        target: &str,
    ) -> Result<(), LibraryError> {
        let sql = "INSERT OR REPLACE INTO group_object VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let row = params![
            self.group.key,
            object.member,
            object.object,
            kind,
            uid,
            target
        ];
        self.connection.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    /// The id of its row, and whether no row has it yet: the one that it has, else its own name, else, if another's row has that, one made of both.
    fn uid(
        &self,
        kind: &'static str,
        object: &ObjectRef,
        author: i64,
    ) -> Result<(String, bool), LibraryError> {
        let sql = "SELECT uid FROM group_object WHERE grp = ?1 AND member = ?2 AND object = ?3 AND kind = ?4";
        let row = params![self.group.key, object.member, object.object, kind];
        let known: Option<Option<String>> = self
            .connection
            .prepare_cached(sql)?
            .query_row(row, |r| r.get(0))
            .optional()?;
        if let Some(Some(known)) = known {
            return Ok((known, false));
        }
        let sql = match table_of(kind) {
            "annotation" => {
                "SELECT (SELECT author FROM annotation WHERE uid = ?1),
                   EXISTS (SELECT 1 FROM group_object WHERE uid = ?1 AND member <> ?2)"
            }
            "reply" => {
                "SELECT (SELECT author FROM reply WHERE uid = ?1),
                   EXISTS (SELECT 1 FROM group_object WHERE uid = ?1 AND member <> ?2)"
            }
            _ => {
                "SELECT (SELECT author FROM reading_list WHERE uid = ?1),
                   EXISTS (SELECT 1 FROM group_object WHERE uid = ?1 AND member <> ?2)"
            }
        };
        let (writer, others): (Option<i64>, bool) = self
            .connection
            .prepare_cached(sql)?
            .query_row([&object.object, &object.member], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })?;
        let plain = !others
            && object.object.len() == 32
            && object.object.bytes().all(|b| b.is_ascii_hexdigit())
            && writer.is_none_or(|w| w == author);
        Ok(if plain {
            (object.object.clone(), writer.is_none())
        } else {
            let whole = format!(
                "{}/{}/{}",
                self.group.charter.id, object.member, object.object
            );
            (hash(whole.as_bytes())[..32].to_owned(), false)
        })
    }

    fn author(&mut self, object: &ObjectRef) -> Result<i64, LibraryError> {
        if object.member == self.group.member {
            return Ok(self.me);
        }
        if let Some(known) = self.people.get(&object.member) {
            return Ok(*known);
        }
        let name = self.names.get(&object.member);
        let name = name.map_or("未署名", String::as_str);
        let key = person(self.connection, &object.member, name)?;
        self.people.insert(object.member.clone(), key);
        Ok(key)
    }

    /// The document with this text, if it is here.
    fn text(&mut self, text: &str, part: u32) -> Result<Option<&Text>, LibraryError> {
        let wanted = (text.to_owned(), part);
        if self.texts.len() > TEXTS {
            self.texts.clear();
        }
        if !self.texts.contains_key(&wanted) {
            let sql = "SELECT id FROM document WHERE folded_hash = ?1 AND part = ?2
                       ORDER BY trashed_at IS NOT NULL, id LIMIT 1";
            let document: Option<i64> = self
                .connection
                .prepare_cached(sql)?
                .query_row(params![text, part], |r| r.get(0))
                .optional()?;
            let found = match document {
                Some(document) => Some((document, texts_of(self.connection, document)?)),
                None => None,
            };
            self.texts.insert(wanted.clone(), found);
        }
        Ok(self.texts.get(&wanted).and_then(Option::as_ref))
    }
}

/// In which of our tables things of this kind stand.
pub(super) fn table_of(kind: &str) -> &'static str {
    match kind {
        SharedAnnotation::KIND => "annotation",
        SharedReply::KIND => "reply",
        _ => "reading_list",
    }
}

/// Where it stands in this text: there, as a rule, for the texts are the same.
fn place(texts: &[String], body: &SharedAnnotation) -> Option<Located> {
    let at = body.position();
    let there = at.block == at.end_block
        && texts.get(at.block as usize).is_some_and(|block| {
            let len = at.end.saturating_sub(at.start) as usize;
            let chars = block.chars().skip(at.start as usize).take(len);
            len > 0 && chars.eq(body.exact.chars())
        });
    if there {
        return Some(Located {
            at,
            quote: body.quote(),
            state: AnchorState::Found,
            note: None,
        });
    }
    let foreign = ForeignAnnotation {
        quote: Some(body.quote()),
        created: Some(now()),
        ..ForeignAnnotation::default()
    };
    locate(texts, &foreign)
}
