//! What no input states of the assets of a kind, with the controls that wait for it: most assets wait for the same
//! fields, so that these are on one page of their kind and not on the page of each.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::posture::FindingCard;
use model::{Ask, AssetKind, Judgement, Outcome};

use crate::render::grouping::alike;

/// How many assets of a kind must wait for one thing, so that it is on the page of their kind.
const LEAST_ASSETS: usize = 3;
/// How many findings must be on that page: it is longer than what it replaces where they are fewer.
const LEAST_FINDINGS: usize = 100;

/// What is missing of one kind of asset, and the controls that wait for it.
pub(super) struct Wait<'a> {
    pub(super) ask: &'a Ask,
    pub(super) controls: Vec<&'a str>,
}

/// What is on the pages of kinds.
#[derive(Default)]
pub(super) struct Unstated<'a> {
    kinds: BTreeMap<AssetKind, Vec<Wait<'a>>>,
    findings: HashSet<&'a str>,
}

impl<'a> Unstated<'a> {
    pub(super) fn of(findings: &'a [FindingCard]) -> Self {
        let waiting = findings.iter().filter(|card| is_unstated(card));
        let mut of_kinds: BTreeMap<AssetKind, Vec<Vec<&FindingCard>>> = BTreeMap::new();
        for same in alike(waiting, |card| (card.asset.kind, card.ask.as_ref(), &card.control)) {
            if let Some(first) = same.first().filter(|_| same.len() >= LEAST_ASSETS) {
                of_kinds.entry(first.asset.kind).or_default().push(same);
            }
        }
        of_kinds.retain(|_, all| all.iter().map(Vec::len).sum::<usize>() >= LEAST_FINDINGS);
        let mut unstated = Unstated::default();
        for (kind, all) in of_kinds {
            let mut waits: BTreeMap<&Ask, BTreeSet<&str>> = BTreeMap::new();
            for card in all.into_iter().flatten() {
                unstated.findings.insert(card.id.as_str());
                if let Some(ask) = &card.ask {
                    waits.entry(ask).or_default().insert(&card.control);
                }
            }
            let wait = |(ask, controls): (_, BTreeSet<_>)| Wait {
                ask,
                controls: controls.into_iter().collect(),
            };
            unstated.kinds.insert(kind, waits.into_iter().map(wait).collect());
        }
        unstated
    }

    /// The kinds that have such a page.
    pub(super) fn kinds(&self) -> impl Iterator<Item = AssetKind> {
        self.kinds.keys().copied()
    }

    /// What is missing of a kind, by name.
    pub(super) fn waits(&self, kind: AssetKind) -> &[Wait<'a>] {
        self.kinds.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Whether the page of its kind has what a finding waits for.
    pub(super) fn has(&self, card: &FindingCard) -> bool {
        self.findings.contains(card.id.as_str())
    }
}

/// Whether a finding states, beside facts, no more than that no input contains a field or a kind of record.
fn is_unstated(card: &FindingCard) -> bool {
    card.outcome == Outcome::NotAssessed
        && !has_own(card)
        && card.ask.clone().is_some_and(|ask| card.sentence == Judgement::missing(ask).sentence)
}

/// Whether more than its reason and its facts is printed of a finding.
pub(super) fn has_own(card: &FindingCard) -> bool {
    !card.items.is_empty()
        || card.waiver.is_some()
        || card.is_counted_as_open()
        || card.shows_defect()
}
