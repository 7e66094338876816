//! The baseline, by current names.

use std::collections::BTreeMap;

use crate::caveats::{changed_limits, unread};
use crate::compare::parts;
use crate::events;
use crate::record::limits;
use crate::renames::{Before, Renames};
use model::month::{Editions, MonthFinding};
use model::posture::{FindingCard, Posture};
use model::{Baseline, Outcome, Parts};

/// The baseline by current names, so that a renamed asset is not a new one.
pub(super) struct Earlier<'a> {
    pub(super) baseline: &'a Baseline,
    pub(super) score: Parts,
    renames: Renames,
    pub(super) findings: BTreeMap<String, &'a MonthFinding>,
}

impl<'a> Earlier<'a> {
    pub(super) fn of(baseline: &'a Baseline, posture: &Posture) -> Self {
        let named = posture.assets.iter().map(|card| (&card.key, card.formerly.clone()));
        let renames = Renames::of(named);
        let findings = Before::of(&baseline.record, &renames).findings;
        Earlier { baseline, score: parts(&baseline.record), renames, findings }
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
        let before = self
            .findings
            .get(&card.id)
            .map_or(2, |earlier_finding| credits(earlier_finding.outcome));
        credits(card.outcome) < before
    }
}
