//! What ends a command: code, message, next step, and the exit code of the contract.

use yandu::{ErrorCode, LibraryError};

/// A failed command.
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) exit: u8,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

impl Failure {
    /// Arguments that clap refused; its first line says why.
    pub(crate) fn of_arguments(error: &clap::Error) -> Self {
        // What our own parsers say is the message; clap's own words are the second best.
        if let Some(own) = std::error::Error::source(error) {
            let hint = Some("运行 yandu-cli --help 查看用法".to_owned());
            return Failure {
                code: "usage",
                exit: 2,
                message: own.to_string(),
                hint,
            };
        }
        let text = error.to_string();
        let message = text
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("error: ")
            .to_owned();
        Failure {
            code: "usage",
            exit: 2,
            message,
            hint: Some("运行 yandu-cli --help 查看用法".to_owned()),
        }
    }

    pub(crate) fn storage(message: String) -> Self {
        Failure {
            code: "storage",
            exit: 5,
            message,
            hint: None,
        }
    }

    pub(crate) fn refused(message: String, hint: &str) -> Self {
        Failure {
            code: "refused",
            exit: 3,
            message,
            hint: Some(hint.to_owned()),
        }
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        let (code, exit) = match error.code() {
            ErrorCode::Usage => ("usage", 2),
            ErrorCode::Refused => ("refused", 3),
            ErrorCode::Damaged => ("damaged", 4),
            ErrorCode::Storage => ("storage", 5),
        };
        let unknown_encoding = matches!(&error, LibraryError::Import(_));
        Failure {
            code: if unknown_encoding { "usage" } else { code },
            exit: if unknown_encoding { 2 } else { exit },
            message: error.to_string(),
            hint: error.hint().map(str::to_owned),
        }
    }
}
