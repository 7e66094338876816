//! Who uses what, looked up instead of searched: controls ask it for every asset.

use std::collections::HashMap;

use super::{Asset, AssetFacts};

/// Positions in [`super::Context::assets`], by what controls ask for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lookup {
    /// The users of each secret.
    pub(super) users: HashMap<usize, Vec<usize>>,
    /// Every asset by its id.
    pub(super) by_id: HashMap<String, Vec<usize>>,
    /// The first live secret that does not say what uses it.
    pub(super) unattributed: Option<usize>,
}

impl Lookup {
    pub(super) fn of(assets: &[Asset]) -> Self {
        let mut lookup = Lookup::default();
        for (position, asset) in assets.iter().enumerate() {
            lookup.by_id.entry(asset.key.id.clone()).or_default().push(position);
            for secret in &asset.secrets {
                lookup.users.entry(*secret).or_default().push(position);
            }
            if let AssetFacts::Secret(secret) = &asset.facts
                && secret.is_live()
                && secret.used_by.given().is_none()
            {
                lookup.unattributed.get_or_insert(position);
            }
        }
        lookup
    }
}
