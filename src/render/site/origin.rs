//! Where most facts of a page come from: it states that once, and not beside each.

use std::collections::HashMap;

use model::posture::FindingCard;
use model::{Evidence, EvidenceClass, Place};

/// How many facts must share a place, so that it is stated once for all of them.
const LEAST_FACTS: usize = 3;

/// A place in an input, and how what it has is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) place: &'a Place,
    pub(super) class: EvidenceClass,
}

impl<'a> Origin<'a> {
    /// Where most facts behind these findings come from, if they share a place; none where a fact has no place, which
    /// would seem to be from there.
    pub(super) fn of(cards: impl Iterator<Item = &'a FindingCard>) -> Option<Self> {
        let mut counts: HashMap<_, (usize, Self)> = HashMap::new();
        let mut most: Option<(usize, Self)> = None;
        for row in cards.flat_map(|card| &card.evidence) {
            let place = row.place.as_ref()?;
            let own = Origin { place, class: row.class };
            let known = counts.entry((&place.file, place.line, row.class)).or_insert((0, own));
            known.0 += 1;
            // The first of those that are equally many.
            if most.is_none_or(|(count, _)| known.0 > count) {
                most = Some(*known);
            }
        }
        most.filter(|(count, _)| *count >= LEAST_FACTS).map(|(_, origin)| origin)
    }

    /// Whether a fact comes from there.
    pub(super) fn has(&self, row: &Evidence) -> bool {
        let spot = |place: &Place| (place.file.clone(), place.line);
        row.class == self.class
            && row.place.as_ref().is_some_and(|place| spot(place) == spot(self.place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn a_place_is_stated_once_only_where_no_fact_lacks_one() {
        let sample = samples::hostile().findings.into_iter().next().expect("a finding");
        let fact = |line: Option<u32>| Evidence {
            place: line.map(|line| Place::new(&"a.json".into(), line, "")),
            fact: "x".into(),
            class: EvidenceClass::Declared,
        };
        let of = |lines: &[Option<u32>]| {
            let evidence = lines.iter().copied().map(fact).collect();
            let card = FindingCard { evidence, ..sample.clone() };
            Origin::of(std::iter::once(&card)).map(|origin| origin.place.line)
        };
        assert_eq!(of(&[Some(2), Some(1), Some(2), Some(2)]), Some(2));
        assert_eq!(of(&[Some(2), Some(2)]), None);
        // It would seem to be from there.
        assert_eq!(of(&[Some(2), Some(2), Some(2), None]), None);
    }
}
