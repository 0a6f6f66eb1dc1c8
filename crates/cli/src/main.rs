//! `yandu-cli`: the library on the command line. The contract is in docs/cli.md.
//!
//! It calls the same library functions as the window. Results go to stdout, everything else to
//! stderr; with `--json` one JSON document is all that stdout gets.

mod arguments;
mod commands;
mod failure;
mod output;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use failure::Failure;
use output::Output;

fn main() -> ExitCode {
    // As the reader of one file, in a process that may not take more than its share.
    if let Some(code) = yandu::serve_reader() {
        return code;
    }
    yandu::offer_reader();
    // Errors in the arguments must come in the form that was asked for, so look for it first.
    let json = std::env::args_os().any(|a| a == "--json");
    let english = std::env::args_os().any(|a| a == "--lang=en")
        || std::env::args_os()
            .zip(std::env::args_os().skip(1))
            .any(|(a, b)| a == "--lang" && b == "en");
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            return Output {
                json,
                quiet: false,
                english,
            }
            .fail(&Failure::of_arguments(&error));
        }
    };
    let output = Output {
        json,
        quiet: arguments.quiet,
        english,
    };
    match commands::run(&arguments, &output) {
        Ok(code) => code,
        Err(failure) => output.fail(&failure),
    }
}
