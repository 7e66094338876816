//! Measured revocations, in exercises and incidents.

use crate::controls::prelude::*;
use model::records::{Exercise, ExerciseKind};
use model::wording::span;
use model::{AssetKey, Moment, threshold};

/// One measured revocation.
pub(super) struct Measurement {
    pub(super) minutes: Option<u32>,
    /// Whether it is within the period of the asset's tier.
    pub(super) is_recent: bool,
    /// When, where it was an exercise.
    exercised: Option<Moment>,
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
        let minutes = incident.record.revoked_minutes.given().copied();
        let is_recent = is_recent(&incident.record.at, asset, context);
        Some(Measurement { minutes, is_recent, exercised: None, verdict })
    });
    let mut all: Vec<Measurement> = exercises.chain(incidents).collect();
    // What a slow exercise led to shows in the next one. A slow incident is answered by none.
    let met = all.iter().filter(|it| it.verdict.outcome == Outcome::Pass);
    let last_met = met.filter_map(|it| it.exercised).max();
    all.retain(|it| {
        let answered = it.exercised.zip(last_met).is_some_and(|(on, met)| on.day() < met.day());
        !answered || matches!(it.verdict.outcome, Outcome::Pass | Outcome::NotAssessed)
    });
    all
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
    let is_recent = is_recent(date, asset, context);
    let minutes = measured_minutes.given().copied();
    Some(Measurement { minutes, is_recent, exercised: date.given().copied(), verdict })
}

/// One without a usable date may be.
fn is_recent(date: &Field<Moment>, asset: &Asset, context: &Context) -> bool {
    let period = context.limit(&threshold::EXERCISE_MAX, asset.test_tier());
    date.given().is_none_or(|date| days_between(*date, context.as_of) <= period)
}

impl Source<'_> {
    /// The measurement against the objective. `None` where it is older than the period and met it, or
    /// older than the longest period of all tiers: a shorter period asks for a newer measurement, and
    /// lets no slow one be forgotten sooner.
    fn judge(&self, asset: &Asset, context: &Context) -> Option<Judgement> {
        let (date, path) = self.date;
        let longest = Tier::ALL.map(|tier| context.limit(&threshold::EXERCISE_MAX, tier));
        let longest = longest.into_iter().max().unwrap_or_default();
        let age = date.given().map(|date| days_between(*date, context.as_of));
        if age.is_some_and(|age| age > longest) {
            return None;
        }
        let verdict = self.measured(path, asset, context);
        let period = context.limit(&threshold::EXERCISE_MAX, asset.test_tier());
        match age.is_some_and(|age| age > period) {
            true => Some(verdict).filter(|verdict| verdict.outcome != Outcome::Pass),
            false => Some(verdict),
        }
    }

    fn measured(&self, path: FieldPath, asset: &Asset, context: &Context) -> Judgement {
        let (minutes, (record, field)) = self.minutes;
        dated(self.date.0, path, context, |date| match minutes {
            Field::Given(0) => {
                let sentence = words!("The {} is recorded with no duration", self.noun);
                Judgement::unusable(Reason::InvalidData, record, field, sentence)
            }
            Field::Given(minutes) => {
                let objective = context.limit(&threshold::REVOKE_RTO, asset.test_tier()) * 60;
                let took = i64::from(*minutes);
                let sentence = words!(
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
        })
    }

    fn facts(&self) -> [(&'static str, String); 2] {
        let ((date, (_, day)), (minutes, (_, field))) = (self.date, self.minutes);
        let (on, took) = (words!("{}: {}", self.noun, quote(day, date)), quote(field, minutes));
        [(day, on), (field, took)]
    }
}
