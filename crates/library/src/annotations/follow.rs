//! What becomes of annotations when a document gets another version.
//!
//! Every anchor is looked for in the new text (`yandu_document::Versions`). What is found moves
//! silently if its words are the same, what may have moved or says something else waits for a look, what is
//! gone stays with its quotation and the version that had it. The place in the replaced version is kept, so undoing an import puts every
//! anchor back exactly.

use rusqlite::{Connection, OptionalExtension, params};
use yandu_document::{
    Candidate, FoldedText, Placement, TextPositionSelector, TextQuoteSelector, Versions, same_words,
};

use super::AnchorState;
use super::add::{read_position, texts_of};
use super::exchange::locate_quote;
use crate::LibraryError;
use crate::find::folded_text;

/// An annotation's place in some version.
struct Stale {
    annotation: i64,
    version: i64,
    at: TextPositionSelector,
    exact: String,
    state: String,
}

/// After an undo: annotations that stand in a version that is no longer the current one follow.
pub(crate) fn follow_versions(connection: &Connection) -> Result<(), LibraryError> {
    let sql = "SELECT DISTINCT d.id FROM document d JOIN annotation a ON a.document = d.id
               WHERE a.version <> d.version AND a.state NOT IN ('earlier', 'kept')";
    let documents: Vec<i64> = {
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    let stale =
        |document: i64| stale_of(connection, document, "a.state NOT IN ('earlier', 'kept')");
    for document in documents {
        follow(connection, document, stale(document)?)?;
    }
    Ok(())
}

/// After an import: the annotations of a document look for their text in its new version, also those
/// whose text an earlier version had.
pub(crate) fn follow_document(connection: &Connection, document: i64) -> Result<(), LibraryError> {
    follow(
        connection,
        document,
        stale_of(connection, document, "TRUE")?,
    )
}

fn stale_of(
    connection: &Connection,
    document: i64,
    condition: &str,
) -> Result<Vec<Stale>, LibraryError> {
    anchors_of(
        connection,
        document,
        &format!("a.version <> d.version AND {condition}"),
    )
}

fn anchors_of(
    connection: &Connection,
    document: i64,
    condition: &str,
) -> Result<Vec<Stale>, LibraryError> {
    let sql = format!(
        "SELECT a.id, a.version, a.block, a.start, a.end_block, a.\"end\", a.exact, a.state
         FROM annotation a JOIN document d ON d.id = a.document WHERE d.id = ?1 AND {condition} ORDER BY a.version"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([document], |row| {
        Ok(Stale {
            annotation: row.get(0)?,
            version: row.get(1)?,
            at: read_position(row, 2)?,
            exact: row.get(6)?,
            state: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn follow(
    connection: &Connection,
    document: i64,
    mut stale: Vec<Stale>,
) -> Result<(), LibraryError> {
    for anchor in &mut stale {
        go_back_to_words(connection, document, anchor)?;
    }
    stale.sort_by_key(|anchor| anchor.version);
    for version in stale.chunk_by(|a, b| a.version == b.version) {
        let Some(old) = version_text(connection, document, version[0].version)? else {
            place_by_words(connection, document, version)?;
            continue;
        };
        place_all(connection, document, &old, version)?;
    }
    Ok(())
}

/// A place that waits for a look may be a wrong one: it is looked for from where its words were last.
fn go_back_to_words(
    connection: &Connection,
    document: i64,
    anchor: &mut Stale,
) -> Result<(), LibraryError> {
    if anchor.state != AnchorState::Moved.name() {
        return Ok(());
    }
    let sql = "SELECT version, block, start, end_block, \"end\" FROM earlier_anchor
               WHERE annotation = ?1 AND state = 'found' ORDER BY version DESC LIMIT 1";
    let sure = connection
        .prepare_cached(sql)?
        .query_row([anchor.annotation], |row| {
            Ok((row.get::<_, i64>(0)?, read_position(row, 1)?))
        })
        .optional()?;
    let Some((version, at)) = sure else {
        return Ok(());
    };
    let Some(text) = version_text(connection, document, version)? else {
        return Ok(());
    };
    let blocks: Vec<&str> = text.iter().map(String::as_str).collect();
    if same_words(&TextQuoteSelector::of(&blocks, &at).exact, &anchor.exact) {
        (anchor.version, anchor.at) = (version, at);
    }
    Ok(())
}

/// Places anchors of the text `old` in the current texts of the document's file: in the document
/// itself, else in one of the other documents that the file carries.
fn place_all(
    connection: &Connection,
    document: i64,
    old: &[String],
    stale: &[Stale],
) -> Result<(), LibraryError> {
    let own = texts_of(connection, document)?;
    let (before, after) = (folded(old), folded(&own));
    let versions = Versions::new((old, &before), (&own, &after));
    let mut homeless = Vec::new();
    for anchor in stale {
        keep_place(connection, anchor)?;
        match versions.follow(&anchor.at, &anchor.exact) {
            Placement::Gone => homeless.push(anchor),
            placement => settle(connection, anchor, document, &own, &placement)?,
        }
    }
    if homeless.is_empty() {
        return Ok(());
    }
    for anchor in place_in_others(connection, document, old, homeless)? {
        settle(connection, anchor, document, &own, &Placement::Gone)?;
    }
    Ok(())
}

/// Places anchors whose version is not kept any more, because its import was undone: by their words.
fn place_by_words(
    connection: &Connection,
    document: i64,
    stale: &[Stale],
) -> Result<(), LibraryError> {
    let blocks = texts_of(connection, document)?;
    for anchor in stale {
        let place = locate_quote(&blocks, &quote_of(connection, anchor.annotation)?);
        let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let same = |at: &TextPositionSelector| {
            same_words(&TextQuoteSelector::of(&texts, at).exact, &anchor.exact)
        };
        let candidate = |position| Candidate {
            position,
            score: 1.0,
        };
        let placement = match place {
            None => Placement::Gone,
            Some(at) if same(&at) => Placement::Found(candidate(at)),
            Some(at) => Placement::Moved(candidate(at)),
        };
        settle(connection, anchor, document, &blocks, &placement)?;
    }
    Ok(())
}

fn quote_of(connection: &Connection, annotation: i64) -> Result<TextQuoteSelector, LibraryError> {
    let sql = "SELECT exact, prefix, suffix FROM annotation WHERE id = ?1";
    let quote = connection
        .prepare_cached(sql)?
        .query_row([annotation], |r| {
            Ok(TextQuoteSelector {
                exact: r.get(0)?,
                prefix: r.get(1)?,
                suffix: r.get(2)?,
            })
        })?;
    Ok(quote)
}

/// Places anchors in the other documents of the file; answers with those that are in none.
fn place_in_others<'a>(
    connection: &Connection,
    document: i64,
    old: &[String],
    mut homeless: Vec<&'a Stale>,
) -> Result<Vec<&'a Stale>, LibraryError> {
    let before = folded(old);
    for other in others_of_file(connection, document)? {
        if homeless.is_empty() {
            break;
        }
        let blocks = texts_of(connection, other)?;
        let text = folded(&blocks);
        let versions = Versions::new((old, &before), (&blocks, &text));
        let mut rest = Vec::new();
        for anchor in homeless {
            match versions.follow(&anchor.at, &anchor.exact) {
                found @ Placement::Found(_) => settle(connection, anchor, other, &blocks, &found)?,
                _ => rest.push(anchor),
            }
        }
        homeless = rest;
    }
    Ok(homeless)
}

/// Before parts of a file go to the trash: their annotations look for their text in what the file
/// carries now; what does not find it stays in sight with the cover.
pub(crate) fn follow_removed_parts(
    connection: &Connection,
    cover: i64,
    parts: i64,
) -> Result<(), LibraryError> {
    let sql = "SELECT id FROM document WHERE parent = ?1 AND part >= ?2 AND trashed_at IS NULL";
    let removed: Vec<i64> = {
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([cover, parts], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for part in removed {
        let old = texts_of(connection, part)?;
        let anchors = anchors_of(connection, part, "a.version = d.version")?;
        for anchor in &anchors {
            keep_place(connection, anchor)?;
        }
        // A version that the cover never had: there is only the quotation to show.
        for anchor in place_in_others(connection, part, &old, anchors.iter().collect())? {
            let sql = "UPDATE annotation SET document = ?2, version = 0 WHERE id = ?1";
            connection.execute(sql, [anchor.annotation, cover])?;
            settle(connection, anchor, cover, &[], &Placement::Gone)?;
        }
    }
    Ok(())
}

/// Moves the annotations of one document to another one that has their words; answers with how many moved and how many
/// stayed.
pub(crate) fn carry_annotations(
    connection: &Connection,
    from: i64,
    to: i64,
) -> Result<(u32, u32), LibraryError> {
    let anchors = anchors_of(connection, from, "a.version = d.version")?;
    if anchors.is_empty() {
        return Ok((0, 0));
    }
    let (old, blocks) = (texts_of(connection, from)?, texts_of(connection, to)?);
    let (before, after) = (folded(&old), folded(&blocks));
    let versions = Versions::new((&old, &before), (&blocks, &after));
    let (mut carried, mut stayed) = (0, 0);
    for anchor in &anchors {
        match versions.follow(&anchor.at, &anchor.exact) {
            found @ Placement::Found(_) => {
                settle(connection, anchor, to, &blocks, &found)?;
                carried += 1;
            }
            _ => stayed += 1,
        }
    }
    Ok((carried, stayed))
}

fn keep_place(connection: &Connection, anchor: &Stale) -> Result<(), LibraryError> {
    let sql = "INSERT INTO earlier_anchor
               SELECT id, version, block, start, end_block, \"end\", exact, prefix, suffix, state
               FROM annotation WHERE id = ?1
               ON CONFLICT (annotation, version) DO UPDATE SET block = excluded.block, start = excluded.start,
                 end_block = excluded.end_block, \"end\" = excluded.\"end\", exact = excluded.exact,
                 prefix = excluded.prefix, suffix = excluded.suffix, state = excluded.state";
    connection
        .prepare_cached(sql)?
        .execute([anchor.annotation])?;
    Ok(())
}

fn settle(
    connection: &Connection,
    anchor: &Stale,
    document: i64,
    blocks: &[String],
    placement: &Placement,
) -> Result<(), LibraryError> {
    let (state, candidate) = match placement {
        Placement::Found(candidate) => (AnchorState::Found, candidate),
        Placement::Moved(candidate) => (AnchorState::Moved, candidate),
        Placement::Gone => {
            let sql = "UPDATE annotation SET state = 'earlier' WHERE id = ?1 AND state <> 'kept'";
            connection
                .prepare_cached(sql)?
                .execute([anchor.annotation])?;
            return Ok(());
        }
    };
    let Candidate { position: at, .. } = candidate;
    let sql =
        "UPDATE annotation SET document = ?2, block = ?3, start = ?4, end_block = ?5, \"end\" = ?6,
               state = ?7, version = (SELECT version FROM document WHERE id = ?2) WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![
        anchor.annotation,
        document,
        at.block,
        at.start,
        at.end_block,
        at.end,
        state.name()
    ])?;
    // A place that waits for a look keeps the words that were marked, to compare with.
    if state == AnchorState::Found {
        let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let quote = TextQuoteSelector::of(&blocks, at);
        let sql = "UPDATE annotation SET exact = ?2, prefix = ?3, suffix = ?4 WHERE id = ?1";
        connection.prepare_cached(sql)?.execute(params![
            anchor.annotation,
            quote.exact,
            quote.prefix,
            quote.suffix
        ])?;
    }
    Ok(())
}

/// The other documents that the file carries, the cover first.
fn others_of_file(connection: &Connection, document: i64) -> Result<Vec<i64>, LibraryError> {
    let sql = "SELECT o.id FROM document d JOIN document o
                 ON coalesce(o.parent, o.id) = coalesce(d.parent, d.id) AND o.id <> d.id
               WHERE d.id = ?1 AND o.trashed_at IS NULL ORDER BY o.part";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([document], |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The blocks of an earlier version, `None` if it is not kept.
pub(crate) fn version_text(
    connection: &Connection,
    document: i64,
    version: i64,
) -> Result<Option<Vec<String>>, LibraryError> {
    let sql = "SELECT blocks FROM version WHERE document = ?1 AND n = ?2";
    let blocks: Option<String> = connection
        .prepare_cached(sql)?
        .query_row([document, version], |r| r.get(0))
        .optional()?;
    let Some(blocks) = blocks else {
        return Ok(None);
    };
    let rows: Vec<Vec<serde_json::Value>> = serde_json::from_str(&blocks)?;
    let text = |row: &Vec<serde_json::Value>| {
        let text = row.first().and_then(|t| t.as_str());
        text.unwrap_or_default().to_owned()
    };
    Ok(Some(rows.iter().map(text).collect()))
}

fn folded(blocks: &[String]) -> FoldedText {
    folded_text(blocks.iter().map(String::as_str))
}

/// After a document went back to its version before (`undone` is the text that it had): every anchor
/// stands where it stood there; annotations that were made since look for their text.
pub(crate) fn restore_anchors(
    connection: &Connection,
    document: i64,
    undone: &[String],
) -> Result<(), LibraryError> {
    let sql = "UPDATE annotation SET document = ?1, version = e.version, block = e.block, start = e.start,
                 end_block = e.end_block, \"end\" = e.\"end\", exact = e.exact, prefix = e.prefix, suffix = e.suffix,
                 state = e.state
               FROM earlier_anchor e JOIN document d ON d.id = ?1
               WHERE e.annotation = annotation.id AND e.version = d.version AND annotation.version >= d.version
                 AND annotation.document IN (SELECT o.id FROM document o
                   WHERE coalesce(o.parent, o.id) = coalesce(d.parent, d.id))";
    connection.execute(sql, [document])?;
    let sql =
        "DELETE FROM earlier_anchor WHERE version >= (SELECT version FROM document WHERE id = ?1)
               AND annotation IN (SELECT id FROM annotation WHERE document = ?1)";
    connection.execute(sql, [document])?;
    let newer = stale_of(connection, document, "a.version > d.version")?;
    if newer.is_empty() {
        return Ok(());
    }
    place_all(connection, document, undone, &newer)
}
