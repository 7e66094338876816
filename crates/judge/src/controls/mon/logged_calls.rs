//! MON-01: tool-call logging and retention.

use crate::controls::evidence::id;
use crate::controls::prelude::*;
use model::records::{LogField, Logging};
use model::threshold;
use model::wording::{days, list, number};

/// Calls are logged with who did what, and the log is retained.
pub(crate) static CONTROL: Control = Control {
    id: "MON-01",
    slug: "logged-calls",
    family: Family::Mon,
    title: "Tool-call logging and retention",
    why: "After an incident, the log must show what the agent did, and for whom. A log that records \
          neither, or was deleted, leaves only guesses.",
    criteria: Criteria {
        pass: "Calls are logged with time, agent, user, server, tool, target, decision and outcome, \
               retained as long as the tier requires, from T2 on in a central store, and the last \
               record is recent.",
        partial: "They are logged, but a field is missing, the retention is too short, or from T2 \
                  on there is no central store; at T1, also where no agent is recorded.",
        fail: "No log is on record for it, logging is disabled, or from T2 on no agent is recorded.",
    },
    remediation: "Log at the gateway, record the agent and the user it acts for in each entry, send \
                  the entries to the central store, and set the retention.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::LOG_RETENTION, &threshold::LOG_SILENCE],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Logging, asset, context) {
        return missing;
    }
    let verdicts =
        records_of(&context.logging, asset).iter().map(|Placed { record, from, .. }| {
            let fields = number(record.fields.items().len(), "field");
            let facts = [
                cited("enabled", &record.enabled),
                cited("sink", &record.sink),
                ("fields", words!("{fields} recorded")),
            ];
            logged(record, asset, context).because_each(from, facts)
        });
    // The best log counts: one good record of a call is enough.
    best(verdicts).unwrap_or_else(|| {
        Judgement::fail("No tool-call log on record").because(asset.place(), "in no logging record")
    })
}

fn logged(log: &Logging, asset: &Asset, context: &Context) -> Judgement {
    match &log.enabled {
        Field::Given(true) => required_fields(log, asset.test_tier())
            .worst_of(central_store(log, asset.test_tier()))
            .worst_of(retention(log, asset, context))
            .worst_of(recency(log, asset, context)),
        Field::Given(false) => Judgement::fail("Tool-call logging is disabled"),
        silent => Judgement::silent(silent, "logging", "enabled"),
    }
}

/// Whether an entry records what was done, and by which agent. Not every call has a user.
fn required_fields(log: &Logging, tier: Tier) -> Judgement {
    use LogField::{Agent, Decision, Outcome, Server, Target, Time, Tool, User};
    let Field::Given(fields) = &log.fields else {
        return Judgement::silent(&log.fields, "logging", "fields");
    };
    let required = [Time, Agent, User, Server, Tool, Target, Decision, Outcome];
    let missing: Vec<String> =
        required.iter().filter(|field| !fields.contains(field)).map(id).collect();
    let sentence = words!("The tool-call log lacks {}", list(&missing));
    match missing.is_empty() {
        true => Judgement::pass("Tool calls are logged in full and retained"),
        false if tier >= Tier::T2 && !fields.contains(&Agent) => Judgement::fail(sentence),
        false => Judgement::partial(sentence),
    }
}

fn central_store(log: &Logging, tier: Tier) -> Judgement {
    let defect = Judgement::partial("The tool-call log is not in a central store");
    match tier < Tier::T2 {
        true => Judgement::pass(""),
        false => flag(&log.central, true, ("logging", "central"), defect),
    }
}

fn retention(log: &Logging, asset: &Asset, context: &Context) -> Judgement {
    let minimum = context.limit(&threshold::LOG_RETENTION, asset.test_tier());
    match &log.retention_days {
        Field::Given(retained) if i64::from(*retained) >= minimum => Judgement::pass(""),
        Field::Given(retained) => Judgement::partial(words!(
            "Log retention of {} (minimum {})",
            days(i64::from(*retained)),
            days(minimum)
        )),
        silent => Judgement::silent(silent, "logging", "retention_days"),
    }
}

/// Without a recent entry, the asset may be idle or the log broken: neither is known.
fn recency(log: &Logging, asset: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&threshold::LOG_SILENCE, asset.test_tier());
    within(&log.last_event, ("logging", "last_event"), limit, context, |age, limit| {
        let sentence = words!("Last log entry {age} ago (limit {limit})");
        Judgement::unusable(Reason::Stale, "logging", "last_event", sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    const FULL: [&str; 8] =
        ["time", "agent", "user", "server", "tool", "target", "decision", "outcome"];

    fn log(field: &str, value: Value) -> Kit {
        let mut log = json!({
            "asset": "crm", "enabled": true, "fields": FULL, "central": true,
            "retention_days": 90, "last_event": "2026-11-20"
        });
        log[field] = value;
        Kit::new().server(json!({"id": "crm"})).logging(log)
    }

    fn with(field: &str, value: Value) -> Outcome {
        log(field, value).outcome(&CONTROL)
    }

    #[test]
    fn full_records_that_are_kept_pass() {
        assert_eq!(with("enabled", json!(true)), Pass);
        let agent = json!({"asset": "helper", "enabled": true, "fields": FULL, "central": true,
                           "retention_days": 365, "last_event": "2026-11-20"});
        let agent = Kit::new().agent(json!({"id": "helper"})).logging(agent);
        assert_eq!(agent.tier(Tier::T3).outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_shorter_or_scattered_log_is_partial() {
        assert_eq!(with("retention_days", json!(89)), Partial);
        assert_eq!(log("retention_days", json!(364)).tier(Tier::T3).outcome(&CONTROL), Partial);
        assert_eq!(with("central", json!(false)), Partial);
        assert_eq!(log("central", json!(false)).tier(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(with("fields", json!(["time", "agent", "server", "tool"])), Partial);
        let unattributed: Vec<&str> = FULL.into_iter().filter(|field| *field != "user").collect();
        assert_eq!(with("fields", json!(unattributed)), Partial, "for whom it acted");
    }

    #[test]
    fn no_log_none_switched_on_and_no_agent_fail() {
        let server = Kit::new().server(json!({"id": "crm"})).carries(RecordKind::Logging);
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
    fn missing_fields_and_an_idle_log_are_not_assessed() {
        assert_eq!(Kit::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
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
