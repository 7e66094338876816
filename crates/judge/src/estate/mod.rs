//! Facts to context: same identities joined, references resolved, tiers derived, indexes built.

mod assets;
mod build;
mod directory;
mod duplicates;
mod exports;
mod join;
mod joined;
mod links;
mod lost;
mod meet;
mod notices;
mod people;
mod precedence;
mod references;
mod tiers;

pub use build::{Dangling, build};
