//! MON-02: behaviour baseline and alerting.

use crate::controls::evidence::id;
use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::records::{Monitor, Watched};
use model::threshold;
use model::wording::{counted, list};

/// A baseline to compare with, and alerts that are reviewed.
pub(crate) static CONTROL: Control = Control {
    id: "MON-02",
    slug: "watched-behaviour",
    family: Family::Mon,
    title: "Behaviour baseline and alerting",
    why: "A hijacked agent, or one that drifts, uses the permissions it has, so no access control \
          stops it. Only a deviation from its normal behaviour reveals it.",
    criteria: Criteria {
        pass: "The baseline was recorded within the period, at T3 of tools, targets and volume, \
               alerts go to somebody in the owner \
               register and were reviewed within the limit, and no deviation is undecided.",
        partial: "Only one of the two is in place: a current baseline, or reviewed alerts; or, at \
                  T3, the baseline leaves out tools, targets or volume.",
        fail: "Neither is in place, nothing monitors it, or a deviation is undecided.",
    },
    remediation: "Record which tools it calls, on what and how often; alert on new tools, new \
                  targets and spikes in volume; assign the alerts, and decide on each deviation.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&threshold::BASELINE_MAX, &threshold::ALERT_REVIEW],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Monitors, asset, context) {
        return missing;
    }
    let monitors = records_of(&context.monitors, asset);
    let monitored = monitors.iter().map(|Placed { record, from, .. }| {
        monitored(record, asset, context).because_each(from, facts(record))
    });
    let Some(best) = best(monitored) else {
        return Judgement::fail("No behaviour monitoring on record")
            .because(asset.place(), "in no monitor record");
    };
    // One good monitor is enough; a deviation counts whichever monitor detected it.
    let deviations = monitors
        .iter()
        .map(|Placed { record, from, .. }| deviations(record).because_each(from, facts(record)));
    deviations.fold(best, Judgement::worst_of)
}

fn facts(monitor: &Monitor) -> [(&'static str, String); 4] {
    [
        cited("baseline_on", &monitor.baseline_on),
        cited("watches", &monitor.watches),
        cited("alert_route", &monitor.alert_route),
        cited("last_alert_review", &monitor.last_alert_review),
    ]
}

fn monitored(monitor: &Monitor, asset: &Asset, context: &Context) -> Judgement {
    let baseline = baseline(monitor, asset, context);
    let alerts = alert_route(monitor, context).worst_of(alert_review(monitor, asset, context));
    match (baseline.outcome, alerts.outcome) {
        (Outcome::Fail, Outcome::Fail) => {
            Judgement::fail(words!("{}; {}", baseline.sentence, alerts.sentence))
        }
        (Outcome::Fail, Outcome::Pass) => Judgement::partial(baseline.sentence),
        (Outcome::Pass, Outcome::Fail) => Judgement::partial(alerts.sentence),
        (Outcome::Fail, _) => alerts,
        (_, Outcome::Fail) => baseline,
        _ => baseline.worst_of(alerts),
    }
}

fn baseline(monitor: &Monitor, asset: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&threshold::BASELINE_MAX, asset.test_tier());
    let path = ("monitors", "baseline_on");
    let verdict = within(&monitor.baseline_on, path, limit, context, |age, limit| {
        Judgement::fail(words!("Behaviour baseline is {age} old (limit {limit})"))
    });
    match verdict.outcome {
        Outcome::Pass => watched(monitor, asset.test_tier()),
        _ => verdict,
    }
}

/// An empty route is unknown, not "none": a partial pass may depend on it.
/// What the baseline is of. A date alone does not show that anything is compared.
fn watched(monitor: &Monitor, tier: Tier) -> Judgement {
    let Field::Given(watches) = &monitor.watches else {
        return Judgement::silent(&monitor.watches, "monitors", "watches");
    };
    let all = [Watched::Tools, Watched::Targets, Watched::Volume];
    let missing: Vec<String> = all.iter().filter(|it| !watches.contains(it)).map(id).collect();
    match missing.len() {
        0 => Judgement::pass("Current behaviour baseline, and alerts are reviewed"),
        3 => Judgement::fail("The behaviour baseline is of nothing"),
        _ if tier < Tier::T3 => {
            Judgement::pass("Current behaviour baseline, and alerts are reviewed")
        }
        _ => Judgement::partial(words!("The behaviour baseline lacks {}", list(&missing))),
    }
}

