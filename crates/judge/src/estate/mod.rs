//! Facts to context: same identities joined, references resolved, tiers derived, indexes built.

mod build;
mod directory;
mod join;
mod lost;
mod merge;
mod notices;
mod tiers;

pub use build::{Dangling, build};
