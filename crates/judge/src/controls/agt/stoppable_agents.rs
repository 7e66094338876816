//! AGT-01: kill switch and limits.

use crate::controls::checks::{enabled, is_recent, stated, text};
use crate::controls::prelude::*;
use model::OwnerResolution;
use model::records::{Agent, Autonomy, KillSwitch};
use model::threshold::STOP_TEST;
use model::wording::days;

/// A tested kill switch with an authorised person, and limits that apply until it is used.
pub(crate) static CONTROL: Control = Control {
    id: "AGT-01",
    slug: "stoppable-agents",
    family: Family::Agt,
    title: "Kill switch and limits",
    why: "A misbehaving agent does not stop by itself, and does damage at the rate its limits \
          allow. An emergency is the wrong time to learn whether the kill switch works.",
    criteria: Criteria {
        pass: "A kill switch is described, somebody in the owner register is authorised to use it, \
               and it was tested within the limit; from T2 on, the rate of calls and the spending \
               or steps are limited; at T3, repeated failures stop the agent automatically.",
        partial: "There is a kill switch, but it was not tested within the limit, nobody in the \
                  owner register is authorised to use it, or a required limit is missing.",
        fail: "There is no kill switch outside the agent.",
    },
    remediation: "Set up a kill switch outside the agent, ideally by revoking its credentials, \
                  name who may use it, limit the rate and spending of calls, and test it.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Agent],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&STOP_TEST],
    judge: Judge::Agent(judge),
};

fn judge(asset: &Asset, agent: &Agent, context: &Context) -> Judgement {
    let tier = asset.test_tier();
    let supervision = match agent.autonomy.given() {
        Some(Autonomy::Assisted) => Some("A person confirms each action"),
        Some(Autonomy::Supervised) if tier < Tier::T2 => Some("Supervised by a person, below T2"),
        _ => None,
    };
    if let Some(sentence) = supervision {
        return Judgement::not_applicable(sentence)
            .because(asset.place_of("autonomy"), quote("autonomy", &agent.autonomy));
    }
    let switch = match &agent.kill_switch {
        Field::Absent => return Judgement::missing_field("agents", "kill_switch"),
        Field::Blank => {
            return Judgement::fail("No kill switch")
                .because(asset.place_of("kill_switch"), quote("kill_switch", &agent.kill_switch));
        }
        Field::Given(switch) => switch,
    };
    let checks = [
        method(switch),
        stop_authority(switch, context),
        stop_test(switch, tier, context),
        if tier >= Tier::T2 { limits(agent) } else { Judgement::pass("") },
        if tier >= Tier::T3 { circuit_breaker(agent) } else { Judgement::pass("") },
    ];
    let verdict = checks.into_iter().reduce(Judgement::worst_of).unwrap_or_else(|| method(switch));
    verdict
        .because(asset.place_of("kill_switch.method"), quote("kill_switch.method", &switch.method))
}

fn method(switch: &KillSwitch) -> Judgement {
    let defect = || Judgement::fail("The kill switch has no described method");
    match text(&switch.method, ("agents", "kill_switch.method"), defect) {
        verdict if verdict.outcome == Outcome::Pass => {
            Judgement::pass(format!("Tested kill switch: {}", value(&switch.method)))
        }
        verdict => verdict,
    }
}

fn stop_authority(switch: &KillSwitch, context: &Context) -> Judgement {
    match switch.owner.given().map(|owner| (owner, context.resolve_owner(owner))) {
        None if switch.owner.is_absent() => Judgement::missing_field("agents", "kill_switch.owner"),
        // Without a register, no name must not count for more than one that cannot be resolved.
        None if !context.carries(RecordKind::Owners) => Judgement::missing_record("owners"),
        None => Judgement::partial("Nobody is authorised to use the kill switch"),
        Some((_, OwnerResolution::Known(_))) => Judgement::pass(""),
        Some((_, OwnerResolution::NoRegister)) => Judgement::missing_record("owners"),
        Some((owner, OwnerResolution::Unknown | OwnerResolution::Placeholder)) => {
            let sentence = format!("Kill switch authority {owner} is not in the owner register");
            Judgement::partial(sentence)
        }
    }
}

