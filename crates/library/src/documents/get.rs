//! One document, as `show` and the reader want it.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;
use serde::Serialize;
use yandu_document::{BlockKind, CitationKind};

use super::{Details, block_key};
use crate::{Library, LibraryError};

/// A document that another one carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachmentSummary {
    /// Its id.
    pub id: String,
    /// 类型
    pub kind: String,
    /// 标题
    pub title: String,
}

/// A block.
#[derive(Debug, Clone, Serialize)]
pub struct BlockView {
    /// Its number, from 0.
    pub n: u32,
    /// What it is.
    pub kind: String,
    /// Outline level, 0 for no heading.
    pub level: u8,
    /// Its numbering as written.
    pub numbering: Option<String>,
    /// 地址
    pub address: String,
    /// Page of the file, from 1.
    pub page: Option<u32>,
    /// The original text.
    pub text: String,
}

impl BlockView {
    /// What it is; text, if this program does not know the name.
    pub(crate) fn block_kind(&self) -> BlockKind {
        serde_json::from_value(self.kind.as_str().into()).unwrap_or(BlockKind::Text)
    }
}

/// A section or point.
#[derive(Debug, Clone, Serialize)]
pub struct OutlineView {
    /// Depth, from 1.
    pub level: u8,
    /// As written.
    pub numbering: String,
    /// The heading.
    pub title: String,
    /// Its block.
    pub block: u32,
    /// First char in the block.
    pub start: u32,
    /// One past the last char.
    pub end: u32,
}

/// A citation, with the document of this library that it means.
#[derive(Debug, Clone, Serialize)]
pub struct CitationView {
    /// Title or number.
    pub text: String,
    /// What it is.
    pub kind: CitationKind,
    /// The number behind the title.
    pub number: Option<String>,
    /// Its block.
    pub block: u32,
    /// First char in the block.
    pub start: u32,
    /// One past the last char.
    pub end: u32,
    /// Id of the cited document, if it is here.
    pub target: Option<String>,
}

/// The file that a document comes from.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    /// Its path at the import.
    pub path: String,
    /// Its format.
    pub format: String,
    /// The encoding of its text.
    pub encoding: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A document with everything known of it.
#[derive(Debug, Clone, Serialize)]
#[expect(
    missing_docs,
    reason = "the fields are those of the command line's contract, named in docs/cli.md"
)]
pub struct DocumentView {
    pub id: String,
    pub kind: String,
    pub document_type: Option<String>,
    pub relation: Option<String>,
    pub title: String,
    pub title_made: bool,
    pub subtitle: Option<String>,
    pub date: Option<String>,
    pub rival_date: Option<String>,
    pub adoption_date: Option<String>,
    pub publish_date: Option<String>,
    pub effective_date: Option<String>,
    pub speaker: Option<String>,
    pub speaker_roles: Vec<String>,
    pub occasion: Option<String>,
    pub place: Option<String>,
    pub record_note: Option<String>,
    pub issuer: Option<String>,
    pub issuer_mark: Option<String>,
    pub document_number: Option<String>,
    pub copy_number: Option<String>,
    pub recipients: Vec<String>,
    pub attachment_list: Vec<String>,
    pub signature: Option<String>,
    pub signatory: Vec<String>,
    pub classification: Option<String>,
    pub urgency: Option<String>,
    pub remark: Option<String>,
    pub cc: Vec<String>,
    pub print_office: Option<String>,
    pub print_date: Option<String>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    pub url: Option<String>,
    pub accessed: Option<String>,
    pub confidence: BTreeMap<String, f32>,
    pub parent: Option<String>,
    pub attachments: Vec<AttachmentSummary>,
    pub tags: Vec<String>,
    pub collections: Vec<String>,
    pub version: u32,
    pub chars: u32,
    pub added_at: String,
    pub trashed_at: Option<String>,
    pub source: SourceView,
    pub warnings: Vec<String>,
    pub blocks: Vec<BlockView>,
    pub outline: Vec<OutlineView>,
    pub citations: Vec<CitationView>,
    pub mentions: Vec<yandu_document::Mention>,
}

impl Library {
    /// The key of the document with this id or unique prefix of four characters or more.
    pub(crate) fn row_of(&self, id: &str) -> Result<i64, LibraryError> {
        let id = id.trim().to_lowercase();
        // What is no id at all is not a short one.
        if id.chars().count() < 4 && id.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(LibraryError::ShortId(id));
        }
        let sql = "SELECT id FROM document WHERE uid >= ?1 AND uid < ?1 || 'g' LIMIT 2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let keys: Vec<i64> = statement
            .query_map([&id], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        match keys[..] {
            [] => Err(LibraryError::NotFound(id)),
            [key] => Ok(key),
            _ => Err(LibraryError::Ambiguous(id)),
        }
    }

