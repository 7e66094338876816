//! AGT-04: bounded delegation.

use std::collections::BTreeSet;

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
            Judgement::pass(format!("Tasks are passed on {} at most", steps(i64::from(*depth))))
        }
        Field::Given(depth) => Judgement::fail(format!(
            "Tasks may be passed on {} (limit {limit})",
            steps(i64::from(*depth))
        )),
        silent => Judgement::silent(silent, "agents", "delegation_depth"),
    };
    let stated = stated.because(
        asset.place_of("delegation_depth"),
        quote("delegation_depth", &agent.delegation_depth),
    );
    let mut path = BTreeSet::from([asset.key.clone()]);
    stated.worst_of(chain(asset, agent, limit, context, &mut path))
}

fn steps(depth: i64) -> String {
    number(usize::try_from(depth).unwrap_or(usize::MAX), "step")
}

/// Whether the links from an agent lead on for more than `left` steps, or back.
fn chain(
    asset: &Asset,
    agent: &Agent,
    left: i64,
    context: &Context,
    path: &mut BTreeSet<AssetKey>,
) -> Judgement {
    let Field::Given(links) = &agent.links else {
        return Judgement::silent(&agent.links, "agents", "links");
    };
    let mut worst = Judgement::pass("");
    for link in links {
        for next in context.referred(&link.to) {
            let AssetFacts::Agent(further) = &next.facts else { continue };
            let place = asset.place_of("links");
            let verdict = match path.insert(next.key.clone()) {
                false => Judgement::fail(format!("Its links lead back to {}", next.key))
                    .because(place, format!("{} is linked to {}", asset.key, next.key)),
                true if left == 0 => {
                    Judgement::fail("Its links form a longer chain than the limit")
                        .because(place, format!("{} is linked to {}", asset.key, next.key))
                }
                true => chain(next, further, left - 1, context, path),
            };
            path.remove(&next.key);
            worst = worst.worst_of(verdict);
            if worst.outcome == Outcome::Fail {
                return worst;
            }
        }
    }
    worst
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
}
