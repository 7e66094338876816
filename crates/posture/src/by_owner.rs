//! The findings of each accountable owner, by what they have in common. What one asset's findings add to lies together:
//! they have one owner, and their groups are looked up already.

use std::collections::HashMap;

use ecow::EcoString;
use foldhash::fast::RandomState;

use super::alike::AllAlike;
use super::share::Share;
use model::posture::FindingCard;

/// How many findings each owner has in each group.
#[derive(Debug, Default)]
pub(super) struct ByOwner {
    places: HashMap<EcoString, usize, RandomState>,
    owners: Vec<OfOwner>,
    /// The owner of the last finding: most have the same one as the one before.
    last: usize,
}

/// The findings of one owner.
#[derive(Debug)]
struct OfOwner {
    owner: EcoString,
    numbers: Vec<Numbers>,
    /// Where each group is among these.
    places: HashMap<u32, u32, RandomState>,
    /// Where the group of the last finding is.
    last: u32,
}

/// How many findings of one group there are. The numbers of a large estate are read from afar each time: small ones are
/// read faster, and nothing has as many findings as they can count.
#[derive(Debug)]
struct Numbers {
    group: u32,
    count: u32,
    /// How many of them are open and overdue.
    overdue: u32,
    /// Where the group is that followed it last. The findings of an asset come by control, so that one often has the same
    /// successor again, which was mostly met right after it: nothing is hashed, and what is read lies together.
    followed_by: u32,
}

impl OfOwner {
    fn none_of(owner: EcoString) -> Self {
        OfOwner { owner, numbers: Vec::new(), places: HashMap::default(), last: 0 }
    }

    fn add(&mut self, group: u32, count: u32, overdue: u32) {
        let expected = self.numbers.get(self.last as usize).map(|last| last.followed_by);
        let is_it = |at: &u32| self.numbers.get(*at as usize).is_some_and(|it| it.group == group);
        let at = match expected.filter(is_it) {
            Some(at) => at,
            None => self.place(group),
        };
        if let Some(last) = self.numbers.get_mut(self.last as usize) {
            last.followed_by = at;
        }
        self.last = at;
        if let Some(numbers) = self.numbers.get_mut(at as usize) {
            numbers.count += count;
            numbers.overdue += overdue;
        }
    }

    fn place(&mut self, group: u32) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.places.entry(group).or_insert_with(|| {
            self.numbers.push(Numbers {
                group,
                count: 0,
                overdue: 0,
                followed_by: next.saturating_add(1),
            });
            next
        })
    }
}

impl ByOwner {
    /// Counts a finding of a group.
    pub(super) fn add(&mut self, card: &FindingCard, group: u32) {
        if let Some(owner) = self.owner(&card.owner) {
            owner.add(group, 1, u32::from(Share::one(card).overdue > 0));
        }
    }

    fn owner(&mut self, owner: &EcoString) -> Option<&mut OfOwner> {
        if self.owners.get(self.last).is_none_or(|last| last.owner != *owner) {
            self.last = *self.places.entry(owner.clone()).or_insert_with(|| {
                self.owners.push(OfOwner::none_of(owner.clone()));
                self.owners.len() - 1
            });
        }
        self.owners.get_mut(self.last)
    }

    /// Adds the others; `here` has the number that each of their groups has here.
    pub(super) fn merge(&mut self, others: ByOwner, here: &[u32]) {
        for other in others.owners {
            let Some(owner) = self.owner(&other.owner) else { continue };
            for Numbers { group, count, overdue, .. } in other.numbers {
                if let Some(here) = here.get(group as usize) {
                    owner.add(*here, count, overdue);
                }
            }
        }
    }

    /// The share of each owner in each group.
    pub(super) fn shares<'a>(&'a self, all: &'a AllAlike) -> impl Iterator<Item = Share<'a>> {
        self.owners.iter().flat_map(move |of| {
            of.numbers.iter().filter_map(move |numbers| {
                let card = all.group(numbers.group)?.card();
                let (count, overdue) = (numbers.count.into(), numbers.overdue.into());
                Some(Share { card, owner: &of.owner, count, overdue })
            })
        })
    }
}
