//! Snapshots and checks: the way back when a library is damaged or something went wrong.

use serde::Serialize;
use yandu::{Library, Repair};

use crate::{ApiError, ApiErrorCode, Session};

/// A snapshot.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SnapshotRow {
    /// Its name: the time at which it was made.
    pub name: String,
    /// Size in kilobytes.
    pub kilobytes: u32,
}

/// A check of doctor.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct CheckLine {
    /// Its name.
    pub name: String,
    /// All is well (now).
    pub ok: bool,
    /// What was found or done.
    pub detail: String,
}

impl Session {
    /// The snapshots, newest first; also of a library that could not be opened.
    ///
    /// # Errors
    /// What the disk says.
    pub fn list_snapshots(&self) -> Result<Vec<SnapshotRow>, ApiError> {
        let Some(folder) = &self.places.library else {
            return Ok(Vec::new());
        };
        let row = |s: yandu::Snapshot| SnapshotRow {
            name: s.name,
            kilobytes: u32::try_from(s.bytes / 1024).unwrap_or(u32::MAX),
        };
        Ok(Library::snapshots_in(folder)?
            .into_iter()
            .map(row)
            .collect())
    }

    /// Makes a snapshot now.
    ///
    /// # Errors
    /// What the disk says.
    pub fn add_snapshot(&self) -> Result<(), ApiError> {
        self.with(|library| library.add_snapshot()).map(|_| ())
    }

    /// Goes back to a snapshot. What is there now is kept as a snapshot, or set aside if it is damaged.
    ///
    /// # Errors
    /// No snapshot of the name; a damaged one; what the disk says.
    pub fn restore_snapshot(&self, name: &str) -> Result<(), ApiError> {
        if self.imports.busy() {
            return Err(ApiError::busy());
        }
        let folder = self.places.library.clone().unwrap_or_default();
        let snapshot = Library::snapshots_in(&folder)?
            .into_iter()
            .find(|s| s.name == name);
        let Some(snapshot) = snapshot else {
            let message = format!("没有找到快照：{name}");
            return Err(ApiError::new(
                ApiErrorCode::Refused,
                &message,
                "请重新打开快照列表",
            ));
        };
        let mut library = self.lock();
        let gone = ApiError::new(ApiErrorCode::Refused, "正在恢复快照", "请稍候");
        let restored = match std::mem::replace(&mut *library, Err(gone)) {
            Ok(open) => open.restore(&snapshot.path),
            Err(_) => Library::recover(&folder, &snapshot.path),
        };
        match restored {
            Ok(restored) => {
                *library = Ok(restored);
                Ok(())
            }
            Err(error) => {
                let error = ApiError::from(error);
                // What was open before is opened again; a refusal has changed nothing.
                *library = Library::open(&folder).map_err(ApiError::from);
                Err(error)
            }
        }
    }

    /// Checks the library and mends what can be mended.
    ///
    /// # Errors
    /// The library cannot be opened.
    pub fn check_library(&self) -> Result<Vec<CheckLine>, ApiError> {
        let checks = self.with(|library| library.doctor(Repair::Yes))?;
        let line = |c: yandu::Check| CheckLine {
            name: c.name.to_owned(),
            ok: c.ok,
            detail: c.detail,
        };
        Ok(checks.into_iter().map(line).collect())
    }
}
