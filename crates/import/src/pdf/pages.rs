//! The pages of a file in their order, however its tree of pages is made (ISO 32000-1, 7.7.3).
//!
//! A tree that is broken, or that leads back into itself, gives the pages that it reaches once; where it gives none,
//! every object that is a page counts, in the order of the file.

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Object, ObjectIdentifier};

use super::objects::{apart, as_dictionary, inherited, items, name, number, numbers, value};
use super::streams;
use crate::layout::{Matrix, Page};

/// Nodes above a page.
const DEPTH: usize = 64;

/// The pages of a file, at most `most`, and how many there are.
pub(super) fn pages<'a>(
    pdf: &'a Pdf,
    root: Option<&Dict<'a>>,
    most: usize,
) -> (Vec<Dict<'a>>, usize) {
    let mut walk = Walk {
        pdf,
        seen: HashSet::new(),
        found: Vec::new(),
        most,
        count: 0,
    };
    if let Some(top) = root
        .and_then(|r| apart(pdf, r, b"Pages"))
        .and_then(as_dictionary)
    {
        walk.node(&top, 0);
    }
    if walk.found.is_empty() {
        let all = pdf.objects().into_iter().filter_map(as_dictionary);
        all.filter(|d| is_page(d)).for_each(|d| walk.page(d));
    }
    (walk.found, walk.count)
}

struct Walk<'a> {
    pdf: &'a Pdf,
    seen: HashSet<ObjectIdentifier>,
    found: Vec<Dict<'a>>,
    most: usize,
    count: usize,
}

impl<'a> Walk<'a> {
    fn node(&mut self, node: &Dict<'a>, depth: usize) {
        let Some(Object::Array(kids)) = value(node, b"Kids").filter(|_| depth < DEPTH) else {
            if is_page(node) {
                self.page(node.clone());
            }
            return;
        };
        for kid in kids.raw_iter() {
            let id = match &kid {
                MaybeRef::Ref(reference) => Some(ObjectIdentifier::from(*reference)),
                MaybeRef::NotRef(_) => None,
            };
            if id.is_some_and(|id| !self.seen.insert(id)) {
                continue;
            }
            let kid = super::objects::resolved(self.pdf, kid).and_then(as_dictionary);
            let Some(kid) = kid else { continue };
            if kid.contains_key(b"Kids") {
                self.node(&kid, depth + 1);
            } else {
                self.page(kid);
            }
        }
    }

    fn page(&mut self, page: Dict<'a>) {
        self.count += 1;
        if self.found.len() < self.most {
            self.found.push(page);
        }
    }
}

fn is_page(dict: &Dict<'_>) -> bool {
    match name(dict, b"Type").as_deref() {
        Some(b"Page") => true,
        None => dict.contains_key(b"Contents") && dict.contains_key(b"Resources"),
        _ => false,
    }
}

/// The content of a page, its parts parted by white space; `None` if it is larger than `limit` bytes.
pub(super) fn content(pdf: &Pdf, page: &Dict<'_>, limit: usize) -> Option<Vec<u8>> {
    let parts = match value(page, b"Contents") {
        Some(Object::Array(list)) => items(pdf, &list),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let mut bytes = Vec::new();
    for part in parts.into_iter().filter_map(Object::into_stream) {
        // A part that is packed in a way that is not known hides the others no more than a missing one.
        let left = limit.saturating_sub(bytes.len());
        match streams::decoded(&part, left) {
            Some(part) => bytes.extend(part),
            None if part.filters().is_empty() || streams::decoded(&part, limit * 4).is_some() => {
                return None;
            }
            None => {}
        }
        bytes.push(b'\n');
    }
    Some(bytes)
}

/// An empty page of the right size, and the map that puts its top left corner to 0, 0 (7.7.3.3).
pub(super) fn frame(pdf: &Pdf, page: &Dict<'_>, number_of_page: u32) -> (Page, Matrix) {
    let keys: [&[u8]; 2] = [b"CropBox", b"MediaBox"];
    let sides = keys.iter().find_map(|key| {
        let sides: [f32; 4] = numbers(&inherited(pdf, page, key)?).try_into().ok()?;
        let wide = (sides[2] - sides[0]).abs() > 1.0 && (sides[3] - sides[1]).abs() > 1.0;
        wide.then_some(sides)
    });
    let [x0, y0, x1, y1] = sides.unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let (left, right) = (x0.min(x1), x0.max(x1));
    let (bottom, top) = (y0.min(y1), y0.max(y1));
    let turned = inherited(pdf, page, b"Rotate");
    let turned = turned.as_ref().and_then(number).unwrap_or(0.0);
    let (matrix, sideways) = match turned.rem_euclid(360.0) as u32 {
        90 => ([0.0, 1.0, 1.0, 0.0, -bottom, -left], true),
        180 => ([-1.0, 0.0, 0.0, 1.0, right, -bottom], false),
        270 => ([0.0, -1.0, -1.0, 0.0, top, right], true),
        _ => ([1.0, 0.0, 0.0, -1.0, -left, top], false),
    };
    let (width, height) = (right - left, top - bottom);
    let page = Page {
        number: number_of_page,
        width: if sideways { height } else { width },
        height: if sideways { width } else { height },
        ..Page::default()
    };
    (page, Matrix(matrix))
}
