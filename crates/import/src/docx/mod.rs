//! DOCX: text, automatic numbering, tables, footnotes, text boxes. Headers, footers, comments,
//! deletions and hidden text stay out.
//!
//! Own reader: every crate that was tried loses 一、（一） numbering, which carries the outline of an
//! official document.

mod body;
mod notes;
mod numbering;
mod styles;

use yandu_document::SourceText;

use crate::xml::decode;
use crate::zip_reader::{has_part, open, part};
use crate::{Format, ImportError, Imported, Importer, Options, sniff};

const NAME: &str = "DOCX";

/// The importer of DOCX, DOCM and DOTX.
pub(crate) struct Docx;

impl Importer for Docx {
    fn format(&self) -> Format {
        Format::Docx
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::is_zip(bytes)
            && (has_part(bytes, "word/document.xml") || has_part(bytes, "[Content_Types].xml"))
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let mut zip = open(bytes, NAME)?;
        let mut read = |name: &str| -> Result<Option<String>, ImportError> {
            let bytes = part(&mut zip, name, &options.limits, NAME)?;
            bytes.map(|b| decode(NAME, &b)).transpose()
        };
        let document = read("word/document.xml")?;
        let document =
            document.ok_or_else(|| ImportError::damaged(NAME, "缺少 word/document.xml"))?;
        let styles = styles::read(&read("word/styles.xml")?.unwrap_or_default())?;
        let numbering = numbering::read(&read("word/numbering.xml")?.unwrap_or_default())?;
        let mut footnotes =
            notes::read(&read("word/footnotes.xml")?.unwrap_or_default(), "footnote")?;
        footnotes.extend(notes::read(
            &read("word/endnotes.xml")?.unwrap_or_default(),
            "endnote",
        )?);
        let lines = body::read(&document, styles, numbering, footnotes)?;
        let source = SourceText {
            lines,
            ..SourceText::default()
        };
        Ok(Imported::new(self.format(), source))
    }
}
