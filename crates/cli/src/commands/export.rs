//! `export`

use std::process::ExitCode;
use std::sync::atomic::Ordering;

use serde::Serialize;
use yandu::{ExportContent, ExportSubject, Library};

use super::stop_on_interrupt;
use crate::arguments::Export;
use crate::failure::Failure;
use crate::output::Output;

#[derive(Serialize)]
struct Exported<'a> {
    path: &'a str,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<u32>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    warnings: &'a [String],
}

pub(crate) fn run(
    library: &Library,
    export: &Export,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let with = |name: &str| export.with.iter().any(|w| w == name);
    let content = ExportContent {
        texts: with("text"),
        annotations: with("annotations"),
        notes: with("notes"),
        questions: with("questions"),
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
    let prepared = library.prepare_export(&subject, export.format, &content)?;
    let file = prepared.write(&export.output, &mut progress)?;
    bar.finish_and_clear();
    let Some(file) = file else {
        output.note("已取消，没有写入文件");
        return Ok(ExitCode::from(1));
    };
    let path = file.path.display().to_string();
    if output.json {
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
        let pages = file.pages.map(|pages| format!("，{pages} 页"));
        let size = file.bytes.div_ceil(1024);
        output.line(format!(
            "已导出 {path}（{size} KB{}）",
            pages.unwrap_or_default()
        ));
    }
    Ok(ExitCode::SUCCESS)
}
