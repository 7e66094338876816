//! AGT-01: an agent can be stopped, and has bounds.

use model::records::{Agent, Autonomy, KillSwitch};
use model::threshold::STOP_TEST;
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    OwnerResolution, PerTier, RecordKind, Severity, Tier, days_between, is_placeholder,
};

/// A stop that is somebody's and was tried, and limits that hold until somebody pulls it.
pub(crate) static CONTROL: Control = Control {
    id: "AGT-01",
    slug: "stoppable-agents",
    family: Family::Agt,
    title: "It can be stopped from outside, and works within limits until then",
    why: "An agent that went astray does not stop by itself, and does damage at the speed of its \
          limits. Whether the stop works should not be learnt on that day.",
    criteria: Criteria {
        pass: "A stop is described, somebody known may pull it, and it was tried within the \
               limit; from T2 on, the rate of calls and the spending or steps are limited; at T3, \
               repeated failures stop the agent by themselves.",
        partial: "There is a stop, but it was not tried within the limit, nobody known may pull \
                  it, or a needed limit is missing.",
        fail: "There is no way to stop it from outside.",
    },
    remediation: "Set up a stop outside the agent, best by revoking its credentials, name who may \
                  pull it, limit rate and spending where its calls pass, and try the stop.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Agent],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&STOP_TEST],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Agent(agent) = &asset.facts else {
        return Judgement::not_applicable("It is no agent");
    };
    let tier = asset.test_tier();
    match agent.autonomy.given() {
        Some(Autonomy::Assisted) => {
            return Judgement::not_applicable("A person confirms each of its actions")
                .because(asset.place(), "autonomy = assisted");
        }
        Some(Autonomy::Supervised) if tier < Tier::T2 => {
            return Judgement::not_applicable("A person supervises it, and it is below T2")
                .because(asset.place(), "autonomy = supervised");
        }
        _ => {}
    }
    let switch = match &agent.kill_switch {
        Field::Absent => return Judgement::missing_field("agents", "kill_switch"),
        Field::Blank => {
            return Judgement::fail("No way to stop it is named")
                .because(asset.place(), "kill_switch = (blank)");
        }
        Field::Given(switch) => switch,
    };
    let mut verdict =
        stop(switch).worst_of(puller(switch, context)).worst_of(trial(switch, tier, context));
    if tier >= Tier::T2 {
        verdict = verdict.worst_of(limits(agent));
    }
    if tier >= Tier::T3 {
        verdict = verdict.worst_of(breaker(agent));
    }
    let method = switch.method.given().map_or("(not stated)", String::as_str);
    verdict.because(asset.place(), format!("kill_switch.method = {method}"))
}

fn stop(switch: &KillSwitch) -> Judgement {
    match &switch.method {
        Field::Given(method) if !is_placeholder(method) => {
            Judgement::pass(format!("It can be stopped: {method}"))
        }
        Field::Absent => Judgement::missing_field("agents", "kill_switch.method"),
        Field::Given(_) | Field::Blank => Judgement::fail("A stop is listed, but not how"),
    }
}

fn puller(switch: &KillSwitch, context: &Context) -> Judgement {
    let Some(owner) = switch.owner.given() else {
        return match switch.owner {
            Field::Absent => Judgement::missing_field("agents", "kill_switch.owner"),
            // Where no name could be looked up, no name must not count for more than one.
            _ if !context.carries(RecordKind::Owners) => Judgement::missing_record("owners"),
            _ => Judgement::partial("Nobody is named who may pull the stop"),
        };
    };
    match context.resolve_owner(owner) {
        OwnerResolution::Known(_) => Judgement::pass(""),
        OwnerResolution::NoRegister => Judgement::missing_record("owners"),
        OwnerResolution::Unknown | OwnerResolution::Placeholder => {
            Judgement::partial(format!("{owner}, who may pull the stop, is not in the register"))
        }
    }
}

/// A trial too long ago, or dated in the future, is worth as much as none.
fn trial(switch: &KillSwitch, tier: Tier, context: &Context) -> Judgement {
    let limit = context.limit(&STOP_TEST, tier);
    match &switch.tested_on {
        Field::Absent => Judgement::missing_field("agents", "kill_switch.tested_on"),
        Field::Blank => Judgement::partial("No trial of the stop is on record"),
        Field::Given(on) if (0..=limit).contains(&days_between(*on, context.as_of)) => {
            Judgement::pass("")
        }
        Field::Given(on) => Judgement::partial(format!(
            "The stop was tried on {on}, which is not within the last {limit} days"
        )),
    }
}

