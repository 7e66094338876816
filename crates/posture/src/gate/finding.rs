//! What the rules ask of one finding.

use model::posture::FindingCard;
use model::{Outcome, WaiverState};

/// Whether a live waiver covers the finding.
pub(super) fn waived(card: &FindingCard) -> bool {
    card.waiver == Some(WaiverState::Applied)
}

/// Whether a finding was open when it was last assessed: missing data closes nothing.
pub(super) fn is_silent(card: &FindingCard) -> bool {
    card.outcome == Outcome::NotAssessed && card.first_seen.is_some()
}

/// Whether a finding may be open: it could not be assessed, and was never known to be open.
pub(super) fn may_be_open(card: &FindingCard) -> bool {
    card.outcome == Outcome::NotAssessed && !card.shows_defect() && !is_silent(card)
}

/// Whether a finding fails and has no live waiver.
pub(super) fn fails(card: &FindingCard) -> bool {
    card.outcome == Outcome::Fail && !waived(card)
}
