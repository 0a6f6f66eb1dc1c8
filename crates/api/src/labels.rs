//! 标签 and 专题 on documents.

use crate::{ApiError, Session};

impl Session {
    /// Puts a tag on documents.
    ///
    /// # Errors
    /// Not found.
    pub fn add_tag(&self, ids: &[String], tag: &str) -> Result<(), ApiError> {
        self.with(|library| library.add_tag(ids, tag)).map(|_| ())
    }

    /// Takes a tag off documents.
    ///
    /// # Errors
    /// Not found.
    pub fn remove_tag(&self, ids: &[String], tag: &str) -> Result<(), ApiError> {
        self.with(|library| library.remove_tag(ids, tag))
            .map(|_| ())
    }

    /// Puts documents into a collection, which is made if there is none of the name.
    ///
    /// # Errors
    /// Not found.
    pub fn add_to_collection(&self, ids: &[String], name: &str) -> Result<(), ApiError> {
        self.with(|library| {
            if !library
                .list_collections()?
                .iter()
                .any(|c| c.name == name.trim())
            {
                library.add_collection(name.trim())?;
            }
            library.add_to_collection(name.trim(), ids)
        })
        .map(|_| ())
    }

    /// Takes documents out of a collection.
    ///
    /// # Errors
    /// Not found.
    pub fn remove_from_collection(&self, ids: &[String], name: &str) -> Result<(), ApiError> {
        self.with(|library| library.remove_from_collection(name, ids))
            .map(|_| ())
    }

    /// Removes a collection; its documents stay.
    ///
    /// # Errors
    /// Not found.
    pub fn remove_collection(&self, name: &str) -> Result<(), ApiError> {
        self.with(|library| library.remove_collection(name))
            .map(|_| ())
    }
}
