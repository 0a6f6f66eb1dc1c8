//! Errors at the boundary: a code to branch on, a message in the user's language, the next step apart.

use serde::Serialize;
use yandu::{ErrorCode, LibraryError};

/// What the window branches on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ApiErrorCode {
    /// The request itself is wrong.
    Usage,
    /// Refused: not found, a name that exists, a newer version.
    Refused,
    /// Another program has the library open.
    Locked,
    /// The library is damaged.
    Damaged,
    /// The disk or the operating system failed.
    Storage,
    /// Something long is under way already.
    Busy,
    /// Nothing to undo.
    NothingToUndo,
    /// The person of this machine has no name yet.
    NoName,
    /// The last thing done has an undo of its own: an import, a pack.
    OtherUndo,
}

/// What the window is told when something fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ApiError {
    /// To branch on.
    pub code: ApiErrorCode,
    /// In Chinese; the English window has words of its own for each code and shows this as the detail.
    pub message: String,
    /// What the user can do next.
    pub hint: Option<String>,
}

impl ApiError {
    /// An error of this boundary itself.
    pub fn new(code: ApiErrorCode, message: &str, hint: &str) -> Self {
        ApiError {
            code,
            message: message.to_owned(),
            hint: Some(hint.to_owned()),
        }
    }

    pub(crate) fn busy() -> Self {
        ApiError::new(
            ApiErrorCode::Busy,
            "正在导入资料",
            "请等当前导入完成，或先取消它",
        )
    }
}

impl From<LibraryError> for ApiError {
    fn from(error: LibraryError) -> Self {
        let code = match (&error, error.code()) {
            (LibraryError::Locked(_), _) => ApiErrorCode::Locked,
            (LibraryError::LastIsImport { .. } | LibraryError::LastIsPack { .. }, _) => {
                ApiErrorCode::OtherUndo
            }
            (LibraryError::NothingToUndo | LibraryError::NothingToRedo, _) => {
                ApiErrorCode::NothingToUndo
            }
            (LibraryError::NoName, _) => ApiErrorCode::NoName,
            (_, ErrorCode::Usage) => ApiErrorCode::Usage,
            (_, ErrorCode::Refused) => ApiErrorCode::Refused,
            (_, ErrorCode::Damaged) => ApiErrorCode::Damaged,
            (_, ErrorCode::Storage) => ApiErrorCode::Storage,
        };
        ApiError {
            code,
            message: error.to_string(),
            hint: hint_in_window(&error).map(str::to_owned),
        }
    }
}

/// The next step in the window, where the core's own names a command of the command line.
fn hint_in_window(error: &LibraryError) -> Option<&'static str> {
    match error {
        LibraryError::Locked(_) => {
            Some("请先关闭另一个研读窗口，或等正在运行的命令结束，再点“重试”")
        }
        LibraryError::NoName => Some("请在“设置”中填写“我的姓名”，再做一次"),
        LibraryError::NotALibrary(_) => Some("请换一个文件夹，或移走其中的 library.sqlite"),
        LibraryError::Damaged { .. } | LibraryError::Content(_) => {
            Some("请在“设置”中检查资料库，或恢复最近的快照")
        }
        LibraryError::QuoteNotFound { .. } | LibraryError::QuoteAmbiguous { .. } => {
            Some("请直接在原文中选中要标注的文字")
        }
        LibraryError::Search(_) => Some("请在“设置”中检查资料库，全文索引会重建"),
        other => other.hint(),
    }
}
