//! 批注: what people mark and say in a text, kept at its place through every version.
//!
//! An annotation belongs to one document, has one author, and may be answered by replies. Its place is
//! a pair of selectors (see `yandu_document`); [`AnchorState`] says how sure that place is. Only the
//! author changes an annotation; anyone may reply to it or remove it from this library.

mod add;
mod change;
mod exchange;
mod follow;
mod list;
mod names;
mod replies;
mod select;
mod settle;

pub use add::NewAnnotation;
pub(crate) use add::{quote_places, texts_of};
pub use change::AnnotationChange;
pub(crate) use change::remove as remove_annotation;
pub use exchange::{
    AnnotationFile, AnnotationFormat, ExchangeItem, ExchangeReport, ExchangeStatus,
};
pub(crate) use exchange::{Located, ReceivedAnnotation, locate, locate_quote, remove_batch};
pub(crate) use follow::{
    carry_annotations, follow_document, follow_removed_parts, follow_versions, restore_anchors,
    version_text,
};
pub use list::{AnnotationFilter, AnnotationList, AnnotationOrder, AnnotationView, ReplyView};
pub use names::{AnchorState, AnnotationKind, Colour, ColourName};
pub use settle::{CandidateView, Settlement};
