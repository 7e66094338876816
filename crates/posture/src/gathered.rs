//! All that a posture takes from findings, gathered one finding at a time. The order of the findings changes nothing,
//! and what is gathered in parts is merged, so that no more findings need be in memory than are printed.

use rayon::prelude::*;

use super::age_bands::AgeBands;
use super::alike::AllAlike;
use super::cells::OwnerCells;
use super::contacts::Loads;
use super::counts::Dated;
use super::fixes::Explained;
use super::grade::PossibleCriticals;
use super::of_assets::OfAssets;
use super::requests::Asked;
use model::posture::FindingCard;

/// How many findings one thread gathers at a time.
const AT_ONCE: usize = 4_096;

/// What findings amount to.
#[derive(Debug, Default)]
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
        let parts = findings.par_chunks(AT_ONCE).map(Gathered::of_one_batch);
        parts.reduce(Gathered::default, |mut all, others| {
            all.merge(others);
            all
        })
    }

    /// The same on one thread.
    pub(super) fn of_one_batch(findings: &[FindingCard]) -> Self {
        let mut all = Gathered::default();
        findings.iter().for_each(|card| all.add(card));
        all
    }

    fn add(&mut self, card: &FindingCard) {
        self.groups.add(card);
        self.owner_cells.add(card);
        self.of_assets.add(card);
        self.asked.add(card);
        self.loads.add(card);
        self.criticals.add(card);
        if card.outcome.is_open() {
            self.explained.add(card);
            self.age_bands.add(card);
            self.dated.add(card);
        }
    }

    pub(super) fn merge(&mut self, others: Gathered) {
        self.groups.merge(others.groups);
        self.owner_cells.merge(others.owner_cells);
        self.of_assets.merge(others.of_assets);
        self.explained.merge(others.explained);
        self.asked.merge(others.asked);
        self.age_bands.merge(&others.age_bands);
        self.dated.merge(&others.dated);
        self.loads.merge(others.loads);
        self.criticals.merge(others.criticals);
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
        let criticals = format!("{:?}", all.criticals);
        let mut criticals: Vec<&str> = criticals.split("), (").collect();
        criticals.sort_unstable();
        format!(
            "{assets:?} {:?} {fixes:?} {:?} {:?} {:?} {:?} {:?} {}",
            cells(&groups),
            all.owner_cells.cells(),
            all.asked.requests(&registers, &contacts, 1_000),
            all.age_bands.bands(),
            all.dated,
            all.loads.in_order(),
            criticals.len()
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
            let mut all = Gathered::default();
            for batch in cards.chunks(at_once) {
                all.merge(Gathered::of_one_batch(batch));
            }
            prop_assert_eq!(stated(all), stated(Gathered::of_one_batch(&in_order)));
        }
    }
}
