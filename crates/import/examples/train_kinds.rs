//! Trains the classifier of kinds on a folder of texts with a table of right kinds, and measures it on folders that it was
//! not trained on: `scripts/train-kinds`. Writes `crates/document/src/recognise/kinds.model` with `--write`.
//!
//! Linear softmax, AdaGrad, dropout of features; a text weighs less the more its folder has. Confidence is calibrated on
//! the answers for left-out folders.

#![expect(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::Path;

use yandu_document::{Kind, KindFeatures, KindModel, kind_by_rule, kind_features, parse};

const BUCKETS: usize = 1 << 14;
const KINDS: usize = Kind::ALL.len();
const EPOCHS: usize = 10;
const RATE: f32 = 0.03;
const DECAY: f32 = 2e-3;

struct Text {
    file: String,
    folder: String,
    right: Vec<Kind>,
    label: usize,
    weight: f32,
    features: KindFeatures,
    rule: Option<(Kind, f32)>,
}

struct Weights {
    bias: Vec<f32>,
    weights: Vec<f32>,
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let corpus = arguments.iter().find(|a| !a.starts_with("--")).cloned();
    let corpus = corpus.unwrap_or_else(|| "../shared/corpus".to_owned());
    let texts = read(Path::new(&corpus))?;
    let held_out = leave_folders_out(&texts);
    let temperature = temperature(&texts, &held_out);
    report(&texts, &held_out, temperature);
    if arguments.iter().any(|a| a == "--write") {
        let all: Vec<&Text> = texts.iter().collect();
        let model = quantised(&train(&all), temperature);
        std::fs::write(
            "crates/document/src/recognise/kinds.model",
            model.to_bytes(),
        )?;
        println!("written");
    }
    Ok(())
}

/// The second level of folders is a source; one folder of many sources is not trained and tested on at once.
fn read(corpus: &Path) -> std::io::Result<Vec<Text>> {
    let table = std::fs::read_to_string(corpus.join("truth.tsv"))?;
    let mut texts = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (file, kinds) = (cells[0], cells[1]);
        let bytes = std::fs::read(corpus.join(file))?;
        let Ok(imported) = yandu_import::import(&bytes, file, &yandu_import::Options::default())
        else {
            continue;
        };
        let document = parse(&imported.source);
        let right: Vec<Kind> = kinds.split('|').filter_map(Kind::from_name).collect();
        let label = if right.contains(&Kind::News) {
            Kind::News
        } else if right.contains(&Kind::Other) {
            Kind::Other
        } else if right.contains(&Kind::Law) {
            Kind::Law
        } else {
            right[0]
        };
        texts.push(Text {
            file: file.to_owned(),
            folder: file.split('/').take(2).collect::<Vec<_>>().join("/"),
            label: Kind::ALL.iter().position(|k| *k == label).unwrap_or(0),
            weight: if right.len() > 2 { 0.5 } else { 1.0 },
            right,
            features: kind_features(&document),
            rule: kind_by_rule(&document),
        });
    }
    let mut sizes: BTreeMap<String, f32> = BTreeMap::new();
    for text in &texts {
        *sizes.entry(text.folder.clone()).or_default() += 1.0;
    }
    for text in &mut texts {
        text.weight *= (30.0 / sizes[&text.folder]).sqrt().clamp(0.2, 2.0);
    }
    Ok(texts)
}

fn train(texts: &[&Text]) -> Weights {
    let mut dice = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice
    };
    let mut model = Weights {
        bias: vec![0.0; KINDS],
        weights: vec![0.0; KINDS * BUCKETS],
    };
    // What no text of the table is says nothing about what such texts look like.
    let known: Vec<bool> = (0..KINDS)
        .map(|kind| texts.iter().any(|t| t.label == kind))
        .collect();
    let mut squares = vec![0.02_f32; KINDS * BUCKETS];
    let mut order: Vec<usize> = (0..texts.len()).collect();
    for epoch in 0..EPOCHS {
        for n in (1..order.len()).rev() {
            order.swap(n, (next() % (n as u64 + 1)) as usize);
        }
        let rate = RATE / (1.0 + epoch as f32 * 0.15);
        for n in &order {
            let text = texts[*n];
            let kept: Vec<(u32, f32)> = text
                .features
                .hashed
                .iter()
                .filter(|_| next() % 10 >= 3)
                .copied()
                .collect();
            let likely = softmax(&scores(&model, &text.features.points, &kept), 1.0);
            for (kind, likely) in likely.iter().enumerate().filter(|(kind, _)| known[*kind]) {
                let wanted = if kind == text.label { 0.97 } else { 0.005 };
                let gradient = (likely - wanted) * text.weight;
                model.bias[kind] -= 0.01 * rate * gradient;
                for (bucket, value) in &kept {
                    let at = kind * BUCKETS + *bucket as usize;
                    let step = gradient * value + DECAY * model.weights[at];
                    squares[at] += step * step;
                    model.weights[at] -= rate * step / squares[at].sqrt();
                }
            }
        }
    }
    model
}

fn scores(model: &Weights, points: &[f32], features: &[(u32, f32)]) -> Vec<f32> {
    (0..KINDS)
        .map(|kind| {
            let weights = &model.weights[kind * BUCKETS..][..BUCKETS];
            points[kind]
                + model.bias[kind]
                + features
                    .iter()
                    .map(|(b, v)| weights[*b as usize] * v)
                    .sum::<f32>()
        })
        .collect()
}

