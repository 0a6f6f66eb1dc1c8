//! The portable edition: a file named `portable` beside the program says that all data stay beside it, on a USB stick or
//! in a folder that is carried about. It assumes that this folder can be written.

use std::path::{Path, PathBuf};

/// The file that says so; its content does not matter.
const MARKER: &str = "portable";

/// Where the data of a portable program lie; `None` for one that is installed.
pub fn portable_folder() -> Option<PathBuf> {
    beside(&std::env::current_exe().ok()?)
}

fn beside(program: &Path) -> Option<PathBuf> {
    let folder = program.parent()?;
    folder.join(MARKER).is_file().then(|| folder.join("data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_alone_makes_it_portable() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("yandu");
        assert_eq!(beside(&program), None);
        std::fs::write(folder.path().join(MARKER), "").unwrap();
        assert_eq!(beside(&program), Some(folder.path().join("data")));
    }
}
