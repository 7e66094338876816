//! Critical and high findings on privileged identities, which every format names first.

use std::collections::HashMap;

use super::contacts::Contacts;
use super::measured::{Classified, Measured};
use model::posture::{ControlCard, FindingCard, SevereFinding, Standing};
use model::{AssetKind, Severity, Tenths, Tier};

/// How many a posture names; `counts` has the number of all.
pub(super) const MOST_SEVERE: usize = 1_000;

/// Whether it is a critical or high finding on a privileged identity, open or possible. The organisation
/// is no identity.
pub(super) fn is_severe<T: Classified>(one: &T) -> bool {
    let measure = one.measure();
    measure.tier >= Tier::T2
        && measure.severity >= Severity::High
        && one.kind() != AssetKind::Organisation
        && one.standing() != Standing::Clear
}

/// The first of them. `findings` are in the order of [`place`](super::rank::place), `whole` is the
/// denominator of the score.
pub(super) fn severe_findings(
    findings: &[FindingCard],
    controls: &[ControlCard],
    contacts: &Contacts<'_>,
    whole: u64,
) -> Vec<SevereFinding> {
    let controls: HashMap<&str, &ControlCard> =
        controls.iter().map(|card| (card.id.as_str(), card)).collect();
    let severe = findings.iter().filter(|card| is_severe(*card)).take(MOST_SEVERE);
    severe.map(|card| named(card, controls.get(card.control.as_str()), contacts, whole)).collect()
}

fn named(
    card: &FindingCard,
    control: Option<&&ControlCard>,
    contacts: &Contacts<'_>,
    whole: u64,
) -> SevereFinding {
    SevereFinding {
        finding: card.id.to_string(),
        control: card.control.to_string(),
        title: control.map_or_else(String::new, |control| control.title.clone()),
        asset: card.asset.clone(),
        asset_name: card.asset_name.to_string(),
        owner: card.owner.to_string(),
        tier: card.tier,
        known: card.derived_tier >= Tier::T2,
        severity: card.severity,
        outcome: card.outcome,
        standing: card.standing(),
        exposed: card.exposed,
        sentence: card.sentence.clone(),
        remediation: control.map_or_else(String::new, |control| control.remediation.clone()),
        place: card.place().cloned(),
        asked: contacts.of_one(card),
        open_since: card.open_since,
        age_days: card.age_days,
        due_on: card.due_on,
        overdue: card.overdue,
        waived_until: card.waived_until,
        gain: Tenths::percent(card.measure().missing(), whole).unwrap_or_default(),
    }
}
