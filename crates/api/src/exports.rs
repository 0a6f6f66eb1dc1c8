//! Exports: a document or a reading list as one file, with a look at it before, progress and cancel.
//! The library is locked only while the texts are collected.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use yandu::{AnnotationPlace, ExportContent, ExportFormat, ExportSubject, Layout, Minutes};

use crate::{ApiError, ApiErrorCode, Session};

/// Pieces of a preview.
const SHOWN: usize = 120;

/// What is to be exported, and how.
#[derive(Debug, Clone, Deserialize, specta::Type)]
pub struct ExportRequest {
    /// Id of a document; or else
    pub document: Option<String>,
    /// id of a reading list; or else
    pub list: Option<String>,
    /// the minutes of a group.
    pub minutes: Option<MinutesRequest>,
    /// `docx`, `pdf`, `html`, `md`, `txt`, `xlsx`, `csv`, `bibtex`, `ris`, `csl-json`
    pub format: String,
    /// `official` or `booklet`
    pub layout: String,
    /// `footnotes` or `appendix`
    pub place: String,
    /// 正文
    pub texts: bool,
    /// 批注
    pub annotations: bool,
    /// 笔记
    pub notes: bool,
    /// 思考题
    pub questions: bool,
    /// 附件
    pub attachments: bool,
}

/// Which minutes.
#[derive(Debug, Clone, Deserialize, specta::Type)]
pub struct MinutesRequest {
    /// Id of the group.
    pub group: String,
    /// Ids of the documents that were read; none: all in which something was said.
    pub documents: Vec<String>,
}

/// A piece of a preview.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PreviewPiece {
    /// What it is: `title`, `section`, `text` …
    pub role: String,
    /// Outline level of a text's heading, 0 for none.
    pub level: u8,
    /// True for the title of a text.
    pub title: bool,
    /// Its words.
    pub text: String,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ExportedFileText {
    /// Its place.
    pub path: String,
    /// Its size in kB.
    pub kilobytes: u32,
    /// Its pages, where it has pages.
    pub pages: Option<u32>,
    /// What a person should know.
    pub warnings: Vec<String>,
}

/// What work says while it runs.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
pub struct WorkProgress {
    /// Done so far.
    pub done: u32,
    /// In all.
    pub total: u32,
}

/// Where the window says that it no longer wants the work under way.
#[derive(Default)]
pub(crate) struct WorkDesk {
    stopped: AtomicBool,
}

impl WorkDesk {
    /// A progress that tells, and answers whether the work is still wanted.
    pub(crate) fn begin<'a>(
        &'a self,
        tell: &'a mut dyn FnMut(WorkProgress),
    ) -> impl FnMut(usize, usize) -> bool + 'a {
        self.stopped.store(false, Ordering::Relaxed);
        move |done, total| {
            tell(WorkProgress {
                done: done as u32,
                total: total as u32,
            });
            !self.stopped.load(Ordering::Relaxed)
        }
    }
}

impl Session {
    /// The formats that this program can write.
    pub fn export_formats(&self) -> Vec<String> {
        ExportFormat::ALL
            .into_iter()
            .filter(|format| format.available())
            .map(|format| format.name().to_owned())
            .collect()
    }

    /// A sensible name for the file.
    ///
    /// # Errors
    /// Not found, an unknown format.
    pub fn export_name(&self, request: &ExportRequest) -> Result<String, ApiError> {
        let (subject, format, _) = understand(request)?;
        self.with(|library| library.export_name(&subject, format))
    }

    /// The beginning of the file.
    ///
    /// # Errors
    /// Not found, an empty list.
    pub fn export_preview(&self, request: &ExportRequest) -> Result<Vec<PreviewPiece>, ApiError> {
        let (subject, _, content) = understand(request)?;
        let pieces = self.with(|library| library.export_preview(&subject, &content, SHOWN))?;
        let pieces = pieces.into_iter().map(|piece| {
            let (title, level) = match piece.role {
                yandu::Role::Text(yandu::BlockKind::Title, _) => (true, 0),
                yandu::Role::Text(_, level) => (false, level),
                _ => (false, 0),
            };
            PreviewPiece {
                role: piece.role.name().to_owned(),
                level,
                title,
                text: piece.text,
            }
        });
        Ok(pieces.collect())
    }

