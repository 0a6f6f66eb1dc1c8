//! Anchors: how an annotation keeps its place in a text, and finds it again in the next version.
//!
//! An anchor is a [`TextPositionSelector`] and a [`TextQuoteSelector`], the W3C's words (Web Annotation
//! Data Model, 2017, 4.2.4 and 4.2.5). [`Reanchoring`] aligns two versions of a text and answers for
//! each anchor: found, moved (a person should look), or only in the earlier version.
//!
//! It folds nothing itself: both texts come as [`FoldedText`], in which marks and white space are gone
//! and width and 繁/简 are equal. It never drops an anchor and never guesses silently: a place is taken
//! without a question only if the text there is alike *and* stands where the text around it went, or
//! is so long and so alone that it can mean nothing else. The very words of an anchor win over words that
//! are only alike; [`same_words`] tells whoever follows an anchor whether it says the same there.

mod align;
mod exact;
mod fuzzy;
mod reanchor;
mod selector;
mod units;
mod versions;
mod words;

pub use reanchor::{Candidate, Placement, Reanchoring};
pub use selector::{CONTEXT, FoldedText, TextPositionSelector, TextQuoteSelector};
pub use versions::Versions;
pub use words::same_words;
