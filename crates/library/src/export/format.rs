//! The forms of an export, with their names and endings.

use yandu_export::CitationStyle;

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Word
    Docx,
    /// PDF; only where this program was built with it
    Pdf,
    /// One HTML file
    Html,
    /// Markdown
    Markdown,
    /// 纯文本
    Text,
    /// Excel: the list
    Xlsx,
    /// CSV: the list
    Csv,
    /// Citations in a style
    Citations(CitationStyle),
}

impl ExportFormat {
    /// All of them, with the styles that reference managers read.
    pub const ALL: [ExportFormat; 10] = [
        ExportFormat::Docx,
        ExportFormat::Pdf,
        ExportFormat::Html,
        ExportFormat::Markdown,
        ExportFormat::Text,
        ExportFormat::Xlsx,
        ExportFormat::Csv,
        ExportFormat::Citations(CitationStyle::Bibtex),
        ExportFormat::Citations(CitationStyle::Ris),
        ExportFormat::Citations(CitationStyle::CslJson),
    ];

    /// The name on the command line and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            ExportFormat::Docx => "docx",
            ExportFormat::Pdf => "pdf",
            ExportFormat::Html => "html",
            ExportFormat::Markdown => "md",
            ExportFormat::Text => "txt",
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::Csv => "csv",
            ExportFormat::Citations(style) => style.name(),
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// From the ending of a file, or its name: `.bib` is BibTeX, `.htm` HTML. `None` for an ending that no form has.
    pub fn from_ending(ending: &str) -> Option<Self> {
        let lower = ending.to_lowercase();
        Self::from_name(&lower).or(match lower.as_str() {
            "htm" => Some(ExportFormat::Html),
            "markdown" => Some(ExportFormat::Markdown),
            "text" => Some(ExportFormat::Text),
            "bib" => Some(ExportFormat::Citations(CitationStyle::Bibtex)),
            "json" => Some(ExportFormat::Citations(CitationStyle::CslJson)),
            _ => None,
        })
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            ExportFormat::Citations(CitationStyle::Bibtex) => "bib",
            ExportFormat::Citations(CitationStyle::Ris) => "ris",
            ExportFormat::Citations(_) => "json",
            other => other.name(),
        }
    }

    /// True if this program can write it.
    pub fn available(self) -> bool {
        self != ExportFormat::Pdf || cfg!(feature = "pdf")
    }

    pub(super) fn is_table(self) -> bool {
        matches!(self, ExportFormat::Xlsx | ExportFormat::Csv)
    }
}
