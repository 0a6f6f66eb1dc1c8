//! Export, quotation check and term tools.

use std::path::PathBuf;

use tauri::ipc::Channel;
use yandu_api::*;

use super::Answer;
use crate::State;

/// The formats that can be written.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn export_formats(state: State<'_>) -> Vec<String> {
    state.export_formats()
}

/// A sensible name for a file.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn export_name(state: State<'_>, request: ExportRequest) -> Answer<String> {
    state.export_name(&request)
}

/// The beginning of a file.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn export_preview(
    state: State<'_>,
    request: ExportRequest,
) -> Answer<Vec<PreviewPiece>> {
    state.export_preview(&request)
}

/// Writes a file.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn export_file(
    state: State<'_>,
    request: ExportRequest,
    path: PathBuf,
    events: Channel<WorkProgress>,
) -> Answer<Option<ExportedFileText>> {
    state.export_file(&request, &path, &mut |progress| drop(events.send(progress)))
}

/// Stops an export or a check.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn cancel_work(state: State<'_>) {
    state.cancel_work();
}

/// Shows the folder of a file in the program of the platform.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn open_folder(path: PathBuf) -> Answer<()> {
    let folder = path.parent().unwrap_or(&path);
    open::that_detached(folder).map_err(|error| {
        let message = format!("打不开文件夹 {}：{error}", folder.display());
        ApiError::new(ApiErrorCode::Storage, &message, "请在文件管理器中打开它")
    })
}

/// Checks the quotations of a draft.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn check_quotations(
    state: State<'_>,
    text: String,
    path: Option<PathBuf>,
    marks: bool,
    events: Channel<WorkProgress>,
) -> Answer<QuotationAnswer> {
    state.check_quotations(&text, path.as_deref(), marks, &mut |progress| {
        drop(events.send(progress));
    })
}

/// Writes the findings of the last check.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_quotation_report(state: State<'_>, path: PathBuf) -> Answer<()> {
    state.save_quotation_report(&path)
}

/// What the library knows of a term.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn term(state: State<'_>, text: String, by: String) -> Answer<TermAnswer> {
    state.term(&text, &by)
}

/// Places of a term.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn concordance(
    state: State<'_>,
    text: String,
    offset: u32,
    limit: u32,
) -> Answer<Vec<TermPlace>> {
    state.concordance(&text, offset, limit)
}

/// Writes all places of a term.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_concordance(state: State<'_>, text: String, path: PathBuf) -> Answer<()> {
    state.save_concordance(&text, &path)
}

/// A passage with its citation.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn passage_with_citation(
    state: State<'_>,
    document: String,
    at: FoundRange,
) -> Answer<String> {
    state.passage_with_citation(&document, at)
}
