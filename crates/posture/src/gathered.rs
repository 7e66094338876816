//! All that a posture takes from findings, gathered one finding at a time. The order of the findings changes nothing,
//! and what is gathered in parts is merged, so that no more findings need be in memory than are printed.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::age_bands::AgeBands;
use super::alike::{Alike, AllAlike};
use super::by_owner::ByOwner;
use super::cells::OwnerCells;
use super::contacts::Loads;
use super::counts::Dated;
use super::fixes::Explained;
use super::grade::{CountedCriticals, PossibleCriticals};
use super::of_assets::OfAssets;
use super::requests::Asked;
use super::since::Since;
use model::posture::FindingCard;

/// How many findings one thread gathers at a time.
const AT_ONCE: usize = 4_096;

/// What findings amount to.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) groups: AllAlike,
    pub(super) owner_cells: OwnerCells,
    pub(super) of_assets: OfAssets,
    pub(super) explained: Explained,
    pub(super) asked: Asked,
    pub(super) age_bands: AgeBands,
    pub(super) dated: Dated,
    pub(super) loads: Loads,
    pub(super) criticals: PossibleCriticals,
}

impl Gathered {
    /// What all of these amount to.
    pub(super) fn of(findings: &[FindingCard]) -> Self {
        let parts = findings.par_chunks(AT_ONCE).map(Part::of);
        let whole = parts.reduce(Part::default, |mut all, others| {
            all.merge(others);
            all
        });
        whole.gathered()
    }
}

/// What a score and its limits follow from.
#[derive(Debug)]
pub(super) struct Graded {
    pub(super) groups: AllAlike,
    pub(super) of_assets: OfAssets,
    pub(super) criticals: PossibleCriticals,
}

/// What some of the findings amount to, as far as it is gathered finding by finding; the rest follows from these.
#[derive(Debug, Default)]
pub(super) struct Part {
    groups: AllAlike,
    by_owner: ByOwner,
    of_assets: OfAssets,
    explained: Explained,
    age_bands: AgeBands,
    dated: Dated,
    criticals: CountedCriticals,
}

impl Part {
    fn of(findings: &[FindingCard]) -> Self {
        let mut part = Part::default();
        findings.iter().for_each(|card| part.add(card, Since::default()));
        part
    }

    fn add(&mut self, card: &FindingCard, since: Since) {
        let group = self.groups.add(card, since);
        self.by_owner.add(card, group);
        self.of_assets.add(card);
        self.criticals.add(card, group);
        if card.outcome.is_open() {
            self.explained.add(card);
            self.age_bands.add(card);
            self.dated.add(card);
        }
    }

    fn merge(&mut self, others: Part) {
        let here = self.groups.merge(others.groups);
        self.by_owner.merge(others.by_owner, &here);
        self.of_assets.merge(others.of_assets);
        self.explained.merge(others.explained);
        self.age_bands.merge(&others.age_bands);
        self.dated.merge(&others.dated);
        self.criticals.merge(&others.criticals, &here);
    }

    /// What the findings on each asset sum to.
    pub(super) fn of_assets(&self) -> &OfAssets {
        &self.of_assets
    }

    /// The findings by what they have in common, in order.
    pub(super) fn groups(&self) -> Vec<Alike> {
        self.groups.clone().in_order()
    }

    /// What a score and its limits follow from, with the findings of another part.
    pub(super) fn graded_with(&self, others: Part) -> Graded {
        let mut groups = self.groups.clone();
        let here = groups.merge(others.groups);
        let mut criticals = self.criticals.clone();
        criticals.merge(&others.criticals, &here);
        let mut of_assets = self.of_assets.clone();
        of_assets.merge(others.of_assets);
        Graded { criticals: criticals.of(&groups), groups, of_assets }
    }

    /// The same of these alone.
    pub(super) fn graded(self) -> Graded {
        let Part { groups, of_assets, criticals, .. } = self;
        Graded { criticals: criticals.of(&groups), groups, of_assets }
    }

    pub(super) fn gathered(self) -> Gathered {
        let Part { groups, by_owner, of_assets, mut explained, age_bands, dated, criticals } = self;
        let (mut owner_cells, mut asked) = (OwnerCells::default(), Asked::default());
        let mut loads = Loads::default();
        for share in by_owner.shares(&groups) {
            owner_cells.add(share);
            asked.add(share);
            loads.add(share);
            explained.ask(share);
        }
        let criticals = criticals.of(&groups);
        Gathered {
            groups,
            owner_cells,
            of_assets,
            explained,
            asked,
            age_bands,
            dated,
            loads,
            criticals,
        }
    }
}

