//! The integration suite of the library: one binary, one file a subject.

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
