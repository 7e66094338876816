//! AGT-04: bounded delegation.

use std::collections::{BTreeSet, HashMap};

use crate::controls::prelude::*;
use model::AssetKey;
use model::records::Agent;
use model::threshold::DELEGATION_DEPTH;
use model::wording::number;

/// How far an agent's task may be passed on.
pub(crate) static CONTROL: Control = Control {
    id: "AGT-04",
    slug: "bounded-delegation",
    family: Family::Agt,
    title: "Bounded delegation depth",
    why: "Each agent that passes a task on adds a step at which its purpose, its limits and its author \
          can be lost. A chain without an end can call itself.",
    criteria: Criteria {
        pass: "The agent may pass tasks on no further than the limit of its tier, and the agents that it \
               is linked to form no longer chain.",
        partial: "",
        fail: "It may pass tasks on further than the limit, or its links form a longer chain or a \
               circle.",
    },
    remediation: "Set a depth at which the platform refuses to pass a task on, and remove links that \
                  lead further or back.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Agent],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&DELEGATION_DEPTH],
    judge: Judge::Agent(judge),
};

fn judge(asset: &Asset, agent: &Agent, context: &Context) -> Judgement {
    let limit = context.limit(&DELEGATION_DEPTH, asset.test_tier());
    let stated = match &agent.delegation_depth {
        Field::Given(depth) if i64::from(*depth) <= limit => {
            Judgement::pass(words!("Tasks are passed on {} at most", steps(i64::from(*depth))))
        }
        Field::Given(depth) => Judgement::fail(words!(
            "Tasks may be passed on {} (limit {limit})",
            steps(i64::from(*depth))
        )),
        silent => Judgement::silent(silent, "agents", "delegation_depth"),
    };
    let stated = stated.because(
        asset.place_of("delegation_depth"),
        quote("delegation_depth", &agent.delegation_depth),
    );
    stated.worst_of(chain(asset, limit, context))
}

fn steps(depth: i64) -> String {
    number(usize::try_from(depth).unwrap_or(usize::MAX), "step")
}

/// A link from one agent to another, by which a task is passed on.
struct Step<'a> {
    from: &'a Asset,
    to: &'a Asset,
}

/// Whether the links from an agent lead on for more steps than the limit, or back. Each agent is looked at
/// once a step, however many ways lead to it: a circle is a way without an end.
fn chain(asset: &Asset, limit: i64, context: &Context) -> Judgement {
    let mut ways: Vec<HashMap<&AssetKey, Step<'_>>> = Vec::new();
    let (mut here, mut worst) = (vec![asset], Judgement::pass(""));
    for step in 0..=limit {
        let mut next: HashMap<&AssetKey, Step<'_>> = HashMap::new();
        for from in &here {
            let AssetFacts::Agent(agent) = &from.facts else { continue };
            let Field::Given(links) = &agent.links else {
                worst = worst.worst_of(Judgement::silent(&agent.links, "agents", "links"));
                continue;
            };
            for (number, link) in links.iter().enumerate() {
                let mut found = context.referred(&link.to).peekable();
                if found.peek().is_none() {
                    worst = worst.worst_of(unknown(from, number, &link.to, step == limit));
                }
                for to in found.filter(|to| matches!(to.facts, AssetFacts::Agent(_))) {
                    next.entry(&to.key).or_insert(Step { from, to });
                }
            }
        }
        here = next.values().map(|step| step.to).collect();
        here.sort_unstable_by(|one, other| one.key.cmp(&other.key));
        ways.push(next);
        if here.is_empty() {
            return worst;
        }
    }
    here.first().map_or(worst, |last| too_long(&ways, last))
}

/// A peer that the inventory does not have may pass tasks on to anybody. At the last step, it is one too many
/// in any case.
fn unknown(from: &Asset, number: usize, to: &str, is_last: bool) -> Judgement {
    let verdict = match is_last {
        true => Judgement::fail(TOO_LONG),
        false => {
            let sentence = words!("How far {to} passes tasks on is not known");
            Judgement::unusable(Reason::MissingRecord, "agents", "", sentence)
        }
    };
    let fact = words!("{} is linked to {to}", from.key);
    verdict.because(from.place_of(&format!("links.{number}.to")), fact)
}

const TOO_LONG: &str = "Its links form a longer chain than the limit";

