//! Documents and annotations as files that others read.
//!
//! This crate knows no database: the library hands it what is to be written, complete and in order. It
//! writes bytes and touches no file. Everything that is written by people is text to it: nothing
//! becomes mark-up, a script or a spreadsheet formula by being written.

mod annotations;
mod citation;
mod compilation;
mod concordance;
mod escape;
mod import_report;
mod quotation_report;
mod sheet;
mod word;

pub use annotations::{
    AnnotatedDocument, AnnotationExport, ExportedAnnotation, ExportedBlock, ExportedReply,
    ForeignAnnotation, ForeignItem, ForeignReply, JsonLdError, ModelProblem, check_model,
    read_json_ld, write_csv, write_docx, write_html, write_json_ld, write_markdown,
};

pub use compilation::{
    AnnotationPlace, BASELINE, Compilation, CompiledEntry, CompiledNote, CompiledSection,
    ExportProgress, FootnoteMark, HALF_POINTS, HeadPlaces, ImprintRow, LINE_HALVES, LINE_POINTS,
    Layout, Lead, LeadFace, OfficialHead, OfficialItem, Piece, Role, column_shares, halves,
    joined_title, numbering, official, pieces, title_lines, write_compilation_csv,
    write_compilation_docx, write_compilation_html, write_compilation_markdown,
    write_compilation_text, write_compilation_xlsx,
};

pub use citation::{CitationStyle, CitedWork, WorkKind, cite, csl_json, in_book_marks};

pub use concordance::{ExportedConcordanceLine, write_concordance_csv};
pub use import_report::{ExportedImportLine, write_import_report_csv};

pub use quotation_report::{
    ReportedCheck, ReportedQuotation, ReportedStretch, write_quotation_docx, write_quotation_html,
};

use thiserror::Error;

/// Why a file could not be written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The writer of a format failed.
    #[error("无法生成{format}：{detail}")]
    Writer {
        /// The format, for people.
        format: &'static str,
        /// What the writer says.
        detail: String,
    },
}

impl ExportError {
    pub(crate) fn of(format: &'static str) -> impl FnOnce(&dyn std::error::Error) -> ExportError {
        move |error| ExportError::Writer {
            format,
            detail: error.to_string(),
        }
    }
}
