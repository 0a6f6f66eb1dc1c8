//! The integration suite of the library: one binary, one file a subject.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod anchors;
mod annotations;
mod corrections;
mod exactness;
mod exchange;
mod exports;
mod history;
mod import;
mod kills;
mod manifests;
mod metadata;
mod near;
mod notes;
mod packs;
mod paged;
mod query;
mod quotations;
mod ranking;
mod reading_lists;
mod robustness;
mod sample;
mod samples;
mod seed;
mod shared;
mod structure;
mod terms;
