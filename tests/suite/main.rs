//! The integration suite of the library: one binary, one file a subject.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod anchors;
mod annotations;
mod corrections;
mod disk;
mod doctor;
mod exactness;
mod exchange;
mod exports;
mod finding;
mod groups;
mod history;
mod hostile;
mod import;
mod kills;
mod manifests;
mod manual;
mod metadata;
mod near;
mod notes;
mod one_error;
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
