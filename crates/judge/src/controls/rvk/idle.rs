//! How long an identity has been idle.

use jiff::civil::Date;

use crate::controls::prelude::*;
use model::wording::days;
use model::{Moment, threshold};

/// The verdict on the last use. Where the window only passed because the file is old, the use after its last
/// day is not known: that is no failure.
pub(super) fn idle(last: Moment, asset: &Asset, context: &Context) -> Judgement {
    let now = idle_on(context.as_of, last, asset, context);
    if now.outcome == Outcome::Pass {
        return now;
    }
    match recorded_until(asset, "last_used", Some(last), context) {
        Some(until)
            if until >= last
                && idle_on(until.day(), last, asset, context).outcome == Outcome::Pass =>
        {
            stale(now.sentence, until, asset, context)
        }
        _ => now,
    }
}

fn idle_on(day: Date, last: Moment, asset: &Asset, context: &Context) -> Judgement {
    let age = days_between(last, day);
    let window = context.limit(&threshold::DORMANT_MAX, asset.test_tier());
    let sentence = words!("Last used {} ago (limit {})", days(age), days(window));
    let verdict = match age {
        _ if age <= window => Judgement::pass(sentence),
        _ if age <= 2 * window && asset.test_tier() < Tier::T2 => Judgement::partial(sentence),
        _ => Judgement::fail(sentence),
    };
    verdict.since(first_day_past(last, window))
}

/// The latest day that the file of a field records, besides the date in that field.
fn recorded_until(
    asset: &Asset,
    field: &str,
    own: Option<Moment>,
    context: &Context,
) -> Option<Moment> {
    let place = asset.place_of(field).or_else(|| asset.place().cloned())?;
    context.recency.until(&place.file, own)
}

fn stale(sentence: String, until: Moment, asset: &Asset, context: &Context) -> Judgement {
    let age = days(days_between(until, context.as_of));
    let sentence = words!("{sentence}, but its file records nothing of the last {age}");
    Judgement::unusable(Reason::Stale, asset.record_kind(), "last_used", sentence)
}

/// A source carries the last use, and has none: idle time counts from the first day that a use
/// would have been recorded. It never earns a partial pass, or leaving an old date out would help.
pub(super) fn never_used(
    since: &Field<Moment>,
    appeared: Option<&Moment>,
    asset: &Asset,
    context: &Context,
) -> Judgement {
    let record = asset.record_kind();
    dated(since, (record, "usage_since"), context, |since| {
        let appeared = appeared.filter(|day| day.day() <= context.as_of);
        let from = appeared.map_or(since, |day| since.max(*day));
        let recorded = days_between(from, context.as_of);
        let window = context.limit(&threshold::DORMANT_MAX, asset.test_tier());
        if recorded <= window {
            let sentence =
                words!("No use in the {} recorded so far (limit {})", days(recorded), days(window));
            return Judgement::unusable(Reason::MissingField, record, "last_used", sentence);
        }
        let sentence = words!("Enabled, but no use recorded in {}", days(recorded));
        let until = recorded_until(asset, "last_used", None, context);
        match until.filter(|until| *until > from && days_between(from, until.day()) <= window) {
            Some(until) => stale(sentence, until, asset, context),
            None => Judgement::fail(sentence).since(first_day_past(from, window)),
        }
        .because(asset.place_of("usage_since"), words!("usage_since = {since}"))
    })
}
