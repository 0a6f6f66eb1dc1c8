//! 导出: a document or a reading list as one file, in the form that an office accepts.
//!
//! The library collects what was asked for; `yandu-export` writes it. A file is written beside its place
//! under another name and renamed when it is whole: what stood there stays until then, and no half file is
//! left.

mod compile;
mod format;
mod target;

pub(crate) use compile::{chinese_day, today};
pub use format::ExportFormat;
use target::check_target;
pub(crate) use target::file_name;
pub use target::write_beside;

use std::path::{Path, PathBuf};

use yandu_export::{
    AnnotationPlace, CitationStyle, Compilation, ExportProgress, Layout, Piece, pieces,
    write_compilation_csv, write_compilation_docx, write_compilation_html,
    write_compilation_markdown, write_compilation_text, write_compilation_xlsx,
};

use crate::{Library, LibraryError, Minutes};

/// What is exported.
#[derive(Debug, Clone)]
pub enum ExportSubject {
    /// One document: its id.
    Document(String),
    /// A reading list: its id or title.
    ReadingList(String),
    /// The minutes of a study group.
    Minutes(Minutes),
}

/// What goes into the file, and how it looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportContent {
    /// The texts; always, for one document.
    pub texts: bool,
    /// 批注
    pub annotations: bool,
    /// 笔记 about the documents
    pub notes: bool,
    /// 思考题
    pub questions: bool,
    /// What a document carries: the 办法 or the speech of a 通知.
    pub attachments: bool,
    /// 版式
    pub layout: Layout,
    /// Where annotations stand.
    pub place: AnnotationPlace,
}

impl Default for ExportContent {
    fn default() -> Self {
        ExportContent {
            texts: true,
            annotations: false,
            notes: false,
            questions: true,
            attachments: true,
            layout: Layout::Official,
            place: AnnotationPlace::Footnotes,
        }
    }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// Its place.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its pages, where the form has pages of its own.
    pub pages: Option<u32>,
    /// What a person should know: a font that was not there, a text that is gone.
    pub warnings: Vec<String>,
}

/// Everything that a file is made of, taken out of the library.
pub struct PreparedExport {
    matter: Matter,
    format: ExportFormat,
    content: ExportContent,
    /// What a reader of the file might miss, a sentence each.
    left_out: Vec<String>,
}

enum Matter {
    Text(String),
    Compilation(Box<Compilation>),
}

/// The bytes of a file before it is written.
struct Written {
    bytes: Vec<u8>,
    pages: Option<u32>,
    warnings: Vec<String>,
}

impl Library {
    /// Collects what is exported; writing it needs the library no more.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`], [`LibraryError::EmptyList`], [`LibraryError::FormatMissing`].
    pub fn prepare_export(
        &self,
        subject: &ExportSubject,
        format: ExportFormat,
        content: &ExportContent,
    ) -> Result<PreparedExport, LibraryError> {
        if !format.available() {
            return Err(LibraryError::FormatMissing(format.name()));
        }
        if content.annotations || matches!(subject, ExportSubject::Minutes(_)) {
            self.sign()?;
        }
        let mut content = content.clone();
        content.texts &= !format.is_table();
        let matter = match format {
            ExportFormat::Citations(style) => Matter::Text(self.citations_of(subject, style)?),
            _ => Matter::Compilation(Box::new(self.compilation(subject, &content)?)),
        };
        let left_out = match content.texts || matches!(subject, ExportSubject::Document(_)) {
            true if !content.attachments && !format.is_table() => self.left_out(subject)?,
            _ => Vec::new(),
        };
        Ok(PreparedExport {
            matter,
            format,
            content,
            left_out,
        })
    }

