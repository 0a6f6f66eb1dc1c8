//! What an import is asked and what it answers.

use std::path::Path;

use serde::Serialize;
use yandu_document::Kind;
use yandu_export::{ExportedImportLine, write_import_report_csv};
use yandu_import::{ImportError, Recognizer, TextEncoding};

use super::prepare::Prepared;
use crate::LibraryError;
use crate::documents::AttachmentSummary;
use crate::export::write_beside;

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ImportStatus {
    /// A new document.
    Added,
    /// A new version of a document.
    Updated,
    /// Its bytes or its text are here already.
    Duplicate,
    /// Whole, but not wanted: not text, too large, encrypted, classified.
    Refused,
    /// Broken or unreadable.
    Failed,
}

impl ImportStatus {
    /// The word in a report.
    pub fn chinese(self) -> &'static str {
        match self {
            ImportStatus::Added => "已添加",
            ImportStatus::Updated => "已更新",
            ImportStatus::Duplicate => "重复",
            ImportStatus::Refused => "未导入",
            ImportStatus::Failed => "失败",
        }
    }

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            ImportStatus::Added => "added",
            ImportStatus::Updated => "updated",
            ImportStatus::Duplicate => "duplicate",
            ImportStatus::Refused => "refused",
            ImportStatus::Failed => "failed",
        }
    }
}

/// A line of the report.
#[derive(Debug, Clone, Serialize)]
pub struct ImportItem {
    /// The file; inside an archive `archive.zip/name`.
    pub path: String,
    /// What happened.
    pub status: ImportStatus,
    /// The document that it became, or of which it is a duplicate.
    pub id: Option<String>,
    /// 类型
    pub kind: Option<String>,
    /// 标题
    pub title: Option<String>,
    /// Why it was not added, or what is doubtful.
    pub reason: Option<String>,
    /// The next step.
    pub hint: Option<&'static str>,
    /// Text of it, or of some of its pages, is to be had by OCR only.
    pub needs_ocr: bool,
    /// A password opens it.
    pub encrypted: bool,
    /// What the file carries.
    pub attachments: Vec<AttachmentSummary>,
}

/// The report of an import.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportReport {
    /// New documents.
    pub added: u32,
    /// New versions.
    pub updated: u32,
    /// Files that are here already.
    pub duplicates: u32,
    /// Files that were not wanted.
    pub refused: u32,
    /// Files that could not be read.
    pub failed: u32,
    /// True if the user ended it.
    pub cancelled: bool,
    /// Number of the batch, for its undo; `None` for a dry run.
    pub batch: Option<i64>,
    /// A line for each file.
    pub items: Vec<ImportItem>,
}

/// What the user asks of an import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The kind of all files, instead of what the parser says.
    pub kind: Option<Kind>,
    /// The collection into which they go.
    pub collection: Option<String>,
    /// The encoding of texts.
    pub encoding: Option<TextEncoding>,
    /// The password of PDF files that ask for one; it is not kept.
    pub password: Option<String>,
    /// Read pictures and pages without text by OCR.
    pub ocr: bool,
    /// Say what would happen, change nothing.
    pub dry_run: bool,
    /// This machine may hold texts marked 秘密, 机密 or 绝密.
    pub allow_classified: bool,
    /// The one file is a new version of this document: its id.
    pub replaces: Option<String>,
    /// Nobody asked for it now: a watched folder, a group. It is not what a person did last, so it is not in the list
    /// of what can be undone; [`crate::Library::undo_import`] undoes it all the same.
    pub by_itself: bool,
}

impl ImportOptions {
    /// Sets the encoding by its name.
    ///
    /// # Errors
    /// [`ImportError::UnknownEncoding`].
    pub fn set_encoding(&mut self, name: &str) -> Result<(), LibraryError> {
        self.encoding = Some(TextEncoding::from_name(name)?);
        Ok(())
    }
}

/// The next step; for a scan it depends on what this machine has.
fn hint(error: &ImportError) -> &'static str {
    let scan = matches!(error, ImportError::NeedsOcr { .. });
    let missing = scan.then(Recognizer::find).and_then(Result::err);
    missing.map_or_else(|| error.hint(), |m| m.hint())
}

impl ImportReport {
    /// Writes the report as CSV, whole or not at all.
    ///
    /// # Errors
    /// The place takes no file; the disk.
    pub fn write(&self, target: &Path) -> Result<(), LibraryError> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let lines: Vec<ExportedImportLine> = self
            .items
            .iter()
            .map(|item| ExportedImportLine {
                path: item.path.clone(),
                status: item.status.chinese().to_owned(),
                title: text(&item.title),
                reason: text(&item.reason),
                hint: item.hint.unwrap_or_default().to_owned(),
            })
            .collect();
        write_beside(target, &write_import_report_csv(&lines)?)
    }

    pub(super) fn count(&mut self, item: &ImportItem) {
        match item.status {
            ImportStatus::Added => self.added += 1,
            ImportStatus::Updated => self.updated += 1,
            ImportStatus::Duplicate => self.duplicates += 1,
            ImportStatus::Refused => self.refused += 1,
            ImportStatus::Failed => self.failed += 1,
        }
    }
}

impl ImportItem {
    pub(super) fn of_error(path: &str, error: &ImportError) -> Self {
        let status = if error.is_refusal() {
            ImportStatus::Refused
        } else {
            ImportStatus::Failed
        };
        ImportItem {
            path: path.to_owned(),
            status,
            id: None,
            kind: None,
            title: None,
            reason: Some(error.to_string()),
            hint: Some(hint(error)),
            needs_ocr: matches!(error, ImportError::NeedsOcr { .. }),
            encrypted: matches!(error, ImportError::Encrypted),
            attachments: Vec::new(),
        }
    }

    pub(super) fn of(prepared: &Prepared, status: ImportStatus) -> Self {
        let reason =
            (!prepared.imported.warnings.is_empty()).then(|| prepared.imported.warnings.join("；"));
        ImportItem {
            path: prepared.path.clone(),
            status,
            id: None,
            kind: Some(prepared.document.kind.name().to_owned()),
            title: Some(prepared.document.display_title()),
            reason,
            hint: None,
            needs_ocr: !prepared.imported.unread_pages.is_empty(),
            encrypted: false,
            attachments: Vec::new(),
        }
    }
}
