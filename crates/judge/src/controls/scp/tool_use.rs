//! Whether a tool is in use, or a review kept it.

use crate::controls::checks::stated;
use crate::controls::prelude::*;
use crate::controls::rev::latest::Reviews;
use model::Moment;
use model::records::{Decision, Effect, ItemKind, Review, Tool};
use model::threshold::REVIEW_MAX;
use model::wording::days;

/// The verdict on a tool without a call in the window. A call dated in the future counts as none.
pub(super) fn unused(
    placed: &Placed<Tool>,
    server: &Server,
    limit: i64,
    context: &Context,
) -> ItemResult {
    let tool = &placed.record;
    let age = |date: &Moment| days_between(*date, context.as_of);
    let until = |own| context.recency.until(&placed.place.file, own);
    let idle = match &tool.last_used {
        Field::Absent => return ItemResult::missing(("tools", "last_used")),
        // What was in use when its file ends may still be: the file is old, not the use.
        Field::Given(last)
            if until(Some(*last)).is_some_and(|until| {
                until >= *last && days_between(*last, until.day()) <= limit
            }) =>
        {
            let note = words!("unused for {}, which its file is too old to show", days(age(last)));
            return ItemResult::unknown(note, ("tools", "last_used"));
        }
        Field::Given(last) if age(last) >= 0 => words!("unused for {}", days(age(last))),
        Field::Given(_) | Field::Blank => match server.usage_since.given() {
            Some(since) if age(since) > limit => words!("no call since {since}"),
            Some(_) => {
                let note = "use not recorded for long enough";
                return ItemResult::unknown(note, ("servers", "usage_since"));
            }
            None => return ItemResult::missing(("servers", "usage_since")),
        },
    };
    // A hint that it changes something is believed, as the worse.
    let hinted = tool.effect.given().copied().filter(|effect| *effect > Effect::Read);
    match tool.judged_effect().or(hinted) {
        None => ItemResult::unknown(words!("{idle}, effect unknown"), tool.missing_effect()),
        Some(Effect::Read) => ItemResult::partial(idle),
        Some(_) => ItemResult::fail(idle),
    }
}

/// The latest review, where it is certain which one that is and it is not overdue.
pub(super) fn valid_review<'a>(asset: &Asset, context: &'a Context) -> Option<&'a Review> {
    let reviews = Reviews::of(asset, context);
    let (on, review) = reviews.latest.filter(|_| reviews.unclear.is_none())?;
    let limit = context.limit(&REVIEW_MAX, asset.test_tier());
    (days_between(on, context.as_of) <= limit).then_some(&review.record)
}

/// Every line that may be about the tool has to keep it, with a reason.
pub(super) fn is_kept(tool: &Tool, review: &Review) -> bool {
    let about = review.items.items().iter().filter(|line| {
        line.reference == tool.id && line.kind.given().is_none_or(|kind| *kind == ItemKind::Tool)
    });
    let mut kept = about.map(|line| {
        line.kind.given().is_some()
            && line.decision.given() == Some(&Decision::Keep)
            && stated(&line.reason).is_some()
    });
    kept.next() == Some(true) && kept.all(|kept| kept)
}
