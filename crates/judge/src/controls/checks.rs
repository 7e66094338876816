//! The checks that most controls share: a date, an age, a flag, a text, the best of several records.

use std::collections::HashMap;

use jiff::civil::Date;

use model::wording::days;
use model::words;
use model::{
    Asset, AssetKey, Context, Field, Judgement, Moment, Placed, Reason, RecordKind, Tier,
    days_between, is_placeholder, plus_days,
};

/// A record's plural and one of its fields, as [`model::Ask`] names them; an empty field means
/// that the record itself is missing.
pub(super) type FieldPath = (&'static str, &'static str);

/// The judgement that a record, or a field of it, is missing.
pub(super) fn missing((record, field): FieldPath) -> Judgement {
    match field {
        "" => Judgement::missing_record(record),
        field => Judgement::missing_field(record, field),
    }
}

/// Why a register cannot be asked about an asset: no input contains it, or only an export shows the
/// asset and no record is about it.
pub(super) fn not_heard(kind: RecordKind, asset: &Asset, context: &Context) -> Option<Judgement> {
    if !context.carries(kind) {
        return Some(Judgement::missing_record(kind.id()));
    }
    if !context.is_only_exported(asset) || context.has_record_about(kind, &asset.key) {
        return None;
    }
    Some(not_about(kind, asset))
}

/// The judgement on an asset that only an export shows, where no record of a register is about it.
pub(super) fn not_about(kind: RecordKind, asset: &Asset) -> Judgement {
    let what = kind.id().replace('_', " ");
    let sentence =
        words!("Only an export shows it, and the {what} on record are about other assets");
    Judgement::unusable(Reason::MissingRecord, kind.id(), "", sentence)
        .because(asset.place(), words!("in no record of {what}"))
}

/// The records of one kind about an asset.
pub(super) fn records_of<'a, T>(
    records: &'a HashMap<AssetKey, Vec<Placed<T>>>,
    asset: &Asset,
) -> &'a [Placed<T>] {
    records.get(&asset.key).map(Vec::as_slice).unwrap_or_default()
}

/// The best of several verdicts, where one good record is enough.
pub(super) fn best(verdicts: impl Iterator<Item = Judgement>) -> Option<Judgement> {
    verdicts.min_by_key(|verdict| verdict.outcome.rank())
}

/// Judges by a date. One that is missing, or in the future, is not assessed.
pub(super) fn dated(
    stated: &Field<Moment>,
    (record, field): FieldPath,
    context: &Context,
    judge: impl FnOnce(Moment) -> Judgement,
) -> Judgement {
    match stated {
        Field::Given(date) if date.day() > context.as_of => {
            let sentence = words!("Field `{record}.{field}` is in the future: {date}");
            Judgement::unusable(Reason::InvalidData, record, field, sentence)
        }
        Field::Given(date) => judge(*date),
        silent => Judgement::silent(silent, record, field),
    }
}

/// Compares the age of a date, in days, with a limit. `too_old` gets the age and the limit in
/// words.
pub(super) fn within(
    stated: &Field<Moment>,
    path: FieldPath,
    limit: i64,
    context: &Context,
    too_old: impl FnOnce(String, String) -> Judgement,
) -> Judgement {
    dated(stated, path, context, |date| match days_between(date, context.as_of) {
        age if age > limit => too_old(days(age), days(limit)).since(first_day_past(date, limit)),
        _ => Judgement::pass(""),
    })
}

/// The first day on which a date is older than a limit in days.
pub(super) fn first_day_past(date: Moment, limit: i64) -> Option<Date> {
    Some(plus_days(date.day(), limit.saturating_add(1)))
}

/// Whether a date is stated, not in the future and not older than the limit in days.
pub(super) fn is_recent(date: Option<&Moment>, limit: i64, context: &Context) -> bool {
    date.is_some_and(|date| (0..=limit).contains(&days_between(*date, context.as_of)))
}

/// A flag that must have one value.
pub(super) fn flag(
    stated: &Field<bool>,
    required: bool,
    (record, field): FieldPath,
    defect: Judgement,
) -> Judgement {
    match stated {
        Field::Given(value) if *value == required => Judgement::pass(""),
        Field::Given(_) => defect,
        silent => Judgement::silent(silent, record, field),
    }
}

/// A setting that must be on: off or empty is the defect, missing is not assessed.
pub(super) fn enabled(stated: &Field<bool>, (record, field): FieldPath, defect: &str) -> Judgement {
    match stated {
        Field::Given(true) => Judgement::pass(""),
        Field::Absent => Judgement::missing_field(record, field),
        Field::Given(false) | Field::Blank => Judgement::partial(defect),
    }
}

/// A text that must be stated: empty or a placeholder is the defect, missing is not assessed.
pub(super) fn text(
    stated: &Field<String>,
    (record, field): FieldPath,
    defect: impl FnOnce() -> Judgement,
) -> Judgement {
    match stated {
        Field::Given(text) if !is_placeholder(text) => Judgement::pass(""),
        Field::Absent => Judgement::missing_field(record, field),
        Field::Given(_) | Field::Blank => defect(),
    }
}

/// A text that is stated and no placeholder.
pub(super) fn stated(text: &Field<String>) -> Option<&str> {
    text.given().map(String::as_str).filter(|text| !is_placeholder(text))
}

/// A failure from T2 on, a partial pass below.
pub(super) fn fail_or_partial(tier: Tier, sentence: impl Into<String>) -> Judgement {
    if tier >= Tier::T2 { Judgement::fail(sentence) } else { Judgement::partial(sentence) }
}
