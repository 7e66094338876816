//! The one order of findings and of actions: the first to act on comes first.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

use ecow::EcoString;
use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::measured::Measured;
use model::posture::{FindingCard, Fix, Standing};
use model::{AssetKey, Outcome, Severity, Tier};

/// Puts findings in order: the first to act on comes first.
pub fn first_to_act_on(findings: &mut [FindingCard]) {
    let mut order = {
        // Names are compared once, and their numbers for each pair of findings.
        let controls = numbers(findings.iter().map(|card| card.control.as_str()));
        let assets = numbers(findings.iter().map(|card| &card.asset));
        let number = |card: &FindingCard| {
            let control = controls.get(card.control.as_str()).copied().unwrap_or_default();
            (control, assets.get(&card.asset).copied().unwrap_or_default())
        };
        let places = findings.par_iter().enumerate();
        let mut places: Vec<_> =
            places.map(|(at, card)| (urgent(card), number(card), at)).collect();
        places.par_sort_unstable();
        places.into_iter().map(|(_, _, at)| at).collect::<Vec<usize>>()
    };
    follow(&mut order, findings);
}

/// Moves values to their places: each place of `order` has where its value is now, and is used up.
fn follow<T>(order: &mut [usize], values: &mut [T]) {
    for start in 0..values.len() {
        let mut at = start;
        // A place that is done leads to itself; the circle of the others ends where it began.
        while let Some(next) = order.get_mut(at) {
            let from = std::mem::replace(next, at);
            if from == start {
                break;
            }
            values.swap(at, from);
            at = from;
        }
    }
}

/// The place of each name in their order.
fn numbers<T: Ord + Hash + Copy>(names: impl Iterator<Item = T>) -> HashMap<T, u32, RandomState> {
    let mut sorted: Vec<T> = Vec::new();
    // Findings come asset by asset.
    names.for_each(|name| {
        if sorted.last() != Some(&name) {
            sorted.push(name);
        }
    });
    sorted.sort_unstable();
    sorted.dedup();
    sorted.into_iter().zip(0..).collect()
}

/// What decides where a finding is in the list: what is open or may be, by severity, then by the tier
/// that the asset is treated as; open before possible, and overdue before what is still in time; then by the
/// points it would add. The rest follows.
pub(super) fn place(finding: &FindingCard) -> Place<'_> {
    (urgent(finding), &finding.control, &finding.asset)
}

/// The same of a finding that is alike, on another asset.
pub(super) fn place_on<'a>(finding: &'a FindingCard, asset: &'a AssetKey) -> Place<'a> {
    (urgent(finding), &finding.control, asset)
}

/// The place of a finding in the list.
pub(super) type Place<'a> = (Urgent, &'a EcoString, &'a AssetKey);

/// All of it but the names.
type Urgent = (u8, Reverse<Severity>, Reverse<Tier>, u8, bool, Reverse<u32>);

/// A place that outlives its finding.
#[derive(Debug, Clone)]
pub(super) struct Kept(Urgent, EcoString, AssetKey);

impl Kept {
    pub(super) fn of(finding: &FindingCard) -> Self {
        let (urgent, control, asset) = place(finding);
        Kept(urgent, control.clone(), asset.clone())
    }

    pub(super) fn place(&self) -> Place<'_> {
        (self.0, &self.1, &self.2)
    }

    pub(super) fn asset(&self) -> &AssetKey {
        &self.2
    }
}

fn urgent(finding: &FindingCard) -> Urgent {
    let group: u8 = match finding.outcome {
        Outcome::Fail | Outcome::Partial | Outcome::NotAssessed => 0,
        Outcome::Pass => 1,
        Outcome::NotApplicable => 2,
    };
    let standing: u8 = match finding.standing() {
        Standing::Open => 0,
        Standing::Possible => 1,
        Standing::Clear => 2,
    };
    (
        group,
        Reverse(urgency(finding.severity, finding.exposed)),
        Reverse(finding.tier),
        standing,
        !finding.overdue,
        Reverse(u32::try_from(finding.measure().missing()).unwrap_or(u32::MAX)),
    )
}

/// Puts actions in the same order, each by its first finding.
pub(super) fn order(fixes: &mut [Fix]) {
    let place = |fix: &Fix| {
        let urgency = urgency(fix.severity, fix.exposed);
        (Reverse(urgency), Reverse(fix.tier), Reverse(fix.gain))
    };
    fixes.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.control.cmp(&b.control)));
}

/// The severity that an order goes by. A secret that can be read is lost on whatever tier it is read.
pub(super) fn urgency(severity: Severity, exposed: bool) -> Severity {
    if exposed { Severity::Critical } else { severity }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::follow;

    proptest! {
        #[test]
        fn each_value_is_where_the_order_puts_it(
            mut order in (0..40_usize).prop_flat_map(|many| Just((0..many).collect::<Vec<_>>()).prop_shuffle())
        ) {
            let expected = order.clone();
            let mut values: Vec<usize> = (0..order.len()).collect();
            follow(&mut order, &mut values);
            prop_assert_eq!(values, expected);
        }
    }
}
