//! Annotations: those of a text, those of the library, what needs a look, files of them.

use serde::{Deserialize, Serialize};
use yandu::{
    AnnotationChange, AnnotationFilter, AnnotationKind, AnnotationOrder, AnnotationView, Colour,
    LibraryError, NewAnnotation, ReplyView, Settlement, TextPositionSelector,
};

use crate::reader::FoundRange;
use crate::{ApiError, Session};

/// Rows of a page at most.
const PAGE: u32 = 500;

/// A reply.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReplyRow {
    /// Its id.
    pub id: String,
    /// The words.
    pub comment: String,
    /// Name of the author.
    pub author: String,
    /// UTC.
    pub created_at: String,
}

/// An annotation.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct AnnotationRow {
    /// Its id.
    pub id: String,
    /// Id of the document.
    pub document: String,
    /// 标题 of the document.
    pub title: String,
    /// `highlight`, `comment`, `question`.
    pub kind: String,
    /// `key_point`, `doubt`, `quotable`, `practice`, `to_check`.
    pub colour: String,
    /// The words; empty for a mark.
    pub comment: String,
    /// 标签
    pub tags: Vec<String>,
    /// Name of the author.
    pub author: String,
    /// Id of the author.
    pub author_id: String,
    /// Written by this machine's person.
    pub mine: bool,
    /// UTC.
    pub modified_at: String,
    /// `found`, `moved`, `earlier`, `kept`.
    pub state: String,
    /// The version of the document in which the place is.
    pub version: u32,
    /// Where it stands.
    pub at: FoundRange,
    /// 地址
    pub address: String,
    /// The quoted text.
    pub quote: String,
    /// The answers, oldest first.
    pub replies: Vec<ReplyRow>,
}

/// A page of annotations.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct AnnotationPage {
    /// All that fit.
    pub total: u32,
    /// Those that were asked for.
    pub rows: Vec<AnnotationRow>,
}

/// Which annotations of the library, last changed first.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct AnnotationRequest {
    /// Of one of these colours; none: all.
    pub colours: Vec<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// Of this author: the id.
    pub author: Option<String>,
    /// First row.
    pub offset: u32,
    /// Rows, at most 500.
    pub limit: u32,
}

/// What a new annotation says.
#[derive(Debug, Clone, Deserialize, specta::Type)]
pub struct AnnotationWords {
    /// `highlight`, `comment`, `question`.
    pub kind: String,
    /// The colour.
    pub colour: String,
    /// The words.
    pub comment: String,
    /// 标签
    pub tags: Vec<String>,
}

/// What shall be another; `None` stays.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct AnnotationEdit {
    /// `highlight`, `comment`, `question`.
    pub kind: Option<String>,
    /// The colour.
    pub colour: Option<String>,
    /// The words.
    pub comment: Option<String>,
    /// All its tags.
    pub tags: Option<Vec<String>>,
}

/// A place that may be meant.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct CandidateRow {
    /// Where.
    pub at: FoundRange,
    /// 地址
    pub address: String,
    /// The text there.
    pub text: String,
    /// How alike it is.
    pub percent: u32,
}

/// What a person says about a place.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PlaceAnswer {
    /// It is right.
    Confirm,
    /// It belongs to the earlier version.
    Keep,
    /// It belongs to the range that is given.
    Place,
}

/// Names around annotations.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct AnnotationNames {
    /// This machine's person.
    pub me: String,
    /// The colours' names, in the order of their keys.
    pub colours: Vec<NamedColour>,
    /// Everyone who wrote annotations.
    pub people: Vec<PersonRow>,
    /// Tags on documents, annotations and notes.
    pub tags: Vec<String>,
}

/// A colour with its name.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NamedColour {
    /// On the wire.
    pub colour: String,
    /// For people.
    pub name: String,
}

/// A person.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PersonRow {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Annotations.
    pub annotations: u32,
}

impl From<FoundRange> for TextPositionSelector {
    fn from(range: FoundRange) -> Self {
        TextPositionSelector {
            block: range.block,
            start: range.start,
            end_block: range.end_block,
            end: range.end,
        }
    }
}

