//! What the rules ask of one finding.

use model::posture::{FindingCard, Standing};
use model::{Outcome, WaiverState};

/// Whether a live waiver covers the finding.
pub(super) fn waived(card: &FindingCard) -> bool {
    card.waiver == Some(WaiverState::Applied)
}

/// Whether a finding counts as open though nothing shows it now: it was open when last assessed.
pub(super) fn is_silent(card: &FindingCard) -> bool {
    card.standing() == Standing::Open && !card.shows_defect()
}

/// Whether a finding fails and has no live waiver.
pub(super) fn fails(card: &FindingCard) -> bool {
    card.outcome == Outcome::Fail && !waived(card)
}
