//! Where the real texts are: `../shared`, or `YANDU_SHARED`.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// The folder of real texts; `None`, with one loud line, where it is missing.
#[expect(clippy::print_stderr, reason = "the one loud line of a skipped test")]
pub(crate) fn shared() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = std::env::var_os("YANDU_SHARED").map_or(default, PathBuf::from);
    if path.join("corpus").is_dir() {
        return Some(path);
    }
    eprintln!(
        "SKIPPED: no real texts at {} (set YANDU_SHARED)",
        path.display()
    );
    None
}

/// Says in one loud line that a test was skipped, and why.
#[expect(clippy::print_stderr, reason = "the one loud line of a skipped test")]
pub(crate) fn skipped(why: &str) {
    eprintln!("SKIPPED: {why}");
}

/// The rows of a tab-separated file with a header line.
pub(crate) fn rows(path: &Path) -> Vec<std::collections::HashMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let row = |line: &str| {
        names
            .iter()
            .map(|n| (*n).to_owned())
            .zip(line.split('\t').map(str::to_owned))
            .collect()
    };
    lines.filter(|l| !l.is_empty()).map(row).collect()
}

/// Without white space, full-width digits made ASCII: the form in which values are compared.
pub(crate) fn squeeze(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(narrow)
        .collect()
}

/// The folder of the sample that the project ships.
pub(crate) fn sample_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample")
}

/// A library in `folder` with the sample in it.
pub(crate) fn sample_library(folder: &Path) -> yandu::Library {
    let mut library = yandu::Library::open(folder).unwrap();
    let options = yandu::ImportOptions::default();
    library
        .import(&[sample_folder()], &options, &mut |_, _, _| true)
        .unwrap();
    library
}

/// A small generator with a fixed seed (SplitMix64), the same numbers on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A library with the whole corpus, imported once for all tests that only ask; `None` without real texts.
/// Whoever changes it puts it back.
pub(crate) fn corpus_library() -> Option<MutexGuard<'static, yandu::Library>> {
    static CORPUS: OnceLock<Mutex<yandu::Library>> = OnceLock::new();
    let folder = shared()?;
    let library = CORPUS.get_or_init(|| {
        // Lives as long as the process; the system's folder of temporary files is emptied by others.
        let place = tempfile::tempdir().unwrap().keep();
        let mut library = yandu::Library::open(&place).unwrap();
        let options = yandu::ImportOptions::default();
        library
            .import(&[folder.join("corpus")], &options, &mut |_, _, _| true)
            .unwrap();
        Mutex::new(library)
    });
    Some(library.lock().unwrap_or_else(PoisonError::into_inner))
}
