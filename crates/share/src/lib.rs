//! What goes from one member to another: keys, signed frames, packs.
//!
//! It knows storages, signatures and frames and no database. Everything that comes from outside is checked before it
//! is used: the signature, then each hash, and sizes before anything is unpacked. It refuses with a reason and never
//! half takes something in.

mod error;
mod frame;
mod hash;
mod key;
mod pack;
mod packed;

pub use error::ShareError;
pub use frame::{Ending, Frame, FrameWriter, Log, read_log};
pub use hash::Hash;
pub use key::{DeviceKey, PublicKey};
pub use pack::{
    KeyChange, Manifest, Pack, PackAbout, PackContent, PackEntry, PackWriter, Publisher,
};
