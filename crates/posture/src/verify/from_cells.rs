//! Roll-ups of a posture whose findings are in a file that is not at hand: from its cells.

use std::collections::BTreeMap;

use super::difference::Disagreement;
use crate::slices::sums;
use crate::{cells, fixes, grade, summary, totals};
use model::posture::{Cell, FindingCard, Slice};
use model::{Outcome, Posture};

/// Sets in `again` what follows from the cells; what only single findings show stays as it is stated.
pub(super) fn roll_up(
    posture: &Posture,
    again: &mut Posture,
    listed: &[FindingCard],
    found: &mut Vec<Disagreement>,
) {
    totals::totals(again, &posture.cells, &posture.cells);
    let whole = sums(&posture.cells).tally.denominator();
    let names: BTreeMap<String, String> =
        posture.owners.iter().map(|owner| (owner.id.clone(), owner.title.clone())).collect();
    again.owners = totals::owners(&posture.owner_cells, |cell| &cell.owner, &names, whole);
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
    for (fix, stated) in again.fixes.iter_mut().zip(&posture.fixes) {
        fix.assets.clone_from(&stated.assets);
    }
    // Findings set the limits and the list of assets; the cells do not hold all of them.
    let limits = grade::Limits::stated(&posture.grade);
    again.privileged_assets.clone_from(&posture.privileged_assets);
    let rules = grade::Rules::of(&again.thresholds);
    let (overall, privileged) = totals::basis(&posture.cells);
    again.grade = grade::grade(rules, &overall, &privileged, limits);
    for (pointer, follows) in grade::unset(rules, &posture.cells, &posture.grade, "/grade/limits") {
        found.push(Disagreement::new(pointer, "no such limit", follows));
    }
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
