//! What a link names, and what becomes of it when that gets another title.

use rusqlite::{Connection, OptionalExtension, params};
use yandu_import::{WikiLink, note_links, rewrite_links};

use super::links::write_links;
use crate::LibraryError;

/// Chars of an id that a link is written with.
const ID: usize = 8;

/// Chars between `[[` and `]]` at most, when a whole title is looked for.
const LONGEST: usize = 200;

/// What the words of a link mean.
pub(super) struct Meant {
    /// The title or id that they name.
    pub(super) words: String,
    /// The passage that they name.
    pub(super) place: Option<String>,
    /// The uid of the document or note.
    pub(super) target: Option<String>,
    /// How many more have that title.
    pub(super) others: u32,
}

/// `题目#地址` in its two parts.
fn split(words: &str) -> (&str, Option<&str>) {
    match words.split_once('#') {
        Some((name, place)) => (name.trim(), Some(place.trim()).filter(|p| !p.is_empty())),
        None => (words.trim(), None),
    }
}

/// Without 《》, which people type around titles.
fn bare(name: &str) -> &str {
    name.strip_prefix('《')
        .and_then(|n| n.strip_suffix('》'))
        .unwrap_or(name)
}

/// Would a link to this title, written plainly, name something else?
pub(super) fn is_awkward(title: &str) -> bool {
    title.contains(['[', ']', '|', '#', '\\', '`', '<']) || title.trim() != title || is_id(title)
}

fn is_id(name: &str) -> bool {
    name.len() >= ID && name.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A title as the label of a link.
pub(super) fn label_of(title: &str) -> String {
    title.replace(['[', ']', '|'], " ").trim().to_owned()
}

/// What stands in the brackets of a link to something: its title, or its id where that would name something else.
pub(super) fn words_for(uid: &str, title: &str, alone: bool) -> String {
    if alone && !is_awkward(title) {
        title.to_owned()
    } else {
        format!("{}|{}", uid.get(..ID).unwrap_or(uid), label_of(title))
    }
}

/// What the words of a link mean. `known` tells where the words of this note led before; that is where they lead still,
/// as long as it is there. Else the first of those that have the title, so that one that comes later takes no link over.
pub(super) fn meant(
    connection: &Connection,
    link: &str,
    known: &dyn Fn(&str) -> Result<Option<String>, LibraryError>,
) -> Result<Meant, LibraryError> {
    let whole = candidates(connection, link)?;
    let (name, place) = if whole.is_empty() {
        split(link)
    } else {
        (link, None)
    };
    let titled = if whole.is_empty() {
        candidates(connection, name)?
    } else {
        whole
    };
    let before = known(name)?;
    let there = match &before {
        Some(uid) => is_there(connection, uid)?,
        None => false,
    };
    let others = titled.len().saturating_sub(1) as u32;
    let target = match (there, titled.into_iter().next()) {
        (false, Some(first)) => Some(first),
        (true, _) | (false, None) => before,
    };
    Ok(Meant {
        words: name.to_owned(),
        place: place.map(str::to_owned),
        target,
        others,
    })
}

/// The uids of the notes and documents with this title, else with this id; notes first, the oldest first.
fn candidates(connection: &Connection, name: &str) -> Result<Vec<String>, LibraryError> {
    let name = bare(name);
    let sql = "SELECT uid FROM (
                 SELECT uid, 0 AS rank, id FROM note WHERE title = ?1 AND trashed_at IS NULL
                 UNION ALL SELECT uid, 1, id FROM document WHERE title = ?1 AND trashed_at IS NULL)
               ORDER BY rank, id LIMIT 100";
    let titled = uids(connection, sql, name)?;
    if !titled.is_empty() || !is_id(name) {
        return Ok(titled);
    }
    let sql = "SELECT uid FROM document WHERE uid >= ?1 AND uid < ?1 || 'g'
               UNION ALL SELECT uid FROM note WHERE uid >= ?1 AND uid < ?1 || 'g' LIMIT 1";
    uids(connection, sql, name)
}

fn uids(connection: &Connection, sql: &str, name: &str) -> Result<Vec<String>, LibraryError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([name], |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn is_there(connection: &Connection, uid: &str) -> Result<bool, LibraryError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM document WHERE uid = ?1 AND trashed_at IS NULL
               UNION ALL SELECT 1 FROM note WHERE uid = ?1 AND trashed_at IS NULL)";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([uid], |r| r.get(0))?)
}

/// The links of a body. Titles with brackets, bars and number signs are links too if they stand in the brackets whole.
pub(super) fn links_in(connection: &Connection, body: &str) -> Result<Vec<WikiLink>, LibraryError> {
    let (whole, rest) = whole_titles(connection, body)?;
    let mut links = note_links(&rest);
    links.extend(whole.into_iter().map(|target| WikiLink {
        target,
        label: None,
    }));
    Ok(links)
}

/// Awkward titles that stand in `[[…]]` as they are, and the body without them.
fn whole_titles(
    connection: &Connection,
    body: &str,
) -> Result<(Vec<String>, String), LibraryError> {
    let mut titles = Vec::new();
    let mut rest = String::new();
    let mut from = 0;
    while let Some(at) = body[from..].find("[[").map(|at| from + at) {
        rest.push_str(&body[from..at]);
        match whole_title(connection, &body[at + 2..])? {
            Some(title) => {
                from = at + 2 + title.len() + 2;
                titles.push(title);
            }
            None => {
                rest.push_str("[[");
                from = at + 2;
            }
        }
    }
    rest.push_str(&body[from..]);
    Ok((titles, rest))
}

