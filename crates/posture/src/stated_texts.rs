//! The texts of findings that are made without, for those that are printed.

use super::over_time::PriorState;
use model::posture::FindingCard;
use model::{Assessment, AssetKey, Finding, Judgement};

/// Makes the finding of a control on an asset again, with its texts.
pub type Again<'a> = &'a (dyn Fn(&str, &AssetKey) -> Option<Finding> + Sync);

/// Where the texts of findings are; none where they have them.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a>(pub(super) Option<Again<'a>>);

impl Texts<'_> {
    /// The verdict with its texts; none where it has them.
    pub(super) fn of(self, control: &str, asset: &AssetKey) -> Option<Judgement> {
        let finding = (self.0?)(control, asset)?;
        Some(finding.judgement)
    }

    /// The finding with its texts.
    pub(super) fn of_finding(self, finding: Finding, assessment: &Assessment) -> Finding {
        let asset = assessment.context.assets.get(finding.asset);
        let stated = asset.and_then(|asset| (self.0?)(finding.control.id, &asset.key));
        stated.unwrap_or(finding)
    }

    /// Adds its texts to a finding that is dated.
    pub(super) fn of_card(self, card: &mut FindingCard) {
        if let Some(stated) = self.of(&card.control, &card.asset) {
            (card.sentence, card.evidence, card.items) =
                (stated.sentence, stated.evidence, stated.items);
            PriorState::state(card);
        }
    }
}
