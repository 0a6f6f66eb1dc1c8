//! The parts of an OFD package by lenient names: any case, `\` for `/`, Chinese folders (GB/T 33190 8).

use std::collections::HashMap;
use std::io::Cursor;

use zip::ZipArchive;

use super::NAME;
use crate::archive::entry_name;
use crate::zip_reader::{open, unpack};
use crate::{ImportError, Limits};

/// All parts together may unpack to so many times what one file may hold.
const WHOLE: u64 = 4;

pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    index: HashMap<String, usize>,
    limits: Limits,
    /// Bytes that may still be unpacked.
    budget: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ImportError> {
        let mut zip = open(bytes, NAME)?;
        if zip.len() > limits.entries {
            let text = format!("共 {} 项，上限 {} 项", zip.len(), limits.entries);
            return Err(ImportError::ArchiveLimit(text));
        }
        let mut index = HashMap::new();
        for n in 0..zip.len() {
            if let Ok(file) = zip.by_index_raw(n) {
                index.insert(key(&entry_name(file.name_raw())), n);
            }
        }
        Ok(Package {
            zip,
            index,
            limits: *limits,
            budget: limits.file.saturating_mul(WHOLE),
        })
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.index.contains_key(&key(path))
    }

    /// The text of a part; `None` if there is none.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<String>, ImportError> {
        let Some(n) = self.index.get(&key(path)).copied() else {
            return Ok(None);
        };
        let damaged = |e| ImportError::damaged(NAME, e);
        let file = self.zip.by_index(n).map_err(damaged)?;
        let (size, packed) = (file.size(), file.compressed_size());
        let bytes = unpack(file, size, packed, &self.limits, NAME)?;
        self.budget = self
            .budget
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| ImportError::ArchiveLimit("OFD 各部分解压后过大".into()))?;
        // Declared or not, the parts are UTF-8 in practice; others are at least looked at.
        crate::encoding::decode(&bytes, None).map(|d| Some(d.text))
    }

    /// Where `location` points as written in the part `from`; a folder stands for its Content.xml.
    pub(super) fn resolve(&self, from: &str, location: &str) -> String {
        let location = location.trim().replace('\\', "/");
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relative = normal(&format!("{folder}/{location}"));
        let rooted = normal(&location);
        let candidates = if location.starts_with('/') {
            [rooted, relative]
        } else {
            [relative, rooted]
        };
        let inside = |path: &String| {
            let content = format!("{path}/Content.xml");
            [path.clone(), content].into_iter().find(|p| self.has(p))
        };
        candidates.iter().find_map(inside).unwrap_or_default()
    }
}

fn key(path: &str) -> String {
    path.trim_start_matches('/').to_lowercase()
}

/// Without `.` and `..`; nothing leaves the package.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
