//! Files and folders, recursively, in a stable order.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::ImportError;
use crate::archive::is_litter;

/// A file to import, or a place that could not be looked into.
#[derive(Debug)]
pub struct Found {
    /// Its path as given or below it.
    pub path: PathBuf,
    /// Why it cannot be looked into.
    pub error: Option<ImportError>,
}

/// All files below the given paths, sorted by name in each folder. Links are not followed; a path
/// that does not exist is a [`Found`] with its error.
pub fn discover(paths: &[PathBuf]) -> Vec<Found> {
    paths.iter().flat_map(|path| below(path)).collect()
}

fn below(root: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        match entry {
            Ok(entry) => {
                let litter = is_litter(&entry.file_name().to_string_lossy());
                let wanted = entry.file_type().is_file()
                    || (entry.depth() == 0 && !entry.file_type().is_dir());
                if wanted && (!litter || entry.depth() == 0) {
                    found.push(Found {
                        path: entry.into_path(),
                        error: None,
                    });
                }
            }
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let source = error
                    .into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("目录循环"));
                let error = Some(ImportError::Io {
                    operation: "读取",
                    source,
                });
                found.push(Found { path, error });
            }
        }
    }
    found
}
