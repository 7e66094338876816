//! RVK-03: revocation time objective.

use std::cmp::Reverse;

use super::measurement::{Measurement, measurements, unknown};
use crate::controls::prelude::*;
use model::threshold;
use model::wording::days;

/// The slowest measured revocation, against the objective.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-03",
    slug: "revocation-time",
    family: Family::Rvk,
    title: "Revocation time objective",
    why: "The holder of a stolen credential can use it until the last copy is revoked. How long \
          that takes is known only after it was measured.",
    criteria: Criteria {
        pass: "One was measured within the period, and every revocation measured within the \
               longest period of all tiers took no longer than the objective; a slow exercise \
               counts until a later one meets it.",
        partial: "The slowest took no more than twice the objective.",
        fail: "The slowest took longer than that, or exercises and incidents are on record and \
               none of them was a measured revocation of this server's access.",
    },
    remediation: "Shorten the lifetime of its tokens, script the revocation, and remove approvals \
                  from containment; then exercise again and record the minutes.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::REVOKE_RTO, &threshold::EXERCISE_MAX],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let mut measured: Vec<Measurement> = measurements(asset, context);
    measured.sort_by_key(|measurement| Reverse(measurement.minutes));
    let recent = measured.iter().any(|measurement| measurement.is_recent);
    let slowest = measured.into_iter().map(|it| it.verdict).reduce(Judgement::worst_of);
    let unknown = unknown(asset, context);
    let verdict = match (slowest, recent) {
        (Some(slowest), true) => Some(slowest),
        // A slow one of long ago still counts, and none since shows that it is any better.
        (slowest, false) if unknown.is_none() => {
            let none = none_recent(asset, context);
            Some(slowest.into_iter().fold(none, Judgement::worst_of))
        }
        (slowest, _) => slowest,
    };
    let unmeasured = || none_recent(asset, context);
    verdict.into_iter().chain(unknown).reduce(Judgement::worst_of).unwrap_or_else(unmeasured)
}

