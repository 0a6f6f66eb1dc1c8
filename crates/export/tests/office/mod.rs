//! What other programs make of the files: LibreOffice, poppler, python-docx, Microsoft's validator.
//! `make test` installs all of them.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub(crate) mod geometry;
pub(crate) mod paper;

use std::path::{Path, PathBuf};
use std::process::Command;

use yandu_document::BlockKind;
use yandu_export::{CompiledEntry, CompiledSection, ExportedBlock};

/// Runs a tool; `None`, with one loud line, where it is not installed.
#[expect(clippy::print_stderr, reason = "the one loud line of a skipped test")]
pub(crate) fn tool(name: &str, arguments: &[&str]) -> Option<Vec<u8>> {
    match Command::new(name).args(arguments).output() {
        Ok(output) => {
            let errors = String::from_utf8_lossy(&output.stderr);
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{name}: {errors}{said}");
            Some(output.stdout)
        }
        Err(error) => {
            assert!(
                std::env::var_os("YANDU_ALL_TOOLS").is_none(),
                "{name}: {error}"
            );
            eprintln!("SKIPPED: no {name} on this machine; make test installs it");
            None
        }
    }
}

/// The same, as text.
pub(crate) fn text_of(name: &str, arguments: &[&str]) -> Option<String> {
    let bytes = tool(name, arguments)?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The folder into which `scripts/setup test` installs what reads and judges Word files.
fn office() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/office")
}

/// What Microsoft's validator says against a file; `ending` is `docx` or `xlsx`.
pub(crate) fn faults(bytes: &[u8], ending: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("file.{ending}"));
    std::fs::write(&file, bytes).unwrap();
    let program = "node_modules/@ooxml-tools/validate/dist/npm/bin/ooxml-validate.js";
    let program = office().join(program);
    if !program.exists() {
        // The same loud line, or the same failure, as for a program that is not there.
        return text_of("target/office: ooxml-validate", &[]);
    }
    let (program, file) = (program.display().to_string(), file.display().to_string());
    let mut said = String::new();
    // The first edition of ECMA-376 and the newest.
    for version in ["Office2007", "Microsoft365"] {
        let arguments = [&*program, &file, "--ov", version, "--of", "json"];
        let answer = text_of("node", &arguments)?;
        if answer.trim() != "[]" {
            said.push_str(&format!("{version}: {answer}\n"));
        }
    }
    Some(said)
}

/// What a Python script prints of a file; it has python-docx.
pub(crate) fn python(script: &str, file: &Path) -> Option<String> {
    let program = office().join("venv/bin/python").display().to_string();
    text_of(&program, &["-c", script, &file.display().to_string()])
}

/// What LibreOffice makes of a file, in a form with this ending.
pub(crate) fn converted(bytes: &[u8], ending: &str, folder: &Path) -> Option<PathBuf> {
    let file = folder.join("paper.docx");
    std::fs::write(&file, bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let (file, out) = (file.display().to_string(), folder.display().to_string());
    let arguments = [
        &*profile,
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        &out,
        &file,
    ];
    tool("soffice", &arguments)?;
    Some(folder.join(format!("paper.{ending}")))
}

pub(crate) fn block(kind: BlockKind, level: u8, text: &str) -> ExportedBlock {
    ExportedBlock {
        text: text.to_owned(),
        kind,
        level,
    }
}

pub(crate) fn section(entries: Vec<CompiledEntry>) -> CompiledSection {
    CompiledSection {
        title: "第一专题".to_owned(),
        entries,
        ..CompiledSection::default()
    }
}
