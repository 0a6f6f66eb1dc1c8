//! Tar, and what gzip, bzip2 or xz have packed: a tar or one file.

use std::io::{Cursor, Read};

use super::names::{code_page, decoded};
use super::{Entry, Kind, Visit, is_wanted, unsafe_name};
use crate::zip_reader::unpack as read_within;
use crate::{ImportError, Limits};

/// Bytes of one block of a tar.
const BLOCK: usize = 512;

/// True for a tar: the sum of its first header is right (POSIX 1003.1, pax, ustar).
pub(super) fn is_tar(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..BLOCK) else {
        return false;
    };
    let field = &header[148..156];
    let text = String::from_utf8_lossy(field);
    let told = u32::from_str_radix(text.trim_matches([' ', '\0']), 8);
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(n, b)| {
            if (148..156).contains(&n) {
                32
            } else {
                u32::from(*b)
            }
        })
        .sum();
    header[0] != 0 && told == Ok(sum)
}

/// Hands over the files of a tar.
pub(super) fn unpack_tar(
    bytes: &[u8],
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ImportError> {
    walk(Cursor::new(bytes), bytes.len() as u64, limits, visit)
}

/// Hands over what is packed: the files of a tar, or one file.
pub(super) fn unpack_packed(
    kind: Kind,
    bytes: &[u8],
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ImportError> {
    let name = match kind {
        Kind::Bzip2 => "bzip2",
        Kind::Xz => "xz",
        _ => "gzip",
    };
    let mut head = Vec::new();
    let damaged = |e: std::io::Error| ImportError::damaged(name, e);
    let mut first = unpacker(kind, bytes).take(BLOCK as u64);
    first.read_to_end(&mut head).map_err(damaged)?;
    let packed = bytes.len() as u64;
    if is_tar(&head) {
        return walk(unpacker(kind, bytes), packed, limits, visit);
    }
    let content = read_within(unpacker(kind, bytes), 0, packed, limits, name);
    visit(Entry {
        name: inner_name(kind, bytes),
        content,
    });
    Ok(())
}

fn unpacker(kind: Kind, bytes: &[u8]) -> Box<dyn Read + '_> {
    match kind {
        Kind::Bzip2 => Box::new(bzip2::read::MultiBzDecoder::new(bytes)),
        Kind::Xz => Box::new(lzma_rust2::XzReader::new(bytes, true)),
        _ => Box::new(flate2::read::MultiGzDecoder::new(bytes)),
    }
}

/// The name that gzip keeps of the file (RFC 1952, 2.3.1).
fn inner_name(kind: Kind, bytes: &[u8]) -> String {
    let header = match kind {
        Kind::Gzip => {
            let decoder = flate2::read::GzDecoder::new(bytes);
            decoder
                .header()
                .and_then(|h| h.filename().map(<[u8]>::to_vec))
        }
        _ => None,
    };
    let name = header.map(|raw| decoded(&raw, code_page(std::iter::once(raw.as_slice()))));
    let name = name.map(|n| n.rsplit('/').next().unwrap_or_default().to_owned());
    name.filter(|n| !n.is_empty() && n != "..")
        .unwrap_or_else(|| "内容".to_owned())
}

fn walk(
    from: impl Read,
    packed: u64,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ImportError> {
    let damaged = |e: std::io::Error| ImportError::damaged("TAR", e);
    let mut archive = tar::Archive::new(from);
    for (n, entry) in archive.entries().map_err(damaged)?.enumerate() {
        super::check_count(n + 1, limits)?;
        let entry = entry.map_err(damaged)?;
        let raw = entry.path_bytes().into_owned();
        let name = decoded(&raw, code_page(std::iter::once(raw.as_slice())));
        let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
        if !entry.header().entry_type().is_file() || !is_wanted(&name) {
            continue;
        }
        let size = entry.header().size().unwrap_or(u64::MAX);
        let content = match unsafe_name(&name) {
            Some(error) => Err(error),
            None => read_within(entry, size, packed, limits, "TAR"),
        };
        if !visit(Entry { name, content }) {
            break;
        }
    }
    Ok(())
}
