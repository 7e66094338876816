//! MON-01: what it was called for can be told afterwards.

use crate::controls::dated::when_past;
use crate::controls::wording::{days, list};
use model::records::{LogField, Logging};
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement, PerTier,
    Reason, RecordKind, Severity, Tier, days_between, threshold,
};

/// Calls leave records that say who did what, and are kept.
pub(crate) static CONTROL: Control = Control {
    id: "MON-01",
    slug: "logged-calls",
    family: Family::Mon,
    title: "Each tool call is logged with who called, and the log is kept",
    why: "After an incident the only question is what the agent did, and for whom. A log that \
          names neither, or is gone, answers it with a guess.",
    criteria: Criteria {
        pass: "Calls are logged with time, agent, server, tool, target, decision and outcome, kept \
               as long as the tier asks, from T2 on in a central store, and a record came in \
               lately.",
        partial: "They are logged, but a detail is missing, they are kept for too short a time, \
                  or from T2 on they go to no central store; at T1, also where no agent is named.",
        fail: "No log is on record for it, logging is off, or from T2 on no agent is named.",
    },
    remediation: "Log at the gateway, name the agent and the user it acts for in each record, send \
                  the records to the central store, and set how long they are kept.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::LOG_RETENTION, &threshold::LOG_SILENCE],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Logging) {
        return Judgement::missing_record("logging");
    }
    let logs = context.logging.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let verdicts = logs.iter().map(|log| {
        logged(&log.record, asset, context).because(Some(&log.place), quote(&log.record))
    });
    // The best log counts: one good record of a call is enough.
    verdicts.min_by_key(|verdict| verdict.outcome.rank()).unwrap_or_else(|| {
        Judgement::fail("No log of its calls is on record")
            .because(asset.place(), "no logging record names it")
    })
}

fn logged(log: &Logging, asset: &Asset, context: &Context) -> Judgement {
    match &log.enabled {
        Field::Given(true) => telling(log, asset.test_tier())
            .worst_of(central(log, asset.test_tier()))
            .worst_of(kept(log, asset, context))
            .worst_of(alive(log, asset, context)),
        Field::Given(false) => Judgement::fail("Logging of its calls is switched off"),
        silent => Judgement::silent(silent, "logging", "enabled"),
    }
}

/// Whether a record says what was done, and by which agent. Not every call has a user.
fn telling(log: &Logging, tier: Tier) -> Judgement {
    let Field::Given(fields) = &log.fields else {
        return Judgement::silent(&log.fields, "logging", "fields");
    };
    use LogField::{Agent, Decision, Outcome, Server, Target, Time, Tool};
    let wanted = [Time, Agent, Server, Tool, Target, Decision, Outcome];
    let missing = wanted.into_iter().filter(|field| !fields.contains(field));
    let missing: Vec<String> = missing.map(|field| format!("{field:?}").to_lowercase()).collect();
    let sentence = format!("The log of its calls leaves out {}", list(&missing));
    match missing.is_empty() {
        true => Judgement::pass("Its calls are logged in full, and the log is kept"),
        false if tier >= Tier::T2 && !fields.contains(&Agent) => Judgement::fail(sentence),
        false => Judgement::partial(sentence),
    }
}

fn central(log: &Logging, tier: Tier) -> Judgement {
    match &log.central {
        _ if tier < Tier::T2 => Judgement::pass(""),
        Field::Given(true) => Judgement::pass(""),
        Field::Given(false) => Judgement::partial("Its log goes to no central store"),
        silent => Judgement::silent(silent, "logging", "central"),
    }
}

fn kept(log: &Logging, asset: &Asset, context: &Context) -> Judgement {
    let least = context.limit(&threshold::LOG_RETENTION, asset.test_tier());
    match &log.retention_days {
        Field::Given(kept) if i64::from(*kept) >= least => Judgement::pass(""),
        Field::Given(kept) => Judgement::partial(format!(
            "Its log is kept for {}; {} asks for {least}",
            days(i64::from(*kept)),
            asset.test_tier()
        )),
        silent => Judgement::silent(silent, "logging", "retention_days"),
    }
}

/// Long silence may be a quiet asset or a broken log: it proves neither.
fn alive(log: &Logging, asset: &Asset, context: &Context) -> Judgement {
    when_past(&log.last_event, ("logging", "last_event"), context, |last| {
        let age = days_between(last, context.as_of);
        let limit = context.limit(&threshold::LOG_SILENCE, asset.test_tier());
        if age <= limit {
            return Judgement::pass("");
        }
        let sentence =
            format!("Its log has been silent for {}; the limit is {}", days(age), days(limit));
        Judgement::unusable(Reason::Stale, "logging", "last_event", sentence)
    })
}

fn quote(log: &Logging) -> String {
    let sink = log.sink.given().map_or("(not stated)", String::as_str);
    let enabled = log.enabled.given().map_or("(not stated)".into(), ToString::to_string);
    format!("enabled = {enabled}, sink = {sink}, {} fields named", log.fields.items().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    const FULL: [&str; 7] = ["time", "agent", "server", "tool", "target", "decision", "outcome"];

    fn log(field: &str, value: Value) -> Bench {
        let mut log = json!({
            "asset": "crm", "enabled": true, "fields": FULL, "central": true,
            "retention_days": 90, "last_event": "2026-11-20"
        });
        log[field] = value;
        Bench::new().server(json!({"id": "crm"})).logging(log)
    }

    fn with(field: &str, value: Value) -> Outcome {
        log(field, value).outcome(&CONTROL)
    }

    #[test]
    fn full_records_that_are_kept_pass() {
        assert_eq!(with("enabled", json!(true)), Pass);
        let agent = json!({"asset": "helper", "enabled": true, "fields": FULL, "central": true,
                           "retention_days": 365, "last_event": "2026-11-20"});
        let agent = Bench::new().agent(json!({"id": "helper"})).logging(agent);
        assert_eq!(agent.tier(Tier::T3).outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_shorter_or_scattered_log_is_half_good() {
        assert_eq!(with("retention_days", json!(89)), Partial);
        assert_eq!(log("retention_days", json!(364)).tier(Tier::T3).outcome(&CONTROL), Partial);
        assert_eq!(with("central", json!(false)), Partial);
        assert_eq!(log("central", json!(false)).tier(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(with("fields", json!(["time", "agent", "server", "tool"])), Partial);
    }

    #[test]
    fn no_log_none_switched_on_and_no_agent_fail() {
        let server = Bench::new().server(json!({"id": "crm"})).carries(RecordKind::Logging);
        assert_eq!(server.outcome(&CONTROL), Fail);
        assert_eq!(with("enabled", json!(false)), Fail);
        let nameless = json!(["time", "server", "tool", "target", "decision", "outcome"]);
        assert_eq!(with("fields", nameless.clone()), Fail);
        assert_eq!(log("fields", nameless).tier(Tier::T1).outcome(&CONTROL), Partial);
    }

    #[test]
    fn the_best_log_counts() {
        let poor = json!({"asset": "crm", "enabled": false});
        assert_eq!(log("enabled", json!(true)).logging(poor).outcome(&CONTROL), Pass);
    }

    #[test]
    fn silence_of_the_record_and_of_the_log_are_not_assessed() {
        assert_eq!(Bench::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        for field in ["enabled", "fields", "central", "retention_days", "last_event"] {
            let judgement = log(field, json!(null)).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed, "{field}");
            let ask = judgement.ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("logging.{field}")));
        }
        assert_eq!(with("last_event", json!("2026-10-22")), NotAssessed);
        assert_eq!(with("last_event", json!("2027-01-01")), NotAssessed);
    }
}
