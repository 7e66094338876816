//! What may not get worse.

use super::remediations;
use super::result::RuleResult;
use super::view::View;
use crate::against::Against;
use crate::alike::Several;
use crate::rank::place_on;
use model::{Amount, FindingId, Outcome, Parts, Remediation, Tenths};

/// How many findings a sentence names.
const NAMED: usize = 5;

impl View<'_> {
    pub(super) fn score_kept(&self, against: &Against<'_>) -> RuleResult {
        let comparable = self.comparable();
        let (now, then) = (&comparable, &against.score);
        let name = &against.baseline.name;
        let (found, was) = match (now.proven, then.proven) {
            (_, None) => return RuleResult::ok(format!("{name} has no score to compare with")),
            (None, Some(then)) => {
                let sentence = format!("the score was {then}, and now no control is assessed");
                let remediations = self.lifting();
                return RuleResult::fail(sentence).short_by(Amount::Points(then), remediations);
            }
            (Some(now), Some(then)) => (now, then),
        };
        let aside = match comparable.proven == self.posture.score.proven {
            true => "",
            false => ", not counting the effect of changed rules and outdated feeds",
        };
        if !is_lower(now, then) {
            let sentence = format!("the score is {found}; it was {was} in {name}{aside}");
            return RuleResult::ok(sentence);
        }
        let fell = Tenths(was.0 - found.0);
        let drop = match fell.0 {
            0 => "less than 0.1".to_string(),
            _ => fell.to_string(),
        };
        let sentence = format!("the score fell by {drop}, from {was} to {found}{aside}");
        RuleResult::fail(sentence).short_by(Amount::Points(fell), self.lifting())
    }

    /// What would raise the score again: findings that got worse first, then evidence that is missing
    /// now; where only the inventory changed, any open finding.
    fn lifting(&self) -> Vec<Remediation> {
        let weight = self.posture.score.weight;
        let is_open = |some: &Several<'_>| some.card.outcome.is_open();
        let worse = || self.findings().filter(|some| some.since.is_worse);
        let mut named =
            remediations::cheapest_score_fixes(self.posture, worse().filter(is_open), weight);
        let silent = worse().filter(|some| some.card.outcome == Outcome::NotAssessed);
        named.extend(remediations::cheapest_evidence(
            self.posture,
            silent,
            |_| 1,
            (weight, Amount::UpTo),
        ));
        if named.is_empty() {
            named = remediations::cheapest_score_fixes(
                self.posture,
                self.findings().filter(is_open),
                weight,
            );
        }
        named.truncate(remediations::NAMED);
        named
    }

    pub(super) fn nothing_newly_fails(&self) -> RuleResult {
        let new: Vec<Several<'_>> = self.findings().filter(|some| some.since.newly_fails).collect();
        let count = remediations::number(&new);
        if count == 0 {
            return RuleResult::ok("no new failing finding");
        }
        let noun = if count == 1 { "new failing finding" } else { "new failing findings" };
        let sentence = format!("{count} {noun}: {}", named(&new));
        let remediations = remediations::closing(self.posture, new.into_iter());
        RuleResult::fail(sentence).short_by(Amount::Count(count), remediations)
    }

    /// Removing the evidence of a failure must not look like its remediation.
    pub(super) fn still_looked_at(&self) -> RuleResult {
        let lost: Vec<Several<'_>> = self.findings().filter(|some| some.since.is_lost).collect();
        let count = remediations::number(&lost);
        if count == 0 {
            return RuleResult::ok("all findings that were open are still assessed");
        }
        let noun = if count == 1 { "finding that was" } else { "findings that were" };
        let verb = if count == 1 { "is" } else { "are" };
        let sentence = format!("{count} {noun} open {verb} no longer assessed: {}", named(&lost));
        let weight = self.posture.score.weight;
        let remediations = remediations::cheapest_evidence(
            self.posture,
            lost.into_iter(),
            |_| 1,
            (weight, Amount::UpTo),
        );
        RuleResult::fail(sentence).short_by(Amount::Count(count), remediations)
    }
}

/// The first few findings to act on, by id. Each group names more of its assets than that.
fn named(all: &[Several<'_>]) -> String {
    let mut first: Vec<_> = all
        .iter()
        .flat_map(|some| {
            let (card, assets) = (some.card, some.assets);
            assets.iter().map(move |asset| place_on(card, asset))
        })
        .collect();
    first.sort();
    let ids =
        first.iter().take(NAMED).map(|(_, control, asset)| FindingId::written(control, asset));
    let ids: Vec<_> = ids.collect();
    let more = if remediations::number(all) > NAMED as u64 { " …" } else { "" };
    format!("{}{more}", ids.join(", "))
}

/// Compared exactly: many drops too small to print would add up.
fn is_lower(now: &Parts, then: &Parts) -> bool {
    let product = |sum: u64, weight: u64| u128::from(sum) * u128::from(weight);
    product(now.proven_sum, then.weight) < product(then.proven_sum, now.weight)
}
