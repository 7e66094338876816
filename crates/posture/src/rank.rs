//! The one order of findings and of actions: the first to act on comes first.

use std::cmp::Reverse;

use rayon::slice::ParallelSliceMut;

use super::measured::Measured;
use model::posture::{FindingCard, Fix, Standing};
use model::{Outcome, Severity};

/// Puts findings in order.
pub(super) fn first_to_act_on(findings: &mut [FindingCard]) {
    findings.par_sort_by(|a, b| place(a).cmp(&place(b)));
}

/// What decides where a finding is in the list: what is open or may be, by severity, then by the tier
/// that the asset is treated as; open before possible, and overdue before what is still in time; then by the
/// points it would add. The rest follows.
pub(super) fn place(finding: &FindingCard) -> impl Ord + '_ {
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
        &finding.control,
        &finding.asset,
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
