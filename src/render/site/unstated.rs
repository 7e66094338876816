//! What no input states of the assets of a kind, with the findings that wait for it: most assets wait for the same
//! fields, so that these are on one page of their kind and not on the page of each.

use std::collections::{BTreeMap, HashMap, HashSet};

use model::posture::FindingCard;
use model::{Ask, AssetKind, Judgement, Outcome};

use crate::render::grouping::alike;

/// How many assets of a kind must wait for one thing, so that it is on the page of their kind.
const LEAST_ASSETS: usize = 3;
/// How many findings must be on that page: it is longer than what it replaces where they are fewer.
const LEAST_FINDINGS: usize = 60;

/// The findings of one kind of asset that wait for one thing, the first of each control.
pub(super) struct Wait<'a> {
    /// What is missing.
    pub(super) ask: &'a Ask,
    /// The first finding of each control.
    pub(super) controls: Vec<&'a FindingCard>,
}

/// What is on the pages of kinds.
#[derive(Default)]
pub(super) struct Unstated<'a> {
    kinds: BTreeMap<AssetKind, Vec<Wait<'a>>>,
    findings: HashMap<&'a str, AssetKind>,
}

impl<'a> Unstated<'a> {
    pub(super) fn of(findings: &'a [FindingCard]) -> Self {
        let mut all = Self::of_all(findings);
        let mut counts: HashMap<AssetKind, usize> = HashMap::new();
        all.findings.values().for_each(|kind| *counts.entry(*kind).or_default() += 1);
        let is_long = |kind: &AssetKind| counts.get(kind).is_some_and(|it| *it >= LEAST_FINDINGS);
        all.kinds.retain(|kind, _| is_long(kind));
        all.findings.retain(|_, kind| is_long(kind));
        all
    }

    fn of_all(findings: &'a [FindingCard]) -> Self {
        let mut unstated = Unstated::default();
        let waiting = findings.iter().filter(|card| is_unstated(card));
        let mut known = HashSet::new();
        for of_control in alike(waiting, |card| (card.asset.kind, &card.control, card.ask.as_ref()))
        {
            let Some(first) = of_control.first().filter(|_| of_control.len() >= LEAST_ASSETS)
            else {
                continue;
            };
            let kind = first.asset.kind;
            // A control has one place on the page: what else it waits for is on the pages of assets.
            let Some(ask) = first.ask.as_ref().filter(|_| known.insert((kind, &first.control)))
            else {
                continue;
            };
            unstated.findings.extend(of_control.iter().map(|card| (card.id.as_str(), kind)));
            let waits = unstated.kinds.entry(kind).or_default();
            match waits.iter_mut().find(|wait| wait.ask == ask) {
                Some(wait) => wait.controls.push(first),
                None => waits.push(Wait { ask, controls: vec![first] }),
            }
        }
        for waits in unstated.kinds.values_mut() {
            waits.sort_by(|one, next| one.ask.cmp(next.ask));
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

    /// The findings that these pages have, each with its kind.
    pub(super) fn findings(&self) -> &HashMap<&'a str, AssetKind> {
        &self.findings
    }

    /// The kind whose page has a finding; none where the page of its asset has it.
    pub(super) fn kind_of(&self, finding: &str) -> Option<AssetKind> {
        self.findings.get(finding).copied()
    }
}

/// Whether a finding states, beside facts, no more than that no input contains a field or a kind of record.
fn is_unstated(card: &FindingCard) -> bool {
    card.outcome == Outcome::NotAssessed
        && !has_own(card)
        && card.ask.as_ref().is_some_and(|ask| {
            let missing = match ask.field.as_str() {
                "" => Judgement::missing_record(&ask.record),
                field => Judgement::missing_field(&ask.record, field),
            };
            card.sentence == missing.sentence
        })
}

/// Whether more than its reason and its facts is printed of a finding.
pub(super) fn has_own(card: &FindingCard) -> bool {
    !card.items.is_empty() || card.waiver.is_some() || card.shows_defect()
}
