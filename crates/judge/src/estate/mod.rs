//! Facts to context: same identities joined, references resolved, tiers derived, indexes built.

mod assets;
mod assume;
mod build;
mod completes;
mod declarations;
mod directory;
mod duplicates;
mod endless;
mod exports;
mod flaws;
mod freshness;
mod join;
mod joined;
mod keys;
mod ledger;
mod links;
mod lookalikes;
mod lost;
mod meet;
mod notices;
mod owner_names;
mod owners;
mod packages;
mod people;
mod placements;
mod precedence;
mod recency;
mod references;
mod secrets;
mod sightings;
mod tiers;
mod worse;

pub use build::{Dangling, build};
pub use owner_names::OwnerNames;