impl From<TextPositionSelector> for FoundRange {
    fn from(at: TextPositionSelector) -> Self {
        FoundRange {
            block: at.block,
            start: at.start,
            end_block: at.end_block,
            end: at.end,
        }
    }
}

impl From<ReplyView> for ReplyRow {
    fn from(reply: ReplyView) -> Self {
        ReplyRow {
            id: reply.id,
            comment: reply.comment,
            author: reply.author,
            created_at: reply.created_at,
        }
    }
}

impl From<AnnotationView> for AnnotationRow {
    fn from(view: AnnotationView) -> Self {
        AnnotationRow {
            at: view.position().into(),
            id: view.id,
            document: view.document,
            title: view.title,
            kind: view.kind.name().to_owned(),
            colour: view.colour.name().to_owned(),
            comment: view.comment,
            tags: view.tags,
            author: view.author,
            author_id: view.author_id,
            mine: view.mine,
            modified_at: view.modified_at,
            state: view.state.name().to_owned(),
            version: view.version,
            address: view.address,
            quote: view.exact,
            replies: view.replies.into_iter().map(ReplyRow::from).collect(),
        }
    }
}

impl Session {
    /// The annotations of a document, in the order of its text.
    ///
    /// # Errors
    /// Not found.
    pub fn list_document_annotations(&self, id: &str) -> Result<Vec<AnnotationRow>, ApiError> {
        let filter = AnnotationFilter {
            document: Some(id.to_owned()),
            order: AnnotationOrder::Text,
            ..AnnotationFilter::default()
        };
        self.annotation_rows(&filter)
    }

    /// A page of the library's annotations.
    ///
    /// # Errors
    /// An unknown colour or kind; what the store says.
    pub fn list_annotations(
        &self,
        request: &AnnotationRequest,
    ) -> Result<AnnotationPage, ApiError> {
        let filter = AnnotationFilter {
            colours: request
                .colours
                .iter()
                .map(|c| Colour::from_name(c))
                .collect::<Result<_, _>>()?,
            kind: request
                .kind
                .as_deref()
                .map(AnnotationKind::from_name)
                .transpose()?,
            tag: request.tag.clone(),
            author: request.author.clone(),
            offset: request.offset,
            limit: request.limit.min(PAGE),
            ..AnnotationFilter::default()
        };
        let list = self.with(|library| library.list_annotations(&filter))?;
        Ok(AnnotationPage {
            total: list.total,
            rows: list.items.into_iter().map(AnnotationRow::from).collect(),
        })
    }

