//! Measured revocations, in exercises and incidents.

use crate::controls::prelude::*;
use model::records::{Exercise, ExerciseKind};
use model::wording::span;
use model::{AssetKey, Moment, threshold};

/// One measured revocation.
pub(super) struct Measurement {
    pub(super) minutes: Option<u32>,
    pub(super) verdict: Judgement,
}

/// The fields of one measured revocation.
struct Source<'a> {
    noun: &'static str,
    date: (&'a Field<Moment>, FieldPath),
    minutes: (&'a Field<u32>, FieldPath),
}

/// Every measured revocation of an asset within the period.
pub(super) fn measurements(asset: &Asset, context: &Context) -> Vec<Measurement> {
    let exercises = exercises_of(&asset.key, context);
    let exercises = exercises.filter_map(|exercise| of_exercise(exercise, asset, context));
    let incidents = records_of(&context.incidents, asset).iter().filter_map(|incident| {
        let source = Source {
            noun: "incident",
            date: (&incident.record.at, ("incidents", "at")),
            minutes: (&incident.record.revoked_minutes, ("incidents", "revoked_minutes")),
        };
        let verdict = source.judge(asset, context)?.because_each(&incident.from, source.facts());
        Some(Measurement { minutes: incident.record.revoked_minutes.given().copied(), verdict })
    });
    exercises.chain(incidents).collect()
}

fn exercises_of<'a>(
    key: &AssetKey,
    context: &'a Context,
) -> impl Iterator<Item = &'a Placed<Exercise>> + use<'a> {
    let playbooks = context.playbooks.get(key).into_iter().flatten();
    playbooks.filter_map(|playbook| context.exercises.get(&playbook.record.id)).flatten()
}

/// Why there may be slower revocations than those on record.
pub(super) fn unknown(asset: &Asset, context: &Context) -> Option<Judgement> {
    let kinds = [RecordKind::Playbooks, RecordKind::Exercises, RecordKind::Incidents];
    if let Some(kind) = kinds.into_iter().find(|kind| !context.carries(*kind)) {
        return Some(Judgement::missing_record(kind.id()));
    }
    let heard = [RecordKind::Playbooks, RecordKind::Incidents]
        .into_iter()
        .any(|kind| context.has_record_about(kind, &asset.key));
    if !heard && context.is_only_exported(asset) {
        return Some(not_about(RecordKind::Playbooks, asset));
    }
    let mut strays = exercises_of(&AssetKey::organisation(), context);
    strays.find_map(|stray| of_exercise(stray, asset, context))?;
    Some(Judgement::missing_field("playbooks", "applies_to"))
}

/// A tabletop exercise measures nothing; an exercise of unknown kind may be one, and may be a slow
/// revocation.
fn of_exercise(
    exercise: &Placed<Exercise>,
    asset: &Asset,
    context: &Context,
) -> Option<Measurement> {
    let Exercise { date, measured_minutes, kind, .. } = &exercise.record;
    let kind = match kind {
        Field::Given(ExerciseKind::Tabletop) => return None,
        Field::Given(ExerciseKind::Technical | ExerciseKind::Real) => Judgement::pass(""),
        silent => Judgement::silent(silent, "exercises", "kind"),
    };
    let source = Source {
        noun: "exercise",
        date: (date, ("exercises", "date")),
        minutes: (measured_minutes, ("exercises", "measured_minutes")),
    };
    let verdict = source.judge(asset, context)?.worst_of(kind);
    let verdict = verdict.because_each(&exercise.from, source.facts());
    Some(Measurement { minutes: measured_minutes.given().copied(), verdict })
}

impl Source<'_> {
    /// The measurement against the objective; `None` where it is older than the period.
    fn judge(&self, asset: &Asset, context: &Context) -> Option<Judgement> {
        let (date, path) = self.date;
        let period = context.limit(&threshold::EXERCISE_MAX, asset.test_tier());
        if date.given().is_some_and(|date| days_between(*date, context.as_of) > period) {
            return None;
        }
        let (minutes, (record, field)) = self.minutes;
        Some(dated(date, path, context, |date| match minutes {
            Field::Given(minutes) => {
                let objective = context.limit(&threshold::REVOKE_RTO, asset.test_tier()) * 60;
                let took = i64::from(*minutes);
                let sentence = format!(
                    "Slowest revocation: {} on {} (objective {})",
                    span(took * 60),
                    date.day(),
                    span(objective * 60)
                );
                match took {
                    _ if took <= objective => Judgement::pass(sentence),
                    _ if took <= 2 * objective => Judgement::partial(sentence),
                    _ => Judgement::fail(sentence),
                }
            }
            silent => Judgement::silent(silent, record, field),
        }))
    }

    fn facts(&self) -> [(&'static str, String); 2] {
        let ((date, (_, day)), (minutes, (_, field))) = (self.date, self.minutes);
        let (on, took) = (format!("{}: {}", self.noun, quote(day, date)), quote(field, minutes));
        [(day, on), (field, took)]
    }
}
