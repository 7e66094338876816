//! What a review decided on each item.

use crate::controls::checks::stated;
use crate::controls::holdings::Holdings;
use crate::controls::prelude::*;
use model::Moment;
use model::records::{Decision, ItemKind, Review, Tool};

/// Each tool, scope and secret of a server, by what the review decided on it.
pub(super) fn decided(holdings: &Holdings<'_>, on: Moment, review: &Review, tier: Tier) -> Items {
    let mut items = Items::default();
    for (kind, name) in holdings.names() {
        let tool = holdings.tools.iter().find(|t| kind == ItemKind::Tool && t.record.id == name);
        let harmful = tier == Tier::T3 && tool.is_some_and(|tool| can_harm(&tool.record));
        let result = match decision(kind, name, review) {
            Decided::WithoutReason if harmful => ItemResult::partial("kept without a reason"),
            Decided::WithoutReason | Decided::Fully => ItemResult::pass(""),
            Decided::Unknown(path) => ItemResult::missing(path),
            Decided::Not if tool.is_some_and(|tool| came_later(&tool.record, on)) => {
                ItemResult::fail("first seen after the review")
            }
            Decided::Not => ItemResult::fail("no decision"),
        };
        items.push(words!("{} {name}", kind.noun()), result);
    }
    if tier <= Tier::T1 && items.iter().any(|item| item.outcome == Outcome::Pass) {
        for item in items.iter_mut().filter(|item| item.outcome == Outcome::Fail) {
            item.outcome = Outcome::Partial;
        }
    }
    items
}

/// How far a review decided on one item.
enum Decided {
    Fully,
    /// Kept, without a reason.
    WithoutReason,
    Not,
    /// The field that is missing.
    Unknown(FieldPath),
}

/// Every line on the item must decide: a line left half empty must not be outdone by another.
fn decision(kind: ItemKind, name: &str, review: &Review) -> Decided {
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

/// Whether a tool is newer than the review, which explains why nothing was decided and excuses nothing:
/// until the next review, nobody has looked at it.
fn came_later(tool: &Tool, review: Moment) -> bool {
    tool.first_seen.given().is_some_and(|seen| seen.day() > review.day())
}

/// Without a stated effect, a tool is assumed to have a high impact.
fn can_harm(tool: &Tool) -> bool {
    tool.judged_effect().is_none_or(|effect| effect.is_high_impact())
}
