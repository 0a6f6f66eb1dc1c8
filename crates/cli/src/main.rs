//! `yandu-cli`: the library on the command line. The contract is in docs/cli.md.
//!
//! It calls the same library functions as the window. Results go to stdout, everything else to
//! stderr; with `--json` one JSON document is all that stdout gets.

mod alike;
mod arguments;
mod commands;
mod failure;
mod files;
mod help;
mod language;
mod output;
mod refusal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::{ContextKind, ErrorKind};

use arguments::{Arguments, Language};
use output::Output;

fn main() -> ExitCode {
    // As the reader of one file, in a process that may not take more than its share.
    if let Some(code) = yandu::serve_reader() {
        return code;
    }
    yandu::offer_reader();
    let words: Vec<OsString> = std::env::args_os().collect();
    // What is wrong with the arguments must be said in the form that was asked for, so look for it first.
    let language = Language::of(&words);
    let asked = |flag: &str| words.iter().any(|word| word == flag);
    let output = Output::new(asked("--json"), asked("--quiet"), language);
    let mut command = help::dressed(language);
    let parsed = command
        .try_get_matches_from_mut(&words)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    match parsed {
        Ok(arguments) => match commands::run(&arguments, &output) {
            Ok(code) => code,
            Err(failure) => output.fail(&failure),
        },
        Err(error) => answer(&error, &words, language, &output),
    }
}

/// Help and version go to stdout; everything else that ends the parsing is an error.
fn answer(
    error: &clap::Error,
    words: &[OsString],
    language: Language,
    output: &Output,
) -> ExitCode {
    let plain: Vec<String> = words
        .iter()
        .skip(1)
        .map(|w| w.to_string_lossy().into_owned())
        .collect();
    let wants_help = error.kind() == ErrorKind::InvalidSubcommand
        && error
            .get(ContextKind::InvalidSubcommand)
            .is_some_and(|name| name.to_string() == "help");
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output.line(error.render().to_string().trim_end());
            ExitCode::SUCCESS
        }
        // A bare call is a question; a noun without its verb is half a command.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            output.line(error.render().to_string().trim_end());
            ExitCode::from(if plain.is_empty() { 0 } else { 2 })
        }
        _ if wants_help => commands::help(&help::path_of(&plain), language, output),
        _ => output.fail(&refusal::of(error, &plain, language)),
    }
}
