//! How everything grows: libraries of 10^4, 10^5 and 10^6 made documents, measured at each size.
//!
//! The library grows in parts of [`PART`] files, so that only these lie on the disk beside it. Speed of import is that
//! of the last [`PART`] before the size is reached. What is asked is asked in a process of its own.

use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use yandu::{DocumentFilter, ImportOptions, Letters, Library, SearchOptions};
use yandu_search::fold;

use crate::clock::{percentile, process_s};
use crate::text_model::TextModel;

/// Files of one import.
const PART: usize = 10_000;

/// Cuts of each length that are asked.
const CUTS: usize = 60;

/// Lengths of the cuts.
const LENGTHS: [usize; 8] = [2, 3, 4, 5, 6, 8, 12, 20];

/// Builds a library of each size in turn and prints a row for each; `folder` keeps it.
pub(crate) fn run(folder: &Path, sizes: &[usize]) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let model = TextModel::new();
    let home = folder.join("library");
    let mut made = already(&home)?;
    println!(
        "| documents | import, documents/s | MB/s | CPU s per 1,000 | database MB | index MB |"
    );
    for size in sizes {
        while made < *size {
            let part = PART.min(size - made);
            let speed = grow(folder, &home, &model, made..made + part)?;
            made += part;
            if made == *size {
                println!(
                    "| {size} | {speed} | {:.0} | {:.0} |",
                    megabytes(&home, "library.sqlite")?,
                    megabytes(&home, "index-")?
                );
            }
        }
        let program = std::env::current_exe()?;
        let status = Command::new(program)
            .arg("scale-ask")
            .arg(&home)
            .arg(size.to_string())
            .status()?;
        if !status.success() {
            bail!("asking failed at {size}");
        }
    }
    // Nothing is imported any more that their deletion could slow down.
    std::fs::remove_dir_all(folder.join("files")).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })?;
    Ok(())
}

fn already(home: &Path) -> Result<usize> {
    if !home.exists() {
        return Ok(0);
    }
    Ok(Library::open(home)?.overview()?.documents as usize)
}

fn grow(folder: &Path, home: &Path, model: &TextModel, numbers: Range<usize>) -> Result<String> {
    let files = folder.join("files");
    let bytes = write_part(&files, model, &numbers)?;
    let mut library = Library::open(home)?;
    let (begin, cpu) = (Instant::now(), process_s());
    let report = library.import(
        std::slice::from_ref(&files),
        &ImportOptions::default(),
        &mut |_, _, _| true,
    )?;
    library.flush_index()?;
    let (wall, cpu) = (begin.elapsed().as_secs_f64(), process_s() - cpu);
    if report.added as usize != numbers.len() {
        bail!(
            "{} of {} were added: {:?}",
            report.added,
            numbers.len(),
            report.items.iter().find(|i| i.reason.is_some())
        );
    }
    let count = numbers.len() as f64;
    Ok(format!(
        "{:.0} | {:.2} | {:.2}",
        count / wall,
        bytes as f64 / 1e6 / wall,
        cpu * 1000.0 / count
    ))
}

/// Writes the texts of a part and returns their bytes. The files of the part before are renamed and written over: ext4
/// passes over inodes freed within five seconds one by one, and ten thousand of them would slow the import itself.
fn write_part(files: &Path, model: &TextModel, numbers: &Range<usize>) -> Result<usize> {
    std::fs::create_dir_all(files)?;
    let part = files.join(format!("{}", numbers.start));
    match std::fs::read_dir(files)?.next() {
        Some(before) => std::fs::rename(before?.path(), &part)?,
        None => std::fs::create_dir(&part)?,
    }
    let mut bytes = 0;
    for (at, n) in numbers.clone().enumerate() {
        let shard = part.join((at / 1000).to_string());
        if at % 1000 == 0 {
            std::fs::create_dir_all(&shard)?;
        }
        let text = model.text(n as u64);
        bytes += text.len();
        std::fs::write(shard.join(format!("{}.txt", at % 1000)), text)?;
    }
    Ok(bytes)
}

fn megabytes(home: &Path, prefix: &str) -> Result<f64> {
    fn size(path: &Path) -> u64 {
        let Ok(entries) = std::fs::read_dir(path) else {
            return std::fs::metadata(path).map_or(0, |m| m.len());
        };
        entries.flatten().map(|entry| size(&entry.path())).sum()
    }
    let entries = std::fs::read_dir(home)?.flatten();
    let ours = entries.filter(|e| e.file_name().to_string_lossy().starts_with(prefix));
    Ok(ours.map(|e| size(&e.path())).sum::<u64>() as f64 / 1e6)
}

/// Opens the library as the window does and asks it; memory is that of this process.
pub(crate) fn ask(home: &Path, size: usize) -> Result<()> {
    let model = TextModel::new();
    let begin = Instant::now();
    let mut library = Library::open(home)?;
    let answer = library.search("调查研究", &SearchOptions::default())?;
    let first = begin.elapsed().as_secs_f64();
    anyhow::ensure!(
        answer.total_in_library as usize >= size,
        "documents are missing"
    );
    println!(
        "  size {size}: open to first answer {first:.2} s, {} MB, of which files {}",
        memory("VmRSS")?,
        memory("RssFile")?
    );
    for (name, mut times) in asked_of(&mut library, &model, size)? {
        let (p50, p99) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
        println!(
            "    {name:<28} p50 {p50:>8.2} ms   p99 {p99:>8.2} ms   ({} asked)",
            times.len()
        );
    }
    println!(
        "    memory afterwards: {} MB, of which files {}, at most {}",
        memory("VmRSS")?,
        memory("RssFile")?,
        memory("VmHWM")?
    );
    Ok(())
}

