//! How many open findings each contact is asked to act on.

use super::difference::Disagreement;
use crate::contacts::Loads;
use model::Posture;
use model::posture::FindingCard;

/// Adds what contradicts the findings; without all of them, what contradicts the rows of the owners.
pub(super) fn check(posture: &Posture, all: Option<&[FindingCard]>, found: &mut Vec<Disagreement>) {
    if let Some(all) = all {
        let loads = Loads::of_all(all);
        let mut open = loads.in_order();
        for (at, contact) in posture.contacts.iter().enumerate() {
            let party = (contact.owner.as_str(), contact.domain);
            let (stated, counted) = (contact.load(), open.remove(&party).unwrap_or_default());
            for (field, stated, counted) in [
                ("open", stated.open, counted.open),
                ("overdue", stated.overdue, counted.overdue),
                ("critical", stated.critical, counted.critical),
                ("high", stated.high, counted.high),
            ] {
                if stated != counted {
                    let at = format!("/contacts/{at}/{field}");
                    found.push(Disagreement::new(at, stated, counted));
                }
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
