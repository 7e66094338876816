//! Who uses what, looked up instead of searched: controls ask it for every asset.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::{Asset, AssetFacts};
use crate::{AssetKey, AssetKind, cloud_id, keys_of_part};

/// The look-ups of a context, each made when a control first asks for it.
#[derive(Debug, Clone, Default)]
pub struct Lookups {
    by_key: OnceLock<Lookup>,
    by_name: OnceLock<Names>,
}

impl Lookups {
    /// The look-ups over these assets, which must be the same each time.
    pub(super) fn over(&self, assets: &[Asset]) -> &Lookup {
        self.by_key.get_or_init(|| Lookup::of(assets, self))
    }

    /// The names of these assets, which must be the same each time.
    pub(super) fn names(&self, assets: &[Asset]) -> &Names {
        self.by_name.get_or_init(|| Names::of(assets))
    }
}

/// Positions in [`super::Context::assets`], by what controls ask for.
#[derive(Debug, Clone, Default)]
pub(super) struct Lookup {
    /// Every asset by its key.
    by_key: HashMap<AssetKey, usize, RandomState>,
    /// The users of each secret.
    pub(super) users: HashMap<usize, Vec<usize>, RandomState>,
    /// What calls or is served by each asset: servers that use it, agents bound to it, and what a
    /// service account states about its users.
    pub(super) callers: HashMap<usize, Vec<usize>, RandomState>,
    /// The first live secret that does not state what uses it.
    pub(super) unattributed: Option<usize>,
    /// The first server or agent in service that does not state what it calls, and the field.
    pub(super) silent_caller: Option<(usize, &'static str)>,
    /// The first server that a client configuration shows.
    pub(super) configured: Option<usize>,
    /// The first registered server.
    pub(super) registered: Option<usize>,
    /// The first registered agent.
    pub(super) registered_agent: Option<usize>,
}

impl Lookup {
    fn of(assets: &[Asset], others: &Lookups) -> Self {
        let mut lookup = Lookup::default();
        lookup.by_key.reserve(assets.len());
        for (position, asset) in assets.iter().enumerate() {
            lookup.by_key.entry(asset.key.clone()).or_insert(position);
            for secret in &asset.secrets {
                lookup.users.entry(*secret).or_default().push(position);
            }
            lookup.note(asset, position);
        }
        lookup.link(assets, others);
        lookup
    }

    /// The position of an asset.
    pub(super) fn at(&self, key: &AssetKey) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The positions of the assets with this id, of whatever kind.
    pub(super) fn with_id(&self, id: &str) -> impl Iterator<Item = usize> + use<> {
        let keys = AssetKind::ALL.map(|kind| AssetKey { kind, id: id.into() });
        let found = keys.map(|key| self.at(&key));
        found.into_iter().flatten()
    }

    /// Remembers the first of what controls ask for.
    fn note(&mut self, asset: &Asset, position: usize) {
        match &asset.facts {
            AssetFacts::Secret(secret) if secret.is_live() && secret.used_by.given().is_none() => {
                self.unattributed.get_or_insert(position);
            }
            AssetFacts::Server(server) => {
                if server.configuration.is_some() {
                    self.configured.get_or_insert(position);
                }
                if asset.registered {
                    self.registered.get_or_insert(position);
                }
                if !asset.is_retired() && server.uses.given().is_none() {
                    self.silent_caller.get_or_insert((position, "uses"));
                }
            }
            AssetFacts::Agent(agent) => {
                if asset.registered {
                    self.registered_agent.get_or_insert(position);
                }
                if !asset.is_retired() && agent.bindings.given().is_none() {
                    self.silent_caller.get_or_insert((position, "bindings"));
                }
            }
            _ => {}
        }
    }

    /// Who calls whom, once every id is known.
    fn link(&mut self, assets: &[Asset], others: &Lookups) {
        let mut callers: HashMap<usize, Vec<usize>, RandomState> = HashMap::default();
        for (position, asset) in assets.iter().enumerate() {
            let (names, outward): (Vec<&str>, bool) = match &asset.facts {
                AssetFacts::Server(server) => {
                    (server.uses.items().iter().map(String::as_str).collect(), true)
                }
                AssetFacts::Agent(agent) => {
                    let bindings = agent.bindings.items().iter();
                    (bindings.map(|binding| binding.server.as_str()).collect(), true)
                }
                AssetFacts::ServiceAccount(account) => {
                    (account.used_by.items().iter().map(String::as_str).collect(), false)
                }
                AssetFacts::Secret(_) | AssetFacts::Organisation => continue,
            };
            for other in names.iter().flat_map(|name| self.referred(name, assets, others)) {
                let (called, caller) = if outward { (other, position) } else { (position, other) };
                callers.entry(called).or_default().push(caller);
            }
        }
        self.callers = callers;
    }

    /// The positions that a reference may mean: an id, or a kind and an id; else another of its names.
    pub(super) fn referred(
        &self,
        reference: &str,
        assets: &[Asset],
        others: &Lookups,
    ) -> Vec<usize> {
        let mut found: Vec<usize> = self.with_id(reference).collect();
        if let Some(key) = AssetKey::parse(reference) {
            found.extend(self.at(&key));
        }
        if found.is_empty() {
            found = others.names(assets).meant(reference, assets);
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

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
    fn of(assets: &[Asset]) -> Self {
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
    fn meant(&self, reference: &str, assets: &[Asset]) -> Vec<usize> {
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
