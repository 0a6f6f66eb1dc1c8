//! Notes: the list, the editor, completion of links, history, templates, pictures.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use yandu::{LibraryError, NewNote, NoteChange, NoteFilter, NoteLink, NoteView};

use crate::reader::{ComparedLine, FoundRange, NamedDocument};
use crate::{ApiError, ApiErrorCode, Session};

/// Rows of a page at most.
const PAGE: u32 = 500;

/// Completions that are offered.
const OFFERED: usize = 20;

/// Which notes, last changed first.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct NoteRequest {
    /// About this document.
    pub document: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// Those in the trash instead.
    pub trashed: bool,
    /// First row.
    pub offset: u32,
    /// Rows, at most 500.
    pub limit: u32,
}

/// A note in a list.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NoteRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its first words.
    pub excerpt: String,
    /// The document that it is about.
    pub document: Option<NamedDocument>,
    /// 标签
    pub tags: Vec<String>,
    /// UTC.
    pub modified_at: String,
    /// 字数
    pub chars: u32,
}

/// A page of notes.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NotePage {
    /// All that fit.
    pub total: u32,
    /// Those that were asked for.
    pub rows: Vec<NoteRow>,
}

/// Where a link leads.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct LinkAnswer {
    /// What stands in the brackets before the bar.
    pub words: String,
    /// Id of the document or note; `None`: nothing has that title yet.
    pub target: Option<String>,
    /// True for a note.
    pub note: bool,
    /// The passage.
    pub at: Option<FoundRange>,
}

/// A note that links here.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct BacklinkRow {
    /// Id of the note.
    pub note: String,
    /// Its title.
    pub title: String,
    /// The line in which the link stands.
    pub line: String,
}

/// A note in the editor.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NoteText {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// The document that it is about.
    pub document: Option<NamedDocument>,
    /// 标签
    pub tags: Vec<String>,
    /// UTC.
    pub modified_at: String,
    /// True if it is in the trash.
    pub trashed: bool,
    /// The links in it.
    pub links: Vec<LinkAnswer>,
    /// The notes that link to it.
    pub backlinks: Vec<BacklinkRow>,
}

/// What shall be another; `None` stays.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct NoteEdit {
    /// The title.
    pub title: Option<String>,
    /// Markdown.
    pub body: Option<String>,
    /// All its tags.
    pub tags: Option<Vec<String>>,
    /// The document that it is about; empty: none.
    pub document: Option<String>,
}

/// A completion of a link.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct CompletionRow {
    /// What comes into the brackets.
    pub insert: String,
    /// What is shown.
    pub label: String,
    /// What tells it from others.
    pub detail: String,
    /// True for a note.
    pub note: bool,
}

/// An earlier text of a note.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NoteVersionRow {
    /// Its number.
    pub n: u32,
    /// Until when the note was so, UTC.
    pub at: String,
    /// 字数
    pub chars: u32,
}

/// A picture.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PictureData {
    /// Its media type.
    pub media_type: String,
    /// Its bytes in base64.
    pub base64: String,
}

impl Session {
    /// A page of notes.
    ///
    /// # Errors
    /// Not found for an unknown document.
    pub fn list_notes(&self, request: &NoteRequest) -> Result<NotePage, ApiError> {
        let filter = NoteFilter {
            document: request.document.clone(),
            tag: request.tag.clone(),
            trashed: request.trashed,
            offset: request.offset,
            limit: request.limit.clamp(1, PAGE),
        };
        let list = self.with(|library| library.list_notes(&filter))?;
        let row = |note: yandu::NoteSummary| NoteRow {
            id: note.id,
            title: note.title,
            excerpt: note.excerpt,
            document: note.document.map(named),
            tags: note.tags,
            modified_at: note.modified_at,
            chars: note.chars,
        };
        Ok(NotePage {
            total: list.total,
            rows: list.items.into_iter().map(row).collect(),
        })
    }

    /// A note for the editor.
    ///
    /// # Errors
    /// Nothing there.
    pub fn get_note(&self, id: &str) -> Result<NoteText, ApiError> {
        self.with(|library| library.get_note(id)).map(note_text)
    }

    /// A new note, from a template if one is named.
    ///
    /// # Errors
    /// Not found for an unknown document or template.
    pub fn add_note(
        &self,
        title: &str,
        document: Option<&str>,
        template: Option<&str>,
    ) -> Result<NoteText, ApiError> {
        self.with(|library| {
            let body = match template {
                None => String::new(),
                Some(name) => {
                    let known = library
                        .list_templates()?
                        .into_iter()
                        .find(|t| t.name == name);
                    let known = known.ok_or_else(|| LibraryError::NoSuchName(name.to_owned()))?;
                    library.fill_template(&known.body, document)?
                }
            };
            library.add_note(&NewNote {
                title: title.to_owned(),
                body,
                document: document.map(str::to_owned),
                tags: Vec::new(),
            })
        })
        .map(note_text)
    }

