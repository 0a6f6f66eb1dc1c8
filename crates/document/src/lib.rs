//! What a Chinese study material is: the model, and the parser that reads its structure.
//!
//! Text in, values out. [`parse`] takes a [`SourceText`] (lines, as an importer found them) and
//! answers with a [`Document`]: kind, the elements of GB/T 9704, blocks, outline, citations and
//! attached documents, each value with its place and a confidence.
//!
//! It refuses nothing: what it does not understand stays a plain block. It assumes NFC text without
//! zero-width characters (the importers see to that) and touches no file, clock or database.
//! Every position counts Unicode scalar values ("chars") of one block's text.

mod address;
mod anchor;
mod byline;
mod citation;
mod contents;
pub mod date;
mod edits;
mod kind;
mod mention;
mod model;
pub mod number;
mod numbering;
mod numeral;
mod origin;
mod outline;
mod parse;
mod period;
mod points;
mod quotation;
mod recognise;
mod sequence;
mod shadow;
mod source;
mod span;
mod surname;
mod voice;

pub use anchor::{
    CONTEXT, Candidate, FoldedText, Placement, Reanchoring, TextPositionSelector,
    TextQuoteSelector, Versions, same_words,
};
pub use byline::{PrintedIn, find_authors, find_printed_in};
pub use citation::{Citation, CitationKind, find_citations};
pub use date::Date;
pub use edits::{Alignment, Stretch, align, nearest};
pub use kind::{DocumentType, Kind, Relation};
pub use mention::{Mention, MentionKind, find_mentions};
pub use model::{
    Block, BlockKind, Classification, ClassificationLevel, Document, Extracted, Fields, Meeting,
    OutlineNode, PrintLine, Urgency,
};
pub use number::DocumentNumber;
pub use origin::Origin;
pub use parse::parse;
pub use period::{Period, PeriodError};
pub use quotation::{
    MarkFault, MarkFaultKind, Quotation, QuotationKind, Quotations, find_quotations,
};
pub use recognise::{
    KindFeatures, KindModel, Recognition, is_made_title, kind_by_rule, kind_features, recognise,
};
pub use source::{Claims, LineRole, MergedCell, PageStart, Picture, SourceLine, SourceText, Table};
pub use span::{Span, char_len, slice_chars};
pub use surname::{is_person, split_name};
pub use voice::{find_meeting, is_spoken_by};
