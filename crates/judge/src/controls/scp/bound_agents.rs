//! SCP-05: agent bindings are specific.

use super::agent_identity::{host_credentials, identity};
use crate::controls::prelude::*;
use model::records::{Agent, Binding};

/// Named tools, an identity of its own, and no access to a person's credentials.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-05",
    slug: "bound-agents",
    family: Family::Scp,
    title: "Specific agent bindings",
    why: "An agent that runs on a developer's machine, as the developer and with every available \
          tool, can do whatever that person can, faster and on anybody's instruction.",
    criteria: Criteria {
        pass: "Each binding names its server and tools, the agent acts as itself or by recorded \
               delegation, and it has no access to a person's credentials.",
        partial: "Below T2, it acts as a person, delegates without a record, or has access to a \
                  person's credentials; from T2 on, such credentials are accessible to an agent \
                  that does not inherit a person's environment.",
        fail: "A binding is a wildcard or names no tools; or from T2 on, the agent acts as a \
               person, delegates without a record, or has access to a person's credentials.",
    },
    remediation: "Give the agent an identity of its own, bind it to the tools its purpose needs, \
                  and run it without access to a person's credential files or agents.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Agent],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Agent(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "binding",
    met: "are limited to named tools",
    unmet: "are not limited to named tools",
    label: None,
};

fn judge(asset: &Asset, agent: &Agent, _: &Context) -> Judgement {
    let tier = asset.test_tier();
    let facts = [
        ("runs_as", quote("runs_as", &agent.runs_as)),
        ("host_credentials", quote("host_credentials", &agent.host_credentials)),
    ];
    bindings(agent)
        .worst_of(identity(agent, tier))
        .worst_of(host_credentials(agent, tier))
        .because_each(&asset.from, facts)
}

fn bindings(agent: &Agent) -> Judgement {
    let bindings = match &agent.bindings {
        Field::Absent => return Judgement::missing_field("agents", "bindings"),
        Field::Blank => return Judgement::fail("The bindings are empty in the record"),
        Field::Given(bindings) if bindings.is_empty() => {
            return Judgement::pass("The agent is bound to no tool");
        }
        Field::Given(bindings) => bindings,
    };
    let mut items = Items::default();
    for bound in bindings {
        items.push(&bound.server, binding(bound));
    }
    items.judge(&WORDS, ("agents", "bindings.tools"))
}

fn binding(binding: &Binding) -> ItemResult {
    let wild = |name: &str| name.contains('*');
    match &binding.tools {
        _ if wild(&binding.server) => ItemResult::fail("wildcard for the server"),
        Field::Given(tools) if tools.iter().any(|tool| wild(tool)) => {
            ItemResult::fail("wildcard for the tools")
        }
        Field::Given(tools) => ItemResult::pass(tools.join(", ")),
        Field::Blank => ItemResult::fail("names no tools"),
        Field::Absent => ItemResult::missing(("agents", "bindings.tools")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn agent() -> Value {
        json!({"id": "triage", "bindings": [{"server": "crm", "tools": ["find"]}],
               "runs_as": "own-identity", "host_credentials": []})
    }

    fn with(changes: Value) -> Kit {
        let mut agent = agent();
        for (field, value) in changes.as_object().expect("fields") {
            agent[field] = value.clone();
        }
        Kit::new().agent(agent)
    }

    #[test]
    fn named_tools_and_an_own_or_delegated_identity_pass() {
        assert_eq!(with(json!({})).outcome(&CONTROL), Pass);
        assert_eq!(with(json!({"bindings": []})).outcome(&CONTROL), Pass);
        let delegated = json!({"runs_as": "delegated", "delegation_recorded": true});
        assert_eq!(with(delegated).outcome(&CONTROL), Pass);
    }

    #[test]
    fn wildcards_and_blanks_fail_at_every_tier() {
        for bindings in [
            json!(null),
            json!([{"server": "*", "tools": ["find"]}]),
            json!([{"server": "crm", "tools": ["*"]}]),
            json!([{"server": "crm", "tools": null}]),
        ] {
            let kit = with(json!({"bindings": bindings})).tier(Tier::T1);
            assert_eq!(kit.outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn borrowed_privilege_fails_from_t2_and_is_partial_below() {
        for changes in [
            json!({"runs_as": "human"}),
            json!({"runs_as": "delegated", "delegation_recorded": false}),
            json!({"host_credentials": ["~/.aws"], "inherits_env": true}),
            json!({"host_credentials": ["~/.aws"]}),
            json!({"host_credentials": null, "modifiers": ["inherits-human-credentials"]}),
        ] {
            assert_eq!(with(changes.clone()).outcome(&CONTROL), Fail, "{changes}");
            assert_eq!(with(changes).tier(Tier::T1).outcome(&CONTROL), Partial);
        }
        let apart = json!({"host_credentials": ["~/.aws"], "inherits_env": false});
        assert_eq!(with(apart).outcome(&CONTROL), Partial);
    }

    #[test]
    fn a_missing_field_is_requested() {
        for (changes, field) in [
            (json!({"bindings": [{"server": "crm"}]}), "bindings.tools"),
            (json!({"runs_as": null}), "runs_as"),
            (json!({"runs_as": "delegated"}), "delegation_recorded"),
            (json!({"host_credentials": null}), "host_credentials"),
        ] {
            let ask = with(changes).judge(&CONTROL).ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("agents.{field}")));
        }
        assert_eq!(Kit::new().agent(json!({"id": "triage"})).outcome(&CONTROL), NotAssessed);
    }
}
