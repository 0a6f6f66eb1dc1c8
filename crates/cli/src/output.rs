//! Where results and messages go.

use std::cell::Cell;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::arguments::Language;
use crate::failure::Failure;

/// How the user wants to be answered.
pub(crate) struct Output {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    pub(crate) english: bool,
    /// Standard output belongs to a file: words go to standard error.
    aside: Cell<bool>,
}

impl Output {
    pub(crate) fn new(json: bool, quiet: bool, language: Language) -> Output {
        Output {
            json,
            quiet,
            english: language == Language::En,
            aside: Cell::new(false),
        }
    }

    /// Leaves standard output to a file.
    pub(crate) fn give_way(&self) {
        self.aside.set(true);
    }

    /// The words in the language of the user.
    pub(crate) fn say<'w>(&self, chinese: &'w str, english: &'w str) -> &'w str {
        if self.english { english } else { chinese }
    }

    /// One line of a result. A closed pipe is the reader's choice, no error.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        match self.aside.get() {
            true => self.aside(text),
            false => {
                let _ = writeln!(std::io::stdout().lock(), "{}", text.as_ref());
            }
        }
    }

    /// A line that is no result; none with `--quiet` or `--json`.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        if !self.quiet && !self.json {
            self.line(text);
        }
    }

    /// A line on standard error, for what a script that reads the result should not read; none with `--quiet` or `--json`.
    pub(crate) fn aside(&self, text: impl AsRef<str>) {
        if !self.quiet && !self.json {
            let _ = writeln!(std::io::stderr().lock(), "{}", text.as_ref());
        }
    }

    /// The answer as JSON.
    pub(crate) fn json(&self, value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(value).map_err(|e| Failure::storage(e.to_string()))?;
        self.line(text);
        Ok(())
    }

    /// Says that a change was made: a line, or `{"done":true}`.
    pub(crate) fn done(&self, text: impl AsRef<str>) -> Result<(), Failure> {
        match self.json {
            true => self.json(&serde_json::json!({ "done": true })),
            false => {
                self.note(text);
                Ok(())
            }
        }
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

    /// The error as JSON has it.
    pub(crate) fn error(&self, failure: &Failure) -> serde_json::Value {
        serde_json::json!({
            "code": failure.code,
            "message": failure.message(self.english),
            "hint": failure.hint(self.english),
        })
    }

    /// Says why a command failed, and answers with its exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        if self.json {
            let _ = self.json(&serde_json::json!({ "error": self.error(failure) }));
        }
        let (label, usage, next) = match self.english {
            true => ("Error: ", "Usage: ", "Hint: "),
            false => ("错误：", "用法：", "建议："),
        };
        let mut stderr = std::io::stderr().lock();
        let _ = writeln!(stderr, "{label}{}", failure.message(self.english));
        if let Some(how) = &failure.usage {
            let _ = writeln!(stderr, "{usage}{how}");
        }
        if let Some(hint) = failure.hint(self.english) {
            let _ = writeln!(stderr, "{next}{hint}");
        }
        ExitCode::from(failure.exit)
    }
}
