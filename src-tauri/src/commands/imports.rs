//! What surrounds an import: its report, watched folders, near duplicates, encodings.

use tauri::ipc::Channel;
use yandu_api::*;

use super::Answer;
use crate::State;

/// Writes the report of the last import.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_import_report(state: State<'_>, path: String) -> Answer<()> {
    state.save_import_report(&path)
}

/// The watched folders.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_watched_folders(state: State<'_>) -> Answer<Vec<WatchedRow>> {
    state.list_watched_folders()
}

/// Watches a folder.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_watched_folder(
    state: State<'_>,
    path: String,
    collection: Option<String>,
) -> Answer<WatchedRow> {
    state.add_watched_folder(&path, collection.as_deref())
}

/// Ends watching a folder.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_watched_folder(state: State<'_>, id: u32) -> Answer<()> {
    state.remove_watched_folder(id)
}

/// Watches while the window is there.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn start_watching(state: State<'_>, events: Channel<WatchEvent>) -> Answer<()> {
    state.start_watching(move |event| drop(events.send(event)))
}

/// Looks for near duplicates.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn find_near_duplicates(state: State<'_>, events: Channel<WorkProgress>) -> Answer<u32> {
    state.find_near_duplicates(|progress| drop(events.send(progress)))
}

/// Pairs of documents that are much alike.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_near_duplicates(state: State<'_>) -> Answer<Vec<NearRow>> {
    state.list_near_duplicates()
}

/// Two documents are different.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn keep_apart(state: State<'_>, document: String, other: String) -> Answer<()> {
    state.keep_apart(&document, &other)
}

/// Two documents are editions of one work.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn join_work(state: State<'_>, keep: String, other: String) -> Answer<JoinedAnswer> {
    state.join_work(&keep, &other)
}

/// Takes a document out of its work.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn leave_work(state: State<'_>, document: String) -> Answer<()> {
    state.leave_work(&document)
}

/// A document's file in every encoding.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn encoding_previews(state: State<'_>, document: String) -> Answer<Vec<EncodingRow>> {
    state.encoding_previews(&document)
}

/// Reads a document's file in another encoding.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn read_in_encoding(
    state: State<'_>,
    document: String,
    encoding: String,
) -> Answer<String> {
    state.read_in_encoding(&document, &encoding)
}
