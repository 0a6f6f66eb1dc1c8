//! One-line adapters for what helps to find: suggestions, saved searches, similar documents, terms.

use tauri::ipc::Channel;
use yandu_api::*;

use super::Answer;
use crate::State;

/// Titles, headings, tags and speakers that fit.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn quick_open(
    state: State<'_>,
    pattern: String,
    pinyin: bool,
) -> Answer<Vec<QuickAnswer>> {
    state.quick_open(&pattern, pinyin)
}

/// For each name the chars that fit.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn match_names(
    pattern: String,
    names: Vec<String>,
    pinyin: bool,
) -> Vec<Option<(u32, u32)>> {
    yandu_api::match_names(&pattern, &names, pinyin)
}

/// What could be meant by what stands in the search box.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn suggest(state: State<'_>, typed: String, pinyin: bool) -> Answer<Vec<SuggestionRow>> {
    state.suggest(&typed, pinyin)
}

/// All saved searches.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_searches(state: State<'_>) -> Answer<Vec<SavedSearchRow>> {
    state.list_searches()
}

/// Saves what is asked.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_search(
    state: State<'_>,
    name: String,
    query: String,
    filters: Vec<SearchFilter>,
    sort: SearchSort,
) -> Answer<SavedSearchRow> {
    state.save_search(&name, &query, &filters, sort)
}

/// Gives a saved search another name.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn rename_search(state: State<'_>, name: String, to: String) -> Answer<()> {
    state.rename_search(&name, &to)
}

/// Removes a saved search.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_search(state: State<'_>, name: String) -> Answer<()> {
    state.remove_search(&name)
}

/// Notes what was asked.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remember_query(
    state: State<'_>,
    query: String,
    filters: Vec<SearchFilter>,
    documents: u32,
) -> Answer<()> {
    state.remember_query(&query, &filters, documents)
}

/// The last queries.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn search_history(state: State<'_>) -> Answer<Vec<AskedRow>> {
    state.search_history()
}

/// Forgets one query, or all.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn forget_queries(state: State<'_>, query: Option<String>) -> Answer<()> {
    state.forget_queries(query.as_deref())
}

/// Documents that speak of the same things.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn similar_documents(state: State<'_>, id: String) -> Answer<Vec<SimilarRow>> {
    state.similar_documents(&id)
}

/// New terms of the library.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn propose_terms(
    state: State<'_>,
    events: Channel<WorkProgress>,
) -> Answer<Option<Vec<ProposedTermRow>>> {
    state.propose_terms(&mut |progress| drop(events.send(progress)))
}

/// The words of the user dictionary.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_words(state: State<'_>) -> Answer<Vec<String>> {
    state.list_words()
}

/// Adds words to it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_words(state: State<'_>, words: Vec<String>) -> Answer<()> {
    state.add_words(&words)
}

/// Takes a word out of it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_word(state: State<'_>, word: String) -> Answer<()> {
    state.remove_word(word)
}
