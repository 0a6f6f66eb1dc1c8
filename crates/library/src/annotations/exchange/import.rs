//! Import of JSON-LD: author and times are kept, nothing comes twice, a batch can be undone.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use yandu_export::{ForeignAnnotation, ForeignItem, ForeignReply, read_json_ld};

use super::locate::{Located, find_document, locate};
use super::received::ReceivedAnnotation;
use crate::annotations::add::texts_of;
use crate::annotations::change::remove;
use crate::annotations::{AnnotationKind, Colour};
use crate::originals::hash;
use crate::people::{FIRST_NAME, NO_NAME, former_names, given_names, me, person, person_uid};
use crate::scopes::{COMMIT_EVERY, Scope};
use crate::store::{instant, now};
use crate::tags::set_tags;
use crate::transact::Act;
use crate::undo::{OperationKind, name_last};
use crate::{Library, LibraryError};

/// A file of annotations and what it is for.
#[derive(Debug, Clone)]
pub struct AnnotationFile<'a> {
    /// Its name, for the report.
    pub name: String,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// All of them belong to this document, whatever they say: its id.
    pub document: Option<String>,
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExchangeStatus {
    /// New here.
    Added,
    /// Here already, and older.
    Updated,
    /// Here already.
    Duplicate,
    /// Not taken.
    Refused,
}

/// A line of the report.
#[derive(Debug, Clone, Serialize)]
pub struct ExchangeItem {
    /// What became of it.
    pub status: ExchangeStatus,
    /// Its id in this library.
    pub id: Option<String>,
    /// The first words of the quotation or of the reply.
    pub words: String,
    /// What a person should know.
    pub reason: Option<String>,
}

/// The report.
#[derive(Debug, Clone, Serialize)]
pub struct ExchangeReport {
    /// For undoing: the number of the import.
    pub batch: i64,
    /// New annotations and replies.
    pub added: u32,
    /// Newer ones than those that were here.
    pub updated: u32,
    /// Those that were here.
    pub duplicates: u32,
    /// Those that were not taken.
    pub refused: u32,
    /// A line each.
    pub items: Vec<ExchangeItem>,
}

impl Library {
    /// Imports a file of annotations: a W3C collection, page, list or single annotation.
    ///
    /// # Errors
    /// [`LibraryError::NotAnnotations`], [`LibraryError::NotFound`]; nothing has happened then.
    pub fn import_annotations(
        &mut self,
        file: &AnnotationFile<'_>,
    ) -> Result<ExchangeReport, LibraryError> {
        let items = read_json_ld(file.bytes)
            .map_err(|e| LibraryError::NotAnnotations(format!("{}（{e}）", file.name)))?;
        let document = file
            .document
            .as_deref()
            .map(|id| self.row_of(id))
            .transpose()?;
        let act = Act::quoted("导入批注", &file.name);
        let ((batch, lines), changes) = self.transact(act, |connection| {
            let sql = "INSERT INTO batch (started_at, finished_at) VALUES (?1, ?1)";
            connection.execute(sql, [now()])?;
            let batch = connection.last_insert_rowid();
            let mut taker = Taker {
                connection,
                batch,
                document,
                texts: None,
            };
            // Replies may stand before what they answer.
            let (replies, others): (Vec<_>, Vec<_>) = items
                .iter()
                .partition(|i| matches!(i, ForeignItem::Reply(_)));
            let mut lines = Vec::new();
            for item in others.into_iter().chain(replies) {
                lines.push(taker.take(item)?);
            }
            Ok((batch, lines))
        })?;
        if changes.rows > 0 {
            name_last(&self.connection, &OperationKind::Annotations(batch))?;
        }
        // Many are indexed now, while the person waits anyway, not at the next search.
        if lines.len() > COMMIT_EVERY {
            self.check_index(Scope::Annotations)?;
        }
        let count = |status| lines.iter().filter(|l| l.status == status).count() as u32;
        Ok(ExchangeReport {
            batch,
            added: count(ExchangeStatus::Added),
            updated: count(ExchangeStatus::Updated),
            duplicates: count(ExchangeStatus::Duplicate),
            refused: count(ExchangeStatus::Refused),
            items: lines,
        })
    }
}

