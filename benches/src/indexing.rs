//! Speed and size of the indexes.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use yandu_search::{IndexedText, Payload, TextIndex};

use crate::clock::{percentile, process_s};
use crate::engines::fts;
use crate::queries::Texts;
use crate::target;

/// Pairs of runs with one and with two threads.
const PAIRS: usize = 5;

pub(crate) fn compare(texts: &Texts, folder: &Path, import_cpu: f64) -> Result<()> {
    yandu_search::warm_up();
    // One pair of runs says little on a shared machine: alternate, and judge the median.
    let (mut cpus, mut ratios, mut bytes) = (Vec::new(), Vec::new(), 0);
    for n in 0..PAIRS {
        let one = ours(texts, &folder.join(format!("one-{n}")), 1)?;
        let two = ours(texts, &folder.join(format!("two-{n}")), 2)?;
        cpus.push(one.0);
        ratios.push(one.1 / two.1);
        bytes = one.2;
    }
    let one_cpu = percentile(&mut cpus, 0.5);
    let threads = percentile(&mut ratios, 0.5);
    println!("  1 thread / 2 threads, {PAIRS} pairs, sorted: {ratios:.2?}");
    let before = process_s();
    drop(fts(
        folder,
        "index-trigram.sqlite",
        "trigram",
        &texts.paragraphs,
    )?);
    let trigram_cpu = process_s() - before;
    let megabytes = texts.megabytes();
    println!(
        "  Yandu, 1 thread: {:.2} MB/CPU-s; FTS5 trigram: {:.2} MB/CPU-s",
        megabytes / one_cpu,
        megabytes / trigram_cpu
    );
    target(
        "indexing against FTS5 trigram",
        trigram_cpu / one_cpu,
        trigram_cpu >= 0.85 * one_cpu,
        ">= 0.85",
    );
    target(
        "index size / folded text",
        bytes as f64 / 1e6 / megabytes,
        bytes as f64 / 1e6 <= 1.75 * megabytes,
        "<= 1.75",
    );
    target(
        "2 threads against 1 (wall, median of the pairs)",
        threads,
        threads >= 1.7,
        ">= 1.7",
    );
    target(
        "whole import / indexing alone (CPU)",
        import_cpu / one_cpu,
        import_cpu <= 3.0 * one_cpu,
        "<= 3",
    );
    Ok(())
}

/// CPU seconds, wall seconds, bytes.
fn ours(texts: &Texts, folder: &Path, threads: usize) -> Result<(f64, f64, u64)> {
    let (cpu, wall) = (process_s(), Instant::now());
    let mut index = TextIndex::create_with_threads(folder, "bench", threads)?;
    for (n, text) in texts.documents.iter().enumerate() {
        let own = text.chars().count() as u32;
        let text = IndexedText {
            document: n as u64,
            title: String::new(),
            text: text.clone(),
            own,
            starts: vec![0],
            forms: Vec::new(),
        };
        index.put(&text, false)?;
    }
    index.commit(&Payload {
        store: "bench".to_owned(),
        change: 1,
    })?;
    let result = (process_s() - cpu, wall.elapsed().as_secs_f64());
    index.finish_writing()?;
    let size = std::fs::read_dir(folder)?
        .flatten()
        .filter_map(|e| e.metadata().ok())
        .map(|m| m.len())
        .sum();
    Ok((result.0, result.1, size))
}
