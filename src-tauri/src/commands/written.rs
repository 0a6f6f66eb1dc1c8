//! One-line adapters for annotations and notes.

use std::path::PathBuf;

use yandu_api::*;

use super::Answer;
use crate::State;

/// The annotations of a document.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_document_annotations(
    state: State<'_>,
    id: String,
) -> Answer<Vec<AnnotationRow>> {
    state.list_document_annotations(&id)
}

/// A page of the library's annotations.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_annotations(
    state: State<'_>,
    request: AnnotationRequest,
) -> Answer<AnnotationPage> {
    state.list_annotations(&request)
}

/// The annotations whose place needs a look.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_unsettled(state: State<'_>) -> Answer<Vec<AnnotationRow>> {
    state.list_unsettled()
}

/// One annotation.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn get_annotation(state: State<'_>, id: String) -> Answer<AnnotationRow> {
    state.get_annotation(&id)
}

/// Marks a stretch.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_annotation(
    state: State<'_>,
    document: String,
    at: FoundRange,
    words: AnnotationWords,
) -> Answer<AnnotationRow> {
    state.add_annotation(&document, at, &words)
}

/// Changes an annotation.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn update_annotation(
    state: State<'_>,
    id: String,
    edit: AnnotationEdit,
) -> Answer<AnnotationRow> {
    state.update_annotation(&id, &edit)
}

/// Gives an annotation another stretch.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn resize_annotation(
    state: State<'_>,
    id: String,
    at: FoundRange,
) -> Answer<AnnotationRow> {
    state.resize_annotation(&id, at)
}

/// Removes annotations.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_annotations(state: State<'_>, ids: Vec<String>) -> Answer<()> {
    state.remove_annotations(&ids)
}

/// Answers an annotation.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_reply(
    state: State<'_>,
    annotation: String,
    comment: String,
) -> Answer<AnnotationRow> {
    state.add_reply(&annotation, &comment)
}

/// Removes a reply.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_reply(state: State<'_>, id: String) -> Answer<AnnotationRow> {
    state.remove_reply(&id)
}

/// Places that may be meant.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn annotation_candidates(state: State<'_>, id: String) -> Answer<Vec<CandidateRow>> {
    state.annotation_candidates(&id)
}

/// Settles a place.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn settle_annotation(
    state: State<'_>,
    id: String,
    answer: PlaceAnswer,
    at: Option<FoundRange>,
) -> Answer<AnnotationRow> {
    state.settle_annotation(&id, answer, at)
}

/// Names around annotations.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn annotation_names(state: State<'_>) -> Answer<AnnotationNames> {
    state.annotation_names()
}

/// Names this machine's person.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_my_name(state: State<'_>, name: String) -> Answer<()> {
    state.set_my_name(&name)
}

/// Names a colour.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn name_colour(state: State<'_>, colour: String, name: String) -> Answer<()> {
    state.name_colour(&colour, &name)
}

/// Writes annotations into a file.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn export_annotations(
    state: State<'_>,
    document: Option<String>,
    path: PathBuf,
) -> Answer<()> {
    state.export_annotations(document.as_deref(), &path)
}

/// Imports a file of annotations.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn import_annotations(state: State<'_>, path: PathBuf) -> Answer<AnnotationImport> {
    state.import_annotations(&path)
}

/// A passage with its source.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn passage_with_source(
    state: State<'_>,
    document: String,
    at: FoundRange,
) -> Answer<String> {
    state.passage_with_source(&document, at)
}

/// Does again what was undone.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn redo(state: State<'_>) -> Answer<String> {
    state.redo()
}

/// An earlier version beside the present one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn compare_version(
    state: State<'_>,
    id: String,
    version: u32,
) -> Answer<Option<ComparisonAnswer>> {
    state.compare_version(&id, version)
}

/// A page of notes.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_notes(state: State<'_>, request: NoteRequest) -> Answer<NotePage> {
    state.list_notes(&request)
}

/// A note for the editor.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn get_note(state: State<'_>, id: String) -> Answer<NoteText> {
    state.get_note(&id)
}

/// A new note.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_note(
    state: State<'_>,
    title: String,
    document: Option<String>,
    template: Option<String>,
) -> Answer<NoteText> {
    state.add_note(&title, document.as_deref(), template.as_deref())
}

/// Saves a note.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn update_note(state: State<'_>, id: String, edit: NoteEdit) -> Answer<NoteText> {
    state.update_note(&id, &edit)
}

/// Moves notes to the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn trash_notes(state: State<'_>, ids: Vec<String>) -> Answer<()> {
    state.trash_notes(&ids)
}

/// Takes notes out of the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn restore_notes(state: State<'_>, ids: Vec<String>) -> Answer<()> {
    state.restore_notes(&ids)
}

/// Completions of a link.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn complete_link(state: State<'_>, typed: String) -> Answer<Vec<CompletionRow>> {
    state.complete_link(&typed)
}

/// Where a link leads.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn resolve_link(state: State<'_>, words: String) -> Answer<LinkAnswer> {
    state.resolve_link(&words)
}

/// The notes that link here.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_backlinks(state: State<'_>, id: String) -> Answer<Vec<BacklinkRow>> {
    state.list_backlinks(&id)
}

/// The earlier texts of a note.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_note_versions(state: State<'_>, id: String) -> Answer<Vec<NoteVersionRow>> {
    state.list_note_versions(&id)
}

/// An earlier text against the present one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn compare_note_version(
    state: State<'_>,
    id: String,
    n: u32,
) -> Answer<Vec<ComparedLine>> {
    state.compare_note_version(&id, n)
}

/// Gives a note an earlier text back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn restore_note_version(state: State<'_>, id: String, n: u32) -> Answer<NoteText> {
    state.restore_note_version(&id, n)
}

/// Names of the templates.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_templates(state: State<'_>) -> Answer<Vec<String>> {
    state.list_templates()
}

/// Keeps a pasted picture.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_picture(state: State<'_>, base64: String) -> Answer<String> {
    state.add_picture(&base64)
}

/// A kept picture.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn get_picture(state: State<'_>, id: String) -> Answer<PictureData> {
    state.get_picture(&id)
}
