//! 学习小组: several libraries that exchange annotations, replies, materials and lists through a folder that the group has.
//!
//! `yandu_share` knows storages, signatures and who belongs to a group; here frames are kept, opened and merged into the
//! library, and what this person gives is written into the log of this device. Everything that came is kept as it came;
//! what stands in the library is a function of the set of frames that count. A file that is missing deletes nothing, only
//! the author's tombstone does. Nothing is given but what the person shares; nothing is asked of a network before a group
//! is made or joined.

mod exchange;
mod found;
mod give;
mod list;
mod log;
mod materials;
mod members;
mod merge;
mod minutes;
mod object;
mod open;
mod row;
mod session;
mod share;
mod stand;
mod status;

pub use exchange::{GroupExchange, LibraryDoor, SyncProgress, SyncReport, SyncStage};
pub use found::NewGroup;
pub use list::{GroupMember, GroupRequest, GroupStanding, GroupView};
pub use members::Removal;
pub use minutes::Minutes;
pub use session::{MaterialView, SessionComment, SessionView};
pub use status::GroupStatus;
