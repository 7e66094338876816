//! What a review decided on one item.

use crate::controls::checks::stated;
use crate::controls::prelude::*;
use model::Moment;
use model::records::{Decision, ItemKind, Review, Tool};

/// How far a review decided on one item.
pub(super) enum Decided {
    Fully,
    /// Kept, without a reason.
    WithoutReason,
    Not,
    /// The field that is missing.
    Unknown(FieldPath),
}

/// Every line on the item must decide: a line left half empty must not be outdone by another.
pub(super) fn decision(kind: ItemKind, name: &str, review: &Review) -> Decided {
    let mut decided = Decided::Not;
    for line in review.items.items().iter().filter(|line| line.reference == name) {
        match (line.kind.given(), &line.decision) {
            (Some(other), _) if *other != kind => {}
            (None, _) => return Decided::Unknown(("reviews", "items.kind")),
            (Some(_), Field::Absent) => return Decided::Unknown(("reviews", "items.decision")),
            (Some(_), Field::Blank) => return Decided::Not,
            (Some(_), Field::Given(Decision::Keep)) if stated(&line.reason).is_none() => {
                decided = Decided::WithoutReason;
            }
            (Some(_), Field::Given(_)) if matches!(decided, Decided::WithoutReason) => {}
            (Some(_), Field::Given(_)) => decided = Decided::Fully,
        }
    }
    decided
}

/// Only a stated first sighting after the review, and not in the future, excuses a tool.
pub(super) fn came_later(tool: &Tool, review: Moment, context: &Context) -> bool {
    let seen = tool.first_seen.given().map(|seen| seen.day());
    seen.is_some_and(|seen| seen > review.day() && seen <= context.as_of)
}

/// Without a stated effect, a tool is assumed to have a high impact.
pub(super) fn can_harm(tool: &Tool) -> bool {
    tool.effect.given().is_none_or(|effect| effect.is_high_impact())
}