/// Removes what an import brought; answers with the number of annotations and replies.
pub(crate) fn remove_batch(connection: &Connection, batch: i64) -> Result<usize, LibraryError> {
    let keys: Vec<i64> = {
        let mut statement = connection.prepare("SELECT id FROM annotation WHERE batch = ?1")?;
        let rows = statement.query_map([batch], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for key in &keys {
        remove(connection, *key)?;
    }
    Ok(keys.len() + connection.execute("DELETE FROM reply WHERE batch = ?1", [batch])?)
}

/// Takes one item after the other into the library.
struct Taker<'a> {
    connection: &'a Connection,
    batch: i64,
    document: Option<i64>,
    /// The document of the item before, with its text.
    texts: Option<(i64, Vec<String>)>,
}

impl Taker<'_> {
    fn take(&mut self, item: &ForeignItem) -> Result<ExchangeItem, LibraryError> {
        match item {
            ForeignItem::Annotation(annotation) => self.annotation(annotation),
            ForeignItem::Reply(reply) => self.reply(reply),
            ForeignItem::Refused(reason) => Ok(refused("", reason.clone())),
        }
    }

    fn annotation(&mut self, foreign: &ForeignAnnotation) -> Result<ExchangeItem, LibraryError> {
        let words = foreign
            .quote
            .as_ref()
            .map_or(&foreign.comment, |q| &q.exact);
        let words: String = words.chars().take(40).collect();
        let uid = uid_of(foreign.id.as_deref(), &format!("{foreign:?}"));
        if let Some(line) = self.known(&uid, foreign, &words)? {
            return Ok(line);
        }
        let document = match self.document {
            Some(document) => Some(document),
            None => find_document(self.connection, foreign)?,
        };
        let Some(document) = document else {
            let title = foreign
                .title
                .as_deref()
                .or(foreign.source.as_deref())
                .unwrap_or("未注明");
            let reason = format!("资料库中没有这篇资料：{title}。请先导入它，再导入批注");
            return Ok(refused(&words, reason));
        };
        let Some(located) = locate(self.texts(document)?, foreign) else {
            return Ok(refused(&words, "这篇资料没有文字".to_owned()));
        };
        self.insert(&uid, document, foreign, &located)?;
        Ok(ExchangeItem {
            status: ExchangeStatus::Added,
            id: Some(uid),
            words,
            reason: located.note.map(str::to_owned),
        })
    }

    fn texts(&mut self, document: i64) -> Result<&[String], LibraryError> {
        if self
            .texts
            .as_ref()
            .is_none_or(|(known, _)| *known != document)
        {
            self.texts = Some((document, texts_of(self.connection, document)?));
        }
        Ok(self.texts.as_ref().map_or(&[], |(_, texts)| texts))
    }

    /// An annotation that is here: the later words of the same author win.
    fn known(
        &self,
        uid: &str,
        foreign: &ForeignAnnotation,
        words: &str,
    ) -> Result<Option<ExchangeItem>, LibraryError> {
        let sql = "SELECT id, modified_at, author FROM annotation WHERE uid = ?1";
        let known: Option<(i64, String, i64)> = self
            .connection
            .prepare_cached(sql)?
            .query_row([uid], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        let Some((key, modified, author)) = known else {
            return Ok(None);
        };
        if self.author(foreign.author.as_deref(), foreign.author_id.as_deref())? != author {
            let reason = "资料库中的这一条是另一个人写的，没有改动".to_owned();
            return Ok(Some(refused(words, reason)));
        }
        let newer = foreign
            .modified
            .as_deref()
            .is_some_and(|m| time(Some(m), "") > modified);
        if newer {
            let sql = "UPDATE annotation SET comment = ?2, kind = ?3, colour = ?4, modified_at = ?5 WHERE id = ?1";
            self.connection.prepare_cached(sql)?.execute(params![
                key,
                foreign.comment,
                foreign.kind,
                colour(foreign).name(),
                time(foreign.modified.as_deref(), &modified)
            ])?;
            set_tags(self.connection, "annotation", key, &foreign.tags)?;
        }
        Ok(Some(ExchangeItem {
            status: if newer {
                ExchangeStatus::Updated
            } else {
                ExchangeStatus::Duplicate
            },
            id: Some(uid.to_owned()),
            words: words.to_owned(),
            reason: None,
        }))
    }

    fn insert(
        &self,
        uid: &str,
        document: i64,
        foreign: &ForeignAnnotation,
        located: &Located,
    ) -> Result<(), LibraryError> {
        let author = self.author(foreign.author.as_deref(), foreign.author_id.as_deref())?;
        let created = time(foreign.created.as_deref(), &now());
        let modified = time(foreign.modified.as_deref(), &created);
        let received = ReceivedAnnotation {
            uid,
            document,
            kind: AnnotationKind::from_name(foreign.kind)?,
            colour: colour(foreign),
            comment: &foreign.comment,
            tags: &foreign.tags,
            author,
            created: &created,
            modified: &modified,
            located,
            batch: Some(self.batch),
            fresh: true,
        };
        received.put(self.connection)
    }

    fn reply(&self, foreign: &ForeignReply) -> Result<ExchangeItem, LibraryError> {
        let words: String = foreign.comment.chars().take(40).collect();
        let uid = uid_of(foreign.id.as_deref(), &format!("{foreign:?}"));
        let to = uid_of(Some(&foreign.to), "");
        let sql = "SELECT id FROM annotation WHERE uid = ?1";
        let annotation: Option<i64> = self
            .connection
            .prepare_cached(sql)?
            .query_row([&to], |r| r.get(0))
            .optional()?;
        let Some(annotation) = annotation else {
            return Ok(refused(&words, "资料库中没有它所回复的批注".to_owned()));
        };
        if foreign.comment.trim().is_empty() {
            return Ok(refused(&words, "回复没有文字".to_owned()));
        }
        let author = self.author(foreign.author.as_deref(), foreign.author_id.as_deref())?;
        let created = time(foreign.created.as_deref(), &now());
        let modified = time(foreign.modified.as_deref(), &created);
        let sql = "INSERT OR IGNORE INTO reply (uid, annotation, comment, author, created_at, modified_at, batch)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let row = params![
            uid,
            annotation,
            foreign.comment,
            author,
            created,
            modified,
            self.batch
        ];
        let added = self.connection.prepare_cached(sql)?.execute(row)? > 0;
        Ok(ExchangeItem {
            status: if added {
                ExchangeStatus::Added
            } else {
                ExchangeStatus::Duplicate
            },
            id: Some(uid),
            words,
            reason: None,
        })
    }

    /// The person who is meant. A file of a colleague whose library began as a copy of this one carries
    /// the id of this machine's person under another name: that is somebody else.
    fn author(&self, name: Option<&str>, id: Option<&str>) -> Result<i64, LibraryError> {
        let name = name.map(str::trim).filter(|n| !n.is_empty());
        let uid = uid_of(id, name.unwrap_or(NO_NAME));
        let me = me(self.connection)?;
        if uid != person_uid(self.connection, me)? {
            return person(self.connection, &uid, name.unwrap_or(NO_NAME));
        }
        let names = given_names(self.connection)?;
        let mine = |name: &str| name == FIRST_NAME || names.get(&uid).is_some_and(|n| n == name);
        match name {
            Some(name)
                if !mine(name) && !former_names(self.connection)?.iter().any(|n| n == name) =>
            {
                let other = hash(format!("{uid} {name}").as_bytes())[..32].to_owned();
                person(self.connection, &other, name)
            }
            _ => Ok(me),
        }
    }
}

