//! What the rules ask of one finding.

use model::WaiverState;
use model::posture::{FindingCard, Standing};

/// Whether a live waiver covers the finding.
pub(super) fn waived(card: &FindingCard) -> bool {
    card.waiver == Some(WaiverState::Applied)
}

/// Whether a finding counts as open though nothing shows it now: it was open when last assessed.
pub(super) fn is_silent(card: &FindingCard) -> bool {
    card.standing() == Standing::Open && !card.shows_defect()
}
