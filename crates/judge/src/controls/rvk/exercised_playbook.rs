//! RVK-02: the playbook has been tried.

use crate::controls::dated::when_past;
use crate::controls::wording::days;
use model::records::{Exercise, ExerciseKind, Playbook};
use model::{
    Asset, AssetKey, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    PerTier, Placed, RecordKind, Severity, Tier, days_between, threshold,
};

/// Playbooks that were exercised, and what came of it.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-02",
    slug: "exercised-playbook",
    family: Family::Rvk,
    title: "A revocation playbook for it was exercised within the period",
    why: "The first try of a playbook finds the missing permission, the wrong name and the service \
          that does not come back; better in a drill than in an emergency.",
    criteria: Criteria {
        pass: "One of its playbooks was exercised or used within the period, at T3 on a real \
               credential, and no follow-up of that playbook's exercises has been open too long.",
        partial: "At T3, it was only talked through; or a follow-up has been open too long.",
        fail: "No playbook is for it, or none of its playbooks was exercised within the period.",
    },
    remediation: "Revoke a real credential by the playbook, note the date, the minutes it took and \
                  what went wrong, and close what is still open from earlier exercises.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::EXERCISE_MAX, &threshold::FOLLOW_UP_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Playbooks) {
        return Judgement::missing_record("playbooks");
    }
    if !context.carries(RecordKind::Exercises) {
        return Judgement::missing_record("exercises");
    }
    let playbooks = context.playbooks.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    // The best playbook counts, so that no playbook gains by not saying what it is for.
    let verdicts = playbooks.iter().map(|playbook| tried(playbook, asset, context));
    match verdicts.min_by_key(|verdict| verdict.outcome.rank()) {
        Some(verdict) => verdict,
        None if context.playbooks.contains_key(&AssetKey::organisation()) => {
            Judgement::missing_field("playbooks", "applies_to")
        }
        None => Judgement::fail("No playbook is for this server, so there is nothing to exercise")
            .because(asset.place(), "no playbook names it in applies_to"),
    }
}

fn tried(playbook: &Placed<Playbook>, asset: &Asset, context: &Context) -> Judgement {
    let id = &playbook.record.id;
    let exercises = context.exercises.get(id).map(Vec::as_slice).unwrap_or_default();
    let one = exercises.iter().map(|exercise| {
        recent(&exercise.record, asset, context)
            .worst_of(real_enough(&exercise.record, asset.test_tier()))
            .because(Some(&exercise.place), quote(&exercise.record))
    });
    let Some(best) = one.min_by_key(|verdict| verdict.outcome.rank()) else {
        return Judgement::fail(format!("No exercise of the playbook {id} is on record"))
            .because(Some(&playbook.place), format!("no exercise of {id}"));
    };
    let open = exercises.iter().map(|exercise| follow_up(&exercise.record, asset, context));
    open.fold(best, Judgement::worst_of)
}

fn recent(exercise: &Exercise, asset: &Asset, context: &Context) -> Judgement {
    when_past(&exercise.date, ("exercises", "date"), context, |date| {
        let age = days_between(date, context.as_of);
        let limit = context.limit(&threshold::EXERCISE_MAX, asset.test_tier());
        let sentence = format!("Last exercised {} ago; the period is {}", days(age), days(limit));
        if age > limit { Judgement::fail(sentence) } else { Judgement::pass(sentence) }
    })
}

fn real_enough(exercise: &Exercise, tier: Tier) -> Judgement {
    match &exercise.kind {
        _ if tier < Tier::T3 => Judgement::pass(""),
        Field::Given(ExerciseKind::Technical | ExerciseKind::Real) => Judgement::pass(""),
        Field::Given(ExerciseKind::Tabletop) => {
            Judgement::partial("It was only talked through; T3 asks to revoke a real credential")
        }
        silent => Judgement::silent(silent, "exercises", "kind"),
    }
}

