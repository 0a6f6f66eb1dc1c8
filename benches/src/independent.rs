//! Recall against a fold that others wrote: ICU's transliterators, by its program `uconv` (Debian: icu-devtools).
//!
//! Random cuts of the original texts, in simplified and in traditional script. What ICU calls equal must be found: NFKC,
//! lower case, `Traditional-Simplified`, without marks and blanks. Left out is what ICU calls equal and we do not
//! (decision 38): enclosed and superscript characters, and five characters that it replaces by others of simplified
//! texts. Cuts with two letters side by side are left out too: ICU's fold has no borders of words.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use yandu::{DocumentFilter, DocumentOrder, Library, SearchOptions};

use crate::target;

/// Cuts of each script.
const CUTS: usize = 600;

/// The fold: what stays apart, marks and blanks away, one form, one case, one script.
const FOLD: &str = "::[^[:dt=Circle:][:dt=Super:]] NFKC; ::Lower; \
    ::[^姊箝跤撢囍袴] Traditional-Simplified; \
    ::[[:Ps:][:Pe:][:Pi:][:Pf:][:Pd:][:Z:][:Cf:]\\u0022\\u0027\\u0060·•‧・…−─━] Remove;";

struct Document {
    id: String,
    original: Vec<char>,
    folded: String,
}

/// One line of ICU's answer for each text.
fn icu(rules: &str, texts: &[String]) -> Result<Vec<String>> {
    let mut child = Command::new("uconv")
        .args(["-f", "utf8", "-t", "utf8", "-x", rules])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("uconv is missing")?;
    let mut input = child.stdin.take().context("no input")?;
    let lines = texts.join("\n");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output()?;
    writer
        .join()
        .map_err(|_| anyhow::anyhow!("the writer panicked"))??;
    let answer = String::from_utf8(output.stdout)?;
    let lines: Vec<String> = answer.split('\n').map(str::to_owned).collect();
    ensure!(
        lines.len() == texts.len(),
        "{} lines of {}",
        lines.len(),
        texts.len()
    );
    Ok(lines)
}

fn documents(library: &Library) -> Result<Vec<Document>> {
    let filter = DocumentFilter {
        limit: u32::MAX,
        order: DocumentOrder::Added,
        ..DocumentFilter::default()
    };
    let mut originals = Vec::new();
    for item in library.list_documents(&filter)?.items {
        let blocks = library.get_document(&item.id)?.blocks;
        let text: String = blocks.iter().map(|b| b.text.as_str()).collect();
        originals.push((
            item.id,
            text.replace(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'], ""),
        ));
    }
    let texts: Vec<String> = originals.iter().map(|(_, text)| text.clone()).collect();
    let folded = icu(FOLD, &texts)?;
    let documents = originals.into_iter().zip(folded);
    Ok(documents
        .map(|((id, text), folded)| Document {
            id,
            original: text.chars().collect(),
            folded,
        })
        .collect())
}

/// Random cuts of 2 to 41 characters of the originals.
fn cuts(documents: &[Document]) -> Vec<String> {
    let mut state: u64 = 38;
    let mut below = |n: usize| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((state >> 33) as usize) % n.max(1)
    };
    let mut cuts = Vec::new();
    while cuts.len() < CUTS {
        let text = &documents[below(documents.len())].original;
        let length = 2 + below(40);
        if text.len() <= length {
            continue;
        }
        let from = below(text.len() - length);
        let cut = &text[from..from + length];
        let letter = |c: &char| c.is_alphabetic() && *c < '\u{2e80}';
        if cut.iter().filter(|c| letter(c)).count() < 2 {
            // Quotation marks would end the phrase.
            cuts.push(
                cut.iter()
                    .filter(|c| !"\"“”「」『』＂〝〞〟„‟«»".contains(**c))
                    .collect(),
            );
        }
    }
    cuts
}

/// Documents found of those that ICU's fold finds, and those that are found beside them.
fn ask(
    library: &mut Library,
    documents: &[Document],
    script: &str,
    queries: &[String],
) -> Result<()> {
    let folded = icu(FOLD, queries)?;
    let options = SearchOptions {
        limit: usize::MAX,
        hits: 1,
        ..SearchOptions::default()
    };
    let (mut wanted, mut found, mut beside, mut asked) = (0_u64, 0_u64, 0_u64, 0);
    for (query, needle) in queries.iter().zip(&folded) {
        if needle.chars().count() < 2 {
            continue;
        }
        asked += 1;
        let answer = library.search(&format!("\"{query}\""), &options)?;
        let ours: std::collections::HashSet<&str> =
            answer.items.iter().map(|i| i.id.as_str()).collect();
        let truth: Vec<&Document> = documents
            .iter()
            .filter(|d| d.folded.contains(needle))
            .collect();
        wanted += truth.len() as u64;
        let hit = truth
            .iter()
            .filter(|d| ours.contains(d.id.as_str()))
            .count() as u64;
        if hit < truth.len() as u64 {
            println!("  missed: {query} ({needle}), {hit} of {}", truth.len());
        }
        found += hit;
        beside += ours.len() as u64 - hit;
    }
    println!("  {script}: {asked} cuts, {wanted} documents by ICU's fold, {beside} more by ours");
    let recall = found as f64 / wanted.max(1) as f64;
    target(
        &format!("recall against ICU's fold, {script}"),
        recall,
        recall >= 1.0,
        "1.000",
    );
    Ok(())
}

pub(crate) fn compare(library: &mut Library) -> Result<()> {
    if Command::new("uconv").arg("--version").output().is_err() {
        println!("  SKIPPED: no uconv (Debian: icu-devtools)");
        return Ok(());
    }
    let documents = documents(library)?;
    let queries = cuts(&documents);
    let simplified = icu("Traditional-Simplified", &queries)?;
    let traditional = icu("Simplified-Traditional", &queries)?;
    ask(library, &documents, "as written", &queries)?;
    ask(library, &documents, "simplified script", &simplified)?;
    ask(library, &documents, "traditional script", &traditional)
}