/// A test too long ago, or dated in the future, counts as none.
fn stop_test(switch: &KillSwitch, tier: Tier, context: &Context) -> Judgement {
    let limit = context.limit(&STOP_TEST, tier);
    match &switch.tested_on {
        Field::Absent => Judgement::missing_field("agents", "kill_switch.tested_on"),
        Field::Blank => Judgement::partial("Kill switch never tested"),
        on if is_recent(on.given(), limit, context) => Judgement::pass(""),
        on => Judgement::partial(format!(
            "Kill switch not tested within {} (last test: {})",
            days(limit),
            value(on)
        )),
    }
}

/// Within a stated set of limits, what is not named is not limited.
fn limits(agent: &Agent) -> Judgement {
    let limits = match &agent.limits {
        Field::Absent => return Judgement::missing_field("agents", "limits"),
        Field::Blank => return Judgement::partial("No limits on calls, spending or steps"),
        Field::Given(limits) => limits,
    };
    let spending = stated(&limits.spend).or(stated(&limits.steps));
    match (stated(&limits.rate), spending) {
        (Some(_), Some(_)) => Judgement::pass(""),
        (None, _) => Judgement::partial("No limit on the rate of calls"),
        (Some(_), None) => Judgement::partial("No limit on spending or steps"),
    }
}

fn circuit_breaker(agent: &Agent) -> Judgement {
    let defect = "No circuit breaker on repeated failures (required at T3)";
    enabled(&agent.circuit_breaker, ("agents", "circuit_breaker"), defect)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn agent() -> Value {
        json!({"id": "triage", "circuit_breaker": true,
               "kill_switch": {"method": "revoke its token", "owner": "ada",
                               "tested_on": "2026-09-01"},
               "limits": {"rate": "60 an hour", "steps": "20 a task"}})
    }

    fn kit(agent: Value) -> Kit {
        Kit::new().owner(json!({"id": "ada"})).agent(agent).tier(Tier::T3)
    }

    fn with(field: &str, value: Value) -> Outcome {
        let mut agent = agent();
        match field.split_once('.') {
            Some((outer, inner)) => agent[outer][inner] = value,
            None => agent[field] = value,
        }
        kit(agent).outcome(&CONTROL)
    }

    #[test]
    fn a_tested_stop_and_limits_pass() {
        assert_eq!(kit(agent()).outcome(&CONTROL), Pass);
        let mut plain = agent();
        plain["limits"] = json!(null);
        let autonomous = kit(plain).tier(Tier::T1);
        assert_eq!(autonomous.outcome(&CONTROL), Pass);
    }

    #[test]
    fn no_stop_fails() {
        assert_eq!(with("kill_switch", json!(null)), Fail);
        assert_eq!(with("kill_switch.method", json!("tbd")), Fail);
    }

    #[test]
    fn an_untested_stop_an_unknown_authority_or_a_missing_limit_is_partial() {
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
    fn a_missing_field_is_requested() {
        for field in ["kill_switch", "limits", "circuit_breaker"] {
            let mut silent = agent();
            silent.as_object_mut().expect("a record").remove(field);
            let ask = kit(silent).judge(&CONTROL).ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("agents.{field}")));
        }
        for field in ["method", "owner", "tested_on"] {
            let mut silent = agent();
            silent["kill_switch"].as_object_mut().expect("a map").remove(field);
            let ask = kit(silent).judge(&CONTROL).ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("agents.kill_switch.{field}")));
        }
        let unregistered = Kit::new().agent(agent()).judge(&CONTROL).ask;
        assert_eq!(unregistered.map(|ask| ask.to_string()).as_deref(), Some("owners"));
        let mut nameless = agent();
        nameless["kill_switch"]["owner"] = json!(null);
        assert_eq!(Kit::new().agent(nameless).outcome(&CONTROL), NotAssessed);
        assert_eq!(Kit::new().agent(json!({"id": "x"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn only_a_stated_person_in_the_loop_excuses() {
        assert_eq!(with("autonomy", json!("assisted")), NotApplicable);
        let supervised = || json!({"id": "triage", "autonomy": "supervised", "kill_switch": null});
        assert_eq!(kit(supervised()).tier(Tier::T1).outcome(&CONTROL), NotApplicable);
        assert_eq!(kit(supervised()).tier(Tier::T2).outcome(&CONTROL), Fail);
        assert_eq!(with("autonomy", json!(null)), Pass);
    }
}
