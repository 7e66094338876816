//! Use that is undeclared: it may lead to any asset of the right kind, so an asset is treated as the
//! highest of them (D7), and never higher.

use std::collections::BTreeSet;

use super::raise::treat;
use model::{Asset, AssetFacts, AssetKind, RecordKind, Tier};

/// Whose use is undeclared, as positions of assets.
#[derive(Default)]
pub(super) struct Gaps {
    /// Servers that may call any server, and agents that may be bound to any.
    pub(super) any_server: Vec<usize>,
    /// Agents that are stated to be bound to every server.
    pub(super) every_server: Vec<usize>,
    /// Secrets and service accounts that anything may use.
    pub(super) any_user: Vec<usize>,
    /// Kinds of credentials of which no input holds a list, so that anything may hold one.
    unlisted: Vec<RecordKind>,
}

impl Gaps {
    pub(super) fn of(carried: &BTreeSet<RecordKind>) -> Self {
        let kinds = [RecordKind::Secrets, RecordKind::ServiceAccounts];
        let unlisted = kinds.into_iter().filter(|kind| !carried.contains(kind)).collect();
        Gaps { unlisted, ..Gaps::default() }
    }

    /// Notes what one asset leaves undeclared.
    pub(super) fn note(&mut self, at: usize, asset: &Asset) {
        match &asset.facts {
            AssetFacts::Server(server) if server.uses.given().is_none() => self.any_server.push(at),
            AssetFacts::Agent(agent) => match agent.bindings.given() {
                None => self.any_server.push(at),
                Some(bindings) if bindings.iter().any(|b| b.server == "*") => {
                    self.every_server.push(at);
                }
                Some(_) => {}
            },
            AssetFacts::ServiceAccount(account) if account.used_by.given().is_none() => {
                self.any_user.push(at);
            }
            AssetFacts::Secret(secret) if secret.used_by.given().is_none() => {
                self.any_user.push(at);
            }
            _ => {}
        }
    }

    /// A credential of the inventory whose users are undeclared may be held by any server or agent.
    /// One that only an export or a scan shows says nothing about who could have been its user.
    pub(super) fn unattributed(&self, assets: &mut [Asset]) {
        let own = self.any_user.iter().filter_map(|&at| assets.get(at));
        let worst = own.filter(|asset| asset.registered).max_by_key(|asset| asset.tier.treated);
        let worst = worst.map(|asset| {
            (asset.tier.treated, format!("the users of {} are undeclared", asset.key))
        });
        let unlisted = self
            .unlisted
            .first()
            .map(|kind| (Tier::T3, format!("undeclared: {}", kind.id().replace('_', " "))));
        for (tier, because) in worst.into_iter().chain(unlisted) {
            let holders = assets.iter_mut();
            let holders = holders.filter(|asset| {
                asset.registered && matches!(asset.key.kind, AssetKind::Server | AssetKind::Agent)
            });
            for asset in holders {
                treat(asset, tier, &format!("{because}; treated as {tier} until declared"));
            }
        }
    }
}
