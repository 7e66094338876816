//! How many open findings each contact is asked to act on.

use super::difference::Disagreement;
use crate::contacts::Parties;
use model::Posture;
use model::posture::FindingCard;

/// Adds what contradicts the findings; without all of them, what contradicts the rows of the owners.
pub(super) fn check(posture: &Posture, all: Option<&[FindingCard]>, found: &mut Vec<Disagreement>) {
    if let Some(all) = all {
        let parties = Parties::open(all);
        let mut open = parties.in_order();
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
