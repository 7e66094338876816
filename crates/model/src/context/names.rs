//! What else names an asset, for scanners and exports, and for references to a record that was joined to another.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{Asset, AssetFacts};
use crate::{AssetKey, cloud_id, keys_of_part};

/// Positions in [`super::Context::assets`], by what else names an asset. Few estates have anything that asks.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Every asset by each of its names.
    pub(super) by_name: HashMap<String, Vec<usize>, RandomState>,
    /// Every asset by what else a cloud calls it.
    pub(super) by_spelling: HashMap<String, Vec<usize>, RandomState>,
    /// Every server by what it runs and is configured by.
    pub(super) by_part: HashMap<String, Vec<usize>, RandomState>,
    /// The files and folders of the project that servers start.
    pub(super) started: Vec<(String, usize)>,
}

impl Names {
    pub(super) fn of(assets: &[Asset]) -> Self {
        let mut all = Names::default();
        for (position, asset) in assets.iter().enumerate() {
            for name in names(asset) {
                let named = all.by_name.entry(Names::key(&name)).or_default();
                if !named.contains(&position) {
                    named.push(position);
                }
                for spelling in cloud_id::spellings(&name) {
                    let spelt = all.by_spelling.entry(Names::key(&spelling)).or_default();
                    if !spelt.contains(&position) {
                        spelt.push(position);
                    }
                }
            }
            all.add_parts(asset, position);
        }
        all
    }

    /// Remembers what a server runs: it is one of several that do.
    fn add_parts(&mut self, asset: &Asset, position: usize) {
        let AssetFacts::Server(server) = &asset.facts else { return };
        let package = server.launch.given().and_then(|launch| launch.package.given());
        let mut parts: Vec<String> = package.map(ToString::to_string).into_iter().collect();
        // A record may be in any file; a configuration shows what it starts.
        if let Some(configuration) = &server.configuration {
            parts.extend(asset.places().iter().map(|place| format!("file:{}", place.file)));
            for part in &configuration.runs {
                parts.push(part.clone());
                if let Some(path) = part.strip_prefix("file:") {
                    self.started.push((path.to_string(), position));
                }
            }
        }
        for key in parts.iter().flat_map(|part| keys_of_part(part)) {
            let runners = self.by_part.entry(key).or_default();
            if runners.last() != Some(&position) {
                runners.push(position);
            }
        }
    }

    /// A record that was joined to another is still referred to by the name it had.
    pub(super) fn meant(&self, reference: &str, assets: &[Asset]) -> Vec<usize> {
        let key = AssetKey::parse(reference);
        let id = key.as_ref().map_or(reference, |key| &key.id);
        let named = self.by_name.get(&Names::key(id)).map(Vec::as_slice).unwrap_or_default();
        let of_kind = |at: &&usize| match (&key, assets.get(**at)) {
            (Some(key), Some(asset)) => asset.key.kind == key.kind,
            (None, _) => true,
            _ => false,
        };
        named.iter().filter(of_kind).copied().collect()
    }

    /// A name without what spellings vary.
    pub(super) fn key(name: &str) -> String {
        name.trim_end_matches('/').to_lowercase()
    }
}

/// Every name that a scanner or export may know an asset by.
fn names(asset: &Asset) -> Vec<String> {
    let mut names = vec![asset.key.id.to_string(), asset.key.to_string()];
    names.extend(asset.other_names().iter().cloned());
    names.extend(asset.formerly().into_iter().map(|old| old.id.into()));
    if let AssetFacts::Server(server) = &asset.facts {
        names.extend(server.name.given().cloned());
        names.extend(server.url.given().cloned());
    }
    names
}
