//! What goes from one member to another: keys, signed frames, packs.
//!
//! It knows storages, signatures and frames and no database. Everything that comes from outside is checked before it
//! is used: the signature, then each hash, and sizes before anything is unpacked. It refuses with a reason and never
//! half takes something in.

mod base64_text;
mod error;
mod frame;
mod group;
mod hash;
mod key;
mod pack;
mod packed;
mod seal;
mod storage;

pub use error::ShareError;
pub use frame::{Ending, Frame, FrameWriter, Log, LogPlace, payload_of, read_log, split_frames};
pub use group::{
    Admission, AdmissionEnd, ChangeId, Charter, Clock, Content, Epoch, GroupFile, GroupRole,
    Invitation, MemberState, MembershipChange, PlacedChange, Put, Request, Roster,
};
pub use hash::Hash;
pub use key::{DeviceKey, PublicKey};
pub use pack::{
    KeyChange, Manifest, Pack, PackAbout, PackContent, PackEntry, PackWriter, Publisher,
};
pub use seal::{GroupKey, KeyId, Recipient, WrappedKey, sealed_with};
#[cfg(feature = "remote")]
pub use storage::RemoteStorage;
pub use storage::{Address, Secret, Storage, StorageError, StorageProblem, StoredFile};
