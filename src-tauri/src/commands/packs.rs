//! Packs.

use tauri::ipc::Channel;
use yandu_api::*;

use super::Answer;
use crate::State;

/// The pack that the program was started with.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn opened_pack() -> Option<String> {
    crate::pack_among(std::env::args())
}

/// Checks a pack.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn verify_pack(state: State<'_>, path: String) -> Answer<PackRow> {
    state.verify_pack(&path)
}

/// Takes a pack in.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn import_pack(
    state: State<'_>,
    path: String,
    trust: bool,
    events: Channel<WorkProgress>,
) -> Answer<PackAnswer> {
    state.import_pack(&path, trust, |progress| drop(events.send(progress)))
}

/// Takes back what a pack brought.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undo_pack(state: State<'_>, id: String) -> Answer<u32> {
    state.undo_pack(&id)
}

/// Makes a pack.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn create_pack(
    state: State<'_>,
    request: PackRequest,
    path: String,
) -> Answer<PackFileAnswer> {
    state.create_pack(&request, &path)
}

/// Who this device is.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn identity(state: State<'_>) -> Answer<IdentityAnswer> {
    state.identity()
}
