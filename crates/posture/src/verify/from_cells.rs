//! Roll-ups of a posture whose findings are in a file that is not at hand: from its cells.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::Disagreement;
use crate::{cells, counts, fixes, grade, severe, summary, totals};
use model::posture::{Cell, Counts, FindingCard, Slice, Standing};
use model::{AssetKind, Outcome, Posture, Severity, Tier};

/// Sets in `again` what follows from the cells; what only single findings show stays as it is stated.
pub(super) fn roll_up(
    posture: &Posture,
    again: &mut Posture,
    listed: &[FindingCard],
    found: &mut Vec<Disagreement>,
) {
    let whole = totals::totals(again, &posture.cells);
    let names: BTreeMap<String, String> =
        posture.owners.iter().map(|owner| (owner.id.clone(), owner.title.clone())).collect();
    again.owners = totals::owners(&posture.owner_cells, &names, whole);
    for (slices, stated) in [
        (&mut again.tiers, &posture.tiers),
        (&mut again.families, &posture.families),
        (&mut again.domains, &posture.domains),
        (&mut again.kinds, &posture.kinds),
        (&mut again.owners, &posture.owners),
    ] {
        count_assets(slices, stated);
    }
    again.fixes = fixes::fixes(&posture.cells, &again.controls, whole);
    fixes::keep_explained(&mut again.fixes, &posture.fixes);
    // Which limits there are follows from cells and assets; which finding comes first does not.
    let limits = grade::Limits::stated(&posture.grade);
    again.privileged_assets.clone_from(&posture.privileged_assets);
    not_in_order(posture, found);
    let rules = grade::Rules::of(&again.thresholds);
    let basis = totals::basis(&posture.cells);
    again.grade = grade::grade(rules, &basis, limits);
    let assets = Some((posture.assets.as_slice(), &basis.privileged));
    for (pointer, stated, follows) in
        grade::disagreements(rules, &posture.cells, assets, &posture.grade)
    {
        found.push(Disagreement::new(format!("/grade{pointer}"), stated, follows));
    }
    severe_counts(posture, found);
    ages(posture, found);
    let counts = counts::counts(again, &posture.cells);
    let Counts { overdue, first_seen_now, .. } = posture.counts;
    again.counts = Counts { overdue, first_seen_now, ..counts };
    severe_listed(posture, found);
    again.summary = summary::summary(again);
    let counted: u64 = posture.cells.iter().map(|cell| cell.count).sum();
    let by_owner: u64 = posture.owner_cells.iter().map(|cell| cell.count).sum();
    for (pointer, sum) in [("/cells", counted), ("/owner_cells", by_owner)] {
        if sum != posture.findings_total {
            let total = format!("{} findings, as /findings_total states", posture.findings_total);
            found.push(Disagreement::new(pointer, format!("{sum} findings"), total));
        }
    }
    more_listed(posture, listed, found);
}

fn count_assets(slices: &mut [Slice], stated: &[Slice]) {
    for slice in slices {
        let known = stated.iter().find(|known| known.id == slice.id);
        slice.assets = known.map_or(0, |known| known.assets);
        slice.known = known.map_or(0, |known| known.known);
    }
}

/// The list of privileged assets that are not in order has those with critical or high findings.
fn not_in_order(posture: &Posture, found: &mut Vec<Disagreement>) {
    let privileged = posture.assets.iter().filter(|asset| asset.tier >= Tier::T2);
    let severe = privileged.filter(|asset| asset.severe_open > 0 || asset.severe_possible > 0);
    let severe = severe.map(|asset| &asset.key).collect::<BTreeSet<_>>();
    let stated = posture.privileged_assets.not_in_order.iter();
    let stated = stated.map(|row| &row.asset).collect::<BTreeSet<_>>();
    if severe != stated {
        let words = |count: usize| format!("{count} assets");
        let pointer = "/privileged_assets/not_in_order";
        found.push(Disagreement::new(pointer, words(stated.len()), words(severe.len())));
    }
}

