//! Kinds and dates of the corpus against `truth.tsv`: what a person would accept, folder by folder.

use std::collections::BTreeMap;

use yandu_document::{Date, Kind, parse};
use yandu_import::{Options, import};

use crate::shared::{rows, shared};

/// Confidence above which an answer is shown as sure.
const SURE: f32 = 0.9;

#[derive(Default)]
struct Score {
    all: u32,
    right: u32,
}

impl Score {
    fn add(&mut self, right: bool) {
        self.all += 1;
        self.right += u32::from(right);
    }

    fn share(&self) -> f64 {
        f64::from(self.right) / f64::from(self.all.max(1))
    }
}

/// One text: what it was taken for and whether that is right.
struct Answer {
    folder: String,
    wanted: String,
    kind: Kind,
    kind_right: bool,
    kind_confidence: f32,
    /// Is the date of the text known, and what was read with which confidence.
    dated: Option<(Date, Option<(Date, f32)>)>,
}

fn answers() -> Option<Vec<Answer>> {
    let folder = shared()?.join("corpus");
    let read = |row: &std::collections::HashMap<String, String>| {
        let file = &row["file"];
        let bytes = std::fs::read(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        let imported =
            import(&bytes, file, &Options::default()).unwrap_or_else(|e| panic!("{file}: {e}"));
        let document = parse(&imported.source);
        let date = document
            .fields
            .issue_date
            .as_ref()
            .map(|d| (d.value, d.confidence));
        let known = ["text", "name"].contains(&row["date_from"].as_str());
        let wanted = Date::read(&row["date"]).filter(|_| known);
        let kind = document.kind;
        Answer {
            folder: file.split('/').take(2).collect::<Vec<_>>().join("/"),
            wanted: row["kinds"].clone(),
            kind,
            kind_right: row["kinds"].split('|').any(|k| k == kind.name()),
            kind_confidence: document.kind_confidence,
            dated: wanted.map(|wanted| (wanted, date)),
        }
    };
    Some(rows(&folder.join("truth.tsv")).iter().map(read).collect())
}

/// A date is right if it is the one of the table, or finer where the table knows the year or month only.
fn date_right(wanted: Date, read: Date) -> bool {
    read.to_string().starts_with(&wanted.to_string())
}

#[test]
fn kinds_and_dates_of_the_corpus() {
    let Some(answers) = answers() else { return };
    let (mut kinds, mut dates, mut wrong_dates) = (Score::default(), Score::default(), 0);
    let mut folders: BTreeMap<&str, (Score, Score)> = BTreeMap::new();
    let mut confusion: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for answer in &answers {
        let folder = folders.entry(&answer.folder).or_default();
        kinds.add(answer.kind_right);
        folder.0.add(answer.kind_right);
        *confusion
            .entry((&answer.wanted, answer.kind.name()))
            .or_default() += 1;
        if let Some((wanted, read)) = answer.dated {
            let right = read.is_some_and(|(date, _)| date_right(wanted, date));
            dates.add(right);
            folder.1.add(right);
            wrong_dates += u32::from(!right && read.is_some());
        }
    }
    println!("wanted → taken for");
    for ((wanted, taken), count) in &confusion {
        println!("{wanted:24} {taken:10} {count}");
    }
    for (folder, (kinds, dates)) in &folders {
        println!(
            "{folder:46} kind {} of {}, date {} of {}",
            kinds.right, kinds.all, dates.right, dates.all
        );
    }
    let worst = folders
        .iter()
        .min_by(|a, b| a.1.0.share().total_cmp(&b.1.0.share()))
        .unwrap();
    println!(
        "worst folder: {} with {:.1} %",
        worst.0,
        100.0 * worst.1.0.share()
    );
    println!(
        "kind {:.2} %, date {:.2} %, wrong dates {wrong_dates} of {}",
        100.0 * kinds.share(),
        100.0 * dates.share(),
        dates.all
    );
    assert!(kinds.share() >= 0.97, "kind {:.3}", kinds.share());
    assert!(
        worst.1.0.share() >= 0.9,
        "{} {:.3}",
        worst.0,
        worst.1.0.share()
    );
    assert!(dates.share() >= 0.97, "date {:.3}", dates.share());
    assert!(
        wrong_dates * 100 <= dates.all,
        "{wrong_dates} wrong dates of {}",
        dates.all
    );
}

#[test]
fn what_is_shown_as_sure_is_right() {
    let Some(answers) = answers() else { return };
    let mut levels: BTreeMap<u32, (Score, Score)> = BTreeMap::new();
    let (mut kinds, mut dates) = (Score::default(), Score::default());
    for answer in &answers {
        let level = |confidence: f32| (confidence * 10.0) as u32;
        levels
            .entry(level(answer.kind_confidence))
            .or_default()
            .0
            .add(answer.kind_right);
        if answer.kind_confidence >= SURE {
            kinds.add(answer.kind_right);
        }
        if let Some((wanted, Some((date, confidence)))) = answer.dated {
            let right = date_right(wanted, date);
            levels.entry(level(confidence)).or_default().1.add(right);
            if confidence >= SURE {
                dates.add(right);
            }
        }
    }
    for (level, (kinds, dates)) in &levels {
        println!(
            "{:.1}–{:.1}: kind {} of {}, date {} of {}",
            f64::from(*level) / 10.0,
            f64::from(level + 1) / 10.0,
            kinds.right,
            kinds.all,
            dates.right,
            dates.all
        );
    }
    for (name, score) in [("kind", &kinds), ("date", &dates)] {
        assert!(
            score.share() >= 0.99,
            "{name}: {} of {} sure answers",
            score.right,
            score.all
        );
        // Sure of nothing would be right as well.
        assert!(
            score.all as usize * 10 >= answers.len() * 5,
            "{name}: sure of {} only",
            score.all
        );
    }
}
