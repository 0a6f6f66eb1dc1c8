//! Zip parts within limits, for archives and for documents that are zips.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::{ImportError, Limits};

/// True if the package has a part of this name, whatever its case.
pub(crate) fn has_part(bytes: &[u8], name: &str) -> bool {
    let is_it = |n: &str| n.replace('\\', "/").eq_ignore_ascii_case(name);
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|z| z.file_names().flatten().any(|n| is_it(&n)))
}

/// True if the first part, not packed, has this name and content, as the media type of a package.
pub(crate) fn starts_with_part(bytes: &[u8], name_and_content: &[u8]) -> bool {
    const NAME: usize = 30;
    bytes
        .get(NAME..)
        .is_some_and(|rest| rest.starts_with(name_and_content))
}

/// Opens a zip.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    format: &'static str,
) -> Result<ZipArchive<Cursor<&'a [u8]>>, ImportError> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|e| ImportError::damaged(format, e))
}

/// Reads one part by name; `None` if the package has none of this name.
pub(crate) fn part(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    limits: &Limits,
    format: &'static str,
) -> Result<Option<Vec<u8>>, ImportError> {
    match zip.by_name(name) {
        Ok(file) => {
            let (size, packed) = (file.size(), file.compressed_size());
            unpack(file, size, packed, limits, format).map(Some)
        }
        Err(ZipError::FileNotFound) => Ok(None),
        Err(error) => Err(ImportError::damaged(format, error)),
    }
}

/// Unpacks one entry. The declared size can lie, so what comes out is counted as well.
pub(crate) fn unpack(
    reader: impl Read,
    declared: u64,
    packed: u64,
    limits: &Limits,
    format: &'static str,
) -> Result<Vec<u8>, ImportError> {
    let allowed = limits
        .file
        .min(limits.ratio_from.max(packed.saturating_mul(limits.ratio)));
    let too_much =
        || ImportError::ArchiveLimit(format!("{format} 内一项解压后超过 {allowed} 字节"));
    if declared > allowed {
        return Err(too_much());
    }
    let mut bytes = Vec::new();
    reader
        .take(allowed + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| ImportError::damaged(format, e))?;
    if bytes.len() as u64 > allowed {
        Err(too_much())
    } else {
        Ok(bytes)
    }
}
