//! How long an identity has been idle.

use crate::controls::prelude::*;
use model::wording::days;
use model::{Moment, threshold};

/// The verdict on the last use.
pub(super) fn idle(last: Moment, asset: &Asset, context: &Context) -> Judgement {
    let age = days_between(last, context.as_of);
    let window = context.limit(&threshold::DORMANT_MAX, asset.test_tier());
    let sentence = format!("Last used {} ago (limit {})", days(age), days(window));
    match age {
        _ if age <= window => Judgement::pass(sentence),
        _ if age <= 2 * window && asset.test_tier() < Tier::T2 => Judgement::partial(sentence),
        _ => Judgement::fail(sentence),
    }
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
        if recorded > window {
            return Judgement::fail(format!("Enabled, but no use recorded in {}", days(recorded)))
                .because(asset.place_of("usage_since"), format!("usage_since = {since}"));
        }
        let sentence =
            format!("No use in the {} recorded so far (limit {})", days(recorded), days(window));
        Judgement::unusable(Reason::MissingField, record, "last_used", sentence)
    })
}
