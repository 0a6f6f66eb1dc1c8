//! What a person shares with a group, and the marks that members set: written down here, given at the next exchange.

use rusqlite::params;
use serde_json::Value;
use yandu_share::{Content, Put};

use super::object::{Discussed, Hidden, LIST, ObjectRef, SharedAnnotation, SharedProgress};
use super::row::{Group, tick};
use crate::{Library, LibraryError};

/// Documents of which every own annotation is shared as it comes.
const FOLLOWED: &str = "followed";

impl Library {
    /// Shares annotations of one's own with a group.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::NotYours`].
    pub fn share_annotations(
        &mut self,
        group: &str,
        annotations: &[String],
    ) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let mut views = Vec::new();
        for id in annotations {
            let view = self.get_annotation(id)?;
            if !view.mine {
                return Err(LibraryError::NotYours(view.author));
            }
            views.push(view);
        }
        self.set_shared(
            &group,
            SharedAnnotation::KIND,
            views.iter().map(|v| v.id.as_str()),
        )
    }

    /// Shares all annotations of one's own in these documents with a group, those to come too.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn share_all_in(&mut self, group: &str, documents: &[String]) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        for document in documents {
            let key = self.row_of(document)?;
            let sql = "SELECT c.uid FROM document d JOIN document c ON c.id = coalesce(d.parent, d.id) WHERE d.id = ?1";
            let cover: String = self.connection.query_row(sql, [key], |r| r.get(0))?;
            self.set_shared(&group, FOLLOWED, std::iter::once(cover.as_str()))?;
        }
        Ok(())
    }

    /// What was written in the documents whose annotations are shared as they come; what was taken back stays back.
    pub(super) fn follow_documents(&self, group: &Group) -> Result<(), LibraryError> {
        let sql = "INSERT OR IGNORE INTO group_shared
                   SELECT s.grp, 'annotation', a.uid FROM group_shared s JOIN document c ON c.uid = s.uid
                   JOIN document d ON d.id = c.id OR d.parent = c.id JOIN annotation a ON a.document = d.id
                   WHERE s.grp = ?1 AND s.kind = ?2
                   AND a.author = (SELECT p.id FROM setting m JOIN person p ON p.uid = m.value WHERE m.name = 'me')
                   AND NOT EXISTS (SELECT 1 FROM group_object o
                     WHERE o.grp = s.grp AND o.uid = a.uid AND o.target = 'withdrawn')";
        self.connection.execute(sql, params![group.key, FOLLOWED])?;
        Ok(())
    }

    /// Shares reading lists with a group.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`].
    pub fn share_lists(&mut self, group: &str, lists: &[String]) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        for list in lists {
            let id = self.get_reading_list(list)?.id;
            self.set_shared(&group, LIST, std::iter::once(id.as_str()))?;
        }
        Ok(())
    }

    /// Tells the group how far one is with a list, or tells it no more.
    ///
    /// # Errors
    /// [`LibraryError::NoSuchName`].
    pub fn share_progress(
        &mut self,
        group: &str,
        list: &str,
        on: bool,
    ) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let id = self.get_reading_list(list)?.id;
        if on {
            return self.set_shared(&group, SharedProgress::KIND, std::iter::once(id.as_str()));
        }
        self.end_sharing(&group, SharedProgress::KIND, &id)
    }

    /// Takes annotations back from a group; they stay in this library.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn unshare_annotations(
        &mut self,
        group: &str,
        annotations: &[String],
    ) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        for id in annotations {
            let id = self.get_annotation(id)?.id;
            self.end_sharing(&group, SharedAnnotation::KIND, &id)?;
            let own = self.own_object(&group, &id)?;
            let sql = "INSERT INTO group_object VALUES (?1, ?2, ?3, 'annotation', ?4, 'withdrawn')
                       ON CONFLICT DO UPDATE SET target = 'withdrawn'";
            let row = params![group.key, own.member, own.object, id];
            self.connection.execute(sql, row)?;
        }
        Ok(())
    }

    pub(super) fn set_shared<'i>(
        &mut self,
        group: &Group,
        kind: &str,
        ids: impl Iterator<Item = &'i str>,
    ) -> Result<(), LibraryError> {
        let ids: Vec<&str> = ids.collect();
        self.transact_texts(|connection| {
            let sql = "INSERT OR IGNORE INTO group_shared VALUES (?1, ?2, ?3)";
            for id in ids {
                connection.execute(sql, params![group.key, kind, id])?;
            }
            Ok(())
        })
    }

    fn end_sharing(&mut self, group: &Group, kind: &str, id: &str) -> Result<(), LibraryError> {
        let sql = "DELETE FROM group_shared WHERE grp = ?1 AND kind = ?2 AND uid = ?3";
        self.connection.execute(sql, params![group.key, kind, id])?;
        Ok(())
    }

    /// Marks annotations as discussed, or not.
    ///
    /// # Errors
    /// [`LibraryError::NotInGroup`] for annotations that the group does not have.
    pub fn set_discussed(
        &mut self,
        group: &str,
        annotation: &str,
        on: bool,
    ) -> Result<(), LibraryError> {
        let body = on.then_some(Value::Bool(true));
        self.mark(group, annotation, Discussed::KIND, body)
    }

    /// Hides what does not belong, with the reason, or shows it again; for moderators.
    ///
    /// # Errors
    /// [`LibraryError::NotAllowed`], [`LibraryError::NotInGroup`].
    pub fn hide_in_group(
        &mut self,
        group: &str,
        annotation: &str,
        reason: Option<&str>,
    ) -> Result<(), LibraryError> {
        let found = self.group(group)?;
        self.moderating(&found)?;
        let body = reason.map(|reason| {
            serde_json::to_value(Hidden {
                reason: reason.to_owned(),
            })
        });
        self.mark(group, annotation, Hidden::KIND, body.transpose()?)
    }

    fn mark(
        &mut self,
        group: &str,
        annotation: &str,
        kind: &'static str,
        body: Option<Value>,
    ) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let object = self.object_of(&group, annotation)?;
        let put = Put {
            object: object.mark(kind),
            kind: kind.to_owned(),
            at: tick(&self.connection, group.key)?.0,
            body,
        };
        let roster = self.roster(&group)?;
        let key = self.writing_key(&group, &roster)?;
        self.write_frame(&group, &Content::Puts(vec![put]), &key)?;
        self.open_frames(&group)?;
        Ok(())
    }

    /// The thing of the group behind an annotation, or a reply, of this library, or one that is hidden here.
    fn object_of(&self, group: &Group, annotation: &str) -> Result<ObjectRef, LibraryError> {
        let sql = "SELECT member, object FROM group_object WHERE grp = ?1 AND uid = ?2";
        let read = |r: &rusqlite::Row<'_>| {
            Ok(ObjectRef {
                member: r.get(0)?,
                object: r.get(1)?,
            })
        };
        let uid = self
            .annotation_row(annotation)
            .and_then(|key| Ok(self.annotation_by_key(key)?.id))
            .unwrap_or_else(|_| annotation.to_owned());
        let found = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![group.key, uid], read);
        if let Ok(found) = found {
            return Ok(found);
        }
        let sql = "SELECT l.member, p.object FROM group_put p JOIN group_log l ON l.id = p.log
                   WHERE l.grp = ?1 AND p.object = ?2 LIMIT 1";
        let hidden = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![group.key, annotation], read);
        hidden.map_err(|_| LibraryError::NotInGroup)
    }
}
