//! The joined view of an organisation that controls judge.

mod asset;
mod lookup;
mod owner;
mod recency;
mod view;

pub use asset::{Asset, AssetFacts};
pub use lookup::Lookups;
pub use owner::{OwnerResolution, is_placeholder};
pub use recency::Recency;
pub use view::Context;
