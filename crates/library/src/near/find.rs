//! Finding pairs: samples first, whole texts then.

use std::collections::HashMap;

use rusqlite::params;
use yandu_search::{Likeness, Sketch, fold_strict};

use crate::annotations::texts_of;
use crate::{Library, LibraryError};

/// Texts that are sampled or pairs that are compared in one step.
const STEP: usize = 64;

/// A text with fewer hashes in its sample is too short to be like another one by more than its phrases.
const SHORTEST: usize = 2;

/// A hash that more texts have is a phrase of the trade; only neighbours in the list are paired by it.
const COMMON: usize = 50;

/// Share of the smaller sample that makes a pair worth a look.
const WORTH: f64 = 0.4;

/// From here on two texts are much alike.
pub(super) const ALIKE: f64 = 0.5;
/// From here on a text is an excerpt.
pub(super) const CONTAINED: f64 = 0.8;

/// Hashes that are looked at in one go; bounds the memory (about 16 bytes each).
const AT_ONCE: usize = 6_000_000;

/// A search for near duplicates under way, step by step, so that others can use the library between the steps.
#[derive(Debug, Default)]
pub struct NearRun {
    /// Texts without a sample of what they are now.
    unsampled: Option<Vec<(i64, i64)>>,
    /// Texts sampled in this run.
    fresh: Vec<i64>,
    /// Pairs to compare.
    pairs: Option<Vec<(i64, i64)>>,
    compared: usize,
    found: u32,
}

impl NearRun {
    /// Everything anew, or only what came or changed since the last run.
    pub fn new() -> NearRun {
        NearRun::default()
    }

    /// Steps that are done, and steps in all as far as is known.
    pub fn progress(&self) -> (u32, u32) {
        let waiting = self.unsampled.as_ref().map_or(0, Vec::len);
        let pairs = self.pairs.as_ref().map_or(0, Vec::len);
        let done = self.fresh.len() + self.compared;
        (done as u32, (self.fresh.len() + waiting + pairs) as u32)
    }

    /// Pairs found so far that are new.
    pub fn found(&self) -> u32 {
        self.found
    }
}

