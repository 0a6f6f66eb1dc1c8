//! A reading list as it travels: documents by the hash of their file, passages by their words.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::people::me;
use crate::store::now;
use crate::{Library, LibraryError, Requirement};

/// A list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SharedList {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(default)]
    introduction: String,
    #[serde(default)]
    questions: Vec<String>,
    sections: Vec<SharedSection>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SharedSection {
    title: String,
    #[serde(default)]
    introduction: String,
    items: Vec<SharedItem>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SharedItem {
    /// SHA-256 of the file, and the number of the part in it.
    file: String,
    part: u32,
    /// The hash of its text, folded: the same text may be here as another file.
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    quote: Option<SharedQuote>,
    requirement: String,
    #[serde(default)]
    due: Option<String>,
    #[serde(default)]
    guide: String,
    #[serde(default)]
    questions: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SharedQuote {
    exact: String,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    suffix: String,
}

impl SharedList {
    /// The same list under another id.
    pub(crate) fn named(mut self, id: &str) -> SharedList {
        id.clone_into(&mut self.id);
        self
    }
}

impl Library {
    /// A list as it travels. What has been read stays here.
    pub(crate) fn shared_list(&self, name: &str) -> Result<SharedList, LibraryError> {
        let view = self.get_reading_list(name)?;
        let mut sections = Vec::with_capacity(view.sections.len());
        for section in view.sections {
            let mut items = Vec::with_capacity(section.items.len());
            for item in section.items {
                let sql =
                    "SELECT d.sha256, d.part, d.folded_hash, i.exact, i.prefix, i.suffix FROM reading_list_item i
                           JOIN document d ON d.id = i.document WHERE i.uid = ?1";
                let (file, part, text, exact, prefix, suffix): (
                    String,
                    u32,
                    String,
                    Option<String>,
                    String,
                    String,
                ) = self
                    .connection
                    .prepare_cached(sql)?
                    .query_row([&item.id], |r| {
                        Ok((
                            r.get(0)?,
                            r.get(1)?,
                            r.get(2)?,
                            r.get(3)?,
                            r.get(4)?,
                            r.get(5)?,
                        ))
                    })?;
                items.push(SharedItem {
                    file,
                    part,
                    text: Some(text),
                    quote: exact.map(|exact| SharedQuote {
                        exact,
                        prefix,
                        suffix,
                    }),
                    requirement: item.requirement.name().to_owned(),
                    due: item.due,
                    guide: item.guide,
                    questions: item.questions,
                });
            }
            sections.push(SharedSection {
                title: section.title,
                introduction: section.introduction,
                items,
            });
        }
        Ok(SharedList {
            id: view.id,
            title: view.title,
            introduction: view.introduction,
            questions: view.questions,
            sections,
        })
    }
}

/// Takes a list in (`files`: covers by the hashes of their files); one of the same id is replaced unless this person wrote it. Answers with its id and the items
/// whose documents are not here.
pub(crate) fn take_in(
    connection: &Connection,
    list: &SharedList,
    author: i64,
    files: &HashMap<String, String>,
) -> Result<(Option<String>, u32), LibraryError> {
    let sql = "SELECT id, author FROM reading_list WHERE uid = ?1";
    let old: Option<(i64, i64)> = connection
        .query_row(sql, [&list.id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let mut finished = Vec::new();
    match old {
        Some((_, writer)) if writer == me(connection)? => return Ok((None, 0)),
        Some((key, _)) => {
            finished = finished_items(connection, key)?;
            remove(connection, key)?;
        }
        None => {}
    }
    let sql = "INSERT INTO reading_list (uid, title, introduction, questions, author, created_at, modified_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
    let row = params![
        list.id,
        list.title,
        list.introduction,
        list.questions.join("\n"),
        author,
        now()
    ];
    connection.execute(sql, row)?;
    let key = connection.last_insert_rowid();
    let mut missing = 0;
    for (position, section) in (1..).zip(&list.sections) {
        let sql = "INSERT INTO reading_list_section (uid, list, position, title, introduction) VALUES (?1, ?2, ?3, ?4, ?5)";
        let uid = uuid::Uuid::new_v4().simple().to_string();
        connection.execute(
            sql,
            params![uid, key, position, section.title, section.introduction],
        )?;
        let section_key = connection.last_insert_rowid();
        for (position, item) in (1_i64..).zip(&section.items) {
            missing += u32::from(!take_item(
                connection,
                section_key,
                (position, item),
                files,
            )?);
        }
    }
    for (document, exact, at) in finished {
        let sql =
            "UPDATE reading_list_item SET finished_at = ?4 WHERE document = ?2 AND exact IS ?3
                   AND section IN (SELECT id FROM reading_list_section WHERE list = ?1)";
        connection.execute(sql, params![key, document, exact, at])?;
    }
    Ok((Some(list.id.clone()), missing))
}

/// Document, passage, and when it was read.
type FinishedItem = (i64, Option<String>, String);

/// What this person has read of a list; it stays when the list gets a new version.
fn finished_items(connection: &Connection, list: i64) -> Result<Vec<FinishedItem>, LibraryError> {
    let sql =
        "SELECT document, exact, finished_at FROM reading_list_item WHERE finished_at IS NOT NULL
               AND section IN (SELECT id FROM reading_list_section WHERE list = ?1)";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([list], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// False if its document is not here.
fn take_item(
    connection: &Connection,
    section: i64,
    (position, item): (i64, &SharedItem),
    files: &HashMap<String, String>,
) -> Result<bool, LibraryError> {
    // The same text may be here as another file; the import has said as which document.
    let cover = files.get(&item.file);
    let sql = "SELECT d.id FROM document d JOIN document c ON c.id = coalesce(d.parent, d.id)
               WHERE (c.uid = ?3 OR c.sha256 = ?1 OR c.folded_hash = ?4) AND d.part = ?2 AND d.trashed_at IS NULL
               ORDER BY c.uid = ?3 DESC, c.sha256 = ?1 DESC LIMIT 1";
    let row = params![item.file, item.part, cover, item.text];
    let document: Option<i64> = connection
        .prepare_cached(sql)?
        .query_row(row, |r| r.get(0))
        .optional()?;
    let Some(document) = document else {
        return Ok(false);
    };
    let requirement = Requirement::from_name(&item.requirement).unwrap_or(Requirement::Required);
    let quote = item.quote.as_ref();
    let sql = "INSERT INTO reading_list_item
                 (uid, section, position, document, exact, prefix, suffix, requirement, due, guide, questions)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let row = params![
        uuid::Uuid::new_v4().simple().to_string(),
        section,
        position,
        document,
        quote.map(|q| &q.exact),
        quote.map_or("", |q| &q.prefix),
        quote.map_or("", |q| &q.suffix),
        requirement.name(),
        item.due,
        item.guide,
        item.questions.join("\n")
    ];
    connection.prepare_cached(sql)?.execute(row)?;
    Ok(true)
}

/// Removes a list with everything in it.
pub(crate) fn remove(connection: &Connection, key: i64) -> Result<(), LibraryError> {
    let sql = "DELETE FROM reading_list_item WHERE section IN (SELECT id FROM reading_list_section WHERE list = ?1)";
    connection.execute(sql, [key])?;
    connection.execute("DELETE FROM reading_list_section WHERE list = ?1", [key])?;
    connection.execute("DELETE FROM reading_list WHERE id = ?1", [key])?;
    Ok(())
}
