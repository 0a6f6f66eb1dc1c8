//! The package: parts, their types, their relations, in one ZIP file (ECMA-376, part 2).

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::comment::Comments;
use super::foot::Foot;
use super::paragraph::{Paragraph, styled};
use super::section::PageSetup;
use super::styles::{Defaults, font_table, settings, styles};
use super::table::Table;
use super::xml::{DECLARATION, element, escape, part};
use crate::ExportError;

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A document under construction.
pub(crate) struct Package {
    /// Title of the file, for its properties.
    pub(crate) title: String,
    /// Author of the file, for its properties; empty: none.
    pub(crate) author: String,
    /// What runs look like by default.
    pub(crate) defaults: Defaults,
    /// The page.
    pub(crate) page: PageSetup,
    /// Comments.
    pub(crate) comments: Comments,
    body: String,
    footnotes: String,
    footnote_count: u32,
}

/// A part of the package beside the main document.
struct Part {
    path: String,
    kind: String,
    relation: String,
    content: String,
}

impl Package {
    /// An empty document.
    pub(crate) fn new(title: &str, author: &str, defaults: Defaults, page: PageSetup) -> Self {
        Package {
            title: title.to_owned(),
            author: author.to_owned(),
            defaults,
            page,
            comments: Comments::default(),
            body: String::new(),
            footnotes: String::new(),
            footnote_count: 0,
        }
    }

    /// Adds a paragraph.
    pub(crate) fn paragraph(&mut self, paragraph: &Paragraph) {
        self.body.push_str(&paragraph.xml());
    }

    /// Adds a table.
    pub(crate) fn table(&mut self, table: &Table) {
        self.body.push_str(&table.xml());
    }

    /// Adds a box at the foot of the page on which the text has come.
    pub(crate) fn foot(&mut self, foot: &Foot) {
        self.body.push_str(&foot.paragraph());
    }

