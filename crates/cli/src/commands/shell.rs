//! `completions` and `man`: what a shell and a manual reader know of this program. Neither needs a library.

use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::output::Output;

/// The program's name for shells and pages.
const NAME: &str = "yandu-cli";

pub(crate) fn completions(shell: Shell, output: &Output) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut script);
    output.line(String::from_utf8_lossy(&script).trim_end());
    ExitCode::SUCCESS
}

/// Writes a page for the program and one for each command into a folder, or prints the first.
pub(crate) fn man(folder: Option<&Path>, output: &Output) -> Result<ExitCode, Failure> {
    let command = Arguments::command().name(NAME);
    let failed = |e| Failure::storage(format!("无法写出手册页（{e}）"));
    match folder {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(failed)?;
            clap_mangen::generate_to(command, folder).map_err(failed)?;
            output.note(format!("手册页已写入 {}", folder.display()));
        }
        None => {
            let mut page = Vec::new();
            let written = clap_mangen::Man::new(command).render(&mut page);
            written.map_err(failed)?;
            output.line(String::from_utf8_lossy(&page).trim_end());
        }
    }
    Ok(ExitCode::SUCCESS)
}