/// As many critical and high findings are named as there are, up to the limit.
fn severe_listed(posture: &Posture, found: &mut Vec<Disagreement>) {
    let most = severe::MOST_SEVERE as u64;
    let (named, all) = (posture.severe_findings.len() as u64, posture.counts.severe());
    if named != all.min(most) {
        let follows = format!("{}, by the counts", all.min(most));
        found.push(Disagreement::new("/severe_findings", named, follows));
    }
}

/// The critical and high findings of the assets sum to those of the cells: the limits rest on both.
fn severe_counts(posture: &Posture, found: &mut Vec<Disagreement>) {
    type Counts = BTreeMap<(AssetKind, Tier), (u64, u64)>;
    let (mut of_cells, mut of_assets) = (Counts::new(), Counts::new());
    for cell in posture.cells.iter().filter(|cell| cell.severity >= Severity::High) {
        let counts = of_cells.entry((cell.kind, cell.tier)).or_default();
        match cell.standing {
            Standing::Open => counts.0 += cell.count,
            Standing::Possible => counts.1 += cell.count,
            Standing::Clear => {}
        }
    }
    for asset in &posture.assets {
        let counts = of_assets.entry((asset.key.kind, asset.tier)).or_default();
        counts.0 = counts.0.saturating_add(asset.severe_open);
        counts.1 = counts.1.saturating_add(asset.severe_possible);
    }
    for counts in [&mut of_cells, &mut of_assets] {
        counts.retain(|(kind, _), sums| *kind != AssetKind::Organisation && *sums != (0, 0));
    }
    if of_cells != of_assets {
        let words = |counts: &Counts| {
            let row = |((kind, tier), (open, possible)): (&(AssetKind, Tier), &(u64, u64))| {
                format!("{open} open and {possible} possible on {} at {tier}", kind.noun(2))
            };
            counts.iter().map(row).collect::<Vec<_>>().join(", ")
        };
        let pointer = "/assets/severe_open";
        found.push(Disagreement::new(pointer, words(&of_assets), words(&of_cells)));
    }
}

/// The ages follow from single findings; their sums follow from the cells.
fn ages(posture: &Posture, found: &mut Vec<Disagreement>) {
    let bands = posture.open_ages.iter();
    let open = bands.clone().fold(0_u64, |sum, band| sum.saturating_add(band.open.total()));
    let overdue = bands.fold(0_u64, |sum, band| sum.saturating_add(band.overdue));
    if open != posture.open.total() || overdue != posture.counts.overdue {
        let words = |open: u64, overdue: u64| format!("{open} open, {overdue} overdue");
        let follows = words(posture.open.total(), posture.counts.overdue);
        found.push(Disagreement::new("/open_ages", words(open, overdue), follows));
    }
}

/// Of no kind can more findings be listed than the cells count.
fn more_listed(posture: &Posture, listed: &[FindingCard], found: &mut Vec<Disagreement>) {
    let key = |cell: &Cell| Cell { count: 0, ..cell.clone() };
    let mut counted: BTreeMap<Cell, u64> = BTreeMap::new();
    for cell in &posture.cells {
        *counted.entry(key(cell)).or_default() += cell.count;
    }
    for cell in cells::cells(listed) {
        let count = counted.get(&key(&cell)).copied().unwrap_or(0);
        if cell.count > count {
            let what = format!("{} of {}, {}", cell.count, cell.control, cell.outcome);
            found.push(Disagreement::new("/findings", what, format!("{count}, by the cells")));
        }
    }
    let open: u64 =
        posture.cells.iter().filter(|cell| cell.outcome.is_open()).map(|cell| cell.count).sum();
    let most = open.min(crate::MAX_FINDINGS as u64);
    if listed.len() as u64 != most || listed.iter().any(|card| card.outcome == Outcome::Pass) {
        let what = format!("{} findings", listed.len());
        found.push(Disagreement::new(
            "/findings",
            what,
            format!("the {most} most severe open ones"),
        ));
    }
}
