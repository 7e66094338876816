//! What may not get worse.

use std::collections::BTreeMap;

use super::{RuleResult, View, fails, remediations};
use crate::caveats::{changed_limits, unread};
use crate::compare::parts;
use crate::events;
use crate::record::limits;
use crate::renames::{Before, Renames};
use model::month::{Editions, MonthFinding};
use model::posture::{FindingCard, Posture};
use model::{Amount, Baseline, Outcome, Parts, Remediation, Tenths};

/// How many findings a sentence names.
const NAMED: usize = 5;

/// How everything stood in the baseline, by the names of today: a renamed asset is no new one.
pub(super) struct Earlier<'a> {
    baseline: &'a Baseline,
    score: Parts,
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

    /// What changed besides the inventory, so that nobody looks for the reason there.
    pub(super) fn notes(&self, posture: &Posture) -> Vec<String> {
        let Baseline { name, record } = self.baseline;
        let Editions { catalogue, mappings, .. } = &record.editions;
        let changed = [
            ("the catalogue of controls", posture.tool.catalogue.sha256 != *catalogue),
            ("the set of mappings", posture.tool.mappings.sha256 != *mappings),
        ];
        let changed = changed.into_iter().filter(|(_, changed)| *changed);
        let mut notes: Vec<String> =
            changed.map(|(what, _)| format!("{what} has changed since {name}")).collect();
        let changed = changed_limits(&record.thresholds, &limits(posture));
        if !changed.is_empty() {
            notes.push(format!("limits have changed since {name}: {}", changed.join("; ")));
        }
        let now = posture.inputs.iter().map(|input| input.path.as_str());
        let gone = unread(record.files(), now);
        notes.extend(gone.map(|gone| format!("read for {name} and not now: {gone}")));
        let gone = events::gone(&record.events, &posture.events, &self.renames);
        notes.extend(gone.map(|gone| format!("on record in {name} and not any more: {gone}")));
        notes
    }

    /// Whether a finding earns less than it did, or is new and earns less than all.
    fn was_better(&self, card: &FindingCard) -> bool {
        let credits = |outcome: Outcome| outcome.half_credits().unwrap_or(2);
        let before = self.findings.get(&card.id).map_or(2, |stood| credits(stood.outcome));
        credits(card.outcome) < before
    }
}

impl View<'_> {
    pub(super) fn score_kept(&self, earlier: &Earlier<'_>) -> RuleResult {
        let (now, then) = (&self.posture.score, &earlier.score);
        let name = &earlier.baseline.name;
        let (found, was) = match (now.proven, then.proven) {
            (_, None) => return RuleResult::well(format!("{name} has no score to fall from")),
            (None, Some(then)) => {
                let sentence = format!("the score was {then}, and now nothing was assessed");
                let remediations = self.lifting(earlier);
                return RuleResult::missed(sentence).by(Amount::Points(then), remediations);
            }
            (Some(now), Some(then)) => (now, then),
        };
        if !is_lower(now, then) {
            return RuleResult::well(format!("the score is {found}, it was {was} in {name}"));
        }
        let fell = Tenths(was.0 - found.0);
        let by = match fell.0 {
            0 => "less than a tenth".to_string(),
            _ => fell.to_string(),
        };
        let sentence = format!("the score fell by {by}, from {was} to {found}");
        RuleResult::missed(sentence).by(Amount::Points(fell), self.lifting(earlier))
    }

    /// What would lift the score again: what grew worse comes first, then the evidence that is not
    /// there any more; where only the inventory changed, anything open serves.
    fn lifting(&self, earlier: &Earlier<'_>) -> Vec<Remediation> {
        let weight = self.posture.score.weight;
        let open = || self.posture.findings.iter().filter(|card| card.outcome.is_open());
        let worse = || self.posture.findings.iter().filter(|card| earlier.was_better(card));
        let mut named = remediations::cheapest_score_fixes(
            self.posture,
            worse().filter(|card| card.outcome.is_open()),
            weight,
        );
        let silent = worse().filter(|card| card.outcome == Outcome::NotAssessed);
        named.extend(remediations::cheapest_evidence(
            self.posture,
            silent,
            |_| 1,
            (weight, Amount::UpTo),
        ));
        if named.is_empty() {
            named = remediations::cheapest_score_fixes(self.posture, open(), weight);
        }
        named.truncate(remediations::NAMED);
        named
    }

    pub(super) fn nothing_newly_fails(&self, earlier: &Earlier<'_>) -> RuleResult {
        let newly = |card: &&FindingCard| {
            let stood = earlier.findings.get(&card.id);
            let failed = stood.is_some_and(|stood| {
                stood.stands_open() && stood.outcome != Outcome::Partial && !stood.waived
            });
            fails(card) && !failed
        };
        let new: Vec<&FindingCard> = self.posture.findings.iter().filter(newly).collect();
        if new.is_empty() {
            return RuleResult::well("no finding newly fails");
        }
        let noun = if new.len() == 1 { "finding newly fails" } else { "findings newly fail" };
        let sentence = format!("{} {noun}: {}", new.len(), named(&new));
        let count = Amount::Count(new.len() as u64);
        let remediations = remediations::closing(self.posture, new.into_iter());
        RuleResult::missed(sentence).by(count, remediations)
    }

    /// Dropping what shows a failure must not look like its mend.
    pub(super) fn still_looked_at(&self, earlier: &Earlier<'_>) -> RuleResult {
        let lost = |card: &&FindingCard| {
            let stood = earlier.findings.get(&card.id);
            card.outcome == Outcome::NotAssessed
                && stood.is_some_and(|stood| stood.outcome.is_open() && !stood.waived)
        };
        let lost: Vec<&FindingCard> = self.posture.findings.iter().filter(lost).collect();
        if lost.is_empty() {
            return RuleResult::well("what was open is still assessed");
        }
        let noun = if lost.len() == 1 { "finding that was" } else { "findings that were" };
        let verb = if lost.len() == 1 { "is" } else { "are" };
        let sentence =
            format!("{} {noun} open {verb} not assessed now: {}", lost.len(), named(&lost));
        let count = Amount::Count(lost.len() as u64);
        let weight = self.posture.score.weight;
        let remediations = remediations::cheapest_evidence(
            self.posture,
            lost.into_iter(),
            |_| 1,
            (weight, Amount::UpTo),
        );
        RuleResult::missed(sentence).by(count, remediations)
    }
}

/// The first few findings, by id.
fn named(cards: &[&FindingCard]) -> String {
    let named: Vec<&str> = cards.iter().take(NAMED).map(|card| card.id.as_str()).collect();
    let more = if cards.len() > NAMED { " …" } else { "" };
    format!("{}{more}", named.join(", "))
}

/// Compared exactly: many drops too small to print would add up.
fn is_lower(now: &Parts, then: &Parts) -> bool {
    let product = |sum: u64, weight: u64| u128::from(sum) * u128::from(weight);
    product(now.proven_sum, then.weight) < product(then.proven_sum, now.weight)
}
