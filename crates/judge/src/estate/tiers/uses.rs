//! Who uses what: along these edges tiers spread (D8).

use super::super::directory::Directory;
use super::spread::Edge;
use model::{Asset, AssetFacts, Diagnostic, Place};

/// Who uses what.
#[derive(Default)]
pub(super) struct Uses {
    /// From secrets and service accounts to their holders.
    pub(super) held: Vec<Edge>,
    /// From servers outward: to their callers, agents, secrets and service accounts.
    pub(super) outward: Vec<Edge>,
}

/// The edges, and the references that name no asset. A binding to every server is no list of edges: see
/// [`super::gaps`].
pub(super) fn uses(assets: &[Asset], directory: &Directory) -> (Uses, Vec<Diagnostic>) {
    let (mut uses, mut errors) = (Uses::default(), Vec::new());
    let unplaced = Place::file("inventory");
    for (at, asset) in assets.iter().enumerate() {
        let place = asset.place().unwrap_or(&unplaced);
        let mut find = |name: &str, field: &str, path: String| {
            let at = asset.place_of(&path);
            match directory.find(name, at.as_ref().unwrap_or(place), field) {
                Ok((_, position)) => Some(position),
                Err(error) => {
                    errors.extend(error);
                    None
                }
            }
        };
        match &asset.facts {
            AssetFacts::Server(server) => {
                let called = server.uses.items().iter().enumerate();
                let called = called
                    .filter_map(|(number, name)| find(name, "uses", format!("uses.{number}")));
                uses.outward.extend(called.map(|from| Edge { from, to: at, how: "it calls" }));
            }
            AssetFacts::Agent(agent) => {
                let named = agent.bindings.items().iter().enumerate();
                let bound = named.filter(|(_, binding)| binding.server != "*");
                let bound = bound.filter_map(|(number, binding)| {
                    let path = format!("bindings.{number}.server");
                    find(&binding.server, "bindings.server", path)
                });
                uses.outward.extend(bound.map(|from| Edge { from, to: at, how: "it is bound to" }));
            }
            AssetFacts::ServiceAccount(account) => {
                for (number, user) in account.used_by.items().iter().enumerate() {
                    let user = find(user, "used_by", format!("used_by.{number}"));
                    let Some(user) = user else { continue };
                    uses.held.push(Edge { from: at, to: user, how: "it uses" });
                    uses.outward.push(Edge { from: user, to: at, how: "it is used by" });
                }
            }
            AssetFacts::Secret(_) | AssetFacts::Organisation => {}
        }
        for &secret in &asset.secrets {
            uses.held.push(Edge { from: secret, to: at, how: "it holds" });
            uses.outward.push(Edge { from: at, to: secret, how: "it is used by" });
        }
    }
    (uses, errors)
}
