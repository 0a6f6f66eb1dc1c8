//! A storage in memory that several members share, and that can fail in every way that real ones do.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use yandu::{Storage, StorageError, StorageProblem, StoredFile};

use crate::shared::Dice;

/// How often something goes wrong, in 1,000.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Faults {
    /// A file is not listed.
    pub(crate) missing: u32,
    /// A file is listed and read as it was some time ago.
    pub(crate) stale: u32,
    /// A file is read in part.
    pub(crate) cut: u32,
    /// A write ends half way and says that it failed.
    pub(crate) torn: u32,
    /// A request fails.
    pub(crate) fails: u32,
}

type Files = BTreeMap<String, Vec<Vec<u8>>>;

/// The files, each with its earlier contents.
#[derive(Debug, Clone, Default)]
pub(crate) struct SharedFolder(Arc<Mutex<Files>>);

impl SharedFolder {
    /// What is there now.
    pub(crate) fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        let files = self.0.lock().unwrap();
        let last = |(name, versions): (&String, &Vec<Vec<u8>>)| {
            Some((name.clone(), versions.last()?.clone()))
        };
        files.iter().filter_map(last).collect()
    }

    /// Writes a file as anyone with access could.
    pub(crate) fn plant(&self, name: &str, bytes: Vec<u8>) {
        let mut files = self.0.lock().unwrap();
        files.entry(name.to_owned()).or_default().push(bytes);
    }

    /// Removes a file as anyone with access could.
    pub(crate) fn lose(&self, name: &str) {
        self.0.lock().unwrap().remove(name);
    }

    /// The way of a member to it.
    pub(crate) fn through(&self, faults: Faults, seed: u64) -> FaultyStorage {
        FaultyStorage {
            folder: self.clone(),
            faults,
            dice: Dice(seed),
            requests: 0,
        }
    }

    /// A way without faults.
    pub(crate) fn open(&self) -> FaultyStorage {
        self.through(Faults::default(), 1)
    }
}

pub(crate) struct FaultyStorage {
    folder: SharedFolder,
    faults: Faults,
    dice: Dice,
    requests: u32,
}

impl FaultyStorage {
    fn happens(&mut self, per_mille: u32) -> bool {
        self.dice.below(1000) < per_mille as usize
    }

    fn ask(&mut self) -> Result<(), StorageError> {
        self.requests += 1;
        if self.happens(self.faults.fails) {
            return Err(problem(StorageProblem::Unreachable));
        }
        Ok(())
    }

    fn version(&mut self, versions: &[Vec<u8>]) -> Vec<u8> {
        let last = versions.len() - 1;
        let at = if self.happens(self.faults.stale) {
            self.dice.below(last + 1)
        } else {
            last
        };
        versions[at].clone()
    }
}

impl Storage for FaultyStorage {
    fn list(&mut self) -> Result<Vec<StoredFile>, StorageError> {
        self.ask()?;
        let files = self.folder.0.lock().unwrap().clone();
        let mut listed = Vec::new();
        for (name, versions) in files {
            if self.happens(self.faults.missing) {
                continue;
            }
            let bytes = self.version(&versions).len() as u64;
            listed.push(StoredFile { name, bytes });
        }
        Ok(listed)
    }

    fn read(&mut self, name: &str, from: u64) -> Result<Vec<u8>, StorageError> {
        self.ask()?;
        let versions = self.folder.0.lock().unwrap().get(name).cloned();
        let versions = versions.ok_or_else(|| problem(StorageProblem::Missing))?;
        let bytes = self.version(&versions);
        let mut rest = bytes.get(from as usize..).unwrap_or_default().to_vec();
        if self.happens(self.faults.cut) && !rest.is_empty() {
            let keep = self.dice.below(rest.len());
            rest.truncate(keep);
        }
        Ok(rest)
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.ask()?;
        if self.happens(self.faults.torn) {
            let keep = self.dice.below(bytes.len() + 1);
            self.folder.plant(name, bytes[..keep].to_vec());
            return Err(problem(StorageProblem::Unreachable));
        }
        self.folder.plant(name, bytes.to_vec());
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<(), StorageError> {
        self.ask()?;
        self.folder.lose(name);
        Ok(())
    }

    fn requests(&self) -> u32 {
        self.requests
    }
}

fn problem(problem: StorageProblem) -> StorageError {
    StorageError {
        problem,
        detail: "simulated".to_owned(),
    }
}