    /// The annotations whose place a person should look at.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_unsettled(&self) -> Result<Vec<AnnotationRow>, ApiError> {
        let filter = AnnotationFilter {
            unsettled: true,
            order: AnnotationOrder::Text,
            limit: PAGE,
            ..AnnotationFilter::default()
        };
        self.annotation_rows(&filter)
    }

    fn annotation_rows(&self, filter: &AnnotationFilter) -> Result<Vec<AnnotationRow>, ApiError> {
        let list = self.with(|library| library.list_annotations(filter))?;
        Ok(list.items.into_iter().map(AnnotationRow::from).collect())
    }

    /// One annotation.
    ///
    /// # Errors
    /// Nothing there.
    pub fn get_annotation(&self, id: &str) -> Result<AnnotationRow, ApiError> {
        self.row(|library| library.get_annotation(id))
    }

    /// Marks a stretch of a document.
    ///
    /// # Errors
    /// Not found, nothing selected.
    pub fn add_annotation(
        &self,
        document: &str,
        at: FoundRange,
        words: &AnnotationWords,
    ) -> Result<AnnotationRow, ApiError> {
        let new = NewAnnotation {
            kind: AnnotationKind::from_name(&words.kind)?,
            colour: Colour::from_name(&words.colour)?,
            comment: words.comment.clone(),
            tags: words.tags.clone(),
        };
        self.row(|library| library.add_annotation(document, at.into(), &new))
    }

    /// Changes an annotation of one's own.
    ///
    /// # Errors
    /// Nothing there, another person's.
    pub fn update_annotation(
        &self,
        id: &str,
        edit: &AnnotationEdit,
    ) -> Result<AnnotationRow, ApiError> {
        let change = AnnotationChange {
            kind: edit
                .kind
                .as_deref()
                .map(AnnotationKind::from_name)
                .transpose()?,
            colour: edit.colour.as_deref().map(Colour::from_name).transpose()?,
            comment: edit.comment.clone(),
            tags: edit.tags.clone(),
        };
        self.row(|library| library.update_annotation(id, &change))
    }

    /// Gives an annotation another stretch.
    ///
    /// # Errors
    /// Nothing there, another person's, nothing selected.
    pub fn resize_annotation(&self, id: &str, at: FoundRange) -> Result<AnnotationRow, ApiError> {
        self.row(|library| library.resize_annotation(id, at.into()))
    }

    /// Removes annotations.
    ///
    /// # Errors
    /// Nothing there.
    pub fn remove_annotations(&self, ids: &[String]) -> Result<(), ApiError> {
        self.with(|library| library.remove_annotations(ids))
            .map(|_| ())
    }

    /// Answers an annotation.
    ///
    /// # Errors
    /// Nothing there, no words.
    pub fn add_reply(&self, annotation: &str, comment: &str) -> Result<AnnotationRow, ApiError> {
        self.row(|library| library.add_reply(annotation, comment))
    }

    /// Removes a reply.
    ///
    /// # Errors
    /// Nothing there.
    pub fn remove_reply(&self, id: &str) -> Result<AnnotationRow, ApiError> {
        self.row(|library| library.remove_reply(id))
    }

    /// The places that may be meant by an annotation.
    ///
    /// # Errors
    /// Nothing there.
    pub fn annotation_candidates(&self, id: &str) -> Result<Vec<CandidateRow>, ApiError> {
        let found = self.with(|library| library.annotation_candidates(id))?;
        let row = |c: yandu::CandidateView| CandidateRow {
            at: c.at.into(),
            address: c.address,
            text: c.text,
            percent: c.percent,
        };
        Ok(found.into_iter().map(row).collect())
    }

    /// Settles the place of an annotation.
    ///
    /// # Errors
    /// Nothing there, no place given.
    pub fn settle_annotation(
        &self,
        id: &str,
        answer: PlaceAnswer,
        at: Option<FoundRange>,
    ) -> Result<AnnotationRow, ApiError> {
        let settlement = match (answer, at) {
            (PlaceAnswer::Confirm, _) => Settlement::Confirm,
            (PlaceAnswer::Keep, _) => Settlement::Keep,
            (PlaceAnswer::Place, Some(at)) => Settlement::Place(at.into()),
            (PlaceAnswer::Place, None) => return Err(LibraryError::EmptySelection.into()),
        };
        self.row(|library| library.settle_annotation(id, settlement))
    }

    fn row(
        &self,
        work: impl FnOnce(&mut yandu::Library) -> Result<AnnotationView, LibraryError>,
    ) -> Result<AnnotationRow, ApiError> {
        self.with(work).map(AnnotationRow::from)
    }

    /// Names around annotations.
    ///
    /// # Errors
    /// What the store says.
    pub fn annotation_names(&self) -> Result<AnnotationNames, ApiError> {
        self.with(|library| {
            let colours = library.colour_names()?.into_iter().map(|c| NamedColour {
                colour: c.colour.name().to_owned(),
                name: c.name,
            });
            let people = library.list_people()?.into_iter().map(|p| PersonRow {
                id: p.id,
                name: p.name,
                annotations: p.annotations,
            });
            Ok(AnnotationNames {
                me: library.my_name()?,
                colours: colours.collect(),
                people: people.collect(),
                tags: library.list_tags()?.into_iter().map(|t| t.name).collect(),
            })
        })
    }

    /// Names this machine's person.
    ///
    /// # Errors
    /// An empty name.
    pub fn set_my_name(&self, name: &str) -> Result<(), ApiError> {
        self.with(|library| library.set_my_name(name))
    }

    /// Names a colour.
    ///
    /// # Errors
    /// A name that is too long.
    pub fn name_colour(&self, colour: &str, name: &str) -> Result<(), ApiError> {
        let colour = Colour::from_name(colour)?;
        self.with(|library| library.name_colour(colour, name))
    }

    /// A passage as it is quoted: “…”（发言人：《题目》，日期，地址）.
    ///
    /// # Errors
    /// Not found, nothing selected.
    pub fn passage_with_source(&self, document: &str, at: FoundRange) -> Result<String, ApiError> {
        self.with(|library| library.passage_with_source(document, at.into()))
    }

    /// A passage with the citation of its document below it, GB/T 7714.
    ///
    /// # Errors
    /// Not found, nothing selected.
    pub fn passage_with_citation(
        &self,
        document: &str,
        at: FoundRange,
    ) -> Result<String, ApiError> {
        let style = yandu::CitationStyle::Gb7714;
        self.with(|library| library.passage_with_citation(document, at.into(), style))
    }

    /// Does again what was undone last; answers with its name.
    ///
    /// # Errors
    /// There is nothing to do again.
    pub fn redo(&self) -> Result<String, ApiError> {
        self.with(|library| library.redo()).map(|o| o.title())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::Path;

    use super::*;
    use crate::Places;

    /// A session with one speech in its library, and the speech's id.
    pub(crate) fn session(folder: &Path) -> (Session, String) {
        let session = Session::new(Places {
            library: Some(folder.join("library")),
            settings: None,
        });
        session.open();
        let file = folder.join("讲话.txt");
        std::fs::write(
            &file,
            "在座谈会上的讲话\n\n李明\n\n（2024年5月6日）\n\n同志们：\n\n没有调查就没有发言权。\n",
        )
        .unwrap();
        let id = session
            .with(|library| {
                let report = library.import(&[file], &Default::default(), &mut |_, _, _| true)?;
                Ok(report.items[0].id.clone().unwrap())
            })
            .unwrap();
        (session, id)
    }

    #[test]
    fn a_selection_becomes_an_annotation_a_file_and_a_quotation() {
        let folder = tempfile::tempdir().unwrap();
        let (session, id) = session(folder.path());
        let block = session
            .get_document(&id)
            .unwrap()
            .blocks
            .iter()
            .position(|b| b.text.contains("调查"))
            .unwrap() as u32;
        let at = FoundRange {
            block,
            start: 2,
            end_block: block,
            end: 9,
        };
        let words = AnnotationWords {
            kind: "question".to_owned(),
            colour: "doubt".to_owned(),
            comment: "怎么理解".to_owned(),
            tags: Vec::new(),
        };
        let row = session.add_annotation(&id, at, &words).unwrap();
        assert_eq!((row.quote.as_str(), row.at), ("调查就没有发言", at));
        let text = session.passage_with_source(&id, at).unwrap();
        assert!(
            text.starts_with("“调查就没有发言”（")
                && text.contains("《在座谈会上的讲话》")
                && text.contains("2024年5月6日"),
            "{text}"
        );
        let file = folder.path().join("批注.jsonld");
        let nameless = session.export_annotations(Some(&id), &file).unwrap_err();
        assert_eq!(nameless.code, crate::ApiErrorCode::NoName);
        session.set_my_name("王芳").unwrap();
        session.export_annotations(Some(&id), &file).unwrap();
        assert_eq!(session.import_annotations(&file).unwrap().duplicates, 1);
        let odd = session
            .export_annotations(None, &folder.path().join("批注.exe"))
            .unwrap_err();
        assert!(odd.hint.is_some());
        let page = session
            .list_annotations(&AnnotationRequest {
                limit: 10,
                ..Default::default()
            })
            .unwrap();
        assert_eq!(page.total, 1);
        let undone = session.undo().unwrap();
        assert!(undone.starts_with("添加批注“"), "{undone}");
        assert_eq!(session.undo_state().unwrap().redo, Some(undone.clone()));
        assert_eq!(session.redo().unwrap(), undone);
    }
}
