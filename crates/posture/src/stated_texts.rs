//! The texts of findings that are made without, for those that are printed.

use super::compare::stated_of;
use super::over_time::PriorState;
use model::posture::FindingCard;
use model::{Assessment, AssetKey, Finding, FindingId, Judgement, Place};

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

/// What gives the sentence and the place of a finding: of one that is made again, where any can be, else of one that is
/// held.
pub(super) fn stated_by<'a>(
    held: &'a [FindingCard],
    again: Option<Again<'a>>,
) -> impl Fn(&FindingId) -> Option<(String, Option<Place>)> + 'a {
    let of_held = stated_of(if again.is_some() { &[] } else { held });
    move |id| match again {
        Some(again) => {
            let judgement = again(&id.control, &id.asset)?.judgement;
            let place = judgement.evidence.into_iter().find_map(|evidence| evidence.place);
            Some((judgement.sentence, place))
        }
        None => of_held(id),
    }
}
