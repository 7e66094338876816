//! Who uses what, looked up instead of searched: controls ask it for every asset.

use std::collections::HashMap;
use std::sync::OnceLock;

use ecow::EcoString;
use foldhash::fast::RandomState;

use super::{Asset, AssetFacts};
use crate::{AssetKey, cloud_id, keys_of_part};

/// The look-ups of a context, made when a control first asks.
#[derive(Debug, Clone, Default)]
pub struct Lookups(OnceLock<Lookup>);

impl Lookups {
    /// The look-ups over these assets, which must be the same each time.
    pub(super) fn over(&self, assets: &[Asset]) -> &Lookup {
        self.0.get_or_init(|| Lookup::of(assets))
    }
}

/// Positions in [`super::Context::assets`], by what controls ask for.
#[derive(Debug, Clone, Default)]
pub(super) struct Lookup {
    /// The users of each secret.
    pub(super) users: HashMap<usize, Vec<usize>, RandomState>,
    /// Every asset by its id.
    pub(super) by_id: HashMap<EcoString, Vec<usize>, RandomState>,
    /// Every asset by each of its names.
    pub(super) by_name: HashMap<String, Vec<usize>, RandomState>,
    /// Every asset by what else a cloud calls it.
    pub(super) by_spelling: HashMap<String, Vec<usize>, RandomState>,
    /// Every server by what it runs and is configured by.
    pub(super) by_part: HashMap<String, Vec<usize>, RandomState>,
    /// The files and folders of the project that servers start.
    pub(super) started: Vec<(String, usize)>,
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
    pub(super) fn of(assets: &[Asset]) -> Self {
        let mut lookup = Lookup::default();
        for (position, asset) in assets.iter().enumerate() {
            lookup.by_id.entry(asset.key.id.clone()).or_default().push(position);
            for name in names(asset) {
                let named = lookup.by_name.entry(Lookup::name(&name)).or_default();
                if !named.contains(&position) {
                    named.push(position);
                }
                for spelling in cloud_id::spellings(&name) {
                    let spelt = lookup.by_spelling.entry(Lookup::name(&spelling)).or_default();
                    if !spelt.contains(&position) {
                        spelt.push(position);
                    }
                }
            }
            lookup.add_parts(asset, position);
            for secret in &asset.secrets {
                lookup.users.entry(*secret).or_default().push(position);
            }
            lookup.note(asset, position);
        }
        lookup.link(assets);
        lookup
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
    fn link(&mut self, assets: &[Asset]) {
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
            for other in names.iter().flat_map(|name| self.referred(name, assets)) {
                let (called, caller) = if outward { (other, position) } else { (position, other) };
                callers.entry(called).or_default().push(caller);
            }
        }
        self.callers = callers;
    }

    /// The positions that a reference may mean: an id, or a kind and an id.
    pub(super) fn referred(&self, reference: &str, assets: &[Asset]) -> Vec<usize> {
        let mut found = self.by_id.get(reference).cloned().unwrap_or_default();
        if let Some(key) = AssetKey::parse(reference) {
            let of_kind = self.by_id.get(&key.id).into_iter().flatten();
            let is_it = |at: &&usize| assets.get(**at).is_some_and(|asset| asset.key == key);
            found.extend(of_kind.filter(is_it));
        }
        if found.is_empty() {
            found = self.by_other_name(reference, assets);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A record that was joined to another is still referred to by the name it had.
    fn by_other_name(&self, reference: &str, assets: &[Asset]) -> Vec<usize> {
        let key = AssetKey::parse(reference);
        let id = key.as_ref().map_or(reference, |key| &key.id);
        let named = self.by_name.get(&Lookup::name(id)).map(Vec::as_slice).unwrap_or_default();
        let of_kind = |at: &&usize| match (&key, assets.get(**at)) {
            (Some(key), Some(asset)) => asset.key.kind == key.kind,
            (None, _) => true,
            _ => false,
        };
        named.iter().filter(of_kind).copied().collect()
    }

    /// A name without what spellings vary.
    pub(super) fn name(name: &str) -> String {
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
