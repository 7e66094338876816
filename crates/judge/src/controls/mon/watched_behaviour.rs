//! MON-02: unusual behaviour is noticed.

use crate::controls::dated::when_past;
use crate::controls::own::naming::{self, Naming};
use crate::controls::wording::days;
use model::records::Monitor;
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement, Outcome,
    PerTier, RecordKind, Severity, Tier, days_between, threshold,
};

/// A baseline to compare with, and somebody who looks.
pub(crate) static CONTROL: Control = Control {
    id: "MON-02",
    slug: "watched-behaviour",
    family: Family::Mon,
    title: "What it normally does is known, and somebody is alerted when it does otherwise",
    why: "A hijacked or drifting agent uses the rights it has, so no lock stops it; all that shows \
          is that today differs from yesterday.",
    criteria: Criteria {
        pass: "The expected behaviour was recorded within the period, alerts go to somebody who \
               can be found and were gone through in time, and no deviation awaits a decision.",
        partial: "Only one of the two is there: a current baseline, or alerts that are handled.",
        fail: "Neither is there, nothing watches it, or a deviation awaits a decision.",
    },
    remediation: "Record which tools it calls, on what and how often; alert on new tools, new \
                  targets and leaps in volume; give the alerts to somebody, and decide on each \
                  deviation.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&threshold::BASELINE_MAX, &threshold::ALERT_REVIEW],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Monitors) {
        return Judgement::missing_record("monitors");
    }
    let monitors = context.monitors.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let watched = monitors.iter().map(|monitor| {
        watched(&monitor.record, asset, context)
            .because(Some(&monitor.place), quote(&monitor.record))
    });
    let Some(best) = watched.min_by_key(|verdict| verdict.outcome.rank()) else {
        return Judgement::fail("No monitor of its behaviour is on record")
            .because(asset.place(), "no monitor names it");
    };
    // One monitor that watches is enough; a deviation counts whoever saw it.
    let drift = monitors.iter().map(|monitor| {
        drift(&monitor.record).because(Some(&monitor.place), quote(&monitor.record))
    });
    drift.fold(best, Judgement::worst_of)
}

fn watched(monitor: &Monitor, asset: &Asset, context: &Context) -> Judgement {
    let baseline = baseline(monitor, asset, context);
    let alerts = routed(monitor, context).worst_of(reviewed(monitor, asset, context));
    match (baseline.outcome, alerts.outcome) {
        (Outcome::Fail, Outcome::Fail) => Judgement::fail(format!(
            "Watched in name only: {}, and {}",
            baseline.sentence, alerts.sentence
        )),
        (Outcome::Fail, Outcome::Pass) => {
            Judgement::partial(format!("Alerts are handled, but {}", baseline.sentence))
        }
        (Outcome::Pass, Outcome::Fail) => {
            Judgement::partial(format!("There is a baseline, but {}", alerts.sentence))
        }
        (Outcome::Fail, _) => alerts,
        (_, Outcome::Fail) => baseline,
        _ => baseline.worst_of(alerts),
    }
}

fn baseline(monitor: &Monitor, asset: &Asset, context: &Context) -> Judgement {
    when_past(&monitor.baseline_on, ("monitors", "baseline_on"), context, |day| {
        let age = days_between(day, context.as_of);
        let limit = context.limit(&threshold::BASELINE_MAX, asset.test_tier());
        match age > limit {
            true => Judgement::fail(format!(
                "the baseline is {} old and counts for {}",
                days(age),
                days(limit)
            )),
            false => Judgement::pass("What it normally does is known, and alerts are handled"),
        }
    })
}

/// A blank route is unknown, not "none": half the credit may depend on it.
fn routed(monitor: &Monitor, context: &Context) -> Judgement {
    if monitor.alert_route.given().is_none() {
        return Judgement::silent(&monitor.alert_route, "monitors", "alert_route");
    }
    match naming::one(&monitor.alert_route, ("monitors", "alert_route"), context) {
        Naming::Known(_) => Judgement::pass(""),
        Naming::Nobody(why) => Judgement::fail(format!("alerts reach nobody: {why}")),
        Naming::Untold(record, field) => naming::missing((record, field)),
    }
}

