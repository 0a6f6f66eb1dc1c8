//! Values that repeat, kept once: names of people and offices, sets of tags.

use std::collections::HashMap;
use std::sync::Arc;

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use crate::fold;

/// Names by number; 0 is no name. A library of a million has hundreds of thousands, so each is kept once.
pub(super) struct Names {
    names: Vec<Name>,
    numbers: FxHashMap<Arc<str>, u32>,
}

struct Name {
    shown: Arc<str>,
    /// `None` if it is shown as it is folded.
    folded: Option<Box<str>>,
}

impl Name {
    fn folded(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.shown)
    }
}

impl Default for Names {
    fn default() -> Self {
        let none = Name {
            shown: "".into(),
            folded: None,
        };
        Names {
            names: vec![none],
            numbers: FxHashMap::default(),
        }
    }
}

impl Names {
    pub(super) fn number(&mut self, name: &str) -> u32 {
        if name.is_empty() {
            return 0;
        }
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let number = self.names.len() as u32;
        let (shown, folded): (Arc<str>, String) = (name.into(), fold(name));
        self.names.push(Name {
            shown: Arc::clone(&shown),
            folded: (folded != name).then(|| folded.into()),
        });
        self.numbers.insert(shown, number);
        number
    }

    /// Takes the names of others in; their numbers here, by their numbers there.
    pub(super) fn append(&mut self, others: Names) -> Vec<u32> {
        let names = others.names.iter();
        names.map(|name| self.number(&name.shown)).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn name(&self, number: u32) -> &str {
        &self.names[number as usize].shown
    }

    /// All names, as shown and folded.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.names.iter().skip(1);
        all.map(|name| (&*name.shown, name.folded()))
    }

    /// For each number whether its folded name holds a text.
    pub(super) fn holding(&self, finder: &Finder<'_>) -> Vec<bool> {
        let names = self.names.iter();
        names
            .map(|name| finder.find(name.folded().as_bytes()).is_some())
            .collect()
    }
}

/// Sets of labels by number; 0 is the empty set.
pub(super) struct Labels {
    sets: Vec<Vec<String>>,
    numbers: HashMap<Vec<String>, u32>,
}

impl Default for Labels {
    fn default() -> Self {
        Labels {
            sets: vec![Vec::new()],
            numbers: HashMap::new(),
        }
    }
}

impl Labels {
    pub(super) fn number(&mut self, set: &[String]) -> u32 {
        if set.is_empty() {
            return 0;
        }
        if let Some(known) = self.numbers.get(set) {
            return *known;
        }
        let number = self.sets.len() as u32;
        self.sets.push(set.to_vec());
        self.numbers.insert(set.to_vec(), number);
        number
    }

    /// Takes the sets of others in; their numbers here, by their numbers there.
    pub(super) fn append(&mut self, others: Labels) -> Vec<u32> {
        others.sets.iter().map(|set| self.number(set)).collect()
    }

    /// For each set whether it has a label that is called so; among the sets in use a whole name goes before a beginning,
    /// and that before a part.
    pub(super) fn called(&self, label: &str, used: impl Iterator<Item = u32>) -> Vec<bool> {
        let wanted = fold(label);
        let mut in_use = vec![false; self.sets.len()];
        used.for_each(|number| in_use[number as usize] = true);
        let fit = |known: &String| {
            let folded = fold(known);
            match folded.find(&*wanted) {
                _ if wanted.is_empty() => None,
                Some(_) if folded == wanted => Some(0),
                Some(0) => Some(1),
                Some(_) => Some(2),
                None => None,
            }
        };
        let best_of = |set: &Vec<String>| set.iter().filter_map(fit).min();
        let fits: Vec<Option<u8>> = self.sets.iter().map(best_of).collect();
        let best = fits.iter().zip(&in_use).filter(|(_, used)| **used);
        let best = best.filter_map(|(fit, _)| *fit).min();
        fits.into_iter()
            .map(|fit| fit.is_some() && fit == best)
            .collect()
    }

    pub(super) fn set(&self, number: u32) -> &[String] {
        &self.sets[number as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.sets.len()
    }
}
