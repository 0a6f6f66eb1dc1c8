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
mod citation;
pub mod date;
mod kind;
mod mention;
mod model;
pub mod number;
mod numbering;
mod numeral;
mod outline;
mod parse;
mod points;
mod quotation;
mod shadow;
mod source;
mod span;
mod surname;

pub use anchor::{
    CONTEXT, Candidate, FoldedText, Placement, Reanchoring, TextPositionSelector,
    TextQuoteSelector, nearest,
};
pub use citation::{Citation, CitationKind, find_citations};
pub use date::Date;
pub use kind::{DocumentType, Kind, Relation};
pub use mention::{Mention, MentionKind, find_mentions};
pub use model::{
    Block, BlockKind, Classification, ClassificationLevel, Document, Extracted, Fields,
    OutlineNode, PrintLine, Urgency,
};
pub use number::DocumentNumber;
pub use parse::parse;
pub use quotation::{Quotation, QuotationKind, find_quotations};
pub use source::{Claims, LineRole, PageStart, SourceLine, SourceText};
pub use span::{Span, char_len, slice_chars};
