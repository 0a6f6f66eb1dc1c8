//! What was meant where nothing stands as typed: texts that do stand and differ from it by one character,
//! by characters that are read alike, or by marks between clauses.
//!
//! Every correction is looked up in the bigrams, so all that comes out stands in a text. It refuses texts
//! above [`LONGEST`] chars (whole passages are compared instead) and stops after [`MOST_WORK`]: counted work, not
//! time, so that a busy machine gives the same answer as an idle one.

use std::collections::HashSet;

use super::grams::Grams;
use super::homophones::{homophones, sound_alike};
use super::{Correction, Nearness};
use crate::evaluate::Evaluator;
use crate::tokenizer::END;
use crate::{SearchError, fold_loose, is_clause_mark};

/// Folded chars above which single characters are not looked into.
pub(super) const LONGEST: usize = 24;

/// Look-ups after which what was found till then is the answer: 20 to 40 ms on the machine of docs/performance.md.
const MOST_WORK: u64 = 60_000;

/// Characters that are tried in one gap, the most frequent first.
const TRIED: usize = 80;

/// Corrections that are worth running.
const KEPT: usize = 24;

/// Characters in which a whole word may be read alike.
const LONGEST_ALIKE: usize = 8;

/// The corrections of a folded text, the likeliest kind first.
pub(super) fn corrections(
    evaluator: &Evaluator<'_>,
    typed: &str,
) -> Result<Vec<Correction>, SearchError> {
    let chars: Vec<char> = typed.chars().collect();
    if !(2..=LONGEST).contains(&chars.len()) {
        return Ok(Vec::new());
    }
    let mut search = Search {
        grams: Grams::new(evaluator)?,
        typed: chars,
        found: Vec::new(),
        seen: HashSet::from([typed.to_owned()]),
    };
    search.without_marks(typed)?;
    search.swapped()?;
    search.gaps()?;
    search.without_one()?;
    if search.found.is_empty() {
        search.read_alike()?;
    }
    let mut found = search.found;
    found.sort_by_key(|c| c.nearness);
    found.truncate(KEPT);
    Ok(found)
}

struct Search<'a> {
    grams: Grams<'a>,
    typed: Vec<char>,
    found: Vec<Correction>,
    seen: HashSet<String>,
}

impl Search<'_> {
    fn spent(&self) -> bool {
        self.grams.work() >= MOST_WORK
    }

    /// Keeps a text if it stands somewhere.
    fn offer(&mut self, chars: &[char], nearness: Nearness) -> Result<(), SearchError> {
        let text: String = chars.iter().collect();
        if chars.len() > 1 && self.seen.insert(text.clone()) && self.grams.stand(&[(chars, 0)])? {
            self.found.push(Correction { text, nearness });
        }
        Ok(())
    }

    /// 不忘初心，牢记使命 -> 不忘初心牢记使命
    fn without_marks(&mut self, typed: &str) -> Result<(), SearchError> {
        let loose: Vec<char> = fold_loose(typed).chars().collect();
        self.offer(&loose, Nearness::Marks)
    }

    /// Two neighbours have changed places.
    fn swapped(&mut self) -> Result<(), SearchError> {
        for at in 1..self.typed.len() {
            let mut chars = self.typed.clone();
            chars.swap(at - 1, at);
            if chars.len() > 2 {
                self.offer(&chars, Nearness::Swapped)?;
            }
        }
        Ok(())
    }

    /// A char too many, or a wrong one at either end.
    fn without_one(&mut self) -> Result<(), SearchError> {
        let length = self.typed.len();
        for at in (0..length).filter(|_| length > 3) {
            let mut chars = self.typed.clone();
            chars.remove(at);
            let at_end = at == 0 || at + 1 == length;
            let nearness = if at_end {
                Nearness::End
            } else {
                Nearness::Extra
            };
            self.offer(&chars, nearness)?;
        }
        Ok(())
    }

    /// A wrong char, or one that is missing, between the first and the last.
    fn gaps(&mut self) -> Result<(), SearchError> {
        let typed = self.typed.clone();
        for at in 0..typed.len() {
            if self.spent() {
                return Ok(());
            }
            self.wrong_at_an_end(at)?;
            let (before, rest) = typed.split_at(at);
            if before.is_empty() || typed.len() < 3 {
                continue;
            }
            self.fill(before, rest, None)?;
            if rest.len() > 1 {
                self.fill(before, &rest[1..], Some(rest[0]))?;
            }
        }
        Ok(())
    }

    /// What stands between two pieces, in place of a wrong char if there is one.
    fn fill(
        &mut self,
        before: &[char],
        behind: &[char],
        wrong: Option<char>,
    ) -> Result<(), SearchError> {
        let (Some(last), Some(first)) = (before.last(), behind.first()) else {
            return Ok(());
        };
        if !self
            .grams
            .stand(&[(before, 0), (behind, before.len() + 1)])?
        {
            return Ok(());
        }
        let mut fillings = Vec::new();
        for (c, documents) in self.grams.following(*last)?.to_vec() {
            let both = documents.min(self.grams.documents(c, *first)?);
            if both > 0 && Some(c) != wrong && c != END {
                let alike = wrong.is_some_and(|wrong| sound_alike(wrong, c));
                fillings.push((!alike, std::cmp::Reverse(both), c));
            }
        }
        fillings.sort_unstable();
        for (not_alike, _, c) in fillings.into_iter().take(TRIED) {
            if self.spent() {
                break;
            }
            let nearness = match wrong {
                None if is_clause_mark(c) => Nearness::Marks,
                None => Nearness::Missing,
                Some(_) if not_alike => Nearness::Wrong,
                Some(_) => Nearness::Homophone,
            };
            let chars = [before, &[c], behind].concat();
            self.offer(&chars, nearness)?;
        }
        Ok(())
    }

    /// At the first and the last char only what is read alike is tried: anything can stand there.
    fn wrong_at_an_end(&mut self, at: usize) -> Result<(), SearchError> {
        let last = self.typed.len() - 1;
        if (at != 0 && at != last) || last < 2 {
            return Ok(());
        }
        for c in homophones(self.typed[at]) {
            let mut chars = self.typed.clone();
            chars[at] = c;
            self.offer(&chars, Nearness::Homophone)?;
        }
        Ok(())
    }

    /// Several chars are read alike: 全利 -> 权力. Grows from the left, pair by pair.
    fn read_alike(&mut self) -> Result<(), SearchError> {
        if self.typed.len() > LONGEST_ALIKE {
            return Ok(());
        }
        let choices: Vec<Vec<char>> = self
            .typed
            .iter()
            .map(|c| [vec![*c], homophones(*c)].concat())
            .collect();
        let mut grown: Vec<Vec<char>> = choices[0].iter().map(|c| vec![*c]).collect();
        for next in &choices[1..] {
            let mut longer = Vec::new();
            for text in &grown {
                for c in next {
                    if self.spent() {
                        return Ok(());
                    }
                    let last = text[text.len() - 1];
                    if self.grams.documents(last, *c)? > 0 {
                        longer.push([text.as_slice(), &[*c]].concat());
                    }
                }
            }
            let stand = longer.into_iter().filter_map(|text| {
                let stands = self.grams.stand(&[(text.as_slice(), 0)]);
                stands.map(|yes| yes.then_some(text)).transpose()
            });
            grown = stand.collect::<Result<_, _>>()?;
        }
        for text in grown {
            self.offer(&text, Nearness::Homophone)?;
        }
        Ok(())
    }
}
