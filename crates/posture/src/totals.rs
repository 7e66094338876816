//! Score and roll-ups, from findings or from the cells that count them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::grade::Basis;
use super::measured::{Classified, Measured};
use super::slices::{Sums, by, heat_map, sums};
use super::{frameworks, gains, grade, summing};
use model::posture::{Arithmetic, Cell, ControlCard, OwnerCell, Posture, Slice};
use model::{AssetKind, Outcome, Parts, Severity, Tally, Tenths, Tier};

/// Sets every figure that follows from the cells. Returns the denominator of the score.
pub(super) fn totals(posture: &mut Posture, cells: &[Cell]) -> u64 {
    let whole = sums(cells);
    let controls = by(cells, |one| Some(one.control()));
    let tiers = by(cells, |one| Some(Reverse(one.tier)));
    let families = by(cells, Cell::family);
    let domains = by(cells, |one| Some(one.domain));
    let kinds = by(cells, |one| Some(one.kind));
    let of = whole.tally.denominator();
    posture.score = whole.tally.parts();
    posture.privileged = privileged(cells);
    posture.with_waivers = with_waivers(cells);
    posture.heat_map = heat_map(cells);
    posture.outcomes = whole.outcomes;
    posture.open = whole.open;
    posture.arithmetic = arithmetic(&whole.tally, cells, grade::Rules::of(&posture.thresholds));
    posture.gain = Tenths::percent(whole.to_gain, of).unwrap_or_default();
    posture.tiers =
        slices(&tiers, of, |tier, sums| sums.slice(&tier.0.to_string(), tier.0.meaning()));
    posture.families =
        slices(&families, of, |family, sums| sums.slice(family.id(), family.title()));
    posture.domains = slices(&domains, of, |domain, sums| sums.slice(domain.id(), domain.remit()));
    posture.kinds = slices(&kinds, of, |kind, sums| sums.slice(kind.id(), kind.noun(2)));
    let none = Sums::default();
    let sums_of = |card: &ControlCard| controls.get(card.id.as_str()).unwrap_or(&none);
    let parts: Vec<u64> = posture.controls.iter().map(|card| sums_of(card).to_gain).collect();
    for (card, gain) in posture.controls.iter_mut().zip(gains::gains(&parts, of)) {
        let sums = sums_of(card);
        card.parts = sums.tally.parts();
        card.outcomes = sums.outcomes;
        card.gain = gain;
    }
    posture.frameworks.par_iter_mut().for_each(|state| frameworks::count_in(state, cells));
    of
}

/// A roll-up, one slice a group.
fn slices<K: Ord>(
    groups: &BTreeMap<K, Sums>,
    whole: u64,
    slice: impl Fn(&K, &Sums) -> Slice,
) -> Vec<Slice> {
    let mut slices: Vec<Slice> = groups.iter().map(|(key, sums)| slice(key, sums)).collect();
    let parts: Vec<u64> = groups.values().map(|sums| sums.to_gain).collect();
    gains::apportion(&mut slices, &parts, whole);
    slices
}

/// The roll-up by accountable owner, the one with most to gain first. `names` holds their names by id,
/// `whole` is the denominator of the score.
pub(super) fn owners(
    cells: &[OwnerCell],
    names: &BTreeMap<String, String>,
    whole: u64,
) -> Vec<Slice> {
    let groups = by(cells, |one| Some(one.owner.as_str()));
    let name = |id: &str| match (names.get(id), id) {
        (Some(name), _) => name.clone(),
        (None, "") => "no accountable owner".into(),
        (None, id) => id.to_string(),
    };
    let mut slices = slices(&groups, whole, |id, sums| sums.slice(id, &name(id)));
    slices.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.id.cmp(&b.id)));
    slices
}

/// The three parts of what is treated as privileged.
pub(super) fn privileged<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> Parts {
    let mut tally = Tally::default();
    let measures = cells.into_iter().map(Measured::measure).filter(|one| one.tier >= Tier::T2);
    measures
        .map(|one| one.privileged())
        .for_each(|one| tally.add(one.outcome, one.class, one.weight(), one.count));
    tally.parts()
}

/// The three parts that the letter is read from: of all, and of what is treated as privileged.
///
/// What a format of exports cannot state is not assessed, once for each asset that it lists. So the findings
/// of one control on assets that only exports show count as one, the worst of them: a letter does not depend
/// on how many workloads a platform runs. What is open on each of them sets limits as elsewhere.
pub(super) fn basis(cells: &[Cell]) -> Basis {
    let privileged_cells = cells.iter().filter(|cell| cell.tier >= Tier::T2);
    Basis {
        overall: sums(&united(cells)).tally.parts(),
        privileged: privileged(&united(privileged_cells)),
        united: cells.iter().any(|cell| cell.exported),
    }
}

/// The cells, with one finding for each control and kind of those that only exports show. It is as heavy as
/// the heaviest, earns what the least earns, and has the worst outcome, so that silence about one of them makes
/// it no better. Leaving out a whole register may: docs/decisions.md.
fn united<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> Vec<Cell> {
    let mut united: Vec<Cell> = Vec::new();
    let mut worst: BTreeMap<(&str, AssetKind), Cell> = BTreeMap::new();
    for cell in cells {
        if !cell.exported || cell.outcome == Outcome::NotApplicable {
            united.push(cell.clone());
            continue;
        }
        let one = worst
            .entry((&cell.control, cell.kind))
            .or_insert_with(|| Cell { count: 1, ..cell.clone() });
        if cell.weights().full > one.weights().full {
            (one.severity, one.tier) = (cell.severity, cell.tier);
        }
        one.derived_tier = one.derived_tier.min(cell.derived_tier);
        one.pass_weight = one.pass_weight.min(cell.pass_weight);
        one.outcome = one.outcome.worse(cell.outcome);
        one.class = one.class.max(cell.class);
    }
    united.extend(worst.into_values());
    united
}

/// The score if live waivers were credited; none where no waiver is live.
fn with_waivers(cells: &[Cell]) -> Option<Tenths> {
    if !cells.iter().any(|cell| cell.waived) {
        return None;
    }
    let mut tally = Tally::default();
    for cell in cells {
        let measure = cell.measure();
        let outcome = if cell.waived { Outcome::Pass } else { measure.outcome };
        tally.add(outcome, measure.class, measure.weight(), measure.count);
    }
    tally.parts().proven
}

fn arithmetic(tally: &Tally, cells: &[Cell], rules: grade::Rules) -> Arithmetic {
    let parts = tally.parts();
    let worked = match parts.proven {
        Some(proven) => format!("100 × {} ÷ {} = {proven}", halves(parts.proven_sum), parts.weight),
        None => "no control was assessed, so there is no score".into(),
    };
    Arithmetic {
        formula: "proven = 100 × Σ pass weight·credit ÷ Σ weight, over all applicable findings; weight \
                  = severity weight × tier weight, by the tier that the asset is treated as; pass \
                  weight = the same by the tier that facts show; credit = pass 1, partial ½, fail 0, \
                  not assessed 0"
            .into(),
        worked,
        grading: grade::rule(rules),
        severity_weights: Severity::ALL.map(|severity| (severity, severity.weight())).into(),
        tier_weights: Tier::ALL.map(|tier| (tier, tier.weight())).into(),
        rows: summing::rows(cells),
    }
}

/// A number of halves: `12` or `12.5`.
fn halves(number: u64) -> String {
    match number % 2 {
        0 => (number / 2).to_string(),
        _ => format!("{}.5", number / 2),
    }
}