    pub(crate) fn rows_of(&self, ids: &[String]) -> Result<Vec<i64>, LibraryError> {
        ids.iter().map(|id| self.row_of(id)).collect()
    }

    /// One document.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`], [`LibraryError::Ambiguous`], [`LibraryError::ShortId`].
    pub fn get_document(&self, id: &str) -> Result<DocumentView, LibraryError> {
        let key = self.row_of(id)?;
        let (mut view, details) = self.row_view(key)?;
        fill(&mut view, &details);
        self.correct_view(key, &mut view)?;
        view.attachments = self.attachments_of(key)?;
        view.tags = self.names("SELECT name FROM tag JOIN document_tag ON tag = tag.id WHERE document = ?1 ORDER BY name", key)?;
        view.collections = self.names(
            "SELECT name FROM collection JOIN collection_document ON collection = collection.id WHERE document = ?1 ORDER BY name",
            key,
        )?;
        view.blocks = self.blocks_of(key)?;
        view.outline = details
            .outline
            .iter()
            .map(|n| OutlineView {
                level: n.level,
                numbering: n.numbering.clone(),
                title: n.title.clone(),
                block: n.block,
                start: n.span.start,
                end: n.span.end,
            })
            .collect();
        for citation in details.citations {
            let target = self.find_cited(&citation.text, citation.number.as_deref(), key)?;
            view.citations.push(CitationView {
                text: citation.text,
                kind: citation.kind,
                number: citation.number,
                block: citation.block,
                start: citation.span.start,
                end: citation.span.end,
                target,
            });
        }
        view.mentions = details.mentions;
        view.warnings = details.warnings;
        Ok(view)
    }

