//! How many documents of an answer have which kind, year, speaker, issuer, tag.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Serialize;
use yandu_document::Kind;

use super::Catalogue;
use super::names::Names;

/// Values of a facet: as many as a list can show.
const SHOWN: usize = 50;

/// Documents of which all columns are counted before the next.
const AT_ONCE: usize = 1024;

/// Years have four digits.
const YEARS: usize = 10_000;

/// Counts of one facet, most frequent first.
pub type FacetCounts = Vec<FacetCount>;

/// How many documents of an answer have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Documents.
    pub count: u32,
}

/// The facets of an answer.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Facets {
    /// 类型
    pub kind: FacetCounts,
    /// 年份
    pub year: FacetCounts,
    /// 讲话人
    pub speaker: FacetCounts,
    /// 发文机关
    pub issuer: FacetCounts,
    /// 标签
    pub tag: FacetCounts,
}

/// Counts by number. A short answer in a library of many names does not walk through all of them.
enum Tally {
    Few(HashMap<u32, u32>),
    Many(Vec<u32>),
}

impl Tally {
    fn new(answers: usize, numbers: usize) -> Self {
        match answers * 16 < numbers {
            true => Tally::Few(HashMap::new()),
            false => Tally::Many(vec![0; numbers]),
        }
    }

    /// Counts each number once.
    fn add_all(&mut self, numbers: impl Iterator<Item = u32>) {
        match self {
            Tally::Few(counts) => numbers.for_each(|n| *counts.entry(n).or_default() += 1),
            Tally::Many(counts) => numbers.for_each(|n| counts[n as usize] += 1),
        }
    }

    fn add(&mut self, number: u32, count: u32) {
        match self {
            Tally::Few(counts) => *counts.entry(number).or_default() += count,
            Tally::Many(counts) => counts[number as usize] += count,
        }
    }

    /// Both counts.
    fn with(self, other: Tally) -> Tally {
        match (self, other) {
            (Tally::Many(mut counts), Tally::Many(more)) => {
                counts.iter_mut().zip(more).for_each(|(a, b)| *a += b);
                Tally::Many(counts)
            }
            (mut counts, Tally::Few(more)) => {
                more.into_iter()
                    .for_each(|(number, count)| counts.add(number, count));
                counts
            }
            (mut counts, Tally::Many(more)) => {
                (0..)
                    .zip(more)
                    .for_each(|(number, count)| counts.add(number, count));
                counts
            }
        }
    }

    /// What was counted, without number 0.
    fn counts(self) -> Vec<(u32, u32)> {
        match self {
            Tally::Few(counts) => counts.into_iter().filter(|(n, _)| *n > 0).collect(),
            Tally::Many(counts) => {
                let all = (0..).zip(counts).skip(1);
                all.filter(|(_, count)| *count > 0).collect()
            }
        }
    }
}

/// Everything that is counted of an answer, or of a part of it.
pub(crate) struct Tallies {
    kinds: [u32; Kind::ALL.len()],
    years: Tally,
    speakers: Tally,
    issuers: Tally,
    labels: Tally,
}

impl Catalogue {
    /// Counts what these texts are, each of which has an ordinal.
    pub(crate) fn tallies<T>(&self, found: &[T], ordinal: impl Fn(&T) -> u32) -> Tallies {
        let answers = found.len();
        let mut all = Tallies {
            kinds: [0; Kind::ALL.len()],
            years: Tally::new(answers, YEARS),
            speakers: Tally::new(answers, self.speakers.len()),
            issuers: Tally::new(answers, self.issuers.len()),
            labels: Tally::new(answers, self.labels.len()),
        };
        // One column after another, of so few that their rows stay in the cache.
        for some in found.chunks(AT_ONCE) {
            let rows = || some.iter().map(|one| self.row(ordinal(one)));
            let traits = || rows().map(|row| &self.traits[row.about as usize]);
            let years = rows().map(|row| (row.date / 10_000).min(YEARS as u32 - 1));
            all.years.add_all(years);
            all.labels.add_all(rows().map(|row| row.tags));
            traits().for_each(|traits| all.kinds[traits.kind as usize] += 1);
            all.speakers.add_all(traits().map(|traits| traits.speaker));
            all.issuers.add_all(traits().map(|traits| traits.issuer));
        }
        all
    }

    /// What was counted, by name.
    pub(crate) fn facets(&self, all: Tallies) -> Facets {
        let mut tags: HashMap<&str, u32> = HashMap::new();
        for (set, count) in all.labels.counts() {
            let set = self.labels.set(set);
            set.iter()
                .for_each(|tag| *tags.entry(tag).or_default() += count);
        }
        let kinds = Kind::ALL.iter().map(|k| (k.name(), all.kinds[*k as usize]));
        let named = |tally: Tally, names: &Names| {
            let counts = most(tally.counts()).into_iter();
            let named: Vec<_> = counts
                .map(|(n, count)| (names.name(n).to_owned(), count))
                .collect();
            named
        };
        let (speakers, issuers) = (
            named(all.speakers, &self.speakers),
            named(all.issuers, &self.issuers),
        );
        let years = all
            .years
            .counts()
            .into_iter()
            .map(|(y, n)| (y.to_string(), n));
        Facets {
            kind: shown(kinds.map(|(name, count)| (name.to_owned(), count))),
            year: shown(years),
            speaker: shown(speakers.into_iter()),
            issuer: shown(issuers.into_iter()),
            tag: shown(tags.into_iter().map(|(tag, count)| (tag.to_owned(), count))),
        }
    }
}

impl Tallies {
    /// Both counts.
    pub(crate) fn with(mut self, other: Tallies) -> Tallies {
        let kinds = self.kinds.iter_mut().zip(other.kinds);
        kinds.for_each(|(a, b)| *a += b);
        Tallies {
            kinds: self.kinds,
            years: self.years.with(other.years),
            speakers: self.speakers.with(other.speakers),
            issuers: self.issuers.with(other.issuers),
            labels: self.labels.with(other.labels),
        }
    }
}

/// The most frequent numbers, as many as are shown; among equals those that came first.
fn most(mut counts: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    if counts.len() > SHOWN {
        counts.select_nth_unstable_by_key(SHOWN - 1, |(number, count)| (Reverse(*count), *number));
        counts.truncate(SHOWN);
    }
    counts
}

/// Most frequent first, then by name.
fn shown(counts: impl Iterator<Item = (String, u32)>) -> FacetCounts {
    let present = counts.filter(|(_, count)| *count > 0);
    let mut counts: FacetCounts = present
        .map(|(value, count)| FacetCount { value, count })
        .collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| b.value.cmp(&a.value)));
    counts.truncate(SHOWN);
    counts
}
