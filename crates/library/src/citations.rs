//! 引文著录 of a document: what the library knows of it, as a work to be cited.
//!
//! A cover and the speech that it carries are two works. An article whose source is a newspaper is cited as
//! one; a saved page that names its address, as a page.

use yandu_document::Kind;
use yandu_export::{CitationStyle, CitedWork, WorkKind, cite, csl_json};

use crate::{DocumentView, Library, LibraryError};

impl Library {
    /// The citation of a document in a style.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn cite(&self, id: &str, style: CitationStyle) -> Result<String, LibraryError> {
        Ok(cite(&self.cited_work(id)?, style))
    }

    /// The citations of several documents: a line or an entry each, one list for CSL-JSON.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn cite_all(&self, ids: &[String], style: CitationStyle) -> Result<String, LibraryError> {
        let works: Vec<CitedWork> = ids
            .iter()
            .map(|id| self.cited_work(id))
            .collect::<Result<_, _>>()?;
        if style == CitationStyle::CslJson {
            return Ok(csl_json(&works));
        }
        let texts: Vec<String> = works.iter().map(|work| cite(work, style)).collect();
        Ok(texts.join("\n"))
    }

    /// A document as a work to be cited.
    pub(crate) fn cited_work(&self, id: &str) -> Result<CitedWork, LibraryError> {
        self.cited_work_of(&self.get_document(id)?)
    }

    /// A document that has been read already, as a work to be cited.
    pub(crate) fn cited_work_of(&self, view: &DocumentView) -> Result<CitedWork, LibraryError> {
        let cover = match &view.parent {
            Some(parent) => Some(self.get_document(parent)?),
            None => None,
        };
        Ok(work(view, cover.as_ref()))
    }
}

fn work(view: &DocumentView, cover: Option<&DocumentView>) -> CitedWork {
    let kind = work_kind(view);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let issuer = text(&view.issuer);
    let (authors, corporate) = match (&view.speaker, &view.authors[..]) {
        (Some(speaker), _) => (vec![speaker.clone()], false),
        (None, [_, ..]) => (view.authors.clone(), false),
        (None, []) if !issuer.is_empty() => (issuer.split('、').map(str::to_owned).collect(), true),
        (None, []) => (Vec::new(), true),
    };
    // Who printed a speech is its publisher; the office that wrote a document is its author already.
    let publisher = match (corporate, cover) {
        (true, _) => String::new(),
        (false, Some(cover)) => text(&cover.issuer),
        (false, None) => issuer,
    };
    CitedWork {
        id: format!("yandu{}", &view.id[..8]),
        kind,
        authors,
        corporate,
        title: view.title.clone(),
        number: text(&view.document_number),
        container: match kind {
            WorkKind::Newspaper => text(&view.publisher),
            _ => String::new(),
        },
        edition: String::new(),
        place: text(&view.place),
        publisher,
        date: view
            .date
            .clone()
            .or_else(|| view.publish_date.clone())
            .unwrap_or_default(),
        pages: String::new(),
        url: String::new(),
        accessed: String::new(),
    }
}

fn work_kind(view: &DocumentView) -> WorkKind {
    let newspaper = view
        .publisher
        .as_deref()
        .is_some_and(|p| p.ends_with('报') || p.ends_with("日报"));
    match Kind::from_name(&view.kind) {
        Some(Kind::Speech) => WorkKind::Speech,
        Some(Kind::Official) => WorkKind::Official,
        Some(Kind::Law) => WorkKind::Law,
        Some(Kind::Example | Kind::Article) if newspaper => WorkKind::Newspaper,
        _ => WorkKind::Other,
    }
}
