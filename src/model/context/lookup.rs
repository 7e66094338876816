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
    /// Every asset by each of its names.
    pub(super) by_name: HashMap<String, Vec<usize>>,
    /// The first live secret that does not say what uses it.
    pub(super) unattributed: Option<usize>,
}

impl Lookup {
    pub(super) fn of(assets: &[Asset]) -> Self {
        let mut lookup = Lookup::default();
        for (position, asset) in assets.iter().enumerate() {
            lookup.by_id.entry(asset.key.id.clone()).or_default().push(position);
            for name in names(asset) {
                let named = lookup.by_name.entry(Lookup::name(&name)).or_default();
                if !named.contains(&position) {
                    named.push(position);
                }
            }
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

    /// A name without what spellings vary.
    pub(super) fn name(name: &str) -> String {
        name.trim_end_matches('/').to_lowercase()
    }
}

/// Every name that a scanner or export may know an asset by.
fn names(asset: &Asset) -> Vec<String> {
    let mut names = vec![asset.key.id.clone(), asset.key.to_string()];
    names.extend(asset.other_names().iter().cloned());
    if let AssetFacts::Server(server) = &asset.facts {
        names.extend(server.name.given().cloned());
        names.extend(server.url.given().cloned());
        let package = server.launch.given().and_then(|launch| launch.package.given());
        names.extend(package.map(|package| package.to_string()));
        // A record may stand in any file; a configuration shows what it starts.
        if server.configuration.is_some() {
            names.extend(asset.places.iter().map(|place| format!("file:{}", place.file)));
        }
    }
    names
}
