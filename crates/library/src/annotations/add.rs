//! Marking a passage, by its place or by a quotation.

use rusqlite::{Connection, params};
use yandu_document::{TextPositionSelector, TextQuoteSelector};
use yandu_search::fold;

use super::{AnchorState, AnnotationKind, AnnotationView, Colour};
use crate::documents::block_key;
use crate::find::{FoundPlace, folded_text, places};
use crate::people::me;
use crate::store::now;
use crate::tags::set_tags;
use crate::transact::Act;
use crate::{Library, LibraryError};

/// What a person says about a passage.
#[derive(Debug, Clone)]
pub struct NewAnnotation {
    /// What it is.
    pub kind: AnnotationKind,
    /// Its colour.
    pub colour: Colour,
    /// The words; empty for a mark.
    pub comment: String,
    /// 标签
    pub tags: Vec<String>,
}

/// Where an annotation stands and what it says there.
pub(super) struct Anchor {
    pub(super) at: TextPositionSelector,
    pub(super) quote: TextQuoteSelector,
}

impl Anchor {
    /// The anchor of a stretch of these blocks; `None` for a stretch without chars.
    pub(super) fn new(blocks: &[String], at: TextPositionSelector) -> Option<Anchor> {
        let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let at = at.within(&blocks)?;
        let quote = TextQuoteSelector::of(&blocks, &at);
        (!quote.exact.trim().is_empty()).then_some(Anchor { at, quote })
    }
}

impl Library {
    /// Marks the stretch `at` of a document.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`], [`LibraryError::EmptySelection`].
    pub fn add_annotation(
        &mut self,
        document: &str,
        at: TextPositionSelector,
        new: &NewAnnotation,
    ) -> Result<AnnotationView, LibraryError> {
        let key = self.row_of(document)?;
        let blocks = texts_of(&self.connection, key)?;
        let anchor = Anchor::new(&blocks, at).ok_or(LibraryError::EmptySelection)?;
        let (id, _) = self.transact(
            Act::quoted("添加批注", &anchor.quote.exact),
            |connection| insert(connection, key, &anchor, new),
        )?;
        self.annotation_by_key(id)
    }

    /// Marks the one place where a quotation stands; `prefix` and `suffix` tell several apart.
    /// Compared as a search compares: width, 繁/简, quotation marks and line breaks make no difference.
    ///
    /// # Errors
    /// [`LibraryError::QuoteNotFound`], [`LibraryError::QuoteAmbiguous`],
    /// [`LibraryError::AcrossDocuments`], [`LibraryError::NotFound`].
    pub fn annotate_quote(
        &mut self,
        document: &str,
        quote: &TextQuoteSelector,
        new: &NewAnnotation,
    ) -> Result<AnnotationView, LibraryError> {
        let at = self.find_quote(document, quote)?;
        self.add_annotation(document, at, new)
    }

    /// The one place of a quotation in a document.
    ///
    /// # Errors
    /// As [`Library::annotate_quote`].
    pub fn find_quote(
        &self,
        document: &str,
        quote: &TextQuoteSelector,
    ) -> Result<TextPositionSelector, LibraryError> {
        let key = self.row_of(document)?;
        let blocks = texts_of(&self.connection, key)?;
        let found = quote_places(&blocks, quote);
        let title: String = self.connection.query_row(
            "SELECT title FROM document WHERE id = ?1",
            [key],
            |row| row.get(0),
        )?;
        let words = || quote.exact.chars().take(40).collect::<String>();
        match found[..] {
            [one] => Ok(one),
            [] if self.stands_across(key, &quote.exact)? => {
                Err(LibraryError::AcrossDocuments { title })
            }
            [] => Err(LibraryError::QuoteNotFound {
                title,
                quote: words(),
            }),
            _ => Err(LibraryError::QuoteAmbiguous {
                title,
                quote: words(),
                count: found.len(),
            }),
        }
    }

    /// Does the text begin in this document and end in the next one of the file?
    fn stands_across(&self, key: i64, quote: &str) -> Result<bool, LibraryError> {
        let text = self.indexed_text(key)?;
        let needle = fold(quote);
        Ok(!needle.is_empty()
            && text
                .text
                .match_indices(&needle)
                .any(|(at, _)| (text.text[..at].chars().count() as u32) < text.own))
    }
}

/// Where a quotation stands between its prefix and suffix.
pub(crate) fn quote_places(
    blocks: &[String],
    quote: &TextQuoteSelector,
) -> Vec<TextPositionSelector> {
    let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let text = folded_text(blocks.iter().copied());
    let (prefix, suffix) = (fold(&quote.prefix), fold(&quote.suffix));
    let fits = |found: &FoundPlace| {
        let range = text.range_of(&found.position());
        let byte = |chars: usize| {
            text.text
                .char_indices()
                .nth(chars)
                .map_or(text.text.len(), |(at, _)| at)
        };
        text.text[..byte(range.start)].ends_with(&prefix)
            && text.text[byte(range.end)..].starts_with(&suffix)
    };
    let found = places(&text, &fold(&quote.exact)).into_iter();
    found.filter(fits).map(|f| f.position()).collect()
}

/// A place from the columns block, start, end_block, end, the first of them at `column`.
pub(super) fn read_position(
    row: &rusqlite::Row<'_>,
    column: usize,
) -> rusqlite::Result<TextPositionSelector> {
    Ok(TextPositionSelector {
        block: row.get(column)?,
        start: row.get(column + 1)?,
        end_block: row.get(column + 2)?,
        end: row.get(column + 3)?,
    })
}

/// The blocks of a document's current version.
pub(crate) fn texts_of(connection: &Connection, key: i64) -> Result<Vec<String>, LibraryError> {
    let sql = "SELECT text FROM block WHERE id >= ?1 AND id < ?2 ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let texts = statement.query_map([block_key(key, 0), block_key(key + 1, 0)], |r| r.get(0))?;
    Ok(texts.collect::<Result<_, _>>()?)
}

fn insert(
    connection: &Connection,
    document: i64,
    anchor: &Anchor,
    new: &NewAnnotation,
) -> Result<i64, LibraryError> {
    let sql = "INSERT INTO annotation (uid, document, kind, colour, comment, author, created_at, modified_at,
           version, block, start, end_block, \"end\", exact, prefix, suffix, state)
         SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?7, version, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15
         FROM document WHERE id = ?2";
    let (at, quote) = (&anchor.at, &anchor.quote);
    connection.prepare_cached(sql)?.execute(params![
        uuid::Uuid::new_v4().simple().to_string(),
        document,
        new.kind.name(),
        new.colour.name(),
        new.comment.trim(),
        me(connection)?,
        now(),
        at.block,
        at.start,
        at.end_block,
        at.end,
        quote.exact,
        quote.prefix,
        quote.suffix,
        AnchorState::Found.name(),
    ])?;
    let key = connection.last_insert_rowid();
    set_tags(connection, "annotation", key, &new.tags)?;
    Ok(key)
}