fn softmax(scores: &[f32], temperature: f32) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores
        .iter()
        .map(|s| ((s - most) / temperature).exp())
        .collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|p| p / sum).collect()
}

/// Scores of each text by a model that saw nothing of its folder.
fn leave_folders_out(texts: &[Text]) -> Vec<Vec<f32>> {
    let folders: std::collections::BTreeSet<&str> =
        texts.iter().map(|t| t.folder.as_str()).collect();
    let folders: Vec<&str> = folders.into_iter().collect();
    let answers: Vec<Vec<(usize, Vec<f32>)>> = std::thread::scope(|scope| {
        let work = |part: usize| {
            let folders = &folders;
            scope.spawn(move || {
                let mine = folders.iter().skip(part).step_by(2);
                mine.flat_map(|folder| {
                    let rest: Vec<&Text> = texts.iter().filter(|t| t.folder != *folder).collect();
                    let model = train(&rest);
                    let held = texts
                        .iter()
                        .enumerate()
                        .filter(|(_, t)| t.folder == *folder);
                    held.map(|(n, t)| (n, scores(&model, &t.features.points, &t.features.hashed)))
                        .collect::<Vec<_>>()
                })
                .collect()
            })
        };
        let handles: Vec<_> = (0..2).map(work).collect();
        handles.into_iter().filter_map(|h| h.join().ok()).collect()
    });
    let mut all: Vec<(usize, Vec<f32>)> = answers.into_iter().flatten().collect();
    all.sort_by_key(|(n, _)| *n);
    all.into_iter().map(|(_, scores)| scores).collect()
}

/// The temperature under which the left-out answers are most likely.
fn temperature(texts: &[Text], held_out: &[Vec<f32>]) -> f32 {
    let open: Vec<(&Text, &Vec<f32>)> = texts
        .iter()
        .zip(held_out)
        .filter(|(t, _)| t.rule.is_none())
        .collect();
    let cost = |temperature: f32| -> f32 {
        let one = |(text, scores): &(&Text, &Vec<f32>)| {
            let likely = softmax(scores, temperature);
            let right: f32 = text
                .right
                .iter()
                .filter_map(|k| Kind::ALL.iter().position(|x| x == k))
                .map(|n| likely[n])
                .sum();
            -text.weight * right.max(1e-6).ln()
        };
        open.iter().map(one).sum()
    };
    let candidates = (4..60).map(|n| n as f32 * 0.1);
    candidates
        .min_by(|a, b| cost(*a).total_cmp(&cost(*b)))
        .unwrap_or(1.0)
}

fn report(texts: &[Text], held_out: &[Vec<f32>], temperature: f32) {
    let mut folders: BTreeMap<&str, [u32; 5]> = BTreeMap::new();
    let mut levels: BTreeMap<u32, [u32; 2]> = BTreeMap::new();
    for (text, scores) in texts.iter().zip(held_out) {
        let likely = softmax(scores, temperature);
        let best = (0..KINDS)
            .max_by(|a, b| likely[*a].total_cmp(&likely[*b]))
            .unwrap_or(0);
        let right = text.right.contains(&Kind::ALL[best]);
        let counts = folders.entry(&text.folder).or_default();
        counts[0] += 1;
        counts[1] += u32::from(right);
        match text.rule {
            Some((kind, _)) => {
                counts[2] += 1;
                counts[3] += u32::from(text.right.contains(&kind));
                counts[4] += u32::from(text.right.contains(&kind));
                if !text.right.contains(&kind) {
                    println!("RULE\t{}\t{}", text.file, kind.name());
                }
            }
            None => {
                counts[4] += u32::from(right);
                let level = levels.entry((likely[best] * 20.0) as u32).or_default();
                level[0] += 1;
                level[1] += u32::from(right);
                if !right {
                    println!(
                        "HELD\t{}\t{}\t{:.2}",
                        text.file,
                        Kind::ALL[best].name(),
                        likely[best]
                    );
                }
            }
        }
    }
    println!(
        "{:46} {:>6} {:>12} {:>6} {:>8} {:>8}",
        "left out", "texts", "classifier", "ruled", "right", "both"
    );
    let mut sum = [0; 5];
    for (folder, c) in &folders {
        (0..5).for_each(|n| sum[n] += c[n]);
        println!(
            "{folder:46} {:6} {:5} {:5.1}% {:6} {:8} {:6.1}%",
            c[0],
            c[1],
            percent(c[1], c[0]),
            c[2],
            c[3],
            percent(c[4], c[0])
        );
    }
    println!(
        "{:46} {:6} {:5} {:5.1}% {:6} {:8} {:6.1}%",
        "all",
        sum[0],
        sum[1],
        percent(sum[1], sum[0]),
        sum[2],
        sum[3],
        percent(sum[4], sum[0])
    );
    println!("temperature {temperature:.1}; confidence of the classifier on left-out folders:");
    for (level, [all, right]) in levels {
        println!(
            "{:.2}–{:.2} {all:5} {:5.1}%",
            f64::from(level) / 20.0,
            f64::from(level + 1) / 20.0,
            percent(right, all)
        );
    }
}

fn percent(part: u32, all: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(all.max(1))
}

fn quantised(model: &Weights, temperature: f32) -> KindModel {
    let most = model
        .weights
        .iter()
        .fold(0.0_f32, |m, w| m.max(w.abs()))
        .max(1e-6);
    let scale = most / 127.0;
    KindModel {
        temperature,
        scale,
        bias: model.bias.clone(),
        weights: model
            .weights
            .iter()
            .map(|w| (w / scale).round() as i8)
            .collect(),
    }
}
