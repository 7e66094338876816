//! Every asset of every kind, joined from its sources.

use std::collections::HashMap;

use super::completes::completed;
use super::exports::{Remarks, add_exports};
use super::freshness::Freshness;
use super::join::join;
use super::joined::Joined;
use super::people;
use model::records::{Server, Tool};
use model::{
    Asset, AssetFacts, AssetKey, AssetKind, Diagnostic, Facts, Field, Place, Placed, Provenance,
    Tier, TierJudgement,
};

/// Tools by the id of their server.
pub(super) type Tools = HashMap<String, Vec<Placed<Tool>>>;

/// Every asset of every kind, sorted by key; tools written under servers move to `tools`.
pub(super) fn collect(
    facts: &mut Facts,
    tools: &mut Tools,
    fresh: &Freshness,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Asset> {
    let mut remarks = Remarks::default();
    let (servers, secrets) = join(facts, fresh, &mut remarks);
    let exported = std::mem::take(&mut facts.exported);
    let mut agents = completed(std::mem::take(&mut facts.agents), &mut remarks.errors);
    add_exports(&mut agents, exported.agents, fresh, &mut remarks);
    let accounts = std::mem::take(&mut facts.service_accounts);
    let mut accounts = completed(accounts, &mut remarks.errors);
    add_exports(&mut accounts, exported.service_accounts, fresh, &mut remarks);
    facts.exported.people = people::join(&mut accounts, exported.people, fresh, &mut remarks);
    facts.notices.extend(people::notices(&facts.exported.people));
    errors.extend(remarks.errors);
    facts.notices.extend(remarks.notices);

    let mut assets = Vec::new();
    for mut joined in servers {
        take_tools(&mut joined, tools);
        let key = AssetKey::new(AssetKind::Server, joined.record.id.clone());
        assets.push(asset(key, joined, |r| AssetFacts::Server(Box::new(r))));
    }
    for joined in agents {
        let key = AssetKey::new(AssetKind::Agent, joined.record.id.clone());
        assets.push(asset(key, joined, |r| AssetFacts::Agent(Box::new(r))));
    }
    for joined in accounts {
        let key = AssetKey::new(AssetKind::ServiceAccount, joined.record.id.clone());
        assets.push(asset(key, joined, |r| AssetFacts::ServiceAccount(Box::new(r))));
    }
    for joined in secrets {
        let key = AssetKey::new(AssetKind::Secret, joined.record.id.clone());
        assets.push(asset(key, joined, |r| AssetFacts::Secret(Box::new(r))));
    }
    assets.sort_by(|a, b| a.key.cmp(&b.key));
    let organisation =
        Joined { record: (), from: Provenance::default(), conflicts: Vec::new(), registered: true };
    assets.push(asset(AssetKey::organisation(), organisation, |()| AssetFacts::Organisation));
    assets
}

/// Moves the tools that are written under a server to `tools`.
fn take_tools(joined: &mut Joined<Server>, tools: &mut Tools) {
    match std::mem::take(&mut joined.record.tools) {
        Field::Given(listed) => {
            let placed = listed.into_iter().enumerate();
            let placed = placed.map(|(number, record)| tool(record, number, &joined.from));
            tools.insert(joined.record.id.clone(), placed.collect());
        }
        // An empty field differs from one that no source carries.
        without => joined.record.tools = without,
    }
}

/// A tool at the line it is written on, not at its server's.
fn tool(record: Tool, number: usize, server: &Provenance) -> Placed<Tool> {
    let from = server.inside(&format!("tools.{number}")).unwrap_or_default();
    let place = from.record().cloned().unwrap_or_else(|| Place::file("inventory"));
    Placed { record, place, from }
}

fn asset<T>(key: AssetKey, joined: Joined<T>, facts: impl FnOnce(T) -> AssetFacts) -> Asset {
    // The organisation has T2: what no record shows may change production.
    let floor = if key.kind == AssetKind::Organisation { Tier::T2 } else { Tier::T0 };
    Asset {
        key,
        facts: facts(joined.record),
        tier: TierJudgement::known(floor),
        from: joined.from,
        registered: joined.registered,
        secrets: Vec::new(),
        conflicts: joined.conflicts,
        declarations: Vec::new(),
        sighted: None,
        status_known: true,
    }
}
