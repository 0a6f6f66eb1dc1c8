//! Near search: what was typed with one error.

use std::time::Instant;

use anyhow::Result;
use yandu::{Library, SearchOptions};
use yandu_search::fold;

use crate::clock::percentile;
use crate::queries::Texts;
use crate::target;

/// Errors that are asked.
const ASKED: usize = 1000;

/// The first answers that count.
const SHOWN: usize = 3;

/// Cuts of 4 to 20 characters with one that is wrong, missing, surplus or swapped. Wall time of the whole call.
pub(crate) fn errors(library: &mut Library, texts: &Texts) -> Result<()> {
    let options = SearchOptions {
        limit: SHOWN,
        hits: 1,
        ..SearchOptions::default()
    };
    // The dictionary of homophones and words is read once.
    library.search("窗先正优", &options)?;
    let cuts: Vec<Vec<String>> = (4..=20).map(|l| texts.cuts(l, ASKED / 10)).collect();
    let (mut times, mut right) = (Vec::new(), 0);
    for n in 0.. {
        if times.len() == ASKED {
            break;
        }
        let Some(cut) = cuts[n % cuts.len()].get(n / cuts.len()) else {
            break;
        };
        let typed = spoilt(cut, &cuts[(n + 5) % cuts.len()][n % 97], n);
        let started = Instant::now();
        let answer = library.search(&format!("\"{typed}\""), &options)?;
        let wall = started.elapsed().as_secs_f64() * 1000.0;
        // What stands somewhere by chance is no error.
        if answer.documents > 0 {
            continue;
        }
        times.push(wall);
        for near in answer.near {
            let blocks = library.get_document(&near.item.id)?.blocks;
            if blocks
                .iter()
                .map(|b| fold(&b.text))
                .collect::<String>()
                .contains(cut)
            {
                right += 1;
                break;
            }
        }
    }
    let share = f64::from(right) / times.len() as f64;
    let p50 = percentile(&mut times, 0.5);
    let p99 = percentile(&mut times, 0.99);
    println!("  {} errors of one character: p50 {p50:.2} ms", times.len());
    target("among the first three", share, share >= 0.95, ">= .95");
    target("near search (wall ms, p99)", p99, p99 < 30.0, "< 30");
    Ok(())
}

/// One error, of the four kinds in turn, with a character of another text.
fn spoilt(cut: &str, other: &str, n: usize) -> String {
    let mut typed: Vec<char> = cut.chars().collect();
    let strange = other.chars().next().unwrap_or('的');
    let at = 1 + n % (typed.len() - 1);
    match n % 4 {
        0 => typed[at] = strange,
        1 => drop(typed.remove(at)),
        2 => typed.insert(at, strange),
        _ => typed.swap(at, at - 1),
    }
    typed.into_iter().collect()
}
