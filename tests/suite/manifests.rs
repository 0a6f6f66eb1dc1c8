//! The dependency table of docs/architecture.md, asserted.

use std::collections::BTreeSet;
use std::path::Path;

fn dependencies(manifest: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(manifest);
    let text = std::fs::read_to_string(&path).unwrap();
    let value: toml::Table = text.parse().unwrap();
    value["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

/// Crate, its manifest, and the crates of this project that it may import.
const TABLE: [(&str, &str, &[&str]); 11] = [
    ("document", "crates/document/Cargo.toml", &[]),
    ("import", "crates/import/Cargo.toml", &["yandu-document"]),
    ("search", "crates/search/Cargo.toml", &["yandu-document"]),
    ("export", "crates/export/Cargo.toml", &["yandu-document"]),
    (
        "pdf",
        "crates/pdf/Cargo.toml",
        &["yandu-document", "yandu-export"],
    ),
    (
        "library",
        "Cargo.toml",
        &[
            "yandu-document",
            "yandu-import",
            "yandu-search",
            "yandu-export",
            "yandu-pdf",
            "yandu-share",
        ],
    ),
    ("share", "crates/share/Cargo.toml", &[]),
    ("api", "crates/api/Cargo.toml", &["yandu"]),
    ("cli", "crates/cli/Cargo.toml", &["yandu"]),
    ("desktop", "src-tauri/Cargo.toml", &["yandu-api"]),
    ("e2e", "tests/e2e/Cargo.toml", &[]),
];

/// Heavy dependencies and the one crate that may have each.
const OWNERS: [(&str, &str); 50] = [
    ("csv", "export"),
    ("rust_xlsxwriter", "export"),
    ("typst", "pdf"),
    ("typst-layout", "pdf"),
    ("typst-pdf", "pdf"),
    ("fontdb", "pdf"),
    ("open", "desktop"),
    ("tauri", "desktop"),
    ("tauri-plugin-dialog", "desktop"),
    ("tauri-plugin-single-instance", "desktop"),
    ("tauri-plugin-window-state", "desktop"),
    ("tauri-specta", "desktop"),
    ("fantoccini", "e2e"),
    ("ib-matcher", "search"),
    ("include_dir", "api"),
    ("similar", "library"),
    ("rusqlite", "library"),
    ("tantivy", "search"),
    ("jieba-rs", "search"),
    ("chardetng", "import"),
    ("encoding_rs", "import"),
    ("dom_query", "import"),
    ("dom_smoothie", "import"),
    ("mail-parser", "import"),
    ("pulldown-cmark", "import"),
    ("quick-xml", "import"),
    ("cfb", "import"),
    ("calamine", "import"),
    ("hayro-syntax", "import"),
    ("flate2", "import"),
    ("bzip2", "import"),
    ("lzma-rust2", "import"),
    ("sevenz-rust2", "import"),
    ("rars", "import"),
    ("tar", "import"),
    ("hayro-cmap", "import"),
    ("glyph-names", "import"),
    ("ttf-parser", "import"),
    ("notify", "api"),
    ("chacha20poly1305", "share"),
    ("ed25519-dalek", "share"),
    ("hpke", "share"),
    ("opendal", "share"),
    ("opendal-http-transport-reqwest", "share"),
    ("rustls", "share"),
    ("zstd", "share"),
    ("walkdir", "import"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
];

#[test]
fn crates_import_only_what_the_table_allows() {
    for (name, manifest, allowed) in TABLE {
        let ours = dependencies(manifest)
            .into_iter()
            .filter(|d| d == "yandu" || d.starts_with("yandu-"));
        for dependency in ours {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{name} must not import {dependency}"
            );
        }
    }
}

#[test]
fn heavy_dependencies_have_one_owner() {
    for (dependency, owner) in OWNERS {
        for (name, manifest, _) in TABLE {
            let has = dependencies(manifest).contains(dependency);
            assert!(
                !has || name == owner,
                "{dependency} belongs to {owner}, not to {name}"
            );
        }
    }
}
