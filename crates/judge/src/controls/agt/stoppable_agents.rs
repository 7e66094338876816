//! AGT-01: kill switch and limits.

use crate::controls::actions::{Action, action};
use crate::controls::bounds::{Bound, bound, bound_at_a_time};
use crate::controls::checks::{enabled, first_day_past, is_recent};
use crate::controls::prelude::*;
use crate::controls::references::Reference;
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
        pass: "A kill switch revokes its access or stops its process, an active owner of identity \
               or platform security is authorised to use it, and it was tested within the limit; \
               from T2 on, numbers limit the rate of calls and the spending or steps; at T3, \
               also the tasks at a time, and repeated failures stop the agent automatically.",
        partial: "It was not tested within the limit, or at T3 repeated failures do not stop the \
                  agent.",
        fail: "There is no kill switch outside the agent, nobody is authorised to use it, or a \
               required limit is none, such as `unlimited` or thousands of tasks at a time.",
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
        if tier >= Tier::T2 { limits(agent, tier) } else { Judgement::pass("") },
        if tier >= Tier::T3 { circuit_breaker(agent) } else { Judgement::pass("") },
    ];
    let verdict = checks.into_iter().reduce(Judgement::worst_of).unwrap_or_else(|| method(switch));
    verdict
        .because(asset.place_of("kill_switch.method"), quote("kill_switch.method", &switch.method))
}

/// Only a way that is known to stop an agent counts: free text may describe anything.
fn method(switch: &KillSwitch) -> Judgement {
    let path = ("agents", "kill_switch.method");
    match switch.method.given().map(|method| action(method)) {
        None if switch.method.is_absent() => Judgement::missing_field(path.0, path.1),
        Some(Action::Ends) => {
            Judgement::pass(words!("Tested kill switch: {}", value(&switch.method)))
        }
        Some(Action::Unknown) => {
            let sentence = "The method of the kill switch does not plainly stop the agent";
            Judgement::unusable(Reason::UnknownGrammar, path.0, path.1, sentence)
        }
        Some(Action::Nothing) | None => {
            Judgement::fail("The kill switch has no method that stops the agent")
        }
    }
}

/// Who may use it is outside the operating team: who runs an agent should not alone decide that it
/// goes on.
fn stop_authority(switch: &KillSwitch, context: &Context) -> Judgement {
    let path = ("agents", "kill_switch.owner");
    Reference::of(&switch.owner, path, Mandate::OUTSIDE, context)
        .judge(|why| Judgement::fail(words!("Nobody is authorised to use the kill switch ({why})")))
}

/// A test too long ago, or dated in the future, counts as none.
fn stop_test(switch: &KillSwitch, tier: Tier, context: &Context) -> Judgement {
    let limit = context.limit(&STOP_TEST, tier);
    match &switch.tested_on {
        Field::Absent => Judgement::missing_field("agents", "kill_switch.tested_on"),
        Field::Blank => Judgement::partial("Kill switch never tested"),
        on if is_recent(on.given(), limit, context) => Judgement::pass(""),
        on => Judgement::partial(words!(
            "Kill switch not tested within {} (last test: {})",
            days(limit),
            value(on)
        ))
        .since(on.given().and_then(|day| first_day_past(*day, limit))),
    }
}

/// A limit is a number that bounds something: `unlimited`, `-1` or a billion are none.
fn limits(agent: &Agent, tier: Tier) -> Judgement {
    let limits = match &agent.limits {
        Field::Absent => return Judgement::missing_field("agents", "limits"),
        Field::Blank => return Judgement::fail("No limits on calls, spending or steps"),
        Field::Given(limits) => limits,
    };
    let spending = [("limits.spend", &limits.spend), ("limits.steps", &limits.steps)];
    let spending = best(spending.map(|(field, stated)| limit(stated, field)).into_iter());
    let spending = spending.map(|verdict| match verdict.outcome {
        Outcome::Fail => Judgement::fail("No limit on spending or steps"),
        _ => verdict,
    });
    let rate = limit(&limits.rate, "limits.rate");
    // Each task has its own rate and spending: how many there are multiplies them.
    let tasks = match tier {
        Tier::T3 => limit(&limits.concurrency, "limits.concurrency"),
        _ => Judgement::pass(""),
    };
    [tasks].into_iter().chain(spending).fold(rate, Judgement::worst_of)
}

