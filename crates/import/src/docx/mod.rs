//! DOCX: text, automatic numbering, tables, footnotes, text boxes, SmartArt, inserted documents, pictures; the head
//! of a document that stands in its page header. Comments, deletions and hidden text stay out; other headers are
//! named in a warning.
//!
//! Word 2003 XML and Flat OPC are read by the same rules. Own reader: every crate that was tried loses 一、（一）
//! numbering, which carries the outline of an official document.

mod body;
mod drawing;
mod frame;
mod headers;
mod numbering;
mod story;
mod styles;
mod table;

use yandu_document::SourceText;

use crate::package::Package;
use crate::xml::decode;
use crate::zip_reader::has_part;
use crate::{Format, ImportError, Imported, Importer, Options, sniff};
pub(crate) use drawing::drawn_paragraphs;
use story::Context;

const NAME: &str = "DOCX";

/// Parts that are the document where no relation says which one it is.
const USUAL: [&str; 2] = ["word/document.xml", "word/document2.xml"];

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
        let package = Package::zip(bytes, &options.limits, NAME)?;
        import_package(package, options)
    }
}

/// The importer of a DOCX in one XML file, which Word and OA systems write as .xml or .doc.
pub(crate) struct FlatDocx;

impl Importer for FlatDocx {
    fn format(&self) -> Format {
        Format::Docx
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::xml_root(bytes).is_some_and(|root| root == "package")
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let xml = decode("Flat OPC", bytes)?;
        let package = Package::flat(&xml, &options.limits, "Flat OPC")?;
        import_package(package, options)
    }
}

/// The importer of Word 2003 XML, which OA systems write as .doc.
pub(crate) struct Word2003;

impl Importer for Word2003 {
    fn format(&self) -> Format {
        Format::Docx
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::xml_root(bytes).is_some_and(|root| root == "wordDocument")
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let xml = decode("Word 2003 XML", bytes)?;
        let mut package = Package::none(&options.limits, NAME);
        let mut context = Context::new(&mut package, options);
        context.styles = styles::read(&xml)?;
        context.numbering = numbering::read(&xml)?;
        let lines = body::read(&mut context, &xml, body::Story::whole_file())?.lines;
        Ok(finish(context, lines))
    }
}

fn import_package(mut package: Package<'_>, options: &Options) -> Result<Imported, ImportError> {
    let main = package.main_part(&USUAL)?;
    let main = main.ok_or_else(|| ImportError::damaged(NAME, "缺少正文部分 word/document.xml"))?;
    let document = package.text(&main)?;
    let mut context = Context::new(&mut package, options);
    let relations = context.relations(&main)?;
    let of = |kind: &str, usual: &str| {
        let named = relations.iter().find(|r| r.kind == kind && !r.outside);
        named.map_or_else(|| usual.to_owned(), |r| r.target.clone())
    };
    context.styles = styles::read(&context.package.text(&of("styles", "word/styles.xml"))?)?;
    let numbering = context
        .package
        .text(&of("numbering", "word/numbering.xml"))?;
    context.numbering = numbering::read(&numbering)?;
    let mut notes = context.notes(&of("footnotes", "word/footnotes.xml"), "footnote")?;
    notes.extend(context.notes(&of("endnotes", "word/endnotes.xml"), "endnote")?);
    let story = body::Story {
        relations: relations.clone(),
        notes,
        ..body::Story::default()
    };
    let read = body::read(&mut context, &document, story)?;
    let lines = headers::add(&mut context, &relations, read)?;
    context.count_comments(&of("comments", "word/comments.xml"))?;
    Ok(finish(context, lines))
}

fn finish(context: Context<'_, '_>, lines: Vec<yandu_document::SourceLine>) -> Imported {
    let mut source = SourceText {
        lines,
        ..SourceText::default()
    };
    let mut warnings = context.warnings();
    context.shelf.give(&mut source, &mut warnings);
    Imported {
        warnings,
        ..Imported::new(Format::Docx, source)
    }
}

#[cfg(test)]
mod tests;
