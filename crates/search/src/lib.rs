//! Full-text search of Chinese texts: every substring is found, nothing else is called exact.
//!
//! The text of a document is folded ([`fold`]) and indexed as bigrams with positions, so a cut of any
//! length is found across words, marks, lines and blocks. Words (jieba) serve only the ranking of
//! near matches. The [`Catalogue`] holds what a document is; it comes from the library and is never
//! stale. Texts that are saved but not yet committed are searched in memory ([`Pending`]).
//!
//! It never reads the database and keeps no text: answers are ids, counts and places. It assumes NFC.

mod borders;
mod catalogue;
mod cover;
mod dense;
mod engine;
mod error;
mod evaluate;
mod fold;
mod forms;
mod gather;
mod index;
mod initials;
mod locate;
mod mark;
mod near;
mod parts;
mod pending;
mod proposals;
mod query;
mod reasons;
mod scan;
mod similar;
mod sketch;
mod substring;
mod summary;
mod title;
mod tokenizer;
mod typed;
mod words;

pub use borders::Borders;
pub use catalogue::{
    AboutId, Catalogue, Description, Entry, FacetCount, FacetCounts, Facets, Rank,
};
pub use engine::{Engine, Outcome, Place, Ranked, Request, Sort, Standing, Texts};
pub use error::SearchError;
pub use fold::{
    FOLD_VERSION, Folded, fold, fold_loose, fold_shapes, fold_strict, fold_strict_loose,
    fold_with_origin, is_clause_mark, literal_key, trailing_marks, whole_number,
};
pub use forms::Forms;
pub use gather::{Gathering, Piece};
pub use index::{IndexedText, Payload, TextIndex, index_format};
pub use mark::{Marked, place_in_blocks};
pub use near::{Near, NearAnswer, Nearness, is_question};
pub use pending::Pending;
pub use proposals::{ProposedTerm, TermCandidates, TermCounts};
pub use query::{
    Field, Filter, LONGEST_QUERY, Notice, Operator, Query, QueryError, Segment, Tongue,
    parse_query, parse_query_on,
};
pub use reasons::{Reason, Undated};
pub use similar::Similar;
pub use sketch::{Likeness, Sketch};
pub use title::{Letters, Reach, TitleMatcher};
pub use words::{add_words, instances, remove_words, set_phrases, unfold, warm_up};
