//! Where a foreign annotation belongs: which document, which stretch.

use rusqlite::{Connection, OptionalExtension};
use yandu_document::{
    FoldedText, Placement, Reanchoring, TextPositionSelector, TextQuoteSelector, char_len,
};
use yandu_export::ForeignAnnotation;
use yandu_search::fold;

use crate::LibraryError;
use crate::annotations::AnchorState;
use crate::annotations::add::quote_places;
use crate::find::folded_text;

/// The document that a foreign annotation is about: the same text, else the same title.
pub(super) fn find_document(
    connection: &Connection,
    foreign: &ForeignAnnotation,
) -> Result<Option<i64>, LibraryError> {
    if let Some((hash, part)) = &foreign.text_hash {
        let sql = "SELECT id FROM document WHERE folded_hash = ?1 AND part = ?2 AND trashed_at IS NULL LIMIT 1";
        let found = connection
            .prepare_cached(sql)?
            .query_row((hash, part), |r| r.get(0))
            .optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let named = [source_id(foreign), foreign.title.clone()];
    for name in named.into_iter().flatten() {
        let sql = "SELECT id FROM document WHERE (uid = ?1 OR title = ?1) AND trashed_at IS NULL
                   ORDER BY id DESC LIMIT 1";
        let found = connection
            .prepare_cached(sql)?
            .query_row([name], |r| r.get(0))
            .optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn source_id(foreign: &ForeignAnnotation) -> Option<String> {
    let uuid = foreign.source.as_deref()?.strip_prefix("urn:uuid:")?;
    Some(uuid.chars().filter(char::is_ascii_hexdigit).collect())
}

/// Where it stands, what is quoted there, and how sure that is.
pub(crate) struct Located {
    pub(crate) at: TextPositionSelector,
    pub(crate) quote: TextQuoteSelector,
    pub(crate) state: AnchorState,
    /// What a person should know.
    pub(crate) note: Option<&'static str>,
}

/// Places a foreign annotation in a document. Whatever is missing, it gets a place: at worst at the top,
/// with the request to look.
pub(crate) fn locate(blocks: &[String], foreign: &ForeignAnnotation) -> Option<Located> {
    let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let position = foreign
        .position
        .and_then(|(start, end)| TextPositionSelector::of_text(&texts, start, end));
    let at = |at: TextPositionSelector, state, note| Located {
        at,
        quote: TextQuoteSelector::of(&texts, &at),
        state,
        note,
    };
    let Some(quote) = &foreign.quote else {
        return match position {
            Some(position) => Some(at(
                position,
                AnchorState::Moved,
                Some("只有位置，没有引文，请核对"),
            )),
            None => {
                let top = top(&texts)?;
                Some(at(
                    top,
                    AnchorState::Moved,
                    Some("没有指明位置，已放在开头，请核对"),
                ))
            }
        };
    };
    let same = |p: &TextPositionSelector| {
        fold(&TextQuoteSelector::of(&texts, p).exact) == fold(&quote.exact)
    };
    if let Some(position) = position.filter(same) {
        return Some(at(position, AnchorState::Found, None));
    }
    if let [one] = quote_places(blocks, quote)[..] {
        return Some(at(one, AnchorState::Found, None));
    }
    let loose = TextQuoteSelector {
        exact: quote.exact.clone(),
        ..TextQuoteSelector::default()
    };
    if let [one] = quote_places(blocks, &loose)[..] {
        return Some(at(one, AnchorState::Found, None));
    }
    let top = top(&texts)?;
    let kept = |at: TextPositionSelector, state, note| Located {
        at,
        quote: quote.clone(),
        state,
        note: Some(note),
    };
    Some(match fuzzy(&folded_text(texts.iter().copied()), quote) {
        Placement::Found(c) => at(c.position, AnchorState::Found, None),
        Placement::Moved(c) => kept(c.position, AnchorState::Moved, "引文与本文略有不同，请核对"),
        Placement::Gone => kept(
            top,
            AnchorState::Earlier,
            "本文中没有这段引文，批注和引文已保留",
        ),
    })
}

/// Where a quotation stands in a text that may have changed since; `None` where that is not sure.
pub(crate) fn locate_quote(
    blocks: &[String],
    quote: &TextQuoteSelector,
) -> Option<TextPositionSelector> {
    let loose = TextQuoteSelector {
        exact: quote.exact.clone(),
        ..TextQuoteSelector::default()
    };
    for wanted in [quote, &loose] {
        if let [one] = quote_places(blocks, wanted)[..] {
            return Some(one);
        }
    }
    match fuzzy(&folded_text(blocks.iter().map(String::as_str)), quote) {
        Placement::Found(candidate) => Some(candidate.position),
        Placement::Moved(_) | Placement::Gone => None,
    }
}

/// The quotation with its context as a small earlier version of the text.
fn fuzzy(text: &FoldedText, quote: &TextQuoteSelector) -> Placement {
    let earlier = format!("{}{}{}", quote.prefix, quote.exact, quote.suffix);
    let start = char_len(&quote.prefix);
    let at = TextPositionSelector {
        block: 0,
        start,
        end_block: 0,
        end: start + char_len(&quote.exact),
    };
    let earlier = folded_text(std::iter::once(earlier.as_str()));
    Reanchoring::new(&earlier, text).place(&at)
}

/// The first block with words.
fn top(texts: &[&str]) -> Option<TextPositionSelector> {
    let n = texts.iter().position(|t| !t.trim().is_empty())? as u32;
    Some(TextPositionSelector {
        block: n,
        start: 0,
        end_block: n,
        end: char_len(texts[n as usize]),
    })
}
