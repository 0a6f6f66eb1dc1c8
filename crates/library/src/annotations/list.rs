//! Annotations as lists show them: of one document in the order of its text, or of the whole library.

use std::collections::HashMap;

use rusqlite::{Row, params_from_iter};
use serde::Serialize;
use yandu_document::TextPositionSelector;

use super::select::Selection;
use super::{AnchorState, AnnotationKind, Colour};
use crate::documents::BLOCK_BITS;
use crate::people::shown_names;
use crate::{Library, LibraryError};

/// An answer to an annotation.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ReplyView {
    /// Its id.
    pub id: String,
    /// The words.
    pub comment: String,
    /// Name of the author.
    pub author: String,
    /// Id of the author.
    pub author_id: String,
    /// UTC.
    pub created_at: String,
    /// UTC.
    pub modified_at: String,
}

/// An annotation with everything that is shown of it.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct AnnotationView {
    /// Its id.
    pub id: String,
    /// Id of the document.
    pub document: String,
    /// 标题 of the document.
    pub title: String,
    /// What it is.
    pub kind: AnnotationKind,
    /// Its colour.
    pub colour: Colour,
    /// The words; empty for a mark.
    pub comment: String,
    /// 标签
    pub tags: Vec<String>,
    /// Name of the author.
    pub author: String,
    /// Id of the author.
    pub author_id: String,
    /// Written by this machine's person.
    pub mine: bool,
    /// UTC.
    pub created_at: String,
    /// UTC.
    pub modified_at: String,
    /// How sure the place is.
    pub state: AnchorState,
    /// The version of the document in which the place is.
    pub version: u32,
    /// Its first block.
    pub block: u32,
    /// Chars before it in that block.
    pub start: u32,
    /// Its last block.
    pub end_block: u32,
    /// One past its last char, in that block.
    pub end: u32,
    /// 地址 of its first block.
    pub address: String,
    /// The quoted text.
    pub exact: String,
    /// What stands before it.
    pub prefix: String,
    /// What stands behind it.
    pub suffix: String,
    /// The answers, oldest first.
    pub replies: Vec<ReplyView>,
}

impl AnnotationView {
    /// Where it stands.
    pub fn position(&self) -> TextPositionSelector {
        TextPositionSelector {
            block: self.block,
            start: self.start,
            end_block: self.end_block,
            end: self.end,
        }
    }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AnnotationOrder {
    /// By document, in the order of its text.
    Text,
    /// Last changed first.
    #[default]
    Modified,
}

/// Which annotations, in which order, from where.
#[derive(Debug, Clone)]
pub struct AnnotationFilter {
    /// Of this document only: its id.
    pub document: Option<String>,
    /// Of one of these colours; none = all.
    pub colours: Vec<Colour>,
    /// Of this kind.
    pub kind: Option<AnnotationKind>,
    /// With this tag.
    pub tag: Option<String>,
    /// Of this author: the id.
    pub author: Option<String>,
    /// Only those whose place a person should look at.
    pub unsettled: bool,
    /// The order.
    pub order: AnnotationOrder,
    /// Rows at most.
    pub limit: u32,
    /// First row.
    pub offset: u32,
}

impl Default for AnnotationFilter {
    fn default() -> Self {
        AnnotationFilter {
            document: None,
            colours: Vec::new(),
            kind: None,
            tag: None,
            author: None,
            unsettled: false,
            order: AnnotationOrder::Modified,
            limit: u32::MAX,
            offset: 0,
        }
    }
}

/// A page of annotations.
#[derive(Debug, Clone, Serialize)]
pub struct AnnotationList {
    /// All that fit.
    pub total: u32,
    /// Those of this page.
    pub items: Vec<AnnotationView>,
}

const COLUMNS: &str = "a.uid, d.uid, d.title, a.kind, a.colour, a.comment, p.name, p.uid,
    p.uid = coalesce((SELECT value FROM setting WHERE name = 'me'), ''), a.created_at, a.modified_at, a.state,
    a.version, a.block, a.start, a.end_block, a.\"end\", coalesce(b.address, ''), a.exact, a.prefix, a.suffix, a.id";

impl Library {
    /// One annotation.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn get_annotation(&self, id: &str) -> Result<AnnotationView, LibraryError> {
        self.annotation_by_key(self.annotation_row(id)?)
    }

    pub(crate) fn annotation_by_key(&self, key: i64) -> Result<AnnotationView, LibraryError> {
        let sql = format!("SELECT {COLUMNS} {} WHERE a.id = ?1", from("annotation a"));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let (key, view) = statement.query_row([key], read)?;
        let mut views = [view];
        self.complete(&[key], &mut views)?;
        let [view] = views;
        Ok(view)
    }

