//! The reader: a document with everything that stands beside its text; find, compare, quick open.

use serde::{Deserialize, Serialize};
use yandu::{DocumentView, FoundPlace};

use crate::{ApiError, Session};

/// A block of the text.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReaderBlock {
    /// What it is, as `heading`, `text`, `signature`.
    pub kind: String,
    /// Outline level, 0 for no heading.
    pub level: u32,
    /// 地址
    pub address: String,
    /// Page of the file, from 1.
    pub page: Option<u32>,
    /// The original text.
    pub text: String,
}

/// A section or point.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReaderHeading {
    /// Depth, from 1.
    pub level: u32,
    /// As written.
    pub numbering: String,
    /// The heading.
    pub title: String,
    /// Its block.
    pub block: u32,
    /// Chars before it in the block.
    pub start: u32,
}

/// A citation in the text.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReaderLink {
    /// Its block.
    pub block: u32,
    /// Chars before it.
    pub start: u32,
    /// One past its last char.
    pub end: u32,
    /// Title or number.
    pub text: String,
    /// Id of the cited document, if it is here.
    pub target: Option<String>,
}

/// Another document, by name.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NamedDocument {
    /// Its id.
    pub id: String,
    /// 标题
    pub title: String,
}

/// A field with how sure the rule is.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Percent; `None` where no rule was at work.
    pub confidence: Option<u32>,
}

/// A document as the reader shows it.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReaderDocument {
    /// Its id.
    pub id: String,
    /// 类型
    pub kind: String,
    /// 标题
    pub title: String,
    /// What is known of it, in the order of the form.
    pub fields: Vec<FieldView>,
    /// The text.
    pub blocks: Vec<ReaderBlock>,
    /// The outline.
    pub outline: Vec<ReaderHeading>,
    /// The citations.
    pub links: Vec<ReaderLink>,
    /// The document that carries it.
    pub parent: Option<NamedDocument>,
    /// What it carries.
    pub attachments: Vec<NamedDocument>,
    /// 标签
    pub tags: Vec<String>,
    /// 专题
    pub collections: Vec<String>,
    /// 字数
    pub chars: u32,
    /// The number of its version.
    pub version: u32,
    /// The file that it comes from; empty once that is gone.
    pub path: String,
    /// The encoding of the file, where it has one.
    pub encoding: Option<String>,
    /// What was left out or doubtful when the file was read.
    pub warnings: Vec<String>,
    /// Other editions of the same work.
    pub editions: Vec<NamedDocument>,
    /// When it came, UTC.
    pub added_at: String,
    /// True if it is in the trash.
    pub trashed: bool,
    /// The block at which it was left.
    pub position: u32,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct FoundRange {
    /// Its first block.
    pub block: u32,
    /// Chars before it in that block.
    pub start: u32,
    /// Its last block.
    pub end_block: u32,
    /// One past its last char, in its last block.
    pub end: u32,
}

/// A line of a comparison.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ComparedLine {
    /// Text of the first document.
    pub left: Option<String>,
    /// Text of the second document.
    pub right: Option<String>,
    /// Chars of the first text that differ.
    pub left_marks: Vec<(u32, u32)>,
    /// Chars of the second text that differ.
    pub right_marks: Vec<(u32, u32)>,
}

/// Two documents side by side.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ComparisonAnswer {
    /// The first.
    pub left: NamedDocument,
    /// The second.
    pub right: NamedDocument,
    /// In the order of the texts.
    pub lines: Vec<ComparedLine>,
    /// Lines that are not equal.
    pub differences: u32,
}

impl Session {
    /// A document for the reader.
    ///
    /// # Errors
    /// Not found.
    pub fn get_document(&self, id: &str) -> Result<ReaderDocument, ApiError> {
        self.with(|library| {
            let view = library.get_document(id)?;
            let parent = match &view.parent {
                Some(parent) => Some(NamedDocument {
                    id: parent.clone(),
                    title: library.get_document(parent)?.title,
                }),
                None => None,
            };
            let position = library.reading_position(&view.id)?;
            let editions = library.editions_of(&view.id)?;
            let editions = editions.into_iter().map(|a| NamedDocument {
                id: a.id,
                title: a.title,
            });
            Ok(reader_document(view, parent, editions.collect(), position))
        })
    }

    /// Remembers the block at the top of the reader.
    ///
    /// # Errors
    /// Not found.
    pub fn set_reading_position(&self, id: &str, block: u32) -> Result<(), ApiError> {
        self.with(|library| library.set_reading_position(id, block))
    }

    /// Every place of a text in a document.
    ///
    /// # Errors
    /// Not found.
    pub fn find_in_document(&self, id: &str, text: &str) -> Result<Vec<FoundRange>, ApiError> {
        let places = self.with(|library| library.find_in_document(id, text))?;
        Ok(places.into_iter().map(FoundRange::from).collect())
    }

    /// Every place of the texts of a query in a document.
    ///
    /// # Errors
    /// Not found; a query that says nothing or too much.
    pub fn find_query_in_document(
        &self,
        id: &str,
        query: &str,
    ) -> Result<Vec<FoundRange>, ApiError> {
        let places = self.with(|library| library.find_query_in_document(id, query))?;
        Ok(places.into_iter().map(FoundRange::from).collect())
    }

    /// Two documents side by side.
    ///
    /// # Errors
    /// Not found.
    pub fn compare_documents(&self, left: &str, right: &str) -> Result<ComparisonAnswer, ApiError> {
        self.with(|library| {
            let compared = library.compare_documents(left, right)?;
            let (left, right) = (library.get_document(left)?, library.get_document(right)?);
            let text = |view: &DocumentView, n: Option<u32>| {
                Some(view.blocks.get(n? as usize)?.text.clone())
            };
            let line = |row: yandu::ComparedRow| ComparedLine {
                left: text(&left, row.left),
                right: text(&right, row.right),
                left_marks: row.left_marks,
                right_marks: row.right_marks,
            };
            Ok(ComparisonAnswer {
                lines: compared.rows.into_iter().map(line).collect(),
                differences: compared.differences,
                left: named(&left),
                right: named(&right),
            })
        })
    }

