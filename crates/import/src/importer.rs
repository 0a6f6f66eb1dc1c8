//! The trait, the list of importers, and the choice between them.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use yandu_document::{Origin, SourceLine, SourceText};

use crate::encoding::{self, TextEncoding};
use crate::{
    ImportError, clock, doc, docx, eml, epub, fb2, html, isolated, markdown, marks, mhtml, msg,
    odt, ofd, pdf, plain, rtf, sheets, slides, sniff, spaced, uof,
};

/// What a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text
    Plain,
    /// Markdown
    Markdown,
    /// A saved web page
    Html,
    /// A web page saved with its parts
    Mhtml,
    /// Slides of Office Open XML
    Pptx,
    /// Sheets: XLSX, XLSB, XLS, ODS
    Sheet,
    /// GB/T 20916
    Uof,
    /// FictionBook 2
    Fb2,
    /// A mail
    Eml,
    /// A mail of Outlook
    Msg,
    /// Office Open XML text
    Docx,
    /// Rich Text Format
    Rtf,
    /// OpenDocument text
    Odt,
    /// Binary Word, and WPS Writer
    Doc,
    /// EPUB 2 and 3
    Epub,
    /// GB/T 33190
    Ofd,
    /// Portable Document Format
    Pdf,
    /// A picture of a page, read by OCR
    Picture,
    /// A zip archive of other files
    Zip,
}

impl Format {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Mhtml => "mhtml",
            Format::Pptx => "pptx",
            Format::Sheet => "xlsx",
            Format::Uof => "uof",
            Format::Fb2 => "fb2",
            Format::Eml => "eml",
            Format::Msg => "msg",
            Format::Docx => "docx",
            Format::Rtf => "rtf",
            Format::Odt => "odt",
            Format::Doc => "doc",
            Format::Epub => "epub",
            Format::Ofd => "ofd",
            Format::Pdf => "pdf",
            Format::Picture => "picture",
            Format::Zip => "zip",
        }
    }
}

/// How much one file may hold.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one file, packed or not.
    pub file: u64,
    /// Bytes that one archive may unpack to.
    pub archive: u64,
    /// Entries of one archive.
    pub entries: usize,
    /// Unpacked : packed, above [`Limits::ratio_from`] bytes.
    pub ratio: u64,
    /// Bytes from which on the ratio counts.
    pub ratio_from: u64,
    /// Pages of one file.
    pub pages: usize,
    /// How long reading one file may take.
    pub time: Duration,
    /// Archives inside archives, the outermost being 1.
    pub nesting: u32,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Limits {
            file: 64 * MIB,
            archive: 2048 * MIB,
            entries: 20_000,
            ratio: 200,
            ratio_from: 20 * MIB,
            pages: 20_000,
            time: Duration::from_secs(10),
            nesting: 2,
        }
    }
}

/// What the user says about the files.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The encoding of texts, instead of a guess.
    pub encoding: Option<TextEncoding>,
    /// The password of a file that asks for one.
    pub password: Option<String>,
    /// Limits on size.
    pub limits: Limits,
    /// How many files it is inside of: a document inserted into another one, a mail's attachment.
    pub nested: u32,
}

/// What an importer found.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The text and the file's claims.
    pub source: SourceText,
    /// What the file is.
    pub format: Format,
    /// The encoding of its text, where it has one.
    pub encoding: Option<TextEncoding>,
    /// What was left out or doubtful.
    pub warnings: Vec<String>,
    /// Pages that are pictures or garbled: their text is not in `source` and needs OCR.
    pub unread_pages: Vec<u32>,
}

impl Imported {
    /// A text with nothing more to say about it.
    pub(crate) fn new(format: Format, source: SourceText) -> Self {
        Imported {
            source,
            format,
            encoding: None,
            warnings: Vec::new(),
            unread_pages: Vec::new(),
        }
    }
}

/// Reads one format.
pub trait Importer: Sync {
    /// What it reads.
    fn format(&self) -> Format;

    /// True if the content is of this format. `name` decides only between kinds of plain text.
    fn sniff(&self, bytes: &[u8], name: &str) -> bool;

    /// Reads the file.
    ///
    /// # Errors
    /// Says why the content cannot be read; a half-read file is an error, not a short text.
    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError>;
}

/// The importers, most particular first; plain text takes what is left.
const IMPORTERS: [&dyn Importer; 20] = [
    &pdf::Pdf,
    &ofd::Ofd,
    &doc::Doc,
    &msg::Msg,
    &epub::Epub,
    &rtf::Rtf,
    &slides::Slides,
    &sheets::Sheets,
    &uof::Uof,
    &odt::Odt,
    &odt::FlatOdt,
    &fb2::Fb2,
    &docx::Docx,
    &docx::FlatDocx,
    &docx::Word2003,
    &mhtml::Mhtml,
    &eml::Eml,
    &html::Html,
    &markdown::Markdown,
    &plain::Plain,
];

/// Imports the content of one file that is no archive.
///
/// # Errors
/// See [`ImportError`]; the caller adds the path.
pub fn import(bytes: &[u8], name: &str, options: &Options) -> Result<Imported, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    let _clock = clock::start(options.limits.time);
    let size = bytes.len() as u64;
    if size > options.limits.file {
        return Err(ImportError::TooLarge {
            size,
            limit: options.limits.file,
        });
    }
    if let Some(refusal) = sniff::refusal(bytes) {
        return Err(refusal);
    }
    let importer = IMPORTERS.into_iter().find(|i| i.sniff(bytes, name));
    let importer = importer.ok_or(ImportError::Binary)?;
    let format = importer.format();
    // What interprets drawings is read where it can take no more than its share.
    let apart = matches!(format, Format::Pdf | Format::Ofd) && isolated::is_offered();
    let imported = match apart {
        true => isolated::import(format, bytes, options)?,
        false => importer.import(bytes, options)?,
    };
    let mut imported = checked(imported)?;
    imported.source.origin = Origin::of_path(name);
    Ok(imported)
}

/// Text in its final form; a file without any is refused.
fn checked(mut imported: Imported) -> Result<Imported, ImportError> {
    for line in &mut imported.source.lines {
        tidy(line);
    }
    marks::settle(&mut imported.source);
    if imported
        .source
        .lines
        .iter()
        .all(|line| line.text.trim().is_empty())
    {
        return Err(ImportError::NoText);
    }
    let notice = spaced::notice(&imported.source.lines);
    imported.warnings.extend(notice);
    Ok(imported)
}

fn tidy(line: &mut SourceLine) {
    if let Some(clean) = encoding::clean(&line.text) {
        line.text = clean;
    }
}

/// Reads a file whole, unless it is larger than the limit.
///
/// # Errors
/// [`ImportError::TooLarge`] without reading it, or what the operating system says.
pub fn read_file(path: &Path, limits: &Limits) -> Result<Vec<u8>, ImportError> {
    let io = |source| ImportError::Io {
        operation: "读取文件",
        source,
    };
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    if size > limits.file {
        return Err(ImportError::TooLarge {
            size,
            limit: limits.file,
        });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // The size can change under us, and special files report none.
    file.take(limits.file + 1)
        .read_to_end(&mut bytes)
        .map_err(io)?;
    if bytes.len() as u64 > limits.file {
        return Err(ImportError::TooLarge {
            size: bytes.len() as u64,
            limit: limits.file,
        });
    }
    Ok(bytes)
}
