//! RVK-02: playbook exercised.

use crate::controls::actions::is_gap;
use crate::controls::prelude::*;
use model::records::{Exercise, ExerciseKind, Playbook};
use model::wording::{counted, days};
use model::{AssetKey, threshold};

/// Playbooks that were exercised, with closed follow-ups.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-02",
    slug: "exercised-playbook",
    family: Family::Rvk,
    title: "Playbook exercised",
    why: "The first use of a playbook reveals the missing permission, the wrong name and the \
          service that does not recover. An exercise is a better time for that than an emergency.",
    criteria: Criteria {
        pass: "One of its playbooks was exercised or used within the period, at T3 on a real \
               credential, with its duration and lessons on record, and no follow-up of that \
               playbook's exercises has been open too long.",
        partial: "At T3, it was only a tabletop exercise; it records no lesson; or a follow-up has \
                  been open too long.",
        fail: "No playbook applies to it, or none of its playbooks was exercised within the period, \
               or only in no time.",
    },
    remediation: "Revoke a real credential by the playbook, record the date, the minutes it took \
                  and what went wrong, and close open follow-ups from earlier exercises.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::EXERCISE_MAX, &threshold::FOLLOW_UP_MAX],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let required = [RecordKind::Playbooks, RecordKind::Exercises];
    if let Some(kind) = required.into_iter().find(|kind| !context.carries(*kind)) {
        return Judgement::missing_record(kind.id());
    }
    // Exercises are of playbooks, and playbooks of assets.
    if let Some(missing) = not_heard(RecordKind::Playbooks, asset, context) {
        return missing;
    }
    let playbooks = records_of(&context.playbooks, asset).iter();
    // The best playbook counts, so that no playbook gains by not stating what it applies to.
    match best(playbooks.map(|playbook| exercised(playbook, asset, context))) {
        Some(verdict) => verdict,
        None if context.playbooks.contains_key(&AssetKey::organisation()) => {
            Judgement::missing_field("playbooks", "applies_to")
        }
        None => Judgement::fail("No revocation playbook applies, so none was exercised")
            .because(asset.place(), "in `applies_to` of no playbook"),
    }
}

fn exercised(playbook: &Placed<Playbook>, asset: &Asset, context: &Context) -> Judgement {
    let id = &playbook.record.id;
    let exercises = context.exercises.get(id).map(Vec::as_slice).unwrap_or_default();
    let verdicts = exercises.iter().map(|Placed { record, from, .. }| {
        let facts = [
            ("playbook", words!("playbook = {}", record.playbook)),
            cited("date", &record.date),
            cited("kind", &record.kind),
        ];
        recent(record, asset, context)
            .worst_of(lasted(record))
            .worst_of(realistic(record, asset.test_tier()))
            .worst_of(lessons(record))
            .because_each(from, facts)
    });
    let Some(best) = best(verdicts) else {
        return Judgement::fail(words!("Playbook {id} was never exercised"))
            .because(Some(&playbook.place), words!("no exercise of {id}"));
    };
    let follow_ups = exercises.iter().map(|exercise| follow_up(&exercise.record, asset, context));
    follow_ups.fold(best, Judgement::worst_of)
}

fn recent(exercise: &Exercise, asset: &Asset, context: &Context) -> Judgement {
    dated(&exercise.date, ("exercises", "date"), context, |date| {
        let age = days_between(date, context.as_of);
        let limit = context.limit(&threshold::EXERCISE_MAX, asset.test_tier());
        let sentence = words!("Last exercised {} ago (limit {})", days(age), days(limit));
        let verdict =
            if age > limit { Judgement::fail(sentence) } else { Judgement::pass(sentence) };
        verdict.since(first_day_past(date, limit))
    })
}

/// What took no time did not take place.
fn lasted(exercise: &Exercise) -> Judgement {
    match &exercise.measured_minutes {
        Field::Given(0) => Judgement::fail("The exercise is recorded with no duration"),
        Field::Given(_) => Judgement::pass(""),
        silent => Judgement::silent(silent, "exercises", "measured_minutes"),
    }
}

/// An exercise that showed nothing was not looked at.
fn lessons(exercise: &Exercise) -> Judgement {
    match &exercise.lessons {
        Field::Absent => Judgement::missing_field("exercises", "lessons"),
        stated if stated.items().iter().any(|lesson| !is_gap(lesson)) => Judgement::pass(""),
        _ => Judgement::partial("The exercise records no lesson"),
    }
}

