//! RVK-03: revoking is measured, and fast enough.

use std::cmp::Reverse;

use crate::controls::dated::when_past;
use crate::controls::holdings::Wanted;
use crate::controls::wording::{days, span};
use model::records::{Exercise, ExerciseKind};
use model::{
    Asset, AssetKey, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    Moment, PerTier, Placed, RecordKind, Severity, Tier, days_between, threshold,
};

/// The slowest revocation in memory, against the objective.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-03",
    slug: "revocation-time",
    family: Family::Rvk,
    title: "Revoking its access is measured and takes no longer than the objective",
    why: "Whoever holds a stolen credential works until the last copy of it is dead. How long that \
          takes is known only after somebody took the time.",
    criteria: Criteria {
        pass: "Every revocation measured within the period, in exercises and incidents, was over \
               within the objective.",
        partial: "The slowest took no more than twice the objective.",
        fail: "The slowest took longer than that, or exercises and incidents are on record and \
               none of them was a measured revocation of this server's access.",
    },
    remediation: "Shorten the life of its tokens, script the revocation, and take approvals out of \
                  the way of containment; then exercise again and note the minutes.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::REVOKE_RTO, &threshold::EXERCISE_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let exercises = exercises_of(&asset.key, context);
    let exercises = exercises.filter_map(|exercise| of_exercise(exercise, asset, context));
    let incidents = context.incidents.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let incidents = incidents.iter().filter_map(|incident| {
        let (at, minutes) = (&incident.record.at, &incident.record.revoked_minutes);
        let verdict = measured(at, minutes, INCIDENT, asset, context)?;
        let verdict = verdict.because(Some(&incident.place), quote("incident", at, minutes));
        Some((minutes.given().copied(), verdict))
    });
    let mut verdicts: Vec<(Option<u32>, Judgement)> = exercises.chain(incidents).collect();
    verdicts.sort_by_key(|(minutes, _)| Reverse(*minutes));
    let slowest = verdicts.into_iter().map(|(_, verdict)| verdict).reduce(Judgement::worst_of);
    match (slowest, unknown(asset, context)) {
        (Some(slowest), Some(unknown)) => slowest.worst_of(unknown),
        (Some(slowest), None) => slowest,
        (None, Some(unknown)) => unknown,
        (None, None) => Judgement::fail(format!(
            "No revocation of its access was measured in the last {}",
            days(context.limit(&threshold::EXERCISE_MAX, asset.test_tier()))
        ))
        .because(asset.place(), "no measured exercise and no incident of it"),
    }
}

/// Record and fields of a date and of the minutes.
type Measurement = (&'static str, &'static str, &'static str);
const EXERCISE: Measurement = ("exercises", "date", "measured_minutes");
const INCIDENT: Measurement = ("incidents", "at", "revoked_minutes");

fn exercises_of<'a>(
    key: &AssetKey,
    context: &'a Context,
) -> impl Iterator<Item = &'a Placed<Exercise>> + use<'a> {
    let playbooks = context.playbooks.get(key).into_iter().flatten();
    playbooks.filter_map(|playbook| context.exercises.get(&playbook.record.id)).flatten()
}

/// Why there may be slower revocations than those on record.
fn unknown(asset: &Asset, context: &Context) -> Option<Judgement> {
    let kinds = [RecordKind::Playbooks, RecordKind::Exercises, RecordKind::Incidents];
    if let Some(kind) = kinds.into_iter().find(|kind| !context.carries(*kind)) {
        return Some(Judgement::missing_record(kind.id()));
    }
    let mut strays = exercises_of(&AssetKey::organisation(), context);
    strays.find_map(|stray| of_exercise(stray, asset, context))?;
    Some(Judgement::missing_field("playbooks", "applies_to"))
}

/// The verdict on one exercise, and its minutes. Talk measures nothing; a kind that is not stated
/// may be talk, and may be a slow revocation.
fn of_exercise(
    exercise: &Placed<Exercise>,
    asset: &Asset,
    context: &Context,
) -> Option<(Option<u32>, Judgement)> {
    let (date, minutes) = (&exercise.record.date, &exercise.record.measured_minutes);
    let kind = match &exercise.record.kind {
        Field::Given(ExerciseKind::Tabletop) => return None,
        Field::Given(ExerciseKind::Technical | ExerciseKind::Real) => Judgement::pass(""),
        silent => Judgement::silent(silent, "exercises", "kind"),
    };
    let verdict = measured(date, minutes, EXERCISE, asset, context)?.worst_of(kind);
    let verdict = verdict.because(Some(&exercise.place), quote("exercise", date, minutes));
    Some((minutes.given().copied(), verdict))
}

