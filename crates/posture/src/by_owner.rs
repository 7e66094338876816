//! The findings of each accountable owner, by what they have in common. What one asset's findings add to lies together:
//! they have one owner, and their groups are looked up already.

use std::collections::HashMap;

use ecow::EcoString;
use foldhash::fast::RandomState;

use super::alike::AllAlike;
use super::share::Share;
use model::posture::FindingCard;

/// How many there are, and how many of them are open and overdue. The numbers of a large estate are read from afar each
/// time: small ones are read faster, and nothing has as many findings as they can count.
type Numbers = (u32, u32);

/// How many findings each owner has in each group.
#[derive(Debug, Default)]
pub(super) struct ByOwner {
    places: HashMap<EcoString, usize, RandomState>,
    owners: Vec<(EcoString, HashMap<u32, Numbers, RandomState>)>,
    /// The owner of the last finding: most have the same one as the one before.
    last: usize,
}

impl ByOwner {
    /// Counts a finding of a group.
    pub(super) fn add(&mut self, card: &FindingCard, group: u32) {
        self.add_some(&card.owner, group, (1, u32::from(Share::one(card).overdue > 0)));
    }

    fn add_some(&mut self, owner: &EcoString, group: u32, (count, overdue): Numbers) {
        if self.owners.get(self.last).is_none_or(|(last, _)| last != owner) {
            self.last = *self.places.entry(owner.clone()).or_insert_with(|| {
                self.owners.push((owner.clone(), HashMap::default()));
                self.owners.len() - 1
            });
        }
        if let Some((_, groups)) = self.owners.get_mut(self.last) {
            let numbers = groups.entry(group).or_default();
            *numbers = (numbers.0 + count, numbers.1 + overdue);
        }
    }

    /// Adds the others; `here` has the number that each of their groups has here.
    pub(super) fn merge(&mut self, others: ByOwner, here: &[u32]) {
        for (owner, groups) in others.owners {
            for (there, numbers) in groups {
                if let Some(here) = here.get(there as usize) {
                    self.add_some(&owner, *here, numbers);
                }
            }
        }
    }

    /// The share of each owner in each group.
    pub(super) fn shares<'a>(&'a self, all: &'a AllAlike) -> impl Iterator<Item = Share<'a>> {
        self.owners.iter().flat_map(move |(owner, groups)| {
            groups.iter().filter_map(move |(group, (count, overdue))| {
                let card = all.group(*group)?.card();
                Some(Share { card, owner, count: (*count).into(), overdue: (*overdue).into() })
            })
        })
    }
}
