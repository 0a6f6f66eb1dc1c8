//! Zip archives, all ways of packing that programs of offices use.

use zip::{CompressionMethod, ZipArchive};

use super::names::{code_page, decoded};
use super::{Entry, Visit, check_count, is_wanted, unsafe_name};
use crate::foreign::ForeignFormat;
use crate::zip_reader::{open, unpack};
use crate::{ImportError, Limits};

type Archive<'b> = ZipArchive<std::io::Cursor<&'b [u8]>>;

/// Hands over the files of a zip.
pub(super) fn unpack_zip(
    bytes: &[u8],
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ImportError> {
    let mut zip = open(bytes, "ZIP")?;
    check_count(zip.len(), limits)?;
    let raw: Vec<Vec<u8>> = (0..zip.len()).map(|n| raw_name(&mut zip, n)).collect();
    let page = code_page(raw.iter().map(Vec::as_slice));
    for (index, raw) in raw.iter().enumerate() {
        let name = decoded(raw, page);
        if !is_wanted(&name) {
            continue;
        }
        let Some(content) = read(&mut zip, index, &name, limits) else {
            continue;
        };
        if !visit(Entry { name, content }) {
            return Ok(());
        }
    }
    Ok(())
}

fn raw_name(zip: &mut Archive<'_>, index: usize) -> Vec<u8> {
    match zip.by_index_raw(index) {
        Ok(file) => file.name_raw().to_vec(),
        Err(_) => format!("第 {} 项", index + 1).into_bytes(),
    }
}

/// The bytes of an entry, or why not; `None` for folders and links.
fn read(
    zip: &mut Archive<'_>,
    index: usize,
    name: &str,
    limits: &Limits,
) -> Option<Result<Vec<u8>, ImportError>> {
    let damaged = |e: zip::result::ZipError| ImportError::damaged("ZIP", e);
    let (encrypted, method) = match zip.by_index_raw(index) {
        Ok(file) if file.is_dir() || file.is_symlink() => return None,
        Ok(file) => (file.encrypted(), file.compression()),
        Err(error) => return Some(Err(damaged(error))),
    };
    if let Some(error) = unsafe_name(name) {
        return Some(Err(error));
    }
    if encrypted {
        return Some(Err(ImportError::Encrypted));
    }
    if let Some(name) = unknown_method(method) {
        return Some(Err(ImportError::Foreign(ForeignFormat::Archive(name))));
    }
    let file = match zip.by_index(index) {
        Ok(file) => file,
        Err(error) => return Some(Err(damaged(error))),
    };
    let (size, packed) = (file.size(), file.compressed_size());
    Some(unpack(file, size, packed, limits, "ZIP").map_err(|error| with_method(error, method)))
}

/// A damaged entry says how it is packed: another program may still know that way better.
fn with_method(error: ImportError, method: CompressionMethod) -> ImportError {
    match error {
        ImportError::Damaged { format, detail } => {
            ImportError::damaged(format, format!("{method} 压缩的数据无法解开：{detail}"))
        }
        other => other,
    }
}

/// The name of a way of packing that is not known here (PKWARE APPNOTE 4.4.5).
fn unknown_method(method: CompressionMethod) -> Option<&'static str> {
    let known = [
        CompressionMethod::Stored,
        CompressionMethod::Deflated,
        CompressionMethod::Deflate64,
        CompressionMethod::Bzip2,
        CompressionMethod::Lzma,
        CompressionMethod::Xz,
        CompressionMethod::Zstd,
        CompressionMethod::Ppmd,
    ];
    if known.contains(&method) {
        return None;
    }
    let names = [
        (CompressionMethod::SHRINK, "ZIP 的 Shrink 压缩方法"),
        (CompressionMethod::IMPLODE, "ZIP 的 Implode 压缩方法"),
        (CompressionMethod::AES, "ZIP 的 AES 加密"),
    ];
    let named = names.into_iter().find(|(m, _)| *m == method);
    Some(named.map_or("ZIP 的少见压缩方法", |(_, name)| name))
}