/// The verdict on a way that is longer than the limit: where it first comes back to an agent, else where it ends.
fn too_long(ways: &[HashMap<&AssetKey, Step<'_>>], last: &Asset) -> Judgement {
    let mut way: Vec<&Step<'_>> = Vec::new();
    let mut at = &last.key;
    for steps in ways.iter().rev() {
        let Some(step) = steps.get(at) else { break };
        way.push(step);
        at = &step.from.key;
    }
    way.reverse();
    let mut seen: BTreeSet<&AssetKey> =
        way.first().map(|step| &step.from.key).into_iter().collect();
    let back = way.iter().find(|step| !seen.insert(&step.to.key));
    let verdict = match back {
        Some(step) => Judgement::fail(words!("Its links lead back to {}", step.to.key)),
        None => Judgement::fail(TOO_LONG),
    };
    match back.or(way.last()) {
        Some(Step { from, to }) => {
            verdict.because(from.place_of("links"), words!("{} is linked to {}", from.key, to.key))
        }
        None => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Pass};
    use serde_json::{Value, json};

    fn agent(id: &str, depth: Value, links: Value) -> Value {
        json!({"id": id, "delegation_depth": depth, "links": links})
    }

    fn one(depth: Value) -> Kit {
        Kit::new().agent(agent("a", depth, json!([])))
    }

    #[test]
    fn the_limit_goes_by_tier() {
        assert_eq!(one(json!(2)).outcome(&CONTROL), Pass);
        assert_eq!(one(json!(3)).outcome(&CONTROL), Fail);
        assert_eq!(one(json!(2)).tier(Tier::T3).outcome(&CONTROL), Fail);
        assert_eq!(one(json!(null)).outcome(&CONTROL), NotAssessed);
        let silent = Kit::new().agent(json!({"id": "a", "links": []}));
        assert_eq!(silent.outcome(&CONTROL), NotAssessed);
        let silent = Kit::new().agent(json!({"id": "a", "delegation_depth": 1}));
        assert_eq!(silent.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn links_may_not_lead_further_or_back() {
        let to = |id: &str| json!([{"to": id}]);
        let kit = |links: Value| {
            let first = Kit::new().agent(agent("a", json!(1), to("b")));
            first.agent(agent("b", json!(1), to("c"))).agent(agent("c", json!(1), links))
        };
        assert_eq!(kit(json!([])).outcome(&CONTROL), Pass);
        assert_eq!(kit(json!([])).tier(Tier::T3).outcome(&CONTROL), Fail);
        assert_eq!(kit(to("a")).outcome(&CONTROL), Fail);
        let kit = kit(to("d")).agent(agent("d", json!(1), json!([])));
        assert_eq!(kit.outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_peer_that_is_not_in_the_inventory_may_lead_anywhere() {
        let to = |id: &str| json!([{"to": id}]);
        let one = Kit::new().agent(agent("a", json!(1), to("ghost")));
        assert_eq!(one.outcome(&CONTROL), NotAssessed);
        let ask = one.judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("agents"));
        let two = Kit::new().agent(agent("a", json!(1), to("b")));
        let two = two.agent(agent("b", json!(1), to("ghost")));
        assert_eq!(two.outcome(&CONTROL), NotAssessed);
        assert_eq!(two.tier(Tier::T3).outcome(&CONTROL), Fail, "one step too many for any agent");
        let known = Kit::new().agent(agent("a", json!(1), to("b")));
        assert_eq!(known.agent(agent("b", json!(1), json!([]))).outcome(&CONTROL), Pass);
        let server = Kit::new().agent(agent("a", json!(1), to("server/crm")));
        assert_eq!(server.server(json!({"id": "crm"})).outcome(&CONTROL), Pass);
    }

    #[test]
    fn many_ways_to_the_same_agents_are_followed_once() {
        // Ten layers of eight agents, each linked to all of the next: a thousand million ways.
        let id = |layer: usize, number: usize| format!("a{layer}-{number}");
        let to = |layer: usize| match layer {
            11 => json!([]),
            _ => (0..8).map(|number| json!({"to": id(layer, number)})).collect(),
        };
        let kit = Kit::new().agent(agent("a", json!(1), to(1)));
        let all = (1..=10).flat_map(|layer| (0..8).map(move |number| (layer, number)));
        let kit = all.fold(kit, |kit, (layer, number)| {
            kit.agent(agent(&id(layer, number), json!(1), to(layer + 1)))
        });
        let (asset, mut context) = kit.parts();
        assert_eq!(CONTROL.judge(&asset, &context).outcome, Fail);
        context.thresholds.change(&DELEGATION_DEPTH, PerTier([10; 4]));
        assert_eq!(CONTROL.judge(&asset, &context).outcome, Pass);
    }
}
