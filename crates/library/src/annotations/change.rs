//! Changing an annotation: its words, its colour, its stretch; removing it.

use rusqlite::{Connection, OptionalExtension, params};
use yandu_document::TextPositionSelector;

use super::add::{Anchor, texts_of};
use super::{AnnotationKind, AnnotationView, Colour};
use crate::people::me;
use crate::store::now;
use crate::tags::set_tags;
use crate::{Changes, Library, LibraryError};

/// What shall be another; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct AnnotationChange {
    /// What it is.
    pub kind: Option<AnnotationKind>,
    /// Its colour.
    pub colour: Option<Colour>,
    /// The words.
    pub comment: Option<String>,
    /// All its tags.
    pub tags: Option<Vec<String>>,
}

impl Library {
    /// The key of the annotation with this id or unique prefix.
    pub(crate) fn annotation_row(&self, id: &str) -> Result<i64, LibraryError> {
        self.row_in("annotation", "批注", id)
    }

    /// The key of the row with this uid or unique prefix in one of our tables.
    pub(crate) fn row_in(
        &self,
        table: &'static str,
        noun: &'static str,
        id: &str,
    ) -> Result<i64, LibraryError> {
        let id = id.trim().to_lowercase();
        // A name that nothing has is no short id.
        if !id.is_empty() && !id.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(LibraryError::NothingThere { noun, id });
        }
        if id.chars().count() < 4 {
            return Err(LibraryError::ShortId(id));
        }
        let sql = format!("SELECT id FROM {table} WHERE uid >= ?1 AND uid < ?1 || 'g' LIMIT 2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let keys: Vec<i64> = statement
            .query_map([&id], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        match keys[..] {
            [] => Err(LibraryError::NothingThere { noun, id }),
            [key] => Ok(key),
            _ => Err(LibraryError::Ambiguous(id)),
        }
    }

    /// Changes an annotation of one's own.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`]; [`LibraryError::NotYours`] for one of another person.
    pub fn update_annotation(
        &mut self,
        id: &str,
        change: &AnnotationChange,
    ) -> Result<AnnotationView, LibraryError> {
        let key = self.annotation_row(id)?;
        let act = self.on_row(
            "修改批注",
            "SELECT exact FROM annotation WHERE id = ?1",
            key,
        )?;
        self.transact(act, |connection| {
            own(connection, "annotation", key)?;
            let sql =
                "UPDATE annotation SET kind = coalesce(?2, kind), colour = coalesce(?3, colour),
                       comment = coalesce(?4, comment), modified_at = ?5 WHERE id = ?1";
            connection.prepare_cached(sql)?.execute(params![
                key,
                change.kind.map(AnnotationKind::name),
                change.colour.map(Colour::name),
                change.comment.as_deref().map(str::trim),
                now()
            ])?;
            if let Some(tags) = &change.tags {
                set_tags(connection, "annotation", key, tags)?;
            }
            Ok(())
        })?;
        self.annotation_by_key(key)
    }

    /// Gives an annotation another stretch of its document.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::NotYours`], [`LibraryError::EmptySelection`].
    pub fn resize_annotation(
        &mut self,
        id: &str,
        at: TextPositionSelector,
    ) -> Result<AnnotationView, LibraryError> {
        let key = self.annotation_row(id)?;
        let act = self.on_row(
            "调整批注范围",
            "SELECT exact FROM annotation WHERE id = ?1",
            key,
        )?;
        self.transact(act, |connection| {
            own(connection, "annotation", key)?;
            place(connection, key, at)
        })?;
        self.annotation_by_key(key)
    }

    /// Removes annotations with their replies.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`]; nothing is removed then.
    pub fn remove_annotations(&mut self, ids: &[String]) -> Result<Changes, LibraryError> {
        let keys: Vec<i64> = ids
            .iter()
            .map(|id| self.annotation_row(id))
            .collect::<Result<_, _>>()?;
        let act = match keys.first() {
            Some(first) => {
                let sql = "SELECT exact FROM annotation WHERE id = ?1";
                self.on_row("删除批注", sql, *first)?
            }
            None => "删除批注".into(),
        };
        let (_, changes) = self.transact(act.of(keys.len(), "条"), |connection| {
            keys.iter().try_for_each(|key| remove(connection, *key))
        })?;
        Ok(changes)
    }
}

/// Puts an annotation on a stretch of its document's current version.
pub(super) fn place(
    connection: &Connection,
    key: i64,
    at: TextPositionSelector,
) -> Result<(), LibraryError> {
    let document: i64 = connection.query_row(
        "SELECT document FROM annotation WHERE id = ?1",
        [key],
        |row| row.get(0),
    )?;
    let blocks = texts_of(connection, document)?;
    let anchor = Anchor::new(&blocks, at).ok_or(LibraryError::EmptySelection)?;
    let sql = "UPDATE annotation SET block = ?2, start = ?3, end_block = ?4, \"end\" = ?5, exact = ?6, prefix = ?7,
               suffix = ?8, state = 'found', modified_at = ?9,
               version = (SELECT version FROM document WHERE id = annotation.document) WHERE id = ?1";
    let (at, quote) = (anchor.at, anchor.quote);
    connection.prepare_cached(sql)?.execute(params![
        key,
        at.block,
        at.start,
        at.end_block,
        at.end,
        quote.exact,
        quote.prefix,
        quote.suffix,
        now()
    ])?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, key: i64) -> Result<(), LibraryError> {
    for sql in [
        "DELETE FROM reply WHERE annotation = ?1",
        "DELETE FROM annotation_tag WHERE annotation = ?1",
        "DELETE FROM annotation WHERE id = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([key])?;
    }
    Ok(())
}

/// Only the author changes what was written.
pub(super) fn own(
    connection: &Connection,
    table: &'static str,
    key: i64,
) -> Result<(), LibraryError> {
    let me = me(connection)?;
    let sql = format!(
        "SELECT p.name FROM {table} t JOIN person p ON p.id = t.author WHERE t.id = ?1 AND p.id <> ?2"
    );
    let other: Option<String> = connection
        .prepare_cached(&sql)?
        .query_row([key, me], |r| r.get(0))
        .optional()?;
    other.map_or(Ok(()), |name| Err(LibraryError::NotYours(name)))
}
