//! The names of a group's files.

use std::fmt;

use crate::{Hash, PublicKey};

/// The name of the charter.
const CHARTER: &str = "yandu.group";

/// A file of a group. Whatever else lies in the folder is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupFile {
    /// The charter.
    Charter,
    /// The log of a device.
    Log(PublicKey),
    /// A device asks to be admitted.
    Request(PublicKey),
    /// All logs that a device knew.
    Bundle(PublicKey),
    /// A sealed material, by the SHA-256 of its file.
    Text(Hash),
}

impl GroupFile {
    /// Which file has this name.
    pub fn of(name: &str) -> Option<GroupFile> {
        if name == CHARTER {
            return Some(GroupFile::Charter);
        }
        let (digits, ending) = name.split_once('.')?;
        let hash: Hash = digits.parse().ok()?;
        match ending {
            "log" => Some(GroupFile::Log(hash.into())),
            "request" => Some(GroupFile::Request(hash.into())),
            "bundle" => Some(GroupFile::Bundle(hash.into())),
            "text" => Some(GroupFile::Text(hash)),
            _ => None,
        }
    }
}

impl fmt::Display for GroupFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GroupFile::Charter => f.write_str(CHARTER),
            GroupFile::Log(device) => write!(f, "{device}.log"),
            GroupFile::Request(device) => write!(f, "{device}.request"),
            GroupFile::Bundle(device) => write!(f, "{device}.bundle"),
            GroupFile::Text(hash) => write!(f, "{hash}.text"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_strangers_are_left_alone() {
        let (device, hash) = (PublicKey([7; 32]), Hash::of(b"x"));
        for file in [
            GroupFile::Charter,
            GroupFile::Log(device),
            GroupFile::Request(device),
            GroupFile::Bundle(device),
            GroupFile::Text(hash),
        ] {
            assert_eq!(GroupFile::of(&file.to_string()), Some(file));
        }
        for name in ["", "学习.docx", "x.log", ".log", "log", "yandu.group.tmp"] {
            assert_eq!(GroupFile::of(name), None, "{name}");
        }
    }
}
