//! All that follows from the findings: one function sets it, in a posture that is built and in one that
//! is verified.

use std::collections::{BTreeMap, BTreeSet};

use super::contacts::Contacts;
use super::of_assets::OfAssets;
use super::{age_bands, cells, counts, fixes, grade, requests, severe, summary, totals};
use model::posture::{FindingCard, Posture};

/// What enters a roll-up and follows from no finding.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// The names of owners, by id.
    pub(super) owner_names: BTreeMap<String, String>,
    /// The kinds of record that some input contains.
    pub(super) registers: BTreeSet<String>,
}

/// Sets every figure of a posture. Its texts, assets, controls and mapping rows are there already, each
/// without results; `findings` are all there are.
pub(super) fn roll_up(posture: &mut Posture, findings: &[FindingCard], stated: &Stated) {
    let ((cells, owner_cells), of_assets) = rayon::join(
        || (cells::cells(findings), cells::owner_cells(findings)),
        || OfAssets::of(findings),
    );
    posture.findings_total = findings.len() as u64;
    let whole = totals::totals(posture, &cells);
    posture.owners = totals::owners(&owner_cells, &stated.owner_names, whole);
    of_assets.count(posture);
    of_assets.set(&mut posture.assets);
    posture.privileged_assets = grade::privileged_assets(&of_assets, &posture.assets);
    (posture.cells, posture.owner_cells) = (cells, owner_cells);
    let contacts = Contacts::of(&posture.contacts);
    let controls = posture.controls.as_slice();
    let fixes = || {
        let mut fixes = fixes::fixes(findings, controls, whole);
        fixes::explain(&mut fixes, findings, &contacts);
        fixes
    };
    let requests = || requests::requests(findings, &stated.registers, &contacts, whole);
    let severe = || severe::severe_findings(findings, controls, &contacts, whole);
    let (fixes, (requests, severe)) = rayon::join(fixes, || rayon::join(requests, severe));
    (posture.fixes, posture.evidence_requests, posture.severe_findings) = (fixes, requests, severe);
    posture.open_ages = age_bands::age_bands(findings);
    let rules = grade::Rules::of(&posture.thresholds);
    let limits = grade::limits(rules, findings, &posture.assets, &posture.controls);
    posture.grade = grade::grade(rules, &totals::basis(&posture.cells), limits);
    posture.counts = counts::dated(counts::counts(posture, findings), findings);
    posture.summary = summary::summary(posture);
}