fn alert_route(monitor: &Monitor, context: &Context) -> Judgement {
    let path = ("monitors", "alert_route");
    match &monitor.alert_route {
        Field::Given(_) => Reference::of(&monitor.alert_route, path, Mandate::ANY, context)
            .judge(|why| Judgement::fail(words!("Alerts have no recipient ({why})"))),
        silent => Judgement::silent(silent, path.0, path.1),
    }
}

fn alert_review(monitor: &Monitor, asset: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&threshold::ALERT_REVIEW, asset.test_tier());
    let path = ("monitors", "last_alert_review");
    within(&monitor.last_alert_review, path, limit, context, |age, limit| {
        Judgement::fail(words!("Alerts last reviewed {age} ago (limit {limit})"))
    })
}

fn deviations(monitor: &Monitor) -> Judgement {
    match &monitor.unapproved_drift {
        Field::Given(0) => Judgement::pass(""),
        Field::Given(count) => {
            let deviations = counted(i64::from(*count), "undecided deviation");
            Judgement::fail(words!("{deviations} from the behaviour baseline"))
        }
        silent => Judgement::silent(silent, "monitors", "unapproved_drift"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn monitor(field: &str, value: Value) -> Value {
        let mut monitor = json!({
            "asset": "crm", "baseline_on": "2026-09-01", "alert_route": "soc",
            "watches": ["tools", "targets", "volume"],
            "last_alert_review": "2026-11-10", "unapproved_drift": 0
        });
        monitor[field] = value;
        monitor
    }

    fn kit() -> Kit {
        Kit::new().person("soc", "identity").server(json!({"id": "crm"}))
    }

    fn with(field: &str, value: Value) -> Outcome {
        kit().monitor(monitor(field, value)).outcome(&CONTROL)
    }

    #[test]
    fn a_baseline_and_handled_alerts_pass_and_t3_reviews_weekly() {
        assert_eq!(with("unapproved_drift", json!(0)), Pass);
        let strict = |day| kit().monitor(monitor("last_alert_review", json!(day)));
        assert_eq!(strict("2026-11-15").tier(Tier::T3).outcome(&CONTROL), Pass);
        assert_eq!(strict("2026-11-14").tier(Tier::T3).outcome(&CONTROL), Partial);
    }

    #[test]
    fn a_date_alone_is_no_baseline() {
        let of = |watches: Value, tier| {
            kit().monitor(monitor("watches", watches)).tier(tier).outcome(&CONTROL)
        };
        assert_eq!(of(json!(["tools"]), Tier::T2), Pass);
        assert_eq!(of(json!(["tools", "volume"]), Tier::T3), Partial);
        assert_eq!(of(json!([]), Tier::T2), Partial, "the alerts are reviewed");
        assert_eq!(of(json!(null), Tier::T2), NotAssessed);
    }

    #[test]
    fn one_without_the_other_is_partial() {
        assert_eq!(with("baseline_on", json!("2026-05-01")), Partial);
        assert_eq!(with("alert_route", json!("TBD")), Partial);
        assert_eq!(with("last_alert_review", json!("2026-10-01")), Partial);
    }

    #[test]
    fn nothing_at_all_or_open_deviations_fail() {
        assert_eq!(kit().carries(RecordKind::Monitors).outcome(&CONTROL), Fail);
        assert_eq!(with("unapproved_drift", json!(1)), Fail);
        let mut neither = monitor("baseline_on", json!("2026-01-01"));
        neither["alert_route"] = json!("ghost");
        assert_eq!(kit().monitor(neither).outcome(&CONTROL), Fail);
        let seen_by_one = kit().monitor(monitor("unapproved_drift", json!(0)));
        let seen_by_one = seen_by_one.monitor(monitor("unapproved_drift", json!(3)));
        assert_eq!(seen_by_one.outcome(&CONTROL), Fail);
    }

    #[test]
    fn missing_data_is_not_assessed() {
        assert_eq!(kit().outcome(&CONTROL), NotAssessed);
        for field in ["baseline_on", "alert_route", "last_alert_review", "unapproved_drift"] {
            assert_eq!(with(field, json!(null)), NotAssessed, "{field}");
        }
        assert_eq!(with("baseline_on", json!("2027-01-01")), NotAssessed);
        assert_eq!(with("last_alert_review", json!("2027-01-01")), NotAssessed);
        let nobody = Kit::new().server(json!({"id": "crm"}));
        let nobody = nobody.monitor(monitor("unapproved_drift", json!(0)));
        assert_eq!(nobody.outcome(&CONTROL), NotAssessed);
    }
}