/// What is gathered on several threads, as one part a thread: parts are merged once, at the end.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    /// The parts that no thread adds to now.
    idle: Mutex<Vec<Part>>,
}

impl Gathering {
    /// A part that one batch adds to.
    pub(super) fn part(&self) -> Lent<'_> {
        Lent { gathering: self, part: self.idle().pop().unwrap_or_default() }
    }

    /// What all of them amount to.
    pub(super) fn whole(self) -> Part {
        let parts = self.idle.into_inner().unwrap_or_else(PoisonError::into_inner);
        let whole = parts.into_iter().reduce(|mut all, part| {
            all.merge(part);
            all
        });
        whole.unwrap_or_default()
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Part>> {
        // A panic elsewhere ends the run; what was gathered is whole after each finding.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A part that one thread adds to until its batch ends.
pub(super) struct Lent<'a> {
    gathering: &'a Gathering,
    part: Part,
}

impl Lent<'_> {
    /// Counts a finding that differs from a baseline as stated.
    pub(super) fn add(&mut self, card: &FindingCard, since: Since) {
        self.part.add(card, since);
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.gathering.idle().push(std::mem::take(&mut self.part));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::cells::cells;
    use crate::contacts::Contacts;

    /// A finding of many kinds.
    fn card(number: usize) -> FindingCard {
        let of = |all: &[&'static str], by: usize| all[(number / by) % all.len()];
        let outcome = of(&["fail", "not-assessed", "partial", "pass", "not-applicable"], 1);
        let ask = (outcome == "not-assessed")
            .then(|| serde_json::json!({"record": of(&["servers", "reviews"], 5), "field": ""}));
        let reason = ask.as_ref().map(|_| of(&["missing-field", "unaccounted", "not-heard"], 10));
        let card = serde_json::json!({
            "id": format!("{}@server/s{number}", of(&["OWN-01", "CRD-02", "RUN-01"], 2)),
            "control": of(&["OWN-01", "CRD-02", "RUN-01"], 2),
            "asset": {"kind": "server", "id": format!("s{}", number % 23)},
            "asset_name": "", "owner": of(&["ada", "", "bo"], 3), "domain": of(&["operator", "identity"], 7),
            "tier": of(&["T3", "T0", "T2"], 7), "derived_tier": of(&["T0", "T1"], 4),
            "severity": of(&["low", "critical", "medium", "high"], 11),
            "weight": 24, "pass_weight": number % 5, "outcome": outcome, "reason": reason,
            "sentence": format!("What is wrong with {number}"), "class": of(&["declared", "observed"], 13), "ask": ask,
            "evidence": [], "items": [], "waiver": null, "exposed": number.is_multiple_of(9), "overdue": number.is_multiple_of(4),
            "age_days": number % 400, "requirements": [],
        });
        serde_json::from_value(card).expect("a finding")
    }

    /// All that is taken from it, in words.
    fn stated(all: Gathered) -> String {
        let groups = all.groups.in_order();
        let mut assets: Vec<_> = groups.iter().map(crate::measured::Classified::assets).collect();
        assets.sort();
        let contacts = Contacts::of(&[]);
        let registers = BTreeSet::from(["servers".to_string()]);
        let mut fixes = crate::fixes::fixes(&groups, &[], 1_000);
        all.explained.explain(&mut fixes, &contacts);
        let criticals = all.criticals.ids(&model::Tier::ALL);
        format!(
            "{assets:?} {:?} {fixes:?} {:?} {:?} {:?} {:?} {:?} {criticals:?}",
            cells(&groups),
            all.owner_cells.cells(),
            all.asked.requests(&registers, &contacts, 1_000),
            all.age_bands.bands(),
            all.dated,
            all.loads.in_order(),
        )
    }

    proptest! {
        #[test]
        fn neither_order_nor_parts_change_what_is_gathered(
            order in Just((0..300).collect::<Vec<usize>>()).prop_shuffle(),
            at_once in 1..120_usize,
        ) {
            let in_order: Vec<FindingCard> = (0..300).map(card).collect();
            let cards: Vec<FindingCard> = order.into_iter().map(card).collect();
            let mut all = Part::default();
            for batch in cards.chunks(at_once) {
                all.merge(Part::of(batch));
            }
            prop_assert_eq!(stated(all.gathered()), stated(Part::of(&in_order).gathered()));
        }
    }
}