    /// Saves a note while it is typed, or changes its tags or its document.
    ///
    /// # Errors
    /// Nothing there, too long.
    pub fn update_note(&self, id: &str, edit: &NoteEdit) -> Result<NoteText, ApiError> {
        let change = NoteChange {
            title: edit.title.clone(),
            body: edit.body.clone(),
            tags: edit.tags.clone(),
            document: edit.document.clone(),
        };
        self.with(|library| library.type_note(id, &change))
            .map(note_text)
    }

    /// Moves notes to the trash.
    ///
    /// # Errors
    /// Nothing there.
    pub fn trash_notes(&self, ids: &[String]) -> Result<(), ApiError> {
        self.with(|library| library.trash_notes(ids)).map(|_| ())
    }

    /// Takes notes out of the trash.
    ///
    /// # Errors
    /// Nothing there.
    pub fn restore_notes(&self, ids: &[String]) -> Result<(), ApiError> {
        self.with(|library| library.restore_notes(ids)).map(|_| ())
    }

    /// Completions of what was typed behind `[[`.
    ///
    /// # Errors
    /// What the store says.
    pub fn complete_link(&self, typed: &str) -> Result<Vec<CompletionRow>, ApiError> {
        let found = self.with(|library| library.complete_link(typed, OFFERED))?;
        let row = |c: yandu::LinkCompletion| CompletionRow {
            insert: c.insert,
            label: c.label,
            detail: c.detail,
            note: c.note,
        };
        Ok(found.into_iter().map(row).collect())
    }

    /// Where the words of a link lead.
    ///
    /// # Errors
    /// What the store says.
    pub fn resolve_link(&self, words: &str) -> Result<LinkAnswer, ApiError> {
        self.with(|library| library.resolve_link(words)).map(link)
    }

    /// The notes that link to a document or note.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_backlinks(&self, id: &str) -> Result<Vec<BacklinkRow>, ApiError> {
        let found = self.with(|library| library.list_backlinks(id))?;
        Ok(found.into_iter().map(backlink).collect())
    }

    /// The earlier texts of a note.
    ///
    /// # Errors
    /// Nothing there.
    pub fn list_note_versions(&self, id: &str) -> Result<Vec<NoteVersionRow>, ApiError> {
        let found = self.with(|library| library.list_note_versions(id))?;
        let row = |v: yandu::NoteVersion| NoteVersionRow {
            n: v.n,
            at: v.at,
            chars: v.chars,
        };
        Ok(found.into_iter().map(row).collect())
    }

    /// An earlier text against the present one.
    ///
    /// # Errors
    /// Nothing there.
    pub fn compare_note_version(&self, id: &str, n: u32) -> Result<Vec<ComparedLine>, ApiError> {
        let pairs = self.with(|library| library.compare_note_version(id, n))?;
        Ok(pairs.into_iter().map(ComparedLine::from).collect())
    }

    /// Gives a note an earlier text back.
    ///
    /// # Errors
    /// Nothing there.
    pub fn restore_note_version(&self, id: &str, n: u32) -> Result<NoteText, ApiError> {
        self.with(|library| library.restore_note_version(id, n))
            .map(note_text)
    }

    /// Names of the templates.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_templates(&self) -> Result<Vec<String>, ApiError> {
        let templates = self.with(|library| library.list_templates())?;
        Ok(templates.into_iter().map(|t| t.name).collect())
    }

    /// Keeps a pasted picture, its bytes in base64; answers with its id.
    ///
    /// # Errors
    /// Too large, not a picture.
    pub fn add_picture(&self, base64: &str) -> Result<String, ApiError> {
        let bytes = STANDARD
            .decode(base64)
            .map_err(|_| ApiError::new(ApiErrorCode::Usage, "图片没有传完整", "请再粘贴一次"))?;
        Ok(self.with(|library| library.add_picture(&bytes))?.id)
    }

    /// A kept picture.
    ///
    /// # Errors
    /// Nothing there.
    pub fn get_picture(&self, id: &str) -> Result<PictureData, ApiError> {
        let (format, bytes) = self.with(|library| library.get_picture(id))?;
        Ok(PictureData {
            media_type: format.media_type().to_owned(),
            base64: STANDARD.encode(bytes),
        })
    }
}

fn named((id, title): (String, String)) -> NamedDocument {
    NamedDocument { id, title }
}

fn link(link: NoteLink) -> LinkAnswer {
    let (note, at) = link
        .target
        .as_ref()
        .map_or((false, None), |t| (t.note, t.at));
    LinkAnswer {
        words: link.words,
        target: link.target.map(|t| t.id),
        note,
        at: at.map(FoundRange::from),
    }
}

fn backlink(back: yandu::Backlink) -> BacklinkRow {
    BacklinkRow {
        note: back.note,
        title: back.title,
        line: back.line,
    }
}

fn note_text(note: NoteView) -> NoteText {
    NoteText {
        id: note.id,
        title: note.title,
        body: note.body,
        document: note.document.map(named),
        tags: note.tags,
        modified_at: note.modified_at,
        trashed: note.trashed_at.is_some(),
        links: note.links.into_iter().map(link).collect(),
        backlinks: note.backlinks.into_iter().map(backlink).collect(),
    }
}
