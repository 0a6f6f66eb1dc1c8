//! `import`

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use yandu::{ImportItem, ImportOptions, ImportReport, ImportRun, Library};

use crate::arguments::Import;
use crate::failure::Failure;
use crate::files::{self, InputFile, OutputFile};
use crate::output::Output;

pub(crate) fn run(
    library: &mut Library,
    import: &Import,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let mut options = ImportOptions {
        kind: import.kind,
        collection: import.collection.clone(),
        dry_run: import.dry_run,
        allow_classified: import.allow_classified,
        replaces: import.replace.clone(),
        password: import.password.clone(),
        ocr: import.ocr,
        ..ImportOptions::default()
    };
    if let Some(name) = &import.encoding {
        options.set_encoding(name)?;
    }
    if let Some(report) = &import.report {
        files::give_way(report, output)?;
    }
    let kept = inputs(import)?;
    let paths: Vec<PathBuf> = kept.iter().map(|file| file.path().to_owned()).collect();
    // Ctrl+C ends the import after the file under way; what was reported stays.
    let stop = super::stop_on_interrupt();
    let bar = output.bar();
    let mut run = ImportRun::new(&paths, &options);
    for folder in run.libraries() {
        let shown = folder.display();
        output.note(match output.english {
            true => format!("left out: the files of the library {shown}"),
            false => format!("已跳过：资料库 {shown} 自己的文件"),
        });
    }
    library.start_import(&mut run)?;
    let (pages, ended) = (bar.clone(), stop.clone());
    run.watch_pages(move |path, done, total| {
        pages.set_message(format!("{}：识别第 {done}/{total} 页", short(path)));
        !ended.load(Ordering::Relaxed)
    });
    let report = library.run_import(run, &mut |done, total, item| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        bar.suspend(|| {
            output.note(line(item));
            say_neighbour(item, output);
        });
        !stop.load(Ordering::Relaxed)
    })?;
    bar.finish_and_clear();
    if let Some(target) = &import.report {
        let file = OutputFile::at(target, "csv", output)?;
        report.write(file.path())?;
        file.finish()?;
    }
    if !import.dry_run {
        library.flush_index()?;
        library.add_daily_snapshot()?;
    }
    if output.json {
        output.json(&report)?;
    } else {
        output.line(summary(&report, import.dry_run, output.english));
    }
    let all_well = report.failed + report.refused == 0 && !report.cancelled;
    Ok(ExitCode::from(u8::from(!all_well)))
}

/// Names the file that may have been meant by a path that is not there.
fn say_neighbour(item: &ImportItem, output: &Output) {
    let path = std::path::Path::new(&item.path);
    if item.id.is_some() || path.exists() {
        return;
    }
    if let Some(near) = files::neighbour(path) {
        let near = near.display();
        output.note(match output.english {
            true => format!("\tdid you mean {near}?"),
            false => format!("\t是否要写 {near}"),
        });
    }
}

/// The paths as given; standard input is kept in a file.
fn inputs(import: &Import) -> Result<Vec<InputFile>, Failure> {
    import
        .paths
        .iter()
        .map(|path| InputFile::open(path))
        .collect()
}

fn short(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

pub(super) fn line(item: &ImportItem) -> String {
    let mut line = format!("{}\t{}", item.status.chinese(), item.path);
    if let (Some(id), Some(title)) = (&item.id, &item.title) {
        line.push_str(&format!("\t{}\t{title}", &id[..8.min(id.len())]));
    }
    for part in [item.reason.as_deref(), item.hint].into_iter().flatten() {
        line.push_str(&format!("\t{part}"));
    }
    line
}

fn summary(report: &ImportReport, dry_run: bool, english: bool) -> String {
    let ImportReport {
        added,
        updated,
        duplicates,
        refused,
        failed,
        ..
    } = report;
    if english {
        let tail = if report.cancelled { " (cancelled)" } else { "" };
        return format!(
            "added {added}, updated {updated}, duplicates {duplicates}, refused {refused}, failed {failed}{tail}"
        );
    }
    let head = if dry_run { "试运行：" } else { "" };
    let tail = if report.cancelled {
        "（已取消）"
    } else {
        ""
    };
    format!(
        "{head}添加 {added}，更新 {updated}，重复 {duplicates}，未导入 {refused}，失败 {failed}{tail}"
    )
}