impl Library {
    /// Finds all near duplicates that are new since the last time; answers with their number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn find_near_duplicates(
        &mut self,
        progress: &mut dyn FnMut(u32, u32) -> bool,
    ) -> Result<u32, LibraryError> {
        let mut run = NearRun::new();
        while self.near_step(&mut run)? {
            let (done, total) = run.progress();
            if !progress(done, total) {
                break;
            }
        }
        Ok(run.found)
    }

    /// One step of a run; false when there is nothing left to do. What was done stays done.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn near_step(&mut self, run: &mut NearRun) -> Result<bool, LibraryError> {
        let unsampled = match run.unsampled.take() {
            Some(unsampled) => unsampled,
            None => self.unsampled()?,
        };
        if !unsampled.is_empty() {
            let (now, later) = unsampled.split_at(unsampled.len().min(STEP));
            self.sample(now)?;
            run.fresh.extend(now.iter().map(|(document, _)| *document));
            run.unsampled = Some(later.to_vec());
            return Ok(true);
        }
        run.unsampled = Some(unsampled);
        let Some(pairs) = &run.pairs else {
            run.pairs = Some(self.candidates(&run.fresh)?);
            return Ok(true);
        };
        let now: Vec<(i64, i64)> = pairs
            .iter()
            .skip(run.compared)
            .take(STEP)
            .copied()
            .collect();
        if now.is_empty() {
            return Ok(false);
        }
        run.found += self.compare_pairs(&now)?;
        run.compared += now.len();
        Ok(true)
    }

    /// Documents whose sample is missing or of an earlier text, with their change numbers.
    fn unsampled(&self) -> Result<Vec<(i64, i64)>, LibraryError> {
        let sql = "SELECT d.id, d.change FROM document d LEFT JOIN sketch s ON s.document = d.id
                   WHERE d.trashed_at IS NULL AND (s.change IS NULL OR s.change <> d.change)";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn sample(&mut self, documents: &[(i64, i64)]) -> Result<(), LibraryError> {
        let mut sketches = Vec::with_capacity(documents.len());
        for (document, change) in documents {
            sketches.push((
                *document,
                *change,
                Sketch::of(&self.folded_of(*document)?).to_bytes(),
            ));
        }
        self.transact_texts(|connection| {
            for (document, change, hashes) in &sketches {
                let sql = "INSERT OR REPLACE INTO sketch VALUES (?1, ?2, ?3)";
                connection
                    .prepare_cached(sql)?
                    .execute(params![document, change, hashes])?;
                // What the text was is no longer alike to anything; the verdict on the pair stays if it is found again.
                let sql = "DELETE FROM near_duplicate WHERE (a = ?1 OR b = ?1) AND verdict IS NULL";
                connection.prepare_cached(sql)?.execute([document])?;
            }
            Ok(())
        })
    }

    fn folded_of(&self, document: i64) -> Result<String, LibraryError> {
        let blocks = texts_of(&self.connection, document)?;
        Ok(blocks.iter().map(|b| fold_strict(b)).collect())
    }

    /// Pairs of a fresh text and any other one whose samples share enough.
    fn candidates(&self, fresh: &[i64]) -> Result<Vec<(i64, i64)>, LibraryError> {
        let fresh: std::collections::HashSet<i64> = fresh.iter().copied().collect();
        if fresh.is_empty() {
            return Ok(Vec::new());
        }
        let total: i64 = self.connection.query_row(
            "SELECT coalesce(sum(length(hashes)), 0) / 4 FROM sketch",
            [],
            |r| r.get(0),
        )?;
        let parts = usize::try_from(total).unwrap_or(0) / AT_ONCE + 1;
        let mut shared: HashMap<(i64, i64), u32> = HashMap::new();
        let mut sizes: HashMap<i64, u32> = HashMap::new();
        for part in 0..parts {
            let mut all: Vec<(u32, i64)> = Vec::new();
            self.each_sketch(&mut |document, sketch| {
                if sketch.hashes().len() >= SHORTEST {
                    sizes.insert(document, sketch.hashes().len() as u32);
                    let here = sketch
                        .hashes()
                        .iter()
                        .filter(|h| **h as usize % parts == part);
                    all.extend(here.map(|h| (*h, document)));
                }
            })?;
            all.sort_unstable();
            for group in all.chunk_by(|a, b| a.0 == b.0) {
                count(group, &fresh, &mut shared);
            }
        }
        let worth = |pair: &(i64, i64), both: u32| {
            let smaller = sizes
                .get(&pair.0)
                .min(sizes.get(&pair.1))
                .copied()
                .unwrap_or(1);
            f64::from(both) >= WORTH * f64::from(smaller) && both >= SHORTEST as u32
        };
        let mut pairs: Vec<(i64, i64)> = shared
            .into_iter()
            .filter(|(p, n)| worth(p, *n))
            .map(|(p, _)| p)
            .collect();
        pairs.sort_unstable();
        Ok(pairs)
    }

    fn each_sketch(&self, take: &mut dyn FnMut(i64, &Sketch)) -> Result<(), LibraryError> {
        let sql = "SELECT s.document, s.hashes FROM sketch s JOIN document d ON d.id = s.document
                   WHERE d.trashed_at IS NULL";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(1)?.as_blob().unwrap_or_default();
            take(row.get(0)?, &Sketch::from_bytes(bytes));
        }
        Ok(())
    }

    /// Compares whole texts and keeps those that are much alike; answers with the number of new ones.
    fn compare_pairs(&mut self, pairs: &[(i64, i64)]) -> Result<u32, LibraryError> {
        let mut texts: HashMap<i64, String> = HashMap::new();
        let mut alike = Vec::new();
        for (a, b) in pairs {
            if self.of_one_file(*a, *b)? {
                continue;
            }
            for document in [a, b] {
                if !texts.contains_key(document) {
                    texts.insert(*document, self.folded_of(*document)?);
                }
            }
            let likeness = Likeness::of(&texts[a], &texts[b]);
            if likeness.resemblance >= ALIKE || likeness.containment >= CONTAINED {
                alike.push((*a, *b, likeness));
            }
        }
        self.transact_texts(|connection| {
            let mut found = 0;
            for (a, b, likeness) in &alike {
                let sql = "INSERT INTO near_duplicate (a, b, resemblance, containment) VALUES (?1, ?2, ?3, ?4)
                           ON CONFLICT (a, b) DO NOTHING";
                let row = params![a, b, likeness.resemblance, likeness.containment];
                found += connection.prepare_cached(sql)?.execute(row)? as u32;
            }
            Ok(found)
        })
    }

    fn of_one_file(&self, a: i64, b: i64) -> Result<bool, LibraryError> {
        let sql =
            "SELECT coalesce(x.parent, x.id) = coalesce(y.parent, y.id) FROM document x, document y
                   WHERE x.id = ?1 AND y.id = ?2";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([a, b], |r| r.get(0))?)
    }
}

/// Counts what the texts of one hash share.
fn count(
    group: &[(u32, i64)],
    fresh: &std::collections::HashSet<i64>,
    shared: &mut HashMap<(i64, i64), u32>,
) {
    let mut add = |a: i64, b: i64| {
        if a != b && (fresh.contains(&a) || fresh.contains(&b)) {
            *shared.entry((a.min(b), a.max(b))).or_default() += 1;
        }
    };
    if group.len() > COMMON {
        group.windows(2).for_each(|pair| add(pair[0].1, pair[1].1));
        return;
    }
    for (n, a) in group.iter().enumerate() {
        group[..n].iter().for_each(|b| add(a.1, b.1));
    }
}
