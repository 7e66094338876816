//! Findings that are alike: what a sum, a limit or a gate asks of them is the same. They differ in their asset and its
//! owner, in their dates and in their texts.

use std::collections::HashMap;

use ecow::EcoString;
use foldhash::fast::RandomState;

use super::held::take_texts;
use super::measured::{Classified, Measure, Measured};
use super::since::Since;
use model::posture::{FindingCard, Standing};
use model::{
    Ask, AssetKey, AssetKind, Domain, EvidenceClass, Outcome, Reason, Severity, Tally, Tier,
    WaiverState,
};

/// How many assets are named of findings that are alike. No list that is made of them is longer.
pub(super) const NAMED_ASSETS: usize = 10;

/// What findings that are alike have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    control: EcoString,
    kind: AssetKind,
    exported: bool,
    tiers: (Tier, Tier),
    severity: Severity,
    weights: (u64, u64),
    domain: Domain,
    outcome: Outcome,
    reason: Option<Reason>,
    class: EvidenceClass,
    standing: Standing,
    shows_defect: bool,
    waiver: Option<WaiverState>,
    exposed: bool,
    ask: Option<Ask>,
    since: Since,
}

impl Key {
    fn of(card: &FindingCard, since: Since) -> Self {
        Key {
            control: card.control.clone(),
            kind: card.asset.kind,
            exported: card.exported,
            tiers: (card.tier, card.derived_tier),
            severity: card.severity,
            weights: (card.weight, card.pass_weight),
            domain: card.domain,
            outcome: card.outcome,
            reason: card.reason,
            class: card.class,
            standing: card.standing(),
            shows_defect: card.shows_defect(),
            waiver: card.waiver,
            exposed: card.exposed,
            ask: card.ask.clone(),
            since,
        }
    }
}

/// Findings that are alike.
#[derive(Debug, Clone)]
pub struct Alike {
    /// One of them, without its texts.
    card: FindingCard,
    count: u64,
    /// The first of their assets, in the order of keys.
    assets: Vec<AssetKey>,
    /// How they differ from what they were in a baseline.
    since: Since,
}

impl Alike {
    fn name(&mut self, asset: &AssetKey) {
        let is_full = self.assets.len() == NAMED_ASSETS;
        if is_full && self.assets.last().is_some_and(|last| asset >= last) {
            return;
        }
        if let Err(at) = self.assets.binary_search(asset) {
            self.assets.insert(at, asset.clone());
            self.assets.truncate(NAMED_ASSETS);
        }
    }

    /// One of them. What they have in common is true of all, the rest of no other.
    pub(super) fn card(&self) -> &FindingCard {
        &self.card
    }
}

impl Measured for Alike {
    fn measure(&self) -> Measure {
        Measure { count: self.count, ..self.card.measure() }
    }
}

impl Classified for Alike {
    fn control(&self) -> &str {
        &self.card.control
    }

    fn kind(&self) -> AssetKind {
        self.card.asset.kind
    }

    fn exported(&self) -> bool {
        self.card.exported
    }

    fn domain(&self) -> Domain {
        self.card.domain
    }

    fn is_waived(&self) -> bool {
        self.card.is_waived()
    }

    fn standing(&self) -> Standing {
        self.card.standing()
    }

    fn assets(&self) -> &[AssetKey] {
        &self.assets
    }
}

/// All findings, by what they have in common.
#[derive(Debug, Clone, Default)]
pub(super) struct AllAlike {
    numbers: HashMap<Key, u32, RandomState>,
    groups: Vec<Alike>,
}

impl AllAlike {
    /// Counts a finding that differs from a baseline as stated; returns the number of its group.
    pub(super) fn add(&mut self, card: &FindingCard, since: Since) -> u32 {
        let next = self.next();
        let number = *self.numbers.entry(Key::of(card, since)).or_insert_with(|| {
            let mut one = FindingCard { evidence: Vec::new(), ..card.clone() };
            take_texts(&mut one);
            self.groups.push(Alike { card: one, count: 0, assets: Vec::new(), since });
            next
        });
        if let Some(group) = self.groups.get_mut(number as usize) {
            group.count += 1;
            group.name(&card.asset);
        }
        number
    }

    /// The number of the next new group. There are as many groups as ways in which findings differ, which are few.
    fn next(&self) -> u32 {
        u32::try_from(self.groups.len()).unwrap_or(u32::MAX)
    }

    /// Adds the others; returns the number that each of their groups has here.
    pub(super) fn merge(&mut self, others: AllAlike) -> Vec<u32> {
        let mut here = vec![0; others.groups.len()];
        for (key, there, other) in others.keyed() {
            let next = self.next();
            let number = *self.numbers.entry(key).or_insert_with(|| {
                self.groups.push(Alike { count: 0, assets: Vec::new(), ..other.clone() });
                next
            });
            if let Some(group) = self.groups.get_mut(number as usize) {
                group.count += other.count;
                other.assets.iter().for_each(|asset| group.name(asset));
            }
            if let Some(here) = here.get_mut(there as usize) {
                *here = number;
            }
        }
        here
    }

    /// The groups, by their numbers.
    pub(super) fn groups(&self) -> &[Alike] {
        &self.groups
    }

    /// The group of a number.
    pub(super) fn group(&self, number: u32) -> Option<&Alike> {
        self.groups.get(number as usize)
    }

    /// Sets more of what is common to each group.
    pub(super) fn settle(&mut self, settle: impl Fn(&mut FindingCard)) {
        self.groups.iter_mut().for_each(|group| settle(&mut group.card));
    }

    /// Each group, in the order of what they have in common.
    pub(super) fn in_order(self) -> Vec<Alike> {
        let mut groups: Vec<(Key, u32, Alike)> = self.keyed().collect();
        groups.sort_unstable_by(|(a, ..), (b, ..)| a.cmp(b));
        groups.into_iter().map(|(.., group)| group).collect()
    }

    /// Each group with what it has in common and its number.
    fn keyed(self) -> impl Iterator<Item = (Key, u32, Alike)> {
        let mut keys: Vec<(u32, Key)> =
            self.numbers.into_iter().map(|(key, number)| (number, key)).collect();
        keys.sort_unstable_by_key(|(number, _)| *number);
        keys.into_iter().zip(self.groups).map(|((number, key), group)| (key, number, group))
    }
}

/// All findings of a posture.
#[derive(Debug, Clone, Copy)]
pub enum Counted<'a> {
    /// Each of them.
    Each(&'a [FindingCard]),
    /// Counted by what they have in common.
    Alike {
        /// The groups.
        groups: &'a [Alike],
        /// Where they were compared with a baseline, what it has that no control judges any more.
        unjudged: Option<&'a Tally>,
    },
}

impl Counted<'_> {
    /// How many there are.
    pub fn number(self) -> u64 {
        match self {
            Counted::Each(cards) => cards.len() as u64,
            Counted::Alike { groups, .. } => groups.iter().map(|group| group.count).sum(),
        }
    }
}

/// Findings that are alike, as a gate reads them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Several<'a> {
    /// One of them.
    pub(super) card: &'a FindingCard,
    pub(super) count: u64,
    /// The first of their assets.
    pub(super) assets: &'a [AssetKey],
    /// How they differ from what they were in a baseline.
    pub(super) since: Since,
}

impl<'a> Several<'a> {
    /// Those of a group.
    pub(super) fn of(group: &'a Alike) -> Self {
        let Alike { card, count, assets, since } = group;
        Several { card, count: *count, assets, since: *since }
    }
}
