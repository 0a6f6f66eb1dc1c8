//! Documents: adding, looking up, listing, trash.

mod add;
mod get;
mod list;
mod metadata;
mod reading;
mod trash;
mod undo_import;

pub(crate) use add::{Source, add_document, replace_document};
pub use get::{AttachmentSummary, BlockView, CitationView, DocumentView, OutlineView, SourceView};
pub use list::{DocumentFilter, DocumentList, DocumentOrder, DocumentSummary};
pub use metadata::{Correction, Doubt, MetadataField};

use serde::{Deserialize, Serialize};
use yandu_document::{Citation, Document, DocumentType, Fields, Mention, OutlineNode, Relation};

/// Bits of a block's key that number it inside its document: at most 1,048,575 blocks.
pub(crate) const BLOCK_BITS: u32 = 20;

/// The key of a block.
pub(crate) fn block_key(document: i64, n: u32) -> i64 {
    (document << BLOCK_BITS) | i64::from(n)
}

/// What the parser found beyond the columns, as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Details {
    pub(crate) document_type: Option<DocumentType>,
    pub(crate) relation: Option<Relation>,
    pub(crate) kind_confidence: f32,
    pub(crate) fields: Fields,
    pub(crate) outline: Vec<OutlineNode>,
    pub(crate) opening: Option<(u32, u32)>,
    pub(crate) closing: Option<(u32, u32)>,
    pub(crate) citations: Vec<Citation>,
    pub(crate) mentions: Vec<Mention>,
    /// What the reader of the file left out or was not sure of.
    #[serde(default)]
    pub(crate) warnings: Vec<String>,
}

impl Details {
    pub(crate) fn of(document: &Document) -> Self {
        Details {
            document_type: document.document_type,
            relation: document.relation,
            kind_confidence: document.kind_confidence,
            fields: document.fields.clone(),
            outline: document.outline.clone(),
            opening: document.opening,
            closing: document.closing,
            citations: document.citations.clone(),
            mentions: document.mentions.clone(),
            warnings: Vec::new(),
        }
    }
}
