//! Near duplicates: the same speech from two sites, an excerpt and the whole text; and 作品, the works as whose
//! editions the user joins them.
//!
//! A sample of every text is kept (`yandu_search::Sketch`). Texts whose samples share enough are compared
//! whole, so what is shown is exact; what the sample misses is not found. Texts of one file are never compared with each other.

mod find;
mod list;
mod work;

pub use find::NearRun;
pub use list::{NearDuplicate, NearKind};
pub use work::Joined;