/// One measurement against the objective; `None` where it is too old to say anything of today.
fn measured(
    date: &Field<Moment>,
    minutes: &Field<u32>,
    (record, dated, field): Measurement,
    asset: &Asset,
    context: &Context,
) -> Option<Judgement> {
    let period = context.limit(&threshold::EXERCISE_MAX, asset.test_tier());
    if date.given().is_some_and(|date| days_between(*date, context.as_of) > period) {
        return None;
    }
    let wanted: Wanted = (record, dated);
    Some(when_past(date, wanted, context, |date| match minutes {
        Field::Given(minutes) => {
            let objective = context.limit(&threshold::REVOKE_RTO, asset.test_tier()) * 60;
            let sentence = format!(
                "The slowest revocation took {}, on {}; the objective is {}",
                span(i64::from(*minutes) * 60),
                date.day(),
                span(objective * 60)
            );
            match i64::from(*minutes) {
                minutes if minutes <= objective => Judgement::pass(sentence),
                minutes if minutes <= 2 * objective => Judgement::partial(sentence),
                _ => Judgement::fail(sentence),
            }
        }
        silent => Judgement::silent(silent, record, field),
    }))
}

fn quote(what: &str, date: &Field<Moment>, minutes: &Field<u32>) -> String {
    let date = date.given().map_or_else(|| "(no date)".into(), ToString::to_string);
    let minutes = minutes.given().map_or_else(|| "(not stated)".into(), ToString::to_string);
    format!("{what} of {date}: minutes = {minutes}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench() -> Bench {
        Bench::new()
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
        bench().exercise(exercise(json!(minutes))).outcome(&CONTROL)
    }

    #[test]
    fn the_objective_decides_and_twice_of_it_is_half_good() {
        assert_eq!(took(240), Pass);
        assert_eq!(took(241), Partial);
        assert_eq!(took(480), Partial);
        assert_eq!(took(481), Fail);
        let strict = bench().exercise(exercise(json!(90))).tier(Tier::T3);
        assert_eq!(strict.outcome(&CONTROL), Partial);
    }

    #[test]
    fn the_slowest_counts_whether_exercise_or_incident() {
        let incident = json!({"asset": "crm", "at": "2026-09-01", "revoked_minutes": 900});
        let both = bench().exercise(exercise(json!(10))).incident(incident.clone());
        assert_eq!(both.outcome(&CONTROL), Fail);
        let slower = with(incident.clone(), "revoked_minutes", json!(210));
        let both = bench().exercise(exercise(json!(10))).incident(slower).judge(&CONTROL);
        assert_eq!(both.outcome, Pass);
        assert!(both.sentence.contains("took 210 minutes"), "{}", both.sentence);
        let old = with(incident, "at", json!("2024-09-01"));
        let both = bench().exercise(exercise(json!(10))).incident(old);
        assert_eq!(both.outcome(&CONTROL), Pass);
    }

    #[test]
    fn talk_and_nothing_at_all_are_no_measurement() {
        assert_eq!(bench().outcome(&CONTROL), Fail);
        let talk = with(exercise(json!(10)), "kind", json!("tabletop"));
        assert_eq!(bench().exercise(talk).outcome(&CONTROL), Fail);
    }

    #[test]
    fn what_nobody_says_of_a_measurement_is_not_assessed() {
        for (field, value) in [
            ("date", json!(null)),
            ("date", json!("2027-01-01")),
            ("kind", json!(null)),
            ("measured_minutes", json!(null)),
        ] {
            let exercise = with(exercise(json!(10)), field, value);
            assert_eq!(bench().exercise(exercise).outcome(&CONTROL), NotAssessed, "{field}");
        }
        let incident = json!({"asset": "crm", "at": "2026-09-01"});
        assert_eq!(bench().incident(incident).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn each_missing_kind_of_record_is_not_assessed() {
        let server = || Bench::new().server(json!({"id": "crm"}));
        let playbook = json!({"id": "cut", "applies_to": ["crm"]});
        let fast = server().playbook(playbook).exercise(exercise(json!(10)));
        assert_eq!(fast.outcome(&CONTROL), NotAssessed);
        let incident = json!({"asset": "crm", "at": "2026-09-01", "revoked_minutes": 10});
        assert_eq!(server().incident(incident.clone()).outcome(&CONTROL), NotAssessed);
        let slow = with(incident, "revoked_minutes", json!(900));
        assert_eq!(server().incident(slow).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_playbook_that_does_not_say_what_it_is_for_may_be_the_slow_one() {
        let other = with(exercise(json!(900)), "playbook", json!("other"));
        let bench = bench().exercise(exercise(json!(10))).exercise(other);
        assert_eq!(bench.stray_playbook(json!({"id": "other"})).outcome(&CONTROL), NotAssessed);
    }
}
