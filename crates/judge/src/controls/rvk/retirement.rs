//! How long something has been left after a retirement.

use crate::controls::prelude::*;
use model::wording::{elapsed, hours};

/// Something is left of a retired asset: whether the time allowed for that, in hours, has passed.
pub(super) fn since_retirement(
    retired: &Asset,
    what: &str,
    limit: i64,
    context: &Context,
) -> Judgement {
    let unusable = |reason, how: &str| {
        let sentence = words!("{what}; the retirement date of {} {how}", retired.key);
        Judgement::unusable(reason, retired.record_kind(), "retired_on", sentence)
    };
    let Some(date) = retired.retired_on() else {
        return unusable(Reason::MissingField, "is missing");
    };
    if date.day() > context.as_of {
        return unusable(Reason::InvalidData, "is in the future");
    }
    let seconds = date.seconds_until(context.now()).max(0);
    let sentence = words!("{what}, {} after retirement (limit {})", elapsed(seconds), hours(limit));
    let verdict = match seconds > limit.saturating_mul(3_600) {
        true => Judgement::fail(sentence),
        false => Judgement::partial(sentence),
    };
    let verdict = verdict.since(Some(date.day()));
    verdict.because(retired.place_of("retired_on"), words!("retired_on = {date}"))
}
