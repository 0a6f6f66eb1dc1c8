//! What stands in the tree beside the list: how many documents of each kind, tag and collection.

use serde::Serialize;
use yandu_document::Kind;

use crate::{Collection, Library, LibraryError, TagCount};

/// The counts of a library.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    /// Documents, the trash excepted.
    pub documents: u32,
    /// Documents of each kind that has some.
    pub kinds: Vec<(Kind, u32)>,
    /// 标签
    pub tags: Vec<TagCount>,
    /// 专题
    pub collections: Vec<Collection>,
    /// Documents with metadata to confirm.
    pub doubtful: u32,
    /// Files that could not be imported.
    pub problems: u32,
    /// Pairs of documents that are much alike, without a word of the user on them.
    pub near: u32,
    /// Documents in the trash.
    pub trashed: u32,
    /// Annotations.
    pub annotations: u32,
    /// Annotations whose place a person should look at.
    pub unsettled: u32,
    /// Notes, those in the trash excepted.
    pub notes: u32,
}

impl Library {
    /// Counts everything that the tree shows.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn overview(&self) -> Result<Overview, LibraryError> {
        let number = |sql: &str| -> Result<u32, LibraryError> {
            Ok(self
                .connection
                .prepare_cached(sql)?
                .query_row([], |r| r.get(0))?)
        };
        let mut kinds = Vec::new();
        for kind in Kind::ALL {
            let sql = "SELECT count(*) FROM document WHERE trashed_at IS NULL AND kind = ?1";
            let count = self
                .connection
                .prepare_cached(sql)?
                .query_row([kind.name()], |r| r.get(0))?;
            kinds.push((kind, count));
        }
        kinds.retain(|(_, count)| *count > 0);
        Ok(Overview {
            documents: self.count_documents()?,
            kinds,
            tags: self.list_tags()?,
            collections: self.list_collections()?,
            doubtful: number(
                "SELECT count(DISTINCT document) FROM doubt JOIN document d ON d.id = document
                 WHERE d.trashed_at IS NULL",
            )?,
            problems: self.list_import_problems()?.len() as u32,
            near: self.count_near_duplicates()?,
            trashed: number("SELECT count(*) FROM document WHERE trashed_at IS NOT NULL")?,
            annotations: number("SELECT count(*) FROM annotation")?,
            unsettled: self.count_unsettled()?,
            notes: self.count_notes()?,
        })
    }
}
