//! What may not get worse.

use super::{Held, View, fails, mends};
use crate::model::posture::{FindingCard, Posture};
use crate::model::{Amount, Baseline, Outcome, Parts, Tenths};

/// How many findings a sentence names.
const NAMED: usize = 5;

impl View<'_> {
    pub(super) fn score_kept(&self, baseline: &Baseline) -> Held {
        let (now, then) = (&self.posture.score, &baseline.score);
        let printed = match (now.proven, then.proven) {
            (_, None) => return Held::well(format!("{} has no score to fall from", baseline.name)),
            (None, Some(then)) => {
                let sentence = format!("the score was {then}, and now nothing was assessed");
                return Held::missed(sentence).by(Amount::Points(then), Vec::new());
            }
            (Some(now), Some(then)) => (now, then),
        };
        let (found, was) = printed;
        if !is_lower(now, then) {
            return Held::well(format!("the score is {found}, it was {was} in {}", baseline.name));
        }
        let fell = Tenths(was.0 - found.0);
        let by = match fell.0 {
            0 => "less than a tenth".to_string(),
            _ => fell.to_string(),
        };
        let sentence = format!("the score fell by {by}, from {was} to {found}");
        // What grew worse comes first; where only the inventory changed, anything open serves.
        let open = || self.posture.findings.iter().filter(|card| card.outcome.is_open());
        let worse = open().filter(|card| grew_worse(card, baseline));
        let mut named = mends::raising(self.posture, worse, now.weight);
        if named.is_empty() {
            named = mends::raising(self.posture, open(), now.weight);
        }
        Held::missed(sentence).by(Amount::Points(fell), named)
    }

    pub(super) fn nothing_newly_fails(&self, baseline: &Baseline) -> Held {
        let newly = |card: &&FindingCard| {
            let stood = baseline.findings.get(&card.id);
            let failed = stood.is_some_and(|stood| stood.outcome == Outcome::Fail && !stood.waived);
            fails(card) && !failed
        };
        let new: Vec<&FindingCard> = self.posture.findings.iter().filter(newly).collect();
        if new.is_empty() {
            return Held::well("no finding newly fails");
        }
        let noun = if new.len() == 1 { "finding newly fails" } else { "findings newly fail" };
        let named: Vec<&str> = new.iter().take(NAMED).map(|card| card.id.as_str()).collect();
        let more = if new.len() > NAMED { " …" } else { "" };
        let sentence = format!("{} {noun}: {}{more}", new.len(), named.join(", "));
        let count = Amount::Count(new.len() as u64);
        let mends = mends::closing(self.posture, new.into_iter());
        Held::missed(sentence).by(count, mends)
    }
}

/// Compared exactly: many drops too small to print would add up.
fn is_lower(now: &Parts, then: &Parts) -> bool {
    let product = |sum: u64, weight: u64| u128::from(sum) * u128::from(weight);
    product(now.proven_sum, then.weight) < product(then.proven_sum, now.weight)
}

fn grew_worse(card: &FindingCard, baseline: &Baseline) -> bool {
    let before = baseline.findings.get(&card.id).and_then(|stood| stood.outcome.half_credits());
    before.is_none_or(|before| card.outcome.half_credits().is_some_and(|now| now < before))
}

/// What changed besides the inventory, so that nobody looks for the reason there.
pub(super) fn notes(posture: &Posture, baseline: &Baseline) -> Vec<String> {
    let changed = [
        ("the catalogue of controls", posture.tool.catalogue != baseline.catalogue),
        ("the set of mappings", posture.tool.mappings != baseline.mappings),
    ];
    let changed = changed.into_iter().filter(|(_, changed)| *changed);
    changed.map(|(what, _)| format!("{what} has changed since {}", baseline.name)).collect()
}
