//! Findings that are alike: what a sum, a limit or a gate asks of them is the same. They differ in their asset and its
//! owner, in their dates and in their texts.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

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
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key<'a> {
    control: &'a str,
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
    ask: Option<&'a Ask>,
    since: Since,
}

impl<'a> Key<'a> {
    fn of(card: &'a FindingCard, since: Since) -> Self {
        Key {
            control: &card.control,
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
            ask: card.ask.as_ref(),
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
    /// None yet that are like a finding.
    fn none_like(card: &FindingCard, since: Since) -> Self {
        let mut one = FindingCard { evidence: Vec::new(), ..card.clone() };
        take_texts(&mut one);
        Alike { card: one, count: 0, assets: Vec::new(), since }
    }

    fn key(&self) -> Key<'_> {
        Key::of(&self.card, self.since)
    }

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
    groups: Vec<Alike>,
    /// The number of each group, by the hash of its key.
    numbers: HashTable<u32>,
    hasher: RandomState,
    /// The number of the group that last followed each group: the findings of an asset come by control, so that one
    /// often has the same successor again, and nothing is hashed.
    followed_by: Vec<u32>,
    /// The number of the group of the last finding.
    last: u32,
}

impl AllAlike {
    /// Counts a finding that differs from a baseline as stated; returns the number of its group.
    pub(super) fn add(&mut self, card: &FindingCard, since: Since) -> u32 {
        let key = Key::of(card, since);
        let expected = self.followed_by.get(self.last as usize).copied();
        let is_it = |number: &u32| self.group(*number).is_some_and(|group| group.key() == key);
        let number = match expected.filter(is_it) {
            Some(number) => number,
            None => self.number(&key, || Alike::none_like(card, since)),
        };
        if let Some(next) = self.followed_by.get_mut(self.last as usize) {
            *next = number;
        }
        self.last = number;
        if let Some(group) = self.groups.get_mut(number as usize) {
            group.count += 1;
            group.name(&card.asset);
        }
        number
    }

    /// The number of the group of a key. There are as many groups as ways in which findings differ, which are few.
    fn number(&mut self, key: &Key<'_>, none_yet: impl FnOnce() -> Alike) -> u32 {
        let AllAlike { groups, numbers, hasher, followed_by, .. } = self;
        let key_of = |number: u32| groups.get(number as usize).map(Alike::key);
        let is_it = |number: &u32| key_of(*number).as_ref() == Some(key);
        let hash = |number: &u32| hasher.hash_one(key_of(*number));
        let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        match numbers.entry(hasher.hash_one(Some(key)), is_it, hash) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(none) => {
                none.insert(next);
                groups.push(none_yet());
                followed_by.push(0);
                next
            }
        }
    }

    /// Adds the others; returns the number that each of their groups has here.
    pub(super) fn merge(&mut self, others: AllAlike) -> Vec<u32> {
        let add = |other: Alike| {
            let none_yet = || Alike { count: 0, assets: Vec::new(), ..other.clone() };
            let number = self.number(&other.key(), none_yet);
            if let Some(group) = self.groups.get_mut(number as usize) {
                group.count += other.count;
                other.assets.iter().for_each(|asset| group.name(asset));
            }
            number
        };
        others.groups.into_iter().map(add).collect()
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
        let mut groups = self.groups;
        groups.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
        groups
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
