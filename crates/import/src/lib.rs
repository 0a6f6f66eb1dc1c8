//! Files to source text: one importer a file behind one trait.
//!
//! [`import`] looks at the content, picks an [`Importer`] and answers with an [`Imported`]: lines,
//! the file's own claims, warnings. [`discover`] walks folders; [`archive`] opens zips within limits.
//!
//! It refuses what is no text, what is encrypted and what is larger than its [`Limits`], each with a
//! reason. Nothing in a file is executed, and nothing outside it is fetched. Text comes out in NFC
//! without zero-width characters.

pub mod archive;
mod attached;
mod clock;
mod compound;
mod discover;
mod doc;
mod docx;
mod eml;
mod encoding;
mod epub;
mod error;
mod fb2;
mod field;
mod foreign;
mod html;
mod importer;
mod isolated;
mod layout;
mod markdown;
mod marks;
mod mhtml;
mod msg;
mod note;
mod number_format;
mod numbering;
mod ocr;
mod odt;
mod ofd;
mod opf;
mod package;
mod pdf;
mod plain;
mod process;
mod rtf;
mod sheets;
mod slides;
mod sniff;
mod spaced;
mod surrogates;
mod uof;
mod xml;
mod zip_reader;

pub use archive::Entry;
pub use discover::{Found, discover};
pub use encoding::{Decoded, TextEncoding, decode};
pub use error::ImportError;
pub use foreign::ForeignFormat;
pub use importer::{Format, Imported, Importer, Limits, Options, import, read_file};
pub use isolated::{offer_reader, serve_reader};
pub use note::{WikiLink, note_lines, note_links, rewrite_links};
pub use ocr::{MissingProgram, PageProgress, Recognizer};
pub use sniff::is_archive;