/// What is asked, with the milliseconds of each call.
fn asked_of(
    library: &mut Library,
    model: &TextModel,
    size: usize,
) -> Result<Vec<(&'static str, Vec<f64>)>> {
    Ok(vec![
        (
            "exact, 2 characters",
            exact(library, model, size, &LENGTHS[..1])?,
        ),
        (
            "exact, 3 and more",
            exact(library, model, size, &LENGTHS[1..])?,
        ),
        (
            "exact, frequent words",
            asked(
                library,
                &["推进", "机制", "群众", "安全生产", "的", "要", "一"],
                SearchOptions::default,
            )?,
        ),
        (
            "filters and facets",
            asked(
                library,
                &[
                    "类型:讲话",
                    "日期:2010",
                    "安全 类型:通知",
                    "讲话人:王",
                    "标题:调查研究",
                ],
                SearchOptions::default,
            )?,
        ),
        (
            "sorted by date",
            asked(library, &["责任", "类型:讲话", "档案"], || {
                SearchOptions {
                    sort: yandu::Sort::Date,
                    ..SearchOptions::default()
                }
            })?,
        ),
        ("near, one wrong character", near(library, model, size)?),
        (
            "questions, related texts",
            asked(
                library,
                &["怎样推进厕所改造", "如何做好养老服务工作"],
                || SearchOptions {
                    near: true,
                    ..SearchOptions::default()
                },
            )?,
        ),
        ("a page of the list", list(library)?),
        ("quick open by initials", quick(library)?),
        ("suggestions", suggest(library)?),
    ])
}

fn timed(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let begin = Instant::now();
    work()?;
    Ok(begin.elapsed().as_secs_f64() * 1000.0)
}

/// Cuts of Han characters from texts of the library.
fn cuts(model: &TextModel, size: usize, length: usize) -> Vec<String> {
    let mut state = 20_261_125 + length as u64;
    let mut below = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n.max(1)
    };
    let mut cuts = Vec::new();
    while cuts.len() < CUTS {
        let chars: Vec<char> = fold(&model.text(below(size) as u64)).chars().collect();
        let from = below(chars.len().saturating_sub(length));
        let cut: String = chars[from..(from + length).min(chars.len())]
            .iter()
            .collect();
        if cut.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) {
            cuts.push(cut);
        }
    }
    cuts
}

fn exact(
    library: &mut Library,
    model: &TextModel,
    size: usize,
    lengths: &[usize],
) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for cut in lengths.iter().flat_map(|length| cuts(model, size, *length)) {
        times.push(timed(|| {
            let answer = library.search(&cut, &SearchOptions::default())?;
            anyhow::ensure!(answer.documents > 0, "{cut} was not found");
            Ok(())
        })?);
    }
    Ok(times)
}

fn near(library: &mut Library, model: &TextModel, size: usize) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for cut in cuts(model, size, 6) {
        let mut chars: Vec<char> = cut.chars().collect();
        chars[3] = '犇';
        let wrong: String = chars.into_iter().collect();
        times.push(timed(|| {
            library.search(&wrong, &SearchOptions::default())?;
            Ok(())
        })?);
    }
    Ok(times)
}

fn asked(
    library: &mut Library,
    queries: &[&str],
    options: impl Fn() -> SearchOptions,
) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for query in queries.iter().chain(queries).chain(queries) {
        times.push(timed(|| {
            library.search(query, &options())?;
            Ok(())
        })?);
    }
    Ok(times)
}

fn list(library: &Library) -> Result<Vec<f64>> {
    let page = DocumentFilter {
        limit: 200,
        offset: 5_000,
        ..DocumentFilter::default()
    };
    (0..5)
        .map(|_| {
            timed(|| {
                library.list_documents(&page)?;
                Ok(())
            })
        })
        .collect()
}

fn quick(library: &mut Library) -> Result<Vec<f64>> {
    let typed = ["aqsc", "dcyj", "czgz", "quanminyuedu", "青河"];
    typed
        .iter()
        .map(|typed| {
            timed(|| {
                library.quick_open(typed, Letters::Pinyin, 30)?;
                Ok(())
            })
        })
        .collect()
}

fn suggest(library: &mut Library) -> Result<Vec<f64>> {
    let typed = ["aqsc", "调查", "青河", "gzlfz"];
    typed
        .iter()
        .map(|typed| {
            timed(|| {
                library.suggest(typed, Letters::Pinyin, 9)?;
                Ok(())
            })
        })
        .collect()
}

/// A line of this process's status, MB.
fn memory(name: &str) -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .context("no such line")?;
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    Ok(digits.parse::<u64>()? / 1024)
}
