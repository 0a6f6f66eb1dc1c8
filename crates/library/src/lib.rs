//! The library: documents, originals, tags, collections, import, search, backup, in one folder.
//!
//! SQLite is the only truth. The full-text index is a derivative in a numbered folder beside it; any
//! trouble with it leads to a new one. One process opens a library at a time. Every change goes
//! through [`Library::transact`], which commits, rolls back, records how to undo it and says what
//! changed.
//!
//! It refuses folders on network file systems and in sync folders, and writes nothing into a library
//! of a newer version. Times are UTC.

mod collections;
mod doctor;
mod documents;
mod error;
mod import;
mod index_sync;
mod originals;
mod place;
mod search;
mod snapshots;
mod store;
mod tags;
mod transact;

pub use collections::Collection;
pub use doctor::{Check, Repair};
pub use documents::{
    AttachmentSummary, BlockView, CitationView, DocumentFilter, DocumentList, DocumentOrder,
    DocumentSummary, DocumentView, OutlineView, SourceView,
};
pub use error::{ErrorCode, LibraryError};
pub use import::{ImportItem, ImportOptions, ImportReport, ImportStatus, Progress};
pub use search::{Answer, AnswerItem, Passage, SearchOptions};
pub use snapshots::Snapshot;
pub use store::Library;
pub use tags::TagCount;
pub use transact::Changes;
pub use yandu_document::{Date, Kind};
pub use yandu_search::{FacetCounts, Facets, Filter, Sort, instances as dictionary_instances};
