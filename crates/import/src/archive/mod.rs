//! Archives of study materials, within limits; nothing is written to disk.
//!
//! Zip in all its usual ways of packing, RAR, 7z, tar, and what gzip, bzip2 or xz have packed. RAR and 7z are unpacked
//! in a process apart where a program offers one ([`crate::offer_reader`]). Names come as they are meant, in whatever
//! code page. Program sources, style sheets and icons are no materials: they are passed over.

mod names;
mod rar;
mod seven;
mod stream;
mod zips;

use serde::{Deserialize, Serialize};

use crate::{ImportError, Limits, Options, isolated, sniff};
pub(crate) use names::{entry_name, is_litter};

/// How an archive is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// PKZIP and its kin.
    Zip,
    /// RAR of all versions.
    Rar,
    /// 7-Zip.
    SevenZip,
    /// Tape archive.
    Tar,
    /// One file, or a tar, packed by gzip.
    Gzip,
    /// As [`Kind::Gzip`], by bzip2.
    Bzip2,
    /// As [`Kind::Gzip`], by xz.
    Xz,
}

impl Kind {
    /// Recognises an archive by its content; documents that are zips are none.
    pub fn of(bytes: &[u8]) -> Option<Kind> {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        Some(match () {
            () if sniff::is_plain_zip(bytes) => Kind::Zip,
            () if starts(b"Rar!\x1A\x07") => Kind::Rar,
            () if starts(b"7z\xBC\xAF\x27\x1C") => Kind::SevenZip,
            () if starts(b"\x1F\x8B\x08") => Kind::Gzip,
            () if starts(b"BZh") && bytes.get(4..7) == Some(b"1AY") => Kind::Bzip2,
            () if starts(b"\xFD7zXZ\0") => Kind::Xz,
            () if stream::is_tar(bytes) => Kind::Tar,
            () => return None,
        })
    }
}

/// One file inside an archive.
#[derive(Debug)]
pub struct Entry {
    /// Its path inside the archive, `/` between folders.
    pub name: String,
    /// Its bytes, or why it was left out.
    pub content: Result<Vec<u8>, ImportError>,
}

/// Takes an entry; answers false to stop.
pub(crate) type Visit<'v> = dyn FnMut(Entry) -> bool + 'v;

/// Opens an archive and hands its files to `visit` in their order, those of inner archives included.
/// `visit` answers false to stop.
///
/// # Errors
/// An archive that cannot be opened or has too many entries; a bad entry is an [`Entry`].
pub fn visit(
    bytes: &[u8],
    limits: &Limits,
    visit: &mut dyn FnMut(Entry) -> bool,
) -> Result<(), ImportError> {
    let kind = Kind::of(bytes).ok_or_else(|| ImportError::damaged("压缩包", "无法识别"))?;
    let mut walk = Walk {
        limits,
        budget: limits.archive,
        visit,
    };
    walk.archive(kind, bytes, "", 1).map(|_| ())
}

struct Walk<'a> {
    limits: &'a Limits,
    /// Bytes that may still be unpacked.
    budget: u64,
    visit: &'a mut dyn FnMut(Entry) -> bool,
}

impl Walk<'_> {
    /// False when `visit` ended it.
    fn archive(
        &mut self,
        kind: Kind,
        bytes: &[u8],
        prefix: &str,
        depth: u32,
    ) -> Result<bool, ImportError> {
        let limits = self.limits;
        let mut ended = Ok(true);
        let mut take = |mut entry: Entry| {
            entry.name = format!("{prefix}{}", entry.name);
            ended = self.entry(entry, depth);
            matches!(ended, Ok(true))
        };
        let apart = matches!(kind, Kind::Rar | Kind::SevenZip) && isolated::is_offered();
        let read = if apart {
            let options = Options {
                limits: *limits,
                ..Options::default()
            };
            isolated::unpack(kind, bytes, &options, &mut take)
        } else {
            unpack_here(kind, bytes, limits, &mut take)
        };
        // What was told to the reader of entries comes before what it says of being stopped.
        match (ended, read) {
            (Ok(true), Err(error)) => Err(error),
            (ended, _) => ended,
        }
    }

    fn entry(&mut self, mut entry: Entry, depth: u32) -> Result<bool, ImportError> {
        if let Ok(content) = &entry.content {
            let size = content.len() as u64;
            if size > self.budget {
                let text = format!("解压后超过 {} 字节", self.limits.archive);
                return Err(ImportError::ArchiveLimit(text));
            }
            self.budget -= size;
            match Kind::of(content) {
                Some(_) if depth >= self.limits.nesting => {
                    entry.content = Err(ImportError::ArchiveLimit("压缩包嵌套过深".into()));
                }
                Some(kind) => {
                    let inner = format!("{}/", entry.name);
                    match self.archive(kind, content, &inner, depth + 1) {
                        Ok(more) => return Ok(more),
                        Err(error) => entry.content = Err(error),
                    }
                }
                None => {}
            }
        }
        Ok((self.visit)(entry))
    }
}

/// Hands over the files of one archive, in this process.
///
/// # Errors
/// As [`visit`].
pub(crate) fn unpack_here(
    kind: Kind,
    bytes: &[u8],
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ImportError> {
    match kind {
        Kind::Zip => zips::unpack_zip(bytes, limits, visit),
        Kind::Rar => rar::unpack(bytes, limits, visit),
        Kind::SevenZip => seven::unpack(bytes, limits, visit),
        Kind::Tar => stream::unpack_tar(bytes, limits, visit),
        Kind::Gzip | Kind::Bzip2 | Kind::Xz => stream::unpack_packed(kind, bytes, limits, visit),
    }
}

/// True for a file that is to be looked at: no folder, no litter, no source of a program. A name that leads out of the
/// archive is always told.
fn is_wanted(name: &str) -> bool {
    let passed_over = is_litter(name) || names::is_no_material(name);
    !name.ends_with('/') && (!passed_over || !names::is_safe(name))
}

/// The refusal of a name that leads out of the archive.
fn unsafe_name(name: &str) -> Option<ImportError> {
    (!names::is_safe(name)).then(|| ImportError::UnsafePath(name.to_owned()))
}

fn check_count(count: usize, limits: &Limits) -> Result<(), ImportError> {
    if count > limits.entries {
        let text = format!("共 {count} 项，上限 {} 项", limits.entries);
        return Err(ImportError::ArchiveLimit(text));
    }
    Ok(())
}
