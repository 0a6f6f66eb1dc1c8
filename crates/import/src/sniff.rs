//! What a file is, by its first bytes and its inner parts.

use crate::zip_reader::has_part;
use crate::{ForeignFormat, ImportError, archive, compound, msg, xml};

/// True for an archive of other files; documents that are zips are none.
pub fn is_archive(bytes: &[u8]) -> bool {
    archive::Kind::of(bytes).is_some()
}

/// True for a zip archive that is no document.
pub(crate) fn is_plain_zip(bytes: &[u8]) -> bool {
    is_zip(bytes) && !has_part(bytes, "[Content_Types].xml") && !is_known_package(bytes)
}

pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn is_known_package(bytes: &[u8]) -> bool {
    let has = |name| has_part(bytes, name);
    has("mimetype")
        || has("OFD.xml")
        || has("uof.xml")
        || has("META-INF/container.xml")
        || has("content.xml") && (has("styles.xml") || has("META-INF/manifest.xml"))
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
fn compound_refusal(bytes: &[u8]) -> Option<ImportError> {
    let Some(file) = compound::open(bytes) else {
        return Some(ImportError::damaged("DOC", "复合文件无法打开"));
    };
    let has = |names: &[&str]| names.iter().any(|name| file.exists(name));
    if has(&["/WordDocument", msg::PROPERTIES]) {
        return None;
    }
    if has(&["/EncryptedPackage"]) {
        return Some(ImportError::Encrypted);
    }
    let name = match () {
        () if has(&["/Workbook", "/Book"]) => return None,
        () if has(&["/PowerPoint Document"]) => "PPT/DPS",
        () if has(&["/MatOST"]) => "Microsoft Works 的 WPS",
        () => "OLE2",
    };
    Some(ImportError::Unsupported(name))
}

/// A package of Office Open XML that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Office {
    Sheets,
    Slides,
}

/// What a package of Office Open XML holds, by the names of its parts.
pub(crate) fn office_kind(bytes: &[u8]) -> Option<Office> {
    let has = |name| is_zip(bytes) && has_part(bytes, name);
    match () {
        () if has("xl/workbook.xml") || has("xl/workbook.bin") => Some(Office::Sheets),
        () if has("ppt/presentation.xml") => Some(Office::Slides),
        () => None,
    }
}

/// True for ODS.
pub(crate) fn is_open_sheet(bytes: &[u8]) -> bool {
    is_zip(bytes) && media_type(bytes, b"opendocument.spreadsheet")
}

/// The media type stands uncompressed at the very front (ODF 1.3, part 2, 3.3).
fn media_type(bytes: &[u8], name: &[u8]) -> bool {
    memmem(&bytes[..bytes.len().min(200)], name)
}

/// Formats that are known but have no importer, and password-protected ones.
pub(crate) fn refusal(bytes: &[u8]) -> Option<ImportError> {
    if is_compound(bytes) {
        return compound_refusal(bytes);
    }
    if is_zip(bytes) {
        return media_type(bytes, b"opendocument.presentation")
            .then_some(ImportError::Unsupported("ODP"));
    }
    if is_picture(bytes) {
        return Some(ImportError::NeedsOcr {
            pages: 1,
            garbled: false,
        });
    }
    ForeignFormat::of(bytes).map(ImportError::Foreign)
}

/// True for a picture that a scanner or a telephone makes: PNG, JPEG, TIFF, WebP.
pub(crate) fn is_picture(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 4] = [b"\x89PNG", b"\xFF\xD8\xFF", b"II*\0", b"MM\0*"];
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    webp || starts.iter().any(|magic| bytes.starts_with(magic))
}

/// The local name of the root element of an XML file; `None` for anything else.
pub(crate) fn xml_root(bytes: &[u8]) -> Option<String> {
    const HEAD: usize = 8192;
    let head = &bytes[..bytes.len().min(HEAD)];
    let begins = |b: &u8| {
        !matches!(
            b,
            0 | b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF | 0xFF | 0xFE
        )
    };
    if head.iter().find(|b| begins(b)) != Some(&b'<') {
        return None;
    }
    let (text, _, _) = xml::encoding_of(bytes).decode(head);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match () {
            () if rest.starts_with("<?") => "?>",
            () if rest.starts_with("<!--") => "-->",
            () if rest.starts_with("<!") && rest.contains("]>") => "]>",
            () if rest.starts_with("<!") => ">",
            () => break,
        };
        rest = rest[rest.find(end)? + end.len()..].trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let name = name
        .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .next()?;
    let name = name.rsplit(':').next().filter(|n| !n.is_empty())?;
    name.chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .then(|| name.to_owned())
}

fn memmem(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}
