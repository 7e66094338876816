//! Who uses what, looked up instead of searched: controls ask it for every asset.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::names::Names;
use super::{Asset, AssetFacts};
use crate::{AssetKey, AssetKind};

/// The look-ups of a context, each made when a control first asks for it.
#[derive(Debug, Clone, Default)]
pub struct Lookups {
    lookup: OnceLock<Lookup>,
    names: OnceLock<Names>,
}

impl Lookups {
    /// The look-ups over these assets, which must be the same each time.
    pub(super) fn over(&self, assets: &[Asset]) -> &Lookup {
        self.lookup.get_or_init(|| Lookup::of(assets, self))
    }

    /// The names of these assets, which must be the same each time.
    pub(super) fn names(&self, assets: &[Asset]) -> &Names {
        self.names.get_or_init(|| Names::of(assets))
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
