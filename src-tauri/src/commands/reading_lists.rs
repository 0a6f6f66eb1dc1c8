//! One-line adapters for reading lists and citations.

use yandu_api::*;

use super::Answer;
use crate::State;

/// All reading lists.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_reading_lists(state: State<'_>) -> Answer<Vec<ReadingListRow>> {
    state.list_reading_lists()
}

/// One reading list.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn get_reading_list(state: State<'_>, id: String) -> Answer<ReadingListText> {
    state.get_reading_list(&id)
}

/// A new list, or a copy of one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_reading_list(
    state: State<'_>,
    title: String,
    copy_of: Option<String>,
) -> Answer<ReadingListText> {
    state.add_reading_list(&title, copy_of.as_deref())
}

/// Changes what a list says of itself.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn update_reading_list(
    state: State<'_>,
    id: String,
    edit: ListEdit,
) -> Answer<ReadingListText> {
    state.update_reading_list(&id, &edit)
}

/// Removes a list.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_reading_list(state: State<'_>, id: String) -> Answer<()> {
    state.remove_reading_list(&id)
}

/// Adds a section.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_section(
    state: State<'_>,
    list: String,
    title: String,
) -> Answer<ReadingListText> {
    state.add_section(&list, &title)
}

/// Changes a section.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn update_section(
    state: State<'_>,
    id: String,
    title: Option<String>,
    introduction: Option<String>,
) -> Answer<ReadingListText> {
    state.update_section(&id, title, introduction)
}

/// Moves a section.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn move_section(state: State<'_>, id: String, position: u32) -> Answer<ReadingListText> {
    state.move_section(&id, position)
}

/// Removes a section.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_section(state: State<'_>, id: String) -> Answer<ReadingListText> {
    state.remove_section(&id)
}

/// Adds a document or passage.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_item(
    state: State<'_>,
    list: String,
    document: String,
    at: Option<FoundRange>,
) -> Answer<ReadingListText> {
    state.add_item(&list, &document, at)
}

/// Changes an item.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn update_item(state: State<'_>, id: String, edit: ItemEdit) -> Answer<ReadingListText> {
    state.update_item(&id, &edit)
}

/// Moves an item.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn move_item(
    state: State<'_>,
    id: String,
    section: String,
    position: u32,
) -> Answer<ReadingListText> {
    state.move_item(&id, &section, position)
}

/// Removes an item.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_item(state: State<'_>, id: String) -> Answer<ReadingListText> {
    state.remove_item(&id)
}

/// The citation of a document.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn cite(state: State<'_>, document: String, style: String) -> Answer<String> {
    state.cite(&document, &style)
}
