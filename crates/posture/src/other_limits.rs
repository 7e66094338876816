//! What the same inputs give under other limits than those in force: of each asset when it is asked for, so that no more
//! findings need be in memory.

use std::collections::BTreeMap;
use std::fmt;

use ecow::EcoString;

use model::{AssetKey, Finding, FindingId, Outcome, Weight};

/// Outcome and weight of each finding on an asset, by control.
pub type States = BTreeMap<EcoString, (Outcome, Weight)>;

/// The state of a finding, by its control.
pub fn state(finding: &Finding) -> (EcoString, (Outcome, Weight)) {
    (finding.control.id.into(), (finding.judgement.outcome, finding.weight))
}

/// Makes the findings on an asset that are in scope, under some limits.
#[derive(Clone, Copy)]
pub struct UnderLimits<'a>(pub &'a (dyn Fn(&AssetKey) -> States + Sync));

impl fmt::Debug for UnderLimits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnderLimits")
    }
}

/// The findings on one asset after the other under other limits, compared with those under the limits in force.
pub(super) struct Worse<'a> {
    in_force: UnderLimits<'a>,
    /// The asset of the last finding, with what is in force there.
    on: Option<(AssetKey, States)>,
    /// The ids of those that earn less than under the limits in force.
    pub(super) ids: Vec<String>,
}

impl<'a> Worse<'a> {
    pub(super) fn than(in_force: UnderLimits<'a>) -> Self {
        Worse { in_force, on: None, ids: Vec::new() }
    }

    /// Compares a finding. Those on an asset follow one another.
    pub(super) fn add(&mut self, finding: &Finding, asset: &AssetKey) {
        if self.on.as_ref().is_none_or(|(on, _)| on != asset) {
            self.on = Some((asset.clone(), (self.in_force.0)(asset)));
        }
        let states = self.on.as_ref().map(|(_, states)| states);
        let in_force = states.and_then(|states| states.get(finding.control.id));
        let in_force = in_force.and_then(|(outcome, _)| outcome.half_credits());
        let credits = finding.judgement.outcome.half_credits();
        if credits.zip(in_force).is_some_and(|(other, in_force)| other < in_force) {
            self.ids.push(FindingId::written(finding.control.id, asset).into());
        }
    }
}