    fn row_view(&self, key: i64) -> Result<(DocumentView, Details), LibraryError> {
        let sql = "SELECT d.uid, d.kind, d.title, d.date, d.version, d.chars, d.added_at, d.trashed_at, d.path, d.format,
               d.encoding, d.sha256, p.uid, d.details
             FROM document d LEFT JOIN document p ON p.id = d.parent WHERE d.id = ?1";
        let (view, details): (DocumentView, String) = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |row| {
                let source = SourceView {
                    path: row.get(8)?,
                    format: row.get(9)?,
                    encoding: row.get(10)?,
                    sha256: row.get(11)?,
                };
                let mut view = empty_view(row.get(0)?, row.get(1)?, row.get(2)?, source);
                view.date = row.get(3)?;
                view.version = row.get(4)?;
                view.chars = row.get(5)?;
                view.added_at = row.get(6)?;
                view.trashed_at = row.get(7)?;
                view.parent = row.get(12)?;
                Ok((view, row.get(13)?))
            })?;
        Ok((view, serde_json::from_str(&details)?))
    }

    pub(crate) fn attachments_of(&self, key: i64) -> Result<Vec<AttachmentSummary>, LibraryError> {
        let sql = "SELECT uid, kind, title FROM document WHERE parent = ?1 AND trashed_at IS NULL ORDER BY part";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([key], |row| {
            Ok(AttachmentSummary {
                id: row.get(0)?,
                kind: row.get(1)?,
                title: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn names(&self, sql: &str, key: i64) -> Result<Vec<String>, LibraryError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let names = statement.query_map([key], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    pub(crate) fn blocks_of(&self, key: i64) -> Result<Vec<BlockView>, LibraryError> {
        let sql = "SELECT id, kind, level, numbering, address, text, page FROM block WHERE id >= ?1 AND id < ?2 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([block_key(key, 0), block_key(key + 1, 0)], |row| {
            let id: i64 = row.get(0)?;
            Ok(BlockView {
                n: (id - block_key(key, 0)) as u32,
                kind: row.get(1)?,
                level: row.get(2)?,
                numbering: row.get(3)?,
                address: row.get(4)?,
                text: row.get(5)?,
                page: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The document that a citation means: by its number, else by its title.
    fn find_cited(
        &self,
        text: &str,
        number: Option<&str>,
        not: i64,
    ) -> Result<Option<String>, LibraryError> {
        let sql = "SELECT uid FROM document WHERE trashed_at IS NULL AND id <> ?2 AND (number = ?1 OR title = ?1) LIMIT 1";
        for value in number.into_iter().chain([text]) {
            let found = self
                .connection
                .prepare_cached(sql)?
                .query_row((value, not), |row| row.get(0))
                .optional()?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

fn empty_view(id: String, kind: String, title: String, source: SourceView) -> DocumentView {
    DocumentView {
        id,
        kind,
        title,
        source,
        document_type: None,
        relation: None,
        subtitle: None,
        date: None,
        title_made: false,
        rival_date: None,
        adoption_date: None,
        publish_date: None,
        effective_date: None,
        speaker: None,
        speaker_roles: Vec::new(),
        occasion: None,
        place: None,
        record_note: None,
        issuer: None,
        issuer_mark: None,
        document_number: None,
        copy_number: None,
        recipients: Vec::new(),
        attachment_list: Vec::new(),
        signature: None,
        signatory: Vec::new(),
        classification: None,
        urgency: None,
        remark: None,
        cc: Vec::new(),
        print_office: None,
        print_date: None,
        publisher: None,
        authors: Vec::new(),
        url: None,
        accessed: None,
        confidence: BTreeMap::new(),
        parent: None,
        attachments: Vec::new(),
        tags: Vec::new(),
        collections: Vec::new(),
        version: 1,
        chars: 0,
        added_at: String::new(),
        trashed_at: None,
        warnings: Vec::new(),
        blocks: Vec::new(),
        outline: Vec::new(),
        citations: Vec::new(),
        mentions: Vec::new(),
    }
}

/// Writes the extracted fields into the view, each with its confidence.
fn fill(view: &mut DocumentView, details: &Details) {
    view.document_type = details.document_type.map(|t| t.chinese().to_owned());
    view.relation = details.relation.map(|r| r.chinese().to_owned());
    view.confidence
        .insert("kind".to_owned(), details.kind_confidence);
    let f = &details.fields;
    view.title_made = f.title.as_ref().is_some_and(yandu_document::is_made_title);
    macro_rules! take {
        ($($name:literal $target:ident = $field:ident |$value:ident| $form:expr;)*) => {$(
            if let Some(extracted) = &f.$field {
                let $value = &extracted.value;
                view.$target = $form;
                view.confidence.insert($name.to_owned(), extracted.confidence);
            }
        )*};
    }
    take! {
        "subtitle" subtitle = subtitle |v| Some(v.clone());
        "rival_date" rival_date = rival_date |v| Some(v.to_string());
        "adoption_date" adoption_date = adoption_date |v| Some(v.to_string());
        "publish_date" publish_date = publish_date |v| Some(v.to_string());
        "effective_date" effective_date = effective_date |v| Some(v.to_string());
        "speaker" speaker = speaker |v| Some(v.clone());
        "speaker_roles" speaker_roles = speaker_roles |v| v.clone();
        "occasion" occasion = occasion |v| Some(v.clone());
        "place" place = place |v| Some(v.clone());
        "record_note" record_note = record_note |v| Some(v.clone());
        "issuer" issuer = issuers |v| Some(v.join("、"));
        "issuer_mark" issuer_mark = issuer_mark |v| Some(v.clone());
        "document_number" document_number = document_number |v| Some(v.to_string());
        "copy_number" copy_number = copy_number |v| Some(v.clone());
        "recipients" recipients = recipients |v| v.clone();
        "attachment_list" attachment_list = attachment_list |v| v.clone();
        "signature" signature = issuer_signature |v| Some(v.clone());
        "signatory" signatory = signatory |v| v.clone();
        "classification" classification = classification |v| Some(match &v.period {
            Some(period) => format!("{}★{period}", v.level.chinese()),
            None => v.level.chinese().to_owned(),
        });
        "urgency" urgency = urgency |v| Some(v.chinese().to_owned());
        "remark" remark = remark |v| Some(v.clone());
        "cc" cc = cc_recipients |v| v.clone();
        "print_office" print_office = print_line |v| Some(v.office.clone());
        "print_date" print_date = print_line |v| Some(v.date.to_string());
        "publisher" publisher = publisher |v| Some(v.clone());
        "authors" authors = authors |v| v.clone();
        "url" url = url |v| Some(v.clone());
        "accessed" accessed = accessed |v| Some(v.to_string());
    }
    for (name, confidence) in [
        ("title", f.title.as_ref().map(|t| t.confidence)),
        (
            "date",
            f.issue_date
                .as_ref()
                .or(f.publish_date.as_ref())
                .map(|d| d.confidence),
        ),
    ] {
        view.confidence
            .extend(confidence.map(|c| (name.to_owned(), c)));
    }
}
