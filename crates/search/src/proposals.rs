//! New terms of a library: runs of words that are frequent, cohesive and free at both ends (the usual
//! measures of new-word discovery: pointwise mutual information and the entropy of the neighbours).
//!
//! Two passes: [`TermCounts`] counts words and pairs of the texts, [`TermCandidates`] weighs what is built of frequent
//! pairs; words are kept as numbers in between, 4 bytes each. It proposes no word that the dictionary has, and none with a particle at an end.

use std::collections::{HashMap, HashSet};

use crate::words::{cut, is_known};

/// Occurrences that a term needs.
const FREQUENT: u32 = 5;

/// Documents that it needs.
const DOCUMENTS: u32 = 3;

/// Mutual information, in bits, of the weakest joint of a term.
const COHESIVE: f64 = 4.0;

/// Entropy of the neighbours, in bits, on the less free side.
const FREE: f64 = 1.5;

/// Words that a term is made of.
const MOST_WORDS: usize = 4;

/// Folded chars of a term.
const CHARS: std::ops::RangeInclusive<usize> = 3..=10;

/// The share of its occurrences within a longer term from which on a term is only a part of that.
const PART: f64 = 0.7;

/// Characters that begin or end no term.
const PARTICLES: &str = "的了和与及或在是为对于从到被把将要不有也就都而其以等之中上下这那各个一二三四五六七八九十第年月日们我你他她它并但更很最可能应会使让由向按据同给";

/// Words of one character that begin or end no term: what counts, points or goes before a verb. Within a longer word they
/// may (资本, 次序).
const LOOSE: &str = "本次该每此所则即又再还已曾届条项件位名份些后前里内外时来去只才且若如因故";

/// A term that could go into the user dictionary.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposedTerm {
    /// Folded.
    pub text: String,
    /// Occurrences.
    pub occurrences: u32,
    /// Documents that have it.
    pub documents: u32,
    /// How firmly it holds together, bits.
    pub cohesion: f64,
    /// How freely it stands, bits.
    pub freedom: f64,
}

/// The first pass: which words stand in the texts, and how often each pair of neighbours.
#[derive(Default)]
pub struct TermCounts {
    ids: HashMap<String, u32>,
    words: Vec<Word>,
    pairs: HashMap<(u32, u32), u32>,
    total: u64,
    /// The words of each text, a [`BORDER`] behind each run: cutting is what takes the time, so it is done once.
    texts: Vec<Box<[u32]>>,
}

struct Word {
    text: String,
    occurrences: u32,
    /// Begins or ends no term.
    loose: bool,
}

impl TermCounts {
    /// Counts a folded text.
    pub fn count(&mut self, text: &str) {
        let mut ids = Vec::new();
        for run in runs(text) {
            let start = ids.len();
            ids.extend(run.iter().map(|word| self.id(word)));
            for id in &ids[start..] {
                self.words[*id as usize].occurrences += 1;
            }
            self.total += run.len() as u64;
            for pair in ids[start..].windows(2) {
                *self.pairs.entry((pair[0], pair[1])).or_default() += 1;
            }
            ids.push(BORDER);
        }
        self.texts.push(ids.into());
    }

    fn id(&mut self, word: &str) -> u32 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = self.words.len() as u32;
        self.ids.insert(word.to_owned(), id);
        self.words.push(Word {
            text: word.to_owned(),
            occurrences: 0,
            loose: is_loose(word),
        });
        id
    }

    /// The second pass: pairs that are frequent and cohesive make candidates, which are weighed in all texts.
    pub fn candidates(self) -> TermCandidates {
        let total = self.total.max(1) as f64;
        let count = |id: u32| f64::from(self.words[id as usize].occurrences);
        let cohesion =
            |a: u32, b: u32, n: u32| (f64::from(n) * total / (count(a) * count(b))).log2();
        let pairs = self.pairs.iter().filter(|(_, n)| **n >= FREQUENT);
        let joints = pairs
            .map(|((a, b), n)| ((*a, *b), cohesion(*a, *b, *n)))
            .filter(|(_, bits)| *bits >= COHESIVE)
            .collect();
        let mut candidates = TermCandidates {
            joints,
            found: HashMap::new(),
            texts: 0,
        };
        for text in &self.texts {
            candidates.weigh(text, &self.words);
        }
        candidates
    }
}

