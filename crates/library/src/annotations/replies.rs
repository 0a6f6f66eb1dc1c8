//! 回复: what others, or the author, answer to an annotation.

use rusqlite::params;

use super::AnnotationView;
use super::change::own;
use crate::people::me;
use crate::store::now;
use crate::{Library, LibraryError};

impl Library {
    /// Answers an annotation.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::InvalidValue`] for a reply without words.
    pub fn add_reply(
        &mut self,
        annotation: &str,
        comment: &str,
    ) -> Result<AnnotationView, LibraryError> {
        let key = self.annotation_row(annotation)?;
        let comment = words(comment)?;
        let act = self.on_row(
            "回复批注",
            "SELECT exact FROM annotation WHERE id = ?1",
            key,
        )?;
        self.transact(act, |connection| {
            let sql =
                "INSERT INTO reply (uid, annotation, comment, author, created_at, modified_at)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?5)";
            let uid = uuid::Uuid::new_v4().simple().to_string();
            connection.execute(sql, params![uid, key, comment, me(connection)?, now()])?;
            Ok(())
        })?;
        self.annotation_by_key(key)
    }

    /// Changes a reply of one's own.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::NotYours`], [`LibraryError::InvalidValue`].
    pub fn update_reply(
        &mut self,
        id: &str,
        comment: &str,
    ) -> Result<AnnotationView, LibraryError> {
        let key = self.row_in("reply", "回复", id)?;
        let comment = words(comment)?;
        let act = self.on_row("修改回复", "SELECT comment FROM reply WHERE id = ?1", key)?;
        let (annotation, _) = self.transact(act, |connection| {
            own(connection, "reply", key)?;
            let sql = "UPDATE reply SET comment = ?2, modified_at = ?3 WHERE id = ?1 RETURNING annotation";
            Ok(connection.query_row(sql, params![key, comment, now()], |r| r.get(0))?)
        })?;
        self.annotation_by_key(annotation)
    }

    /// Removes a reply.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn remove_reply(&mut self, id: &str) -> Result<AnnotationView, LibraryError> {
        let key = self.row_in("reply", "回复", id)?;
        let act = self.on_row("删除回复", "SELECT comment FROM reply WHERE id = ?1", key)?;
        let (annotation, _) = self.transact(act, |connection| {
            let sql = "DELETE FROM reply WHERE id = ?1 RETURNING annotation";
            Ok(connection.query_row(sql, [key], |r| r.get(0))?)
        })?;
        self.annotation_by_key(annotation)
    }
}

fn words(comment: &str) -> Result<&str, LibraryError> {
    let comment = comment.trim();
    if comment.is_empty() {
        return Err(LibraryError::InvalidValue {
            field: "回复",
            value: String::new(),
        });
    }
    Ok(comment)
}
