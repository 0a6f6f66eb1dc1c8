//! 引文著录 of a document: what the library knows of it, as a work to be cited.
//!
//! A cover and the speech that it carries are two works. What a newspaper printed is cited with its issue
//! and page; a saved page that names its address, as a page.
//!
//! Nobody is made the author of what others wrote of him: a speaker is one if the text is his own words,
//! else those are who sign the article, the office that issued it, or the meeting whose communiqué it is.

use yandu_document::{
    BlockKind, Kind, PrintedIn, find_authors, find_meeting, find_printed_in, is_person,
    is_spoken_by,
};
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
    let printed = printed_in(view);
    let kind = work_kind(view, printed.as_ref());
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let Responsible { names, corporate } = responsible(view);
    // Who printed a speech is its publisher; the office that wrote a document is its author already.
    let publisher = match (corporate, cover) {
        (true, _) => String::new(),
        (false, Some(cover)) => text(&cover.issuer),
        (false, None) => text(&view.issuer),
    };
    let day = view.date.clone().or_else(|| view.publish_date.clone());
    let issue = printed.as_ref().and_then(|p| p.date).map(|d| d.to_string());
    let issue = issue.or_else(|| view.publish_date.clone());
    let newspaper = kind == WorkKind::Newspaper;
    CitedWork {
        id: format!("yandu{}", &view.id[..8]),
        kind,
        title: own_title(&view.title, &names),
        authors: names,
        corporate,
        number: text(&view.document_number),
        container: match (newspaper, &printed) {
            (true, Some(printed)) => printed.name.clone(),
            (true, None) => text(&view.publisher),
            (false, _) => String::new(),
        },
        edition: String::new(),
        place: if newspaper {
            String::new()
        } else {
            text(&view.place)
        },
        publisher: if newspaper { String::new() } else { publisher },
        date: match (newspaper, kind) {
            (true, _) | (_, WorkKind::Web) => issue.or(day),
            _ => day,
        }
        .unwrap_or_default(),
        pages: printed
            .filter(|_| newspaper)
            .and_then(|p| p.page)
            .unwrap_or_default(),
        url: text(&view.url),
        accessed: text(&view.accessed),
    }
}

/// 习近平：在…上的讲话 by 习近平 is titled 在…上的讲话.
fn own_title(title: &str, authors: &[String]) -> String {
    let own = authors
        .iter()
        .find_map(|name| title.strip_prefix(name.as_str()));
    let own = own.and_then(|rest| rest.strip_prefix(['：', ':']));
    own.map_or(title, str::trim).to_owned()
}

/// Authors, and whether they are offices.
struct Responsible {
    names: Vec<String>,
    corporate: bool,
}

impl Responsible {
    fn persons(names: Vec<String>) -> Self {
        Responsible {
            names,
            corporate: false,
        }
    }

    fn offices(names: Vec<String>) -> Self {
        Responsible {
            names,
            corporate: true,
        }
    }
}

fn responsible(view: &DocumentView) -> Responsible {
    if let Some(speaker) = view.speaker.as_ref().filter(|name| speaks(view, name)) {
        return Responsible::persons(vec![speaker.clone()]);
    }
    let signed = find_authors(blocks(view));
    // What the parser took of a byline may be less than the byline says.
    let whole = view.authors.iter().all(|name| signed.contains(name));
    let authors = if whole && !signed.is_empty() {
        &signed
    } else {
        &view.authors
    };
    let official = matches!(
        Kind::from_name(&view.kind),
        Some(Kind::Official | Kind::Law)
    );
    if !authors.is_empty() && !official {
        let persons = authors
            .iter()
            .all(|name| is_person(name) || name.is_ascii());
        return Responsible {
            names: authors.clone(),
            corporate: !persons,
        };
    }
    // 某某：加强… is the headline of a report, no office.
    let office = |issuer: &&String| !issuer.is_empty() && !issuer.contains(['：', ':']);
    if let Some(issuer) = view.issuer.as_ref().filter(office) {
        let names = issuer.split('、').map(str::to_owned).collect();
        return Responsible::offices(names);
    }
    Responsible::offices(meeting(view).into_iter().collect())
}

/// True if the text is the speaker's own words. What a person set in the details is right.
fn speaks(view: &DocumentView, name: &str) -> bool {
    let set = view
        .confidence
        .get("speaker")
        .is_some_and(|sure| *sure >= 1.0);
    let speech = match Kind::from_name(&view.kind) {
        Some(Kind::Speech) => true,
        // An article may be signed with a name alone.
        Some(Kind::Article | Kind::Example | Kind::Other) => false,
        _ => return set,
    };
    let greets = |kind| blocks(view).any(|(k, _)| k == kind);
    let signed = greets(BlockKind::Speaker) || greets(BlockKind::Salutation);
    set || (speech || signed) && is_spoken_by(name, &view.title, blocks(view))
}

fn blocks(view: &DocumentView) -> impl Iterator<Item = (BlockKind, &str)> {
    let blocks = view.blocks.iter();
    blocks.map(|block| (block.block_kind(), block.text.as_str()))
}

/// The meeting that adopted a communiqué or resolution.
fn meeting(view: &DocumentView) -> Option<String> {
    let first = blocks(view).find(|(kind, _)| *kind == BlockKind::Text);
    let first = first.map_or("", |(_, text)| text);
    find_meeting(&view.title, first)
}

/// The newspaper, its day and page, as a line of the head says.
fn printed_in(view: &DocumentView) -> Option<PrintedIn> {
    let head = blocks(view).take(8);
    let mut lines = head.filter(|(kind, _)| *kind != BlockKind::Title);
    lines.find_map(|(_, text)| find_printed_in(text))
}

fn work_kind(view: &DocumentView, printed: Option<&PrintedIn>) -> WorkKind {
    let is_newspaper = |name: &str| name.ends_with('报');
    let kind = Kind::from_name(&view.kind);
    let newspaper = printed.is_some_and(|p| is_newspaper(&p.name))
        || view.publisher.as_deref().is_some_and(is_newspaper);
    match kind {
        Some(Kind::Official | Kind::Law) => {}
        Some(Kind::Speech) if printed.is_none() => {}
        _ if newspaper => return WorkKind::Newspaper,
        _ => {}
    }
    match kind {
        _ if view.url.is_some() => WorkKind::Web,
        Some(Kind::Speech) => WorkKind::Speech,
        Some(Kind::Official) => WorkKind::Official,
        Some(Kind::Law) => WorkKind::Law,
        _ => WorkKind::Other,
    }
}
