//! How privileged an asset is, derived from facts by rules D1 to D8. No label moves a weight.
//!
//! Each asset has two tiers: what the stated facts imply, and what it is treated as. Where something
//! that a rule reads is undeclared, the rule is read with the worst value it may have, and the asset
//! is treated as the tier that follows. So leaving out a field lowers no tier.

mod agent;
mod gaps;
mod raise;
mod reach;
mod rules;
mod secret;
mod server;
mod service_account;
mod spread;
mod uses;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::directory::Directory;
use gaps::Gaps;
use model::records::Tool;
use model::{
    Asset, AssetFacts, AssetKey, AssetKind, Diagnostic, Grants, MonthRecord, Placed, RecordKind,
    Tier,
};
use rules::Rules;

/// What an asset is treated as that is missing from the register of its kind.
const UNLISTED: Tier = Tier::T2;

/// What tiers are derived from, beside the assets themselves.
pub(super) struct Sources<'a> {
    /// The tools of each server, by the server's id.
    pub(super) tools: &'a HashMap<String, Vec<Placed<Tool>>>,
    /// Which kinds of records some input carries.
    pub(super) carried: &'a BTreeSet<RecordKind>,
    /// The last month on record.
    pub(super) last: Option<&'a MonthRecord>,
    /// What is published about grants.
    pub(super) grants: &'a Arc<Grants>,
}

/// Derives every tier: first from each asset's own facts, then along use (D8). Returns the dangling
/// references, and warnings about statements that contradict one another.
pub(super) fn derive(
    assets: &mut [Asset],
    directory: &Directory,
    sources: &Sources<'_>,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let mut warnings = Vec::new();
    let mut gaps = Gaps::of(sources.carried);
    let remembered = Remembered::of(sources.last);
    let registers: BTreeSet<AssetKind> =
        assets.iter().filter(|asset| asset.registered).map(|asset| asset.key.kind).collect();
    let own: Vec<OfOwnFacts> = assets
        .par_iter_mut()
        .map(|asset| {
            // A register is a declaration: what it does not list is treated as privileged, and no higher.
            // Without one, an asset may be anything.
            let unlisted = !asset.registered && registers.contains(&asset.key.kind);
            own_facts(asset, unlisted, &remembered, sources)
        })
        .collect();
    for (position, (asset, own)) in assets.iter().zip(own).enumerate() {
        warnings.extend(own.contradiction);
        if own.may_be_anything {
            gaps.note(position, asset);
        }
    }
    let (uses, errors) = uses::uses(assets, directory);
    // What a credential opens by itself makes its holder privileged: one step, before anything
    // spreads, so that a credential shared with a privileged server does not raise the other.
    spread::raise_once(assets, &uses.held);
    gaps.unattributed(assets);
    spread::spread(assets, &uses.outward, &gaps);
    (errors, warnings)
}

/// What came of an asset's own facts, beside its tier.
#[derive(Default)]
struct OfOwnFacts {
    contradiction: Option<Diagnostic>,
    /// Whether what it does not state may be anything.
    may_be_anything: bool,
}

/// Derives the tier of an asset from its own facts.
fn own_facts(
    asset: &mut Asset,
    unlisted: bool,
    remembered: &Remembered<'_>,
    sources: &Sources<'_>,
) -> OfOwnFacts {
    let mut rules = Rules::with(sources.grants);
    let mut contradiction = None;
    let declared = match &asset.facts {
        AssetFacts::Server(record) => {
            let tools = sources.tools.get(&record.id).map(Vec::as_slice);
            server::rules(&mut rules, record, tools);
            record.tier.given()
        }
        AssetFacts::Agent(record) => {
            agent::rules(&mut rules, record);
            record.tier.given()
        }
        AssetFacts::ServiceAccount(record) => {
            service_account::rules(&mut rules, record);
            contradiction = service_account::contradiction(record, asset.place(), sources.grants);
            record.tier.given()
        }
        AssetFacts::Secret(record) => {
            secret::rules(&mut rules, record);
            None
        }
        AssetFacts::Organisation => return OfOwnFacts::default(),
    };
    remembered.remind(&mut rules, asset);
    asset.tier = rules.settle(declared.copied(), if unlisted { UNLISTED } else { Tier::T3 });
    OfOwnFacts { contradiction, may_be_anything: !unlisted }
}

/// The tiers of the last month. An asset that is less complete now, or that took the place of another,
/// keeps what it had.
struct Remembered<'a> {
    known: HashMap<&'a AssetKey, (Tier, &'a MonthRecord)>,
    /// The most privileged of each kind and name, whatever the case of its letters: a spelling loses no tier.
    by_name: HashMap<(AssetKind, String), &'a AssetKey>,
}

impl<'a> Remembered<'a> {
    fn of(last: Option<&'a MonthRecord>) -> Self {
        let assets =
            last.iter().flat_map(|last| last.assets.iter().map(move |asset| (asset, last)));
        let known: HashMap<_, _> =
            assets.map(|(asset, last)| (&asset.key, (asset.tier, *last))).collect();
        let mut least_first: Vec<_> = known.iter().map(|(key, (tier, _))| (*tier, *key)).collect();
        least_first.sort_unstable();
        let named = least_first
            .into_iter()
            .map(|(_, key)| ((key.kind, key.id.as_str().to_lowercase()), key));
        Remembered { by_name: named.collect(), known }
    }

    /// The most privileged of the assets whose place an asset states to have taken.
    fn replaced(&self, asset: &Asset) -> Option<(&(Tier, &'a MonthRecord), String)> {
        let also = asset.other_names().iter();
        let also = also.map(|name| AssetKey::new(asset.key.kind, name.clone()));
        let names = asset.formerly().into_iter().chain(also).chain([asset.key.clone()]);
        let names = names
            .filter_map(|name| self.by_name.get(&(name.kind, name.id.as_str().to_lowercase())));
        let known = names.filter_map(|name| Some((self.known.get(name)?, *name)));
        let (before, name) = known.max_by_key(|((tier, _), _)| *tier)?;
        Some((before, format!("it was {name} then")))
    }

    fn remind(&self, rules: &mut Rules, asset: &Asset) {
        if self.known.is_empty() {
            return;
        }
        let before = match self.known.get(&asset.key) {
            Some(before) if rules.is_incomplete() => {
                Some((before, "its record is incomplete now".to_string()))
            }
            Some(_) => None,
            None => self.replaced(asset),
        };
        if let Some(((tier, last), why)) = before {
            rules.remember(*tier, format!("it was {tier} in {}, and {why}", last.period));
        }
    }
}
