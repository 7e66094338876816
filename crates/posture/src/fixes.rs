//! Top remediation actions.

use std::collections::BTreeMap;

use super::measured::{Classified, Measure};
use model::posture::{ControlCard, Fix};
use model::{Severity, Tenths};

/// How many assets a fix names.
const NAMED_ASSETS: usize = 10;

/// Every control that is open somewhere, the one with the largest score impact first. `whole` is the
/// denominator of the score.
pub(super) fn fixes<T: Classified>(all: &[T], controls: &[ControlCard], whole: u64) -> Vec<Fix> {
    let known: BTreeMap<&str, &ControlCard> = controls.iter().map(|c| (c.id.as_str(), c)).collect();
    let mut by_control: BTreeMap<&str, Vec<Measure<'_>>> = BTreeMap::new();
    for one in all.iter().filter(|one| one.measure().outcome.is_open()) {
        by_control.entry(one.control()).or_default().push(one.measure());
    }
    let mut fixes: Vec<(u64, Fix)> = by_control
        .into_iter()
        .filter_map(|(control, mut open)| {
            open.sort_by_key(|one| (std::cmp::Reverse(one.missing()), one.asset));
            let control = known.get(control)?;
            let gained: u64 = open.iter().map(|one| one.missing()).sum();
            let assets = open.iter().filter_map(|one| one.asset);
            let fix = Fix {
                control: control.id.clone(),
                title: control.title.clone(),
                remediation: control.remediation.clone(),
                domain: control.domain,
                severity: open.iter().map(|one| one.severity).max().unwrap_or(Severity::Info),
                open: open.iter().map(|one| one.count).sum(),
                assets: assets.take(NAMED_ASSETS).cloned().collect(),
                gain: Tenths::percent(gained, whole).unwrap_or_default(),
            };
            Some((gained, fix))
        })
        .collect();
    fixes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.control.cmp(&b.1.control)));
    fixes.into_iter().map(|(_, fix)| fix).collect()
}
