//! Annotations as lists show them: of one document in the order of its text, or of the whole library.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use serde::Serialize;
use yandu_document::TextPositionSelector;

use super::{AnchorState, AnnotationKind, Colour};
use crate::documents::BLOCK_BITS;
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
        self.complete(key, view)
    }

    /// A page of annotations. Those of documents in the trash are left out.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] for an unknown document.
    pub fn list_annotations(
        &self,
        filter: &AnnotationFilter,
    ) -> Result<AnnotationList, LibraryError> {
        let (conditions, values) = self.conditions(filter)?;
        let order = match filter.order {
            AnnotationOrder::Text => "a.document, a.block, a.start, a.id",
            AnnotationOrder::Modified => "a.modified_at DESC, a.id DESC",
        };
        let table = "annotation a";
        // The page is cut before anything is joined to it.
        let sql = format!(
            "SELECT {COLUMNS} {} ORDER BY {order}",
            from(&format!(
                "(SELECT a.* FROM {table} WHERE {conditions} ORDER BY {order} LIMIT {} OFFSET {}) a",
                filter.limit, filter.offset
            ))
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&values), read)?;
        let mut items = Vec::new();
        for row in rows {
            let (key, view) = row?;
            items.push(self.complete(key, view)?);
        }
        let whole = filter.offset == 0 && (items.len() as u32) < filter.limit;
        let total = if whole {
            items.len() as u32
        } else {
            let sql = format!("SELECT count(*) FROM {table} WHERE {conditions}");
            let mut statement = self.connection.prepare_cached(&sql)?;
            statement.query_row(params_from_iter(&values), |r| r.get(0))?
        };
        Ok(AnnotationList { total, items })
    }

    fn conditions(&self, filter: &AnnotationFilter) -> Result<(String, Vec<Value>), LibraryError> {
        let mut parts: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        if filter.document.is_none() && self.any_trashed()? {
            parts.push(
                "a.document NOT IN (SELECT id FROM document WHERE trashed_at IS NOT NULL)"
                    .to_owned(),
            );
        }
        let mut with = |part: &str, value: Value| {
            values.push(value);
            parts.push(part.replace('?', &format!("?{}", values.len())));
        };
        if let Some(document) = &filter.document {
            with("a.document = ?", Value::Integer(self.row_of(document)?));
        }
        if let Some(kind) = filter.kind {
            with("a.kind = ?", Value::Text(kind.name().to_owned()));
        }
        if let Some(tag) = &filter.tag {
            let tagged = "a.id IN (SELECT annotation FROM annotation_tag JOIN tag ON tag.id = tag WHERE name = ?)";
            with(tagged, Value::Text(tag.clone()));
        }
        if let Some(author) = &filter.author {
            let by = "a.author = (SELECT id FROM person WHERE uid = ?)";
            with(by, Value::Text(author.clone()));
        }
        if !filter.colours.is_empty() {
            let names: Vec<String> = filter
                .colours
                .iter()
                .map(|c| format!("'{}'", c.name()))
                .collect();
            parts.push(format!("a.colour IN ({})", names.join(", ")));
        }
        if filter.unsettled {
            parts.push("a.state IN ('moved', 'earlier')".to_owned());
        }
        if parts.is_empty() {
            parts.push("TRUE".to_owned());
        }
        Ok((parts.join(" AND "), values))
    }

    fn any_trashed(&self) -> Result<bool, LibraryError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM document WHERE trashed_at IS NOT NULL)";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([], |r| r.get(0))?)
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

    fn complete(&self, key: i64, mut view: AnnotationView) -> Result<AnnotationView, LibraryError> {
        let sql = "SELECT name FROM annotation_tag JOIN tag ON tag.id = tag WHERE annotation = ?1 ORDER BY name";
        let mut tags = self.connection.prepare_cached(sql)?;
        let names = tags.query_map([key], |r| r.get(0))?;
        view.tags = names.collect::<Result<_, _>>()?;
        let sql = "SELECT r.uid, r.comment, p.name, p.uid, r.created_at, r.modified_at FROM reply r
                   JOIN person p ON p.id = r.author WHERE r.annotation = ?1 ORDER BY r.created_at, r.id";
        let mut replies = self.connection.prepare_cached(sql)?;
        let rows = replies.query_map([key], |row| {
            Ok(ReplyView {
                id: row.get(0)?,
                comment: row.get(1)?,
                author: row.get(2)?,
                author_id: row.get(3)?,
                created_at: row.get(4)?,
                modified_at: row.get(5)?,
            })
        })?;
        view.replies = rows.collect::<Result<_, _>>()?;
        Ok(view)
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
