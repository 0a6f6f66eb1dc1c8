//! An annotation that came from outside, with its place here, as a row.

use rusqlite::{Connection, OptionalExtension, params};

use super::locate::Located;
use crate::LibraryError;
use crate::annotations::{AnnotationKind, Colour};
use crate::tags::set_tags;

/// What another library wrote.
pub(crate) struct ReceivedAnnotation<'a> {
    pub(crate) uid: &'a str,
    pub(crate) document: i64,
    pub(crate) kind: AnnotationKind,
    pub(crate) colour: Colour,
    pub(crate) comment: &'a str,
    pub(crate) tags: &'a [String],
    pub(crate) author: i64,
    pub(crate) created: &'a str,
    pub(crate) modified: &'a str,
    pub(crate) located: &'a Located,
    pub(crate) batch: Option<i64>,
    /// No row has its uid: it need not be looked for.
    pub(crate) fresh: bool,
}

impl ReceivedAnnotation<'_> {
    /// Puts it into the library, in place of what was there under its uid.
    pub(crate) fn put(&self, connection: &Connection) -> Result<(), LibraryError> {
        let sql = "SELECT id FROM annotation WHERE uid = ?1";
        let known: Option<i64> = match self.fresh {
            true => None,
            false => connection
                .prepare_cached(sql)?
                .query_row([self.uid], |r| r.get(0))
                .optional()?,
        };
        // Two statements: with ON CONFLICT the triggers' own rule for conflicts would not hold (sqlite.org/lang_createtrigger).
        let sql = match known {
            Some(_) => {
                "UPDATE annotation SET kind = ?3, colour = ?4, comment = ?5, modified_at = ?8, document = ?2,
                   version = (SELECT version FROM document WHERE id = ?2), block = ?9, start = ?10, end_block = ?11,
                   \"end\" = ?12, exact = ?13, prefix = ?14, suffix = ?15, state = ?16,
                   author = ?6, created_at = ?7, batch = coalesce(?17, batch)
                 WHERE uid = ?1"
            }
            None => {
                "INSERT INTO annotation (uid, document, kind, colour, comment, author, created_at, modified_at,
                   version, block, start, end_block, \"end\", exact, prefix, suffix, state, batch)
                 SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, version, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17
                 FROM document WHERE id = ?2"
            }
        };
        let (at, quote) = (self.located.at, &self.located.quote);
        connection.prepare_cached(sql)?.execute(params![
            self.uid,
            self.document,
            self.kind.name(),
            self.colour.name(),
            self.comment,
            self.author,
            self.created,
            self.modified,
            at.block,
            at.start,
            at.end_block,
            at.end,
            quote.exact,
            quote.prefix,
            quote.suffix,
            self.located.state.name(),
            self.batch
        ])?;
        let key = known.unwrap_or_else(|| connection.last_insert_rowid());
        if known.is_none() && self.tags.is_empty() {
            return Ok(());
        }
        set_tags(connection, "annotation", key, self.tags)
    }
}
