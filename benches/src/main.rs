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
mod indexing;
mod library;
mod near;
mod queries;
mod ranking;
mod scale;
mod text_model;

use std::path::PathBuf;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, folder, query] = &arguments[..]
        && word == "open"
    {
        return library::open_once(folder.as_ref(), query);
    }
    if let [_, word, folder] = &arguments[..]
        && word == "merge"
    {
        return groups::merge(folder.as_ref());
    }
    if let [_, word, folder, size] = &arguments[..]
        && word == "scale-ask"
    {
        return scale::ask(folder.as_ref(), size.parse()?);
    }
    if let [_, word, folder, sizes @ ..] = &arguments[..]
        && word == "scale"
    {
        let sizes: Vec<usize> = sizes.iter().map(|s| s.parse()).collect::<Result<_, _>>()?;
        return scale::run(folder.as_ref(), &sizes);
    }
    if arguments.get(1).is_some_and(|word| word == "groups") {
        return groups::run();
    }
    if arguments.get(1).is_some_and(|word| word == "annotations") {
        return annotations::run();
    }
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("YANDU_SHARED").map_or(default, PathBuf::from);
    let corpus = shared
        .join("corpus")
        .canonicalize()
        .context("no real texts; set YANDU_SHARED")?;
    if arguments.get(1).is_some_and(|word| word == "exports") {
        return exports::run(&corpus);
    }
    let folder = tempfile::tempdir()?;

    println!("== import and store");
    let mut measured = library::import(&corpus, folder.path())?;
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

    println!("\n== near search");
    near::errors(&mut measured.library, &texts)?;

    println!("\n== freshness, start, scale");
    library::freshness(&mut measured.library, folder.path())?;
    library::scale(&corpus, &mut measured.library, &texts, folder.path())?;
    let path = measured.library.folder().to_owned();
    drop(measured);
    library::start(&path)?;

    println!("\n== ranking: CMRC 2018, question to passage, MRR@10");
    ranking::compare(&shared, folder.path())
}

/// One figure beside what it must reach.
pub(crate) fn target(name: &str, value: f64, reached: bool, wanted: &str) {
    let word = if reached { "reached" } else { "MISSED" };
    println!("  {name:<58} {value:>9.3}   target {wanted:<10} {word}");
}
