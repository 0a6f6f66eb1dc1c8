//! `backup`, `restore`, `snapshots`, `doctor`

use std::path::Path;
use std::process::ExitCode;

use yandu::{Check, Library, LibraryError, Repair, Snapshot};

use crate::arguments::Command;
use crate::failure::Failure;
use crate::files::{self, InputFile, OutputFile};
use crate::output::Output;

pub(crate) fn backup(library: &Library, file: &Path, output: &Output) -> Result<(), Failure> {
    let target = OutputFile::at(file, "yandu-backup", output)?;
    let bytes = library.backup(target.path())?;
    target.finish()?;
    if files::is_standard(file) {
        return Ok(());
    }
    if output.json {
        return output.json(&serde_json::json!({ "path": file, "bytes": bytes }));
    }
    let shown = file.display();
    output.note(match output.english {
        true => format!("Backed up to {shown} ({bytes} bytes)"),
        false => format!("已备份到 {shown}（{bytes} 字节）"),
    });
    Ok(())
}

pub(crate) fn restore(library: Library, file: &Path, output: &Output) -> Result<(), Failure> {
    let file = InputFile::open(file)?;
    restored(&library.restore(file.path())?, output)
}

fn restored(restored: &Library, output: &Output) -> Result<(), Failure> {
    let documents = restored.count_documents()?;
    if output.json {
        return output.json(&serde_json::json!({ "documents": documents }));
    }
    output.note(format!(
        "已恢复，共 {documents} 篇资料；恢复前的内容仍保留在资料库文件夹中"
    ));
    Ok(())
}

pub(crate) fn snapshots(library: &Library, create: bool, output: &Output) -> Result<(), Failure> {
    if create {
        library.add_snapshot()?;
    }
    list(&library.list_snapshots()?, output)
}

fn list(all: &[Snapshot], output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json(&serde_json::json!({ "snapshots": all }));
    }
    all.iter()
        .for_each(|s| output.line(format!("{}\t{}\t{}", s.name, s.bytes, s.path.display())));
    if all.is_empty() {
        output.note("还没有快照；导入后每天自动生成一份");
    }
    Ok(())
}

pub(crate) fn doctor(
    library: &mut Library,
    repair: Repair,
    output: &Output,
) -> Result<ExitCode, Failure> {
    report(&library.doctor(repair)?, output)
}

/// What can be done with a library that cannot be opened: look, list the snapshots, put one back.
pub(crate) fn rescue(
    folder: &Path,
    error: LibraryError,
    command: &Command,
    output: &Output,
) -> Result<ExitCode, Failure> {
    match command {
        Command::Doctor { .. } => {
            return report(&[Library::doctor_of_damaged(folder, &error)], output);
        }
        Command::Restore { file } => {
            let file = InputFile::open(file)?;
            restored(&Library::recover(folder, file.path())?, output)?;
        }
        Command::Snapshots { create: false } => list(&Library::snapshots_in(folder)?, output)?,
        _ => return Err(error.into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn report(checks: &[Check], output: &Output) -> Result<ExitCode, Failure> {
    if output.json {
        output.json(&serde_json::json!({ "checks": checks }))?;
    } else {
        for check in checks {
            output.line(format!(
                "{}\t{}\t{}",
                if check.ok { "正常" } else { "异常" },
                check.name,
                check.detail
            ));
        }
    }
    let damaged = checks.iter().any(|c| !c.ok);
    Ok(ExitCode::from(if damaged { 4 } else { 0 }))
}
