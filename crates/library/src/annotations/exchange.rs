//! Annotations out of the library and into it: files for people, and JSON-LD for other libraries.

mod export;
mod import;
mod locate;
mod received;

pub use export::AnnotationFormat;
pub(crate) use import::remove_batch;
pub use import::{AnnotationFile, ExchangeItem, ExchangeReport, ExchangeStatus};
pub(crate) use locate::{Located, locate, locate_quote};
pub(crate) use received::ReceivedAnnotation;
