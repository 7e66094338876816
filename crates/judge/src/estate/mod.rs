//! Facts to context: same identities joined, references resolved, tiers derived, indexes built.

mod assets;
mod build;
mod directory;
mod duplicates;
mod join;
mod joined;
mod links;
mod lost;
mod merge;
mod notices;
mod references;
mod tiers;

pub use build::{Dangling, build};
