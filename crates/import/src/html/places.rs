//! Pictures and tables get their marks before the page is walked: a page is walked several times to find its text,
//! and readability makes another page of it. The number is kept in an attribute.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dom_query::{Document, NodeRef};

use super::table::Grid;
use super::walk::is_data_table;
use crate::marks::{Shelf, picture_mark, row_mark};

const ATTRIBUTE: &str = "data-yandu-place";

/// Finds what a page refers to, by the address as it is written.
pub(crate) type Find<'f> = dyn Fn(&str) -> Option<Vec<u8>> + 'f;

/// Numbers the pictures that are there and the tables.
pub(super) fn number(page: &Document, shelf: &mut Shelf, find: &Find<'_>) {
    for image in page.select("img, image").nodes() {
        image.remove_attr(ATTRIBUTE);
        let source = ["src", "data-src", "xlink:href", "href"];
        let address = source.iter().find_map(|name| image.attr(name));
        let Some(address) = address.filter(|a| !a.trim().is_empty()) else {
            continue;
        };
        let bytes = embedded(&address).or_else(|| find(&address));
        let name = if address.starts_with("data:") {
            ""
        } else {
            address.as_ref()
        };
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let alt = image.attr("alt").unwrap_or_default();
        if let Some(number) = bytes.and_then(|b| shelf.add_picture(name, &alt, b)) {
            image.set_attr(ATTRIBUTE, &number.to_string());
        }
    }
    for table in page.select("table").nodes() {
        table.remove_attr(ATTRIBUTE);
        if is_data_table(table) {
            let grid = Grid::read(table);
            let number = shelf.table();
            for _ in 0..grid.header_rows {
                shelf.head_row(number);
            }
            grid.merged
                .into_iter()
                .for_each(|cell| shelf.merged(number, cell));
            table.set_attr(ATTRIBUTE, &number.to_string());
        }
    }
}

/// The mark of a picture or of a table's row; empty for one without a number.
pub(super) fn mark(node: &NodeRef<'_>) -> String {
    let number = node.attr(ATTRIBUTE).and_then(|n| n.parse().ok());
    let of = if node.has_name("table") {
        row_mark
    } else {
        picture_mark
    };
    number.map_or_else(String::new, of)
}

/// The bytes of a `data:` address.
fn embedded(address: &str) -> Option<Vec<u8>> {
    let (head, data) = address.strip_prefix("data:")?.split_once(',')?;
    if !head.contains("base64") {
        return None;
    }
    let packed: String = data.split_whitespace().collect();
    STANDARD
        .decode(
            packed
                .replace("%2B", "+")
                .replace("%2F", "/")
                .replace("%3D", "="),
        )
        .ok()
}
