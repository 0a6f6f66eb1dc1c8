//! The texts of each scope: as the index takes them, and block by block for snippets.

use rusqlite::OptionalExtension;
use yandu_import::note_lines;
use yandu_search::{Forms, IndexedText, LONGEST_QUERY, fold};

use super::Scope;
use crate::annotations::texts_of;
use crate::documents::block_key;
use crate::{Library, LibraryError};

/// The folded text of the parts of one file, as the index takes them.
pub(crate) struct FoldedPart {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) chars: u32,
    pub(crate) starts: Vec<u32>,
    pub(crate) forms: Vec<String>,
}

impl FoldedPart {
    pub(crate) fn new<'a>(title: &str, blocks: impl Iterator<Item = &'a str>) -> Self {
        let mut part = FoldedPart {
            title: fold(title),
            text: String::new(),
            chars: 0,
            starts: Vec::new(),
            forms: Vec::new(),
        };
        let mut forms = Forms::default();
        for block in blocks {
            part.starts.push(part.chars);
            let folded = fold(block);
            part.chars += folded.chars().count() as u32;
            part.text.push_str(&folded);
            forms.take(block, &folded);
        }
        part.forms = forms.finish();
        part
    }

    /// With the beginning of what follows in the file: a cut across their border is found too.
    pub(crate) fn indexed(&self, document: i64, following: &[FoldedPart]) -> IndexedText {
        let mut text = self.text.clone();
        let tail = following
            .iter()
            .flat_map(|part| part.text.chars())
            .take(LONGEST_QUERY - 1);
        text.extend(tail);
        IndexedText {
            document: document as u64,
            title: self.title.clone(),
            text,
            own: self.chars,
            starts: self.starts.clone(),
            forms: self.forms.clone(),
        }
    }
}

impl Library {
    /// A text of a scope for its index; `None` if nothing is under this key any more.
    pub(crate) fn scope_text(
        &self,
        scope: Scope,
        key: i64,
    ) -> Result<Option<IndexedText>, LibraryError> {
        if scope == Scope::Documents {
            return self.indexed_text(key).map(Some);
        }
        let Some((title, blocks)) = self.written(scope, key)? else {
            return Ok(None);
        };
        let part = FoldedPart::new(&title, blocks.iter().map(|(text, _)| text.as_str()));
        Ok(Some(part.indexed(key, &[])))
    }

    /// Text and address of one block of a text of a scope.
    pub(crate) fn scope_block(
        &self,
        scope: Scope,
        key: i64,
        n: u32,
    ) -> Result<Option<(String, String)>, LibraryError> {
        if scope == Scope::Documents {
            return self.block_text(key, n);
        }
        let written = self.written(scope, key)?;
        Ok(written.and_then(|(_, blocks)| blocks.into_iter().nth(n as usize)))
    }

    /// All blocks of a text of a scope.
    pub(crate) fn scope_blocks(&self, scope: Scope, key: i64) -> Result<Vec<String>, LibraryError> {
        if scope == Scope::Documents {
            return texts_of(&self.connection, key);
        }
        let written = self.written(scope, key)?;
        Ok(written.map_or(Vec::new(), |(_, blocks)| {
            blocks.into_iter().map(|b| b.0).collect()
        }))
    }

    /// Title and blocks of a note or an annotation. An annotation is its quotation, its words and its replies.
    fn written(&self, scope: Scope, key: i64) -> Result<Option<Written>, LibraryError> {
        match scope {
            Scope::Documents => Ok(None),
            Scope::Notes => {
                let sql = "SELECT title, body FROM note WHERE id = ?1";
                let note: Option<(String, String)> = self
                    .connection
                    .prepare_cached(sql)?
                    .query_row([key], |r| Ok((r.get(0)?, r.get(1)?)))
                    .optional()?;
                Ok(note.map(|(title, body)| {
                    let title_line = std::iter::once((title.clone(), "标题".to_owned()));
                    let lines = note_lines(&body).into_iter().enumerate();
                    let lines = lines.map(|(n, line)| (line, format!("第{}段", n + 1)));
                    (title, title_line.chain(lines).collect())
                }))
            }
            Scope::Annotations => self.annotation_blocks(key),
        }
    }

    fn annotation_blocks(&self, key: i64) -> Result<Option<Written>, LibraryError> {
        let sql = "SELECT exact, comment FROM annotation WHERE id = ?1";
        let words: Option<(String, String)> = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let Some((exact, comment)) = words else {
            return Ok(None);
        };
        let mut blocks = vec![(exact, "引文".to_owned()), (comment, "批注".to_owned())];
        let mut replies = self.connection.prepare_cached(
            "SELECT comment FROM reply WHERE annotation = ?1 ORDER BY created_at, id",
        )?;
        let replies = replies.query_map([key], |r| r.get(0))?;
        for reply in replies {
            blocks.push((reply?, "回复".to_owned()));
        }
        Ok(Some((String::new(), blocks)))
    }

    /// A document's text for the index, from its blocks.
    pub(crate) fn indexed_text(&self, key: i64) -> Result<IndexedText, LibraryError> {
        let own = self.folded_part(key)?;
        let following: Vec<FoldedPart> = self
            .following(key)?
            .into_iter()
            .map(|k| self.folded_part(k))
            .collect::<Result<_, _>>()?;
        Ok(own.indexed(key, &following))
    }

    /// The parts behind a document in its file.
    pub(crate) fn following(&self, key: i64) -> Result<Vec<i64>, LibraryError> {
        let sql =
            "SELECT s.id FROM document d JOIN document s ON s.parent = coalesce(d.parent, d.id)
                   WHERE d.id = ?1 AND s.part > d.part ORDER BY s.part";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_map([key], |r| r.get(0))?
            .collect::<Result<_, _>>()?)
    }

    fn folded_part(&self, key: i64) -> Result<FoldedPart, LibraryError> {
        let title: String = self
            .connection
            .prepare_cached("SELECT title FROM document WHERE id = ?1")?
            .query_row([key], |r| r.get(0))?;
        let blocks = texts_of(&self.connection, key)?;
        Ok(FoldedPart::new(&title, blocks.iter().map(String::as_str)))
    }

    /// The text of one block; `None` behind the last.
    pub(crate) fn block_text(
        &self,
        key: i64,
        n: u32,
    ) -> Result<Option<(String, String)>, LibraryError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT text, address FROM block WHERE id = ?1")?;
        Ok(statement
            .query_row([block_key(key, n)], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?)
    }
}

/// Title, and text and address of each block.
type Written = (String, Vec<(String, String)>);