    /// The name that a file should have, without folder.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn export_name(
        &self,
        subject: &ExportSubject,
        format: ExportFormat,
    ) -> Result<String, LibraryError> {
        let title = match subject {
            ExportSubject::Document(id) => self.get_document(id)?.title,
            ExportSubject::ReadingList(list) => self.get_reading_list(list)?.title,
            ExportSubject::Minutes(minutes) => self.minutes_title(minutes)?,
        };
        Ok(format!("{}.{}", file_name(&title), format.ending()))
    }

    /// The beginning of the file, for a look at it before it is written: at most so many pieces.
    ///
    /// # Errors
    /// As [`Library::prepare_export`].
    pub fn export_preview(
        &self,
        subject: &ExportSubject,
        content: &ExportContent,
        limit: usize,
    ) -> Result<Vec<Piece>, LibraryError> {
        let compilation = self.compilation(subject, content)?;
        let mut pieces = pieces(&compilation, content.place);
        pieces.truncate(limit);
        Ok(pieces)
    }

    fn citations_of(
        &self,
        subject: &ExportSubject,
        style: CitationStyle,
    ) -> Result<String, LibraryError> {
        let ids = match subject {
            ExportSubject::Document(id) => vec![id.clone()],
            ExportSubject::Minutes(minutes) => self.minutes_documents(minutes)?,
            ExportSubject::ReadingList(list) => {
                let view = self.get_reading_list(list)?;
                if view.items == 0 {
                    return Err(LibraryError::EmptyList(view.title));
                }
                let mut ids: Vec<String> = Vec::new();
                for item in view.sections.into_iter().flat_map(|s| s.items) {
                    if !ids.contains(&item.document) {
                        ids.push(item.document);
                    }
                }
                ids
            }
        };
        self.cite_all(&ids, style)
    }
}

impl PreparedExport {
    /// Writes the file; `None` if `progress` stopped it, and nothing is left then.
    ///
    /// # Errors
    /// [`LibraryError::Io`] with the path: a folder that takes no file, a full disk; what the writer says.
    pub fn write(
        &self,
        target: &Path,
        progress: &mut ExportProgress<'_>,
    ) -> Result<Option<ExportedFile>, LibraryError> {
        check_target(target)?;
        let compilation = match &self.matter {
            Matter::Text(text) => {
                write_beside(target, text.as_bytes())?;
                return Ok(Some(exported(target, text.len(), None, Vec::new())));
            }
            Matter::Compilation(compilation) => compilation,
        };
        let Some(written) = write(compilation, self.format, &self.content, progress)? else {
            return Ok(None);
        };
        write_beside(target, &written.bytes)?;
        let mut warnings = written.warnings;
        let entries = compilation.entries().flat_map(|entry| {
            let attached = entry.attachments.iter();
            std::iter::once(entry).chain(attached)
        });
        warnings.extend(entries.filter_map(|entry| {
            let reason = entry.missing.as_ref()?;
            Some(format!("《{}》：{reason}", entry.title))
        }));
        warnings.extend(self.left_out.iter().cloned());
        let size = written.bytes.len();
        Ok(Some(exported(target, size, written.pages, warnings)))
    }
}

fn write(
    compilation: &Compilation,
    format: ExportFormat,
    content: &ExportContent,
    progress: &mut ExportProgress<'_>,
) -> Result<Option<Written>, LibraryError> {
    let place = content.place;
    let bytes = match format {
        ExportFormat::Docx => {
            match write_compilation_docx(compilation, content.layout, place, progress)? {
                Some(bytes) => bytes,
                None => return Ok(None),
            }
        }
        ExportFormat::Pdf => return pdf(compilation, content, progress),
        ExportFormat::Html => write_compilation_html(compilation, place).into_bytes(),
        ExportFormat::Markdown => write_compilation_markdown(compilation, place).into_bytes(),
        ExportFormat::Text => write_compilation_text(compilation).into_bytes(),
        ExportFormat::Xlsx => write_compilation_xlsx(compilation)?,
        ExportFormat::Csv | ExportFormat::Citations(_) => write_compilation_csv(compilation)?,
    };
    Ok(Some(Written {
        bytes,
        pages: None,
        warnings: Vec::new(),
    }))
}

#[cfg(feature = "pdf")]
fn pdf(
    compilation: &Compilation,
    content: &ExportContent,
    progress: &mut ExportProgress<'_>,
) -> Result<Option<Written>, LibraryError> {
    let pdf = yandu_pdf::write_pdf(compilation, content.layout, content.place, progress)?;
    Ok(pdf.map(|pdf| Written {
        bytes: pdf.bytes,
        pages: Some(pdf.pages),
        warnings: pdf.warnings,
    }))
}

#[cfg(not(feature = "pdf"))]
fn pdf(
    _: &Compilation,
    _: &ExportContent,
    _: &mut ExportProgress<'_>,
) -> Result<Option<Written>, LibraryError> {
    Err(LibraryError::FormatMissing(ExportFormat::Pdf.name()))
}

fn exported(path: &Path, bytes: usize, pages: Option<u32>, warnings: Vec<String>) -> ExportedFile {
    ExportedFile {
        path: path.to_owned(),
        bytes: bytes as u64,
        pages,
        warnings,
    }
}
