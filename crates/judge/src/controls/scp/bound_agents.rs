//! SCP-05: an agent is bound to what it needs, as itself.

use model::records::{Agent, Binding, Modifier, RunsAs};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Outcome, PerTier, Severity, Tier,
};

/// Named tools, an identity of its own, and no person's credentials within reach.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-05",
    slug: "bound-agents",
    family: Family::Scp,
    title: "The agent is bound to named tools and borrows no person's privilege",
    why: "An agent that starts on a developer's machine, as the developer, with every tool in \
          sight can do whatever that person can, only faster and on anybody's suggestion.",
    criteria: Criteria {
        pass: "Each binding names its server and tools, the agent acts as itself or by recorded \
               delegation, and it can reach no person's credentials.",
        partial: "Below T2, it acts as a person, delegates without a record, or can reach a \
                  person's credentials; from T2 on, such credentials are in reach of an agent \
                  that does not start with anybody's environment.",
        fail: "A binding is a wildcard or names no tools; or from T2 on, the agent acts as a \
               person, delegates without a record, or can reach a person's credentials.",
    },
    remediation: "Give the agent an identity of its own, bind it to the tools its purpose needs, \
                  and run it where no person's credential files or agents are in reach.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Agent],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, _: &Context) -> Judgement {
    let AssetFacts::Agent(agent) = &asset.facts else {
        return Judgement::not_applicable("Only agents are bound to tools");
    };
    let verdict = bound(agent)
        .worst_of(identity(agent, asset.test_tier()))
        .worst_of(surroundings(agent, asset.test_tier()));
    let runs_as = agent.runs_as.given().map_or("(not stated)", |runs_as| match runs_as {
        RunsAs::OwnIdentity => "own-identity",
        RunsAs::Delegated => "delegated",
        RunsAs::Human => "human",
    });
    let credentials = match agent.host_credentials.given() {
        Some(credentials) => format!("[{}]", credentials.join(", ")),
        None => "(not stated)".into(),
    };
    verdict.because(asset.place(), format!("runs_as = {runs_as}, host_credentials = {credentials}"))
}

fn bound(agent: &Agent) -> Judgement {
    let bindings = match &agent.bindings {
        Field::Absent => return Judgement::missing_field("agents", "bindings"),
        Field::Blank => return Judgement::fail("What it is bound to is left blank"),
        Field::Given(bindings) if bindings.is_empty() => {
            return Judgement::pass("It is bound to no tool");
        }
        Field::Given(bindings) => bindings,
    };
    let items = bindings.iter().map(binding).collect();
    let ask = ("agents", "bindings.tools");
    Judgement::of_items("binding", "are limited to named tools", items, ask)
}

fn binding(binding: &Binding) -> Item {
    let wild = |name: &str| name.contains('*');
    let (outcome, note) = match &binding.tools {
        _ if wild(&binding.server) => (Outcome::Fail, "every server that matches".into()),
        Field::Given(tools) if tools.iter().any(|tool| wild(tool)) => {
            (Outcome::Fail, "every tool that matches".into())
        }
        Field::Given(tools) => (Outcome::Pass, tools.join(", ")),
        Field::Blank => (Outcome::Fail, "names no tools".into()),
        Field::Absent => (Outcome::NotAssessed, "no source says which tools".into()),
    };
    Item::new(&binding.server, outcome, note)
}

fn identity(agent: &Agent, tier: Tier) -> Judgement {
    match (&agent.runs_as, &agent.delegation_recorded) {
        (Field::Given(RunsAs::OwnIdentity), _) => Judgement::pass("It acts as itself"),
        (Field::Given(RunsAs::Delegated), Field::Given(true)) => {
            Judgement::pass("It acts by recorded delegation")
        }
        (Field::Given(RunsAs::Delegated), Field::Given(false)) => {
            wanting(tier, "It acts for others, and nothing records for whom")
        }
        (Field::Given(RunsAs::Delegated), silent) => {
            Judgement::silent(silent, "agents", "delegation_recorded")
        }
        (Field::Given(RunsAs::Human), _) => wanting(tier, "It acts as a person"),
        (silent, _) => Judgement::silent(silent, "agents", "runs_as"),
    }
}

/// The modifier speaks only where the list is silent: else leaving the modifier out would pay.
fn surroundings(agent: &Agent, tier: Tier) -> Judgement {
    let modifiers = agent.modifiers.items();
    let inherits = modifiers.contains(&Modifier::InheritsHumanCredentials);
    let within_reach = match &agent.host_credentials {
        Field::Given(credentials) => !credentials.is_empty(),
        silent if !inherits => return Judgement::silent(silent, "agents", "host_credentials"),
        _ => true,
    };
    match (within_reach, agent.inherits_env.given()) {
        (false, _) => Judgement::pass(""),
        (true, Some(false)) => Judgement::partial("A person's credentials are within its reach"),
        (true, _) => wanting(tier, "It may start with a person's environment and credentials"),
    }
}

fn wanting(tier: Tier, sentence: &str) -> Judgement {
    if tier >= Tier::T2 { Judgement::fail(sentence) } else { Judgement::partial(sentence) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn agent() -> Value {
        json!({"id": "triage", "bindings": [{"server": "crm", "tools": ["find"]}],
               "runs_as": "own-identity", "host_credentials": []})
    }

    fn with(changes: Value) -> Bench {
        let mut agent = agent();
        for (field, value) in changes.as_object().expect("fields") {
            agent[field] = value.clone();
        }
        Bench::new().agent(agent)
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
            let bench = with(json!({"bindings": bindings})).tier(Tier::T1);
            assert_eq!(bench.outcome(&CONTROL), Fail);
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
    fn silence_asks_for_the_field() {
        for (changes, field) in [
            (json!({"bindings": [{"server": "crm"}]}), "bindings.tools"),
            (json!({"runs_as": null}), "runs_as"),
            (json!({"runs_as": "delegated"}), "delegation_recorded"),
            (json!({"host_credentials": null}), "host_credentials"),
        ] {
            let ask = with(changes).judge(&CONTROL).ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("agents.{field}")));
        }
        assert_eq!(Bench::new().agent(json!({"id": "triage"})).outcome(&CONTROL), NotAssessed);
    }
}
