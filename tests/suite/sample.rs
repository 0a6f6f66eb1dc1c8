//! The sample library is what the README promises.

use std::path::Path;

use yandu::{ImportOptions, Library};

#[test]
fn every_sample_is_imported_and_says_that_it_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
    let report = library
        .import(&[sample], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    assert_eq!(
        (report.refused, report.failed, report.duplicates),
        (0, 0, 0),
        "{report:?}"
    );
    assert!((12..=20).contains(&report.added));
    let kinds: std::collections::BTreeMap<String, String> = report
        .items
        .iter()
        .map(|i| (i.title.clone().unwrap(), i.kind.clone().unwrap()))
        .collect();
    let count = |kind: &str| kinds.values().filter(|k| *k == kind).count();
    assert!(
        count("speech") >= 2 && count("official") >= 6 && count("example") >= 2,
        "{kinds:?}"
    );
    let cover = report
        .items
        .iter()
        .find(|i| !i.attachments.is_empty())
        .unwrap();
    assert_eq!(cover.attachments[0].kind, "speech");
    for item in &report.items {
        let id = item
            .attachments
            .first()
            .map_or(item.id.clone().unwrap(), |a| a.id.clone());
        let text: String = library
            .get_document(&id)
            .unwrap()
            .blocks
            .iter()
            .map(|b| b.text.clone())
            .collect();
        assert!(
            text.contains("样例") || text.contains("樣例"),
            "{}",
            item.path
        );
    }
}