#[derive(Default)]
struct Candidate {
    occurrences: u32,
    documents: u32,
    last: u32,
    cohesion: f64,
    left: HashMap<u32, u32>,
    right: HashMap<u32, u32>,
}

/// How often each candidate stands, and beside what.
pub struct TermCandidates {
    joints: HashMap<(u32, u32), f64>,
    found: HashMap<String, Candidate>,
    texts: u32,
}

/// Stands for the border of a clause: each of them is another neighbour.
const BORDER: u32 = u32::MAX;

impl TermCandidates {
    fn weigh(&mut self, text: &[u32], words: &[Word]) {
        self.texts += 1;
        for run in text.split(|id| *id == BORDER) {
            for start in 0..run.len() {
                self.weigh_from(run, words, start);
            }
        }
    }

    fn weigh_from(&mut self, run: &[u32], words: &[Word], start: usize) {
        let word = |at: usize| &words[run[at] as usize];
        let mut weakest = f64::INFINITY;
        for end in start + 1..(start + MOST_WORDS).min(run.len()) {
            let Some(bits) = self.joints.get(&(run[end - 1], run[end])) else {
                return;
            };
            weakest = weakest.min(*bits);
            if word(start).loose || word(end).loose {
                continue;
            }
            let text: String = (start..=end).map(|at| word(at).text.as_str()).collect();
            if !CHARS.contains(&text.chars().count()) {
                continue;
            }
            let candidate = self.found.entry(text).or_default();
            candidate.occurrences += 1;
            candidate.cohesion = weakest;
            if candidate.last != self.texts {
                candidate.last = self.texts;
                candidate.documents += 1;
            }
            let beside =
                |at: Option<usize>| at.and_then(|at| run.get(at)).copied().unwrap_or(BORDER);
            *candidate
                .left
                .entry(beside(start.checked_sub(1)))
                .or_default() += 1;
            *candidate.right.entry(beside(Some(end + 1))).or_default() += 1;
        }
    }

    /// The `limit` best: those of the most documents first.
    pub fn proposals(self, limit: usize) -> Vec<ProposedTerm> {
        let mut terms: Vec<ProposedTerm> = self
            .found
            .into_iter()
            .filter(|(text, c)| {
                c.occurrences >= FREQUENT && c.documents >= DOCUMENTS && !has_particle(text)
            })
            .map(|(text, c)| ProposedTerm {
                freedom: entropy(&c.left).min(entropy(&c.right)),
                occurrences: c.occurrences,
                documents: c.documents,
                cohesion: c.cohesion,
                text,
            })
            .filter(|term| term.freedom >= FREE && !is_known(&term.text))
            .collect();
        terms.sort_by(|a, b| {
            b.documents
                .cmp(&a.documents)
                .then_with(|| a.text.cmp(&b.text))
        });
        without_parts(terms, limit)
    }
}

/// Drops terms that stand mostly within a longer one.
fn without_parts(terms: Vec<ProposedTerm>, limit: usize) -> Vec<ProposedTerm> {
    let by_text: HashMap<&str, &ProposedTerm> =
        terms.iter().map(|t| (t.text.as_str(), t)).collect();
    let mut parts: HashSet<&str> = HashSet::new();
    for long in &terms {
        let shorter = substrings(&long.text).filter_map(|part| by_text.get(part));
        parts.extend(
            shorter
                .filter(|short| short.text.len() < long.text.len())
                .filter(|short| f64::from(long.occurrences) >= PART * f64::from(short.occurrences))
                .map(|short| short.text.as_str()),
        );
    }
    let whole = terms.iter().filter(|t| !parts.contains(t.text.as_str()));
    whole.take(limit).cloned().collect()
}

