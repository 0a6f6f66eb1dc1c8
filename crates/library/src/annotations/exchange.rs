//! Annotations out of the library and into it: files for people, and JSON-LD for other libraries.

mod export;
mod import;
mod locate;

pub use export::AnnotationFormat;
pub(crate) use import::remove_batch;
pub use import::{AnnotationFile, ExchangeItem, ExchangeReport, ExchangeStatus};
pub(crate) use locate::locate_quote;
