//! Packs: a publisher's materials, lists and annotations in one signed file.
//!
//! A zip with stored entries: `manifest.json`, `manifest.sig` (ed25519 over the bytes of the manifest) and
//! `content/<SHA-256>`, each a zstd frame. The signature is checked first, then every hash, sizes before anything is
//! unpacked. An update names everything and carries only what its base lacks.

mod manifest;
mod read;
mod write;

pub use manifest::{KeyChange, Manifest, PackContent, PackEntry, Publisher};
pub use read::Pack;
pub use write::{PackAbout, PackWriter};

/// The format that is written.
const FORMAT: u32 = 1;

const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";

/// Where a content lies.
fn content_name(hash: &crate::Hash) -> String {
    format!("content/{hash}")
}

#[cfg(test)]
mod tests;
