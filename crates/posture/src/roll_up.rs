//! All that follows from the findings: one function sets it, in a posture that is built and in one that
//! is verified.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::Alike;
use super::contacts::Contacts;
use super::gathered::Gathered;
use super::{cells, counts, fixes, grade, severe, summary, totals};
use model::posture::{FindingCard, Posture};

/// What enters a roll-up and follows from no finding.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// The names of owners, by id.
    pub(super) owner_names: BTreeMap<String, String>,
    /// The kinds of record that some input contains.
    pub(super) registers: BTreeSet<String>,
}

/// Sets every figure of a posture, from what all its findings amount to. Its texts, assets, controls and mapping rows
/// are there already, each without results. `first` are the first findings in the order of [`rank::place`]: all
/// critical and high ones on privileged identities that are named are among them. Returns the findings by what
/// they have in common.
///
/// [`rank::place`]: super::rank::place
pub(super) fn roll_up(
    posture: &mut Posture,
    all: Gathered,
    first: &[FindingCard],
    stated: &Stated,
) -> Vec<Alike> {
    let groups = all.groups.in_order();
    let cells = cells::cells(&groups);
    let owner_cells = all.owner_cells.cells();
    posture.findings_total = cells.iter().map(|cell| cell.count).sum();
    let whole = totals::totals(posture, &cells);
    posture.owners = totals::owners(&owner_cells, &stated.owner_names, whole);
    all.of_assets.count(posture);
    all.of_assets.set(&mut posture.assets);
    posture.privileged_assets = grade::privileged_assets(&all.of_assets, &posture.assets);
    (posture.cells, posture.owner_cells) = (cells, owner_cells);
    let contacts = Contacts::of(&posture.contacts);
    let controls = posture.controls.as_slice();
    let mut fixes = fixes::fixes(&groups, controls, whole);
    all.explained.explain(&mut fixes, &contacts);
    let requests = all.asked.requests(&stated.registers, &contacts, whole);
    let severe = severe::severe_findings(first, controls, &contacts, whole);
    (posture.fixes, posture.evidence_requests, posture.severe_findings) = (fixes, requests, severe);
    posture.open_ages = all.age_bands.bands();
    let rules = grade::Rules::of(&posture.thresholds);
    let criticals = &all.criticals;
    let limits = grade::limits(rules, (&groups, criticals), &posture.assets, &posture.controls);
    posture.grade = grade::grade(rules, &totals::basis(&posture.cells), limits);
    posture.counts = all.dated.complete(counts::counts(posture, &groups));
    posture.summary = summary::summary(posture);
    groups
}
