//! What a server reaches, by itself or through others, and whether that crosses into production.

use super::environment_isolation::{names, users};
use crate::controls::holdings::is_idle;
use model::records::{Environment, Reach, Server};
use model::{Asset, AssetFacts, Context, Field, Item, Judgement, Outcome, Reason};

/// What a server outside production reaches, by itself or through the servers it calls.
pub(super) fn reached(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if is_idle(server) {
        return Judgement::not_applicable("It is declared to reach nothing")
            .because(asset.place(), "reach = [], uses = []");
    }
    let Field::Given(reach) = &server.reach else {
        return Judgement::silent(&server.reach, "servers", "reach");
    };
    let environments = match &server.environments {
        Field::Given(environments) if environments.is_empty() => {
            let sentence = "It is said to run in no environment at all";
            return Judgement::unusable(Reason::InvalidData, "servers", "environments", sentence);
        }
        Field::Given(environments) => environments.as_slice(),
        silent => return Judgement::silent(silent, "servers", "environments"),
    };
    let inside = environments.contains(&Environment::Production);
    let reach = reach.iter().enumerate();
    let mut items: Vec<Item> = reach.map(|(at, reach)| touched(at, reach, inside)).collect();
    let mut wanted = ("servers", "reach.environment");
    match &server.uses {
        _ if inside && !items.is_empty() => {}
        Field::Given(uses) => {
            let callees = users(uses, context).filter(|callee| callee.key != asset.key);
            let callees = callees.filter_map(|callee| called(callee, environments));
            let callees: Vec<Item> = callees.collect();
            if callees.iter().any(|item| item.outcome == Outcome::NotAssessed) {
                wanted = ("servers", "environments");
            }
            items.extend(callees);
        }
        Field::Absent | Field::Blank => {
            let note = "nobody states which, so one may run in production";
            items.push(Item::new("servers it calls", Outcome::NotAssessed, note));
            wanted = ("servers", "uses");
        }
    }
    if items.is_empty() {
        return Judgement::not_applicable("It reaches nothing but itself")
            .because(asset.place(), "reach = []");
    }
    let predicate = "are reached without crossing into production";
    Judgement::of_items("target", predicate, items, wanted)
        .because(asset.place(), format!("environments = {}", names(environments)))
}

/// The verdict on one thing that a server, inside production or not, touches by itself.
fn touched(at: usize, reach: &Reach, inside: bool) -> Item {
    let target = reach.target.given().cloned();
    let target = target.unwrap_or_else(|| format!("reach {}", at + 1));
    match reach.environment.given() {
        _ if inside => Item::new(target, Outcome::Pass, ""),
        Some(Environment::Production) => Item::new(target, Outcome::Fail, "in production"),
        Some(other) => Item::new(target, Outcome::Pass, other.id()),
        None => Item::new(target, Outcome::NotAssessed, "in an environment nobody states"),
    }
}

/// The verdict on a server that one outside production calls. Where both run in one environment,
/// that is where they meet.
fn called(callee: &Asset, from: &[Environment]) -> Option<Item> {
    let AssetFacts::Server(server) = &callee.facts else { return None };
    let runs_in = server.environments.items();
    let crosses = runs_in.contains(&Environment::Production)
        && !from.iter().any(|environment| runs_in.contains(environment));
    let (outcome, note) = match (runs_in, crosses) {
        ([], _) => (Outcome::NotAssessed, "called, and runs where nobody states".into()),
        (_, true) => (Outcome::Fail, "called, and runs in production".into()),
        (_, false) => (Outcome::Pass, format!("called, and runs in {}", names(runs_in))),
    };
    Some(Item::new(callee.key.to_string(), outcome, note))
}
