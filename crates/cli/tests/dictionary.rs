//! An exact search never waits for the dictionary: a process of its own, so that nothing is loaded yet.

use std::path::Path;
use std::process::Command;

use yandu::{Library, SearchOptions, dictionary_instances};

#[test]
fn an_exact_search_loads_no_dictionary() {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample");
    for arguments in [["import", sample.to_str().unwrap()], ["word", "list"]] {
        let run = Command::new(env!("CARGO_BIN_EXE_yandu-cli"))
            .args(["--quiet", "--library", folder.path().to_str().unwrap()])
            .args(arguments)
            .output();
        assert!(run.unwrap().status.success());
    }
    let mut library = Library::open(folder.path()).unwrap();
    let options = SearchOptions::default();
    assert_eq!(library.search("两张皮", &options).unwrap().hits, 1);
    assert_eq!(dictionary_instances(), 0);
    assert!(
        !library
            .search("把读书当作什么", &options)
            .unwrap()
            .near
            .is_empty()
    );
    assert_eq!(dictionary_instances(), 1);
}
