//! What a finding weighs.

use model::{Control, Finding, Judgement, Outcome, Severity, Tier, Weight, weight};

/// How much a failure would matter: what the control states for the tier, or more where the verdict does.
pub(super) fn severity(control: &Control, tier: Tier, judgement: &Judgement) -> Severity {
    let stated = control.severity.at(tier);
    judgement.severity.map_or(stated, |severity| severity.max(stated))
}

/// Sets what a finding puts into the sums. A pass earns what it would where facts alone decide the tier, and
/// whether the asset is in service: nothing where the control would not apply.
pub(super) fn weigh(finding: &mut Finding) {
    let (control, derived) = (finding.control, finding.derived_tier);
    let full = weight(finding.severity, finding.tier);
    finding.weight = match finding.judgement.outcome {
        Outcome::NotApplicable => Weight::default(),
        _ => Weight {
            full,
            earned: match derived >= control.from_tier
                && (finding.status_known || control.judges_retired)
            {
                true => weight(control.severity.at(derived), derived).min(full),
                false => 0,
            },
        },
    };
}
