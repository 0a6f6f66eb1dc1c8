//! Where results and messages go.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::failure::Failure;

/// How the user wants to be answered.
pub(crate) struct Output {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    pub(crate) english: bool,
}

impl Output {
    /// One line of a result. A closed pipe is the reader's choice, no error.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        let _ = writeln!(std::io::stdout().lock(), "{}", text.as_ref());
    }

    /// A line that is no result; none with `--quiet` or `--json`.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        if !self.quiet && !self.json {
            self.line(text);
        }
    }

    /// The answer as JSON.
    pub(crate) fn json(&self, value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(value).map_err(|e| Failure::storage(e.to_string()))?;
        self.line(text);
        Ok(())
    }

    /// A bar on stderr, only on a terminal.
    pub(crate) fn bar(&self) -> ProgressBar {
        if self.quiet || self.json || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed_precise} {wide_msg}")
        {
            bar.set_style(style);
        }
        bar
    }

    /// Says why a command failed, and answers with its exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        if self.json {
            let error = serde_json::json!({
                "error": { "code": failure.code, "message": failure.message, "hint": failure.hint }
            });
            self.line(error.to_string());
        }
        let (label, next) = if self.english {
            ("Error: ", "Hint: ")
        } else {
            ("错误：", "建议：")
        };
        let mut stderr = std::io::stderr().lock();
        let _ = writeln!(stderr, "{label}{}", failure.message);
        if let Some(hint) = &failure.hint {
            let _ = writeln!(stderr, "{next}{hint}");
        }
        ExitCode::from(failure.exit)
    }
}
