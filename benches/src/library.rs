//! The library as a whole: import, freshness, start, scale.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::Result;
use yandu::{ImportOptions, Library, SearchOptions};

use crate::clock::{percentile, process_s, thread_ms};
use crate::queries::Texts;
use crate::target;

pub(crate) struct Imported {
    pub(crate) library: Library,
    /// CPU seconds of the import.
    pub(crate) cpu: f64,
}

pub(crate) fn import(corpus: &Path, folder: &Path) -> Result<Imported> {
    let mut library = Library::open(&folder.join("library"))?;
    let (cpu, wall) = (process_s(), Instant::now());
    let options = ImportOptions {
        allow_classified: true,
        ..ImportOptions::default()
    };
    let report = library.import(&[corpus.to_owned()], &options, &mut |_, _, _| true)?;
    library.flush_index()?;
    let cpu = process_s() - cpu;
    println!(
        "added {}, duplicates {}, failed {}: {cpu:.1} CPU s, {:.1} s",
        report.added,
        report.duplicates,
        report.failed,
        wall.elapsed().as_secs_f64()
    );
    Ok(Imported { library, cpu })
}

/// From the start of an import of one file to its being found.
pub(crate) fn freshness(library: &mut Library, folder: &Path) -> Result<()> {
    let mut times = Vec::new();
    for n in 0..40 {
        let path = folder.join(format!("fresh-{n}.txt"));
        std::fs::write(&path, format!("刚刚保存的第{n}份文件应当立刻能够检索到。"))?;
        let started = Instant::now();
        library.import(&[path], &ImportOptions::default(), &mut |_, _, _| true)?;
        let answer =
            library.search(&format!("刚刚保存的第{n}份文件"), &SearchOptions::default())?;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        anyhow::ensure!(answer.documents == 1, "a saved text was not found");
    }
    let started = Instant::now();
    library.flush_index()?;
    println!(
        "  the commit that need not be waited for: {:.0} ms",
        started.elapsed().as_secs_f64() * 1000.0
    );
    let p99 = percentile(&mut times, 0.99);
    target(
        "a saved text is found (wall ms, p99 of 40)",
        p99,
        p99 <= 50.0,
        "<= 50",
    );
    Ok(())
}

/// Every tenth file against all: p99 must grow no faster than the library.
pub(crate) fn scale(
    corpus: &Path,
    large: &mut Library,
    texts: &Texts,
    folder: &Path,
) -> Result<()> {
    let mut files: Vec<PathBuf> = Vec::new();
    collect(corpus, &mut files)?;
    files.sort();
    let tenth: Vec<PathBuf> = files.into_iter().step_by(10).collect();
    let mut small = Library::open(&folder.join("tenth"))?;
    small.import(&tenth, &ImportOptions::default(), &mut |_, _, _| true)?;
    small.flush_index()?;
    let queries: Vec<String> = [2, 3, 4, 6, 8]
        .into_iter()
        .flat_map(|l| texts.cuts(l, 80))
        .collect();
    let p99 = |library: &mut Library| -> Result<f64> {
        let options = SearchOptions {
            hits: 1,
            ..SearchOptions::default()
        };
        let mut times = Vec::new();
        for query in queries.iter().filter(|q| !q.is_empty()) {
            let query = format!("\"{query}\"");
            library.search(&query, &options)?;
            let before = thread_ms();
            let answer = library.search(&query, &options)?;
            // An empty answer takes another way, through the dictionary.
            if answer.documents > 0 {
                times.push(thread_ms() - before);
            }
        }
        Ok(percentile(&mut times, 0.99))
    };
    let (one, ten) = (p99(&mut small)?, p99(large)?);
    println!("  p99 at 1 x: {one:.3} ms, at 10 x: {ten:.3} ms");
    target(
        "p99 at 10 x the documents / at 1 x",
        ten / one,
        ten <= 10.0 * one,
        "<= 10",
    );
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?
        } else {
            files.push(path)
        }
    }
    Ok(())
}

/// Opens the library in a process of its own, so that nothing is loaded yet.
pub(crate) fn start(folder: &Path) -> Result<()> {
    let ask = || -> Result<f64> {
        let output = Command::new(std::env::current_exe()?)
            .args(["open".as_ref(), folder.as_os_str(), "创先争优".as_ref()])
            .output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
    };
    let mut times = Vec::new();
    for _ in 0..11 {
        times.push(ask()?);
    }
    let median = percentile(&mut times, 0.5);
    target(
        "warm open + first exact query (CPU ms, median of 11)",
        median,
        median <= 20.0,
        "<= 20",
    );
    Ok(())
}

pub(crate) fn open_once(folder: &Path, query: &str) -> Result<()> {
    let before = thread_ms();
    let mut library = Library::open(folder)?;
    let answer = library.search(query, &SearchOptions::default())?;
    let used = thread_ms() - before;
    anyhow::ensure!(
        answer.documents > 0 && yandu::dictionary_instances() == 0,
        "the dictionary was loaded"
    );
    println!("{used:.3}");
    Ok(())
}