    /// Adds a footnote and answers with its number. `text` puts the words behind its own number.
    pub(crate) fn footnote(
        &mut self,
        paragraph: Paragraph,
        text: impl FnOnce(Paragraph) -> Paragraph,
    ) -> u32 {
        self.footnote_count += 1;
        let paragraph = text(paragraph.footnote_number());
        let id = self.footnote_count.to_string();
        let note = element("w:footnote", &[("w:id", &id)], &paragraph.xml());
        self.footnotes.push_str(&note);
        self.footnote_count
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// What the ZIP writer says.
    pub(crate) fn pack(self) -> Result<Vec<u8>, ExportError> {
        self.zip().map_err(|e| ExportError::of("DOCX")(&e))
    }

    fn zip(self) -> zip::result::ZipResult<Vec<u8>> {
        let parts = self.parts();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // No clock: the same content makes the same file.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let mut add = |path: &str, content: &str| {
            zip.start_file(path, options)?;
            zip.write_all(content.as_bytes())?;
            zip::result::ZipResult::Ok(())
        };
        add("[Content_Types].xml", &content_types(&parts))?;
        add("_rels/.rels", &root_relations())?;
        add("docProps/core.xml", &self.properties())?;
        let relations: Vec<String> = (0..parts.len()).map(|n| format!("rId{}", n + 1)).collect();
        let running = &relations[parts.len() - self.page.running().len()..];
        let body = element(
            "w:body",
            &[],
            &(self.body.clone() + &self.page.xml(running)),
        );
        add("word/document.xml", &part("w:document", &body))?;
        add("word/_rels/document.xml.rels", &document_relations(&parts))?;
        for part in &parts {
            add(&format!("word/{}", part.path), &part.content)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// The parts beside the main document; headers and footers come last.
    fn parts(&self) -> Vec<Part> {
        let footnotes = self.footnote_count > 0;
        let even = self.page.headers.even.is_some() || self.page.footers.even.is_some();
        let simple = |name: &str, content: String| Part {
            path: format!("{name}.xml"),
            kind: format!("{TYPES}.{name}+xml"),
            relation: format!("{OFFICE}/{name}"),
            content,
        };
        let mut parts = vec![
            simple("styles", styles(self.defaults)),
            simple("settings", settings(even, footnotes)),
            simple("fontTable", font_table()),
        ];
        if footnotes {
            parts.push(simple("footnotes", self.footnotes_part()));
        }
        if !self.comments.is_empty() {
            parts.push(simple("comments", self.comments.part()));
            parts.push(Part {
                path: "commentsExtended.xml".to_owned(),
                kind: format!("{TYPES}.commentsExtended+xml"),
                relation: "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
                    .to_owned(),
                content: self.comments.extended_part(),
            });
        }
        for (n, running) in self.page.running().iter().enumerate() {
            let root = match running.name {
                "header" => "w:hdr",
                _ => "w:ftr",
            };
            parts.push(Part {
                path: format!("{}{}.xml", running.name, n + 1),
                kind: format!("{TYPES}.{}+xml", running.name),
                relation: format!("{OFFICE}/{}", running.name),
                content: part(root, &running.paragraph.xml()),
            });
        }
        parts
    }

    /// Word wants the two lines that part notes from text before all notes.
    fn footnotes_part(&self) -> String {
        let line = |kind: &str, id: &str, sign: &str| {
            let run = element("w:r", &[], &element(sign, &[], ""));
            let attributes = [("w:type", kind), ("w:id", id)];
            element("w:footnote", &attributes, &styled("Normal", &run))
        };
        let lines = line("separator", "-1", "w:separator")
            + &line("continuationSeparator", "0", "w:continuationSeparator");
        part("w:footnotes", &(lines + &self.footnotes))
    }

    fn properties(&self) -> String {
        let namespaces = [
            (
                "xmlns:cp",
                "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ];
        let mut xml = element("dc:title", &[], &escape(&self.title));
        if !self.author.is_empty() {
            xml.push_str(&element("dc:creator", &[], &escape(&self.author)));
        }
        xml.push_str(&element("dc:language", &[], "zh-CN"));
        let root = element("cp:coreProperties", &namespaces, &xml);
        format!("{DECLARATION}{root}")
    }
}

fn content_types(parts: &[Part]) -> String {
    let namespace = "http://schemas.openxmlformats.org/package/2006/content-types";
    let default = |ending: &str, kind: &str| {
        element(
            "Default",
            &[("Extension", ending), ("ContentType", kind)],
            "",
        )
    };
    let typed = |path: &str, kind: &str| {
        let attributes = [("PartName", path), ("ContentType", kind)];
        element("Override", &attributes, "")
    };
    let mut xml = default(
        "rels",
        "application/vnd.openxmlformats-package.relationships+xml",
    );
    xml.push_str(&default("xml", "application/xml"));
    xml.push_str(&typed(
        "/word/document.xml",
        &format!("{TYPES}.document.main+xml"),
    ));
    xml.push_str(&typed(
        "/docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
    ));
    for part in parts {
        xml.push_str(&typed(&format!("/word/{}", part.path), &part.kind));
    }
    let root = element("Types", &[("xmlns", namespace)], &xml);
    format!("{DECLARATION}{root}")
}

fn relation(id: &str, kind: &str, target: &str) -> String {
    let attributes = [("Id", id), ("Type", kind), ("Target", target)];
    element("Relationship", &attributes, "")
}

fn root_relations() -> String {
    let core =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let xml = relation(
        "rId1",
        &format!("{OFFICE}/officeDocument"),
        "word/document.xml",
    ) + &relation("rId2", core, "docProps/core.xml");
    let root = element("Relationships", &[("xmlns", RELATIONS)], &xml);
    format!("{DECLARATION}{root}")
}

fn document_relations(parts: &[Part]) -> String {
    let relations = parts.iter().enumerate().map(|(n, part)| {
        let id = format!("rId{}", n + 1);
        relation(&id, &part.relation, &part.path)
    });
    let xml: String = relations.collect();
    let root = element("Relationships", &[("xmlns", RELATIONS)], &xml);
    format!("{DECLARATION}{root}")
}
