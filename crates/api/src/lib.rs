//! Requests and answers of the window, and their bodies. Names no Tauri type, so it is tested without
//! a window.

use std::path::PathBuf;

use serde::Serialize;
use yandu::{ErrorCode, Library, LibraryError};

/// What the window is told when something fails: a code to branch on, a message, the next step.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ApiError {
    /// `usage`, `refused`, `damaged` or `storage`.
    pub code: &'static str,
    /// In the user's language.
    pub message: String,
    /// What the user can do next.
    pub hint: Option<String>,
}

impl From<&LibraryError> for ApiError {
    fn from(error: &LibraryError) -> Self {
        let code = match error.code() {
            ErrorCode::Usage => "usage",
            ErrorCode::Refused => "refused",
            ErrorCode::Damaged => "damaged",
            ErrorCode::Storage => "storage",
        };
        ApiError {
            code,
            message: error.to_string(),
            hint: error.hint().map(str::to_owned),
        }
    }
}

/// What the library holds.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct LibrarySummary {
    /// Its folder.
    pub folder: String,
    /// Number of documents.
    pub documents: u32,
}

/// The window's library, or why it could not be opened: the window opens in either case and says it.
pub struct Session(Result<Library, ApiError>);

impl Session {
    /// Opens the library in `folder`, or in the platform's data folder.
    pub fn open(folder: Option<PathBuf>) -> Session {
        let Some(folder) = folder.or_else(Library::default_folder) else {
            let message = "找不到系统数据目录".to_owned();
            let hint = Some("请设置环境变量 YANDU_LIBRARY".to_owned());
            return Session(Err(ApiError {
                code: "refused",
                message,
                hint,
            }));
        };
        Session(Library::open(&folder).map_err(|e| ApiError::from(&e)))
    }

    /// What the library holds.
    ///
    /// # Errors
    /// Why the library could not be opened, or what the store says.
    pub fn library_summary(&self) -> Result<LibrarySummary, ApiError> {
        let library = self.0.as_ref().map_err(Clone::clone)?;
        let documents = library.count_documents().map_err(|e| ApiError::from(&e))?;
        Ok(LibrarySummary {
            folder: library.folder().display().to_string(),
            documents,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_library_is_summed_up() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(Some(folder.path().to_owned()));
        assert_eq!(session.library_summary().unwrap().documents, 0);
    }

    #[test]
    fn a_locked_library_is_said_and_the_window_lives() {
        let folder = tempfile::tempdir().unwrap();
        let _first = Session::open(Some(folder.path().to_owned()));
        let second = Session::open(Some(folder.path().to_owned()));
        let error = second.library_summary().unwrap_err();
        assert_eq!(error.code, "refused");
        assert!(error.hint.is_some());
    }
}
