//! What may not get worse.

use super::earlier::Earlier;
use super::finding::fails;
use super::remediations;
use super::result::RuleResult;
use super::view::View;
use crate::alike::Several;
use model::posture::FindingCard;
use model::{Amount, Outcome, Parts, Remediation, Tenths};

/// How many findings a sentence names.
const NAMED: usize = 5;

impl View<'_> {
    pub(super) fn score_kept(&self, earlier: &Earlier<'_>) -> RuleResult {
        let comparable = earlier.comparable(self.posture, self.findings.each());
        let (now, then) = (&comparable, &earlier.score);
        let name = &earlier.baseline.name;
        let (found, was) = match (now.proven, then.proven) {
            (_, None) => return RuleResult::ok(format!("{name} has no score to compare with")),
            (None, Some(then)) => {
                let sentence = format!("the score was {then}, and now no control is assessed");
                let remediations = self.lifting(earlier);
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
        RuleResult::fail(sentence).short_by(Amount::Points(fell), self.lifting(earlier))
    }

    /// What would raise the score again: findings that got worse first, then evidence that is missing
    /// now; where only the inventory changed, any open finding.
    fn lifting(&self, earlier: &Earlier<'_>) -> Vec<Remediation> {
        let weight = self.posture.score.weight;
        let each = || self.findings.each().iter();
        let open = || each().filter(|card| card.outcome.is_open());
        let worse = || each().filter(|card| earlier.was_better(card));
        let mut named = remediations::cheapest_score_fixes(
            self.posture,
            worse().filter(|card| card.outcome.is_open()).map(Several::one),
            weight,
        );
        let silent = worse().filter(|card| card.outcome == Outcome::NotAssessed);
        named.extend(remediations::cheapest_evidence(
            self.posture,
            silent.map(Several::one),
            |_| 1,
            (weight, Amount::UpTo),
        ));
        if named.is_empty() {
            named =
                remediations::cheapest_score_fixes(self.posture, open().map(Several::one), weight);
        }
        named.truncate(remediations::NAMED);
        named
    }

    pub(super) fn nothing_newly_fails(&self, earlier: &Earlier<'_>) -> RuleResult {
        let newly = |card: &&FindingCard| {
            let earlier_finding = earlier.finding(card);
            let failed = earlier_finding.is_some_and(|earlier_finding| {
                earlier_finding.stands_open()
                    && earlier_finding.outcome != Outcome::Partial
                    && !earlier_finding.waived
            });
            fails(card) && !failed && !earlier.is_by_method(card)
        };
        let new: Vec<&FindingCard> = self.findings.each().iter().filter(newly).collect();
        if new.is_empty() {
            return RuleResult::ok("no new failing finding");
        }
        let noun = if new.len() == 1 { "new failing finding" } else { "new failing findings" };
        let sentence = format!("{} {noun}: {}", new.len(), named(&new));
        let count = Amount::Count(new.len() as u64);
        let remediations = remediations::closing(self.posture, new.into_iter().map(Several::one));
        RuleResult::fail(sentence).short_by(count, remediations)
    }

    /// Removing the evidence of a failure must not look like its remediation.
    pub(super) fn still_looked_at(&self, earlier: &Earlier<'_>) -> RuleResult {
        let lost = |card: &&FindingCard| {
            let earlier_finding = earlier.finding(card);
            card.outcome == Outcome::NotAssessed
                && card.last_known.is_none()
                && !earlier.is_by_method(card)
                && earlier_finding.is_some_and(|earlier_finding| {
                    earlier_finding.outcome.is_open() && !earlier_finding.waived
                })
        };
        let lost: Vec<&FindingCard> = self.findings.each().iter().filter(lost).collect();
        if lost.is_empty() {
            return RuleResult::ok("all findings that were open are still assessed");
        }
        let noun = if lost.len() == 1 { "finding that was" } else { "findings that were" };
        let verb = if lost.len() == 1 { "is" } else { "are" };
        let sentence =
            format!("{} {noun} open {verb} no longer assessed: {}", lost.len(), named(&lost));
        let count = Amount::Count(lost.len() as u64);
        let weight = self.posture.score.weight;
        let remediations = remediations::cheapest_evidence(
            self.posture,
            lost.into_iter().map(Several::one),
            |_| 1,
            (weight, Amount::UpTo),
        );
        RuleResult::fail(sentence).short_by(count, remediations)
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
