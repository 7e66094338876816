//! Findings that are alike and have one owner: what is counted of owners is counted of these.

use ecow::EcoString;

use model::posture::FindingCard;

/// Findings that are alike and have one owner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share<'a> {
    /// One of those that are alike, maybe of another owner.
    pub(super) card: &'a FindingCard,
    pub(super) owner: &'a EcoString,
    pub(super) count: u64,
    /// How many of them are open and overdue.
    pub(super) overdue: u64,
}

impl<'a> Share<'a> {
    /// A single finding.
    pub(super) fn one(card: &'a FindingCard) -> Self {
        let overdue = u64::from(card.outcome.is_open() && card.overdue);
        Share { card, owner: &card.owner, count: 1, overdue }
    }
}
