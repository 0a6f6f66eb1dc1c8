//! Study groups.

use tauri::ipc::Channel;
use yandu_api::*;

use super::Answer;
use crate::State;

/// All groups.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn list_groups(state: State<'_>) -> Answer<Vec<GroupRow>> {
    state.list_groups()
}

/// A group with members, requests and materials.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn get_group(state: State<'_>, id: String) -> Answer<GroupDetails> {
    state.get_group(&id)
}

/// Makes a group.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn create_group(
    state: State<'_>,
    title: String,
    place: GroupPlace,
    texts: bool,
) -> Answer<String> {
    state.create_group(&title, &place, texts)
}

/// The code of an invitation.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn invite_to_group(state: State<'_>, id: String) -> Answer<String> {
    state.invite_to_group(&id)
}

/// Asks to be admitted.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn join_group(state: State<'_>, code: String, place: GroupPlace) -> Answer<String> {
    state.join_group(&code, &place)
}

/// Exchanges with a group now.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn sync_group(
    state: State<'_>,
    id: String,
    deletions: bool,
    events: Channel<WorkProgress>,
) -> Answer<u32> {
    state.sync_group(&id, deletions, |progress| drop(events.send(progress)))
}

/// Leaves a group.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn leave_group(state: State<'_>, id: String) -> Answer<()> {
    state.leave_group(&id)
}

/// Admits who asked.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn admit_to_group(state: State<'_>, id: String, device: String) -> Answer<()> {
    state.admit_to_group(&id, &device)
}

/// Refuses who asked.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn refuse_request(state: State<'_>, id: String, device: String) -> Answer<()> {
    state.refuse_request(&id, &device)
}

/// Removes a member.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_from_group(state: State<'_>, id: String, member: String) -> Answer<()> {
    state.remove_from_group(&id, &member)
}

/// Makes a member a moderator, or a moderator a member.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_moderator(state: State<'_>, id: String, member: String, on: bool) -> Answer<()> {
    state.set_moderator(&id, &member, on)
}

/// Exchanges in the background too, or only by hand.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_group_background(state: State<'_>, id: String, on: bool) -> Answer<()> {
    state.set_group_background(&id, on)
}

/// Shares with a group.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn share_with_group(state: State<'_>, id: String, share: GroupShare) -> Answer<()> {
    state.share_with_group(&id, &share)
}

/// What a group says in a document.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn group_session(
    state: State<'_>,
    id: String,
    document: String,
) -> Answer<Vec<SessionRow>> {
    state.group_session(&id, &document)
}

/// Marks an annotation as discussed, or not.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_discussed(
    state: State<'_>,
    id: String,
    annotation: String,
    on: bool,
) -> Answer<()> {
    state.set_discussed(&id, &annotation, on)
}

/// Hides an annotation of a group, with the reason.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn hide_in_group(
    state: State<'_>,
    id: String,
    annotation: String,
    reason: String,
) -> Answer<()> {
    state.hide_in_group(&id, &annotation, &reason)
}

/// Exchanges with all groups in the background.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn start_group_exchange(state: State<'_>, events: Channel<GroupEvent>) -> Answer<()> {
    state.start_group_exchange(move |event| drop(events.send(event)))
}
