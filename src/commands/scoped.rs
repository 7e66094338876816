//! The part of a posture that a scope selects.

use crate::render::Findings;
use model::posture::FindingCard;
use model::{Diagnostic, Posture, Selector};

/// The part, with its findings where there are too many for the posture itself.
///
/// # Errors
/// Those of [`posture::part`].
pub(super) fn part(
    whole: &Posture,
    all: Option<&[FindingCard]>,
    scope: &[Selector],
) -> Result<(Posture, Option<Findings>), Vec<Diagnostic>> {
    let (part, cards) = posture::part(whole, all, scope)?;
    let findings = cards.map(|cards| Findings::of(&part, cards)).transpose();
    let findings = findings.map_err(|error| vec![error])?;
    Ok((part, findings))
}
