//! A group in a storage: what its files are called, who belongs to it, and what its frames say.
//!
//! | File | What it is |
//! |---|---|
//! | `yandu.group` | the charter: which group this folder belongs to, signed by the founder |
//! | `<device>.log` | the log of one device; nobody else writes it |
//! | `<device>.request` | someone asks to be admitted |
//! | `<device>.bundle` | the logs of all devices in one file, for newcomers; written by moderators |
//! | `<hash>.text` | a material, sealed |
//!
//! State is a function of the set of valid frames, never of the order in which they came or of which file is missing.

mod charter;
mod content;
mod files;
mod invitation;
mod membership;
mod request;
mod roster;
mod signed;

pub use charter::Charter;
pub use content::{Clock, Content, Put};
pub use files::GroupFile;
pub use invitation::Invitation;
pub use membership::{AdmissionEnd, ChangeId, GroupRole, MembershipChange};
pub use request::Request;
pub use roster::{Admission, Epoch, MemberState, PlacedChange, Roster};
