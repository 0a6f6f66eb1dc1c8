//! Compound files ([MS-CFB]): streams by path, read by `cfb`; by a lenient reader where that one finds a fault that
//! other programs pass over: sizes that do not fit, chains that end early, names in a wrong order.

use std::collections::HashMap;
use std::io::{Cursor, Read};

/// A compound file.
pub(crate) enum Compound<'a> {
    Whole(Box<cfb::CompoundFile<Cursor<&'a [u8]>>>),
    /// Streams by their path in lower case.
    Lenient(HashMap<String, Vec<u8>>),
}

/// Opens a compound file; `None` if nothing in it can be found.
pub(crate) fn open(bytes: &[u8]) -> Option<Compound<'_>> {
    match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(file) => Some(Compound::Whole(Box::new(file))),
        Err(_) => Lenient::read(bytes).map(Compound::Lenient),
    }
}

impl Compound<'_> {
    /// True if there is a stream or a storage of this path, as `/WordDocument`.
    pub(crate) fn exists(&self, path: &str) -> bool {
        match self {
            Compound::Whole(file) => file.exists(path),
            Compound::Lenient(streams) => {
                let path = path.to_lowercase();
                let within = format!("{path}/");
                streams.contains_key(&path) || streams.keys().any(|k| k.starts_with(&within))
            }
        }
    }

    /// The bytes of a stream, at most `limit`.
    ///
    /// # Errors
    /// As `cfb` says.
    pub(crate) fn stream(&mut self, path: &str, limit: u64) -> std::io::Result<Vec<u8>> {
        match self {
            Compound::Whole(file) => {
                let mut bytes = Vec::new();
                file.open_stream(path)?
                    .take(limit)
                    .read_to_end(&mut bytes)?;
                Ok(bytes)
            }
            Compound::Lenient(streams) => {
                let found = streams.get(&path.to_lowercase()).cloned();
                found.ok_or_else(|| std::io::ErrorKind::NotFound.into())
            }
        }
    }

    /// The names within a storage, as `/`, sorted.
    pub(crate) fn names(&self, storage: &str) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Compound::Whole(file) => match file.read_storage(storage) {
                Ok(entries) => entries.map(|e| e.name().to_owned()).collect(),
                Err(_) => Vec::new(),
            },
            Compound::Lenient(streams) => {
                let within = format!("{}/", storage.trim_end_matches('/').to_lowercase());
                let names = streams.keys().filter_map(|path| path.strip_prefix(&within));
                names
                    .filter_map(|rest| rest.split('/').next())
                    .map(str::to_owned)
                    .collect()
            }
        };
        names.sort();
        names.dedup();
        names
    }
}

/// Ends a chain of sectors; higher numbers are no sectors either.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// Bytes of a directory's entry.
const ENTRY: usize = 128;
/// Entries of a directory, and storages within storages.
const MOST_ENTRIES: usize = 65_536;
const DEEPEST: u32 = 16;

/// The tables of a file that is not quite as it should be.
struct Lenient<'a> {
    bytes: &'a [u8],
    sector: usize,
    mini_sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    cutoff: u64,
    directory: Vec<u8>,
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(
        bytes.get(at..at.checked_add(2)?)?.try_into().ok()?,
    ))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(
        bytes.get(at..at.checked_add(4)?)?.try_into().ok()?,
    ))
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .chunks_exact(4)
        .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