    /// An earlier version of a document beside the present one; `None` if it is not kept.
    ///
    /// # Errors
    /// Not found.
    pub fn compare_version(
        &self,
        id: &str,
        version: u32,
    ) -> Result<Option<ComparisonAnswer>, ApiError> {
        self.with(|library| {
            let Some(pairs) = library.compare_version(id, version)? else {
                return Ok(None);
            };
            let present = library.get_document(id)?;
            let lines: Vec<ComparedLine> = pairs.into_iter().map(ComparedLine::from).collect();
            let differs = |l: &&ComparedLine| !l.left_marks.is_empty() || !l.right_marks.is_empty();
            Ok(Some(ComparisonAnswer {
                differences: lines.iter().filter(differs).count() as u32,
                lines,
                left: NamedDocument {
                    id: present.id.clone(),
                    title: format!("{}（第 {version} 版）", present.title),
                },
                right: named(&present),
            }))
        })
    }
}

fn named(view: &DocumentView) -> NamedDocument {
    NamedDocument {
        id: view.id.clone(),
        title: view.title.clone(),
    }
}

fn reader_document(
    view: DocumentView,
    parent: Option<NamedDocument>,
    editions: Vec<NamedDocument>,
    position: u32,
) -> ReaderDocument {
    ReaderDocument {
        fields: fields(&view),
        id: view.id,
        kind: view.kind,
        title: view.title,
        blocks: view.blocks.into_iter().map(block).collect(),
        outline: view.outline.into_iter().map(heading).collect(),
        links: view.citations.into_iter().map(link).collect(),
        parent,
        attachments: view
            .attachments
            .into_iter()
            .map(|a| NamedDocument {
                id: a.id,
                title: a.title,
            })
            .collect(),
        tags: view.tags,
        collections: view.collections,
        chars: view.chars,
        version: view.version,
        path: view.source.path,
        encoding: view.source.encoding,
        warnings: view.warnings,
        editions,
        added_at: view.added_at,
        trashed: view.trashed_at.is_some(),
        position,
    }
}

fn block(block: yandu::BlockView) -> ReaderBlock {
    ReaderBlock {
        kind: block.kind,
        level: u32::from(block.level),
        address: block.address,
        page: block.page,
        text: block.text,
    }
}

fn heading(node: yandu::OutlineView) -> ReaderHeading {
    ReaderHeading {
        level: u32::from(node.level),
        numbering: node.numbering,
        title: node.title,
        block: node.block,
        start: node.start,
    }
}

fn link(citation: yandu::CitationView) -> ReaderLink {
    ReaderLink {
        block: citation.block,
        start: citation.start,
        end: citation.end,
        text: citation.text,
        target: citation.target,
    }
}

/// The fields that have a value, and all that a person can set.
fn fields(view: &DocumentView) -> Vec<FieldView> {
    let list = |values: &[String]| Some(values.join("、")).filter(|v| !v.is_empty());
    let editable = [
        ("title", Some(view.title.clone())),
        ("kind", Some(view.kind.clone())),
        ("date", view.date.clone()),
        ("speaker", view.speaker.clone()),
        ("issuer", view.issuer.clone()),
        ("document_number", view.document_number.clone()),
        ("occasion", view.occasion.clone()),
    ];
    let others = [
        ("document_type", view.document_type.clone()),
        ("subtitle", view.subtitle.clone()),
        ("speaker_roles", list(&view.speaker_roles)),
        ("place", view.place.clone()),
        ("record_note", view.record_note.clone()),
        ("recipients", list(&view.recipients)),
        ("attachment_list", list(&view.attachment_list)),
        ("signature", view.signature.clone()),
        ("signatory", list(&view.signatory)),
        ("classification", view.classification.clone()),
        ("urgency", view.urgency.clone()),
        ("remark", view.remark.clone()),
        ("cc", list(&view.cc)),
        ("print_office", view.print_office.clone()),
        ("print_date", view.print_date.clone()),
        ("rival_date", view.rival_date.clone()),
        ("adoption_date", view.adoption_date.clone()),
        ("publish_date", view.publish_date.clone()),
        ("effective_date", view.effective_date.clone()),
        ("publisher", view.publisher.clone()),
        ("authors", list(&view.authors)),
        ("url", view.url.clone()),
        ("accessed", view.accessed.clone()),
    ];
    let field = |(name, value): (&str, String)| FieldView {
        confidence: view.confidence.get(name).map(|c| percent(*c)),
        name: name.to_owned(),
        value,
    };
    let editable = editable
        .into_iter()
        .map(|(name, value)| (name, value.unwrap_or_default()));
    let others = others
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    editable.chain(others).map(field).collect()
}

/// A confidence as people read it.
pub(crate) fn percent(confidence: f32) -> u32 {
    (confidence * 100.0).round() as u32
}

impl From<yandu::LinePair> for ComparedLine {
    fn from(pair: yandu::LinePair) -> Self {
        ComparedLine {
            left: pair.left,
            right: pair.right,
            left_marks: pair.left_marks,
            right_marks: pair.right_marks,
        }
    }
}

impl From<FoundPlace> for FoundRange {
    fn from(place: FoundPlace) -> Self {
        FoundRange {
            block: place.block,
            start: place.start,
            end_block: place.end_block,
            end: place.end,
        }
    }
}