fn substrings(text: &str) -> impl Iterator<Item = &str> {
    let ends = || text.char_indices().map(|(at, c)| at + c.len_utf8());
    let starts = text.char_indices().map(|(at, _)| at);
    starts.flat_map(move |from| {
        ends()
            .filter(move |to| *to > from)
            .map(move |to| &text[from..to])
    })
}

/// The words between marks, figures and letters.
fn runs(text: &str) -> Vec<Vec<&str>> {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    text.split(|c| !han(c))
        .filter(|run| !run.is_empty())
        .map(cut)
        .collect()
}

fn has_particle(text: &str) -> bool {
    let at_end = |c: Option<char>| c.is_none_or(|c| PARTICLES.contains(c));
    at_end(text.chars().next()) || at_end(text.chars().next_back())
}

fn is_loose(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| LOOSE.contains(c)) && chars.next().is_none()
}

/// Bits; borders count as so many different neighbours.
fn entropy(neighbours: &HashMap<u32, u32>) -> f64 {
    let total: u32 = neighbours.values().sum();
    let share = |n: f64| -(n / f64::from(total)) * (n / f64::from(total)).log2();
    neighbours
        .iter()
        .map(|(id, n)| match *id {
            BORDER => f64::from(*n) * share(1.0),
            _ => share(f64::from(*n)),
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(texts: &[String]) -> Vec<ProposedTerm> {
        let mut counts = TermCounts::default();
        texts.iter().for_each(|text| counts.count(text));
        counts.candidates().proposals(20)
    }

    #[test]
    fn what_is_frequent_cohesive_and_free() {
        let around = [
            "我们要抓好",
            "大家都说",
            "各村推行",
            "会上介绍了",
            "县里推广",
            "社区采用",
        ];
        let behind = [
            "，效果很好",
            "是办法",
            "带来变化",
            "值得学习",
            "解决了难题",
            "写进了总结",
        ];
        let text = |n: usize| {
            format!(
                "{}三本账工作法{}。雨水浇灌着庄稼，书本放在桌子上。",
                around[n % 6],
                behind[(n / 2) % 6]
            )
        };
        let texts: Vec<String> = (0..12).map(text).collect();
        let terms = proposed(&texts);
        let whole = terms
            .iter()
            .find(|t| t.text == "三本账工作法" || t.text == "本账工作法");
        assert!(whole.is_none_or(|t| t.occurrences == 12), "{terms:?}");
        assert!(
            terms
                .iter()
                .all(|t| t.documents >= DOCUMENTS && t.freedom >= FREE)
        );
        // What always stands beside the same words is no term of its own.
        assert!(terms.iter().all(|t| t.text != "浇灌着庄稼"), "{terms:?}");
    }

    #[test]
    fn what_counts_or_points_ends_no_term() {
        let rules = ["办法", "规定", "细则", "方案", "章程", "守则"];
        let before = [
            "为了规范管理，",
            "根据实际，",
            "现",
            "经研究，",
            "特",
            "结合村情，",
        ];
        let held = ["昨天", "上午", "在县里", "按期", "顺利", "今年"];
        let text = |n: usize| {
            let (rule, before, held) = (rules[n % 6], before[(n / 2) % 6], held[(n / 3) % 6]);
            format!(
                "{before}制定本{rule}。第{}次会议{held}召开，听取汇报。",
                ["三", "五", "七"][n % 3]
            )
        };
        let texts: Vec<String> = (0..24).map(text).collect();
        for term in proposed(&texts) {
            assert!(
                !["制定本", "次会议"].contains(&term.text.as_str()),
                "{term:?}"
            );
        }
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert!(proposed(&[]).is_empty());
        assert!(proposed(&["一次。".to_owned(), String::new()]).is_empty());
    }
}
