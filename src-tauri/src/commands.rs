//! One-line adapters to `yandu-api`.

use std::sync::PoisonError;

use yandu_api::{ApiError, LibrarySummary};

use crate::State;

/// What the library holds.
#[tauri::command]
pub(crate) fn library_summary(state: tauri::State<'_, State>) -> Result<LibrarySummary, ApiError> {
    state
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .library_summary()
}