fn none_recent(asset: &Asset, context: &Context) -> Judgement {
    let period = context.limit(&threshold::EXERCISE_MAX, asset.test_tier());
    Judgement::fail(words!("No revocation measured in the last {}", days(period)))
        .because(asset.place(), "no measured exercise or incident")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit() -> Kit {
        Kit::new()
            .server(json!({"id": "crm"}))
            .playbook(json!({"id": "cut", "applies_to": ["crm"]}))
            .carries(RecordKind::Exercises)
            .carries(RecordKind::Incidents)
    }

    fn exercise(minutes: Value) -> Value {
        json!({"playbook": "cut", "date": "2026-08-01", "kind": "technical",
               "measured_minutes": minutes})
    }

    fn with(mut record: Value, field: &str, value: Value) -> Value {
        record[field] = value;
        record
    }

    fn took(minutes: u32) -> Outcome {
        kit().exercise(exercise(json!(minutes))).outcome(&CONTROL)
    }

    #[test]
    fn the_objective_decides_and_twice_the_objective_is_partial() {
        assert_eq!(took(240), Pass);
        assert_eq!(took(241), Partial);
        assert_eq!(took(480), Partial);
        assert_eq!(took(481), Fail);
        let strict = kit().exercise(exercise(json!(90))).tier(Tier::T3);
        assert_eq!(strict.outcome(&CONTROL), Partial);
    }

    #[test]
    fn the_slowest_counts_whether_exercise_or_incident() {
        let incident = json!({"asset": "crm", "at": "2026-09-01", "revoked_minutes": 900});
        let both = kit().exercise(exercise(json!(10))).incident(incident.clone());
        assert_eq!(both.outcome(&CONTROL), Fail);
        let slower = with(incident.clone(), "revoked_minutes", json!(210));
        let both = kit().exercise(exercise(json!(10))).incident(slower).judge(&CONTROL);
        assert_eq!(both.outcome, Pass);
        assert!(both.sentence.contains("revocation: 210 minutes"), "{}", both.sentence);
        let old = with(incident, "at", json!("2024-09-01"));
        let both = kit().exercise(exercise(json!(10))).incident(old);
        assert_eq!(both.outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_higher_tier_forgets_no_slow_revocation_sooner() {
        let both = |tier| {
            let old = with(exercise(json!(900)), "date", json!("2026-02-01"));
            kit().exercise(old).tier(tier).outcome(&CONTROL)
        };
        assert_eq!((both(Tier::T2), both(Tier::T3)), (Fail, Fail));
        let incident = json!({"asset": "crm", "at": "2026-02-01", "revoked_minutes": 900});
        let fast = |tier| kit().exercise(exercise(json!(10))).tier(tier);
        for tier in [Tier::T2, Tier::T3] {
            let old = with(exercise(json!(900)), "date", json!("2026-02-01"));
            assert_eq!(fast(tier).exercise(old).outcome(&CONTROL), Pass, "answered since");
            assert_eq!(fast(tier).incident(incident.clone()).outcome(&CONTROL), Fail);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_higher_tier_never_helps(
            drills in proptest::collection::vec((0_i64..800, 0_u32..1500), 0..5),
        ) {
            let at = |tier| {
                let drills = drills.iter().map(|(age, minutes)| {
                    let day = jiff::civil::date(2026, 11, 22).checked_sub(jiff::Span::new().days(*age));
                    with(exercise(json!(minutes)), "date", json!(day.expect("a day").to_string()))
                });
                drills.fold(kit(), Kit::exercise).tier(tier).outcome(&CONTROL).half_credits()
            };
            for (low, high) in [(Tier::T1, Tier::T2), (Tier::T2, Tier::T3)] {
                proptest::prop_assert!(at(high) <= at(low), "{low} {high}");
            }
        }
    }

    #[test]
    fn a_measurement_of_no_minutes_is_none() {
        assert_eq!(kit().exercise(exercise(json!(0))).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn tabletop_exercises_and_none_are_no_measurement() {
        assert_eq!(kit().outcome(&CONTROL), Fail);
        let talk = with(exercise(json!(10)), "kind", json!("tabletop"));
        assert_eq!(kit().exercise(talk).outcome(&CONTROL), Fail);
    }

    #[test]
    fn missing_data_of_a_measurement_is_not_assessed() {
        for (field, value) in [
            ("date", json!(null)),
            ("date", json!("2027-01-01")),
            ("kind", json!(null)),
            ("measured_minutes", json!(null)),
        ] {
            let exercise = with(exercise(json!(10)), field, value);
            assert_eq!(kit().exercise(exercise).outcome(&CONTROL), NotAssessed, "{field}");
        }
        let incident = json!({"asset": "crm", "at": "2026-09-01"});
        assert_eq!(kit().incident(incident).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn each_missing_kind_of_record_is_not_assessed() {
        let server = || Kit::new().server(json!({"id": "crm"}));
        let playbook = json!({"id": "cut", "applies_to": ["crm"]});
        let fast = server().playbook(playbook).exercise(exercise(json!(10)));
        assert_eq!(fast.outcome(&CONTROL), NotAssessed);
        let incident = json!({"asset": "crm", "at": "2026-09-01", "revoked_minutes": 10});
        assert_eq!(server().incident(incident.clone()).outcome(&CONTROL), NotAssessed);
        let slow = with(incident, "revoked_minutes", json!(900));
        assert_eq!(server().incident(slow).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_playbook_without_stated_servers_may_be_the_slow_one() {
        let other = with(exercise(json!(900)), "playbook", json!("other"));
        let kit = kit().exercise(exercise(json!(10))).exercise(other);
        assert_eq!(kit.stray_playbook(json!({"id": "other"})).outcome(&CONTROL), NotAssessed);
    }
}
