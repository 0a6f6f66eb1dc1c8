//! ODT, its flat form FODT, and SXW of OpenOffice 1: text, headings, automatic numbers, fields, tables, footnotes, text
//! boxes, pictures. Annotations, deletions that are only marked, hidden sections, headers and footers stay out.
//!
//! Own reader: ODF 1.3 part 3 in the few elements that hold text; no maintained crate does more for it.

mod body;
mod lists;
mod styles;
#[cfg(test)]
mod tests;

use yandu_document::SourceText;

use crate::package::Package;
use crate::xml::{decode, events};
use crate::zip_reader::has_part;
use crate::{Format, ImportError, Imported, Importer, Options, sniff};
use body::Reader;

const NAME: &str = "ODT";

/// The importer of ODT, OTT and SXW.
pub(crate) struct Odt;

impl Importer for Odt {
    fn format(&self) -> Format {
        Format::Odt
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::is_zip(bytes)
            && has_part(bytes, "content.xml")
            && ["mimetype", "styles.xml", "META-INF/manifest.xml"]
                .iter()
                .any(|part| has_part(bytes, part))
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let mut package = Package::zip(bytes, &options.limits, NAME)?;
        if package
            .text("META-INF/manifest.xml")?
            .contains("encryption-data")
        {
            return Err(ImportError::Encrypted);
        }
        let content = package.read("content.xml")?;
        let content = content.ok_or_else(|| ImportError::damaged(NAME, "缺少 content.xml"))?;
        let content = decode(NAME, &content)?;
        let styles = package.text("styles.xml")?;
        import_xml(&[&styles, &content], &content, package)
    }
}

/// The importer of FODT.
pub(crate) struct FlatOdt;

impl Importer for FlatOdt {
    fn format(&self) -> Format {
        Format::Odt
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::xml_root(bytes).is_some_and(|root| root == "document") && {
            let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]);
            head.contains("office:document") || head.contains("opendocument")
        }
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let xml = decode("FODT", bytes)?;
        let head: String = xml.chars().take(8192).collect();
        for (kind, name) in [
            ("opendocument.spreadsheet", "FODS"),
            ("opendocument.presentation", "FODP"),
        ] {
            if head.contains(kind) {
                return Err(ImportError::Unsupported(name));
            }
        }
        import_xml(&[&xml], &xml, Package::none(&options.limits, NAME))
    }
}

fn import_xml(
    styled: &[&str],
    content: &str,
    package: Package<'_>,
) -> Result<Imported, ImportError> {
    let mut styles = styles::Styles::default();
    for xml in styled {
        styles.read(xml)?;
    }
    let mut reader = Reader::new(styles, package);
    events(NAME, content, |node| reader.take(node))?;
    let (lines, shelf, mut warnings) = reader.finish();
    let mut source = SourceText {
        lines,
        ..SourceText::default()
    };
    shelf.give(&mut source, &mut warnings);
    Ok(Imported {
        warnings,
        ..Imported::new(Format::Odt, source)
    })
}
