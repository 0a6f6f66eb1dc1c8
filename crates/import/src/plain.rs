//! Plain text.

use yandu_document::SourceText;

use crate::{Format, ImportError, Imported, Importer, Options, decode, sniff};

/// The importer of plain text; it takes whatever is no other format.
pub(crate) struct Plain;

impl Importer for Plain {
    fn format(&self) -> Format {
        Format::Plain
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        !sniff::is_zip(bytes)
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let decoded = decode(bytes, options.encoding)?;
        Ok(Imported {
            source: SourceText::from_plain(&decoded.text),
            format: self.format(),
            encoding: Some(decoded.encoding),
            warnings: decoded.warning.into_iter().collect(),
            unread_pages: Vec::new(),
        })
    }
}
