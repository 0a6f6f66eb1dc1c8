//! Requests and answers of the window, and their bodies. Names no Tauri type, so it is tested without
//! a window. The wire carries `u32`, `f64` and text; positions count chars of a block's text.

mod annotation_files;
mod annotations;
mod documents;
mod encodings;
mod error;
mod exports;
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
mod search;
mod session;
mod settings;
mod terms;
mod tree;
mod watching;

pub use annotation_files::AnnotationImport;
pub use annotations::{
    AnnotationEdit, AnnotationNames, AnnotationPage, AnnotationRequest, AnnotationRow,
    AnnotationWords, CandidateRow, NamedColour, PersonRow, PlaceAnswer, ReplyRow,
};
pub use documents::{DocumentPage, DocumentRow, ListColumn, ListRequest};
pub use encodings::EncodingRow;
pub use error::{ApiError, ApiErrorCode};
pub use exports::{ExportRequest, ExportedFileText, PreviewPiece, WorkProgress};
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
    ComparedLine, ComparisonAnswer, FieldView, FoundRange, NamedDocument, QuickAnswer, ReaderBlock,
    ReaderDocument, ReaderHeading, ReaderLink,
};
pub use reading_lists::{
    ItemEdit, ListEdit, ReadingItem, ReadingListRow, ReadingListText, ReadingSection,
};
pub use rescue::{CheckLine, SnapshotRow};
pub use search::{
    AnswerDocument, AnswerPassage, FacetGroup, FacetValue, SearchAnswer, SearchFilter,
    SearchRequest, SearchScope, SearchSort,
};
pub use session::{Opening, Places, Session};
pub use settings::{
    Language, PaneSettings, ReaderFace, ReaderSettings, ReadingPlace, Settings, Theme,
};
pub use terms::{TermAnswer, TermBar, TermPlace};
pub use tree::{Tree, TreeCount};
pub use watching::{WatchEvent, WatchedRow};
pub use yandu::{offer_reader, serve_reader};
