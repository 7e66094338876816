//! The lists of findings that need no row each: one entry an asset, or one for all assets of a kind.

use std::collections::HashMap;

use model::posture::FindingCard;
use model::{AssetKey, AssetKind, Severity, WaiverState};

use super::target::List;
use crate::render::grouping::alike;

/// From how many assets on the whole of a kind is one entry.
const LEAST_OF_KIND: usize = 3;

/// What a list prints as one entry.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry<'a> {
    /// A finding.
    One(&'a FindingCard),
    /// The findings of every asset of a kind, of which this is the first, and how many they are.
    Whole(&'a FindingCard, usize),
}

impl<'a> Entry<'a> {
    /// The finding, or the first of many.
    pub(super) fn first(self) -> &'a FindingCard {
        match self {
            Entry::One(card) | Entry::Whole(card, _) => card,
        }
    }

    /// Whether two entries of a list share what is printed before them.
    pub(super) fn is_like(self, other: Self, list: List) -> bool {
        shared(list, self.first()) == shared(list, other.first())
    }
}

/// The entries of a list, which is in the order of its controls.
pub(super) fn entries<'a>(
    list: List,
    cards: &[&'a FindingCard],
    kinds: &HashMap<AssetKind, usize>,
) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for same in alike(cards.iter().copied(), |card| shared(list, card)) {
        for of_kind in alike(same, |card| card.asset.kind) {
            match of_kind.first() {
                Some(first) if is_whole(first, of_kind.len(), kinds) => {
                    entries.push(Entry::Whole(first, of_kind.len()));
                }
                _ => entries.extend(of_kind.into_iter().map(Entry::One)),
            }
        }
    }
    entries
}

/// Whether so many findings of one control are on every asset of their kind. A control has one finding an asset.
fn is_whole(first: &FindingCard, count: usize, kinds: &HashMap<AssetKind, usize>) -> bool {
    count >= LEAST_OF_KIND && kinds.get(&first.asset.kind) == Some(&count)
}

/// How many assets there are of each kind. The organisation is none.
pub(super) fn kinds<'a>(keys: impl Iterator<Item = &'a AssetKey>) -> HashMap<AssetKind, usize> {
    let mut kinds = HashMap::new();
    keys.for_each(|key| *kinds.entry(key.kind).or_insert(0) += 1);
    kinds
}

/// The control; where nothing could be assessed or a control does not apply the reason; and of what could not be
/// assessed severity, waiver and whether it counts as open.
type Shared<'a> = (&'a str, Option<&'a str>, Option<(Severity, Option<&'static str>, bool)>);

/// What is printed once for several entries.
fn shared(list: List, card: &FindingCard) -> Shared<'_> {
    let is_unassessed = list == List::NotAssessed;
    let has_reason = is_unassessed || list == List::NotApplicable;
    let standing = (card.severity, card.waiver.map(WaiverState::words), card.is_counted_as_open());
    (&card.control, has_reason.then_some(card.sentence.as_str()), is_unassessed.then_some(standing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use model::Outcome;

    fn cards(count: usize) -> Vec<FindingCard> {
        let sample = samples::hostile().findings.into_iter().next().expect("a finding");
        let card = |number: usize| FindingCard {
            asset: AssetKey::new(AssetKind::Server, format!("s{number}").as_str()),
            outcome: Outcome::NotAssessed,
            ..sample.clone()
        };
        (0..count).map(card).collect()
    }

    fn shown(cards: &[FindingCard], servers: usize) -> Vec<usize> {
        let cards: Vec<&FindingCard> = cards.iter().collect();
        let kinds = HashMap::from([(AssetKind::Server, servers)]);
        let count = |entry: Entry<'_>| match entry {
            Entry::One(_) => 1,
            Entry::Whole(_, count) => count,
        };
        entries(List::NotAssessed, &cards, &kinds).into_iter().map(count).collect()
    }

    #[test]
    fn every_asset_of_a_kind_with_one_reason_is_one_entry() {
        let mut cards = cards(4);
        assert_eq!(shown(&cards, 4), [4]);
        // One asset more has another result.
        assert_eq!(shown(&cards, 5), [1, 1, 1, 1]);
        cards[2].sentence = "Another reason".into();
        assert_eq!(shown(&cards, 4), [1, 1, 1, 1]);
        // Two names are shorter than what replaces them.
        assert_eq!(shown(&cards[..2], 2), [1, 1]);
    }
}