fn follow_up(exercise: &Exercise, asset: &Asset, context: &Context) -> Judgement {
    let open = match &exercise.actions_open {
        Field::Given(0) => return Judgement::pass(""),
        Field::Given(open) => open,
        silent => return Judgement::silent(silent, "exercises", "actions_open"),
    };
    when_past(&exercise.actions_since, ("exercises", "actions_since"), context, |since| {
        let age = days_between(since, context.as_of);
        match age > context.limit(&threshold::FOLLOW_UP_MAX, asset.test_tier()) {
            true => Judgement::partial(format!(
                "Exercised, but follow-ups are open: {open}, the oldest for {}",
                days(age)
            )),
            false => Judgement::pass(""),
        }
    })
}

fn quote(exercise: &Exercise) -> String {
    let date = exercise.date.given().map(ToString::to_string).unwrap_or_default();
    let kind = exercise.kind.given().map(|kind| format!("{kind:?}").to_lowercase());
    let kind = kind.unwrap_or_default();
    format!("playbook = {}, date = {date}, kind = {kind}", exercise.playbook)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench() -> Bench {
        Bench::new()
            .server(json!({"id": "crm"}))
            .playbook(json!({"id": "cut", "applies_to": ["crm"]}))
    }

    fn exercise(field: &str, value: Value) -> Value {
        let mut exercise = json!({
            "playbook": "cut", "date": "2026-08-01", "kind": "technical", "actions_open": 0
        });
        exercise[field] = value;
        exercise
    }

    #[test]
    fn an_exercise_within_the_period_passes_and_an_older_one_fails() {
        let on = |day: &str| bench().exercise(exercise("date", json!(day)));
        assert_eq!(on("2025-11-22").outcome(&CONTROL), Pass);
        assert_eq!(on("2025-11-21").outcome(&CONTROL), Fail);
        assert_eq!(on("2026-05-25").tier(Tier::T3).outcome(&CONTROL), Fail);
        assert_eq!(bench().carries(RecordKind::Exercises).outcome(&CONTROL), Fail);
    }

    #[test]
    fn t3_asks_for_more_than_talk() {
        let talk = || bench().exercise(exercise("kind", json!("tabletop")));
        assert_eq!(talk().outcome(&CONTROL), Pass);
        assert_eq!(talk().tier(Tier::T3).outcome(&CONTROL), Partial);
        let untold = bench().exercise(exercise("kind", json!(null))).tier(Tier::T3);
        assert_eq!(untold.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_follow_up_may_not_stay_open_for_long() {
        let open = |since: Value| {
            let mut exercise = exercise("actions_open", json!(2));
            exercise["actions_since"] = since;
            bench().exercise(exercise).outcome(&CONTROL)
        };
        assert_eq!(open(json!("2026-10-01")), Pass);
        assert_eq!(open(json!("2026-08-01")), Partial);
        assert_eq!(open(json!(null)), NotAssessed);
    }

    #[test]
    fn one_exercised_playbook_is_enough() {
        let two = bench().playbook(json!({"id": "other", "applies_to": ["crm"]}));
        assert_eq!(two.exercise(exercise("actions_open", json!(0))).outcome(&CONTROL), Pass);
    }

    #[test]
    fn no_playbook_for_it_fails_unless_one_does_not_say_what_it_is_for() {
        let none = || {
            let bench = Bench::new().server(json!({"id": "crm"})).carries(RecordKind::Playbooks);
            bench.carries(RecordKind::Exercises)
        };
        assert_eq!(none().outcome(&CONTROL), Fail);
        assert_eq!(none().stray_playbook(json!({"id": "cut"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn what_nobody_says_is_not_assessed() {
        let server = || Bench::new().server(json!({"id": "crm"}));
        assert_eq!(server().outcome(&CONTROL), NotAssessed);
        assert_eq!(bench().outcome(&CONTROL), NotAssessed);
        for (field, value) in
            [("date", json!(null)), ("date", json!("2027-01-01")), ("actions_open", json!(null))]
        {
            let outcome = bench().exercise(exercise(field, value)).outcome(&CONTROL);
            assert_eq!(outcome, NotAssessed, "{field}");
        }
    }
}
