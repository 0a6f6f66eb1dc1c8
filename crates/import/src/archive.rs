//! Zip archives of study materials, within limits; names in GBK; nothing is written to disk.

use zip::ZipArchive;

use crate::zip_reader::{open, unpack};
use crate::{ImportError, Limits, is_archive};

/// One file inside an archive.
#[derive(Debug)]
pub struct Entry {
    /// Its path inside the archive, `/` between folders.
    pub name: String,
    /// Its bytes, or why it was left out.
    pub content: Result<Vec<u8>, ImportError>,
}

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
    let mut walk = Walk {
        limits,
        budget: limits.archive,
        visit,
    };
    walk.archive(bytes, "", 1).map(|_| ())
}

struct Walk<'a> {
    limits: &'a Limits,
    /// Bytes that may still be unpacked.
    budget: u64,
    visit: &'a mut dyn FnMut(Entry) -> bool,
}

impl Walk<'_> {
    /// False when `visit` ended it.
    fn archive(&mut self, bytes: &[u8], prefix: &str, depth: u32) -> Result<bool, ImportError> {
        let mut zip = open(bytes, "ZIP")?;
        if zip.len() > self.limits.entries {
            let text = format!("共 {} 项，上限 {} 项", zip.len(), self.limits.entries);
            return Err(ImportError::ArchiveLimit(text));
        }
        for index in 0..zip.len() {
            let Some(mut entry) = read_entry(&mut zip, index, self.limits)? else {
                continue;
            };
            entry.name = format!("{prefix}{}", entry.name);
            if !self.entry(entry, depth)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn entry(&mut self, mut entry: Entry, depth: u32) -> Result<bool, ImportError> {
        if let Ok(content) = &entry.content {
            let size = content.len() as u64;
            if size > self.budget {
                let text = format!("解压后超过 {} 字节", self.limits.archive);
                return Err(ImportError::ArchiveLimit(text));
            }
            self.budget -= size;
            if is_archive(content) && depth >= self.limits.nesting {
                entry.content = Err(ImportError::ArchiveLimit("压缩包嵌套过深".into()));
            } else if is_archive(content) {
                let inner = format!("{}/", entry.name);
                match self.archive(content, &inner, depth + 1) {
                    Ok(more) => return Ok(more),
                    Err(error) => entry.content = Err(error),
                }
            }
        }
        Ok((self.visit)(entry))
    }
}

fn read_entry(
    zip: &mut ZipArchive<std::io::Cursor<&[u8]>>,
    index: usize,
    limits: &Limits,
) -> Result<Option<Entry>, ImportError> {
    let file = match zip.by_index(index) {
        Ok(file) => file,
        Err(zip::result::ZipError::UnsupportedArchive(reason)) if reason.contains("assword") => {
            let name = format!("第 {} 项", index + 1);
            return Ok(Some(Entry {
                name,
                content: Err(ImportError::Encrypted),
            }));
        }
        Err(error) => {
            let name = format!("第 {} 项", index + 1);
            return Ok(Some(Entry {
                name,
                content: Err(ImportError::damaged("ZIP", error)),
            }));
        }
    };
    let name = entry_name(file.name_raw());
    if file.is_dir() || file.is_symlink() || is_litter(&name) {
        return Ok(None);
    }
    if !is_safe(&name) {
        return Ok(Some(Entry {
            content: Err(ImportError::UnsafePath(name.clone())),
            name,
        }));
    }
    let (size, packed) = (file.size(), file.compressed_size());
    let content = unpack(file, size, packed, limits, "ZIP");
    Ok(Some(Entry { name, content }))
}

/// Without the UTF-8 flag Chinese Windows writes names in GBK.
pub(crate) fn entry_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(raw)
            .0
            .into_owned(),
    };
    name.replace('\\', "/")
}

fn is_safe(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    !name.starts_with('/')
        && !drive
        && !name.contains('\0')
        && name.split('/').all(|part| part != "..")
}

/// What operating systems leave behind.
pub(crate) fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/').any(|part| part == "__MACOSX")
        || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || name.starts_with("~$")
        || name.starts_with("._")
}
