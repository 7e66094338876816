//! Which review of an asset counts.

use crate::controls::standing::{Standing, standing};
use model::records::{Change, Review, ReviewStatus};
use model::threshold::REVIEW_MAX;
use model::{
    Asset, AssetFacts, Context, Judgement, Moment, Placed, Reason, days_between, plus_days,
};

/// The reviews of one asset, sorted out.
#[derive(Default)]
pub(in crate::controls) struct Reviews<'a> {
    /// The latest that was completed, and when.
    pub(in crate::controls) latest: Option<(Moment, &'a Placed<Review>)>,
    /// The verdict that one may or may not have been completed.
    pub(in crate::controls) unclear: Option<Judgement>,
}

/// Sorts out the reviews of `asset`. Drafts and reviews under way count for nothing.
pub(in crate::controls) fn reviews<'a>(asset: &Asset, context: &'a Context) -> Reviews<'a> {
    let mut sorted = Reviews::default();
    for review in context.reviews.get(&asset.key).into_iter().flatten() {
        let unclear = match (review.record.status.given(), review.record.completed_on.given()) {
            (Some(ReviewStatus::Draft | ReviewStatus::InProgress), _) => continue,
            (None, _) => (Reason::MissingField, "status"),
            (_, None) => (Reason::MissingField, "completed_on"),
            (_, Some(day)) if day.day() > context.as_of => (Reason::InvalidData, "completed_on"),
            (_, Some(day)) => {
                if sorted.latest.is_none_or(|(latest, _)| *day > latest) {
                    sorted.latest = Some((*day, review));
                }
                continue;
            }
        };
        sorted.unclear.get_or_insert_with(|| unsettled(review, unclear.0, unclear.1));
    }
    sorted
}

/// A server that entered by an approved deployment within the limit has its first review ahead, so
/// no control on reviews judges it yet.
pub(in crate::controls) fn first_ahead(asset: &Asset, context: &Context) -> Option<Judgement> {
    let AssetFacts::Server(server) = &asset.facts else { return None };
    let limit = context.limit(&REVIEW_MAX, asset.test_tier());
    let seen = *server.first_seen.given()?;
    if !(0..=limit).contains(&days_between(seen, context.as_of)) {
        return None;
    }
    let approval = context.approvals.get(&asset.key)?.iter().find(|approval| {
        let record = &approval.record;
        let taken = (&record.approved_on, "approved_on");
        let standing = standing(taken, (&record.expires_on, "expires_on"), context);
        standing == Standing::InForce && record.change.given() == Some(&Change::Deployment)
    })?;
    let due = plus_days(seen.day(), limit);
    Some(
        Judgement::not_applicable(format!("New and approved; its first review is due by {due}"))
            .because(asset.place(), format!("first_seen = {seen}"))
            .because(Some(&approval.place), "deployment approved"),
    )
}

fn unsettled(review: &Placed<Review>, reason: Reason, field: &str) -> Judgement {
    let (sentence, fact) = match reason {
        Reason::InvalidData => ("A review is dated in the future", "lies after the as-of day"),
        _ => ("A review does not say whether and when it was completed", "is not stated"),
    };
    Judgement::unusable(reason, "reviews", field, sentence)
        .because(Some(&review.place), format!("{field} {fact}"))
}
