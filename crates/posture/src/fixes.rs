//! Top remediation actions.

use std::collections::BTreeMap;

use super::slices::missing;
use model::posture::Fix;
use model::{Assessment, Finding, Severity, Tenths};

/// How many assets a fix names.
const NAMED_ASSETS: usize = 10;

/// Every control that is open somewhere, the one with the largest score impact first. `whole` is the
/// denominator of the score.
pub(super) fn fixes(assessment: &Assessment, whole: u64) -> Vec<Fix> {
    let mut by_control: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in assessment.findings.iter().filter(|f| f.judgement.outcome.is_open()) {
        by_control.entry(finding.control.id).or_default().push(finding);
    }
    let mut fixes: Vec<(u64, Fix)> = by_control
        .into_values()
        .filter_map(|mut open| {
            open.sort_by_key(|finding| (std::cmp::Reverse(missing(finding)), finding.asset));
            let control = open.first()?.control;
            let gained: u64 = open.iter().map(|finding| missing(finding)).sum();
            let assets = open.iter().take(NAMED_ASSETS);
            let fix = Fix {
                control: control.id.into(),
                title: control.title.into(),
                remediation: control.remediation.into(),
                domain: control.domain,
                severity: open.iter().map(|f| f.severity).max().unwrap_or(Severity::Info),
                open: open.len() as u64,
                assets: assets
                    .filter_map(|f| assessment.context.assets.get(f.asset))
                    .map(|asset| asset.key.clone())
                    .collect(),
                gain: Tenths::percent(gained, whole).unwrap_or_default(),
            };
            Some((gained, fix))
        })
        .collect();
    fixes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.control.cmp(&b.1.control)));
    fixes.into_iter().map(|(_, fix)| fix).collect()
}
