//! Export: everything that fits a filter, document by document, in the order of the texts.

use std::collections::HashMap;

use yandu_export::{
    AnnotatedDocument, AnnotationExport, ExportedAnnotation, ExportedBlock, ExportedReply,
    write_csv, write_docx, write_html, write_json_ld, write_markdown,
};

use crate::annotations::{
    AnchorState, AnnotationFilter, AnnotationOrder, AnnotationView, ColourName,
};
use crate::people::given_names;
use crate::store::now;
use crate::{Library, LibraryError};

/// A form of a file of annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnotationFormat {
    /// Markdown
    Markdown,
    /// One HTML file
    Html,
    /// CSV for spreadsheets
    Csv,
    /// W3C Web Annotation
    JsonLd,
    /// The text with the annotations as Word comments
    Docx,
}

impl AnnotationFormat {
    /// All of them.
    pub const ALL: [AnnotationFormat; 5] = [
        AnnotationFormat::Docx,
        AnnotationFormat::Markdown,
        AnnotationFormat::Html,
        AnnotationFormat::Csv,
        AnnotationFormat::JsonLd,
    ];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            AnnotationFormat::Markdown => "md",
            AnnotationFormat::Html => "html",
            AnnotationFormat::Csv => "csv",
            AnnotationFormat::JsonLd => "jsonld",
            AnnotationFormat::Docx => "docx",
        }
    }

    /// From an ending.
    pub fn from_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.ending() == ending)
    }
}

impl Library {
    /// The annotations that fit a filter, as the bytes of a file.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; what the writer says.
    pub fn export_annotations(
        &self,
        filter: &AnnotationFilter,
        format: AnnotationFormat,
    ) -> Result<Vec<u8>, LibraryError> {
        self.sign()?;
        let whole = format == AnnotationFormat::Docx;
        let mut export = self.annotation_export(filter, whole)?;
        if format == AnnotationFormat::JsonLd {
            // Another library tells people of one name apart itself.
            let names = given_names(&self.connection)?;
            export
                .documents
                .iter_mut()
                .for_each(|d| give_names(d, &names));
        }
        Ok(match format {
            AnnotationFormat::Markdown => write_markdown(&export).into_bytes(),
            AnnotationFormat::Html => write_html(&export).into_bytes(),
            AnnotationFormat::Csv => write_csv(&export)?,
            AnnotationFormat::JsonLd => write_json_ld(&export).into_bytes(),
            AnnotationFormat::Docx => write_docx(&export)?,
        })
    }

    /// The annotations that fit a filter, as they go into files.
    pub(crate) fn exported_annotations(
        &self,
        filter: &AnnotationFilter,
    ) -> Result<Vec<ExportedAnnotation>, LibraryError> {
        let names = self.colour_names()?;
        let annotations = self.list_annotations(filter)?.items;
        Ok(annotations.iter().map(|a| exported(a, &names)).collect())
    }

    fn annotation_export(
        &self,
        filter: &AnnotationFilter,
        whole: bool,
    ) -> Result<AnnotationExport, LibraryError> {
        let filter = AnnotationFilter {
            order: AnnotationOrder::Text,
            limit: u32::MAX,
            offset: 0,
            ..filter.clone()
        };
        let names = self.colour_names()?;
        let annotations = self.list_annotations(&filter)?.items;
        let mut documents = Vec::new();
        for group in annotations.chunk_by(|a, b| a.document == b.document) {
            let mut document = self.exported_document(&group[0].document)?;
            document.annotations = group.iter().map(|a| exported(a, &names)).collect();
            documents.push(document);
        }
        // The text of a document without annotations is an answer too, if it was asked for.
        if let (true, Some(id), true) = (whole, &filter.document, documents.is_empty()) {
            documents.push(self.exported_document(id)?);
        }
        Ok(AnnotationExport {
            documents,
            at: now(),
        })
    }

    fn exported_document(&self, id: &str) -> Result<AnnotatedDocument, LibraryError> {
        let key = self.row_of(id)?;
        let sql = "SELECT uid, title, coalesce(speaker, issuer), date, folded_hash, part FROM document WHERE id = ?1";
        let mut document = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |row| {
                Ok(AnnotatedDocument {
                    id: row.get(0)?,
                    title: row.get(1)?,
                    source: row.get(2)?,
                    date: row.get(3)?,
                    text_hash: row.get(4)?,
                    part: row.get(5)?,
                    blocks: Vec::new(),
                    annotations: Vec::new(),
                })
            })?;
        let blocks = self.blocks_of(key)?.into_iter().map(|b| ExportedBlock {
            kind: b.block_kind(),
            level: b.level,
            text: b.text,
        });
        document.blocks = blocks.collect();
        Ok(document)
    }
}

fn give_names(document: &mut AnnotatedDocument, names: &HashMap<String, String>) {
    let give = |name: &mut String, id: &str| {
        if let Some(given) = names.get(id) {
            name.clone_from(given);
        }
    };
    for annotation in &mut document.annotations {
        give(&mut annotation.author, &annotation.author_id);
        for reply in &mut annotation.replies {
            give(&mut reply.author, &reply.author_id);
        }
    }
}

fn exported(view: &AnnotationView, names: &[ColourName]) -> ExportedAnnotation {
    let named = names.iter().find(|n| n.colour == view.colour);
    let gone = matches!(view.state, AnchorState::Earlier | AnchorState::Kept);
    ExportedAnnotation {
        id: view.id.clone(),
        kind: view.kind.name().to_owned(),
        kind_name: view.kind.chinese().to_owned(),
        colour: view.colour.name().to_owned(),
        colour_name: named.map_or(view.colour.chinese().to_owned(), |n| n.name.clone()),
        comment: view.comment.clone(),
        tags: view.tags.clone(),
        author: view.author.clone(),
        author_id: view.author_id.clone(),
        created: view.created_at.clone(),
        modified: view.modified_at.clone(),
        local_time: local_time(&view.created_at),
        position: (!gone).then(|| view.position()),
        quote: yandu_document::TextQuoteSelector {
            exact: view.exact.clone(),
            prefix: view.prefix.clone(),
            suffix: view.suffix.clone(),
        },
        address: if gone {
            String::new()
        } else {
            view.address.clone()
        },
        place_note: match view.state {
            AnchorState::Found => String::new(),
            AnchorState::Moved => "位置待核对".to_owned(),
            AnchorState::Earlier | AnchorState::Kept => "仅在旧版中".to_owned(),
        },
        replies: view
            .replies
            .iter()
            .map(|r| ExportedReply {
                id: r.id.clone(),
                comment: r.comment.clone(),
                author: r.author.clone(),
                author_id: r.author_id.clone(),
                created: r.created_at.clone(),
                modified: r.modified_at.clone(),
                local_time: local_time(&r.created_at),
            })
            .collect(),
    }
}

/// A time in UTC as the clock of this place showed it: 2026-11-24T16:00:00. What is no time stays as it is.
fn local_time(utc: &str) -> String {
    let time = utc.parse::<jiff::Timestamp>();
    time.map_or(utc.to_owned(), |time| {
        let here = time.to_zoned_datetime(jiff::tz::TimeZone::system());
        here.strftime("%Y-%m-%dT%H:%M:%S").to_string()
    })
}
