//! What can be searched: documents, notes, annotations. Each scope has its own index, overlay and
//! catalogue, all three derived from SQLite; the engine is the same for all.
//!
//! A saved note or annotation is not put into its index at once: the next search takes what was
//! written since (the change numbers of `annotation_change` and `note_change`) into the overlay.

mod catalogue;
mod sync;
mod texts;

use std::collections::{BTreeSet, HashSet};

use serde::Serialize;
use yandu_search::{Catalogue, Pending, TextIndex};

pub(crate) use sync::COMMIT_EVERY;
pub(crate) use texts::FoldedPart;

use crate::{Library, LibraryError};

/// What a search looks through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// 资料
    Documents,
    /// 笔记
    Notes,
    /// 批注
    Annotations,
}

impl Scope {
    /// All of them.
    pub const ALL: [Scope; 3] = [Scope::Documents, Scope::Notes, Scope::Annotations];

    /// The setting that numbers its index, which is also the name of the folder before the number.
    fn index_name(self) -> &'static str {
        match self {
            Scope::Documents => "index",
            Scope::Notes => "notes-index",
            Scope::Annotations => "annotations-index",
        }
    }

    /// The table of its texts, and the column that refers to one of them.
    fn table(self) -> &'static str {
        match self {
            Scope::Documents => "document",
            Scope::Notes => "note",
            Scope::Annotations => "annotation",
        }
    }
}

/// Everything that is derived from the texts of a scope.
#[derive(Default)]
pub(crate) struct ScopeIndex {
    pub(crate) index: Option<TextIndex>,
    pub(crate) pending: Pending,
    pub(crate) catalogue: Option<Catalogue>,
    /// Texts whose entries in the catalogue must be read again.
    pub(crate) stale: BTreeSet<i64>,
    /// Pending texts that the index writer has got already.
    pub(crate) put: HashSet<u64>,
    /// The texts that the index lacks are in `pending`; false until that was looked at.
    pub(crate) checked: bool,
    /// The change number up to which `pending` and catalogue hold everything. Notes and annotations.
    pub(crate) synced: u64,
}

impl Library {
    pub(crate) fn at(&self, scope: Scope) -> &ScopeIndex {
        &self.scopes[scope as usize]
    }

    pub(crate) fn at_mut(&mut self, scope: Scope) -> &mut ScopeIndex {
        &mut self.scopes[scope as usize]
    }

    /// Is there anything in a scope?
    pub(crate) fn any_in(&self, scope: Scope) -> Result<bool, LibraryError> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {})", scope.table());
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row([], |r| r.get(0))?)
    }
}
