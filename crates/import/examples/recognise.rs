//! Measures what is recognised of a folder of texts against a table of right values, for whoever works on the rules:
//! `cargo run -p yandu-import --example recognise -- CORPUS [--wrong]`, where CORPUS holds `truth.tsv`.

#![expect(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use yandu_document::parse;

/// Texts, right kinds, texts with a known date, right dates, wrong dates, dates of texts that the table does not date.
type Counts = [u32; 6];

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let corpus = arguments.iter().find(|a| !a.starts_with("--")).cloned();
    let corpus = corpus.unwrap_or_else(|| "../shared/corpus".to_owned());
    let wrong = arguments.iter().any(|a| a == "--wrong");
    let corpus = Path::new(&corpus);
    let table = std::fs::read_to_string(corpus.join("truth.tsv"))?;
    let mut folders: BTreeMap<String, Counts> = BTreeMap::new();
    let mut confusion: BTreeMap<(String, &str), u32> = BTreeMap::new();
    let mut spent = Duration::ZERO;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [file, kinds, date, _] = cells[..] else {
            continue;
        };
        let bytes = std::fs::read(corpus.join(file))?;
        let Ok(imported) = yandu_import::import(&bytes, file, &yandu_import::Options::default())
        else {
            println!("unreadable\t{file}");
            continue;
        };
        let start = Instant::now();
        let document = parse(&imported.source);
        spent += start.elapsed();
        let folder = file.split('/').take(2).collect::<Vec<_>>().join("/");
        let kind = document.kind.name();
        let right = kinds.split('|').any(|k| k == kind);
        let taken = if right { kind } else { kinds };
        *confusion.entry((taken.to_owned(), kind)).or_default() += 1;
        let got = document.date().map(|d| d.to_string()).unwrap_or_default();
        // The table may know the year only.
        let same = !date.is_empty() && got.starts_with(date);
        let counts = folders.entry(folder).or_default();
        counts[0] += 1;
        counts[1] += u32::from(right);
        counts[2] += u32::from(!date.is_empty());
        counts[3] += u32::from(same);
        counts[4] += u32::from(!date.is_empty() && !same && !got.is_empty());
        counts[5] += u32::from(date.is_empty() && !got.is_empty());
        let title = document.display_title();
        if wrong && !right {
            println!(
                "KIND\t{file}\t{kinds}\t{kind} {:.2}\t{title}",
                document.kind_confidence
            );
        }
        if wrong && !date.is_empty() && !same {
            println!("DATE\t{file}\t{date}\t{got}\t{title}");
        }
    }
    show(&folders, &confusion);
    println!("parsed in {} ms", spent.as_millis());
    Ok(())
}

fn show(folders: &BTreeMap<String, Counts>, confusion: &BTreeMap<(String, &str), u32>) {
    println!(
        "{:46} texts        kind  dated       right  wrong  undated in the table",
        "folder"
    );
    let mut sum = [0; 6];
    let line = |name: &str, c: &Counts| {
        let percent = |part: u32, all: u32| 100.0 * f64::from(part) / f64::from(all.max(1));
        let (kind, date) = (percent(c[1], c[0]), percent(c[3], c[2]));
        println!(
            "{name:46} {:5} {:5} {kind:5.1}% {:5} {:5} {date:5.1}% {:5} {:5}",
            c[0], c[1], c[2], c[3], c[4], c[5]
        );
    };
    for (folder, counts) in folders {
        (0..6).for_each(|n| sum[n] += counts[n]);
        line(folder, counts);
    }
    line("all", &sum);
    for ((wanted, taken), count) in confusion {
        println!("{wanted:24} {taken:10} {count}");
    }
}
