//! `export`

use std::process::ExitCode;
use std::sync::atomic::Ordering;

use serde::Serialize;
use yandu::{ExportContent, ExportFormat, ExportSubject, Library};

use super::stop_on_interrupt;
use crate::arguments::Export;
use crate::failure::Failure;
use crate::files::{self, OutputFile};
use crate::output::Output;

#[derive(Serialize)]
struct Exported<'a> {
    path: &'a str,
    bytes: u64,
    pages: Option<u32>,
    warnings: &'a [String],
}

pub(crate) fn run(
    library: &Library,
    export: &Export,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let format = format(export.format, &export.output)?;
    let target = OutputFile::at(&export.output, format.ending(), output)?;
    let with = |name: &str| export.with.iter().any(|w| w == name);
    let content = ExportContent {
        texts: with("text"),
        annotations: with("annotations"),
        notes: with("notes"),
        questions: with("questions"),
        attachments: !export.no_attachments,
        layout: export.layout,
        place: export.annotations,
    };
    let subject = match (&export.id, &export.reading_list) {
        (_, Some(list)) => ExportSubject::ReadingList(list.clone()),
        (id, None) => ExportSubject::Document(id.clone().unwrap_or_default()),
    };
    // Ctrl+C ends the export before the file is written.
    let stop = stop_on_interrupt();
    let bar = output.bar();
    let mut progress = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        !stop.load(Ordering::Relaxed)
    };
    let prepared = library.prepare_export(&subject, format, &content)?;
    let file = prepared.write(target.path(), &mut progress)?;
    bar.finish_and_clear();
    let Some(file) = file else {
        output.note(output.say("已取消，没有写入文件", "cancelled, nothing was written"));
        return Ok(ExitCode::from(1));
    };
    let path = export.output.display().to_string();
    if files::is_standard(&export.output) {
        for warning in &file.warnings {
            output.aside(warning);
        }
        target.finish()?;
    } else if output.json {
        output.json(&Exported {
            path: &path,
            bytes: file.bytes,
            pages: file.pages,
            warnings: &file.warnings,
        })?;
    } else {
        for warning in &file.warnings {
            output.note(warning);
        }
        let size = file.bytes.div_ceil(1024);
        output.line(match (file.pages, output.english) {
            (Some(pages), false) => format!("已导出 {path}（{size} KB，{pages} 页）"),
            (None, false) => format!("已导出 {path}（{size} KB）"),
            (Some(pages), true) => format!("Exported to {path} ({size} KB, {pages} pages)"),
            (None, true) => format!("Exported to {path} ({size} KB)"),
        });
    }
    Ok(ExitCode::SUCCESS)
}

/// The format that was named, else that of the file.
pub(super) fn format(
    named: Option<ExportFormat>,
    path: &std::path::Path,
) -> Result<ExportFormat, Failure> {
    let known = ".docx、.pdf、.html、.md、.txt、.xlsx、.csv、.bib、.ris、.json";
    let format = files::format_of(named, Some(path), ExportFormat::from_ending, known)?;
    format.ok_or_else(|| Failure::storage(String::new()))
}
