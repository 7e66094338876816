//! The one order of findings and of actions: the first to act on comes first.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::measured::Measured;
use model::posture::{FindingCard, Fix, Standing};
use model::{Outcome, Severity};

/// Puts findings in order: the first to act on comes first.
pub fn first_to_act_on(findings: &mut [FindingCard]) {
    let order = {
        // Names are compared once, and their numbers for each pair of findings.
        let controls = numbers(findings.iter().map(|card| card.control.as_str()));
        let assets = numbers(findings.iter().map(|card| &card.asset));
        let number = |card: &FindingCard| {
            (controls.get(card.control.as_str()).copied(), assets.get(&card.asset).copied())
        };
        let places = findings.par_iter().enumerate();
        let mut places: Vec<_> =
            places.map(|(at, card)| (urgent(card), number(card), at)).collect();
        places.par_sort_unstable();
        places.into_iter().map(|(_, _, at)| at).collect::<Vec<usize>>()
    };
    // Each is moved once. What was at a place that is done is where the order leads from there.
    for at in 0..findings.len() {
        let mut from = order.get(at).copied().unwrap_or(at);
        while from < at {
            from = order.get(from).copied().unwrap_or(at);
        }
        findings.swap(at, from);
    }
}

/// The place of each name in their order.
fn numbers<T: Ord + Hash + Copy>(names: impl Iterator<Item = T>) -> HashMap<T, usize, RandomState> {
    let mut sorted: Vec<T> = Vec::new();
    // Findings come asset by asset.
    names.for_each(|name| {
        if sorted.last() != Some(&name) {
            sorted.push(name);
        }
    });
    sorted.sort_unstable();
    sorted.dedup();
    sorted.into_iter().enumerate().map(|(at, name)| (name, at)).collect()
}

/// What decides where a finding is in the list: what is open or may be, by severity, then by the tier
/// that the asset is treated as; open before possible, and overdue before what is still in time; then by the
/// points it would add. The rest follows.
pub(super) fn place(finding: &FindingCard) -> impl Ord + '_ {
    (urgent(finding), &finding.control, &finding.asset)
}

/// All of it but the names.
fn urgent(finding: &FindingCard) -> impl Ord + Send + use<> {
    let group = match finding.outcome {
        Outcome::Fail | Outcome::Partial | Outcome::NotAssessed => 0,
        Outcome::Pass => 1,
        Outcome::NotApplicable => 2,
    };
    let standing = match finding.standing() {
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
        Reverse(finding.measure().missing()),
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
