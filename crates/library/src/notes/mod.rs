//! 笔记: Markdown of one's own, on a document or on its own, linked with `[[…]]`.
//!
//! The text is kept as it was typed and never becomes HTML here. Typing is saved every second or two; as long as
//! nothing else is done that is one entry in the list of what can be undone. The note's history keeps what it was. A
//! note that is removed goes to the trash.

mod add;
mod complete;
mod edit;
mod history;
mod links;
mod list;
mod names;
mod pictures;
mod templates;

pub use add::NewNote;
pub use complete::LinkCompletion;
pub use edit::NoteChange;
pub use history::NoteVersion;
pub(crate) use history::STRETCH;
pub use links::{Backlink, LinkTarget, NoteLink};
pub use list::{NoteFilter, NoteList, NoteSummary, NoteView};
pub(crate) use names::{rename_in_links, uid_of};
pub use pictures::{LARGEST_PICTURE, Picture, PictureFormat};
pub use templates::NoteTemplate;

/// Bytes of a note at most.
pub const LONGEST_NOTE: usize = 4 << 20;

/// The tag that makes a note a template.
pub const TEMPLATE_TAG: &str = "模板";