/// The longest awkward title with which a text begins, followed by `]]`.
fn whole_title(connection: &Connection, text: &str) -> Result<Option<String>, LibraryError> {
    let line = text.lines().next().unwrap_or_default();
    let end = line
        .char_indices()
        .nth(LONGEST)
        .map_or(line.len(), |(at, _)| at);
    let line = &line[..end];
    let ends: Vec<usize> = (0..line.len())
        .filter(|at| line.is_char_boundary(*at) && line[*at..].starts_with("]]"))
        .collect();
    for end in ends.into_iter().rev() {
        let title = &line[..end];
        if is_awkward(title) && !is_id(title) && !candidates(connection, title)?.is_empty() {
            return Ok(Some(title.to_owned()));
        }
    }
    Ok(None)
}

/// Links that waited for something with this title lead to it from now on.
pub(super) fn meet_waiting(
    connection: &Connection,
    uid: &str,
    title: &str,
) -> Result<(), LibraryError> {
    let sql = "UPDATE note_link SET target = ?1 WHERE words = ?2 AND target IS NULL";
    connection.prepare_cached(sql)?.execute([uid, title])?;
    Ok(())
}

/// Writes the new title of something into the links that lead to it, in all notes but `except`.
pub(crate) fn rename_in_links(
    connection: &Connection,
    uid: &str,
    (old, new): (&str, &str),
    except: Option<i64>,
) -> Result<(), LibraryError> {
    let holders: Vec<(i64, String)> = {
        let sql =
            "SELECT id, body FROM note WHERE id IN (SELECT note FROM note_link WHERE target = ?1)
                   AND id IS NOT ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![uid, except], |r| Ok((r.get(0)?, r.get(1)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    let alone = candidates(connection, new)?.len() <= 1;
    for (note, body) in holders {
        let leads: Vec<String> = {
            let sql = "SELECT words FROM note_link WHERE note = ?1 AND target = ?2";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![note, uid], |r| r.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        let renamed = renamed(&body, uid, (old, new), (&leads, alone));
        if renamed != body {
            let sql = "UPDATE note SET body = ?2 WHERE id = ?1";
            connection
                .prepare_cached(sql)?
                .execute(params![note, renamed])?;
            write_links(connection, note, &renamed)?;
        }
    }
    Ok(())
}

/// A body with the new title in those links that say one of `leads`.
fn renamed(
    body: &str,
    uid: &str,
    (old, new): (&str, &str),
    (leads, alone): (&[String], bool),
) -> String {
    let leads_there = |name: &str| leads.iter().any(|words| words == name);
    let plain = words_for(uid, new, alone);
    let body = if is_awkward(old) && leads_there(old) {
        body.replace(&format!("[[{old}]]"), &format!("[[{plain}]]"))
    } else {
        body.to_owned()
    };
    rewrite_links(&body, &|target, label| {
        let (name, place) = split(target);
        if !leads_there(name) {
            return None;
        }
        if is_id(name) {
            let said = label.filter(|l| l.trim() == old || l.trim() == label_of(old))?;
            return (said != new).then(|| format!("{target}|{}", label_of(new)));
        }
        if bare(name) != old {
            return None;
        }
        let place = place.map(|p| format!("#{p}")).unwrap_or_default();
        let (words, own) = match plain.split_once('|') {
            Some((id, title)) => (id.to_owned(), Some(title)),
            None if name == old => (new.to_owned(), None),
            None => (format!("《{new}》"), None),
        };
        let label = label.or(own).map(|l| format!("|{l}")).unwrap_or_default();
        Some(format!("{words}{place}{label}"))
    })
}

/// The uid of a row of `note` or `document`.
pub(crate) fn uid_of(
    connection: &Connection,
    table: &'static str,
    key: i64,
) -> Result<String, LibraryError> {
    let sql = format!("SELECT uid FROM {table} WHERE id = ?1");
    let uid = connection
        .prepare_cached(&sql)?
        .query_row([key], |r| r.get(0));
    Ok(uid.optional()?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_their_passage_their_label_and_their_brackets() {
        let leads = ["提纲", "《提纲》", "0123abcd"].map(str::to_owned);
        let body = "[[提纲]] [[《提纲》#一]] [[提纲|说法]] [[0123abcd|提纲]] [[0123abcd|说法]] [[别的提纲]]";
        assert_eq!(
            renamed(body, "0123abcdef", ("提纲", "新提纲"), (&leads, true)),
            "[[新提纲]] [[《新提纲》#一]] [[新提纲|说法]] [[0123abcd|新提纲]] [[0123abcd|说法]] [[别的提纲]]"
        );
        assert_eq!(
            renamed(
                "[[提纲]] [[提纲#一]]",
                "0123abcdef",
                ("提纲", "甲#乙"),
                (&leads, true)
            ),
            "[[0123abcd|甲#乙]] [[0123abcd#一|甲#乙]]"
        );
        let leads = ["甲#1|二[三]".to_owned()];
        assert_eq!(
            renamed(
                "见[[甲#1|二[三]]]。",
                "0123abcdef",
                ("甲#1|二[三]", "乙"),
                (&leads, true)
            ),
            "见[[乙]]。"
        );
    }
}
