//! Whether an exposure on record was closed: the secret revoked in time, and replaced where it is in service.

use crate::controls::prelude::*;
use model::Moment;
use model::records::{Exposure, Secret};
use model::wording::elapsed;

/// The verdict on one exposure; `limit` in hours.
pub(super) fn closed(
    asset: &Asset,
    exposure: &Exposure,
    limit: i64,
    context: &Context,
) -> ItemResult {
    let ended = revocation(exposure, limit, context);
    match &asset.facts {
        AssetFacts::Secret(secret) if ended.outcome == Outcome::Pass => {
            let replaced = replacement(secret, exposure, context);
            if replaced.outcome == Outcome::Pass { ended } else { replaced }
        }
        _ => ended,
    }
}

fn revocation(exposure: &Exposure, limit: i64, context: &Context) -> ItemResult {
    let past = |at: &&Moment| at.day() <= context.as_of;
    let Some(detected) = exposure.detected_at.given().filter(past) else {
        return ItemResult::unknown("no usable detection date", ("exposures", "detected_at"));
    };
    let took = |end: Moment| detected.seconds_until(end);
    let in_time = |end: Moment| took(end) <= limit.saturating_mul(3_600);
    match exposure.revoked_at.given().filter(past) {
        Some(revoked) if in_time(*revoked) => ItemResult::pass(words!("revoked {revoked}")),
        Some(revoked) => ItemResult::partial(words!("revoked after {}", elapsed(took(*revoked)))),
        None if exposure.revoked_at.is_absent() => ItemResult::missing(("exposures", "revoked_at")),
        None if in_time(context.now()) => ItemResult::partial("open; the limit has not passed"),
        None => ItemResult::fail(words!("open since {detected}")),
    }
}

/// Whether a revoked secret was replaced: what is revoked and in service keeps nothing in service.
fn replacement(secret: &Secret, exposure: &Exposure, context: &Context) -> ItemResult {
    let found = exposure.detected_at.given();
    let after = |at: &Moment| at.day() <= context.as_of && found.is_some_and(|found| at >= found);
    let renewed = secret.renewed(context.as_of);
    match (&exposure.replaced_at, renewed) {
        _ if !secret.is_live() => ItemResult::pass(""),
        (Field::Given(at), _) if after(at) => ItemResult::pass(""),
        // The secret itself shows it, whatever its exposure states: else leaving that out would help.
        (_, Some(at)) if after(&at) => ItemResult::pass(""),
        (Field::Given(at), _) => {
            ItemResult::partial(words!("replaced on {at}, which is not after it was found"))
        }
        (Field::Blank, _) => ItemResult::partial("not replaced"),
        (Field::Absent, _) => ItemResult::missing(("exposures", "replaced_at")),
    }
}
