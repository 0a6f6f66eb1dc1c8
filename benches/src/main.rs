//! `make bench`: one run, the same texts, the same queries, side by side.
//!
//! Times of queries are CPU time of the thread, times of indexing CPU time of the process. What the
//! figures must reach is printed beside them; docs/performance.md keeps what was measured.

#![expect(clippy::print_stdout, reason = "its output is a table")]

mod annotations;
mod clock;
mod engines;
mod exports;
mod groups;
mod independent;
mod indexing;
mod library;
mod near;
mod queries;
mod ranking;
mod scale;
mod text_model;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => search(&corpus()?),
        ["exports"] => exports::run(&corpus()?),
        ["fold"] => fold(&corpus()?),
        ["groups"] => groups::run(),
        ["annotations"] => annotations::run(),
        ["scale", folder, ref sizes @ ..] => {
            let sizes = sizes
                .iter()
                .map(|s| s.parse())
                .collect::<Result<Vec<_>, _>>()?;
            scale::run(folder.as_ref(), &sizes)
        }
        // What a bench starts as a process of its own.
        ["open", folder, query] => library::open_once(folder.as_ref(), query),
        ["merge", folder] => groups::merge(folder.as_ref()),
        ["scale-ask", folder, size] => scale::ask(folder.as_ref(), size.parse()?),
        _ => bail!("nothing, or one of: fold, exports, groups, annotations, scale FOLDER SIZE…"),
    }
}

/// Where the real texts are.
fn shared() -> PathBuf {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    std::env::var_os("YANDU_SHARED").map_or(default, PathBuf::from)
}

fn corpus() -> Result<PathBuf> {
    shared()
        .join("corpus")
        .canonicalize()
        .context("no real texts; set YANDU_SHARED")
}

/// Import, queries and ranking on the real texts.
fn search(corpus: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;

    println!("== import and store");
    let mut measured = library::import(corpus, folder.path())?;
    let texts = queries::Texts::of(&measured.library)?;
    println!(
        "{} documents, {} paragraphs, {:.1} MB of folded text",
        texts.documents.len(),
        texts.paragraphs.len(),
        texts.megabytes()
    );

    println!("\n== indexing, MB of folded text a CPU second, and size");
    indexing::compare(&texts, folder.path(), measured.cpu)?;

    println!("\n== queries: CPU ms of the thread, recall of documents against a plain scan");
    engines::compare(&mut measured.library, &texts, folder.path())?;

    println!("\n== the fold against ICU's");
    independent::compare(&mut measured.library)?;

    println!("\n== near search");
    near::errors(&mut measured.library, &texts)?;

    println!("\n== freshness, start, scale");
    library::freshness(&mut measured.library, folder.path())?;
    library::scale(corpus, &mut measured.library, &texts, folder.path())?;
    let path = measured.library.folder().to_owned();
    drop(measured);
    library::start(&path)?;

    println!("\n== ranking: CMRC 2018, question to passage, MRR@10");
    ranking::compare(&shared(), folder.path())
}

/// The fold alone, and the times of queries.
fn fold(corpus: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut measured = library::import(corpus, folder.path())?;
    let texts = queries::Texts::of(&measured.library)?;
    engines::ours(&mut measured.library, &texts)?;
    independent::compare(&mut measured.library)
}

/// One figure beside what it must reach.
pub(crate) fn target(name: &str, value: f64, reached: bool, wanted: &str) {
    let word = if reached { "reached" } else { "MISSED" };
    println!("  {name:<58} {value:>9.3}   target {wanted:<10} {word}");
}
