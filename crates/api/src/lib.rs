//! Requests and answers of the window, and their bodies. Names no Tauri type, so it is tested without
//! a window. The wire carries `u32`, `f64` and text; positions count chars of a block's text.

mod annotation_files;
mod annotations;
mod documents;
mod encodings;
mod error;
mod exports;
mod groups;
mod import;
mod labels;
mod metadata;
mod near;
mod notes;
mod packs;
mod quotations;
mod reader;
mod reading_lists;
mod rescue;
mod sample;
mod saved_searches;
mod search;
mod session;
mod settings;
mod similar;
mod suggestions;
mod terms;
mod tree;
mod watching;
mod words;

pub use annotation_files::AnnotationImport;
pub use annotations::{
    AnnotationEdit, AnnotationNames, AnnotationPage, AnnotationRequest, AnnotationRow,
    AnnotationWords, CandidateRow, NamedColour, PersonRow, PlaceAnswer, ReplyRow,
};
pub use documents::{DocumentPage, DocumentRow, ListColumn, ListRequest, UndoState};
pub use encodings::EncodingRow;
pub use error::{ApiError, ApiErrorCode};
pub use exports::{ExportRequest, ExportedFileText, MinutesRequest, PreviewPiece, WorkProgress};
pub use groups::{
    GroupDetails, GroupEvent, GroupMaterialRow, GroupMemberRow, GroupPlace, GroupRequestRow,
    GroupRow, GroupShare, GroupStandingName, SessionRow,
};
pub use import::{ImportEvent, ImportLine, ImportProgress, ImportRequest, ImportSummary};
pub use metadata::{DoubtRow, FieldValue, ProblemRow};
pub use near::{JoinedAnswer, NearRow, NearText};
pub use notes::{
    BacklinkRow, CompletionRow, LinkAnswer, NoteEdit, NotePage, NoteRequest, NoteRow, NoteText,
    NoteVersionRow, PictureData,
};
pub use packs::{IdentityAnswer, PackAnswer, PackFileAnswer, PackRequest, PackRow};
pub use quotations::{DifferenceText, QuotationAnswer, QuotationSourceText, QuotationText};
pub use reader::{
    ComparedLine, ComparisonAnswer, FieldView, FoundRange, NamedDocument, ReaderBlock,
    ReaderDocument, ReaderHeading, ReaderLink,
};
pub use reading_lists::{
    ItemEdit, ListEdit, ReadingItem, ReadingListRow, ReadingListText, ReadingSection,
};
pub use rescue::{CheckLine, SnapshotRow};
pub use saved_searches::{AskedRow, SavedSearchRow};
pub use search::{
    AnswerDocument, AnswerPassage, FacetGroup, FacetValue, NearDocument, SearchAnswer,
    SearchFilter, SearchNearness, SearchRequest, SearchScope, SearchSort,
};
pub use session::{Opening, Places, Session};
pub use settings::{
    FindingSettings, Language, PaneSettings, ReaderFace, ReaderSettings, ReadingPlace, Settings,
    Theme,
};
pub use similar::SimilarRow;
pub use suggestions::{QuickAnswer, QuickAnswerKind, SuggestedKind, SuggestionRow, match_names};
pub use terms::{TermAnswer, TermBar, TermPlace};
pub use tree::{Tree, TreeCount};
pub use watching::{WatchEvent, WatchedRow};
pub use words::ProposedTermRow;
pub use yandu::{offer_reader, portable_folder, serve_reader};
