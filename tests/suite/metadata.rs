//! Extraction of metadata against the sources' own records.

use std::collections::BTreeMap;
use std::path::Path;

use yandu_document::{Document, parse};
use yandu_import::{Options, import};

use crate::shared::{rows, shared, squeeze};

fn read(path: &Path) -> Document {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let name = path.to_string_lossy();
    parse(
        &import(&bytes, &name, &Options::default())
            .unwrap_or_else(|e| panic!("{name}: {e}"))
            .source,
    )
}

/// The extracted value that a column of the table is compared with.
fn value(document: &Document, column: &str) -> String {
    let fields = &document.fields;
    let text = match column {
        "title" => fields.title.as_ref().map(|t| t.value.clone()),
        "date" => document.date().map(|d| d.to_string()),
        "date_published" => fields.publish_date.as_ref().map(|d| d.value.to_string()),
        "author" => fields.speaker.as_ref().map(|s| s.value.clone()),
        "issuing_body" => fields.issuers.as_ref().map(|i| i.value.join("、")),
        "doc_number" => fields.document_number.as_ref().map(|n| n.value.to_string()),
        other => panic!("unknown column {other}"),
    };
    squeeze(&text.unwrap_or_default())
}

#[test]
fn metadata_of_the_corpus() {
    let Some(shared) = shared() else { return };
    let mut scores: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows(&shared.join("corpus/metadata.tsv")) {
        let document = read(&shared.join("corpus").join(&row["file"]));
        let found = &row["found_in_text"];
        for column in [
            "title",
            "date",
            "date_published",
            "author",
            "issuing_body",
            "doc_number",
        ] {
            if !found.split(',').any(|f| f == column) {
                continue;
            }
            let (want, got) = (squeeze(&row[column]), value(&document, column));
            let score = scores.entry(column).or_default();
            score.1 += 1;
            if want == got {
                score.0 += 1;
            } else {
                wrong.push(format!("{column} {}: want {want}, got {got}", row["file"]));
            }
        }
    }
    for (column, (right, all)) in &scores {
        println!("{column}: {right} of {all}");
    }
    wrong.iter().for_each(|line| println!("{line}"));
    for (column, (right, all)) in scores {
        assert!(
            f64::from(right) >= 0.98 * f64::from(all),
            "{column}: {right} of {all}"
        );
    }
}
