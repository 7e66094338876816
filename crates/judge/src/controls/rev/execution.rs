//! Whether a decision of a review was executed, and what the inventory shows of it.

use crate::controls::holdings::Holdings;
use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::Moment;
use model::records::{Decision, ItemKind, ReviewItem};

/// When the review was completed, how long its execution may take, and what the server holds now.
/// A decision's own earlier date does not count: stating it could only cost, so leaving it out would
/// help.
pub(super) struct Execution<'a> {
    pub(super) on: Moment,
    /// In days.
    pub(super) limit: i64,
    pub(super) holdings: Holdings<'a>,
    pub(super) context: &'a Context,
}

/// What the inventory shows of an item that was decided on.
enum Shown {
    Gone,
    StillThere,
    /// A reduction of something that stays.
    NotVisible,
    Unknown(FieldPath),
}

impl Execution<'_> {
    fn in_time(&self, day: jiff::civil::Date) -> bool {
        days_between(self.on, day) <= self.limit
    }

    /// A decision that is not executed yet.
    fn open(&self) -> ItemResult {
        match self.in_time(self.context.as_of) {
            true => ItemResult::partial("open; the limit has not passed"),
            false => ItemResult::fail("open past the limit"),
        }
    }

    /// The verdict on one removal or reduction.
    pub(super) fn of(&self, line: &ReviewItem, decision: Decision) -> ItemResult {
        let as_of = self.context.as_of;
        let executed = line.executed_at.given().map(|at| at.day()).filter(|day| *day <= as_of);
        match (self.shown(line, decision), executed) {
            (Shown::Unknown(path), _) => ItemResult::missing(path),
            (Shown::StillThere, _) => self.open(),
            (Shown::Gone, _) if self.in_time(as_of) => ItemResult::pass("gone"),
            (Shown::Gone, Some(day)) if self.in_time(day) => ItemResult::pass("gone"),
            (Shown::Gone | Shown::NotVisible, Some(day)) if !self.in_time(day) => {
                ItemResult::partial("executed late")
            }
            (_, Some(day)) => self.verified(line, day),
            (Shown::NotVisible, None) if !line.executed_at.is_absent() => self.open(),
            (_, None) => {
                ItemResult::unknown("no usable execution date", ("reviews", "items.executed_at"))
            }
        }
    }

    /// What the inventory cannot show, somebody outside the operating team must have seen.
    fn verified(&self, line: &ReviewItem, executed: jiff::civil::Date) -> ItemResult {
        let path = ("reviews", "items.verified_by");
        let mandate = Mandate::OUTSIDE.on(Some(executed));
        match Reference::of(&line.verified_by, path, mandate, self.context) {
            Reference::Known(_) => ItemResult::pass("executed and verified"),
            Reference::Unresolved(why, _) => ItemResult::fail(words!("not verified: {why}")),
            other => other.item(),
        }
    }

    /// A removed item is not there any more, nor is a reduced scope, which has a narrower name now.
    fn shown(&self, line: &ReviewItem, decision: Decision) -> Shown {
        let kind = match (line.kind.given(), decision) {
            (None, _) => return Shown::Unknown(("reviews", "items.kind")),
            (Some(ItemKind::Tool | ItemKind::Secret), Decision::Reduce) => {
                return Shown::NotVisible;
            }
            (Some(kind), _) => *kind,
        };
        if self.holdings.names().any(|held| held == (kind, line.reference.as_str())) {
            return Shown::StillThere;
        }
        let hides = |(record, field): FieldPath| match kind {
            ItemKind::Tool => field == "tools",
            ItemKind::Scope => field != "tools",
            ItemKind::Secret => record == "secrets" && field != "scopes",
        };
        match self.holdings.unknown.iter().find(|(_, path)| hides(*path)) {
            Some((_, path)) => Shown::Unknown(*path),
            None => Shown::Gone,
        }
    }
}
