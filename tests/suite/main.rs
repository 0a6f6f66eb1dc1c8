//! The integration suite of the library: one binary, one file a subject.

mod metadata;
mod samples;
mod shared;