fn refused(words: &str, reason: String) -> ExchangeItem {
    ExchangeItem {
        status: ExchangeStatus::Refused,
        id: None,
        words: words.to_owned(),
        reason: Some(reason),
    }
}

fn colour(foreign: &ForeignAnnotation) -> Colour {
    let named = foreign
        .colour
        .as_deref()
        .and_then(|c| Colour::from_name(c).ok());
    named.unwrap_or(if foreign.kind == "question" {
        Colour::Doubt
    } else {
        Colour::KeyPoint
    })
}

/// Our id of an IRI: the UUID that it is, else a number that the same IRI, or the same content where
/// there is none, always gets.
fn uid_of(iri: Option<&str>, content: &str) -> String {
    let uuid = iri
        .and_then(|i| i.strip_prefix("urn:uuid:"))
        .map(|u| u.replace('-', "").to_lowercase());
    match uuid {
        Some(uuid) if uuid.len() == 32 && uuid.bytes().all(|b| b.is_ascii_hexdigit()) => uuid,
        _ => hash(iri.unwrap_or(content).as_bytes())[..32].to_owned(),
    }
}

/// A time of the file in UTC, the other one where it is none.
fn time(written: Option<&str>, other: &str) -> String {
    let parsed = written.and_then(|w| w.parse::<jiff::Timestamp>().ok());
    parsed.map_or_else(|| other.to_owned(), instant)
}
