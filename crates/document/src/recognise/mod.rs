//! What a text is taken for: its kind, its dates, its title, who speaks or issues it.
//!
//! The parser reads elements where the standard puts them; this module weighs them together with the words of the text
//! and with the name of its file. It is pure: the same source gives the same answer, so that a library can ask again after
//! an update ([`recognise`]) and compare.

mod classifier;
mod evidence;
mod features;
mod kind;
mod naming;
mod people;
mod when;

use serde::{Deserialize, Serialize};

use crate::model::{Document, Fields};
use crate::{DocumentType, Kind, Origin, Relation, SourceText};

pub use classifier::KindModel;
pub(crate) use evidence::dateline;
pub use features::KindFeatures;
pub use naming::is_made_title;

/// What is recognised of one text, without its blocks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recognition {
    /// What it is for its reader.
    pub kind: Kind,
    /// How likely the kind is, 0 to 1; below 0.7 a person should look at it.
    pub kind_confidence: f32,
    /// 文种, for official documents.
    pub document_type: Option<DocumentType>,
    /// How a cover carries what its title names.
    pub relation: Option<Relation>,
    /// The elements, each with its rule and confidence.
    pub fields: Fields,
}

/// Recognises a text again: `path` gives the name of its file and of the folders around it, instead of what the source
/// says of them. Attachments are recognised as parts of [`crate::parse`].
pub fn recognise(source: &SourceText, path: &str) -> Recognition {
    let source = SourceText {
        origin: Origin::of_path(path),
        ..source.clone()
    };
    let document = crate::parse(&source);
    Recognition {
        kind: document.kind,
        kind_confidence: document.kind_confidence,
        document_type: document.document_type,
        relation: document.relation,
        fields: document.fields,
    }
}

/// Returns the features of the classifier, for its training.
pub fn kind_features(document: &Document) -> KindFeatures {
    features::features(&evidence::Evidence::of(document))
}

/// 令 and 纪要 say in their masthead what they are; the title of a 令 is that of the regulation which it promulgates.
fn take_masthead(document: &mut Document) {
    let Some(mark) = &document.fields.issuer_mark else {
        return;
    };
    let (kind, promulgates) = match mark.value.as_str() {
        m if m.ends_with('令') => (DocumentType::Order, true),
        m if m.ends_with("纪要") => (DocumentType::Minutes, false),
        _ => return,
    };
    document.document_type = Some(kind);
    let mut text = document
        .blocks
        .iter()
        .filter(|b| b.kind == crate::BlockKind::Text)
        .take(3);
    let says = |text: &str| ["公布", "颁布", "发布"].iter().any(|w| text.contains(w));
    if promulgates && document.relation.is_none() && text.any(|b| says(&b.text)) {
        document.relation = Some(Relation::Promulgates);
    }
}

/// Returns the kind that the forms alone prove, without the classifier; for its training and for reports.
pub fn kind_by_rule(document: &Document) -> Option<(Kind, f32)> {
    kind::by_rule(&evidence::Evidence::of(document).signs).map(|v| (v.kind, v.confidence))
}

/// Settles kind, type, relation, title and dates of a document whose elements are read.
pub(crate) fn settle(document: &mut Document, origin: &Origin) {
    naming::take_name(document, origin);
    let title = document
        .fields
        .title
        .as_ref()
        .map(|t| t.value.clone())
        .unwrap_or_default();
    document.relation = crate::parse::relation(&title)
        .filter(|_| document.fields.recipients.is_some() || !document.attachments.is_empty());
    document.document_type = DocumentType::of_title(crate::parse::strip_parenthesis(&title));
    take_masthead(document);
    let evidence = evidence::Evidence::of(document);
    let verdict = kind::decide(&evidence);
    document.kind = verdict.kind;
    document.kind_confidence = verdict.confidence;
    if document.kind != Kind::Official {
        document.document_type = None;
    }
    people::settle(document, &evidence.signs);
    when::settle(document, origin);
    naming::settle(document, origin);
}
