//! The file of an export: its name, whether it can be written, and writing it whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::LibraryError;

/// Chars of a file name; file systems stop at 255 bytes.
const LONGEST_NAME: usize = 70;

/// A title as a file name: without what Windows forbids, not too long.
pub(crate) fn file_name(title: &str) -> String {
    let forbidden = |c: char| c.is_control() || "\\/:*?\"<>|".contains(c);
    let name: String = title
        .chars()
        .map(|c| if forbidden(c) { ' ' } else { c })
        .collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.trim_matches('.').chars().take(LONGEST_NAME).collect();
    match name.trim() {
        "" => "导出".to_owned(),
        name => name.to_owned(),
    }
}

/// Refuses a place before the work: no folder, a folder of that name, a folder that takes no file.
pub(crate) fn check_target(target: &Path) -> Result<(), LibraryError> {
    if target.is_dir() {
        let error = std::io::Error::from(std::io::ErrorKind::IsADirectory);
        return Err(LibraryError::io("写入文件", target)(error));
    }
    let beside = beside(target);
    fs::File::create(&beside).map_err(LibraryError::io("在此新建文件", target))?;
    fs::remove_file(&beside).map_err(LibraryError::io("在此新建文件", target))
}

/// Writes a file beside its place and renames it: the place has the old file or the whole new one.
///
/// # Errors
/// [`LibraryError::Io`] with the path; nothing is left beside it then.
pub fn write_beside(target: &Path, bytes: &[u8]) -> Result<(), LibraryError> {
    let beside = beside(target);
    let written = (|| {
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, target)
    })();
    written.map_err(|error| {
        // The first error is the one to tell; what is left of the file is of no use.
        let _ = fs::remove_file(&beside);
        LibraryError::io("写入文件", target)(error)
    })
}

fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    // A name of 255 bytes leaves no room for more.
    let short: String = name.chars().take(40).collect();
    target.with_file_name(format!(".{short}.{}.part", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_that_every_system_takes() {
        assert_eq!(file_name("关于“两学一做”的通知"), "关于“两学一做”的通知");
        assert_eq!(file_name("a/b\\c:d*e?\n第2行"), "a b c d e 第2行");
        assert_eq!(file_name("///"), "导出");
        assert_eq!(file_name(&"长".repeat(300)).chars().count(), LONGEST_NAME);
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("清单.docx");
        write_beside(&target, b"old").unwrap();
        write_beside(&target, b"new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_place_that_takes_no_file_is_refused_before_the_work() {
        let folder = tempfile::tempdir().unwrap();
        assert!(check_target(folder.path()).is_err());
        assert!(check_target(&folder.path().join("nowhere/清单.docx")).is_err());
        assert!(check_target(&folder.path().join("清单.docx")).is_ok());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
