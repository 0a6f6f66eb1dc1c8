//! 学习会: the passages of a material one after the other, with what everyone says beside them.

use std::collections::HashSet;

use rusqlite::params;
use serde::Serialize;

use super::object::ObjectRef;
use super::row::Group;
use crate::annotations::{
    AnchorState, AnnotationFilter, AnnotationOrder, AnnotationView, texts_of,
};
use crate::{Library, LibraryError};

/// A material of the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MaterialView {
    /// Id of the document here; `None` if it is not here.
    pub document: Option<String>,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// Who gave it.
    pub by: String,
    /// Annotations of the group in it that stand here.
    pub annotations: u32,
    /// Those of them that were not discussed.
    pub undiscussed: u32,
    /// Annotations that wait for the text.
    pub waiting: u32,
}

/// An annotation in a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionComment {
    /// The annotation with its replies.
    pub annotation: AnnotationView,
    /// 已讨论
    pub discussed: bool,
    /// The paragraph in which it begins; empty if its place is gone.
    pub paragraph: String,
}

/// A document in a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionView {
    /// Id of the document.
    pub document: String,
    /// 标题
    pub title: String,
    /// What the group says in it, in the order of the text.
    pub comments: Vec<SessionComment>,
}

impl Library {
    /// The materials of a group: those that were shared, and those in which something was said.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn list_group_materials(&self, group: &str) -> Result<Vec<MaterialView>, LibraryError> {
        let group = self.group(group)?;
        let roster = self.roster(&group)?;
        let name = |member: &str| {
            let members = roster.members();
            let found = members.iter().find(|m| m.id == member);
            found.map_or(String::new(), |m| m.name.clone())
        };
        let discussed = self.discussed(&group)?;
        let mut views: Vec<MaterialView> = Vec::new();
        for (member, material) in self.shared_materials(&group)? {
            let document = self.document_with_text(&material.text)?;
            let known = |v: &MaterialView| v.document == document && v.title == material.title;
            if views.iter().any(known) {
                continue;
            }
            let comments = match &document {
                Some(document) => self.comments_in(&group, document)?,
                None => Vec::new(),
            };
            views.push(MaterialView {
                document,
                title: material.title,
                date: material.date,
                by: name(&member),
                annotations: comments.len() as u32,
                undiscussed: undiscussed(&comments, &discussed),
                waiting: self.waiting_for(&group, &material.text)?,
            });
        }
        let sql = "SELECT DISTINCT d.uid, d.title, d.date FROM group_object o JOIN annotation a ON a.uid = o.uid
                   JOIN document d ON d.id = a.document WHERE o.grp = ?1 AND o.kind = 'annotation'
                   AND o.target <> 'withdrawn' AND d.trashed_at IS NULL ORDER BY d.id";
        let spoken: Vec<(String, String, Option<String>)> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows =
                statement.query_map([group.key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        for (id, title, date) in spoken {
            if views.iter().any(|v| v.document.as_ref() == Some(&id)) {
                continue;
            }
            let comments = self.comments_in(&group, &id)?;
            views.push(MaterialView {
                document: Some(id),
                title,
                date,
                by: String::new(),
                annotations: comments.len() as u32,
                undiscussed: undiscussed(&comments, &discussed),
                waiting: 0,
            });
        }
        Ok(views)
    }

    /// What the group says in a document.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::NotFound`].
    pub fn group_session(&self, group: &str, document: &str) -> Result<SessionView, LibraryError> {
        let group = self.group(group)?;
        let discussed = self.discussed(&group)?;
        let objects = self.comments_in(&group, document)?;
        let filter = AnnotationFilter {
            document: Some(document.to_owned()),
            order: AnnotationOrder::Text,
            ..AnnotationFilter::default()
        };
        let texts = texts_of(&self.connection, self.row_of(document)?)?;
        let annotations = self.list_annotations(&filter)?.items.into_iter();
        let comments = annotations.filter_map(|annotation| {
            let (_, object) = objects.iter().find(|(uid, _)| *uid == annotation.id)?;
            Some(SessionComment {
                discussed: discussed.contains(object),
                paragraph: match annotation.state {
                    AnchorState::Found | AnchorState::Moved => texts
                        .get(annotation.block as usize)
                        .cloned()
                        .unwrap_or_default(),
                    AnchorState::Earlier | AnchorState::Kept => String::new(),
                },
                annotation,
            })
        });
        let key = self.row_of(document)?;
        let sql = "SELECT uid, title FROM document WHERE id = ?1";
        let (id, title) = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(SessionView {
            document: id,
            title,
            comments: comments.collect(),
        })
    }

    /// The annotations of the group in a document, with what they are there.
    fn comments_in(
        &self,
        group: &Group,
        document: &str,
    ) -> Result<Vec<(String, ObjectRef)>, LibraryError> {
        let key = self.row_of(document)?;
        let sql = "SELECT a.uid, o.member, o.object FROM annotation a CROSS JOIN group_object o ON o.uid = a.uid
                   WHERE a.document = ?2 AND o.grp = ?1 AND o.kind = 'annotation' AND o.target <> 'withdrawn'";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![group.key, key], |r| {
            let object = ObjectRef {
                member: r.get(1)?,
                object: r.get(2)?,
            };
            Ok((r.get(0)?, object))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn waiting_for(&self, group: &Group, text: &str) -> Result<u32, LibraryError> {
        let sql = "SELECT count(*) FROM group_object WHERE grp = ?1 AND uid IS NULL AND target LIKE 'text:' || ?2 || ':%'";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row(params![group.key, text], |r| r.get(0))?)
    }
}

fn undiscussed(comments: &[(String, ObjectRef)], discussed: &HashSet<ObjectRef>) -> u32 {
    let open = comments.iter().filter(|(_, o)| !discussed.contains(o));
    open.count() as u32
}
