//! What stands in the tree.

use serde::Serialize;

use crate::{ApiError, SavedSearchRow, Session};

/// A node with the number of its documents.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct TreeCount {
    /// Name on the wire: a kind, a tag, a collection.
    pub name: String,
    /// Its documents.
    pub documents: u32,
}

/// The counts of the tree.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct Tree {
    /// All documents, the trash excepted.
    pub documents: u32,
    /// By kind.
    pub kinds: Vec<TreeCount>,
    /// 专题
    pub collections: Vec<TreeCount>,
    /// 标签
    pub tags: Vec<TreeCount>,
    /// 已存检索
    pub searches: Vec<SavedSearchRow>,
    /// Documents with metadata to confirm.
    pub doubtful: u32,
    /// Files that could not be imported.
    pub problems: u32,
    /// Pairs of documents that are much alike.
    pub near: u32,
    /// Documents in the trash.
    pub trashed: u32,
    /// Annotations.
    pub annotations: u32,
    /// Annotations whose place a person should look at.
    pub unsettled: u32,
    /// Notes.
    pub notes: u32,
}

impl Session {
    /// Counts everything that the tree shows.
    ///
    /// # Errors
    /// Why the library could not be opened, or what the store says.
    pub fn tree(&self) -> Result<Tree, ApiError> {
        let all = self.with(|library| library.overview())?;
        let count = |name: String, documents: u32| TreeCount { name, documents };
        Ok(Tree {
            documents: all.documents,
            near: all.near,
            kinds: all
                .kinds
                .into_iter()
                .map(|(k, n)| count(k.name().to_owned(), n))
                .collect(),
            collections: all
                .collections
                .into_iter()
                .map(|c| count(c.name, c.documents))
                .collect(),
            tags: all
                .tags
                .into_iter()
                .map(|t| count(t.name, t.documents))
                .collect(),
            searches: self.list_searches()?,
            doubtful: all.doubtful,
            problems: all.problems,
            trashed: all.trashed,
            annotations: all.annotations,
            unsettled: all.unsettled,
            notes: all.notes,
        })
    }
}
