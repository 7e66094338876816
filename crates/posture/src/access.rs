//! Who can reach what, as the sources state it: bindings, calls, peers, credentials, accounts and reach.

use std::collections::HashMap;

use super::MAX_EDGES;
use model::posture::{AccessEdge, AccessKind, AccessTarget};
use model::records::{Effect, Link, Reach};
use model::{Asset, AssetFacts, AssetKey, AssetKind, Context, Tier};

/// The edges in order, as many as a posture holds, and how many there are in all.
pub(super) fn access(context: &Context) -> (Vec<AccessEdge>, u64) {
    let mut edges = Edges { context, found: Vec::new() };
    context.assets.iter().for_each(|asset| edges.of(asset));
    let mut all = edges.found;
    // Two statements of one access are one edge, with the stronger effect: the first when the last is on top.
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup_by(|a, b| (&a.from, a.kind, &a.to) == (&b.from, b.kind, &b.to));
    all.reverse();
    let total = all.len() as u64;
    (cut(all, context, MAX_EDGES), total)
}

/// The edges of the most privileged assets, in order.
fn cut(mut edges: Vec<AccessEdge>, context: &Context, most: usize) -> Vec<AccessEdge> {
    if edges.len() > most {
        let tiers: HashMap<&AssetKey, Tier> =
            context.assets.iter().map(|asset| (&asset.key, asset.tier.treated)).collect();
        edges.sort_by_cached_key(|edge| {
            (std::cmp::Reverse(tiers.get(&edge.from).copied()), edge.clone())
        });
        edges.truncate(most);
        edges.sort();
    }
    edges
}

/// Edges as they are found.
struct Edges<'a> {
    context: &'a Context,
    found: Vec<AccessEdge>,
}

impl Edges<'_> {
    fn of(&mut self, asset: &Asset) {
        match &asset.facts {
            AssetFacts::Server(server) => {
                for called in server.uses.items() {
                    self.add_meant(asset, AccessKind::Uses, called, AssetKind::Server);
                }
                self.peers(asset, server.links.items());
                self.reaches(asset, server.reach.items());
            }
            AssetFacts::Agent(agent) => {
                for binding in agent.bindings.items() {
                    if binding.server == "*" {
                        self.add(asset, AccessKind::Uses, AccessTarget::EveryServer, None);
                    } else {
                        let server = &binding.server;
                        self.add_meant(asset, AccessKind::Uses, server, AssetKind::Server);
                    }
                }
                self.peers(asset, agent.links.items());
            }
            AssetFacts::ServiceAccount(account) => {
                let users = account.used_by.items().iter();
                for user in users.flat_map(|user| self.context.referred(user)) {
                    let to = AccessTarget::Asset(asset.key.clone());
                    self.add(user, AccessKind::RunsAs, to, None);
                }
                self.reaches(asset, account.reach.items());
            }
            AssetFacts::Secret(secret) => {
                if let Some(principal) = secret.principal.given() {
                    let account = AssetKind::ServiceAccount;
                    if !self.add_meant(asset, AccessKind::Opens, principal, account) {
                        let account = AccessTarget::Account(principal.clone());
                        self.add(asset, AccessKind::Opens, account, None);
                    }
                }
            }
            AssetFacts::Organisation => {}
        }
        for (secret, _) in self.context.secrets_of(asset) {
            self.add(asset, AccessKind::Holds, AccessTarget::Asset(secret.key.clone()), None);
        }
    }

    /// What a name means: the assets of the kind that the field is about, else those of any kind.
    /// Returns whether there are any.
    fn add_meant(&mut self, from: &Asset, kind: AccessKind, name: &str, about: AssetKind) -> bool {
        let meant: Vec<&AssetKey> = self.context.referred(name).map(|asset| &asset.key).collect();
        let fits = |key: &&AssetKey| key.kind == about;
        let of_kind: Vec<&AssetKey> = meant.iter().copied().filter(fits).collect();
        // A secret that names its own account as a whole record names no secret by it.
        let meant = if of_kind.is_empty() && kind == AccessKind::Uses { meant } else { of_kind };
        for key in &meant {
            self.add(from, kind, AccessTarget::Asset((*key).clone()), None);
        }
        !meant.is_empty()
    }

    /// Peers outside the inventory are systems.
    fn peers(&mut self, from: &Asset, links: &[Link]) {
        for link in links {
            if !self.add_meant(from, AccessKind::Uses, &link.to, AssetKind::Agent) {
                let to = AccessTarget::System { name: link.to.clone(), environment: None };
                self.add(from, AccessKind::Uses, to, None);
            }
        }
    }

    fn reaches(&mut self, from: &Asset, reach: &[Reach]) {
        for reached in reach {
            let kind = reached.kind.given().map(|kind| kind.id().replace('-', " "));
            let name = reached.target.given().cloned().or(kind);
            let to = AccessTarget::System {
                name: name.unwrap_or_else(|| "system without a name".into()),
                environment: reached.environment.given().copied(),
            };
            self.add(from, AccessKind::Reaches, to, reached.effect.given().copied());
        }
    }

    fn add(&mut self, from: &Asset, kind: AccessKind, to: AccessTarget, effect: Option<Effect>) {
        // A record that names its own asset adds no access.
        if to == AccessTarget::Asset(from.key.clone()) {
            return;
        }
        self.found.push(AccessEdge { from: from.key.clone(), kind, to, effect });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Provenance, Thresholds, TierJudgement};

    #[test]
    fn a_cut_keeps_the_edges_of_the_most_privileged_in_order() {
        let mut context = Context::new(jiff::civil::date(2026, 11, 22), Thresholds::default());
        let key = |number: u8| AssetKey::new(AssetKind::Agent, format!("a{number}"));
        context.assets = [Tier::T0, Tier::T3, Tier::T1, Tier::T3]
            .into_iter()
            .zip(0..)
            .map(|(tier, number)| Asset {
                key: key(number),
                facts: AssetFacts::Agent(Box::default()),
                tier: TierJudgement::known(tier),
                from: Provenance::default(),
                registered: true,
                secrets: Vec::new(),
                conflicts: Vec::new(),
                declarations: Vec::new(),
                sighted: None,
                status_known: true,
            })
            .collect();
        let edge = |number: u8| AccessEdge {
            from: key(number),
            kind: AccessKind::Uses,
            to: AccessTarget::EveryServer,
            effect: None,
        };
        let all: Vec<AccessEdge> = (0..4).map(edge).collect();
        assert_eq!(cut(all.clone(), &context, 4), all);
        assert_eq!(cut(all.clone(), &context, 3), [edge(1), edge(2), edge(3)]);
        assert_eq!(cut(all, &context, 2), [edge(1), edge(3)]);
    }
}