    /// A page of annotations. Those of documents in the trash are left out.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] for an unknown document.
    pub fn list_annotations(
        &self,
        filter: &AnnotationFilter,
    ) -> Result<AnnotationList, LibraryError> {
        let wanted = Selection::of(self, filter)?;
        let order = match filter.order {
            AnnotationOrder::Text => "a.document, a.block, a.start, a.id",
            AnnotationOrder::Modified => "a.modified_at DESC, a.id DESC",
        };
        // The page is cut before anything is joined to it.
        let page = wanted.page(order, filter.limit, filter.offset);
        let sql = format!(
            "SELECT {COLUMNS} {} ORDER BY {order}",
            from(&format!("({page}) a"))
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&wanted.values), read)?;
        let (keys, mut items): (Vec<i64>, Vec<AnnotationView>) =
            rows.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
        self.complete(&keys, &mut items)?;
        let whole = filter.offset == 0 && (items.len() as u32) < filter.limit;
        let total = if whole {
            items.len() as u32
        } else {
            let mut statement = self.connection.prepare_cached(&wanted.count())?;
            statement.query_row(params_from_iter(&wanted.values), |r| r.get(0))?
        };
        Ok(AnnotationList { total, items })
    }

    /// Annotations whose place a person should look at.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn count_unsettled(&self) -> Result<u32, LibraryError> {
        let sql = "SELECT count(*) FROM annotation a JOIN document d ON d.id = a.document
                   WHERE a.state IN ('moved', 'earlier') AND d.trashed_at IS NULL";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([], |r| r.get(0))?)
    }

    /// Adds tags and replies to rows, both read at once: ten thousand rows are one page of a document.
    fn complete(&self, keys: &[i64], views: &mut [AnnotationView]) -> Result<(), LibraryError> {
        let at: HashMap<i64, usize> = keys.iter().enumerate().map(|(n, key)| (*key, n)).collect();
        let keys = serde_json::to_string(keys)?;
        let sql = "SELECT x.annotation, t.name FROM json_each(?1) k JOIN annotation_tag x ON x.annotation = k.value
                   JOIN tag t ON t.id = x.tag ORDER BY t.name";
        let mut tags = self.connection.prepare_cached(sql)?;
        let rows = tags.query_map([&keys], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
        for row in rows {
            let (key, name) = row?;
            views[at[&key]].tags.push(name);
        }
        let sql = "SELECT r.annotation, r.uid, r.comment, p.name, p.uid, r.created_at, r.modified_at
                   FROM json_each(?1) k JOIN reply r ON r.annotation = k.value JOIN person p ON p.id = r.author
                   ORDER BY r.created_at, r.id";
        let mut replies = self.connection.prepare_cached(sql)?;
        let rows = replies.query_map([&keys], |row| {
            let reply = ReplyView {
                id: row.get(1)?,
                comment: row.get(2)?,
                author: row.get(3)?,
                author_id: row.get(4)?,
                created_at: row.get(5)?,
                modified_at: row.get(6)?,
            };
            Ok((row.get::<_, i64>(0)?, reply))
        })?;
        for row in rows {
            let (key, reply) = row?;
            views[at[&key]].replies.push(reply);
        }
        let shown = shown_names(&self.connection)?;
        let show = |name: &mut String, id: &str| {
            if let Some(other) = shown.get(id) {
                name.clone_from(other);
            }
        };
        for view in views.iter_mut().filter(|_| !shown.is_empty()) {
            show(&mut view.author, &view.author_id);
            for reply in &mut view.replies {
                show(&mut reply.author, &reply.author_id);
            }
        }
        Ok(())
    }
}

fn from(annotations: &str) -> String {
    format!(
        "FROM {annotations} JOIN document d ON d.id = a.document JOIN person p ON p.id = a.author
         LEFT JOIN block b ON b.id = (a.document << {BLOCK_BITS}) + a.block"
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<(i64, AnnotationView)> {
    let unknown = |e: LibraryError| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(e))
    };
    let text = |n: usize| row.get::<_, String>(n);
    let view = AnnotationView {
        id: row.get(0)?,
        document: row.get(1)?,
        title: row.get(2)?,
        kind: AnnotationKind::from_name(&text(3)?).map_err(unknown)?,
        colour: Colour::from_name(&text(4)?).map_err(unknown)?,
        comment: row.get(5)?,
        tags: Vec::new(),
        author: row.get(6)?,
        author_id: row.get(7)?,
        mine: row.get(8)?,
        created_at: row.get(9)?,
        modified_at: row.get(10)?,
        state: AnchorState::from_name(&text(11)?).map_err(unknown)?,
        version: row.get(12)?,
        block: row.get(13)?,
        start: row.get(14)?,
        end_block: row.get(15)?,
        end: row.get(16)?,
        address: row.get(17)?,
        exact: row.get(18)?,
        prefix: row.get(19)?,
        suffix: row.get(20)?,
        replies: Vec::new(),
    };
    Ok((row.get(21)?, view))
}
