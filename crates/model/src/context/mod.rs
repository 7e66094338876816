//! The joined view of an organisation that controls judge.

mod asset;
mod authority;
mod lookup;
mod names;
mod placeholder;
mod recency;
mod view;

pub use asset::{Asset, AssetFacts};
pub use authority::{Cause, Mandate, Party, Refusal};
pub use lookup::Lookups;
pub use placeholder::is_placeholder;
pub use recency::Recency;
pub use view::{Context, Owners};
