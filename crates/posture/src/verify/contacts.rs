//! How many open findings each contact is asked to act on.

use std::collections::HashMap;

use super::difference::Disagreement;
use model::posture::FindingCard;
use model::{Domain, Posture};

/// Adds what contradicts the findings; without all of them, what contradicts the rows of the owners.
pub(super) fn check(posture: &Posture, all: Option<&[FindingCard]>, found: &mut Vec<Disagreement>) {
    if let Some(all) = all {
        let mut open: HashMap<(&str, Domain), u64> = HashMap::new();
        for card in all.iter().filter(|card| card.outcome.is_open()) {
            *open.entry((&card.owner, card.domain)).or_default() += 1;
        }
        for (at, contact) in posture.contacts.iter().enumerate() {
            let count = open.remove(&(contact.owner.as_str(), contact.domain)).unwrap_or(0);
            if contact.open != count {
                found.push(Disagreement::new(format!("/contacts/{at}/open"), contact.open, count));
            }
        }
        return;
    }
    for owner in &posture.owners {
        let own = posture.contacts.iter().filter(|contact| contact.owner == owner.id);
        let stated = own.map(|contact| contact.open).fold(0, u64::saturating_add);
        if stated != owner.outcomes.open() {
            let follows = format!("{} open findings of {}", owner.outcomes.open(), owner.id);
            found.push(Disagreement::new("/contacts", stated, follows));
        }
    }
}
