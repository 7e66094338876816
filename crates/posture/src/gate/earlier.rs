//! The baseline, by current names.

use std::collections::{HashMap, HashSet};

use crate::caveats::{changed_limits, unread};
use crate::compare::parts;
use crate::events;
use crate::method::Method;
use crate::record::limits;
use crate::renames::{Before, Renames};
use model::month::{Editions, MonthFinding};
use model::posture::{FindingCard, Posture};
use model::{AssetKey, AssetKind, Baseline, Outcome, Parts, Tally};

/// The baseline by current names, so that a renamed asset is not a new one.
pub(super) struct Earlier<'a> {
    pub(super) baseline: &'a Baseline,
    pub(super) score: Parts,
    renames: Renames,
    before: Before<'a>,
    /// The rules that changed since.
    method: Method<'a>,
}

impl<'a> Earlier<'a> {
    pub(super) fn of(baseline: &'a Baseline, posture: &Posture, now: &'a Editions) -> Self {
        let named = posture.assets.iter().map(|card| (&card.key, card.formerly.clone()));
        let renames = Renames::of(named);
        let before = Before::of(&baseline.record, &renames);
        let method = Method::between(&baseline.record.editions, now);
        Earlier { baseline, score: parts(&baseline.record), renames, before, method }
    }

    /// What a finding was.
    pub(super) fn finding(&self, card: &FindingCard) -> Option<&'a MonthFinding> {
        self.before.finding(&card.control, &card.asset)
    }

    /// Whether a finding differs from the baseline because it is judged by other rules.
    pub(super) fn is_by_method(&self, card: &FindingCard) -> bool {
        let was = self.finding(card);
        let is_known = card.asset.kind == AssetKind::Organisation
            || self.before.assets.contains_key(&card.asset);
        let scanned = !card.found_by.is_empty() || was.is_some_and(|was| !was.found_by.is_empty());
        is_known
            && was.is_none_or(|was| (was.outcome, was.weights()) != (card.outcome, card.weights()))
            && self.method.changed(&card.control, scanned)
    }

    /// The score now, had changed rules changed nothing. What only the age of a feed hides counts as last
    /// known.
    pub(super) fn comparable(&self, posture: &Posture, findings: &[FindingCard]) -> Parts {
        let mut tally = Tally::default();
        let mut now: HashMap<&AssetKey, HashSet<&str>> = HashMap::new();
        for card in findings {
            now.entry(&card.asset).or_default().insert(&card.control);
            let was = self.finding(card);
            let (outcome, class, weight) = match (self.is_by_method(card), was, card.last_known) {
                (true, Some(was), _) => (was.outcome, was.class, was.weights()),
                (true, None, _) => continue,
                (false, _, Some(known)) => (known.outcome, card.class, card.weights()),
                (false, _, None) => (card.outcome, card.class, card.weights()),
            };
            tally.add(outcome, class, weight, 1);
        }
        let there: HashSet<&AssetKey> = posture.assets.iter().map(|card| &card.key).collect();
        // By their current keys; the organisation is always there.
        let is_there =
            |asset: &AssetKey| asset.kind == AssetKind::Organisation || there.contains(asset);
        for (asset, on) in self.before.each().filter(|(asset, _)| is_there(asset)) {
            let now = now.get(asset);
            for was in on.findings() {
                // What no control judges any more, on an asset that is still there.
                let gone = now.is_none_or(|now| !now.contains(was.control.as_str()))
                    && self.method.changed(&was.control, !was.found_by.is_empty());
                if gone {
                    tally.add(was.outcome, was.class, was.weights(), 1);
                }
            }
        }
        tally.parts()
    }

    /// What changed besides the inventory, so that readers know other reasons.
    pub(super) fn notes(&self, posture: &Posture) -> Vec<String> {
        let Baseline { name, record } = self.baseline;
        let Editions { catalogue, mappings, .. } = &record.editions;
        let changed = [
            ("the control catalogue", posture.tool.catalogue.sha256 != *catalogue),
            ("the mappings", posture.tool.mappings.sha256 != *mappings),
        ];
        let changed = changed.into_iter().filter(|(_, changed)| *changed);
        let mut notes: Vec<String> =
            changed.map(|(what, _)| format!("{what} changed since {name}")).collect();
        let changed = changed_limits(&record.thresholds, &limits(posture));
        if !changed.is_empty() {
            notes.push(format!("thresholds changed since {name}: {}", changed.join("; ")));
        }
        let now = posture.inputs.iter().map(|input| input.path.as_str());
        let gone = unread(record.files(), now);
        notes.extend(gone.map(|gone| format!("read for {name} but not now: {gone}")));
        let gone = events::gone(&record.events, &posture.events, &self.renames);
        notes.extend(gone.map(|gone| format!("recorded in {name} but no longer: {gone}")));
        notes
    }

    /// Whether a finding earns less than it did, or is new and earns less than all.
    pub(super) fn was_better(&self, card: &FindingCard) -> bool {
        let credits = |outcome: Outcome| outcome.half_credits().unwrap_or(2);
        let before = self.finding(card).map_or(2, |was| credits(was.outcome));
        credits(card.outcome) < before
    }
}
