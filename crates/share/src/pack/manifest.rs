//! What a pack says of itself.

use serde::{Deserialize, Serialize};

use crate::ShareError;
use crate::hash::Hash;
use crate::key::{DeviceKey, PublicKey};

/// Entries of one pack.
const MOST_ENTRIES: usize = 100_000;
/// Bytes of one content, unpacked.
pub(super) const MOST_BYTES: u64 = 64 << 20;
/// Bytes of all contents, unpacked.
const MOST_ALL: u64 = 8 << 30;
/// Chars of a name or title.
const LONGEST: usize = 1000;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackContent {
    /// A file with a document, as it was imported.
    Document,
    /// A reading list as JSON.
    ReadingList,
    /// Annotations as W3C JSON-LD.
    Annotations,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackEntry {
    /// What it is.
    pub kind: PackContent,
    /// The name of the file, without folders; for other kinds a title.
    pub name: String,
    /// The SHA-256 of the content.
    pub hash: Hash,
    /// Its bytes, unpacked.
    pub bytes: u64,
}

/// Who made a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publisher {
    /// The key that signed it.
    pub key: PublicKey,
    /// As the publisher calls itself; only the key proves anything.
    pub name: String,
    /// The key before this one, and its word for the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<KeyChange>,
}

/// The old key's word that a new one takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyChange {
    /// The old key.
    pub from: PublicKey,
    /// Its signature over the new key, hexadecimal.
    pub signature: String,
}

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the pack.
    pub format: u32,
    /// The same for all versions of a pack.
    pub id: String,
    /// 标题
    pub title: String,
    /// Goes up with every version.
    pub version: u32,
    /// The version whose contents are not repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u32>,
    /// When it was made, UTC.
    pub created_at: String,
    /// Who made it.
    pub publisher: Publisher,
    /// Everything in it, those of the base included.
    pub entries: Vec<PackEntry>,
}

/// What the old key signs for a change.
fn change_message(to: &PublicKey) -> Vec<u8> {
    [b"yandu key change\0".as_slice(), &to.0].concat()
}

impl KeyChange {
    /// The old key's word for the new one.
    pub fn new(from: &DeviceKey, to: &PublicKey) -> KeyChange {
        let signature = from.sign(&change_message(to));
        KeyChange {
            from: from.public(),
            signature: signature.iter().map(|b| format!("{b:02x}")).collect(),
        }
    }

    /// Checks the word.
    ///
    /// # Errors
    /// [`ShareError::BadSignature`].
    pub fn verify(&self, to: &PublicKey) -> Result<(), ShareError> {
        let text = &self.signature;
        if text.len() != 128 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ShareError::BadSignature);
        }
        let mut signature = [0; 64];
        for (n, byte) in signature.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * n..2 * n + 2], 16)
                .map_err(|_| ShareError::BadSignature)?;
        }
        self.from.verify(&change_message(to), &signature)
    }
}

impl Manifest {
    /// Reads a manifest and checks everything that can be checked without the contents.
    pub(super) fn read(bytes: &[u8]) -> Result<Manifest, ShareError> {
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(ShareError::damaged)?;
        if manifest.format > super::FORMAT {
            return Err(ShareError::Newer(manifest.format));
        }
        manifest.check()?;
        Ok(manifest)
    }

    pub(super) fn check(&self) -> Result<(), ShareError> {
        if self.entries.len() > MOST_ENTRIES {
            return Err(ShareError::TooLarge(format!("{} 项", self.entries.len())));
        }
        let all: u64 = self
            .entries
            .iter()
            .fold(0, |sum: u64, e| sum.saturating_add(e.bytes));
        if all > MOST_ALL || self.entries.iter().any(|e| e.bytes > MOST_BYTES) {
            return Err(ShareError::TooLarge(format!("{all} 字节")));
        }
        let long = |text: &String| text.chars().count() > LONGEST || text.contains('\0');
        let names = self.entries.iter().map(|e| &e.name);
        if names
            .chain([&self.id, &self.title, &self.publisher.name])
            .any(long)
        {
            return Err(ShareError::damaged("名称过长"));
        }
        let outside = |name: &str| {
            name.is_empty() || name.contains(['/', '\\']) || name == "." || name == ".."
        };
        if let Some(entry) = self
            .entries
            .iter()
            .find(|e| e.kind == PackContent::Document && outside(&e.name))
        {
            return Err(ShareError::damaged(format!("文件名不安全：{}", entry.name)));
        }
        if let Some(change) = &self.publisher.change {
            change.verify(&self.publisher.key)?;
        }
        if self.id.is_empty() || self.version == 0 || self.base.is_some_and(|b| b >= self.version) {
            return Err(ShareError::damaged("版本号不符"));
        }
        Ok(())
    }
}