impl<'a> Lenient<'a> {
    fn read(bytes: &'a [u8]) -> Option<HashMap<String, Vec<u8>>> {
        let shift = |at| {
            word(bytes, at)
                .filter(|s| (6..=16).contains(s))
                .map(|s| 1_usize << s)
        };
        let mut file = Lenient {
            bytes,
            sector: shift(30).unwrap_or(512).max(512),
            mini_sector: shift(32).unwrap_or(64),
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            cutoff: u64::from(long(bytes, 56)?.max(64)),
            directory: Vec::new(),
        };
        file.read_fat();
        file.directory = file.chain(long(bytes, 48)?);
        file.mini_fat = longs(&file.chain(long(bytes, 60)?)).collect();
        let root = file.directory.get(..ENTRY)?;
        file.mini = file.chain(long(root, 116)?);
        let mut streams = HashMap::new();
        file.entries(long(root, 76)?, "", 0, &mut streams);
        (!streams.is_empty()).then_some(streams)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The table of sectors: its own sectors are named in the header and in a chain behind it.
    fn read_fat(&mut self) {
        let header = self.bytes.get(76..512).unwrap_or_default();
        let mut numbers: Vec<u32> = longs(header).collect();
        let mut next = long(self.bytes, 68).unwrap_or(LAST_SECTOR);
        for _ in 0..self.bytes.len() / self.sector {
            let Some(sector) = self.sector(next).filter(|s| s.len() == self.sector) else {
                break;
            };
            numbers.extend(longs(&sector[..sector.len() - 4]));
            next = long(sector, sector.len() - 4).unwrap_or(LAST_SECTOR);
        }
        for number in numbers.into_iter().filter(|n| *n < LAST_SECTOR) {
            if let Some(sector) = self.sector(number) {
                self.fat.extend(longs(sector));
            }
        }
    }

    /// The bytes of a chain, as far as it goes; a ring ends where the file would.
    fn chain(&self, first: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut next = first;
        for _ in 0..=self.bytes.len() / self.sector {
            let Some(sector) = self.sector(next) else {
                break;
            };
            bytes.extend_from_slice(sector);
            next = self.fat.get(next as usize).copied().unwrap_or(LAST_SECTOR);
        }
        bytes
    }

    fn mini_chain(&self, first: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut next = first;
        for _ in 0..=self.mini.len() / self.mini_sector {
            let start = (next as usize).saturating_mul(self.mini_sector);
            let end = start.saturating_add(self.mini_sector).min(self.mini.len());
            let Some(sector) = self.mini.get(start..end) else {
                break;
            };
            bytes.extend_from_slice(sector);
            next = self
                .mini_fat
                .get(next as usize)
                .copied()
                .unwrap_or(LAST_SECTOR);
        }
        bytes
    }

    /// Walks the tree of a storage's entries.
    fn entries(&self, root: u32, path: &str, depth: u32, streams: &mut HashMap<String, Vec<u8>>) {
        let mut waiting = vec![root];
        let mut seen = std::collections::HashSet::new();
        while let Some(number) = waiting.pop() {
            let at = (number as usize).saturating_mul(ENTRY);
            let Some(entry) = self.directory.get(at..at.saturating_add(ENTRY)) else {
                continue;
            };
            if !seen.insert(number) || streams.len() >= MOST_ENTRIES {
                continue;
            }
            waiting.extend([long(entry, 68), long(entry, 72)].into_iter().flatten());
            let len = usize::from(word(entry, 64).unwrap_or(0)).clamp(2, 64) - 2;
            let units = entry[..len]
                .chunks_exact(2)
                .map(|b| u16::from_le_bytes([b[0], b[1]]));
            let name: String = char::decode_utf16(units)
                .flatten()
                .filter(|c| *c != '\0')
                .collect();
            let here = format!("{path}/{}", name.to_lowercase());
            match entry[66] {
                1 if depth < DEEPEST => {
                    let child = long(entry, 76).unwrap_or(LAST_SECTOR);
                    self.entries(child, &here, depth + 1, streams);
                }
                2 => {
                    streams.insert(here, self.content(entry));
                }
                _ => {}
            }
        }
    }

    fn content(&self, entry: &[u8]) -> Vec<u8> {
        let first = long(entry, 116).unwrap_or(LAST_SECTOR);
        let size = u64::from(long(entry, 120).unwrap_or(0));
        let mut bytes = if size < self.cutoff {
            self.mini_chain(first)
        } else {
            self.chain(first)
        };
        bytes.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        bytes
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file() -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_storage("/A").unwrap();
        for (path, text) in [
            ("/WordDocument", "甲".repeat(3000)),
            ("/A/b", "乙".to_owned()),
        ] {
            file.create_stream(path)
                .unwrap()
                .write_all(text.as_bytes())
                .unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn the_lenient_reader_finds_what_the_strict_one_finds() {
        let bytes = file();
        let streams = Lenient::read(&bytes).unwrap();
        assert_eq!(streams["/worddocument"], "甲".repeat(3000).as_bytes());
        assert_eq!(streams["/a/b"], "乙".as_bytes());
    }

    #[test]
    fn a_faulty_file_is_read_and_a_ring_ends() {
        let mut bytes = file();
        // A version that there is not, and a count of sectors that is wrong.
        bytes[26] = 9;
        bytes[44] = 200;
        let mut opened = open(&bytes).unwrap();
        assert!(matches!(opened, Compound::Lenient(_)));
        assert!(opened.exists("/WordDocument") && opened.exists("/A"));
        assert_eq!(opened.stream("/A/b", 100).unwrap(), "乙".as_bytes());
        assert_eq!(opened.names("/A"), ["b"]);
        // Every sector is followed by the first one.
        let mut ring = Lenient::read(&bytes).map(|_| bytes.clone()).unwrap();
        for place in ring[512..1024].chunks_exact_mut(4) {
            place.copy_from_slice(&[0; 4]);
        }
        Lenient::read(&ring);
    }
}