    /// Writes the file; `None` if it was cancelled.
    ///
    /// # Errors
    /// Not found, an empty list, what the disk says.
    pub fn export_file(
        &self,
        request: &ExportRequest,
        path: &Path,
        tell: &mut dyn FnMut(WorkProgress),
    ) -> Result<Option<ExportedFileText>, ApiError> {
        let (subject, format, content) = understand(request)?;
        let mut progress = self.work.begin(tell);
        let prepared = self.with(|library| library.prepare_export(&subject, format, &content))?;
        let file = prepared.write(path, &mut progress)?;
        Ok(file.map(|file| ExportedFileText {
            path: file.path.display().to_string(),
            kilobytes: u32::try_from(file.bytes.div_ceil(1024)).unwrap_or(u32::MAX),
            pages: file.pages,
            warnings: file.warnings,
        }))
    }

    /// Stops the export or the check under way.
    pub fn cancel_work(&self) {
        self.work.stopped.store(true, Ordering::Relaxed);
    }
}

fn understand(
    request: &ExportRequest,
) -> Result<(ExportSubject, ExportFormat, ExportContent), ApiError> {
    let unknown = || {
        ApiError::new(
            ApiErrorCode::Usage,
            "不认识的导出格式或版式",
            "请在导出窗口中重新选择",
        )
    };
    let subject = match (&request.document, &request.list, &request.minutes) {
        (_, _, Some(minutes)) => ExportSubject::Minutes(Minutes {
            group: minutes.group.clone(),
            documents: minutes.documents.clone(),
            ..Minutes::default()
        }),
        (_, Some(list), None) => ExportSubject::ReadingList(list.clone()),
        (Some(document), None, None) => ExportSubject::Document(document.clone()),
        (None, None, None) => return Err(unknown()),
    };
    let format = ExportFormat::from_name(&request.format).ok_or_else(unknown)?;
    let content = ExportContent {
        texts: request.texts,
        annotations: request.annotations,
        notes: request.notes,
        questions: request.questions,
        attachments: request.attachments,
        layout: Layout::from_name(&request.layout).ok_or_else(unknown)?,
        place: AnnotationPlace::from_name(&request.place).ok_or_else(unknown)?,
    };
    Ok((subject, format, content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotations::tests::session;

    fn request(session: &Session, document: &str, format: &str) -> ExportRequest {
        let list = session.add_reading_list("清单/一", None).unwrap();
        session.add_item(&list.id, document, None).unwrap();
        ExportRequest {
            document: None,
            list: Some(list.id),
            minutes: None,
            format: format.to_owned(),
            layout: "booklet".to_owned(),
            place: "footnotes".to_owned(),
            texts: true,
            annotations: true,
            notes: true,
            questions: true,
            attachments: true,
        }
    }

    #[test]
    fn a_file_is_written_and_a_cancelled_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (session, id) = session(folder.path());
        let request = request(&session, &id, "docx");
        assert_eq!(session.export_name(&request).unwrap(), "清单 一.docx");
        let path = folder.path().join("清单.docx");
        let mut heard = 0;
        let file = session.export_file(&request, &path, &mut |_| heard += 1);
        assert!(file.unwrap().unwrap().kilobytes > 5 && heard > 1);
        std::fs::remove_file(&path).unwrap();
        let none = session
            .export_file(&request, &path, &mut |_| session.cancel_work())
            .unwrap();
        assert!(none.is_none() && !path.exists());
    }

    #[test]
    fn a_preview_shows_title_list_and_text() {
        let folder = tempfile::tempdir().unwrap();
        let (session, id) = session(folder.path());
        let pieces = session
            .export_preview(&request(&session, &id, "html"))
            .unwrap();
        let roles: Vec<&str> = pieces.iter().map(|p| p.role.as_str()).collect();
        assert_eq!(roles[0], "title");
        assert!(roles.contains(&"entry") && roles.contains(&"text"));
        let mut unknown = request(&session, &id, "html");
        unknown.layout = "poster".to_owned();
        assert!(session.export_preview(&unknown).is_err());
    }
}