/// Within a stated set of limits, what is not named is not limited.
fn limits(agent: &Agent) -> Judgement {
    let limits = match &agent.limits {
        Field::Absent => return Judgement::missing_field("agents", "limits"),
        Field::Blank => return Judgement::partial("It has a stop, but no limits"),
        Field::Given(limits) => limits,
    };
    let set = |limit: &Field<String>| limit.given().is_some_and(|text| !is_placeholder(text));
    match (set(&limits.rate), set(&limits.spend) || set(&limits.steps)) {
        (true, true) => Judgement::pass(""),
        (false, _) => Judgement::partial("It has a stop, but no limit on the rate of its calls"),
        (true, false) => Judgement::partial("It has a stop, but no limit on spending or steps"),
    }
}

fn breaker(agent: &Agent) -> Judgement {
    match &agent.circuit_breaker {
        Field::Given(true) => Judgement::pass(""),
        Field::Absent => Judgement::missing_field("agents", "circuit_breaker"),
        Field::Given(false) | Field::Blank => {
            Judgement::partial("Repeated failures do not stop it by themselves, as T3 asks")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn agent() -> Value {
        json!({"id": "triage", "circuit_breaker": true,
               "kill_switch": {"method": "revoke its token", "owner": "ada",
                               "tested_on": "2026-09-01"},
               "limits": {"rate": "60 an hour", "steps": "20 a task"}})
    }

    fn bench(agent: Value) -> Bench {
        Bench::new().owner(json!({"id": "ada"})).agent(agent).tier(Tier::T3)
    }

    fn with(field: &str, value: Value) -> Outcome {
        let mut agent = agent();
        match field.split_once('.') {
            Some((outer, inner)) => agent[outer][inner] = value,
            None => agent[field] = value,
        }
        bench(agent).outcome(&CONTROL)
    }

    #[test]
    fn a_tried_stop_and_limits_pass() {
        assert_eq!(bench(agent()).outcome(&CONTROL), Pass);
        let mut plain = agent();
        plain["limits"] = json!(null);
        let autonomous = bench(plain).tier(Tier::T1);
        assert_eq!(autonomous.outcome(&CONTROL), Pass);
    }

    #[test]
    fn no_stop_fails() {
        assert_eq!(with("kill_switch", json!(null)), Fail);
        assert_eq!(with("kill_switch.method", json!("tbd")), Fail);
    }

    #[test]
    fn an_untried_stop_an_unknown_puller_or_a_missing_limit_is_partial() {
        for (field, value) in [
            ("kill_switch.tested_on", json!("2026-05-25")),
            ("kill_switch.tested_on", json!(null)),
            ("kill_switch.tested_on", json!("2027-01-01")),
            ("kill_switch.owner", json!("ghost")),
            ("kill_switch.owner", json!(null)),
            ("limits", json!(null)),
            ("limits.rate", json!("none")),
            ("limits.steps", json!(null)),
            ("circuit_breaker", json!(false)),
        ] {
            assert_eq!(with(field, value), Partial, "{field}");
        }
        assert_eq!(with("kill_switch.tested_on", json!("2026-05-26")), Pass);
    }

    #[test]
    fn silence_asks_for_the_field() {
        for field in ["kill_switch", "limits", "circuit_breaker"] {
            let mut silent = agent();
            silent.as_object_mut().expect("a record").remove(field);
            let ask = bench(silent).judge(&CONTROL).ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("agents.{field}")));
        }
        for field in ["method", "owner", "tested_on"] {
            let mut silent = agent();
            silent["kill_switch"].as_object_mut().expect("a map").remove(field);
            let ask = bench(silent).judge(&CONTROL).ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("agents.kill_switch.{field}")));
        }
        let unregistered = Bench::new().agent(agent()).judge(&CONTROL).ask;
        assert_eq!(unregistered.map(|ask| ask.to_string()).as_deref(), Some("owners"));
        let mut nameless = agent();
        nameless["kill_switch"]["owner"] = json!(null);
        assert_eq!(Bench::new().agent(nameless).outcome(&CONTROL), NotAssessed);
        assert_eq!(Bench::new().agent(json!({"id": "x"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn only_a_stated_person_in_the_loop_excuses() {
        assert_eq!(with("autonomy", json!("assisted")), NotApplicable);
        let supervised = || json!({"id": "triage", "autonomy": "supervised", "kill_switch": null});
        assert_eq!(bench(supervised()).tier(Tier::T1).outcome(&CONTROL), NotApplicable);
        assert_eq!(bench(supervised()).tier(Tier::T2).outcome(&CONTROL), Fail);
        assert_eq!(with("autonomy", json!(null)), Pass);
    }
}
