//! 阅读清单: what a trainer has people read, in which order, with what to think about.
//!
//! A list has sections, a section has items: documents, or passages that are found again by their
//! quotation in every later version of the text. An item whose text is gone stays, with its quotation. A
//! document in the trash stays too, and says so. Every change can be undone.

mod change;
mod item;
mod list;

pub use change::{ListChange, SectionChange};
pub use item::{ItemChange, NewItem, Requirement};
pub use list::{
    ReadingListItem, ReadingListSection, ReadingListSummary, ReadingListView, ReadingPassage,
};

/// Chars that a person reads in a minute; the middle of what is measured for Chinese prose.
pub const CHARS_A_MINUTE: u32 = 400;
