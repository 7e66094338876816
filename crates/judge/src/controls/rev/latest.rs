//! Which review of an asset counts.

use crate::controls::checks::{not_heard, records_of};
use crate::controls::validity::Validity;
use model::records::{Change, Review, ReviewStatus};
use model::threshold::REVIEW_MAX;
use model::{
    Asset, AssetFacts, Context, Judgement, Moment, Placed, Reason, RecordKind, days_between,
    plus_days,
};

/// The completed reviews of one asset.
#[derive(Default)]
pub(in crate::controls) struct Reviews<'a> {
    /// The latest that was completed, and when.
    pub(in crate::controls) latest: Option<(Moment, &'a Placed<Review>)>,
    /// The verdict that one may or may not have been completed.
    pub(in crate::controls) unclear: Option<Judgement>,
}

impl<'a> Reviews<'a> {
    /// Reads the reviews of `asset`. Drafts and reviews in progress do not count.
    pub(in crate::controls) fn of(asset: &Asset, context: &'a Context) -> Self {
        let mut found = Reviews::default();
        for review in records_of(&context.reviews, asset) {
            let unclear = match (review.record.status.given(), review.record.completed_on.given()) {
                (Some(ReviewStatus::Draft | ReviewStatus::InProgress), _) => continue,
                (None, _) => (Reason::MissingField, "status"),
                (_, None) => (Reason::MissingField, "completed_on"),
                (_, Some(day)) if day.day() > context.as_of => {
                    (Reason::InvalidData, "completed_on")
                }
                (_, Some(day)) => {
                    if found.latest.is_none_or(|(latest, _)| *day > latest) {
                        found.latest = Some((*day, review));
                    }
                    continue;
                }
            };
            found.unclear.get_or_insert_with(|| not_usable(review, unclear.0, unclear.1));
        }
        found
    }
}

/// The latest completed review, or the verdict where there is none. An unclear review may be a
/// later one, so an older one cannot replace it.
pub(super) fn latest<'a>(
    asset: &Asset,
    context: &'a Context,
    none: impl FnOnce() -> Judgement,
) -> Result<(Moment, &'a Placed<Review>), Box<Judgement>> {
    if let Some(missing) = not_heard(RecordKind::Reviews, asset, context) {
        return Err(Box::new(missing));
    }
    match Reviews::of(asset, context) {
        Reviews { unclear: Some(unclear), .. } => Err(Box::new(unclear)),
        Reviews { latest: Some(latest), .. } => Ok(latest),
        _ => Err(Box::new(first_review_due(asset, context).unwrap_or_else(none))),
    }
}

/// The verdict that fails an asset without any completed review.
pub(super) fn no_review(asset: &Asset) -> Judgement {
    Judgement::fail("No completed access review on record")
        .because(asset.place(), "no completed review")
}

/// The verdict where a control looks into the review itself, and there is none.
pub(super) fn nothing_reviewed() -> Judgement {
    let sentence = "No completed access review to assess";
    Judgement::unusable(Reason::MissingRecord, "reviews", "", sentence)
}

/// A server that entered service by an approved deployment within the limit has its first review
/// ahead, so no control on reviews judges it yet.
pub(super) fn first_review_due(asset: &Asset, context: &Context) -> Option<Judgement> {
    let AssetFacts::Server(server) = &asset.facts else { return None };
    let limit = context.limit(&REVIEW_MAX, asset.test_tier());
    let seen = *server.first_seen.given()?;
    if !(0..=limit).contains(&days_between(seen, context.as_of)) {
        return None;
    }
    let approval = records_of(&context.approvals, asset).iter().find(|approval| {
        Validity::of_approval(&approval.record, context) == Validity::InForce
            && approval.record.change.given() == Some(&Change::Deployment)
    })?;
    let due = plus_days(seen.day(), limit);
    Some(
        Judgement::not_applicable(format!("New and approved; first review due by {due}"))
            .because(asset.place_of("first_seen"), format!("first_seen = {seen}"))
            .because(approval.place_of("change"), "deployment approved"),
    )
}

fn not_usable(review: &Placed<Review>, reason: Reason, field: &'static str) -> Judgement {
    let (sentence, fact) = match reason {
        Reason::InvalidData => ("A review is dated in the future", "is after the as-of day"),
        _ => ("A review does not state whether and when it was completed", "is not stated"),
    };
    Judgement::unusable(reason, "reviews", field, sentence)
        .because(review.place_of(field), format!("{field} {fact}"))
}