fn reviewed(monitor: &Monitor, asset: &Asset, context: &Context) -> Judgement {
    when_past(&monitor.last_alert_review, ("monitors", "last_alert_review"), context, |day| {
        let age = days_between(day, context.as_of);
        let limit = context.limit(&threshold::ALERT_REVIEW, asset.test_tier());
        match age > limit {
            true => Judgement::fail(format!(
                "alerts were last gone through {} ago; the limit is {}",
                days(age),
                days(limit)
            )),
            false => Judgement::pass(""),
        }
    })
}

fn drift(monitor: &Monitor) -> Judgement {
    match &monitor.unapproved_drift {
        Field::Given(0) => Judgement::pass(""),
        Field::Given(1) => Judgement::fail("1 deviation was found and awaits a decision"),
        Field::Given(count) => {
            Judgement::fail(format!("{count} deviations were found and await a decision"))
        }
        silent => Judgement::silent(silent, "monitors", "unapproved_drift"),
    }
}

fn quote(monitor: &Monitor) -> String {
    let baseline = monitor.baseline_on.given().map_or("(none)".into(), ToString::to_string);
    let route = monitor.alert_route.given().map_or("(nobody)", String::as_str);
    let review = monitor.last_alert_review.given().map_or("(never)".into(), ToString::to_string);
    format!("baseline = {baseline}, alerts to {route}, last gone through {review}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn monitor(field: &str, value: Value) -> Value {
        let mut monitor = json!({
            "asset": "crm", "baseline_on": "2026-09-01", "alert_route": "soc",
            "last_alert_review": "2026-11-10", "unapproved_drift": 0
        });
        monitor[field] = value;
        monitor
    }

    fn bench() -> Bench {
        Bench::new().owner(json!({"id": "soc"})).server(json!({"id": "crm"}))
    }

    fn with(field: &str, value: Value) -> Outcome {
        bench().monitor(monitor(field, value)).outcome(&CONTROL)
    }

    #[test]
    fn a_baseline_and_handled_alerts_pass_and_t3_looks_weekly() {
        assert_eq!(with("unapproved_drift", json!(0)), Pass);
        let strict = |day| bench().monitor(monitor("last_alert_review", json!(day)));
        assert_eq!(strict("2026-11-15").tier(Tier::T3).outcome(&CONTROL), Pass);
        assert_eq!(strict("2026-11-14").tier(Tier::T3).outcome(&CONTROL), Partial);
    }

    #[test]
    fn one_without_the_other_is_half_good() {
        assert_eq!(with("baseline_on", json!("2026-05-01")), Partial);
        assert_eq!(with("alert_route", json!("TBD")), Partial);
        assert_eq!(with("last_alert_review", json!("2026-10-01")), Partial);
    }

    #[test]
    fn nothing_at_all_or_open_deviations_fail() {
        assert_eq!(bench().carries(RecordKind::Monitors).outcome(&CONTROL), Fail);
        assert_eq!(with("unapproved_drift", json!(1)), Fail);
        let mut neither = monitor("baseline_on", json!("2026-01-01"));
        neither["alert_route"] = json!("ghost");
        assert_eq!(bench().monitor(neither).outcome(&CONTROL), Fail);
        let seen_by_one = bench().monitor(monitor("unapproved_drift", json!(0)));
        let seen_by_one = seen_by_one.monitor(monitor("unapproved_drift", json!(3)));
        assert_eq!(seen_by_one.outcome(&CONTROL), Fail);
    }

    #[test]
    fn what_nobody_says_is_not_assessed() {
        assert_eq!(bench().outcome(&CONTROL), NotAssessed);
        for field in ["baseline_on", "alert_route", "last_alert_review", "unapproved_drift"] {
            assert_eq!(with(field, json!(null)), NotAssessed, "{field}");
        }
        assert_eq!(with("baseline_on", json!("2027-01-01")), NotAssessed);
        assert_eq!(with("last_alert_review", json!("2027-01-01")), NotAssessed);
        let nobody = Bench::new().server(json!({"id": "crm"}));
        let nobody = nobody.monitor(monitor("unapproved_drift", json!(0)));
        assert_eq!(nobody.outcome(&CONTROL), NotAssessed);
    }
}
