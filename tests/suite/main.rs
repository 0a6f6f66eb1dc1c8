//! The integration suite of the library: one binary, one file a subject.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod anchors;
mod corrections;
mod exactness;
mod history;
mod import;
mod manifests;
mod metadata;
mod query;
mod ranking;
mod robustness;
mod sample;
mod samples;
mod seed;
mod shared;
mod structure;
