//! What the posture has of each person, looked up once: there may be thousands, each with a page.

use std::collections::HashMap;

use model::Posture;
use model::posture::{AssetCard, Contact, Slice};

/// Owners and those who are asked in their place, by id.
pub(super) struct People<'a> {
    slices: HashMap<&'a str, &'a Slice>,
    names: HashMap<&'a str, &'a str>,
    assets: HashMap<&'a str, Vec<&'a AssetCard>>,
    contacts: HashMap<&'a str, Vec<&'a Contact>>,
}

impl<'a> People<'a> {
    pub(super) fn of(posture: &'a Posture) -> Self {
        let mut names: HashMap<&str, &str> = HashMap::new();
        let mut assets: HashMap<&str, Vec<&AssetCard>> = HashMap::new();
        let mut contacts: HashMap<&str, Vec<&Contact>> = HashMap::new();
        for it in &posture.contacts {
            if !it.name.is_empty() {
                names.entry(&it.id).or_insert(&it.name);
            }
            contacts.entry(&it.owner).or_default().push(it);
        }
        for card in &posture.assets {
            assets.entry(&card.owner).or_default().push(card);
        }
        let slices: HashMap<&str, &Slice> =
            posture.owners.iter().map(|slice| (slice.id.as_str(), slice)).collect();
        let titled = slices.values().filter(|slice| !slice.title.is_empty());
        names.extend(titled.map(|slice| (slice.id.as_str(), slice.title.as_str())));
        People { slices, names, assets, contacts }
    }

    /// The figures of an accountable owner.
    pub(super) fn slice(&self, id: &str) -> Option<&'a Slice> {
        self.slices.get(id).copied()
    }

    /// The name as the posture has it, of owners first.
    pub(super) fn name(&self, id: &str) -> Option<&'a str> {
        self.names.get(id).copied()
    }

    /// The assets that an owner is accountable for.
    pub(super) fn assets(&self, id: &str) -> &[&'a AssetCard] {
        self.assets.get(id).map_or(&[], Vec::as_slice)
    }

    /// Who is asked to act on the findings of an owner.
    pub(super) fn contacts(&self, owner: &str) -> &[&'a Contact] {
        self.contacts.get(owner).map_or(&[], Vec::as_slice)
    }
}
