//! Packs of a library: what a publisher or a member gives to others in one signed file.
//!
//! `yandu_share` makes and checks the file; here it is filled from the library and taken in. A key is pinned when the user
//! trusts it first; versions only go up; what came is undone as a whole. Texts with a classification mark never go into a
//! pack.

mod create;
mod import;
mod shared_list;

pub(crate) use shared_list::{SharedList, remove as remove_list, take_in as take_in_list};

pub use create::{NewPack, PackFile};
pub use import::{ImportedPack, PackReport, PackSummary, PackTrust};
