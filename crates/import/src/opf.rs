//! The package document of a book: metadata, the parts and their order, the names of the chapters (EPUB 3.3, OPF 2.0,
//! OEBPS 1.2). Files that programs wrote against the rules are read as far as they say what is what.

use std::collections::HashMap;

use dom_query::Document;
use quick_xml::events::BytesStart;
use yandu_document::Claims;

use crate::ImportError;
use crate::package::{Package, resolve};
use crate::xml::{Node, attribute, events};

const NAME: &str = "EPUB";

/// A book's package.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) claims: Claims,
    /// Paths of the chapters in reading order.
    pub(crate) chapters: Vec<String>,
    /// Names of the chapters by their paths, from the table of contents.
    pub(crate) names: HashMap<String, String>,
}

#[derive(Debug, Default)]
struct Item {
    path: String,
    media: String,
    is_navigation: bool,
}

#[derive(Default)]
struct Reader {
    base: String,
    claims: Claims,
    items: HashMap<String, Item>,
    /// Ids in the order of the file, and in that of the spine.
    order: Vec<String>,
    spine: Vec<String>,
    contents: Option<String>,
    /// The element of the metadata that is open, and its text.
    open: Option<(String, String)>,
}

/// Reads the package that the container names, or the first one that is there.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Book, ImportError> {
    let damaged = |detail: &str| ImportError::damaged(NAME, detail);
    let path = package_path(package)?.ok_or_else(|| damaged("没有找到书的目录文件（OPF）"))?;
    let xml = package.text(&path)?;
    let mut reader = Reader {
        base: path,
        ..Reader::default()
    };
    events(NAME, &xml, |node| reader.take(node))?;
    if reader.items.is_empty() {
        return Err(damaged("书的目录文件（OPF）里没有内容"));
    }
    let names = reader.names(package)?;
    // A book without a spine is read in the order of its parts.
    let order = if reader.spine.is_empty() {
        &reader.order
    } else {
        &reader.spine
    };
    let chapter = |id: &String| {
        let item = reader.items.get(id)?;
        let is_page = item.media.contains("html") || item.media.contains("oeb1-document");
        (is_page && !item.is_navigation).then(|| item.path.clone())
    };
    let mut chapters: Vec<String> = Vec::new();
    for path in order.iter().filter_map(chapter) {
        if !chapters.contains(&path) {
            chapters.push(path);
        }
    }
    Ok(Book {
        chapters,
        names,
        claims: reader.claims,
    })
}

fn package_path(package: &mut Package<'_>) -> Result<Option<String>, ImportError> {
    let container = package.text("META-INF/container.xml")?;
    let mut path = None;
    events(NAME, &container, |node| {
        if let Node::Open(e) = node
            && e.local_name().as_ref() == "rootfile"
            && path.is_none()
        {
            path = attribute(e, "full-path").map(|p| decoded(&p));
        }
    })?;
    let named = path.filter(|p| package.has(p));
    Ok(named.or_else(|| package.first_ending(".opf")))
}

/// `%E7%AB%A0.xhtml` as it is written, without what stands behind `#`.
pub(crate) fn decoded(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let hex = hex.and_then(|h| u8::from_str_radix(std::str::from_utf8(h).ok()?, 16).ok());
        out.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| address.to_owned())
}

impl Reader {
    fn take(&mut self, node: Node<'_>) {
        match node {
            Node::Open(e) => self.open(e),
            Node::Text(text) => {
                if let Some((_, value)) = &mut self.open {
                    value.push_str(text);
                }
            }
            Node::Close(_) => self.close(),
        }
    }

    fn open(&mut self, e: &BytesStart<'_>) {
        let value = |name: &str| attribute(e, name).unwrap_or_default();
        let local = e.local_name().as_ref().to_lowercase();
        match local.as_str() {
            "item" => {
                let id = value("id");
                self.order.push(id.clone());
                let item = Item {
                    path: resolve(&self.base, &decoded(&value("href"))),
                    media: value("media-type").to_lowercase(),
                    is_navigation: value("properties").split_whitespace().any(|p| p == "nav"),
                };
                self.items.insert(id, item);
            }
            "spine" => self.contents = attribute(e, "toc"),
            "itemref" => self.spine.push(value("idref")),
            "title" | "creator" | "publisher" => self.open = Some((local, String::new())),
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some((name, value)) = self.open.take() else {
            return;
        };
        let value = value.trim();
        let slot = match name.as_str() {
            "title" => &mut self.claims.title,
            "creator" => &mut self.claims.author,
            _ => &mut self.claims.publisher,
        };
        if !value.is_empty() {
            slot.get_or_insert_with(|| value.to_owned());
        }
    }

    /// The names of the chapters: from the navigation page, then from the NCX.
    fn names(&self, package: &mut Package<'_>) -> Result<HashMap<String, String>, ImportError> {
        let mut names = HashMap::new();
        if let Some(page) = self.items.values().find(|i| i.is_navigation) {
            let html = package.text(&page.path).unwrap_or_default();
            for link in Document::from(html.as_str()).select("nav a").nodes() {
                let address = link.attr("href").unwrap_or_default();
                let path = resolve(&page.path, &decoded(&address));
                names
                    .entry(path)
                    .or_insert_with(|| link.text().trim().to_owned());
            }
        }
        let by_media = |item: &&Item| item.media.contains("dtbncx");
        let by_id = self.contents.as_ref().and_then(|id| self.items.get(id));
        let contents = by_id.or_else(|| self.items.values().find(by_media));
        if let Some(contents) = contents.filter(|_| names.is_empty()) {
            let xml = package.text(&contents.path).unwrap_or_default();
            names = ncx(&xml, &contents.path)?;
        }
        Ok(names)
    }
}

/// The names in an NCX: a label, then where it leads.
fn ncx(xml: &str, base: &str) -> Result<HashMap<String, String>, ImportError> {
    let mut names = HashMap::new();
    let (mut label, mut in_text) = (String::new(), false);
    events(NAME, xml, |node| match node {
        Node::Open(e) => match e.local_name().as_ref() {
            "navLabel" => label.clear(),
            "text" => in_text = true,
            "content" => {
                let path = resolve(base, &decoded(&attribute(e, "src").unwrap_or_default()));
                names.entry(path).or_insert_with(|| label.trim().to_owned());
            }
            _ => {}
        },
        Node::Text(text) if in_text => label.push_str(text),
        Node::Close("text") => in_text = false,
        _ => {}
    })?;
    Ok(names)
}
