//! OFD: the layout format of Chinese offices (GB/T 33190—2016).
//!
//! Own lenient reader: elements by local name, parts by lenient paths, pages by the places of their chars.
//! Templates that one page alone uses are forms and belong to its text; those of several pages are stationery
//! and stay out, like annotations, seals and attached files. Signatures are named, not verified. Encrypted packages
//! and pages without text are refused.

mod latin;
mod package;
mod page;

use std::collections::HashMap;

use yandu_document::{Claims, SourceText};

use crate::layout::{Bookmark, Legible, Matrix, Page};
use crate::xml::{Node, attribute, events, inner};
use crate::zip_reader::has_part;
use crate::{Format, ImportError, Imported, Importer, Options, clock, sniff};
use package::Package;
use page::{Content, Graphics, numbers};

const NAME: &str = "OFD";

/// The importer of OFD.
pub(crate) struct Ofd;

impl Importer for Ofd {
    fn format(&self) -> Format {
        Format::Ofd
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::is_zip(bytes) && has_part(bytes, "OFD.xml")
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let mut package = Package::open(bytes, &options.limits)?;
        if package.has("Encryptions.xml") {
            return Err(ImportError::Encrypted);
        }
        let entry = package.part("OFD.xml")?.unwrap_or_default();
        let root = read_root(&entry)?;
        let (mut pages, mut bookmarks, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
        for path in &root.documents {
            let path = package.resolve("", path);
            let xml = package.part(&path)?;
            let xml = xml.ok_or_else(|| ImportError::damaged(NAME, "缺少 Document.xml"))?;
            let listing = Listing::read(&xml)?;
            pages.append(&mut read_pages(&mut package, &path, &listing, pages.len())?);
            bookmarks.extend(listing.bookmarks);
            if listing.attached {
                warnings.push("附带的文件未导入，请从原件中另存后导入".to_owned());
            }
            if listing.annotated {
                warnings.push("原件中的批注和水印未导入".to_owned());
            }
        }
        if root.signed {
            warnings.push("文件带有电子签章，未作验证".to_owned());
        }
        let mut legible = Legible::default();
        pages.iter().for_each(|page| legible.add(page));
        warnings.extend(legible.warnings());
        let flow = legible.flow(&bookmarks)?;
        warnings.extend(flow.warnings);
        Ok(Imported {
            source: SourceText {
                lines: flow.lines,
                claims: root.claims,
                pages: flow.pages,
                ..SourceText::default()
            },
            format: self.format(),
            encoding: None,
            warnings,
            unread_pages: legible.unread,
        })
    }
}

/// What OFD.xml says.
#[derive(Default)]
struct Root {
    documents: Vec<String>,
    claims: Claims,
    signed: bool,
}

fn read_root(xml: &str) -> Result<Root, ImportError> {
    let mut root = Root::default();
    let mut element = String::new();
    events(NAME, xml, |node| match node {
        Node::Open(e) => element = e.local_name().as_ref().to_owned(),
        Node::Close(_) => element.clear(),
        Node::Text(text) => {
            let text = text.trim();
            match element.as_str() {
                _ if text.is_empty() => {}
                "DocRoot" => root.documents.push(text.to_owned()),
                "Title" => root.claims.title = Some(text.to_owned()),
                "Signatures" => root.signed = true,
                _ => {}
            }
        }
    })?;
    Ok(root)
}

/// What Document.xml says.
#[derive(Default)]
struct Listing {
    pages: Vec<String>,
    templates: HashMap<String, String>,
    resources: Vec<String>,
    bookmarks: Vec<Bookmark>,
    size: Vec<f32>,
    attached: bool,
    annotated: bool,
}

impl Listing {
    fn read(xml: &str) -> Result<Self, ImportError> {
        let mut listing = Listing::default();
        let mut element = String::new();
        let mut depth = 0_u8;
        events(NAME, xml, |node| match node {
            Node::Open(e) => {
                element = e.local_name().as_ref().to_owned();
                let location = attribute(e, "BaseLoc");
                match element.as_str() {
                    "Page" => listing.pages.extend(location),
                    "TemplatePage" => {
                        listing.templates.extend(attribute(e, "ID").zip(location));
                    }
                    "OutlineElem" => {
                        depth = depth.saturating_add(1);
                        listing
                            .bookmarks
                            .extend(attribute(e, "Title").map(|title| Bookmark {
                                title,
                                level: depth,
                            }));
                    }
                    _ => {}
                }
            }
            Node::Close(name) => {
                depth = depth.saturating_sub(u8::from(name == "OutlineElem"));
                element.clear();
            }
            Node::Text(text) => match element.as_str() {
                _ if text.trim().is_empty() => {}
                "PublicRes" | "DocumentRes" => listing.resources.push(text.trim().to_owned()),
                "PhysicalBox" => listing.size = numbers(text),
                "Attachments" => listing.attached = true,
                "Annotations" => listing.annotated = true,
                _ => {}
            },
        })?;
        Ok(listing)
    }
}

/// Reads all pages of one document; `before` of other documents come first in the file.
fn read_pages(
    package: &mut Package<'_>,
    document: &str,
    listing: &Listing,
    before: usize,
) -> Result<Vec<Page>, ImportError> {
    let graphics = read_graphics(package, document, listing)?;
    let (width, height) = match listing.size[..] {
        [_, _, width, height] => (width, height),
        _ => (210.0, 297.0),
    };
    let mut pages = Vec::with_capacity(listing.pages.len());
    for (n, location) in listing.pages.iter().enumerate() {
        clock::check()?;
        let page = Page {
            number: (before + n + 1) as u32,
            width,
            height,
            ..Page::default()
        };
        let mut content = Content::new(&graphics, page);
        let path = package.resolve(document, location);
        let xml = package.part(&path)?;
        let lacks = || ImportError::damaged(NAME, format!("缺少第 {} 页", before + n + 1));
        content.read(&xml.ok_or_else(lacks)?, Matrix::ONE)?;
        pages.push((content.page, content.templates));
    }
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for id in pages.iter().flat_map(|(_, templates)| templates) {
        *uses.entry(id).or_default() += 1;
    }
    let forms: Vec<Vec<String>> = pages
        .iter()
        .map(|(_, templates)| {
            templates
                .iter()
                .filter(|id| uses[id.as_str()] == 1)
                .cloned()
                .collect()
        })
        .collect();
    let mut read = Vec::with_capacity(pages.len());
    for ((page, _), forms) in pages.into_iter().zip(forms) {
        let mixed = !forms.is_empty();
        let mut content = Content::new(&graphics, Page { mixed, ..page });
        for location in forms.iter().filter_map(|id| listing.templates.get(id)) {
            let path = package.resolve(document, location);
            if let Some(xml) = package.part(&path)? {
                content.read(&xml, Matrix::ONE)?;
            }
        }
        read.push(content.page);
    }
    Ok(read)
}

/// The drawings of the resources.
fn read_graphics(
    package: &mut Package<'_>,
    document: &str,
    listing: &Listing,
) -> Result<Graphics, ImportError> {
    let mut graphics = Graphics::new();
    for location in &listing.resources {
        let path = package.resolve(document, location);
        let Some(xml) = package.part(&path)? else {
            continue;
        };
        for (id, content) in inner(NAME, &xml, "CompositeGraphicUnit")? {
            graphics.insert(id, content.to_owned());
        }
    }
    Ok(graphics)
}

#[cfg(test)]
mod tests;
