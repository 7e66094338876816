//! All that follows from the findings: one function sets it, in a posture that is built and in one that
//! is verified.

use std::collections::{BTreeMap, BTreeSet};

use super::contacts::Contacts;
use super::measured::Classified;
use super::slices::{self, Grouped};
use super::{age_bands, cells, counts, fixes, grade, requests, severe, summary, totals};
use model::Severity;
use model::posture::{AssetCard, FindingCard, Posture, Standing};

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
    let grouped = Grouped::of(findings);
    let (cells, owner_cells) =
        rayon::join(|| cells::cells(findings), || cells::owner_cells(findings));
    posture.findings_total = findings.len() as u64;
    let whole = totals::totals(posture, &grouped, &cells);
    (posture.cells, posture.owner_cells) = (cells, owner_cells);
    let contacts = Contacts::of(&posture.contacts);
    let controls = posture.controls.as_slice();
    let owners = || totals::owners(&grouped, |finding| &finding.owner, &stated.owner_names, whole);
    let fixes = || {
        let mut fixes = fixes::fixes(findings, controls, whole);
        fixes::explain(&mut fixes, findings, &contacts);
        fixes
    };
    let requests = || requests::requests(findings, &stated.registers, &contacts, whole);
    let severe = || severe::severe_findings(findings, controls, &contacts, whole);
    let ((owners, fixes), (requests, severe)) =
        rayon::join(|| rayon::join(owners, fixes), || rayon::join(requests, severe));
    (posture.owners, posture.fixes) = (owners, fixes);
    (posture.evidence_requests, posture.severe_findings) = (requests, severe);
    posture.open_ages = age_bands::age_bands(findings);
    assets(&mut posture.assets, &grouped);
    posture.privileged_assets = grade::privileged_assets(findings, &posture.assets);
    let rules = grade::Rules::of(&posture.thresholds);
    let limits = grade::limits(rules, findings, &posture.assets, &posture.controls);
    posture.grade = grade::grade(rules, &totals::basis(&posture.cells), limits);
    posture.counts = counts::dated(counts::counts(posture, findings), findings);
    posture.summary = summary::summary(posture);
}

/// Sets the results of each asset; the most privileged come first, of these the least proven.
pub(super) fn assets(assets: &mut [AssetCard], findings: &Grouped<'_, FindingCard>) {
    let by_asset = findings.by_asset();
    for card in assets.iter_mut() {
        let of_asset = by_asset.get(&card.key).copied().unwrap_or_default();
        let sums = slices::sums_of(of_asset);
        card.parts = sums.tally.parts();
        card.outcomes = sums.outcomes;
        card.open = sums.open;
        (card.severe_open, card.severe_possible) = severe(of_asset);
    }
    assets.sort_by(|a, b| {
        b.tier
            .cmp(&a.tier)
            .then(a.parts.proven.cmp(&b.parts.proven))
            .then_with(|| a.key.cmp(&b.key))
    });
}

/// How many of its critical and high findings count as open, and as possibly open.
fn severe(findings: &[&FindingCard]) -> (u64, u64) {
    let (mut open, mut possible) = (0, 0);
    for finding in findings.iter().filter(|finding| finding.severity >= Severity::High) {
        match Classified::standing(*finding) {
            Standing::Open => open += 1,
            Standing::Possible => possible += 1,
            Standing::Clear => {}
        }
    }
    (open, possible)
}
