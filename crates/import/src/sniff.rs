//! What a file is, by its first bytes and its inner parts.

use std::io::Cursor;

use crate::ImportError;
use crate::zip_reader::has_part;

/// True for a zip archive that is no document.
pub fn is_archive(bytes: &[u8]) -> bool {
    is_zip(bytes) && !has_part(bytes, "[Content_Types].xml") && !is_known_package(bytes)
}

pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn is_known_package(bytes: &[u8]) -> bool {
    has_part(bytes, "mimetype") || has_part(bytes, "OFD.xml")
}

/// Bytes before the header that mail and web servers may have put there (ISO 32000-1, annex H.3).
const HEADER_WITHIN: usize = 1024;

/// True for a PDF. A text that speaks of one has the words of its header, but no objects.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEADER_WITHIN)];
    bytes.starts_with(b"%PDF-") || memmem(head, b"%PDF-") && memmem(bytes, b" obj")
}

/// True for an OLE2 compound file.
pub(crate) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
}

/// A compound file that holds no Word text, by the names of its streams.
fn compound(bytes: &[u8]) -> Option<ImportError> {
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return Some(ImportError::damaged("DOC", "复合文件无法打开"));
    };
    let has = |names: &[&str]| names.iter().any(|name| file.exists(name));
    if has(&["/WordDocument"]) {
        return None;
    }
    if has(&["/EncryptedPackage"]) {
        return Some(ImportError::Encrypted);
    }
    let name = match () {
        () if has(&["/Workbook", "/Book"]) => "XLS/ET",
        () if has(&["/PowerPoint Document"]) => "PPT/DPS",
        () if has(&["/MatOST"]) => "Microsoft Works 的 WPS",
        () => "OLE2",
    };
    Some(ImportError::Unsupported(name))
}

/// Formats that are known but have no importer, and password-protected ones.
pub(crate) fn refusal(bytes: &[u8]) -> Option<ImportError> {
    let unsupported = |name| Some(ImportError::Unsupported(name));
    if is_compound(bytes) {
        return compound(bytes);
    }
    if is_zip(bytes) {
        // The media type stands uncompressed at the very front (ODF 1.3, part 2, 3.3).
        let kind = |name: &[u8]| memmem(&bytes[..bytes.len().min(200)], name);
        if kind(b"opendocument.spreadsheet") || kind(b"opendocument.presentation") {
            return unsupported("ODS/ODP");
        }
        let office = [
            ("xl/workbook.xml", "XLSX"),
            ("ppt/presentation.xml", "PPTX"),
        ];
        return office
            .into_iter()
            .find(|(p, _)| has_part(bytes, p))
            .and_then(|(_, n)| unsupported(n));
    }
    if is_picture(bytes) {
        return Some(ImportError::NeedsOcr {
            pages: 1,
            garbled: false,
        });
    }
    let binary: [(&[u8], &str); 4] = [
        (b"GIF8", "GIF 图片"),
        (b"Rar!", "RAR"),
        (b"7z\xBC\xAF", "7z"),
        (b"\x1F\x8B", "gzip"),
    ];
    binary
        .into_iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .and_then(|(_, n)| unsupported(n))
}

/// True for a picture that a scanner or a telephone makes: PNG, JPEG, TIFF, WebP.
pub(crate) fn is_picture(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 4] = [b"\x89PNG", b"\xFF\xD8\xFF", b"II*\0", b"MM\0*"];
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    webp || starts.iter().any(|magic| bytes.starts_with(magic))
}

fn memmem(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}