fn limit(stated: &Field<String>, field: &'static str) -> Judgement {
    let read = match field {
        "limits.concurrency" => bound_at_a_time,
        _ => bound,
    };
    match stated.given().map(|text| read(text)) {
        None if stated.is_absent() => Judgement::missing_field("agents", field),
        Some(Bound::Limited) => Judgement::pass(""),
        Some(Bound::Unclear) => {
            let sentence = words!("`{field}` states no number: {}", value(stated));
            Judgement::unusable(Reason::UnknownGrammar, "agents", field, sentence)
        }
        Some(Bound::Unlimited) | None => {
            let what = match field {
                "limits.concurrency" => "the number of tasks at a time",
                _ => "the rate of calls",
            };
            Judgement::fail(words!("No limit on {what} ({})", quote(field, stated)))
        }
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
               "limits": {"rate": "60 an hour", "steps": "20 a task", "concurrency": "4 tasks"}})
    }

    fn kit(agent: Value) -> Kit {
        Kit::new().person("ada", "platform-security").agent(agent).tier(Tier::T3)
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
        for none in ["tbd", "none", "we have no way to stop it", "cannot be stopped"] {
            assert_eq!(with("kill_switch.method", json!(none)), Fail, "{none}");
        }
        for unclear in ["manual reboot someday", "ask around", "we will revoke its token"] {
            assert_eq!(with("kill_switch.method", json!(unclear)), NotAssessed, "{unclear}");
        }
    }

    #[test]
    fn at_t3_the_tasks_at_a_time_are_limited() {
        let of = |limits: Value, tier| {
            let mut agent = agent();
            agent["limits"] = limits;
            kit(agent).tier(tier).outcome(&CONTROL)
        };
        let with = |tasks: Value| json!({"rate": "60 an hour", "steps": "20 a task", "concurrency": tasks});
        for (tasks, outcome) in [
            (json!("4 tasks"), Pass),
            (json!("unlimited"), Fail),
            (json!(null), Fail),
            (json!("reasonable"), NotAssessed),
        ] {
            assert_eq!(of(with(tasks.clone()), Tier::T3), outcome, "{tasks}");
            assert_eq!(of(with(tasks), Tier::T2), Pass);
        }
        let silent = json!({"rate": "60 an hour", "steps": "20 a task"});
        assert_eq!(of(silent, Tier::T3), NotAssessed);
    }

    #[test]
    fn a_limit_that_limits_nothing_and_an_unknown_authority_fail() {
        for (field, value) in [
            ("kill_switch.owner", json!("ghost")),
            ("kill_switch.owner", json!(null)),
            ("limits", json!(null)),
            ("limits.rate", json!("none")),
            ("limits.rate", json!("unlimited")),
            ("limits.rate", json!("-1")),
            ("limits.rate", json!("999999999 a minute")),
        ] {
            assert_eq!(with(field, value.clone()), Fail, "{field} = {value}");
        }
        assert_eq!(with("limits.rate", json!("reasonable")), NotAssessed);
        assert_eq!(with("limits.steps", json!("unlimited")), NotAssessed, "no spending is stated");
        let mut endless = agent();
        endless["limits"] = json!({"rate": "60 an hour", "steps": "unlimited", "spend": null, "concurrency": "4 tasks"});
        assert_eq!(kit(endless).outcome(&CONTROL), Fail);
        assert_eq!(with("limits.spend", json!("unlimited")), Pass, "the steps are limited");
    }

    #[test]
    fn an_untested_stop_or_no_circuit_breaker_is_partial() {
        for (field, value) in [
            ("kill_switch.tested_on", json!("2026-05-25")),
            ("kill_switch.tested_on", json!(null)),
            ("kill_switch.tested_on", json!("2027-01-01")),
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
        assert_eq!(Kit::new().agent(nameless).outcome(&CONTROL), Fail);
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
