//! The outline of a file: its bookmarks as headings (ISO 32000-1, 12.3.3).

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, ObjectIdentifier};

use super::objects::{apart, as_dictionary, string, text};
use crate::layout::Bookmark;

/// Bookmarks of one file, and levels of them: what goes beyond is no outline that anybody wrote.
const MOST: usize = 20_000;
const DEPTH: u8 = 32;

/// The bookmarks in their order, each once, even where they lead round in a ring.
pub(super) fn bookmarks(pdf: &Pdf, root: Option<&Dict<'_>>) -> Vec<Bookmark> {
    let mut seen: HashSet<ObjectIdentifier> = HashSet::new();
    let mut found = Vec::new();
    let outlines = root.and_then(|r| apart(pdf, r, b"Outlines"));
    let first = outlines.and_then(as_dictionary);
    let first = first.and_then(|o| apart(pdf, &o, b"First"));
    // The items still to be read, the nearest last.
    let mut open: Vec<(Dict<'_>, u8)> = first
        .and_then(as_dictionary)
        .map(|d| (d, 1))
        .into_iter()
        .collect();
    while let Some((item, level)) = open.pop() {
        let known = item.obj_id().is_none_or(|id| !seen.insert(id));
        if known || found.len() >= MOST {
            continue;
        }
        if let Some(title) = string(&item, b"Title") {
            found.push(Bookmark {
                title: text(&title),
                level,
            });
        }
        let mut follow = |key: &[u8], level: u8| {
            let next = apart(pdf, &item, key).and_then(as_dictionary);
            open.extend(next.map(|next| (next, level)));
        };
        follow(b"Next", level);
        if level < DEPTH {
            follow(b"First", level + 1);
        }
    }
    found
}
