//! Exact counts: the bridge between findings and every roll-up.

use std::collections::BTreeMap;

use model::posture::{Cell, OwnerCell};
use model::{Assessment, Finding};

/// Findings counted by control, kind, tier, severity, domain, outcome and waiver.
pub(super) fn cells(assessment: &Assessment, findings: &[Finding]) -> Vec<Cell> {
    let mut counts: BTreeMap<_, u64> = BTreeMap::new();
    for finding in findings {
        let kind = assessment.context.assets.get(finding.asset).map(|asset| asset.key.kind);
        let Some(kind) = kind else { continue };
        let key = (
            finding.control.id,
            kind,
            finding.tier,
            finding.severity,
            finding.control.domain,
            finding.judgement.outcome,
            finding.waiver.is_some(),
        );
        *counts.entry(key).or_default() += 1;
    }
    let cell = |((control, kind, tier, severity, domain, outcome, waived), count)| Cell {
        control: String::from(control),
        kind,
        tier,
        severity,
        domain,
        outcome,
        waived,
        count,
    };
    counts.into_iter().map(cell).collect()
}

/// The same by owner.
pub(super) fn owner_cells(assessment: &Assessment) -> Vec<OwnerCell> {
    let mut counts: BTreeMap<(String, _, _, _), u64> = BTreeMap::new();
    for finding in &assessment.findings {
        let owner = owner(assessment, finding).to_string();
        let key = (owner, finding.tier, finding.severity, finding.judgement.outcome);
        *counts.entry(key).or_default() += 1;
    }
    let cell = |((owner, tier, severity, outcome), count)| OwnerCell {
        owner,
        tier,
        severity,
        outcome,
        count,
    };
    counts.into_iter().map(cell).collect()
}

/// The accountable owner of a finding's asset; empty where none is named or the name is a placeholder.
pub(super) fn owner<'a>(assessment: &'a Assessment, finding: &Finding) -> &'a str {
    let asset = assessment.context.assets.get(finding.asset);
    asset.map_or("", accountable)
}

/// The one owner an asset names; empty where it names none, several or a placeholder.
pub(super) fn accountable(asset: &model::Asset) -> &str {
    match asset.owner().items() {
        [owner] if !model::is_placeholder(owner) => owner,
        _ => "",
    }
}
