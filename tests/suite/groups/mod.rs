//! Study groups: several libraries over one storage, whatever it does to them.

mod basics;
mod damage;
mod hostile;
pub(crate) mod member;
mod real;
mod scribe;
mod servers;
mod simulation;
pub(crate) mod storage;
