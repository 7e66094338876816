//! The strata of a population.

use std::collections::BTreeMap;

use model::Posture;
use model::posture::FindingCard;
use model::sample::Stratification;

/// The id of those without an owner.
const NO_OWNER: &str = "none";

/// What a stratum is called, and its findings.
pub(super) struct Group<'a> {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) findings: Vec<&'a FindingCard>,
}

/// Findings by what they have in common, in the order of the ids.
pub(super) fn groups<'a>(
    posture: &Posture,
    findings: impl Iterator<Item = &'a FindingCard>,
    by: Stratification,
) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<&str, Vec<&FindingCard>> = BTreeMap::new();
    for card in findings {
        groups.entry(id(card, by)).or_default().push(card);
    }
    let group = |(id, findings): (&str, Vec<&'a FindingCard>)| Group {
        id: if id.is_empty() { NO_OWNER.into() } else { id.into() },
        title: title(posture, id, by),
        findings,
    };
    groups.into_iter().map(group).collect()
}

fn id(card: &FindingCard, by: Stratification) -> &str {
    match by {
        Stratification::None => "all",
        Stratification::Control => &card.control,
        Stratification::Outcome => card.outcome.id(),
        Stratification::Tier => card.tier.id(),
        Stratification::Owner => &card.owner,
    }
}

fn title(posture: &Posture, id: &str, by: Stratification) -> String {
    let title = match by {
        Stratification::None => Some("All findings"),
        Stratification::Control => {
            let control = posture.controls.iter().find(|control| control.id == id);
            control.map(|control| control.title.as_str())
        }
        Stratification::Owner if id.is_empty() => Some("No accountable owner"),
        Stratification::Owner => {
            let owner = posture.owners.iter().find(|owner| owner.id == id);
            owner.map(|owner| owner.title.as_str())
        }
        Stratification::Outcome | Stratification::Tier => None,
    };
    title.unwrap_or(id).into()
}
