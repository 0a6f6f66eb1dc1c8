//! `completions` and `man`: what a shell and a manual reader know of this program. Neither needs a library.

use std::path::Path;
use std::process::ExitCode;

use clap_complete::Shell;

use crate::arguments::Language;
use crate::failure::Failure;
use crate::help::{NAME, dressed};
use crate::output::Output;

fn language(output: &Output) -> Language {
    if output.english {
        Language::En
    } else {
        Language::Zh
    }
}

pub(crate) fn completions(shell: Shell, output: &Output) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut dressed(language(output)), NAME, &mut script);
    let script = String::from_utf8_lossy(&script);
    match output.json {
        true => output.json(&serde_json::json!({ "script": script }))?,
        false => output.line(script.trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a page for the program and one for each command into a folder, or prints the first.
pub(crate) fn man(folder: Option<&Path>, output: &Output) -> Result<ExitCode, Failure> {
    let command = dressed(language(output)).name(NAME);
    let failed = |e: std::io::Error| {
        Failure::storage(format!("无法写出手册页（{e}）"))
            .in_english(format!("cannot write the pages: {e}"), "")
    };
    match folder {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(failed)?;
            clap_mangen::generate_to(command, folder).map_err(failed)?;
            if output.json {
                output.json(&serde_json::json!({ "folder": folder }))?;
            }
            output.note(match output.english {
                true => format!("Pages written to {}", folder.display()),
                false => format!("手册页已写入 {}", folder.display()),
            });
        }
        None => {
            let mut page = Vec::new();
            let written = clap_mangen::Man::new(command).render(&mut page);
            written.map_err(failed)?;
            let page = String::from_utf8_lossy(&page);
            match output.json {
                true => output.json(&serde_json::json!({ "page": page }))?,
                false => output.line(page.trim_end()),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
