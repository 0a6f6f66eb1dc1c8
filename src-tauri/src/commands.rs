//! One-line adapters to `yandu-api`, off the main thread.

pub(crate) mod exports;
pub(crate) mod finding;
pub(crate) mod groups;
pub(crate) mod imports;
pub(crate) mod packs;
pub(crate) mod reading_lists;
pub(crate) mod written;

use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};
use yandu_api::*;

use crate::State;

type Answer<T> = Result<T, ApiError>;

/// What the page needs at its start.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn opening(state: State<'_>) -> Opening {
    state.opening()
}

/// Tries again to open the library.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reopen(state: State<'_>) -> Answer<()> {
    state.reopen()
}

/// The counts of the tree.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn tree(state: State<'_>) -> Answer<Tree> {
    state.tree()
}

/// A page of the list.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_documents(state: State<'_>, request: ListRequest) -> Answer<DocumentPage> {
    state.list_documents(&request)
}

/// A document for the reader.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn get_document(state: State<'_>, id: String) -> Answer<ReaderDocument> {
    state.get_document(&id)
}

/// Remembers the block at the top.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_reading_position(state: State<'_>, id: String, block: u32) -> Answer<()> {
    state.set_reading_position(&id, block)
}

/// Places of a text.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn find_in_document(
    state: State<'_>,
    id: String,
    text: String,
) -> Answer<Vec<FoundRange>> {
    state.find_in_document(&id, &text)
}

/// Places of the texts of a query.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn find_query_in_document(
    state: State<'_>,
    id: String,
    query: String,
) -> Answer<Vec<FoundRange>> {
    state.find_query_in_document(&id, &query)
}

/// Two documents side by side.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn compare_documents(
    state: State<'_>,
    left: String,
    right: String,
) -> Answer<ComparisonAnswer> {
    state.compare_documents(&left, &right)
}

/// Searches the library.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn search(state: State<'_>, request: SearchRequest) -> Answer<SearchAnswer> {
    state.search(&request)
}

/// Holds the import, or lets it go on.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn pause_import(state: State<'_>, paused: bool) {
    state.pause_import(paused);
}

/// Ends the import.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn cancel_import(state: State<'_>) {
    state.cancel_import();
}

/// Undoes an import.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undo_import(state: State<'_>, batch: u32) -> Answer<u32> {
    state.undo_import(batch)
}

/// Keeps a pasted text as a file.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn keep_pasted(state: State<'_>, text: String, name: String) -> Answer<String> {
    state.keep_pasted(&text, &name)
}

/// The folder of the sample library.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn sample_folder(state: State<'_>) -> Answer<String> {
    state.sample_folder()
}

/// Moves documents to the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn trash_documents(state: State<'_>, ids: Vec<String>) -> Answer<()> {
    state.trash_documents(&ids)
}

/// Takes documents out of the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn restore_documents(state: State<'_>, ids: Vec<String>) -> Answer<()> {
    state.restore_documents(&ids)
}

/// What would be undone and done again; the menu says it too.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undo_state(app: tauri::AppHandle, state: State<'_>) -> Answer<yandu_api::UndoState> {
    let names = state.undo_state()?;
    crate::menu::name_undo(&app, &names);
    Ok(names)
}

/// Undoes the last operation.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undo(state: State<'_>) -> Answer<String> {
    state.undo()
}

/// Puts a tag on documents.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_tag(state: State<'_>, ids: Vec<String>, tag: String) -> Answer<()> {
    state.add_tag(&ids, &tag)
}

/// Takes a tag off documents.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_tag(state: State<'_>, ids: Vec<String>, tag: String) -> Answer<()> {
    state.remove_tag(&ids, &tag)
}

/// Puts documents into a collection.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_to_collection(state: State<'_>, ids: Vec<String>, name: String) -> Answer<()> {
    state.add_to_collection(&ids, &name)
}

/// Takes documents out of a collection.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_from_collection(
    state: State<'_>,
    ids: Vec<String>,
    name: String,
) -> Answer<()> {
    state.remove_from_collection(&ids, &name)
}

/// Removes a collection.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_collection(state: State<'_>, name: String) -> Answer<()> {
    state.remove_collection(&name)
}

/// Sets fields of a document.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn correct_metadata(
    state: State<'_>,
    id: String,
    values: Vec<FieldValue>,
) -> Answer<()> {
    state.correct_metadata(&id, &values)
}

/// Says that what was read is right.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn confirm_metadata(state: State<'_>, ids: Vec<String>) -> Answer<()> {
    state.confirm_metadata(&ids)
}

/// What the parser was not sure of.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_doubts(state: State<'_>) -> Answer<Vec<DoubtRow>> {
    state.list_doubts()
}

/// Files that could not be imported.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_import_problems(state: State<'_>) -> Answer<Vec<ProblemRow>> {
    state.list_import_problems()
}

/// Takes files off that list.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn dismiss_import_problems(state: State<'_>, paths: Vec<String>) -> Answer<()> {
    state.dismiss_import_problems(&paths)
}

/// The snapshots.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_snapshots(state: State<'_>) -> Answer<Vec<SnapshotRow>> {
    state.list_snapshots()
}

/// Makes a snapshot.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_snapshot(state: State<'_>) -> Answer<()> {
    state.add_snapshot()
}

/// Goes back to a snapshot.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn restore_snapshot(state: State<'_>, name: String) -> Answer<()> {
    state.restore_snapshot(&name)
}

/// Checks and mends the library.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn check_library(state: State<'_>) -> Answer<Vec<CheckLine>> {
    state.check_library()
}

/// Keeps the settings; the menu follows the language.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_settings(app: AppHandle, state: State<'_>, settings: Settings) -> Answer<()> {
    if settings.language != state.settings().language {
        let _ = crate::menu::set(&app, settings.language);
    }
    state.save_settings(settings)
}

/// Starts an import.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn start_import(
    state: State<'_>,
    request: ImportRequest,
    events: Channel<ImportEvent>,
) -> Answer<()> {
    state.start_import(&request, move |event| drop(events.send(event)))
}

/// Asks where to save a file.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn pick_save(app: AppHandle, name: String) -> Option<String> {
    let chosen = picker(&app).set_file_name(name).blocking_save_file();
    chosen.map(|file| file.to_string())
}

/// Asks for files.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn pick_files(app: AppHandle) -> Vec<String> {
    let files = picker(&app).blocking_pick_files().unwrap_or_default();
    files.iter().map(ToString::to_string).collect()
}

/// Asks for a folder.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn pick_folder(app: AppHandle) -> Option<String> {
    picker(&app)
        .blocking_pick_folder()
        .map(|folder| folder.to_string())
}

/// Full screen and back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn toggle_fullscreen(window: WebviewWindow) {
    let full = window.is_fullscreen().unwrap_or(false);
    let _ = window.set_fullscreen(!full);
}

/// A dialog that begins where people keep their files: in the list of recent files, where GTK begins,
/// no folder can be chosen.
fn picker(app: &AppHandle) -> FileDialogBuilder<tauri::Wry> {
    let path = app.path();
    let dialog = app.dialog().file();
    match path.document_dir().or_else(|_| path.home_dir()) {
        Ok(folder) if folder.is_dir() => dialog.set_directory(folder),
        _ => dialog,
    }
}