fn realistic(exercise: &Exercise, tier: Tier) -> Judgement {
    match &exercise.kind {
        _ if tier < Tier::T3 => Judgement::pass(""),
        Field::Given(ExerciseKind::Technical | ExerciseKind::Real) => Judgement::pass(""),
        Field::Given(ExerciseKind::Tabletop) => {
            Judgement::partial("Only a tabletop exercise (T3 requires revoking a real credential)")
        }
        silent => Judgement::silent(silent, "exercises", "kind"),
    }
}

fn follow_up(exercise: &Exercise, asset: &Asset, context: &Context) -> Judgement {
    let open = match &exercise.actions_open {
        Field::Given(0) => return Judgement::pass(""),
        Field::Given(open) => counted(i64::from(*open), "follow-up"),
        silent => return Judgement::silent(silent, "exercises", "actions_open"),
    };
    let limit = context.limit(&threshold::FOLLOW_UP_MAX, asset.test_tier());
    within(&exercise.actions_since, ("exercises", "actions_since"), limit, context, |age, limit| {
        Judgement::partial(words!("{open} open, the oldest for {age} (limit {limit})"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit() -> Kit {
        Kit::new()
            .server(json!({"id": "crm"}))
            .playbook(json!({"id": "cut", "applies_to": ["crm"]}))
    }

    fn exercise(field: &str, value: Value) -> Value {
        let mut exercise = json!({
            "playbook": "cut", "date": "2026-08-01", "kind": "technical", "actions_open": 0,
            "measured_minutes": 30, "lessons": ["The cache kept the old key for a minute"]
        });
        exercise[field] = value;
        exercise
    }

    #[test]
    fn an_exercise_within_the_period_passes_and_an_older_one_fails() {
        let on = |day: &str| kit().exercise(exercise("date", json!(day)));
        assert_eq!(on("2025-11-22").outcome(&CONTROL), Pass);
        assert_eq!(on("2025-11-21").outcome(&CONTROL), Fail);
        assert_eq!(on("2026-05-25").tier(Tier::T3).outcome(&CONTROL), Fail);
        assert_eq!(kit().carries(RecordKind::Exercises).outcome(&CONTROL), Fail);
    }

    #[test]
    fn t3_requires_more_than_a_tabletop_exercise() {
        let talk = || kit().exercise(exercise("kind", json!("tabletop")));
        assert_eq!(talk().outcome(&CONTROL), Pass);
        assert_eq!(talk().tier(Tier::T3).outcome(&CONTROL), Partial);
        let untold = kit().exercise(exercise("kind", json!(null))).tier(Tier::T3);
        assert_eq!(untold.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_follow_up_may_not_stay_open_for_long() {
        let open = |since: Value| {
            let mut exercise = exercise("actions_open", json!(2));
            exercise["actions_since"] = since;
            kit().exercise(exercise).outcome(&CONTROL)
        };
        assert_eq!(open(json!("2026-10-01")), Pass);
        assert_eq!(open(json!("2026-08-01")), Partial);
        assert_eq!(open(json!(null)), NotAssessed);
    }

    #[test]
    fn an_exercise_of_no_time_is_none_and_one_without_lessons_is_partial() {
        let with = |field, value| kit().exercise(exercise(field, value)).outcome(&CONTROL);
        assert_eq!(with("measured_minutes", json!(0)), Fail);
        for none in [json!([]), json!(null), json!(["tbd"]), json!([""])] {
            assert_eq!(with("lessons", none), Partial);
        }
        let mut silent = exercise("kind", json!("technical"));
        silent.as_object_mut().expect("a record").remove("lessons");
        assert_eq!(kit().exercise(silent).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn one_exercised_playbook_is_enough() {
        let two = kit().playbook(json!({"id": "other", "applies_to": ["crm"]}));
        assert_eq!(two.exercise(exercise("actions_open", json!(0))).outcome(&CONTROL), Pass);
    }

    #[test]
    fn no_playbook_fails_unless_one_does_not_state_its_servers() {
        let none = || {
            let kit = Kit::new().server(json!({"id": "crm"})).carries(RecordKind::Playbooks);
            kit.carries(RecordKind::Exercises)
        };
        assert_eq!(none().outcome(&CONTROL), Fail);
        assert_eq!(none().stray_playbook(json!({"id": "cut"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn missing_data_is_not_assessed() {
        let server = || Kit::new().server(json!({"id": "crm"}));
        assert_eq!(server().outcome(&CONTROL), NotAssessed);
        assert_eq!(kit().outcome(&CONTROL), NotAssessed);
        for (field, value) in [
            ("date", json!(null)),
            ("date", json!("2027-01-01")),
            ("actions_open", json!(null)),
            ("measured_minutes", json!(null)),
        ] {
            let outcome = kit().exercise(exercise(field, value)).outcome(&CONTROL);
            assert_eq!(outcome, NotAssessed, "{field}");
        }
    }
}
