//! What ends a command: code, message, next step, and the exit code of the contract.

use yandu::{ErrorCode, LibraryError};

/// A failed command.
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) exit: u8,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    /// The same in English; `None`: there is only the Chinese.
    pub(crate) english: Option<Box<English>>,
    /// How the command is used, for arguments that were refused.
    pub(crate) usage: Option<Box<str>>,
    /// The document that was not found.
    pub(crate) missing: Option<Box<str>>,
}

/// Message and next step in English.
pub(crate) struct English {
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

impl Failure {
    fn new(code: &'static str, exit: u8, message: String, hint: Option<String>) -> Failure {
        Failure {
            code,
            exit,
            message,
            hint,
            english: None,
            usage: None,
            missing: None,
        }
    }

    /// Arguments that cannot be taken. The words are in the language of the user already.
    pub(crate) fn usage(message: String, hint: String) -> Failure {
        Failure::new("usage", 2, message, Some(hint))
    }

    pub(crate) fn storage(message: String) -> Self {
        Failure::new("storage", 5, message, None)
    }

    pub(crate) fn refused(message: String, hint: &str) -> Self {
        Failure::new("refused", 3, message, Some(hint.to_owned()))
    }

    /// The same failure with its words in English.
    pub(crate) fn in_english(self, message: impl Into<String>, hint: impl Into<String>) -> Failure {
        let hint = Some(hint.into()).filter(|hint| !hint.is_empty());
        let message = message.into();
        Failure {
            english: Some(Box::new(English { message, hint })),
            ..self
        }
    }

    /// The same failure with another next step.
    pub(crate) fn hinted(mut self, chinese: String, english: String) -> Failure {
        self.hint = Some(chinese);
        if let Some(words) = &mut self.english {
            words.hint = Some(english);
        }
        self
    }

    /// The message in a language.
    pub(crate) fn message(&self, english: bool) -> &str {
        match &self.english {
            Some(words) if english => &words.message,
            _ => &self.message,
        }
    }

    /// The next step in a language.
    pub(crate) fn hint(&self, english: bool) -> Option<&str> {
        match &self.english {
            Some(words) if english => words.hint.as_deref(),
            _ => self.hint.as_deref(),
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
        let (code, exit) = if unknown_encoding {
            ("usage", 2)
        } else {
            (code, exit)
        };
        let hint = error.hint().map(str::to_owned);
        let mut failure = Failure::new(code, exit, error.to_string(), hint);
        failure.english = Some(Box::new(English {
            message: error.english(),
            hint: error.english_hint().map(str::to_owned),
        }));
        if let LibraryError::NotFound(id)
        | LibraryError::Ambiguous(id)
        | LibraryError::ShortId(id) = &error
        {
            failure.missing = Some(id.as_str().into());
        }
        failure
    }
}
