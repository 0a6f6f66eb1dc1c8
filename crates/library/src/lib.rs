//! The library: documents, originals, tags, collections, import, search, backup, in one folder.
//!
//! SQLite is the only truth. The full-text index is a derivative in a numbered folder beside it; any
//! trouble with it leads to a new one. One process opens a library at a time. Every change goes
//! through [`Library::transact`], which commits, rolls back, records how to undo it and says what
//! changed.
//!
//! A folder that cannot be written is opened for reading ([`Library::is_read_only`]).
//!
//! It refuses folders on network file systems and in sync folders, and writes nothing into a library
//! of a newer version. Times are UTC.

mod annotations;
mod citations;
mod collections;
mod compare;
mod doctor;
mod documents;
mod error;
mod export;
mod find;
mod groups;
mod identity;
mod import;
mod near;
mod notes;
mod originals;
mod overview;
mod packs;
mod passage;
mod passages;
mod people;
mod place;
mod portable;
mod proposed_terms;
mod quick_open;
mod quotations;
mod read_only;
mod reading_lists;
mod saved_searches;
mod scopes;
mod search;
mod similar;
mod snapshots;
mod store;
mod suggestions;
mod tags;
mod terms;
mod text_hash;
mod transact;
mod undo;
mod watched;

pub use annotations::{
    AnchorState, AnnotationChange, AnnotationFile, AnnotationFilter, AnnotationFormat,
    AnnotationKind, AnnotationList, AnnotationOrder, AnnotationView, CandidateView, Colour,
    ColourName, ExchangeItem, ExchangeReport, ExchangeStatus, NewAnnotation, ReplyView, Settlement,
};
pub use collections::Collection;
pub use compare::{ComparedRow, Comparison, LinePair};
pub use doctor::{Check, Repair};
pub use documents::{
    AttachmentSummary, BlockView, CitationView, Correction, DocumentFilter, DocumentList,
    DocumentOrder, DocumentSummary, DocumentView, Doubt, MetadataField, OutlineView, SourceView,
};
pub use error::{ErrorCode, LibraryError};
pub use export::{
    ExportContent, ExportFormat, ExportSubject, ExportedFile, PreparedExport, write_beside,
};
pub use find::FoundPlace;
pub use groups::{
    GroupExchange, GroupMember, GroupRequest, GroupStanding, GroupStatus, GroupView, LibraryDoor,
    MaterialView, Minutes, NewGroup, Removal, SessionComment, SessionView, SyncProgress,
    SyncReport, SyncStage,
};
pub use identity::Identity;
pub use import::{
    EncodingPreview, ImportChunk, ImportItem, ImportOptions, ImportProblem, ImportReport,
    ImportRun, ImportStatus, Progress,
};
pub use near::{Joined, NearDuplicate, NearKind, NearRun};
pub use notes::{
    Backlink, LARGEST_PICTURE, LONGEST_NOTE, LinkCompletion, LinkTarget, NewNote, NoteChange,
    NoteFilter, NoteLink, NoteList, NoteSummary, NoteTemplate, NoteVersion, NoteView, Picture,
    PictureFormat, TEMPLATE_TAG,
};
pub use overview::Overview;
pub use packs::{ImportedPack, NewPack, PackFile, PackReport, PackSummary, PackTrust};
pub use people::Person;
pub use portable::portable_folder;
pub use proposed_terms::ProposedTerm;
pub use quick_open::{QuickKind, QuickTarget};
pub use quotations::{
    CheckedQuotation, Difference, Draft, FaultyMark, PassedOver, PassedReason, QuotationMark,
    QuotationProgress, QuotationReport, QuotationSource, QuotationStatus, shown_differences,
};
pub use reading_lists::{
    CHARS_A_MINUTE, ItemChange, ListChange, NewItem, ReadingListItem, ReadingListSection,
    ReadingListSummary, ReadingListView, ReadingPassage, Requirement, SectionChange,
};
pub use saved_searches::{AskedQuery, SavedSearch};
pub use scopes::Scope;
pub use search::{Answer, AnswerItem, NearItem, Passage, SearchOptions, WhyEmpty, today};
pub use similar::SimilarDocument;
pub use snapshots::Snapshot;
pub use store::Library;
pub use suggestions::{Suggestion, SuggestionKind};
pub use tags::TagCount;
pub use terms::{Concordance, ConcordanceLine, TermCount, TermFirst, TermGrouping, TermView};
pub use transact::{Act, Changes};
pub use undo::{Operation, OperationKind};
pub use watched::{WatchedChanges, WatchedFolder};
pub use yandu_document::{
    BlockKind, Date, Kind, Period, PeriodError, TextPositionSelector, TextQuoteSelector,
};
pub use yandu_export::{
    AnnotationPlace, CitationStyle, ExportProgress, FootnoteMark, Layout, Piece, Role,
};
pub use yandu_import::{offer_reader, serve_reader};
pub use yandu_search::{
    FacetCount, FacetCounts, Facets, Filter, Letters, Nearness, QueryError, Reason, Sort,
    TitleMatcher, Tongue, instances as dictionary_instances,
};
pub use yandu_share::{
    Address, GroupRole, Invitation, RemoteStorage, Secret, Storage, StorageError, StorageProblem,
    StoredFile,
};
