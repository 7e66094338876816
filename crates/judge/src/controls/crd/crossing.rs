//! What a server reaches, by itself or through others, and whether that crosses into production.

use crate::controls::holdings::is_idle;
use crate::controls::prelude::*;
use model::records::{Environment, Reach};
use model::wording::list;

const WORDS: ItemWords<'_> = ItemWords {
    noun: "target",
    met: "are reached without crossing into production",
    unmet: "are in production",
    label: None,
};

/// What a server outside production reaches, by itself or through the servers it calls.
pub(super) fn reached(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if is_idle(server) {
        return Judgement::not_applicable("Declared to reach nothing").because_each(
            &asset.from,
            [("reach", "reach = (none)".into()), ("uses", "uses = (none)".into())],
        );
    }
    let Field::Given(reach) = &server.reach else {
        return Judgement::silent(&server.reach, "servers", "reach");
    };
    let environments = match &server.environments {
        Field::Given(environments) if environments.is_empty() => {
            let sentence = "Field `servers.environments` lists no environment";
            return Judgement::unusable(Reason::InvalidData, "servers", "environments", sentence);
        }
        Field::Given(environments) => environments.as_slice(),
        silent => return Judgement::silent(silent, "servers", "environments"),
    };
    let inside = environments.contains(&Environment::Production);
    let mut items = Items::default();
    for (at, reach) in reach.iter().enumerate() {
        let target = reach.target.given().cloned();
        items.push(target.unwrap_or_else(|| words!("reach {}", at + 1)), touched(reach, inside));
    }
    match &server.uses {
        _ if inside && !items.is_empty() => {}
        Field::Given(uses) => {
            for callee in users(uses, context).filter(|callee| callee.key != asset.key) {
                if let AssetFacts::Server(called_server) = &callee.facts {
                    items.push(callee.key.to_string(), called(called_server, environments));
                }
            }
        }
        Field::Absent | Field::Blank => {
            items.push("servers it calls", ItemResult::missing(("servers", "uses")));
        }
    }
    if items.is_empty() {
        return Judgement::not_applicable("Reaches no other system")
            .because(asset.place_of("reach"), "reach = (none)");
    }
    items
        .judge(&WORDS, ("servers", "reach.environment"))
        .because(asset.place_of("environments"), quote("environments", &server.environments))
}

/// The verdict on one system that a server, in production or not, reaches by itself.
fn touched(reach: &Reach, inside: bool) -> ItemResult {
    match reach.environment.given() {
        _ if inside => ItemResult::pass(""),
        Some(Environment::Production) => ItemResult::fail("reached from outside production"),
        Some(other) => ItemResult::pass(other.id()),
        None => ItemResult::missing(("servers", "reach.environment")),
    }
}

/// The verdict on a server that one outside production calls. Where both run in one environment,
/// that is where the call stays.
fn called(callee: &Server, from: &[Environment]) -> ItemResult {
    let runs_in = callee.environments.items();
    let crosses = runs_in.contains(&Environment::Production)
        && !from.iter().any(|environment| runs_in.contains(environment));
    match (runs_in, crosses) {
        ([], _) => ItemResult::missing(("servers", "environments")),
        (_, true) => ItemResult::fail("called from outside production"),
        (_, false) => ItemResult::pass(words!("called; runs in {}", names(runs_in))),
    }
}

/// The servers, agents and service accounts that a list names.
pub(super) fn users<'a>(
    references: &'a [String],
    context: &'a Context,
) -> impl Iterator<Item = &'a Asset> {
    let mut seen = std::collections::HashSet::new();
    let all = references.iter().flat_map(|reference| context.referred(reference));
    all.filter(move |asset| asset.key.kind != AssetKind::Secret && seen.insert(&asset.key))
}

/// The environments in a sentence.
pub(super) fn names(environments: &[Environment]) -> String {
    list(&environments.iter().map(|environment| environment.id()).collect::<Vec<_>>())
}
